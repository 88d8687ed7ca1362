"""The letterhead: number and symbol, place and date, and the bodies named above the title.

The two columns of the official form (NĐ 30/2020/NĐ-CP, Phụ lục I) reach the text in every order: below each other, line
by line side by side, or on one line.
"""

from __future__ import annotations

import dataclasses
import datetime

import regex

_BLANK = r"[\s.…_\-]*"
# Số: 140/BC-UBND · Số 12-BC/HU · Số:   /BC-UBND · Số: 25/BC - SNV · Số: …/BC-UBND-NV · Số: 140
_NUMBER = regex.compile(
    rf"""(?m)^[\s*_|]*S[ốỐôÔ]\s*[*_]*[:.]?[*_]*{_BLANK}(?P<number>\d{{1,5}}[a-zđ]?)?[*_]*
    (?:{_BLANK}(?P<separator>[/\-–])\s*(?P<year>(?:19|20)\d\d\s*/)?\s*
       (?P<symbol>\p{{Lu}}[\p{{L}}&.]*(?:\s?[-–/]\s?[\p{{Lu}}&][\p{{L}}&.]*(?<=\p{{L}})\d{{0,2}})*)
       (?:\s?\(\p{{Lu}}[\p{{Lu}}\d&-]*\))?
     | (?=\s*$|\s+\p{{Lu}}\p{{Ll}}))""",
    regex.VERBOSE,
)
# An Lão, ngày 12 tháng 6 năm 2023 · Krông Nô, ngày   tháng 8 năm 2022 · Tân An, ngày … tháng … năm 20…, năm 202
# An Lão, ngày 12/6/2023
_DATE_LINE = regex.compile(
    rf"""(?:(?P<place>(?:\p{{Lu}}[\p{{L}}'’]*\.?|\d{{1,2}})(?:(?:\s+|\s?[-–]\s?)(?:\p{{Lu}}[\p{{L}}'’]*|\d{{1,2}}|phố|xã|trấn)){{0,5}})\s*[,.;]?\s*)?
    (?<!\w)[nN]gày{_BLANK}+(?:
      (?P<day>\d{{0,2}}){_BLANK}+[tT]háng{_BLANK}+(?P<month>\d{{0,2}}){_BLANK}+,?\s*[nN]ăm{_BLANK}+(?:(?P<year>(?:19|20)\d\d)(?!\d)|\d{{0,3}})
    | (?P<day>\d{{1,2}})\s?[/.-]\s?(?P<month>\d{{1,2}})\s?[/.-]\s?(?P<year>(?:19|20)\d\d)(?!\d)
    )[\s.…_|*]*(?=\n|$)""",
    regex.VERBOSE,
)
# What stands in the right column above the date.
_MOTTO = regex.compile(
    r"""C[ỘO]NG\s+H[OÒ][AÀ]?\s+X[ÃA]\s+H[ỘO]I\s+CH[ỦU]\s+NGH[ĨI]A(?:\s+VI[ỆE]T\s+NAM)?|VI[ỆE]T\s+NAM\s*$
    |đ[ộo]c\s+l[ậa]p\s*[-–—.]?\s*t[ựu]\s+do\s*[-–—.]?\s*h[ạa]nh\s+ph[úu]c|đảng\s+cộng\s+sản\s+việt\s+nam""",
    regex.VERBOSE | regex.IGNORECASE,
)
_LINE = regex.compile(r"[^\n]+")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What the lines above the title say; ``bodies`` are the lines of the left column, in capitals or not."""

    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    bodies: tuple[str, ...] = ()

    @property
    def date(self) -> datetime.date | None:
        """The date of issue, only where day, month and year are there and exist."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def find_letterhead(text: str, title_start: int, front_end: int, closing: int, end: int) -> Letterhead:
    """Read the letterhead of text[:front_end]; the bodies stand before the title, the date also below the signature.

    >>> head = "UBND HUYỆN AN HÒA\\nSố: 14/BC-UBND\\nAn Hòa, ngày 3 tháng 5 năm 2023\\nBÁO CÁO"
    >>> found = find_letterhead(head, head.index("BÁO"), len(head), len(head), len(head))
    >>> found.number, found.symbol, found.place, found.date, found.bodies
    ('14', 'BC-UBND', 'An Hòa', datetime.date(2023, 5, 3), ('UBND HUYỆN AN HÒA',))
    """
    number = _NUMBER.search(text, 0, front_end)
    date = _date_line(text, 0, title_start or front_end, number) or _date_line(text, closing, end, None)
    place = " ".join(date["place"].split()) if date and date["place"] else None
    return Letterhead(
        number=number["number"] if number else None,
        symbol=_symbol(number["symbol"]) if number and number["symbol"] else None,
        place=place,
        day=_number(date, "day"),
        month=_number(date, "month"),
        year=_number(date, "year"),
        bodies=tuple(_bodies(text, title_start)),
    )


def _number(match: regex.Match[str] | None, group: str) -> int | None:
    return int(match[group]) if match and match[group] else None


_DASH, _SLASH = regex.compile(r"(?<!\s)\s*+[-–]\s*+"), regex.compile(r"(?<!\s)\s*+/\s*+")


def _symbol(written: str) -> str:
    """The symbol without the spaces and dashes of a careless typist: BC - SNV is BC-SNV."""
    return _DASH.sub("-", _SLASH.sub("/", written)).strip(" .-/")


def _date_line(text: str, start: int, end: int, number: regex.Match[str] | None) -> regex.Match[str] | None:
    """The line of place and date; on a line with the number or the motto it is what follows them."""
    for line in _LINE.finditer(text, start, end):
        begin = line.start()
        if number and begin < number.end() <= line.end():
            begin = number.end()
        mottoes = list(_MOTTO.finditer(text, begin, line.end()))
        if mottoes:
            begin = mottoes[-1].end()
        plain = line[0].strip(" *_|")
        match = _DATE_LINE.search(text, begin, line.end())
        if match and (match["place"] or regex.match(r"[nN]gày", plain) or begin > line.start()):
            before = text[begin : match.start()].strip(" *_|\t")
            if not before or before.isupper() or begin > line.start():
                return match
    return None


def _bodies(text: str, title_start: int) -> list[str]:
    bodies = []
    for line in _LINE.finditer(text, 0, title_start):
        written = line[0]
        for pattern in (_NUMBER, _DATE_LINE, _MOTTO):
            written = pattern.sub(" ", written)
        written = " ".join(regex.sub(r"[*_#|\t]+|[-–—]{2,}", " ", written).split()).strip(" -–—.,:;")
        if written and any(c.isalpha() for c in written):
            bodies.append(written)
    return bodies
