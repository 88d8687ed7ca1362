"""Section markers: the numbers and letters that reports put before their headings.

A line can be read in several ways ("C." is a letter, a roman hundred or somebody's initial; "l." is a letter or a
badly read 1), so that ``read_markers`` gives all readings of a line, each with its doubt; the sequence they stand in
decides. Dash, plus and star items are no markers, and neither are numbers with a unit, dates and table rows.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache

import regex

# d, đ and e follow each other; many writers use the latin order and leave đ out.
LETTERS = "abcdđeghiklmnopqrstuvxy"
LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_PART_WORDS = {
    "nhất": 1,
    "một": 1,
    "hai": 2,
    "nhì": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
}
_UNITS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMANS = {name: value for value, name in enumerate((*_UNITS, "X", *(f"X{unit}" for unit in _UNITS), "XX"), start=1)}
# No report of this kind counts further; "45. " at a line's start is the tail of a sentence.
_HIGHEST = 40

# Leftovers of markup before a marker: "**I. ", "## 1. ".
_LEAD = r"[\s*_#>]*+"
_STOP = r"[.)/:\-–—]"

# PHẦN THỨ NHẤT · Phần thứ hai: · PHẦN I. KẾT QUẢ · Phần 2 - (not: Phần mềm, "phần thứ hai của kế hoạch")
_PART = regex.compile(
    rf"""{_LEAD}
    (?P<name>(?i:phần)\s+(?:
        (?i:thứ)\s+(?P<word>(?i:{"|".join(_PART_WORDS)}))
        | (?P<roman>[IVX]{{1,4}}) | (?P<digit>[1-9]) | (?P<letter>[A-E])
    ))(?!\w)[*_]*
    (?: \s*{_STOP}+\s* | \s*$ | \s+(?=[\p{{Lu}}"“(]) )""",
    regex.VERBOSE,
)
# I. · II- · III/ · IV) · V: · I – · VI.KẾT QUẢ (not: "I/2023", "V.I. Lê-nin")
_ROMAN = regex.compile(rf"{_LEAD}(?P<name>[IVX]{{1,5}})[*_]*\s?(?P<stop>{_STOP}+)(?![\dIVX][\d.])[*_]*\s*(?!\d+[/.]\d)")
# I KẾT QUẢ ĐẠT ĐƯỢC: the stop is lost, the heading is in capitals
_BARE_ROMAN = regex.compile(rf"{_LEAD}(?P<name>[IVX]{{1,5}})[*_]*\s+(?=\p{{Lu}}{{2,}}[\s,])")
# II1. · Il. · lV- · 1I. : a roman numeral with a badly read I
_BLURRED_ROMAN = regex.compile(rf"{_LEAD}(?P<name>[IVXl1|]{{2,5}})[*_]*(?P<stop>{_STOP}+)[*_]*\s*(?=\p{{Lu}})")
# 1. · 2- · 3/ · 4) · 5: · 01. · 1 - Công tác (not: 05/05 · 1-6-2023 · 1.552 · 10-12 người · 8:30)
_ARABIC = regex.compile(
    rf"{_LEAD}(?P<name>\d{{1,2}})[*_]*(?:\s?(?P<stop>[.)/:]+[\-–]?|\.?[\-–—]))(?!\d)(?!(?<=[\-–—/:])\s*\d)[*_]*\s*"
)
# 1.1. · 2.6 Xây dựng · 1.1.1. · II.1. · 7.4 và 7.5 Tỷ lệ · 3.1) (not: 1.552 · 12.5 % · 2.5/2.5 điểm · 12.5.2023)
_DECIMAL = regex.compile(
    rf"""{_LEAD}
    (?P<name>(?:[IVX]{{1,4}}|\d{{1,2}})(?:\s?\.\s?\d{{1,2}}){{1,3}})(?!\d)
    (?P<more>(?:\s?(?:,|và|&|\+|-|–|đến)\s?\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?!\d))*)
    [*_]*(?:\s?(?P<stop>{_STOP}+)(?!\s*\d) | (?=\s+[\p{{Lu}}"“(*]))[*_]*\s*""",
    regex.VERBOSE,
)
# a) · b. · c/ · d- · đ) · A. · B- (not: a.m, c/o)
_LETTER = regex.compile(
    rf"{_LEAD}(?P<name>[a-zđA-ZĐ])[*_]*(?P<stop>\s?[)]|[./:\-–]\)?(?=\s|[\p{{Lu}}]\p{{Ll}}*\s))[*_]*\s*"
)
# ii) · iv. : a lower-case roman numeral
_SMALL_ROMAN = regex.compile(rf"{_LEAD}(?P<name>[ivx]{{1,4}})(?P<stop>[).])[*_]*\s*(?=\S)")
# l. Công tác · l) Kết quả : a badly read 1
_BLURRED_ONE = regex.compile(rf"{_LEAD}(?P<name>[l|])(?P<stop>[.)\-/])[*_]*\s*(?=\p{{Lu}})")

# l. CÔNG TÁC CHỈ ĐẠO: a heading in capitals, so the badly read number is a roman one
_CAPITALS = regex.compile(r"[\p{Lu}\d\s,.\-–:()]{5,}$")

# 1. Đất đai 512 488 24 · 2. Hộ tịch 1.330 1.330 100% (not: Nhiệm vụ tháng 5, 6)
_CELLS = regex.compile(r"(?:\s\d[\d.]*(?:,\d+)?%?){2,}\s*$")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """One reading of a line's beginning.

    ``start`` is the first character of the marker, ``end`` the first of the heading behind it. ``kind`` is a value of
    the marker_kind labels; ``level`` tells apart what must not continue each other: capital and small letters, capital
    and small romans. ``numbers`` is the value of each component; ``roman_first`` says that the first of them is a roman
    numeral ("II.1"). ``through`` is the last component of a marker that serves several numbers ("7.4 và 7.5": 5).
    ``doubt`` is 0 for a plain marker and grows with what speaks against this reading.
    """

    kind: str
    level: str
    printed: str
    numbers: tuple[int, ...]
    start: int
    end: int
    stop: str = ""
    roman_first: bool = False
    through: int | None = None
    doubt: float = 0.0


def follows(level: str, before: int, after: int) -> bool:
    """Whether a number is the next one at a level; letters may run in the Vietnamese or the latin order.

    >>> follows("arabic", 3, 4), follows("letter", ord("d"), ord("đ")), follows("letter", ord("d"), ord("e"))
    (True, True, True)
    """
    if level not in ("letter", "capital"):
        return after == before + 1
    one, two = chr(before), chr(after)
    return any(f"{one}{two}" in order for order in (LETTERS, LATIN_LETTERS))


def distance(level: str, before: int, after: int) -> int:
    """How many steps lie between two numbers of a level; negative where it runs backwards."""
    if level not in ("letter", "capital"):
        return after - before
    if follows(level, before, after):
        return 1
    order = LETTERS + "fjwz"
    return order.index(chr(after)) - order.index(chr(before))


def first_of(level: str) -> int:
    """The number that a level begins with."""
    return ord("a") if level in ("letter", "capital") else 1


# No line without one of these after its lead has a marker; most lines of prose begin with neither.
_PERHAPS = regex.compile(rf"{_LEAD}(?:\d|[IVXivxlL|]|[Pp][Hh]|[a-zđA-ZĐ][*_]*\s?[).:/\-–])")
_TABBED_MARKER = regex.compile(r"[\w.]{1,8}[.)/:\-–]")


@lru_cache(maxsize=2048)
def read_markers(text: str, start: int = 0, end: int | None = None) -> tuple[Marker, ...]:
    """All readings of the line text[start:end] as a numbered line, none where it has no marker."""
    end = len(text) if end is None else end
    if not _PERHAPS.match(text, start, end) or _is_table_row(text, start, end):
        return ()
    return tuple(_readings(text, start, end))


def _is_table_row(text: str, start: int, end: int) -> bool:
    """A row of cells: with bars, with tabs other than the one behind a marker, or with numbers side by side."""
    line = text[start:end].strip()
    if "|" in line[:1] or line.count("|") > 1:
        return True
    if _CELLS.search(line):
        return True
    head, tab, _ = line.partition("\t")
    return bool(tab) and (line.count("\t") > 1 or not _TABBED_MARKER.fullmatch(head))


def _readings(text: str, start: int, end: int) -> Iterator[Marker]:
    part = _PART.match(text, start, end)
    if part:
        yield _part(part)
        return
    decimal = _DECIMAL.match(text, start, end)
    if decimal:
        yield from _decimal(text, decimal, end)
    roman = _ROMAN.match(text, start, end) or _BARE_ROMAN.match(text, start, end)
    if roman and roman["name"] in _ROMANS:
        doubt = _doubt(text, roman, end) + (0.0 if "stop" in roman.groupdict() else 0.8)
        yield _marker(roman, "roman", "roman", roman["name"], (_ROMANS[roman["name"]],), doubt)
    blurred = None if roman else _BLURRED_ROMAN.match(text, start, end)
    if blurred and not blurred["name"].isdigit():
        name = regex.sub(r"[l1|]", "I", blurred["name"])
        if name in _ROMANS:
            yield _marker(blurred, "roman", "roman", name, (_ROMANS[name],), _doubt(text, blurred, end) + 0.8)
    arabic = _ARABIC.match(text, start, end)
    if arabic and 0 < int(arabic["name"]) <= _HIGHEST:
        doubt = _doubt(text, arabic, end)
        yield _marker(arabic, "arabic", "arabic", str(int(arabic["name"])), (int(arabic["name"]),), doubt)
    one = _BLURRED_ONE.match(text, start, end)
    if one and _CAPITALS.match(text, one.end(), end):
        yield _marker(one, "roman", "roman", "I", (1,), _doubt(text, one, end) + 0.8)
    if one:
        yield _marker(one, "arabic", "arabic", "1", (1,), _doubt(text, one, end) + 1.0)
    yield from _letters(text, start, end)


def _part(match: regex.Match[str]) -> Marker:
    if match["word"]:
        number = _PART_WORDS[match["word"].lower()]
    elif match["roman"]:
        number = _ROMANS.get(match["roman"], 1)
    elif match["digit"]:
        number = int(match["digit"])
    else:
        number = ord(match["letter"]) - ord("A") + 1
    printed = " ".join(match["name"].split())
    return Marker(
        kind="part", level="part", printed=printed, numbers=(number,), start=match.start("name"), end=match.end()
    )


_DOT = regex.compile(r"\s?\.\s?")
_LAST_COMPONENT = regex.compile(r"\d+(?!\.?\d)")


def _decimal(text: str, match: regex.Match[str], end: int) -> Iterator[Marker]:
    first, *rest = _DOT.split(match["name"])
    roman = first in _ROMANS
    if not roman and not first.isdigit():
        return
    numbers = (_ROMANS[first] if roman else int(first), *map(int, rest))
    if not all(0 < number <= _HIGHEST for number in numbers):
        return
    doubt = _doubt(text, match, end) + (0.0 if match["stop"] else 0.4) + (0.5 if " " in match["name"] else 0.0)
    more = _LAST_COMPONENT.findall(match["more"] or "")
    yield dataclasses.replace(
        _marker(match, "decimal", "decimal", ".".join((first if roman else str(numbers[0]), *rest)), numbers, doubt),
        roman_first=roman,
        through=int(more[-1]) if more else None,
    )


def _letters(text: str, start: int, end: int) -> Iterator[Marker]:
    letter = _LETTER.match(text, start, end)
    if letter:
        name = letter["name"]
        level = "letter" if name.islower() else "capital"
        yield _marker(letter, "letter", level, name, (ord(name.lower()),), _doubt(text, letter, end))
    roman = _SMALL_ROMAN.match(text, start, end)
    if roman and roman["name"].upper() in _ROMANS:
        name = roman["name"]
        yield _marker(roman, "roman", "small_roman", name, (_ROMANS[name.upper()],), _doubt(text, roman, end) + 0.3)


def _marker(
    match: regex.Match[str], kind: str, level: str, printed: str, numbers: tuple[int, ...], doubt: float
) -> Marker:
    stop = (match.groupdict().get("stop") or "").strip()
    return Marker(
        kind=kind,
        level=level,
        printed=printed,
        numbers=numbers,
        start=match.start("name"),
        end=match.end(),
        stop=stop,
        doubt=doubt,
    )


def _doubt(text: str, match: regex.Match[str], end: int) -> float:
    """What speaks against a marker in what follows it: nothing, a lower-case letter, a number."""
    rest = text[match.end() : end].lstrip("*_ \t\"“'(")
    if not rest:
        return 1.0
    if rest[0].islower():
        return 1.5
    return 0.8 if rest[0].isdigit() else 0.0
