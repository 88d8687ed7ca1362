"""Whose figure each quantity of a statement is: a level, the whole locality, or one named unit."""

from __future__ import annotations

import itertools

import regex

from extractors.cues import Cue
from extractors.handed_scopes import from_context, from_lines, speaks_anew, sums_columns, unit_name
from extractors.header import Header
from extractors.kinds import DOSSIERS_OR_PROCEDURES
from extractors.labelling import Labels
from extractors.leftovers import leftover_words
from extractors.rate_scopes import is_share_of_inspections, level_that_reaches, levels_above, opens_clause
from extractors.respectively import answering
from extractors.scope_mentions import of_people, of_places, scope_cues
from extractors.statements import Quantity, Statement, labels_of
from patterns.records import changed

# "UBND xã Tân An và xã Tân Bình", "Sở Xây dựng, Sở Tư pháp": several units together are their level.
_PROVINCE_OFFICE = regex.compile(r"Sở\s|.*\stỉnh$")
_DISTRICT_OFFICE = regex.compile(
    r"Phòng\s|(?:UBND\s+)?(?:huyện|quận|thị xã|thành phố)\s|.*\s(?:huyện|quận|thị xã|thành phố)$"
)


def _level_of(text: str, units: list[Cue]) -> str:
    names = [text[cue.start : cue.end] for cue in units if cue.feature == "unit"]
    if all(_DISTRICT_OFFICE.match(name) for name in names):
        return "district"
    return "province" if all(_PROVINCE_OFFICE.match(name) for name in names) else "commune"


def _pick(text: str, cues: tuple[Cue, ...], quantity: Quantity) -> Cue | None:
    """The nearest cue, one that names a level before one that names the ground."""
    strong = [cue for cue in cues if not cue.weak] or list(cues)
    if not strong:
        return None
    levels = {cue.feature for cue in strong}
    together = [cue for cue in strong if cue.feature == "all"]
    if together:
        return _owner(text, strong, quantity) or together[0]
    if len(levels & {"province", "district", "commune"}) > 1 or (
        len(levels) == 1 and len(strong) < len(cues) and _joined(cues)
    ):
        return changed(strong[0], feature="all")
    if "unit" in levels and len({cue for cue in strong if cue.feature == "unit"}) > 1:
        return changed(strong[0], feature=_level_of(text, strong))
    return min(strong, key=lambda cue: abs(cue.start - quantity.number.start))


# "Toàn tỉnh có 827 TTHC[ thuộc thẩm quyền giải quyết của ]cấp xã"
_OWNED_BY = regex.compile(
    r"\s*(?:(?:thuộc|của|ở|do|thẩm quyền|giải quyết|quản lý|phạm vi|tiếp nhận|UBND|văn bản|hồ sơ|công việc)\s+)*",
    regex.IGNORECASE,
)


def _owner(text: str, cues: list[Cue], quantity: Quantity) -> Cue | None:
    """The level that owns what is counted, named right behind it: the whole locality named too is the ground."""
    levels = ("province", "district", "commune")
    behind = [cue for cue in cues if cue.feature in levels and cue.start >= quantity.number.whole_end]
    if len({cue.feature for cue in behind}) != 1:
        return None
    return behind[0] if _OWNED_BY.fullmatch(text, quantity.number.whole_end, behind[0].start) else None


_LEVELS = regex.compile(
    r"(?<!\p{L})(?:UBND\s+)?(?:cấp\s+)?(?:(?P<province>tỉnh)|(?P<district>huyện|thị xã|thành phố|quận)"
    r"|(?P<commune>xã|phường))(?!\p{L})",
    regex.IGNORECASE,
)


def _apart(statement: Statement, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """Levels named together taken apart, where a list of figures answers them one by one."""
    found: list[Cue] = []
    for cue in cues:
        levels = list(_LEVELS.finditer(statement.text, cue.start, cue.end))
        if cue.feature == "all" and not cue.weak and len(levels) > 1:
            found += [Cue(feature=m.lastgroup or "all", start=m.start(), end=m.end()) for m in levels]
        else:
            found.append(cue)
    return tuple(found)


def _joined(cues: tuple[Cue, ...]) -> bool:
    """Whether the ground and a level are named in one breath: "của thị xã và các xã, phường"."""
    return any(a.weak and not b.weak and 0 < b.start - a.end <= 5 for a, b in itertools.pairwise(cues))


def _place_name(text: str, kind: tuple[int, int], name: tuple[int, int]) -> str:
    """A place's name with its kind, where the head of its column names one kind: "phường Cảng Đông"."""
    named, of = text[slice(*name)], text[slice(*kind)].lower()
    return named if _SEVERAL_KINDS.search(of) else f"{of} {named}"


_SEVERAL_KINDS = regex.compile(r"[,/]|\svà\s")


def settle_scopes(statement: Statement, header: Header) -> tuple[Quantity, ...]:
    """Give every quantity its scope.

    In order: the cue of its own clause; one reached over a comma; that of the quantity before it at its depth of
    brackets or further out; that of the sentence before it in its line; those of the lines it stands under; else all.
    """
    answered: list[list[int]] = []
    if statement.columns is not None:
        # A field is nobody's: "Thu, cấp sổ BHXH" names no office.
        spans = tuple(sorted({s for spans in statement.columns for s in spans} - {statement.field_cell}))
        cues = scope_cues(statement, header, spans)
        labels: tuple[Labels, ...] = labels_of(statement, cues)
    else:
        cues = scope_cues(statement, header)
        answered = answering(statement.text, statement.start, statement.end, statement.numbers)
        if answered:
            cues = _apart(statement, cues)
        labels = labels_of(statement, cues, excludes=lambda features: len(features - {"all"}) > 1, echoes=False)
    walk = _Walk(statement, header, cues, answered)
    settled: list[Quantity] = []
    for quantity, found in zip(statement.quantities, labels, strict=True):
        scope, name = walk.scope_of(quantity, found)
        same = (scope, name) == (quantity.scope, quantity.scope_name)
        settled.append(quantity if same else changed(quantity, scope=scope, scope_name=name))
    above = levels_above(statement) if not cues else None
    if above is not None:
        return tuple(changed(q, scope=level, scope_name=None) for q, level in zip(settled, above, strict=True))
    return tuple(_with_base(statement, settled, cues))


_Scope = tuple[str, str | None]
"""A scope, and the name of the unit where it is one."""


class _Walk:
    """The walk over the quantities of a statement, in reading order: what was told last holds for what follows."""

    def __init__(self, statement: Statement, header: Header, cues: tuple[Cue, ...], answered: list[list[int]]) -> None:
        self._statement, self._header = statement, header
        self._cues, self._answered = cues, answered
        self._shared = _shared(statement, cues)
        # The scopes that hold, each with its depth of brackets.
        self._held: list[tuple[int, _Scope]] = []
        self._context: _Scope | None = None
        # How many levels and units were told one after the other; both ends of a range have one cue.
        self._listed = 0
        self._last: Cue | None = None

    def scope_of(self, quantity: Quantity, found: Labels) -> _Scope:
        """The scope of the next quantity, by the cues that belong to it."""
        statement = self._statement
        depth = statement.clauses.depth(quantity.number.start) if statement.columns is None else 0
        self._held = [held for held in self._held if held[0] <= depth]
        averaged = self._listed > 1 and _is_of_all(statement, quantity)
        cue = _pick(statement.text, tuple(c for c in found.own if c is not self._shared), quantity) or self._shared
        anew = cue is None and opens_clause(statement, quantity, self._last)
        if is_share_of_inspections(statement, quantity):
            cue, anew = None, True
        if cue.weak if cue is not None else not (averaged or anew):
            cue = self._reached(quantity, found, cue)
        if statement.place_cell is not None and (cue is None or cue.feature != "unit"):
            return "unit", _place_name(statement.text, *statement.place_cell)
        if cue is not None and not self._is_ground(quantity, cue):
            return self._told(cue, depth)
        if cue is None and (reaching := level_that_reaches(statement, quantity)) is not None:
            return reaching, None
        if not self._held:
            opening = _opening(statement, _levels(self._cues) if averaged else self._cues, quantity)
            if opening is not None:
                scope = opening.feature, unit_name(statement, opening)
                self._held.append((depth, scope))
                return scope
        elif not averaged and not anew and not self._leaves(quantity):
            return self._held[-1][1]
        return self._from_outside(quantity, depth)

    def _reached(self, quantity: Quantity, found: Labels, own: Cue | None) -> Cue | None:
        """The cue before a quantity that reaches it over a comma, unless it is weak as its own is."""
        before = tuple(c for c in found.weak if c.start < quantity.number.start)
        reached = _pick(self._statement.text, before, quantity)
        return reached if reached is not None and (own is None or not reached.weak) else own

    def _is_ground(self, quantity: Quantity, cue: Cue) -> bool:
        """Whether a cue names only the ground on which the level that holds did something."""
        if not cue.weak or not self._held or self._held[-1][1][0] == "all":
            return False
        return not _grounds(self._statement, quantity, cue)

    def _told(self, cue: Cue, depth: int) -> _Scope:
        """The scope that a cue tells, which holds for what follows."""
        statement = self._statement
        scope = cue.feature, unit_name(statement, cue)
        if not of_places(statement, cue):
            # "Tại cấp xã, tỷ lệ đúng hạn (99,6%); tỷ lệ số hóa 80%": the level stands outside the bracket.
            named = statement.columns is not None or (cue.feature == "unit" and not _opens(statement, cue))
            outside = depth if named else statement.clauses.depth(cue.start)
            self._held.append((min(depth, outside), scope))
        self._listed += not cue.weak and cue is not self._last
        self._last = cue
        return scope

    def _leaves(self, quantity: Quantity) -> bool:
        """Whether a quantity without a cue is told of something else than the scope that holds."""
        statement = self._statement
        return (
            sums_columns(statement, quantity)
            or _leaves_people(statement, quantity, self._last)
            or _leaves_list(statement, quantity, self._answered, several=self._listed > 1)
        )

    def _from_outside(self, quantity: Quantity, depth: int) -> _Scope:
        """The scope from the sentence before and the lines above; it holds where another held before."""
        if speaks_anew(self._statement, quantity):
            scope = from_lines(self._statement, self._header, anew=True)
        else:
            scope = self._context = self._context or from_context(self._statement, self._header)
        if self._held:
            self._held.append((depth, scope))  # what follows in the new clause is no longer the list's last
        return scope


# "Trong số 2.518 hồ sơ phải nộp phí ở cấp huyện có 642 hồ sơ …": the level stands behind the first figure.
_BASE = regex.compile(r"\W*(?:trong|trên)\s+(?:tổng\s+)?(?:số\s+)?", regex.IGNORECASE)


def _with_base(statement: Statement, settled: list[Quantity], cues: tuple[Cue, ...]) -> list[Quantity]:
    """A base that opens its sentence has the scope told between it and the figure behind "có" or "thì"."""
    if statement.columns is not None or len(settled) < 2 or settled[0].scope != "all" or settled[1].scope == "all":
        return settled
    opens = _BASE.fullmatch(statement.text, statement.start, settled[0].number.start)
    between = statement.before(1)
    first, second = statement.quantities[0].number, statement.quantities[1].number
    if not any(first.end <= cue.start and cue.end <= second.start for cue in cues):
        return settled
    if opens and regex.search(r"(?<!\w)(?:có|thì|đã có|mới có)\s*$", between) and not regex.search("[.;:(]", between):
        settled[0] = changed(settled[0], scope=settled[1].scope, scope_name=settled[1].scope_name)
    return settled


def _levels(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """The cues that name no single unit: an average is never one unit's."""
    return tuple(cue for cue in cues if cue.feature != "unit")


def _opening(statement: Statement, cues: tuple[Cue, ...], quantity: Quantity) -> Cue | None:
    """The scope a sentence opens with, however many commas before its first figure; a semicolon ends it."""
    if statement.columns is not None:
        return None
    before = tuple(c for c in cues if c.end <= statement.quantities[0].number.start)
    if not before or ";" in statement.text[before[-1].end : quantity.number.start]:
        return None
    return _pick(statement.text, before, quantity)


# "…, trung bình đạt 83,07%" behind a list of levels or units is the whole's.
_AVERAGE = regex.compile(
    r"(?<!\w)(?:trung bình|bình quân|tính chung|cộng chung|tổng cộng|toàn bộ)(?!\w)"
    r"|^[^\p{L}]{0,60}(?:hồ sơ|TTHC|thủ tục)?\s{0,3}[,;(]\s{0,3}(?:tổng|cộng)(?: số)?\s*(?:là|:|có)?\s*$",
    regex.IGNORECASE,
)


# "…; hồ sơ trực tuyến 80%", "…; tỷ lệ số hóa đạt 90%": a rate that says what it is of.
_NAMES_ITSELF = regex.compile(r"(?:(?<!\w)\p{L}+(?!\w)[^\p{L}]*){3}", regex.IGNORECASE)


# "…, chưa đạt mức 99%", "; cả hai đều vượt chỉ tiêu 80%" behind a list of levels: one goal for them all.
_GOAL = regex.compile(
    r"(?<!\w)(?:đạt|vượt|hơn|dưới|trên|bằng|hoàn thành|so với)\s[^\d(,;]{0,20}?"
    r"(?<!\w)(?:chỉ tiêu|mục tiêu|mức|yêu cầu|ngưỡng)(?!\w)[^\d(,;]{0,40}$",
    regex.IGNORECASE,
)
_TOGETHER = regex.compile(r"(?<!\w)(?:cả hai|cả ba|cả 2|cả 3|đều|cùng|hai cấp|các cấp)(?!\w)", regex.IGNORECASE)


def _is_of_all(statement: Statement, quantity: Quantity) -> bool:
    """Whether a figure behind a list of levels or units is that of them all: their average, sum or goal."""
    return _AVERAGE.search(statement.before(quantity.position)) is not None or _goal_of_all(statement, quantity)


def _goal_of_all(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage is the goal of all levels listed before it; a semicolon parts them unless they are joined.

    "cấp huyện đạt 62%; cấp xã đạt 48%, chưa đạt chỉ tiêu 50%" sets the goal against the last alone.
    """
    before = statement.before(quantity.position)
    if quantity.kind != "percent" or quantity.position < 2 or not _GOAL.search(before):
        return False
    if "(" in before or not ("," in before or ";" in before):
        return False
    return _TOGETHER.search(before) is not None or ";" not in statement.before(quantity.position - 1)


def _leaves_list(statement: Statement, quantity: Quantity, answered: list[list[int]], *, several: bool) -> bool:
    """Whether a figure is no longer one of a list of levels: a clause of its own tells it."""
    if answered and _behind_answers(statement, quantity, answered):
        return True
    return several and _new_clause(statement, quantity)


def _behind_answers(statement: Statement, quantity: Quantity, runs: list[list[int]]) -> bool:
    """Whether a semicolon and words of its own part a figure from the list of levels that "lần lượt" answered."""
    last = statement.quantities[runs[-1][-1]].number
    if quantity.position <= runs[-1][-1]:
        return False
    cuts = statement.clauses.between(last.whole_end, quantity.number.start)
    semicolons = [d for d in cuts if d.kind == "semicolon"]
    return bool(semicolons) and leftover_words(statement, semicolons[-1].end, quantity.number.start) > 0


def _new_clause(statement: Statement, quantity: Quantity) -> bool:
    """Whether a quantity opens a clause about something else behind a semicolon: levels listed before do not hold."""
    if quantity.position == 0 or statement.columns is not None:
        return False
    last = statement.quantities[quantity.position - 1].number
    cuts = [d for d in statement.clauses.between(last.whole_end, quantity.number.start) if d.kind == "semicolon"]
    if not cuts:
        return False
    if not statement.text[cuts[-1].end : quantity.number.start].strip():
        number = quantity.number  # "; 100% trường hợp trễ đã có thư xin lỗi"
        return leftover_words(statement, number.whole_end, statement.end) > 2
    if quantity.kind == "percent" and _NAMES_ITSELF.search(statement.text, cuts[-1].end, quantity.number.start):
        return True
    return leftover_words(statement, cuts[-1].end, quantity.number.start) > 2


_FRONT = regex.compile(
    r"^[\s\-–+•*]*(?:[^,;:.()]{0,50},\s*)?(?:(?:tại|ở|đối với|riêng)\s+)?$", regex.IGNORECASE | regex.MULTILINE
)


def _opens(statement: Statement, cue: Cue) -> bool:
    """Whether a cue opens its statement, behind a period or a word of place at most."""
    return _FRONT.search(statement.text, statement.start, cue.start) is not None


def _leaves_people(statement: Statement, quantity: Quantity, cue: Cue | None) -> bool:
    """Whether a share of dossiers follows one of people: "100% công chức cấp xã đạt chuẩn; 98% hồ sơ đúng hạn"."""
    if cue is None or quantity.kind != "percent" or not of_people(statement, cue):
        return False
    return (
        DOSSIERS_OR_PROCEDURES.search(statement.before(quantity.position) + statement.after(quantity.position))
        is not None
    )


# ", đều thuộc UBND cấp xã", ", tất cả ở cấp huyện": said at the end of all figures before it.
_SHARED = regex.compile(
    r"(?<!\w)(?:(?:đều|tất cả)(?!\w)[^\d,;.]{0,25}"
    r"|(?:đều|tất cả|toàn bộ)(?:\s(?:hồ sơ|số này|trường hợp|đều)){0,2}\s(?:thuộc|của|ở|tại|là)(?!\w)[^\d,;.]{0,40})$",
    regex.IGNORECASE,
)


# ", tất cả hồ sơ quá hạn đều của Chi nhánh": said of the last figure alone.
_SOME = regex.compile(
    r"(?<!\w)hồ sơ\s+(?:bị\s+|giải quyết\s+|trả\s+)?(?:quá|trễ|chậm|đúng|trước|sớm)\s+(?:hạn|hẹn)", regex.IGNORECASE
)


def _shared(statement: Statement, cues: tuple[Cue, ...]) -> Cue | None:
    """The scope that a statement gives to all its figures at its end."""
    if statement.columns is not None:
        return None
    last = statement.quantities[-1].number.end
    ends = [c for c in cues if c.start > last and _SHARED.search(statement.text[last : c.start])]
    if ends and _SOME.search(statement.text, last, ends[0].start):
        return None
    return ends[0] if ends else None


def _grounds(statement: Statement, quantity: Quantity, cue: Cue) -> bool:
    """Whether a clause tells whose things it counts by the ground: "; 100% công chức trên địa bàn huyện được cấp …"."""
    own = quantity.kind == "percent" and cue.start > quantity.number.end
    return own and ";" in statement.before(quantity.position)
