"""Automatic list numbers of a DOCX: what Word prints before a paragraph and does not store in its text."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping

import regex
from lxml import etree

from pipeline.read.docx_styles import Styles, W, is_on, value
from pipeline.read.legacy import Charset, charset_of_font, decode_legacy

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)

# Word counts no further, and has no longer texts around a number; numerals and letters would fill the memory.
_HIGHEST = 32_767
_LONGEST = 255

# Bullets that a report may as well have typed; any other sign is a picture of a dash.
_TYPED_BULLETS = ("-", "+", "*", "–")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """One level of a list. ``restart`` is the level, from 1, whose numbers restart this one; 0 for never."""

    form: str
    text: str
    start: int
    restart: int | None
    all_arabic: bool
    style: str | None
    gap: str
    charset: Charset | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    abstract: str
    starts: dict[int, int]
    levels: dict[int, _Level]


class Numbering:
    """Counts the paragraphs of every list, in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._merged: dict[str, Mapping[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for abstract in root.iter(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            self._abstracts[name] = dict(_levels(abstract))
            link, defines = value(abstract.find(f"{W}numStyleLink")), value(abstract.find(f"{W}styleLink"))
            if link:
                linked[name] = link
            if defines:
                by_style[defines] = name
        for name, style in linked.items():
            self._abstracts[name] = self._abstracts.get(by_style.get(style, ""), {})
        for num in root.iter(f"{W}num"):
            starts: dict[int, int] = {}
            levels: dict[int, _Level] = {}
            for override in num.iter(f"{W}lvlOverride"):
                level = _number(override.get(f"{W}ilvl"), 0)
                start = value(override.find(f"{W}startOverride"))
                if start is not None:
                    starts[level] = _number(start, 1)
                levels.update(_levels(override))
            abstract_id = value(num.find(f"{W}abstractNumId")) or ""
            self._lists[num.get(f"{W}numId", "")] = _List(abstract=abstract_id, starts=starts, levels=levels)

    def marker(self, paragraph: etree._Element) -> str:
        """What stands before the paragraph, "II. ", "2.1. ", "- ", or nothing; counts the paragraph."""
        found = self._place(paragraph)
        if found is None:
            return ""
        num_id, depth = found
        numbered = self._lists[num_id]
        levels = self._levels_of(num_id)
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(numbered.abstract, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for level in numbered.starts:
                counts.pop(level, None)
        for level in range(depth):
            if level in levels:
                counts.setdefault(level, numbered.starts.get(level, levels[level].start))
        start = numbered.starts.get(depth, levels[depth].start)
        counts[depth] = counts.get(depth, start - 1) + 1
        for level in [deeper for deeper in counts if deeper > depth]:
            restart = levels[level].restart if level in levels else None
            if restart is None or (restart and depth < restart):
                del counts[level]
        printed = _printed(levels, depth, counts)
        return printed + levels[depth].gap if printed else ""

    def _levels_of(self, num_id: str) -> Mapping[int, _Level]:
        if num_id not in self._merged:
            numbered = self._lists[num_id]
            self._merged[num_id] = {**self._abstracts.get(numbered.abstract, {}), **numbered.levels}
        return self._merged[num_id]

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style_id = self._styles.of(paragraph)
        num_id = value(own.find(f"{W}numId")) if own is not None else None
        depth = value(own.find(f"{W}ilvl")) if own is not None else None
        if num_id is None:
            for style in self._styles.chain(style_id):
                inherited = style.find(f"{W}pPr/{W}numPr")
                if inherited is not None and inherited.find(f"{W}numId") is not None:
                    num_id = value(inherited.find(f"{W}numId"))
                    depth = depth or self._depth_of_style(num_id, style) or value(inherited.find(f"{W}ilvl"))
                    break
        if num_id is None or num_id not in self._lists:
            return None
        return num_id, _number(depth, 0)

    def _depth_of_style(self, num_id: str | None, style: etree._Element) -> str | None:
        numbered = self._lists.get(num_id or "")
        levels = self._abstracts.get(numbered.abstract, {}) if numbered else {}
        name = style.get(f"{W}styleId")
        return next((str(depth) for depth, level in levels.items() if level.style == name), None)


def _levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in parent.iterchildren(f"{W}lvl"):
        restart = value(level.find(f"{W}lvlRestart"))
        font = level.find(f"{W}rPr/{W}rFonts")
        name = None if font is None else font.get(f"{W}hAnsi") or font.get(f"{W}ascii")
        yield (
            _number(level.get(f"{W}ilvl"), 0),
            _Level(
                form=_form(level),
                text=(value(level.find(f"{W}lvlText")) or "")[:_LONGEST],
                start=_number(value(level.find(f"{W}start")), 1),
                restart=None if restart is None else _number(restart, 0),
                all_arabic=is_on(level.find(f"{W}isLgl")),
                style=value(level.find(f"{W}pStyle")),
                gap="" if value(level.find(f"{W}suff")) == "nothing" else " ",
                charset=charset_of_font(name) if name else None,
            ),
        )


def _number(written: str | None, usual: int) -> int:
    """A number of the XML; some programs write nonsense there."""
    return int(written) if written and regex.fullmatch(r"-?\d{1,9}", written) else usual


def _form(level: etree._Element) -> str:
    """The form of a level's numbers; of a custom one, its picture ("001, 002, …")."""
    form = level.find(f"{W}numFmt")
    if form is None:
        form = level.find(f"{_ALTERNATE}AlternateContent/{_ALTERNATE}Choice/{W}numFmt")
    name = value(form)
    if form is not None and name == "custom":
        return (form.get(f"{W}format") or "decimal").partition(",")[0].strip()
    return name or "decimal"


def _printed(levels: Mapping[int, _Level], depth: int, counts: dict[int, int]) -> str:
    level = levels[depth]
    if level.form == "bullet":
        return level.text if level.text in _TYPED_BULLETS else "-"
    text = decode_legacy(level.text, level.charset) if level.charset else level.text

    def number(match: regex.Match[str]) -> str:
        at = int(match[1]) - 1
        form = "decimal" if level.all_arabic else levels[at].form if at in levels else "decimal"
        return numeral(counts.get(at, 1), form)

    return str(regex.sub(r"%([1-9])", number, text))


def numeral(number: int, form: str) -> str:
    """A number in one of Word's forms.

    >>> [numeral(4, form) for form in ("decimal", "decimalZero", "upperRoman", "lowerRoman", "lowerLetter", "001")]
    ['4', '04', 'IV', 'iv', 'd', '004']
    >>> [numeral(21, form) for form in ("vietnameseCounting", "decimalEnclosedParen", "numberInDash", "none")]
    ['hai mươi mốt', '(21)', '- 21 -', '']
    """
    if regex.fullmatch(r"0{1,9}1", form):
        return f"{number:0{len(form)}d}"
    if form in _FORMS and number <= _HIGHEST:
        return _FORMS[form](number)
    return str(number)


def _roman(number: int) -> str:
    roman, rest = "", number
    for worth, sign in _ROMAN:
        roman += sign * (rest // worth)
        rest %= worth
    return roman


def _letters(number: int) -> str:
    """After z Word prints aa, bb, cc."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def _in_words(number: int) -> str:
    """A number below a hundred in Vietnamese; others in digits."""
    tens, ones = divmod(number, 10)
    if not 0 <= tens < 10:
        return str(number)
    if tens == 0:
        return _DIGITS[ones]
    word = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, _DIGITS[ones])
    return f"{'mười' if tens == 1 else _DIGITS[tens] + ' mươi'} {word}".strip()


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "vietnameseCounting": _in_words,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    "chicago": lambda number: "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1),
    "ordinal": lambda number: str(number) + _ordinal_end(number),
}


def _ordinal_end(number: int) -> str:
    return "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
