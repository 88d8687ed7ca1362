"""One-stop offices with the level they belong to: an office's noun, what stands between, a level's noun.

Offices name themselves freely ("Bộ phận Tiếp nhận và Trả kết quả (TN&TKQ) của UBND huyện", "TTPVHCC các xã"), so that
a list of phrases never ends; each part of the name is one choice here, and any parts go together.
"""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.header import Header
from patterns.anchors import Anchored
from patterns.places import is_central_city

# "Bộ phận Một cửa", "BPTN&TKQ", "Tổ tiếp nhận hồ sơ và trả kết quả", "Trung tâm PVHCC", "TTHCC"; not "cơ chế một cửa".
_OFFICE = r"""
    (?P<desk>(?:(?:bộ\ phận|bp|tổ|quầy|phòng|khu|điểm)\s*)?(?:
        (?:giao\ dịch\ )?["“”']?một\ cửa["“”']?
        |tiếp\ nhận(?:\s+hồ\ sơ)?(?:\s+và|\s*[,&-])\s*(?:trả\ )?(?:kết\ quả|kq)
        |tn\s*(?:&|và|-|,)?\s*tkq))
    |(?P<centre>(?:trung\ tâm|tt)\s*(?:(?:phục\ vụ|pv)\s*)?(?:hành\ chính(?:\ công)?|hcc)
        |trung\ tâm\ (?:hành\ chính\ )?một\ cửa|điểm\ phục\ vụ\ hành\ chính\ công)
"""
# What may stand between: what the office does, its abbreviation in brackets, whose it is.
_BETWEEN = r"""
    (?:\s*\([^()\d]{2,40}\)
    |\s+(?:giải\ quyết\ )?(?:hồ\ sơ\ )?(?:thủ\ tục\ hành\ chính|tthc)
    |\s+(?:hiện\ đại|liên\ thông|điện\ tử)
    |\s*,?\s+(?:của|tại|ở|thuộc|trực\ thuộc|ubnd|(?:ủy|uỷ)\ ban\ nhân\ dân|cấp|khối|tất\ cả\ các|toàn\ bộ|các|từng|mỗi
        |(?:văn\ phòng|vp)\ (?:hđnd|hội\ đồng\ nhân\ dân)(?:\ và|,|\ -|\ &)\ ubnd)
    |\s+(?P<number>\d{1,3})(?:/\d{1,3})?(?=\s)){0,6}
"""
_DISTRICT = r"huyện|quận|thị\ xã|thành\ phố"
_COMMUNE = r"xã|phường|thị\ trấn|đặc\ khu"
# "huyện, thị xã", "xã/phường": kinds of one level named together.
_MORE_DISTRICTS = rf"(?:(?:,\ |\ và\ |/)(?:{_DISTRICT})){{0,8}}"
DISTRICTS = rf"(?P<district>(?:{_DISTRICT}){_MORE_DISTRICTS})"
COMMUNES = rf"(?P<commune>(?:{_COMMUNE})(?:(?:,?\ |\ và\ |/)(?:{_COMMUNE})){{0,8}})"
_LEVEL = rf"""
    \s+(?:(?P<province>tỉnh(?!\s+ủy)|sở(?:(?:,\ (?:ban,\ )?|\ (?:ban\ )?)ngành)?(?:\ tỉnh)?)
    |(?P<district>(?:{_DISTRICT}|tp\.?|tx\.?){_MORE_DISTRICTS})|{COMMUNES})(?!\w)
"""
_NAMED = regex.compile(rf"(?<!\w)(?:{_OFFICE}){_BETWEEN}{_LEVEL}", regex.VERBOSE | regex.IGNORECASE)
_ONE_STOP = Anchored(_NAMED, r"một cửa|kết quả|trả kq|tkq|hành chính|hcc|pvhcc")
# "cơ chế một cửa ở huyện", "hồ sơ một cửa của xã": the way of working, no office.
_WAY_OF_WORKING = regex.compile(
    r"(?<!\w)(?:cơ chế|mô hình|quy trình|thủ tục|TTHC|liên thông|phần mềm|hệ thống|theo|thực hiện|và|giải quyết"
    r"|một cửa\s*,)\s*$",
    regex.IGNORECASE,
)
# " Phú Khê", " 3": the name of one place behind its kind.
_PLACE_NAME = regex.compile(r"\s+(?P<name>\p{Lu}[\p{L}']*(?:\s+\p{Lu}[\p{L}']*)*)")


def office_levels(text: str, start: int, end: int, header: Header) -> tuple[Cue, ...]:
    """The one-stop offices of text[start:end] as cues of the level each belongs to.

    The office of one named commune is that commune's own (left to its name), but for a centre, which since July 2025 is
    how communes call theirs; that of one named department is left to its name too.

    >>> [c.feature for c in office_levels("Bộ phận TN&TKQ (một cửa) của UBND các xã", 0, 40, Header())]
    ['commune']
    """
    found: list[Cue] = []
    for match in _ONE_STOP.finditer(text, start, end):
        feature = level_of(match)
        name = _PLACE_NAME.match(text, match.end(), end)
        if match["desk"] and _WAY_OF_WORKING.search(text, max(start, match.start() - 14), match.start()):
            continue
        if name is not None and (
            (feature == "commune" and match["desk"]) or (feature == "province" and match["province"] != "tỉnh")
        ):
            continue
        if feature == "district" and match["district"].casefold() in ("thành phố", "tp", "tp."):
            feature = _of_city(name["name"] if name else None, header)
        stop = match.start("number") if match["number"] else match.end()
        found.append(Cue(feature=feature, start=match.start(), end=stop))
    return tuple(found)


def level_of(match: regex.Match[str]) -> str:
    """The level whose group took part in a match."""
    return next(level for level in ("province", "district", "commune") if match[level])


def _of_city(name: str | None, header: Header) -> str:
    """The level of a city: that of a province where it is one, or where the report is such a city's."""
    if name is not None and is_central_city(name):
        return "province"
    central = header.level == "province" and "thành phố" in (header.issuer or "").casefold()
    return "province" if name is None and central else "district"
