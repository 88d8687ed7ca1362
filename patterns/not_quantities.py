"""Places whose digits count nothing: dates, codes, section markers, addresses, phone numbers, clauses, levels.

``mask`` marks them, so that ``patterns.numbers`` reads what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from patterns.anchors import Anchored, Together
from patterns.codes import find_codes
from patterns.date_mentions import GAP, YEAR, find_dates
from patterns.markers import read_markers
from patterns.period_mentions import find_periods
from patterns.phrases import Entry
from patterns.units import unit_at
from patterns.vocabulary import load

# Units of places: behind "Đề án 06" or "mức độ 4" they belong to what follows, not to the number.
_PLACES = {"commune", "district", "province", "village", "level", "agency", "office", "time"}

# https://motcua.hoalac.gov.vn/ho-so?id=12, pakn2.gov.vn, noivu1@hoalac.gov.vn; not "12.Tổ chức"
_ADDRESS = regex.compile(
    r"(?:https?://|www\.)[^\s>]+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.]+"
    r"|(?<![\w.])[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){0,9}\.(?:vn|com|org|net)\b\S*"
)
# 0918037364, 02963.859.123, 0291 382 1234, 079123456789; not 0127
_PHONE = regex.compile(
    r"""
    (?<![\w.,]) (?: 0[0-9]{8,11} | 0[0-9]{2,4} (?:[ .-][0-9]{3,4}){2,3} | 1[89]00[ .]?[0-9]{4,6} ) (?![\w]|[.,][0-9])
    """,
    regex.VERBOSE,
)
# ISO 9001:2015, COVID-19, QT-15/TP, PL-02, 000.12.H08-230512-0001; not "huyện - 15"
_STANDARD = regex.compile(
    r"""
    (?<![0-9]) [0-9]{3,5} (?:-[0-9])? : (?:19|20)[0-9]{2} (?!\w)
  | (?<=\p{Lu}[-–.]) [0-9]+ (?:[./-][0-9]+)*
  | (?<!\w) [0-9.]{0,24} \p{Lu}{1,3} [0-9]+ (?:[./-][0-9]+)*
    """,
    regex.VERBOSE,
)
# công nghiệp 4.0
_FOUR_ZERO = regex.compile(r"(?<![\w.,])4\.0(?![\w]|[.,][0-9]|[ ]?(?:%|điểm))")
# hợp đồng 68, HĐLĐ 111, hợp đồng theo Nghị định 161: contracts by their decree; not "hợp đồng 68 người"
_CONTRACT_DECREE = regex.compile(
    r"(?<=(?<!\w)(?:hợp đồng|hđ|hđlđ|lao động)(?:\s+(?:diện|theo))?\s+)(?:68|111|161)"
    r"(?![\w/]|[.,][0-9]|\s+(?:người|lao động|hợp đồng))"
)
# (1) Công khai …; (2) Niêm yết …; not "xã Tân Lập (412), xã Phú An (395)"
_ENUMERATION = regex.compile(r"(?:(?<=[:;,.]\s?)|^[ \t]*)\(?[0-9]{1,2}\)(?=[ \t]*\p{L})", regex.MULTILINE)
# [12] and <sup>12</sup>, as some writers print footnote anchors
_ANCHOR = regex.compile(r"\[[0-9]{1,3}\]|<sup>[^<]{0,8}</sup>")
# ngày      tháng 9 năm 2022: the blanks of a date line
_DATE_LINE = regex.compile(rf"(?<!\w)ngày[\s._…]*tháng[\s._…]*[0-9]{{1,2}}[\s._…]*năm(?:[\s._…]*{YEAR})?")
# 7 giờ 30, 7h30, 07:30, từ 7 giờ đến 17 giờ; not "trong 24 giờ"
_CLOCK = regex.compile(
    r"""
    (?=[0-9]) (?: (?<![\w.,])
    (?: [0-9]{1,2} \s? (?:giờ|h|g) \s? [0-9]{2} (?![0-9%.,/]) (?:[ ]?phút|p(?!\w))?
      | (?:[01]?[0-9]|2[0-3]):[0-5][0-9] (?![0-9:]) )
  | (?<= (?<!\w) (?:từ|lúc|vào|đến|trước|sau) [ ] ) [0-9]{1,2} [ ]? (?:giờ|h) (?!\w) )
    """,
    regex.VERBOSE,
)
# 24/7, 24/24 giờ
_ROUND_THE_CLOCK = regex.compile(r"(?<![\w/.,])24/(?:7|24)(?![\w/.,])(?:[ ]?(?:giờ|h))?")
# 2021-2025, 2022/2023, 8/2023: years and a month that no period has taken
_YEARS = regex.compile(rf"(?<![\w/.,-]){YEAR}{GAP}[-–—/]{GAP}{YEAR}(?![\w.,/]\d)")
_MONTH_YEAR = regex.compile(rf"(?=[0-9])(?<![\w/.,-])(?:0?[1-9]|1[0-2])[/-]{YEAR}(?![0-9/]|[.,][0-9])")
# ngày 05, 06/7/2023: the first of two days that share month and year
_SHARED_DAY = regex.compile(
    r"""
    (?<!\w) ngày [ ]? [0-9]{1,2} (?: ,?[ ]?(?:và|-|đến)?[ ]? [0-9]{1,2} ){0,30}?
    (?= ,?[ ]?(?:và|-|đến)?[ ]? (?:ngày[ ])? [0-9]{1,2}[/.-][0-9] )
    """,
    regex.VERBOSE,
)
# Kế hoạch số 25, các Nghị định số 15, 16; not "tổng số 44 loại", "đạt chỉ số 84.41", "trong số 45 hồ sơ",
# "chính quyền số 13,1/16 điểm"
_NUMBERED = regex.compile(
    r"""
    (?<! (?<!\w) (?:tổng|chỉ|điểm|con|trong|dân|hệ|tỷ|tỉ|đa|một|doanh|sĩ|quân|trên|thiểu|ký|chữ|hóa|hoá|tham|trí
            |quyền|đổi|tế) [ ] )
    (?<!\w) số [ ]? :? [ ]? (?P<number>[0-9]+(?:\.[0-9]+)*) (?!\w)
    """,
    regex.VERBOSE,
)
# 1<tab>Đất đai<tab>512, 3 Xây dựng 96 91: the serial number of a table's row
_SERIAL = regex.compile(
    r"^[ ]*\|?[ ]*(?P<number>[0-9]{1,3}(?:\.[0-9]{1,2})*)[.)]?(?P<stop>[ ]*[\t|][ \t|]*(?=\p{L})|[ ]+(?=\p{Lu}))",
    regex.MULTILINE,
)
# - 7.1. Tỷ lệ: a marker behind a bullet
_BULLETED = regex.compile(r"^[ ]*[-+*•][ *]*[0-9]{1,2}(?:\.[0-9]{1,2})+\.?(?=[ *]+\p{Lu})", regex.MULTILINE)
_ITEM = r"[0-9]+(?:[.,][0-9]{1,2})*"
# Further numbers of the same things: "mức độ 3, 4", "Điều 5, 6 và 7", "khoản 1-3".
_FURTHER = regex.compile(rf"[ ]?(?:,|;|và|hoặc|đến|-|–|&|/|\+)[ ]?(?P<number>{_ITEM})(?![\w%]|[.,/][0-9])")
_BEHIND = regex.compile(rf"[ \u00a0]?(?:số[ ])?[ ]?\n?(?P<number>{_ITEM})(?!\w*[%‰]|[0-9]|[.,/][0-9]|[ ]?%)")
# khoản 1,5 tỷ đồng: money is money behind any word.
_MONEY = regex.compile(r"[ ]?(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|đ)(?!\w)(?![ ]lệ)")


def mask(text: str, low: str, start: int, end: int) -> bytearray:
    """One byte for each character of text[start:end]: 1 where a digit counts nothing; ``low`` is in lower case."""
    marked = bytearray(end - start)
    for begin, stop, _ in not_quantities(text, low, start, end):
        begin, stop = max(begin, start), min(stop, end)
        if begin < stop:
            marked[begin - start : stop - start] = b"\1" * (stop - begin)
    return marked


# Sentences of one line, and what looks for digits that nothing explains, ask for the same places.
@lru_cache(maxsize=1024)
def not_quantities(text: str, low: str, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    """Every place of text[start:end] whose digits count nothing, and what it is: "date", "code", "clock" …

    Places may overlap and go past ``end``; they come kind by kind, not in reading order.
    """
    return tuple(_places(text, low, start, end))


def _places(text: str, low: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for date in find_dates(text, start, end):
        yield date.start, date.end, "date"
    for period in find_periods(text, start, end):
        yield period.start, period.end, "period"
    for code in find_codes(text, start, end):
        # "cấp huyện: 15 - UBND huyện" looks like a code without being one.
        if code.strong or " " not in code.raw:
            yield code.start, code.end, "code"
    for match, what in _PRINTED.finditer(text, start, end):
        yield *match.span(), what
    for match, what in _LOWER.finditer(low, start, end):
        # 9/2022 hồ sơ and 1950/2010 nhiệm vụ are fractions.
        if what != "period" or "/" not in match[0] or not _counts(text, low, match.end(), end):
            yield *match.span(), what
    for begin, stop in _line_starts(text, low, start, end):
        yield begin, stop, "marker"
    for begin, stop in _numbered_things(text, low, start, end):
        yield begin, stop, "reference"


_AS_PRINTED = (
    (Anchored(_ADDRESS, r"http|www\.|@|\.(?:vn|com|org|net)"), "address"),
    (Anchored(_PHONE, r"0(?=[0-9]{8}|[0-9]{2,4}[ .-][0-9]{3,4}[ .-][0-9]{3})|1(?=[89]00)"), "phone"),
    (Anchored(_STANDARD, r":(?=(?:19|20)[0-9]{2})|[0-9](?:(?<=[^\W\d_].)|(?<=[^\W\d_][-–.].))"), "standard"),
    (Anchored(_FOUR_ZERO, r"4\.0"), "name"),
    (Anchored(_ENUMERATION, r"\)(?<=[0-9]\))"), "marker"),
    (Anchored(_ANCHOR, r"[\[<]"), "anchor"),
    (Anchored(_BULLETED, r"[-+*•](?=[ *]*[0-9]{1,2}\.[0-9])"), "marker"),
)
_IN_LOWER_CASE = (
    (Anchored(_CONTRACT_DECREE, r"(?:68|111|161)(?![0-9])"), "reference"),
    (Anchored(_CLOCK, r"[0-9](?=\s?[hg]|:[0-5][0-9])"), "clock"),
    (Anchored(_ROUND_THE_CLOCK, r"24/"), "clock"),
    (Anchored(_SHARED_DAY, r"ngày(?=[ ]?[0-9])"), "date"),
    (Anchored(_DATE_LINE, r"ngày(?=[\s._…]*tháng)"), "date"),
    (Anchored(_YEARS, rf"[12](?=[09][0-9]{{2}}{GAP}[-–—/])"), "period"),
    (Anchored(_MONTH_YEAR, r"[/-](?=(?:19|20)[0-9]{2})"), "period"),
)
_PRINTED, _LOWER = Together(*_AS_PRINTED), Together(*_IN_LOWER_CASE)
_NUMBERED_THING = Anchored(_NUMBERED, r"số(?=[ ]?:?[ ]?[0-9])")
_ROW_NUMBER = Anchored(_SERIAL, r"(?m:^)(?=[ ]*\|?[ ]*[0-9])")


def _numbered_things(text: str, low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _NUMBERED_THING.finditer(low, start, end):
        if not _counts(text, low, match.end("number"), end):
            yield match.span("number")
            yield from _further(text, low, match.end("number"), end)
    for hit in load("numbered_things").find(text, start, end):
        yield from _numbered_thing(text, low, hit.entry, hit.end, end)


def _line_starts(text: str, low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = start
    while line < end:
        stop = text.find("\n", line, end)
        stop = end if stop < 0 else stop
        if line == 0 or text[line - 1] == "\n":
            for marker in read_markers(text, line, stop):
                if marker.numbers and marker.kind in ("arabic", "decimal"):
                    yield marker.start, marker.end
        line = stop + 1
    for match in _ROW_NUMBER.finditer(text, start, end):
        if "\t" in match["stop"] or "|" in match["stop"] or unit_at(text, low, match.end("number"), end) is None:
            yield match.span("number")


def _counts(text: str, low: str, position: int, end: int) -> bool:
    """Whether a number that ends here is followed by what it counts."""
    unit = unit_at(text, low, position, end)
    return unit is not None and unit.name not in _PLACES


_MARK = regex.compile(r"[.,]")


def _numbered_thing(text: str, low: str, entry: Entry, position: int, end: int) -> Iterator[tuple[int, int]]:
    match = None if entry.attributes.get("counted") else _BEHIND.match(low, position, end)
    if match is None:
        return
    always = bool(entry.attributes.get("always"))
    highest = entry.attributes.get("highest")
    if highest is not None and int(_MARK.split(match["number"])[0]) > int(highest):
        return
    if _MONEY.match(low, match.end(), end):
        return
    if not always and _counts(text, low, match.end(), end):
        return
    yield match.span("number")
    yield from _further(text, low, match.end(), end)


def _further(text: str, low: str, position: int, end: int) -> Iterator[tuple[int, int]]:
    while match := _FURTHER.match(low, position, end):
        if len(match["number"]) > 3 or _counts(text, low, match.end(), end):
            return
        yield match.span("number")
        position = match.end()
