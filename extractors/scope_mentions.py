"""Mentions of levels and of named offices and localities: the cues of whose figure a quantity is."""

from __future__ import annotations

from functools import lru_cache

import regex

from extractors.acting_levels import acting_levels, is_ranked, leaders, tells_which
from extractors.bare_levels import BARE_LEVELS, VISITED, with_bare_levels, with_placed_levels
from extractors.cues import Cue, find_cues, instead, overlapping
from extractors.header import Header
from extractors.named_units import NAMES, find_districts, find_units, names_own, own_locality, unit_cues
from extractors.office_levels import office_levels
from extractors.scope_givers import unowned_spans
from extractors.statements import Statement
from patterns.anchors import Together
from patterns.records import changed
from patterns.vocabulary import load

_ANY_NAME = Together(*((name, None) for name in (*NAMES, *BARE_LEVELS)))

# A row's head that is a level and nothing else.
_ROW_HEAD = regex.compile(
    r"\W*(?:(?:ubnd|khối|cấp)\s+)?(?:(?P<province>tỉnh)|(?P<district>huyện|thị xã|thành phố|quận)"
    r"|(?P<commune>xã|phường|xã, phường|xã, thị trấn|xã/phường))\W*",
    regex.IGNORECASE,
)


# A row's head that names one office or locality.
_UNIT_HEAD = regex.compile(
    r"\W*(?P<name>(?:UBND\s+\p{L}+|Phòng|Sở|Ban|Chi cục|Chi nhánh|Văn phòng|Trung tâm|Trạm|Đội|Hạt"
    r"|Xã|Phường|Thị trấn|Huyện|Thị xã|Thành phố|Quận|Công an|xã|phường|huyện)\s+\p{Lu}[^\t|]*?"
    r"|(?:Chi nhánh|Chi cục|Văn phòng|Trung tâm)\s+(?:[^\t|]*\s)?"
    r"(?:huyện|thị xã|thành phố|quận)\s+\p{Lu}[^\t|]*?)\W*"
)


def scope_cues(
    statement: Statement, header: Header, spans: tuple[tuple[int, int], ...] | None = None
) -> tuple[Cue, ...]:
    """Every cue of scope in a statement (or in the heads of a row, spans of its text), names of units as "unit"."""
    found: list[Cue] = []
    for start, end in spans or ((statement.start, statement.end),):
        levels = _in_statement(statement, start, end, header)
        if spans and not levels:
            levels = _of_head(statement.text, start, end)
        elif spans is None and levels:
            levels = _owned(statement.text, start, end, levels)
        found += levels
    return tuple(sorted(found, key=lambda cue: cue.start))


def _in_statement(statement: Statement, start: int, end: int, header: Header) -> list[Cue]:
    """The cues of a span, but for levels that the statement only counts or explains."""
    told, acting, districts = _told(statement.text, start, end, header)
    counted = [c for c in told if _counted(statement, c)]
    levels = [
        changed(c, feature="all") if _with_counted(statement, c, counted) else c
        for c in told
        if c not in counted and not _explains(statement, c)
    ]
    levels = instead(levels, acting)
    own = own_locality(header)
    for match in districts if own else ():
        # The issuing locality named in full is the whole of it.
        named = names_own(match, own, header) and not match[0].startswith("UBND")
        if named and not overlapping(levels, *match.span()):
            levels.append(Cue(feature="all", start=match.start(), end=match.end(), weak=True))
    return levels


def _of_head(text: str, start: int, end: int) -> list[Cue]:
    """The cue of a row's head that is a level or one name and nothing else."""
    level = _ROW_HEAD.fullmatch(text, start, end)
    if level and level.lastgroup:
        return [Cue(feature=level.lastgroup, start=start, end=end)]
    unit = _UNIT_HEAD.fullmatch(text, start, end)
    return [Cue(feature="unit", start=unit.start("name"), end=unit.end("name"))] if unit else []


def _owned(text: str, start: int, end: int, levels: list[Cue]) -> list[Cue]:
    """The cues but for those in words that own nothing; an office's name may run on into what it is asked to do."""
    unowned = unowned_spans(text, start, end)
    return [
        c
        for c in levels
        if not any(a <= c.start and c.start < b and (c.end <= b or c.feature == "unit") for a, b in unowned)
    ]


# The lines that lead to a list, and the heads of a table, are asked for again by each of its items and rows.
@lru_cache(maxsize=1024)
def _told(
    text: str, start: int, end: int, header: Header
) -> tuple[tuple[Cue, ...], tuple[Cue, ...], tuple[regex.Match[str], ...]]:
    """The cues of a span whichever statement it speaks of, those of levels that act, and the districts it names."""
    levels, masks = _by_words(text, start, end, header)
    # In most lines and heads nothing is named: one look tells.
    named = bool(_ANY_NAME.standing(text, start, end))
    districts = find_districts(text, start, end) if named else ()
    if named:
        units = find_units(text, start, end, header, districts)
        for cue in unit_cues(text, end, header, units, masks):
            levels = [c for c in levels if not _within(c, cue.start, cue.end)]
            levels.append(cue)
    levels = _without_rooms(text, [c for c in levels if not is_ranked(text, start, c.start)], header)
    if named:
        levels = with_bare_levels(text, start, end, levels)
    levels = instead(levels, _leaders(text, start, end))
    if named:
        levels = with_placed_levels(text, start, end, levels)
    return tuple(levels), tuple(acting_levels(text, start, end)), districts


def _by_words(text: str, start: int, end: int, header: Header) -> tuple[list[Cue], list[tuple[int, int]]]:
    """The cues that the vocabulary and one-stop offices tell, and what they cover: no name is read there.

    "của huyện Sông Trà": the ground's words are no mask for a name that goes on behind them.
    """
    levels = list(find_cues(text, start, end, load("scope_cues")))
    hits = load("scope_cues").find(text, start, end)
    masks = [(h.start, h.end) for h in hits if not h.entry.attributes.get("weak")]
    for office in office_levels(text, start, end, header):
        if not any(c.start <= office.end < c.end for c in levels):
            levels = [c for c in levels if not (office.start <= c.start and c.end <= office.end)]
            levels.append(office)
            masks.append((office.start, office.end))
    return levels, masks


def _within(cue: Cue, start: int, end: int) -> bool:
    """Whether a cue lies in a name, or is a word of the ground that goes on into it: "của huyện" + "Sông Trà"."""
    return (start <= cue.start and cue.end <= end) or (cue.weak and cue.start < start < cue.end <= end)


# "từng phòng", "các phòng, đơn vị": a department's own rooms, no district's.
_ROOMS = regex.compile(
    r"(?:(?:các|từng|mỗi|khối)\s+)?phòng(?!\w)(?!.*(?:huyện|quận|thị xã|thành phố))", regex.IGNORECASE
)


def _without_rooms(text: str, levels: list[Cue], header: Header) -> list[Cue]:
    """The cues but for a department's own rooms, in its report."""
    if header.level != "department":
        return levels
    return [c for c in levels if not (c.feature == "district" and _ROOMS.match(text, c.start, c.end))]


def _leaders(text: str, start: int, end: int) -> list[Cue]:
    """The places that a ranking names, as units."""
    return [Cue(feature="unit", start=a, end=b) for a, b in leaders(text, start, end)]


# "Trung tâm … cấp huyện và 15 xã", "các phòng, ban của huyện cùng với 14 xã"
_TOGETHER = regex.compile(
    r"\s*(?:(?:của|thuộc)\s+(?:UBND\s+)?(?:huyện|thị xã|quận|thành phố|tỉnh)\s+)?(?:và|cùng|cùng với|,)\s+"
    r"\d+(?:/\d+)?\s*",
    regex.IGNORECASE,
)
_AND = regex.compile(r"\s*(?:và|cùng với)\s+", regex.IGNORECASE)


def _with_counted(statement: Statement, cue: Cue, counted: list[Cue]) -> bool:
    """Whether another level is counted in the same breath: "Trung tâm … cấp huyện và 15 xã, thị trấn tiếp nhận"."""
    for other in counted:
        between = statement.text[cue.end : other.start]
        behind = statement.text[other.end : cue.start]
        if cue.feature != other.feature and (_TOGETHER.fullmatch(between) or _AND.fullmatch(behind)):
            return True
    return False


def _explains(statement: Statement, cue: Cue) -> bool:
    """Whether a name stands in a bracket without figures: "03 đơn vị (xã Tân An, phường 2)" lists what was counted."""
    if cue.feature != "unit" or statement.columns is not None:
        return False
    if tells_which(statement.text, cue.start, cue.end):
        return True
    holders = [(a, b) for a, b in statement.clauses.brackets if a < cue.start < b]
    return any(not any(a < n.start < b for n in statement.numbers) for a, b in holders)


# "100% xã, thị trấn dùng phần mềm", "100% các phường": the share of a level's places is that level's, and it alone.
_SHARE_OF = regex.compile(r"\s*(?:%|phần trăm)\s*(?:số\s+|UBND\s+|các\s+)*", regex.IGNORECASE)


def of_places(statement: Statement, cue: Cue) -> bool:
    """Whether a level is what a share is of: "100% xã, phường" are places, no level's figure."""
    return any(
        n.unit == "percent" and n.end <= cue.start and _SHARE_OF.fullmatch(statement.text, n.end, cue.start)
        for n in statement.numbers
    )


# "100% cán bộ, công chức cấp xã đạt chuẩn": whose people the share is of, and no level of what follows.
_SHARE_OF_PEOPLE = regex.compile(
    r"\s*(?:%|phần trăm)\s*(?:số\s+)?(?:(?:cán bộ|công chức|viên chức|CBCC|CBCCVC|CCVC)(?:,|\svà)?\s)+"
    r"(?:lãnh đạo\s+|ở\s+|của\s+|thuộc\s+)*",
    regex.IGNORECASE,
)


def of_people(statement: Statement, cue: Cue) -> bool:
    """Whether a level tells only whose people a share is of."""
    return any(
        n.unit == "percent" and n.end <= cue.start and _SHARE_OF_PEOPLE.fullmatch(statement.text, n.end, cue.start)
        for n in statement.numbers
    )


_PLACED = regex.compile(
    r"(?<!\w)(?:ở|tại|của|các|trên)\s+$|(?<!\w)(?:UBND|bộ phận một cửa|một cửa|bộ phận TN&TKQ)\s+(?:tại\s+|của\s+)?$",
    regex.IGNORECASE,
)


def _counted(statement: Statement, cue: Cue) -> bool:
    """Whether a level is itself what a number counts: "06 xã và 03 phòng chuyên môn" (but "ở 11 xã: …" is a place)."""
    for number in statement.numbers:
        between = statement.text[number.end : cue.start]
        behind = cue.start >= number.end and not between.strip(" %")
        if behind or number.unit_start <= cue.start < number.unit_end:
            if of_places(statement, cue):
                return False
            before = statement.text[max(statement.start, number.start - 40) : number.start]
            placed = _PLACED.search(before) and not VISITED.search(before)
            return not placed and not statement.text[cue.end : cue.end + 2].strip().startswith(":")
    return False
