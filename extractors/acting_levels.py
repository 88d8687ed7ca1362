"""Levels and places that a sentence makes its subjects: counted ones that act, ones set against each other, leaders."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractors.cues import Cue
from extractors.office_levels import COMMUNES, DISTRICTS, level_of
from patterns.anchors import Anchored

_LEVELS = rf"""
    (?:(?P<province>tỉnh|sở(?:(?:,\ (?:ban,\ )?|\ (?:ban\ )?)ngành)?)
    |{DISTRICTS}|{COMMUNES})(?!\w)
"""
_ACTS = r"(?=\s+(?:đã\s+|có\s+|cùng\s+)?(?:tiếp nhận|nhận|giải quyết|trả|phát sinh|xử lý|thụ lý)(?!\w))"
# "14 xã, thị trấn [trên địa bàn huyện] tiếp nhận": the ground that places stand on is no level beside theirs.
_GROUND = (
    r"(?:\ (?:trên\ địa\ bàn|trong|của|thuộc|trực\ thuộc|toàn)\ (?:toàn\ )?(?:tỉnh|huyện|thị\ xã|thành\ phố|quận))?"
)
# "; 13 huyện, thị xã nhận 1.841", "Có 15 cơ quan cấp tỉnh phát sinh hồ sơ": counted places that do the work.
_COUNTED = regex.compile(
    rf"""(?:(?<=[.;:,(]\s)|(?<=^)|(?<=\n)|(?<=(?<!\w)(?:có|cả)\s)|(?<=tất\ cả\s))
    \d{{1,3}}(?:/\d{{1,3}})?\s+(?P<places>(?:(?:cơ\ quan|đơn\ vị)\s+(?:(?:cấp|thuộc)\s+)?)?(?:cấp\s+)?{_LEVELS})
    {_GROUND}{_ACTS.replace(" ", r"[ ]")}""",
    regex.VERBOSE | regex.IGNORECASE,
)
# "Huyện tiếp nhận 1.200 hồ sơ; các xã tiếp nhận 4.100 hồ sơ": subjects set one against the other.
_SUBJECT = regex.compile(
    rf"""(?:(?<=[.;:\-+*•]\s)|(?<=^)|(?<=\n)|(?<=còn\s)|(?<=(?<!huyện|quận|xã|phường|phố|trấn|sở|ngành),\s))
    (?:UBND\s+)?(?:các\s+|cấp\s+)?{_LEVELS}{_ACTS.replace(" ", r"[ ]")}""",
    regex.VERBOSE | regex.IGNORECASE,
)
# "đứng đầu là Bộ Tư pháp với 89,95%", "thấp nhất là tỉnh Hòa Thành (7,4%)": a list of ranks names its places.
_LEADER = regex.compile(
    r"""(?<!\w)(?:(?:đứng|dẫn|xếp)\ (?:đầu|cuối|nhất|nhì|cuối\ cùng)|(?:cao|thấp|nhiều|ít|tốt|chậm|kém)\ nhất
        |(?:tiếp|kế)\ (?:theo|đến|đó|sau)|rồi\ đến|sau\ đó)
    (?:\ (?:vẫn|lần\ lượt|tiếp\ tục))?(?:\ (?:là|thuộc\ về|gồm|có|ở|tại))?
    (?:\ (?:các|địa\ phương|đơn\ vị)(?:\ như)?)?\s*:?\s+
    (?-i:(?P<unit>
        (?:Bộ|Sở|UBND|[Tt]ỉnh|[Tt]hành\ phố|TP\.?|[Hh]uyện|[Tt]hị\ xã|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị\ trấn
            |Chi\ nhánh|Phòng|Ban|Ủy\ ban|Thanh\ tra|Văn\ phòng)
        \s*(?:(?:tỉnh|huyện|xã|phường)\s+)?\p{Lu}[\p{L}']*
        (?:\s+(?:\p{Lu}[\p{L}']*|và(?=\s\p{Lu})|\p{Ll}+(?=(?:\s\p{Ll}+){0,2}\s*(?:\(|với|đạt))))*?))
    (?=\s*[(,;:]|\s+(?:với|đạt|là|chỉ|mới|còn)(?!\w)|\s+\d)""",
    regex.VERBOSE | regex.IGNORECASE,
)
_VERB = r"tiếp nhận|nhận|giải quyết|trả|phát sinh|xử lý|thụ lý"
_COUNTED_PLACES = Anchored(_COUNTED, _VERB)
_SUBJECTS = Anchored(_SUBJECT, _VERB)
_LEADERS = Anchored(_LEADER, r"đầu|cuối|nhất|nhì|(?:tiếp|kế) (?:theo|đến|đó|sau)|rồi đến|sau đó")
# "Huyện tiếp nhận 5.120 hồ sơ, trong đó các xã tiếp nhận 4.000": the second is a part of the first.
_PART = regex.compile(r"(?<!\w)(?:trong đó|gồm|bao gồm)(?!\w)|\(", regex.IGNORECASE)


def acting_levels(text: str, start: int, end: int) -> Iterator[Cue]:
    """The levels that are counted and act, and those that a sentence sets against each other as its subjects.

    >>> [c.feature for c in acting_levels("Huyện nhận 120 hồ sơ; các xã nhận 410 hồ sơ.", 0, 44)]
    ['district', 'commune']
    >>> [c.feature for c in acting_levels("Huyện nhận 120 hồ sơ.", 0, 21)]
    []
    """
    for match in _COUNTED_PLACES.finditer(text, start, end):
        yield Cue(feature=level_of(match), start=match.start("places"), end=match.end())
    subjects = list(_SUBJECTS.finditer(text, start, end))
    if len({level_of(match) for match in subjects}) > 1 and not _PART.search(
        text, subjects[0].end(), subjects[-1].start()
    ):
        for match in subjects:
            yield Cue(feature=level_of(match), start=match.start(), end=match.end())


def leaders(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the places and offices that a ranking names.

    >>> text = "Đứng đầu là Bộ Tài chính với 95%"
    >>> [text[a:b] for a, b in leaders(text, 0, len(text))]
    ['Bộ Tài chính']
    """
    for match in _LEADERS.finditer(text, start, end):
        yield match.span("unit")


# "xếp thứ 4/12 huyện": among how many a place stands.
_RANKED = regex.compile(
    r"(?<!\w)(?:thứ|hạng|vị trí|vị thứ)\s[^,;.:()]{0,25}?\d{1,3}\s*"
    r"(?:(?:/|trên|trong)\s*(?:tổng\s+)?(?:số\s+)?\d{1,3}\s+)$",
    regex.IGNORECASE,
)


def is_ranked(text: str, start: int, at: int) -> bool:
    """Whether the level at an offset only says among how many a place is ranked.

    >>> text = "xếp thứ 4/12 huyện"
    >>> is_ranked(text, 0, text.index("huyện")), is_ranked("ở 12 huyện", 0, 5)
    (True, False)
    """
    return _RANKED.search(text, max(start, at - 40), at) is not None


# "các xã, phường gồm: [Phường 1], Hộ Trung, Láng Hòa đã …": which of them are meant, and no figure behind the name.
_WHICH = regex.compile(r"(?<!\w)(?:xã|phường|thị trấn|huyện|thành phố)\s(?:gồm|như|là)\s?:?\s$", regex.IGNORECASE)
_NEXT_NAME = regex.compile(r"(?:,\s|\svà\s)(?:(?:xã|phường|thị trấn)\s)?\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*)*(?!\s*[(:\d])")


def tells_which(text: str, start: int, end: int) -> bool:
    """Whether the name at [start, end) only opens a list of the places that were meant before it."""
    return _WHICH.search(text, max(0, start - 30), start) is not None and _NEXT_NAME.match(text, end) is not None
