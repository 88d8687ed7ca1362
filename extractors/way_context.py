"""What a number of dossiers takes from statements before it: the same count, a list's total, the lines above."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import regex

from extractors.cues import find_cues
from extractors.labelling import Labels
from extractors.lines import LEAD, PLAIN
from extractors.listed_ways import ACTIONS, CHANNELS, TIMING, Way
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# The statements read so far with their ways, by index.
Known = dict[int, tuple[Statement, tuple[Way, ...]]]

# What a list is about: it counts where nothing else is told.
TOPICS = frozenset({"about_receive", "about_resolve"})


def explains_a_figure(statement: Statement) -> bool:
    """Whether a footnote explains the very figure that its anchor stands behind."""
    return statement.under is not None and statement.line.in_footnote


def way_by_field(statement: Statement, known: Known) -> Way | None:
    """The way of the first count of the list or section, where a line breaks it down by fields and says no more.

    "- Tiếp nhận 1.742 hồ sơ … - Đã giải quyết 1.733 hồ sơ. Riêng chứng thực 1.104 hồ sơ; hộ tịch 286 hồ sơ."
    """
    counted = [q for q in statement.quantities if q.kind == "dossier" and q.whole is None]
    if statement.columns is not None or len(counted) < 2 or any(q.field is None for q in counted):
        return None
    told = {cue.feature for cue in statement.cues(load("dossier_cues"))}
    if told & (ACTIONS | TIMING | CHANNELS | TOPICS) - {"rest", "certified"}:
        return None
    found: Way | None = None
    for index in range(statement.index - 1, max(-1, statement.index - 12), -1):
        if (
            index not in known
            or known[index][0].columns is not None
            or _heading(known[index][0]) != _heading(statement)
        ):
            break
        whole = zip(known[index][0].quantities, known[index][1], strict=True)
        ways = [w for q, w in whole if q.kind == "dossier" and q.field is None and w.features & ACTIONS]
        found = ways[0] if ways else found
    return found


def _heading(statement: Statement) -> int | None:
    """The heading that a statement stands under, in a list or not."""
    lines = {parent.line.index: parent.line for parent in statement.parents}
    ranks = {statement.line.index: statement.line.rank, **{index: line.rank for index, line in lines.items()}}
    return next((p for p in statement.line.parents if ranks.get(p, 0) < LEAD), None)


def _told(known: Known, index: int) -> Iterator[tuple[Quantity, Way]]:
    """The quantities of an earlier statement with their ways."""
    if index in known:
        statement, ways = known[index]
        yield from zip(statement.quantities, ways, strict=True)


def way_repeated(statement: Statement, position: int, known: Known) -> Way | None:
    """The way of the same count told a few statements before: "tiếp nhận 12.480 hồ sơ. Trong 12.480 hồ sơ có …"."""
    number = statement.quantities[position].number
    if number.unit != "dossier" or number.value < 10:
        return None
    for index in range(statement.index - 1, max(-1, statement.index - 5), -1):
        for quantity, way in _told(known, index):
            base = quantity.number.fraction == "denominator" and not way.own
            if quantity.kind == "dossier" and quantity.number.value == number.value and way.features and not base:
                return way
    return None


# "Nhiều nhất là Chi nhánh Phù Lâm (19 hồ sơ)", "Tập trung ở Sở Xây dựng (12 hồ sơ)": who has most of what was told.
_WHO_HAS_MOST = regex.compile(
    r"\s*(?:trong đó,?\s+)?(?:số này\s+)?"
    r"(?:nhiều nhất|cao nhất|lớn nhất|ít nhất|thấp nhất|đứng đầu|tập trung|chủ yếu)(?!\w)",
    regex.IGNORECASE,
)


def way_ranked(statement: Statement, known: Known) -> Way | None:
    """The way of the last count of the sentence before, where one says who has most of it and no more."""
    previous = statement.previous
    if previous is None or not _WHO_HAS_MOST.match(statement.text, statement.start):
        return None
    ways = [way for quantity, way in _told(known, previous.index) if quantity.kind == "dossier" and way.features]
    return ways[-1] if ways else None


# "Chia theo cấp giải quyết: cấp tỉnh 2.412 hồ sơ, …", "Phân theo đơn vị, Sở Xây dựng 120 hồ sơ"
_BROKEN_DOWN = regex.compile(
    r"[\s\-–+*•]*(?:(?:nếu|và|được)\s+)?(?:chia|phân|tính|tách|thống kê)(?:\s+ra)?\s+theo\s+"
    r"(?:từng\s+)?(?:cấp|nơi|đơn vị|cơ quan|địa bàn|địa phương|lĩnh vực|khu vực|huyện|xã)(?!\w)",
    regex.IGNORECASE,
)


def way_broken_down(statement: Statement, known: Known) -> Way | None:
    """The way of the total told before, where a sentence breaks it down by levels or offices and says no more."""
    if statement.columns is not None or not _BROKEN_DOWN.match(statement.text, statement.start):
        return None
    earlier = statement.previous
    while earlier is not None:
        for quantity, way in _told(known, earlier.index):
            if quantity.kind == "dossier" and quantity.whole is None and way.features & ACTIONS:
                return way
        earlier = earlier.previous
    return None


def features_above(statement: Statement, known: Known) -> frozenset[str]:
    """What the lines above tell: the figure of the list item it stands under, else the words of its lead."""
    if statement.under is not None and statement.parents[0].index in known:
        way = known[statement.parents[0].index][1][statement.under]
        if statement.parents[0].quantities[statement.under].kind in ("dossier", None):
            return way.features
    if (
        statement.columns is None
        and statement.parents
        and statement.leads
        and statement.leads[0][0] >= statement.parents[0].end
    ):
        # "Phân theo lĩnh vực, hồ sơ đã tiếp nhận gồm:" without a figure stands nearer than the paragraph above it.
        nearest = frozenset(c.feature for c in find_cues(statement.text, *statement.leads[0], load("dossier_cues")))
        if nearest & (ACTIONS | TIMING | TOPICS):
            return nearest
    hangs = statement.line.rank < PLAIN or statement.line.in_footnote
    for parent in statement.parents if hangs else ():
        for quantity, way in _told(known, parent.index):
            if quantity.kind == "dossier":
                return way.features
    if statement.columns is None and statement.line.parents:
        for start, end in statement.leads[:2]:
            features = frozenset(c.feature for c in find_cues(statement.text, start, end, load("dossier_cues")))
            if features & (ACTIONS | TIMING | TOPICS):
                return features
    return frozenset()


# "43 hồ sơ thuộc lĩnh vực đất đai [do Chi nhánh Văn phòng đăng ký đất đai thụ lý]": who works on them.
_DOER = regex.compile(
    r"[^,;.:()\d]{0,60}?(?<!\w)do\s+(?:các\s+)?(?:\p{Lu}|(?:xã|phường|huyện|sở|phòng|ngành)(?!\w))[^,;.:()\d]{1,90}?"
    r"(?<!\w)(?P<verb>thụ lý|tiếp nhận|giải quyết|xử lý|thẩm định|thực hiện)(?!\s+(?:đúng|trước|sớm|trễ|quá|chậm|xong))"
)


def without_doers(statement: Statement, labels: tuple[Labels, ...]) -> tuple[Labels, ...]:
    """The labels without the verbs of those who work on the parts of a whole: they say nothing of its way."""
    if statement.columns is not None or " do " not in statement.text[statement.start : statement.end]:
        return labels
    found = list(labels)
    for quantity in statement.quantities[1:]:
        at = quantity.position
        doer = _DOER.match(statement.text, quantity.number.whole_end, statement.end)
        if doer is None or quantity.kind != "dossier" or (quantity.whole is None and not opens_with_base(statement)):
            continue
        own = tuple(c for c in labels[at].own if not doer.start() <= c.start < doer.end())
        found[at] = dataclasses.replace(labels[at], own=own)
    return tuple(found)


_BASE = regex.compile(r"\W*(?:trong|trên)\s+(?:tổng\s+)?(?:số\s+)?", regex.IGNORECASE)


# "Trong số 8.120[ hồ sơ tiếp nhận thì ]cấp xã chiếm 6.010 hồ sơ"
_OF_BASE = regex.compile(r"[^,;.:()\d]*?(?<!\w)(?:thì|có)(?!\w)")


def with_base_told(statement: Statement, labels: tuple[Labels, ...]) -> tuple[Labels, ...]:
    """The labels, where what a base is of is told behind it: the words up to "thì" or "có"."""
    if statement.columns is not None or len(labels) < 2 or labels[0].own or not opens_with_base(statement):
        return labels
    told = _OF_BASE.match(
        statement.text, statement.quantities[0].number.whole_end, statement.quantities[1].number.start
    )
    own = tuple(c for c in labels[1].own if told is not None and c.end <= told.end())
    return (dataclasses.replace(labels[0], own=own), *labels[1:]) if own else labels


def opens_with_base(statement: Statement) -> bool:
    """Whether a statement opens with the number that its others are parts of: "Trong số 58 hồ sơ trễ hạn, có 43 …"."""
    return _BASE.fullmatch(statement.text, statement.start, statement.quantities[0].number.start) is not None
