"""Names of offices and localities, as a statement tells whose figure a quantity is: "Phòng Tư pháp", "xã Tân Lập"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from extractors.cues import Cue
from extractors.header import Header
from extractors.issuing_office import names_issuer
from patterns.anchors import Anchored

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
_LISTED = regex.compile(r"\s*[:(]|\s+\d")
_LEADS_TO_FIGURE = regex.compile(r"\s*:\s*\d")
_OPENS_ITS_OWN = regex.compile(r"\s*[:(]")
# "BHXH huyện, thị xã": the branches in all of them.
_SEVERAL = regex.compile(
    r"\s(?:(?P<district>huyện|quận|thị xã|thành phố)|(?P<commune>xã|phường|thị trấn))$", regex.IGNORECASE
)
_MORE_KINDS = regex.compile(r"(?:,\s|\svà\s|/)(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn)(?!\s+\p{Lu})")


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
NAMES = (*_UNITS, _SINGLE_UNITS, _PROVINCES, _DISTRICTS)
"""The patterns of names: where none of them can stand, no name does."""


def find_districts(text: str, start: int, end: int) -> tuple[regex.Match[str], ...]:
    """The districts that text[start:end] names."""
    return tuple(_DISTRICTS.finditer(text, start, end))


def find_units(
    text: str, start: int, end: int, header: Header, districts: Sequence[regex.Match[str]]
) -> list[regex.Match[str]]:
    """The names of single offices and localities in text[start:end], in no order.

    A district is one among others in a province's report, and where several are named or one leads to its figure; a
    province where several are. The office that reports is the actor, but for a list of offices that it is one of.
    """
    single = list(_SINGLE_UNITS.finditer(text, start, end))
    units = single + [
        match
        for pattern in _UNITS
        for match in pattern.finditer(text, start, end)
        if not any(match.start() < one.end() and one.start() < match.end() for one in single)
    ]
    names = {match[0].split(" ", 1)[-1].casefold() for match in districts}
    listed_alone = any(_LEADS_TO_FIGURE.match(text, match.end()) for match in districts)
    if header.level in ("province", "department") or len(names) > 1 or listed_alone:
        # "BHXH huyện Khê Sơn" is one name.
        units += [d for d in districts if not any(m.start() < d.start() and d.end() <= m.end() for m in single)]
    provinces = list(_PROVINCES.finditer(text, start, end))
    if len({match[0].casefold() for match in provinces}) > 1:
        units += provinces
    others = any(not names_issuer(match[0], header) for match in units)
    return [
        match
        for match in units
        if not names_issuer(match[0], header) or (others and _LISTED.match(text, match.end(), end))
    ]


def unit_cues(
    text: str, end: int, header: Header, units: Sequence[regex.Match[str]], masks: Sequence[tuple[int, int]]
) -> Iterator[Cue]:
    """The cues of named units: no name under a mask, no office that only acts, and not the issuing locality."""
    own = own_locality(header)
    for match in units:
        covered = any(a < match.end() and match.start() < b for a, b in masks)
        # "UBND huyện Tân Phú: 11 hồ sơ" names a unit, though "UBND huyện" alone is an actor.
        listed = match[0].startswith(("UBND", "Văn phòng")) and _OPENS_ITS_OWN.match(text, match.end())
        acting = _ACTING.search(match[0]) is not None or _ADVISES.match(text, match.end(), end) is not None
        same_kind = (header.level == "commune") == (match.re is _COMMUNE)
        if (not covered or listed) and not acting and not (own and same_kind and names_own(match, own, header)):
            several = _SEVERAL.search(match[0]) if _MORE_KINDS.match(text, match.end()) else None
            feature = (several.lastgroup or "unit") if several else "unit"
            yield Cue(feature=feature, start=match.start(), end=match.end())


def own_locality(header: Header) -> str:
    """The locality that reports, in lower case; a passage without a header has none of its own."""
    return (header.locality or "").casefold() if header.title or header.symbol else ""


def names_own(match: regex.Match[str], own: str, header: Header) -> bool:
    """Whether a name is the issuing locality's: "thành phố Đông Giang" is one district of tỉnh Đông Giang."""
    below = match.re is _DISTRICT and " tỉnh " in f" {header.issuer} ".casefold()
    return match[0].casefold().endswith(" " + own) and not below
