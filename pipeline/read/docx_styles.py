"""How a run of a DOCX looks where that changes its letters: capitals, hidden, raised, and the font.

A run takes from its own properties, its style, its paragraph's style, and what the document sets for all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_OFF = ("0", "false", "none", "off")

# The font of accented letters goes first.
_FONTS = (f"{W}hAnsi", f"{W}ascii")
_THEME_FONTS = (f"{W}hAnsiTheme", f"{W}asciiTheme")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a run looks like; ``font`` is the one of its Latin letters."""

    caps: bool = False
    hidden: bool = False
    raised: bool = False
    font: str | None = None


class Styles:
    """Styles and what they inherit."""

    def __init__(self, root: etree._Element | None, theme: etree._Element | None = None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._defaults: dict[str, str | None] = {"paragraph": None, "character": None}
        self._theme = _theme_fonts(theme)
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        base = None
        if root is not None:
            base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            for style in root.iterchildren(f"{W}style"):
                name = style.get(f"{W}styleId", "")
                self._styles[name] = style
                if is_on_attribute(style.get(f"{W}default")):
                    self._defaults[style.get(f"{W}type", "")] = name
        self._base = self._with(Look(), base)

    def chain(self, style_id: str | None) -> Iterator[etree._Element]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = value(style.find(f"{W}basedOn"))

    def of(self, paragraph: etree._Element) -> str | None:
        """The id of a paragraph's style; where it names none, or one that is not there, the default one."""
        named = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        return named if named in self._styles else self._defaults["paragraph"]

    def look(self, paragraph_style: str | None, run: etree._Element | None) -> Look:
        """The look of a run with these properties (w:rPr) in a paragraph of this style."""
        named = value(run.find(f"{W}rStyle")) if run is not None and len(run) else None
        key = (paragraph_style, named)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._styled(paragraph_style, named)
        return look if run is None or not len(run) else self._with(look, run)

    def _styled(self, paragraph_style: str | None, run_style: str | None) -> Look:
        """The look of two styles; a switch that both turn on is off, as Word has it."""
        of_paragraph = self._inherited(self._base, paragraph_style)
        of_run = self._inherited(Look(), run_style)
        both = self._inherited(of_paragraph, run_style)
        return dataclasses.replace(
            both,
            caps=both.caps and not (of_paragraph.caps and of_run.caps),
            hidden=both.hidden and not (of_paragraph.hidden and of_run.hidden),
        )

    def _inherited(self, look: Look, style_id: str | None) -> Look:
        for style in reversed(list(self.chain(style_id))):
            look = self._with(look, style.find(f"{W}rPr"))
        return look

    def _with(self, look: Look, properties: etree._Element | None) -> Look:
        if properties is None:
            return look
        caps, hidden, raised, font = look.caps, look.hidden, look.raised, look.font
        for element in properties:
            tag = element.tag
            if tag == _FONT:
                font = self._font(element) or font
            elif tag == _CAPS:
                caps = is_on(element)
            elif tag == _VANISH:
                hidden = is_on(element)
            elif tag == _RAISED:
                raised = value(element) == "superscript"
        if (caps, hidden, raised, font) == (look.caps, look.hidden, look.raised, look.font):
            return look
        return Look(caps=caps, hidden=hidden, raised=raised, font=font)

    def _font(self, fonts: etree._Element) -> str | None:
        """The font of Latin letters; a theme's font goes before a named one."""
        for name in _THEME_FONTS:
            theme = fonts.get(name)
            if theme and theme[:5] in self._theme:
                return self._theme[theme[:5]]
        return next(filter(None, map(fonts.get, _FONTS)), None)


_FONT, _CAPS, _VANISH, _RAISED = f"{W}rFonts", f"{W}caps", f"{W}vanish", f"{W}vertAlign"


def value(element: etree._Element | None) -> str | None:
    """The w:val of an element."""
    return None if element is None else element.get(f"{W}val")


def is_on(element: etree._Element | None) -> bool:
    """A switch that is there and not turned off."""
    return element is not None and value(element) not in _OFF


def is_on_attribute(written: str | None) -> bool:
    """A switch that is an attribute: off where it is not there."""
    return written is not None and written not in _OFF


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """The fonts of headings ("major") and of text ("minor")."""
    found: dict[str, str] = {}
    for kind in ("major", "minor") if theme is not None else ():
        latin = theme.find(f".//{_A}{kind}Font/{_A}latin") if theme is not None else None
        if latin is not None and latin.get("typeface"):
            found[kind] = latin.get("typeface", "")
    return found
