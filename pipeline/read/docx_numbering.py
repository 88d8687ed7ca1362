"""Automatic list numbers of a DOCX: what Word prints before a paragraph and does not store in its text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import regex
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    abstract: str
    starts: dict[int, int]
    levels: dict[int, _Level]


class Styles:
    """Paragraph styles and what they inherit."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        if root is not None:
            self._styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}

    def chain(self, style_id: str | None) -> Iterator[etree._Element]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = value(style.find(f"{W}basedOn"))

    def of(self, paragraph: etree._Element) -> str | None:
        """The id of a paragraph's style."""
        return value(paragraph.find(f"{W}pPr/{W}pStyle"))


class Numbering:
    """Counts the paragraphs of every list, in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
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
                level = int(override.get(f"{W}ilvl", "0"))
                start = value(override.find(f"{W}startOverride"))
                if start is not None:
                    starts[level] = int(start)
                levels.update(_levels(override))
            abstract_id = value(num.find(f"{W}abstractNumId")) or ""
            self._lists[num.get(f"{W}numId", "")] = _List(abstract=abstract_id, starts=starts, levels=levels)

    def marker(self, paragraph: etree._Element) -> str:
        """What stands before the paragraph, "II.", "2.1.", "-", or nothing; counts the paragraph."""
        found = self._place(paragraph)
        if found is None:
            return ""
        num_id, depth = found
        numbered = self._lists[num_id]
        levels = {**self._abstracts.get(numbered.abstract, {}), **numbered.levels}
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(numbered.abstract, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            for level, start in numbered.starts.items():
                counts[level] = start - 1
        for level in range(depth):
            if level in levels:
                counts.setdefault(level, levels[level].start)
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for level in [deeper for deeper in counts if deeper > depth]:
            restart = levels[level].restart if level in levels else None
            if restart is None or (restart and depth < restart):
                del counts[level]
        return _printed(levels, depth, counts)

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
        return num_id, int(depth or "0")

    def _depth_of_style(self, num_id: str | None, style: etree._Element) -> str | None:
        numbered = self._lists.get(num_id or "")
        levels = self._abstracts.get(numbered.abstract, {}) if numbered else {}
        name = style.get(f"{W}styleId")
        return next((str(depth) for depth, level in levels.items() if level.style == name), None)


def value(element: etree._Element | None) -> str | None:
    """The w:val of an element."""
    return None if element is None else element.get(f"{W}val")


def is_on(element: etree._Element | None) -> bool:
    """A switch that is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "none", "off")


def _levels(parent: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in parent.iter(f"{W}lvl"):
        restart = value(level.find(f"{W}lvlRestart"))
        yield (
            int(level.get(f"{W}ilvl", "0")),
            _Level(
                form=value(level.find(f"{W}numFmt")) or "decimal",
                text=value(level.find(f"{W}lvlText")) or "",
                start=int(value(level.find(f"{W}start")) or "1"),
                restart=None if restart is None else int(restart),
                all_arabic=is_on(level.find(f"{W}isLgl")),
                style=value(level.find(f"{W}pStyle")),
            ),
        )


def _printed(levels: dict[int, _Level], depth: int, counts: dict[int, int]) -> str:
    level = levels[depth]
    if level.form == "bullet":
        return level.text if level.text in _TYPED_BULLETS else "-"
    if level.form == "none":
        return ""

    def number(match: regex.Match[str]) -> str:
        at = int(match[1]) - 1
        form = "decimal" if level.all_arabic else levels[at].form if at in levels else "decimal"
        return numeral(counts.get(at, 1), form)

    return regex.sub(r"%([1-9])", number, level.text)


def numeral(number: int, form: str) -> str:
    """A number in one of Word's forms.

    >>> [numeral(4, form) for form in ("decimal", "decimalZero", "upperRoman", "lowerRoman", "lowerLetter")]
    ['4', '04', 'IV', 'iv', 'd']
    """
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("upperRoman", "lowerRoman"):
        roman, rest = "", number
        for worth, sign in _ROMAN:
            roman += sign * (rest // worth)
            rest %= worth
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter"):
        # After z Word prints aa, bb, cc.
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)
