"""A paragraph of a DOCX as text: its runs, with all that they hold besides letters."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import regex
from lxml import etree

from pipeline.read.docx_math import M, linear
from pipeline.read.docx_package import Package, R
from pipeline.read.docx_styles import Look, Styles, W, is_on, is_on_attribute, value
from pipeline.read.docx_symbols import BOXES, PRIVATE, replaced, shown
from pipeline.read.evidence import weigh
from pipeline.read.legacy import UNICODE_LETTER, Charset, charset_of_font, decode_legacy
from pipeline.read.raw import Problem

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"

# Characters of a run that are elements of their own.
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}

# What holds runs or blocks and is none itself; "del" and "moveFrom" are not among them.
WRAPPERS = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "ruby"}
    | {"rubyBase", "Choice", "Fallback"}
)

_DRAWINGS = frozenset({"drawing", "pict", "object", "AlternateContent"})

# Where a note's anchor stands until its number is known: a place of the private area, its index, another.
ANCHOR = regex.compile("\ue000([0-9]+)\ue001")
_PRIVATE = str.maketrans("", "", "\ue000\ue001")

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = regex.compile(r"\s*\d{1,3}\s*")

# Embedded files whose text one sees only as a picture.
_SHEET = regex.compile(r"(?i)excel|powerpoint|presentation|chart")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CalledNote:
    """A note that a run calls: "footnote" or "endnote", its id, and the mark that was typed for it, if one was."""

    kind: str
    number: str
    typed: str | None


@dataclasses.dataclass(slots=True)
class _Line:
    """A paragraph on its way: pieces in one charset each, and what stands beside the line."""

    paragraph_style: str | None
    pieces: list[tuple[str, Charset | None, bool]] = dataclasses.field(default_factory=list)
    boxes: list[etree._Element | str] = dataclasses.field(default_factory=list)

    def add(self, text: str, charset: Charset | None = None, caps: bool = False) -> None:
        # A letter of VNI may be cut between two runs: neighbours in one charset are decoded together.
        if self.pieces and self.pieces[-1][1:] == (charset, caps):
            self.pieces[-1] = (self.pieces[-1][0] + text, charset, caps)
        elif text:
            self.pieces.append((text, charset, caps))

    @property
    def begun(self) -> bool:
        return any(text.strip() for text, _, _ in self.pieces)

    def text(self) -> str:
        return "".join(_written(*piece) for piece in self.pieces)


def _written(text: str, charset: Charset | None, caps: bool) -> str:
    if charset is not None and not _is_unicode(text, charset):
        text = decode_legacy(text, charset)
    return text.upper() if caps else text


def _is_unicode(text: str, charset: Charset) -> bool:
    """Whether a text kept the name of an old font when it became Unicode: its words are sure to make sense as they are.

    "Báo cáo quý" has no letter that only Unicode has.
    """
    if text.isascii():
        # A font of capitals draws "stt" as STT.
        return charset is not Charset.TCVN3_CAPITALS
    verdict = weigh([text], {charset: 0.0})
    return verdict.charset is None and verdict.words > 0 and verdict.is_sure


class Paragraphs:
    """Reads paragraphs in the order of the document: a field may begin in one and end in another."""

    def __init__(self, package: Package, styles: Styles, notes: set[tuple[str, str]]) -> None:
        self._package = package
        self._styles = styles
        self._notes = notes
        self._charsets: dict[str | None, Charset | None] = {None: None}
        # For every field that is open: whether its instruction still goes on, which is not shown.
        self._fields: list[bool] = []
        self._sheets = 0
        self.called: list[CalledNote] = []

    def read(self, paragraph: etree._Element) -> tuple[str, list[etree._Element | str]]:
        """The paragraph's text, and the text boxes that hang on it, each as its content or as its text."""
        line = _Line(self._styles.of(paragraph))
        self._runs(paragraph, line)
        while self._fields and self._fields[-1]:
            # An instruction goes no further than its paragraph; what ends it is missing.
            self._fields.pop()
        return line.text(), line.boxes

    def problems(self) -> Iterator[Problem]:
        """What of the text could not be read."""
        if self._sheets:
            message = f"{self._sheets} bảng tính hoặc biểu đồ nhúng chỉ có hình ảnh, số liệu trong đó chưa được đọc."
            yield Problem(code="PART_UNREAD", message=message)

    def _runs(self, parent: etree._Element, line: _Line) -> None:
        for element in parent:
            kind = kind_of(element)
            if kind == "r":
                self._run(element, line)
            elif kind in WRAPPERS:
                self._runs(element, line)
            elif kind == "AlternateContent":
                self._runs(chosen(element), line)
            elif kind == "rt":
                line.add("(")
                self._runs(element, line)
                line.add(")")
            elif kind in ("drawing", "pict", "object"):
                self._drawing(element, line)
            elif not kind and isinstance(element.tag, str) and element.tag.startswith(M):
                line.add(linear(element))

    def _run(self, run: etree._Element, line: _Line) -> None:
        look = self._styles.look(line.paragraph_style, run.find(f"{W}rPr"))
        if look.hidden:
            return
        for element in run:
            kind = kind_of(element)
            if kind == "fldChar":
                self._field(element, line)
            elif any(self._fields):
                continue
            elif kind == "t":
                self._letters(element.text or "", look, line)
            elif kind == "softHyphen" and self._charset(look.font) is not None:
                # Programs take the letter of an old font at that place, the ư of TCVN3, for a hyphen.
                self._letters("\u00ad", look, line)
            elif kind in _SIGNS:
                line.add(_SIGNS[kind])
            elif kind == "sym":
                self._symbol(element, look, line)
            elif kind in ("footnoteReference", "endnoteReference"):
                self._call(element, kind.removesuffix("Reference"), line)
            elif kind == "ruby":
                self._runs(element, line)
            elif kind == "AlternateContent" and chosen(element).find(f"{W}t") is not None:
                for inner in chosen(element).iterchildren(f"{W}t"):
                    self._letters(inner.text or "", look, line)
            elif kind in _DRAWINGS:
                self._drawing(element, line)

    def _letters(self, text: str, look: Look, line: _Line) -> None:
        if not text.isascii():
            text = text.translate(_PRIVATE)
            if PRIVATE.search(text) and (line.begun or text.strip()[1:]):
                text = replaced(text, look.font)
        if look.raised and _RAISED.fullmatch(text):
            text = text.translate(SUPERSCRIPTS)
            line.add(text)
            return
        charset = self._charset(look.font)
        if charset is not None and UNICODE_LETTER.search(text):
            charset = None
        line.add(text, charset, look.caps)

    def _charset(self, font: str | None) -> Charset | None:
        if font not in self._charsets:
            self._charsets[font] = charset_of_font(font or "")
        return self._charsets[font]

    def _symbol(self, element: etree._Element, look: Look, line: _Line) -> None:
        try:
            character = chr(int(element.get(f"{W}char", ""), 16))
        except ValueError:
            return
        font = element.get(f"{W}font") or look.font
        sign = shown(character, font)
        if not line.begun and not sign.isalnum() and sign not in BOXES:
            # What stands before an item is a bullet.
            sign = character if PRIVATE.match(character) else sign
        line.add(sign, self._charset(font), look.caps)

    def _field(self, element: etree._Element, line: _Line) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            if not any(self._fields):
                line.add(_chosen_entry(element))
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _call(self, element: etree._Element, kind: str, line: _Line) -> None:
        number = element.get(f"{W}id", "")
        if (kind, number) not in self._notes:
            return
        typed = None
        if is_on_attribute(element.get(f"{W}customMarkFollows")):
            typed = "".join(text.text or "" for text in element.itersiblings(f"{W}t")).strip() or "*"
        self.called.append(CalledNote(kind=kind, number=number, typed=typed))
        line.add(f"\ue000{len(self.called) - 1}\ue001")

    def _drawing(self, element: etree._Element, line: _Line) -> None:
        """Text boxes, word art and the texts of a diagram."""
        for inner in _shown_parts(element):
            tag = inner.tag
            if tag == f"{W}txbxContent":
                line.boxes.append(inner)
            elif tag == f"{_VML}textpath":
                line.boxes.append(inner.get("string", ""))
            elif tag == f"{_A}txBody":
                line.boxes.extend(_drawn_lines(inner))
            elif tag == f"{_DIAGRAM}relIds":
                line.boxes.extend(self._diagram(inner))
            elif tag == f"{_OFFICE}OLEObject" and _SHEET.search(inner.get("ProgID", "")):
                self._sheets += 1

    def _diagram(self, relations: etree._Element) -> Iterator[str]:
        name = self._package.target(relations.get(f"{R}dm"))
        if name is not None:
            for body in self._package.root(name).iter(f"{_DIAGRAM}t"):
                yield from _drawn_lines(body)


def kind_of(element: etree._Element) -> str:
    """The name of a Word element, without its namespace; of all others, nothing."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith(W):
        return tag[len(W) :]
    return tag[len(_ALTERNATE) :] if tag.startswith(_ALTERNATE) else ""


def chosen(alternate: etree._Element) -> etree._Element:
    """Of a choice and its fallback, which hold the same for older programs, the choice, unless it is empty."""
    for name in ("Choice", "Fallback"):
        branch = alternate.find(f"{_ALTERNATE}{name}")
        if branch is not None and len(branch):
            return branch
    return alternate


def _shown_parts(element: etree._Element) -> Iterator[etree._Element]:
    """The places of text in a drawing, each once; text boxes are not gone into."""
    if element.tag == f"{_ALTERNATE}AlternateContent":
        found = list(_shown_parts(chosen(element)))
        fallback = element.find(f"{_ALTERNATE}Fallback")
        yield from found or (_shown_parts(fallback) if fallback is not None else ())
        return
    for child in element:
        if child.tag in _PLACES:
            yield child
        elif isinstance(child.tag, str):
            yield from _shown_parts(child)


_PLACES = frozenset({f"{W}txbxContent", f"{_VML}textpath", f"{_A}txBody", f"{_DIAGRAM}relIds", f"{_OFFICE}OLEObject"})


def _drawn_lines(body: etree._Element) -> Iterator[str]:
    for paragraph in body.iter(f"{_A}p"):
        text = "".join(
            "\n" if part.tag == f"{_A}br" else part.text or "" for part in paragraph.iter(f"{_A}t", f"{_A}br")
        )
        if text.strip():
            yield text


def _chosen_entry(field: etree._Element) -> str:
    """What a form's drop-down list shows."""
    choices = field.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [value(entry) or "" for entry in choices.iterchildren(f"{W}listEntry")]
    place = value(choices.find(f"{W}result")) or value(choices.find(f"{W}default")) or "0"
    return entries[int(place)] if place.isdigit() and int(place) < len(entries) else ""


def is_deleted(properties: etree._Element | None) -> bool:
    """Whether a row or a paragraph's mark was deleted, or moved away, with changes tracked."""
    return properties is not None and any(properties.find(f"{W}{kind}") is not None for kind in ("del", "moveFrom"))


def is_hidden_mark(paragraph: etree._Element) -> bool:
    """Whether a paragraph's end is hidden, so that the next one goes on in its line."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and is_on(mark.find(f"{W}vanish"))
