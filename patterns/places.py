"""Names of localities: a kind (tỉnh, huyện, thị xã …) and a proper name, in capitals or not.

Proper names are read by their capitals, since districts and communes are too many and change too often for a list;
provinces are known (``provinces`` vocabulary, with the day until which a name was one).
"""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Iterator

import regex

from patterns.phrases import Entry
from patterns.spelling import lowered
from patterns.vocabulary import load

# The kind as written, and as it is called in full.
KINDS = {
    "tỉnh": "tỉnh",
    "thành phố": "thành phố",
    "tp.": "thành phố",
    "tp": "thành phố",
    "huyện": "huyện",
    "thị xã": "thị xã",
    "tx.": "thị xã",
    "tx": "thị xã",
    "quận": "quận",
    "xã": "xã",
    "phường": "phường",
    "thị trấn": "thị trấn",
    "tt.": "thị trấn",
    "đặc khu": "đặc khu",
}
LEVELS = {
    "tỉnh": "province",
    "thành phố": "district",
    "huyện": "district",
    "thị xã": "district",
    "quận": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
# From this day on there are no districts: a city is a province's equal.
TWO_TIERS_FROM = datetime.date(2025, 7, 1)

KIND = r"(?:(?i:tỉnh|thành\s+phố|huyện|thị\s+xã|quận|xã|phường|thị\s+trấn|đặc\s+khu)(?!\w)|(?i:tp|tx)(?!\w)\.?|TT\.)"
# A word of a proper name: An, Lão, H'leo, M'Đrắk, R'Lấp, Gia-rai
_WORD = r"\p{Lu}[\p{Ll}]*(?:['’]\p{L}+)*"
# Words in capitals that begin something else than a name.
_OTHER = (
    r"(?:Ủy|Uỷ|Phòng|Sở|Ban|Chi|Đảng|Đoàn|Hội|Văn|Trung|Bộ|Công|Quyết|Nghị|Kế|Thông|Chỉ|Chương|Báo|Tờ\s+[Tt]rình|Hướng\s+[Dd]ẫn|Quy\s+[ĐđCc]|Đề\s+[Áá]n|Tổ|Trưởng|Phó|Chủ|Bí"
    r"|UBND|HĐND|CCHC|TTHC|MTTQ|VNPT|Về|Trong|Theo|Các|Căn|Năm|Quý|Độc|CỘNG|ĐỘC|SỐ|Số|BÁO|PHÒNG|SỞ|VĂN PHÒNG|ỦY|UỶ)"
)
# huyện An Lão · thị xã Ngã Năm · tỉnh Bà Rịa - Vũng Tàu · Phường 1 · huyện Đắk R'lấp · TP. Quy Nhơn
_PLACE = regex.compile(
    rf"""(?<!\w)(?P<kind>{KIND})\s*(?P<name>
        (?!{_OTHER}(?!\w)(?!\s+\p{{Lu}}\p{{Ll}}+\s+(?:năm|về)))
        {_WORD}(?:(?:[^\S\n]+|[^\S\n]?[-–][^\S\n]?){_WORD}){{0,3}}(?![\p{{L}}'’])
      | \d{{1,2}}(?![\d./%])
    )""",
    regex.VERBOSE,
)
# "LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI" is no commune, "XÃ HỘI SƠN" is one.
_SOCIETY = r"(?!(?<=(?:VÀ|HIỂM|SÁCH|HÒA|HOÀ)\s)XÃ\s+HỘI(?!\p{L}))"
_PLACE_IN_CAPITALS = regex.compile(
    rf"""(?<!\w){_SOCIETY}(?P<kind>{KIND})\s+(?P<name>
        [\p{{Lu}}'’]+(?:(?:[^\S\n]+|[^\S\n]?[-–][^\S\n]?)[\p{{Lu}}'’]+){{0,3}}(?!\p{{L}}) | \d{{1,2}}(?![\d./%])
    )""",
    regex.VERBOSE,
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named locality at [start, end): the kind in full and lower case, the name as written."""

    kind: str
    name: str
    start: int
    end: int

    @property
    def full(self) -> str:
        """The kind and the name: huyện An Lão."""
        return f"{self.kind} {self.name}"


def kind_in_full(written: str) -> str:
    """The kind of a locality as it is called in full.

    >>> kind_in_full("TP."), kind_in_full("THỊ  XÃ")
    ('thành phố', 'thị xã')
    """
    low = " ".join(lowered(written).split())
    return KINDS.get(low) or KINDS.get(low.rstrip("."), low)


def find_places(text: str, start: int = 0, end: int | None = None) -> Iterator[Place]:
    """All named localities of text[start:end] that are written with small letters.

    >>> [place.full for place in find_places("UBND huyện An Hòa, tỉnh Bắc Lam ban hành")]
    ['huyện An Hòa', 'tỉnh Bắc Lam']
    >>> [place.full for place in find_places("Kính gửi: UBND tỉnh Bắc Lam\\nTriển khai Kế hoạch")]
    ['tỉnh Bắc Lam']
    """
    for match in _PLACE.finditer(text, start, len(text) if end is None else end):
        kind = kind_in_full(match["kind"])
        name = _shortened(kind, " ".join(match["name"].split()))
        begin = match.start("name")
        yield Place(kind=kind, name=name, start=match.start(), end=begin + len(name))


def _shortened(kind: str, name: str) -> str:
    """A province's own name where more capitals follow it ("tỉnh Lâm Đồng Khóa")."""
    if kind not in ("tỉnh", "thành phố"):
        return name
    words = name.split()
    for count in range(len(words), 0, -1):
        if province(" ".join(words[:count])) is not None:
            return " ".join(words[:count])
    return name


def place_in_capitals(text: str) -> Place | None:
    """The first named locality of a line in capitals.

    >>> place = place_in_capitals("ỦY BAN NHÂN DÂN THỊ XÃ CẨM HẢI")
    >>> place.kind, place.name
    ('thị xã', 'CẨM HẢI')
    """
    match = _PLACE_IN_CAPITALS.search(text)
    if match is None:
        return None
    return Place(kind=kind_in_full(match["kind"]), name=match["name"].strip(), start=match.start(), end=match.end())


def province(name: str, on: datetime.date | None = None) -> Entry | None:
    """The province or city of that name, if there is one (on that day)."""
    entry = load("provinces").by_phrase.get(" ".join(lowered(name).replace("–", "-").split()))
    if entry is None or on is None:
        return entry
    first, last = entry.attributes.get("valid_from"), entry.attributes.get("valid_to")
    if (first and on < first) or (last and on > last):
        return None
    return entry


def is_central_city(name: str, on: datetime.date | None = None) -> bool:
    """Whether a city is a province's equal (on that day).

    >>> is_central_city("Hải Phòng"), is_central_city("Huế", datetime.date(2023, 1, 1))
    (True, False)
    """
    entry = province(name, on)
    return entry is not None and entry.attributes["kind"] == "thành phố"


def with_small_letters(name: str, text: str) -> str:
    """A name in capitals as the text writes it elsewhere, else with a capital for each word.

    >>> with_small_letters("ĐẮK R'LẤP", "UBND huyện Đắk R'lấp báo cáo"), with_small_letters("AN HÒA", "")
    ("Đắk R'lấp", 'An Hòa')
    """
    if not any(c.isalpha() for c in name):
        return name
    known = province(name)
    if known is not None:
        return known.canonical
    pattern = regex.compile(rf"(?<!\w){regex.escape(name)}(?!\w)", regex.IGNORECASE)
    spellings = Counter(
        match[0] for match in pattern.finditer(text) if not match[0].isupper() and match[0][0].isupper()
    )
    if spellings:
        return spellings.most_common(1)[0][0]
    return regex.sub(r"\p{L}[\p{L}]*", lambda word: word[0][0].upper() + word[0][1:].lower(), name)
