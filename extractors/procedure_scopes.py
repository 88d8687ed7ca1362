"""Whose procedures a number counts, where the statement as a whole says more than the words beside the number."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import regex

from extractors.header import Header
from extractors.respectively import answering
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

LEVELS = frozenset({"province", "district", "commune"})
_LEVEL_NAMED = regex.compile(r"(?<!\w)(?:tỉnh|huyện|thị xã|quận|thành phố|xã|phường|thị trấn)(?!\w)", regex.IGNORECASE)
# "Tại xã hiện thực hiện 142 TTHC": the level that a statement opens with, no locality's name.
_OPENING = regex.compile(
    r"[^\p{L}]*(?:(?:hiện|hiện nay),?\s)?(?:tại|ở)\s(?:(?:các|mỗi)\s)?(?:cấp\s)?"
    r"(?:(?P<province>tỉnh)|(?P<district>huyện|thị xã|quận)|(?P<commune>xã|phường|thị trấn))"
    r"(?=[,:]?\s\p{Ll})",
    regex.IGNORECASE,
)
# "lần lượt là 119 và 47", then "số TTHC một phần là 104 và 52"
_PAIRED = regex.compile(r"\s*+(?:(?:TTHC|thủ tục)\s*+)?(?:,\s*+và|,|và)\s*+", regex.IGNORECASE)
# "(huyện 120, xã 56)"
_HEAD = regex.compile(
    r"(?:^|[(,;:]|(?<!\w)và)\s*(?:cấp\s+)?"
    r"(?:(?P<province>tỉnh)|(?P<district>huyện|thị xã|quận)|(?P<commune>xã|phường))\s*:?\s*$",
    regex.IGNORECASE,
)
# "15/15[ xã tiếp nhận ]112 TTHC"
_UNITS = regex.compile(
    r"\s*(?:(?P<district>huyện|quận|huyện, thành phố)|(?P<commune>xã|phường|xã, phường(?:, thị trấn)?))"
    r"\s(?:đều\s|đã\s)?(?:tiếp nhận|thực hiện|giải quyết|niêm yết|công khai)[^,;.:()]*$",
    regex.IGNORECASE,
)
# "291 TTHC của huyện,"
_OWNER = regex.compile(
    r"(?:\s(?:TTHC|thủ tục(?: hành chính)?))?\s(?:của|ở|tại)\s"
    r"(?:(?P<province>tỉnh)|(?P<district>huyện|thị xã|quận|thành phố)|(?P<commune>xã|phường|thị trấn))"
    r"(?=\s*(?:[,;.):]|và\s|$))",
    regex.IGNORECASE,
)
# "167 dịch vụ toàn trình, 94 dịch vụ một phần cấp huyện": the level behind the last of a list is that of all.
_ONLINE = frozenset({"online_full", "online_partial"})
_TAIL = regex.compile(r"[^,;.:()\d]*?(?<!\w)(?:cấp|của|tại)\s(?:tỉnh|huyện|xã)(?!\w)", regex.IGNORECASE)
_JOINED = regex.compile(r"[^;.:()\d]*(?:,|(?<!\w)và(?!\w))[^;.:()\d]*", regex.IGNORECASE)


def with_scopes(statement: Statement, metrics: Sequence[str | None]) -> list[Quantity]:
    """The procedures of a statement with their scopes.

    A list's level said once behind it is that of all its members; a total of several levels is everybody's; and
    a statement may open with the level that all of it is about.
    """
    found = _behind_levels(statement, metrics)
    if statement.columns is not None:
        return found
    opening = _OPENING.match(statement.text, statement.start, statement.end)
    if opening is not None:
        found = [dataclasses.replace(q, scope=opening.lastgroup or "all") if q.scope == "all" else q for q in found]
    found = [
        dataclasses.replace(q, scope=level, scope_name=None)
        if q.scope != "unit" and (level := _own_level(statement, q)) is not None
        else q
        for q in _headed(statement, _owned(statement, found))
    ]
    for quantity in found[::-1]:
        at = quantity.position
        over = quantity.scope in LEVELS and _is_over_levels(found, metrics, at)
        if over and _own_level(statement, quantity) is None:
            found[at] = dataclasses.replace(quantity, scope="all", scope_name=None)
        if at and _tells_of_both(statement, found, metrics, at):
            found[at - 1] = dataclasses.replace(found[at - 1], scope=quantity.scope)
    return _announced(statement, _of_fields(statement, _answering_levels(statement, found, metrics)), metrics)


# "Trong đó, toàn trình 812": goes on about the last.
_GOES_ON = regex.compile(r"[^\p{L}]*(?:trong|cụ thể|gồm|bao gồm)(?!\w)", regex.IGNORECASE)


class ToldLevels:
    """The levels whose procedures the sentences of one line told: behind several, a sentence of its own is about all.

    "Tại huyện là 298 thủ tục. Tại cấp xã là 152 thủ tục. Số thủ tục liên thông là 38": the last are no commune's.
    """

    def __init__(self) -> None:
        self._line: int | None = None
        self._levels: set[str] = set()

    def settle(self, statement: Statement, found: list[Quantity]) -> list[Quantity]:
        """The quantities of the next statement, and what they tell remembered."""
        if statement.columns is not None:
            return found
        if statement.line.index != self._line:
            self._line, self._levels = statement.line.index, set()
        if len(self._levels) > 1 and not _GOES_ON.match(statement.text, statement.start) and not _names(statement):
            found = [dataclasses.replace(q, scope="all") if q.scope in LEVELS else q for q in found]
        self._levels |= {q.scope for q in found if q.kind == "procedure"} & LEVELS
        return found


def of_commune(header: Header, quantity: Quantity, metric: str | None) -> Quantity:
    """The procedures that a commune tells of without a level are those of its level: it handles no others."""
    if header.level != "commune" or quantity.scope != "all" or metric == "announced":
        return quantity
    return dataclasses.replace(quantity, scope="commune")


def _names(statement: Statement) -> bool:
    """Whether a statement names a level, an office or a place of its own."""
    return (
        bool(statement.cues(load("scope_cues")))
        or _LEVEL_NAMED.search(statement.text, statement.start, statement.end) is not None
    )


# "577 thủ tục[ thuộc thẩm quyền giải quyết của ]cấp tỉnh", "118 TTHC[ tại ]14 xã", not "cấp huyện, cấp xã"
_OWN_LEVEL = regex.compile(
    r"""
    (?:\s{0,2}(?:TTHC|thủ\ tục(?:\ hành\ chính)?))?
    \s{1,2}(?:(?:thuộc|của|ở|tại|thẩm\ quyền|giải\ quyết|quản\ lý|UBND|(?:ủy|uỷ)\ ban\ nhân\ dân
        |\d{1,3}(?:/\d{1,3})?)\s{1,2}){0,6}+
    (?:(?:cấp|(?<=\d\ ))\s?(?:(?P<province>tỉnh)|(?P<district>huyện)|(?P<commune>xã|phường)))(?!\w)
    (?!\s*(?:,|và|/|-|–|lên|đến)\s*(?:UBND\ )?(?:cấp|tỉnh|huyện|quận)(?!\w))
    """,
    regex.IGNORECASE | regex.VERBOSE,
)


def _own_level(statement: Statement, quantity: Quantity) -> str | None:
    """The level that owns procedures, right behind their noun."""
    if quantity.kind != "procedure" or statement.columns is not None:
        return None
    end = quantity.number.whole_end
    if quantity.partner is not None and quantity.number.fraction == "numerator":
        end = statement.quantities[quantity.partner].number.whole_end
    match = _OWN_LEVEL.match(statement.text, end, statement.end)
    return None if match is None else next(level for level in LEVELS if match[level])


def _announced(statement: Statement, found: list[Quantity], metrics: Sequence[str | None]) -> list[Quantity]:
    """What is announced has one scope, whichever offices the procedures are of: "865 TTHC thuộc 13 sở: mới 428"."""
    first: Quantity | None = None
    for quantity in found:
        if quantity.kind != "procedure" or metrics[quantity.position] != "announced":
            continue
        named = (
            _LEVEL_NAMED.search(statement.before(quantity.position)) is not None
            or _own_level(statement, quantity) is not None
        )
        if first is not None and not named and not statement.parted(quantity.position):
            found[quantity.position] = dataclasses.replace(quantity, scope=first.scope, scope_name=first.scope_name)
        else:
            first = quantity
    return found


def _is_over_levels(found: Sequence[Quantity], metrics: Sequence[str | None], at: int) -> bool:
    """Whether parts of one kind stand for several levels: "427 (huyện 291, xã 136)".

    "huyện: 329 (toàn trình 120, một phần 88; cấp xã: 151" has no such parts: the last is another total. Nor has
    "xã 138" in "huyện 266, xã 138. Trong đó toàn trình: huyện 181, xã 82": they are parts of both.
    """
    last = found[at - 1] if at else None
    of_both = last is not None and last.kind == "procedure" and last.whole == found[at].whole
    if of_both and found[at - 1].scope in LEVELS - {found[at].scope} and metrics[at - 1] == metrics[at]:
        return False
    by_metric: dict[str | None, set[str]] = {}
    for part in found:
        if part.whole == at and part.kind == "procedure" and part.scope in LEVELS:
            by_metric.setdefault(metrics[part.position], set()).add(part.scope)
    return any(len(levels) > 1 for levels in by_metric.values())


def _of_fields(statement: Statement, found: list[Quantity]) -> list[Quantity]:
    """A list of fields with the level behind its last: "tư pháp 38 thủ tục, đất đai 41 thủ tục tại cấp huyện"."""
    level: str | None = None
    for quantity in found[::-1]:
        at = quantity.position
        if level is not None and quantity.scope == "all" and quantity.field is not None:
            found[at] = dataclasses.replace(quantity, scope=level)
        elif quantity.field is not None and quantity.scope in LEVELS and _TAIL.match(statement.after(at)):
            level = quantity.scope
        if not at or _JOINED.fullmatch(statement.before(at)) is None:
            level = None
    return found


def _answering_levels(statement: Statement, found: list[Quantity], metrics: Sequence[str | None]) -> list[Quantity]:
    """Counts that answer the levels told before them, and lists behind those that are as long.

    "Cấp huyện có 288 TTHC, cấp xã có 141 TTHC; toàn trình lần lượt là 119 và 47, một phần là 104 và 52".
    """
    runs = answering(statement.text, statement.start, statement.end, statement.numbers)
    if not runs or any(found[at].kind != "procedure" and found[at].number.unit is not None for at in runs[0]):
        return found
    told = [q for q in found[: runs[0][0]] if q.kind == "procedure" and q.scope in LEVELS and q.whole is None]
    levels = [q.scope for q in told][-len(runs[0]) :]
    alike = len({metrics[q.position] for q in told[-len(runs[0]) :]}) == 1
    if len(levels) != len(runs[0]) or len(set(levels)) != len(levels) or not alike:
        return found
    at = runs[0][0]
    while at + len(levels) <= len(found):
        run = range(at, at + len(levels))
        if not all(_PAIRED.fullmatch(statement.before(position)) for position in run[1:]):
            break
        for position, scope in zip(run, levels, strict=True):
            found[position] = dataclasses.replace(found[position], scope=scope, scope_name=None)
        at += len(levels)
    return found


def _headed(statement: Statement, found: list[Quantity]) -> list[Quantity]:
    """Levels as heads: of a whole's parts ("toàn trình (huyện 120, xã 56)"), of desks ("của 15/15 xã nhận 112")."""

    def read(quantity: Quantity) -> Quantity:
        units = _UNITS.match(statement.before(quantity.position)) if quantity.position else None
        if units is not None and quantity.kind == "procedure" and quantity.scope == "all":
            return dataclasses.replace(quantity, scope=units.lastgroup or "all")
        head = _HEAD.search(statement.before(quantity.position)) if quantity.whole is not None else None
        if head is None or quantity.kind != "procedure":
            return quantity
        level = next(level for level, name in head.groupdict().items() if name)
        return dataclasses.replace(quantity, scope=level, scope_name=None)

    return [read(quantity) for quantity in found]


def _owned(statement: Statement, found: list[Quantity]) -> list[Quantity]:
    """Levels as owners, where the statement sets several side by side: "291 TTHC của huyện, 136 TTHC của xã"."""
    owners = {
        q.position: next(level for level, name in owner.groupdict().items() if name)
        for q in found
        if q.kind == "procedure" and (owner := _OWNER.match(statement.after(q.position)))
    }
    if len(set(owners.values())) < 2:
        return found
    return [
        dataclasses.replace(q, scope=owners[q.position]) if q.scope == "all" and q.position in owners else q
        for q in found
    ]


def _tells_of_both(statement: Statement, found: Sequence[Quantity], metrics: Sequence[str | None], at: int) -> bool:
    first, second = found[at - 1], found[at]
    return (
        {metrics[at - 1], metrics[at]} == _ONLINE
        and first.scope == "all"
        and second.scope in LEVELS
        and first.whole == second.whole
        and _JOINED.fullmatch(statement.before(at)) is not None
        and _TAIL.match(statement.after(at)) is not None
    )


def _behind_levels(statement: Statement, metrics: Sequence[str | None]) -> list[Quantity]:
    """The quantities with their scopes: a clause about something else, behind a list of levels, is about all of them.

    "cấp huyện 329, cấp xã 156; mức độ toàn trình 190": the last is no commune's.
    """
    scoped: list[Quantity] = []
    opened = False
    for quantity in statement.quantities:
        last = scoped[-1] if scoped else None
        if last is not None and statement.columns is None:
            levels = {q.scope for q in scoped if q.kind == "procedure"} & LEVELS
            other = metrics[quantity.position] != metrics[last.position]
            marks = statement.partings(quantity.position)
            clause = marks[-1].end if marks else last.number.end
            named = _LEVEL_NAMED.search(statement.text[clause : quantity.number.start])
            cut = any(statement.clauses.depth(mark.start) == 0 for mark in marks)
            if not opened and cut and len(levels) > 1 and other and not named:
                opened = quantity.scope == statement.quantities[last.position].scope
            elif named:
                opened = False
        scoped.append(dataclasses.replace(quantity, scope="all", scope_name=None) if opened else quantity)
    return scoped
