"""Mentions of levels and of named offices and localities: the cues of whose figure a quantity is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import lru_cache

import regex

from extractors.acting_levels import acting_levels, is_ranked, leaders, tells_which
from extractors.cues import Cue, find_cues
from extractors.header import Header
from extractors.issuing_office import names_issuer
from extractors.office_levels import office_levels
from extractors.scope_givers import unowned_spans
from extractors.statements import Statement
from patterns.anchors import Anchored, Together
from patterns.vocabulary import load

_NAME = (
    r"(?:\p{Lu}[\p{L}']*(?:[ -]\p{Lu}[\p{L}']*)*"
    r"(?:\ \d(?![\d.,/])(?!\s*(?:hồ sơ|HS|TTHC|người|tháng|năm|quý|nhiệm vụ|văn bản)))?"
    r"|\d{1,2}(?!\d|[.,/]\d)(?!\s*(?:tháng|quý|năm|tuần|km)(?!\w)))"
)
# "xã Tân Lập", "UBND phường 3", "thị trấn Hòa Lạc": one locality below the district.
_COMMUNE = regex.compile(rf"(?<!\w)(?<![Tt]hị )(?:UBND\s+)?(?:xã|[Pp]hường|thị trấn|đặc khu|Xã|Thị trấn)\s+{_NAME}")
# ": Khê Trung (05 hồ sơ), Đồng Lạc 12%": names in a list, each before its figure.
_PLAIN_NAME = regex.compile(
    r"(?<=[:,;]\s|(?<!\w)(?:là|gồm|như)\s)(?!(?:Quý|Tháng|Năm|Mức|Nghị|Quyết|Kế|Công|Biểu|Phụ)\s)\p{Lu}\p{L}+(?:\s\p{Lu}\p{Ll}+)+(?=\s*[(:]?\s*\d)"
)
# "huyện Phú Sơn": one district, in a statement that names several or in a province's report.
_DISTRICT = regex.compile(rf"(?<!\w)(?:UBND\s+)?(?:huyện|thị xã|thành phố|quận|Huyện|Thị xã|Thành phố|Quận)\s+{_NAME}")
_NOT_ITS_OWN = (
    r"(?<!(?:\b[Tt]ừ|\b[Qq]ua|\b[Vv]ới|\b[Ss]ang|\b[Cc]ho|\b[Tt]ới|\b[Đđ]ến|\b[Vv]à"
    r"|\b[Gg]iữa|[Nn]hánh|[Nn]hân\ viên|[Cc]án\ bộ"
    r"|[Ll]ực\ lượng)\s)(?<!\bchờ\s(?:\p{Ll}{1,10}\s){0,5}của\s)"
)
# "tỉnh Hòa Thành (86%), tỉnh Nam Hải (60%)": provinces, in a statement that names several.
_PROVINCE = regex.compile(r"(?<!\w)[Tt]ỉnh\s+\p{Lu}[\p{L}']*(?:(?:\s+|\s*[-–]\s*)\p{Lu}[\p{L}']*)*")
# Single offices whose name is complete by itself: "Hạt Kiểm lâm 02 hồ sơ", "Công an huyện: 318", "Chi cục thuế khu vực
# Hòa Lạc"; not "liên thông với Chi cục Thuế", "gửi qua Bưu điện", whose figures are another's.
_SINGLE = regex.compile(
    rf"""(?<!\w){_NOT_ITS_OWN}
    (?:(?:[Cc]hi\ nhánh\s+)?(?:[Vv]ăn\ phòng|VP)\s+(?:[Đđ]ăng\ ký|ĐK)\s+(?:quyền\ sử\ dụng\ )?(?:[Đđ]ất(?:\ đai)?|ĐĐ)
    |(?:(?:Chi\ nhánh|CN)\s*)?VPĐKĐĐ|Chi\ cục\ [Tt]huế|Đội\ [Tt]huế|Hạt\ [Kk]iểm\ lâm|Công\ an
    |Bảo\ hiểm\ [Xx]ã\ hội|BHXH|Bưu\ điện|Điện\ lực|Kho\ bạc\ [Nn]hà\ nước|KBNN
    |Ban\ [Cc]hỉ\ huy\ [Qq]uân\ sự|Tòa\ án\ [Nn]hân\ dân
    |Viện\ [Kk]iểm\ sát(?:\ [Nn]hân\ dân)?
    |Ngân\ hàng\ [Cc]hính\ sách(?:\ [Xx]ã\ hội)?|Thanh\ tra(?=\s+(?:huyện|tỉnh|quận|thị\ xã|thành\ phố)))(?!\w)
    (?!\s+(?:các|cấp|viên|nhân\ dân)\s)
    (?:\s+(?:khu\ vực|huyện|tỉnh|quận|thị\ xã|thành\ phố|xã|phường|thị\ trấn)(?!\w))?
    (?:(?:\s+|\s*[-–]\s*)\p{{Lu}}\p{{Ll}}*(?!\w)|(?<=khu\ vực)\s+(?:\d{{1,2}}|[IVX]+)(?!\w|[.,]\d|\s+hồ\ sơ))*""",
    regex.VERBOSE,
)
# "Phòng Tư pháp: 12 hồ sơ", "Sở Xây dựng (512 hồ sơ)", "Ban Quản lý các khu công nghiệp tỉnh đạt 98%".
_HEADED = (
    r"(?:Phòng|Sở|Chi cục|Ban Quản lý|Ban Dân tộc|Chi nhánh|Văn phòng|Trạm"
    r"|Trung tâm(?!\s+(?:[Pp]hục vụ|[Hh]ành chính|PV|HCC)))\s+"
    r"(?:\p{Lu}|(?:huyện|tỉnh|quận|thị xã|thành phố|xã|phường|các khu)(?=\s))"
)
_OFFICE = regex.compile(
    rf"(?<!\w){_NOT_ITS_OWN}{_HEADED}"
    r"[\p{L}&]*(?:-\p{Lu}[\p{L}&]*)*(?:\s+(?:\p{L}++|-|–|&|,(?=\s\p{Lu}))){0,9}?"
    r"(?=\s*[:(]|\s+\d|\s+(?:đã|tiếp nhận|nhận|có|giải quyết|được|hiện|thụ lý|tồn|còn|trả|xử lý|phát sinh|chiếm|đạt|là"
    r"|trễ|quá|thẩm định|thẩm tra|xác minh|cấp|lập)\b)"
)
# "07 hồ sơ của Phòng Quản lý đô thị.": named at the end of its clause, behind a word of place.
_OF_OFFICE = regex.compile(
    rf"(?<=(?<!\w)(?:của|tại|ở|thuộc|Của|Tại|Ở)\s)(?!Trung tâm|Văn phòng){_HEADED}"
    r"[\p{L}&]*(?:-\p{Lu}[\p{L}&]*)*(?:\s+(?:\p{L}+|-|–|&)){0,9}?(?=\s*(?:[.;,)]|$))"
)
# "Sở Nội vụ tổng hợp: …", "Phòng Tư pháp báo cáo": who tells, not whose figure it is.
_ACTING = regex.compile(r"\s(?:tổng hợp|báo cáo|tham mưu|ban hành|chủ trì|phối hợp|cho biết|đã|được)(?:\s|$)")
_ADVISES = regex.compile(r"\s(?:đã\s|tiếp tục\s|chủ động\s|kịp thời\s)*(?:tham mưu|trình)(?!\w)")
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

# The patterns that every sentence is searched for, each with its anchor.
_UNIT_WORD = (
    r"(?:Phòng|Sở|Chi cục|Ban Quản lý|Ban Dân tộc|Chi nhánh|Văn phòng|Trạm|Trung tâm)(?=\s+(?:\p{Lu}|[htqxpc]))"
)
_UNITS = (
    Anchored(_PLAIN_NAME, r"\p{Lu}(?=\p{L})(?<=[:,;]\s.|là\s.|gồm\s.|như\s.)"),
    Anchored(_COMMUNE, r"(?:xã|[Pp]hường|[Tt]hị trấn|đặc khu|Xã)(?=\s+[\p{Lu}\d])"),
    Anchored(_OFFICE, _UNIT_WORD),
    Anchored(_OF_OFFICE, _UNIT_WORD),
)
_SINGLE_UNITS = Anchored(
    _SINGLE,
    r"(?=[ĐđCHBKTVN])(?:[Đđ]ăng ký|ĐK|Chi cục [Tt]huế|Đội [Tt]huế|Hạt [Kk]iểm|Công an|Bảo hiểm|BHXH|Bưu điện|Điện lực"
    r"|Kho bạc|KBNN|Ban [Cc]hỉ huy|Tòa án|Viện [Kk]iểm sát|Ngân hàng|Thanh tra)",
)
_PROVINCES = Anchored(_PROVINCE, r"ỉnh(?=\s+\p{Lu})")
_DISTRICTS = Anchored(_DISTRICT, r"(?:uyện|ị xã|hành phố|uận)(?=\s+[\p{Lu}\d])")
_BARE_LEVELS = Anchored(_BARE, r"(?:tỉnh|huyện|xã|quận|phố|phường|trấn)(?=\s*:|\s+\d)")
_AT_COMMUNES = Anchored(_AT_COMMUNE, r"xã(?:(?<=ại\sxã)|(?<=[Ởở]\sxã))|phường(?:(?<=ại\sphường)|(?<=[Ởở]\sphường))")
_NUMBERED_PLACES = Anchored(_NUMBERED, r"\d(?=\s+(?:xã|phường))")
_OWNED_LEVELS = Anchored(
    _OWNED, r"(?:của|ở|tại|khối|phía)(?=\s+(?:ubnd|tỉnh|huyện|quận|thị xã|thành phố|xã|phường|các))"
)


# In most lines and heads nothing is named: one look tells.
_NAMES = (*_UNITS, _SINGLE_UNITS, _PROVINCES, _DISTRICTS, _BARE_LEVELS, _AT_COMMUNES, _NUMBERED_PLACES, _OWNED_LEVELS)
_ANY_NAME = Together(*((name, None) for name in _NAMES))


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


# "từng phòng", "các phòng, đơn vị": a department's own rooms, no district's.
_ROOMS = regex.compile(
    r"(?:(?:các|từng|mỗi|khối)\s+)?phòng(?!\w)(?!.*(?:huyện|quận|thị xã|thành phố))", regex.IGNORECASE
)


def scope_cues(
    statement: Statement, header: Header, spans: tuple[tuple[int, int], ...] | None = None
) -> tuple[Cue, ...]:
    """Every cue of scope in a statement (or in other spans of its text), names of units as "unit"."""
    found: list[Cue] = []
    text = statement.text
    for start, end in spans or ((statement.start, statement.end),):
        told, acting, districts = _told(text, start, end, header)
        levels = list(told)
        counted = [c for c in levels if _counted(statement, c)]
        levels = [
            dataclasses.replace(c, feature="all") if _with_counted(statement, c, counted) else c
            for c in levels
            if c not in counted and not _explains(statement, c)
        ]
        levels = _instead(levels, acting)
        own = _own_locality(header)
        if own:
            # The issuing locality named in full is the whole of it.
            for match in districts:
                covered = _overlapping(levels, *match.span())
                named = _names_own(match, own, header) and not match[0].startswith("UBND")
                if named and not covered:
                    levels.append(Cue(feature="all", start=match.start(), end=match.end(), weak=True))
        row_head = _ROW_HEAD.fullmatch(text, start, end) if spans and not levels else None
        if row_head and row_head.lastgroup:
            levels.append(Cue(feature=row_head.lastgroup, start=start, end=end))
        unit_head = _UNIT_HEAD.fullmatch(text, start, end) if spans and not levels else None
        if unit_head:
            levels.append(Cue(feature="unit", start=unit_head.start("name"), end=unit_head.end("name")))
        if spans is None and levels:
            unowned = unowned_spans(text, start, end)
            # An office's name may run on into what it is asked to do.
            levels = [
                c
                for c in levels
                if not any(a <= c.start and c.start < b and (c.end <= b or c.feature == "unit") for a, b in unowned)
            ]
        found += levels
    return tuple(sorted(found, key=lambda cue: cue.start))


# The lines that lead to a list, and the heads of a table, are asked for again by each of its items and rows.
@lru_cache(maxsize=1024)
def _told(
    text: str, start: int, end: int, header: Header
) -> tuple[tuple[Cue, ...], tuple[Cue, ...], tuple[regex.Match[str], ...]]:
    """The cues of a span whichever statement it speaks of, those of levels that act, and the districts it names."""
    levels = list(find_cues(text, start, end, load("scope_cues")))
    # "của huyện Sông Trà": the ground's words are no mask for a name that goes on behind them.
    hits = load("scope_cues").find(text, start, end)
    masks = [(h.start, h.end) for h in hits if not h.entry.attributes.get("weak")]
    for office in office_levels(text, start, end, header):
        if not any(c.start <= office.end < c.end for c in levels):
            levels = [c for c in levels if not (office.start <= c.start and c.end <= office.end)]
            levels.append(office)
            masks.append((office.start, office.end))
    if not _ANY_NAME.standing(text, start, end):
        levels = _instead(
            _without_rooms(text, [c for c in levels if not is_ranked(text, start, c.start)], header),
            _leaders(text, start, end),
        )
        return tuple(levels), tuple(acting_levels(text, start, end)), ()
    provinces = list(_PROVINCES.finditer(text, start, end))
    units = [match for pattern in _UNITS for match in pattern.finditer(text, start, end)]
    single = list(_SINGLE_UNITS.finditer(text, start, end))
    units = single + [u for u in units if not any(u.start() < m.end() and m.start() < u.end() for m in single)]
    districts = list(_DISTRICTS.finditer(text, start, end))
    names = {m[0].split(" ", 1)[-1].casefold() for m in districts}
    listed_alone = any(regex.match(r"\s*:\s*\d", text[m.end() : m.end() + 4]) for m in districts)
    if header.level in ("province", "department") or len(names) > 1 or listed_alone:
        # "BHXH huyện Khê Sơn" is one name.
        units += [d for d in districts if not any(m.start() < d.start() and d.end() <= m.end() for m in single)]
    if len({m[0].casefold() for m in provinces}) > 1:
        units += provinces
    own = _own_locality(header)
    # The office that reports is the actor and no level; in a list of offices it is one of them.
    others = any(not names_issuer(match[0], header) for match in units)
    units = [
        match
        for match in units
        if not names_issuer(match[0], header) or (others and _LISTED.match(text, match.end(), end))
    ]
    for match in units:
        covered = any(a < match.end() and match.start() < b for a, b in masks)
        # "UBND huyện Tân Phú: 11 hồ sơ" names a unit, though "UBND huyện" alone is an actor.
        listed = match[0].startswith(("UBND", "Văn phòng")) and regex.match(
            r"\s*[:(]", text[match.end() : match.end() + 3]
        )
        acting = _ACTING.search(match[0]) is not None or _ADVISES.match(text, match.end(), end) is not None
        same_kind = (header.level == "commune") == (match.re is _COMMUNE)
        if (not covered or listed) and not acting and not (own and same_kind and _names_own(match, own, header)):
            levels = [c for c in levels if not _within(c, match.start(), match.end())]
            several = _SEVERAL.search(match[0]) if _MORE_KINDS.match(text, match.end()) else None
            feature = (several.lastgroup or "unit") if several else "unit"
            levels.append(Cue(feature=feature, start=match.start(), end=match.end()))
    levels = _without_rooms(text, [c for c in levels if not is_ranked(text, start, c.start)], header)
    for match in _BARE_LEVELS.finditer(text, start, end):
        if not _overlapping(levels, *match.span()):
            assert match.lastgroup is not None
            levels.append(Cue(feature=match.lastgroup, start=match.start(), end=match.end()))
    levels = _instead(levels, _leaders(text, start, end))
    for match in _AT_COMMUNES.finditer(text, start, end):
        if not _overlapping(levels, *match.span()):
            levels.append(Cue(feature="commune", start=match.start(), end=match.end()))
    for match in _NUMBERED_PLACES.finditer(text, start, end):
        visited = _VISITED.search(text[max(start, match.start("number") - 40) : match.start("number")])
        if not visited and not _overlapping(levels, *match.span()):
            levels.append(Cue(feature="commune", start=match.start(), end=match.start("number")))
    owned = list(_OWNED_LEVELS.finditer(text, start, end))
    if len({match.lastgroup for match in owned}) > 1:
        levels = _instead(levels, [Cue(feature=m.lastgroup or "all", start=m.start(), end=m.end()) for m in owned])
    return tuple(levels), tuple(acting_levels(text, start, end)), tuple(districts)


_LISTED = regex.compile(r"\s*[:(]|\s+\d")
# "BHXH huyện, thị xã": the branches in all of them.
_SEVERAL = regex.compile(
    r"\s(?:(?P<district>huyện|quận|thị xã|thành phố)|(?P<commune>xã|phường|thị trấn))$", regex.IGNORECASE
)
_MORE_KINDS = regex.compile(r"(?:,\s|\svà\s|/)(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn)(?!\s+\p{Lu})")


def _without_rooms(text: str, levels: list[Cue], header: Header) -> list[Cue]:
    """The cues but for a department's own rooms, in its report."""
    if header.level != "department":
        return levels
    return [c for c in levels if not (c.feature == "district" and _ROOMS.match(text, c.start, c.end))]


def _leaders(text: str, start: int, end: int) -> list[Cue]:
    """The places that a ranking names, as units."""
    return [Cue(feature="unit", start=a, end=b) for a, b in leaders(text, start, end)]


def _own_locality(header: Header) -> str:
    """The locality that reports, in lower case; a passage without a header has none of its own."""
    return (header.locality or "").casefold() if header.title or header.symbol else ""


def _names_own(match: regex.Match[str], own: str, header: Header) -> bool:
    """Whether a name is the issuing locality's: "thành phố Đông Giang" is one district of tỉnh Đông Giang."""
    below = match.re is _DISTRICT and " tỉnh " in f" {header.issuer} ".casefold()
    return match[0].casefold().endswith(" " + own) and not below


def _overlapping(levels: Iterable[Cue], start: int, end: int) -> bool:
    """Whether a cue stands in or across text[start:end]."""
    return any(c.start < end and start < c.end for c in levels)


def _instead(levels: list[Cue], told: Iterable[Cue]) -> list[Cue]:
    """The cues with those told in the place of all that they overlap; of two told that overlap, the later one."""
    for cue in told:
        levels = [c for c in levels if not (c.start < cue.end and cue.start < c.end)]
        levels.append(cue)
    return levels


def _within(cue: Cue, start: int, end: int) -> bool:
    """Whether a cue lies in a name, or is a word of the ground that goes on into it: "của huyện" + "Sông Trà"."""
    return (start <= cue.start and cue.end <= end) or (cue.weak and cue.start < start < cue.end <= end)


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


# "Đoàn kiểm tra làm việc tại 12 xã", "thí điểm tại 03 xã": where something took place, not whose figures follow.
_VISITED = regex.compile(
    r"(?<!\w)(?:làm việc|kiểm tra|khảo sát|thanh tra|giám sát|tổ chức|đối thoại|tập huấn|triển khai|thí điểm|nhân rộng"
    r"|lắp đặt)\s+(?:\p{L}+\s+){0,2}?(?:tại|ở)\s+$",
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
            placed = _PLACED.search(before) and not _VISITED.search(before)
            return not placed and not statement.text[cue.end : cue.end + 2].strip().startswith(":")
    return False
