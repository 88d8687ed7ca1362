"""Levels told by their bare noun or by their places: "Xã: 7.316", "tại xã", "ở 11 xã, thị trấn", "của xã"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.cues import Cue, instead, overlapping
from patterns.anchors import Anchored

# "Huyện: …", "Xã\t7.316", "; huyện 22.118": a level named by its bare noun right before its figure or colon.
_BARE = regex.compile(
    r"(?<![\p{L}\d])(?<!vốn )(?<!ngân sách )(?<!điện tử )(?<!hệ thống )(?<!phần mềm )(?P<province>tỉnh)(?=\s*:|\s+\d)"
    r"|(?<![\p{L}\d])(?<!địa bàn )(?<!toàn )(?<!vốn )(?<!ngân sách )"
    r"(?P<district>huyện|thị xã|quận|thành phố)(?=\s*:|\s+\d)"
    r"|(?<![\p{L}\d])(?<!thị )(?<!toàn )(?<!vốn )(?<!ngân sách )"
    r"(?P<commune>xã, thị trấn|xã, phường|xã|phường)(?=\s*:|\s+\d{2,}|\s+\d[.\d]+)",
    regex.IGNORECASE,
)
# "Tại xã hiện có 142 TTHC": the level, not one named commune.
_AT_COMMUNE = regex.compile(
    r"(?<=(?<!\w)(?:[Tt]ại|[Ởở])\s)(?:xã|phường)(?!\s+\p{Lu}|\s*[,/\d]|\s+(?:thuộc|được|có|nào|này)\s)"
)
# "Tại UBND 09 phường", "ở 11 xã, thị trấn": the level by the number of its places.
_NUMBERED = regex.compile(
    r"(?<!\w)(?:(?:[Tt]ại|[Ởở])\s+(?:UBND\s+)?|UBND\s+)(?P<number>\d{1,3})(?:/\d{1,3})?\s+"
    r"(?:xã, phường|phường, xã|xã, thị trấn|xã|phường)(?!\w)(?!\s*\()"
)
# "của huyện đạt 97,86%, của xã đạt 99,1%", "của UBND quận được ký số …, của UBND các phường …": one against the other.
_OWNED = regex.compile(
    r"(?<!\w)(?:của|ở|tại|khối|phía)\s+(?:UBND\s+)?"
    r"(?:(?P<province>tỉnh)|(?P<district>huyện|quận|thị xã|thành phố)"
    r"|(?:các\s+)?(?P<commune>(?:xã|phường|thị trấn)(?:(?:,\s|\svà\s|/)(?:xã|phường|thị trấn))*))"
    r"(?=\s*[:(\d]|\s+(?:đạt|là|chiếm|có|tiếp nhận|giải quyết|còn|được)|(?:,|\s+và)\s+\d)",
    regex.IGNORECASE,
)

# "Đoàn kiểm tra làm việc tại 12 xã", "thí điểm tại 03 xã": where something took place, not whose figures follow.
VISITED = regex.compile(
    r"(?<!\w)(?:làm việc|kiểm tra|khảo sát|thanh tra|giám sát|tổ chức|đối thoại|tập huấn|triển khai|thí điểm|nhân rộng"
    r"|lắp đặt)\s+(?:\p{L}+\s+){0,2}?(?:tại|ở)\s+$",
    regex.IGNORECASE,
)

_BARE_LEVELS = Anchored(_BARE, r"(?:tỉnh|huyện|xã|quận|phố|phường|trấn)(?=\s*:|\s+\d)")
_AT_COMMUNES = Anchored(_AT_COMMUNE, r"xã(?:(?<=ại\sxã)|(?<=[Ởở]\sxã))|phường(?:(?<=ại\sphường)|(?<=[Ởở]\sphường))")
_NUMBERED_PLACES = Anchored(_NUMBERED, r"\d(?=\s+(?:xã|phường))")
_OWNED_LEVELS = Anchored(
    _OWNED, r"(?:của|ở|tại|khối|phía)(?=\s+(?:ubnd|tỉnh|huyện|quận|thị xã|thành phố|xã|phường|các))"
)
BARE_LEVELS = (_BARE_LEVELS, _AT_COMMUNES, _NUMBERED_PLACES, _OWNED_LEVELS)
"""The patterns of bare levels: where none of them can stand, none is told."""


def with_bare_levels(text: str, start: int, end: int, levels: Sequence[Cue]) -> list[Cue]:
    """The cues with those of levels named by their noun right before a colon or figure, where no other cue stands."""
    found = list(levels)
    for match in _BARE_LEVELS.finditer(text, start, end):
        if not overlapping(found, *match.span()):
            assert match.lastgroup is not None
            found.append(Cue(feature=match.lastgroup, start=match.start(), end=match.end()))
    return found


def with_placed_levels(text: str, start: int, end: int, levels: Sequence[Cue]) -> list[Cue]:
    """The cues with those of levels told by a word of place, by their number, or by one owner against another."""
    found = list(levels)
    for match in _AT_COMMUNES.finditer(text, start, end):
        if not overlapping(found, *match.span()):
            found.append(Cue(feature="commune", start=match.start(), end=match.end()))
    for match in _NUMBERED_PLACES.finditer(text, start, end):
        number = match.start("number")
        visited = VISITED.search(text[max(start, number - 40) : number])
        if not visited and not overlapping(found, *match.span()):
            found.append(Cue(feature="commune", start=match.start(), end=number))
    owned = list(_OWNED_LEVELS.finditer(text, start, end))
    if len({match.lastgroup for match in owned}) > 1:
        found = instead(found, [Cue(feature=m.lastgroup or "all", start=m.start(), end=m.end()) for m in owned])
    return found
