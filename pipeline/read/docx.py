"""DOCX: paragraphs and tables in the order of the body, with real footnotes and the numbers of automatic lists.

Headers and footers are left out. Text that was deleted with changes tracked is gone, inserted text stays.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

import regex
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from pipeline.errors import ReadFailure
from pipeline.read.docx_numbering import Numbering, Styles, W, is_on, value
from pipeline.read.raw import RawDocument, RawNote

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# What a damaged package or XML raises.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    PackageNotFoundError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    RuntimeError,
    EOFError,
    OSError,
    etree.XMLSyntaxError,
)

# Unpacked, a report is some megabytes; an archive that unpacks to more than this is no report.
_MAX_UNPACKED = 400_000_000

# Characters of a run that are elements of their own.
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}

# What holds runs or blocks and is none itself.
_WRAPPERS = {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}

# Where a note's anchor stands until its number is known: a place of the private area, its index, another.
_ANCHOR = regex.compile("\ue000([0-9]+)\ue001")
_PRIVATE = str.maketrans("", "", "\ue000\ue001")

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# A table that only puts the header or the signature side by side: "CỘNG HÒA …", "Nơi nhận:", "TM. ỦY BAN …"
SIDE_BY_SIDE = regex.compile(r"CỘNG H[OÒ]|Độc lập\s*[-–]|Nơi nhận\s*:|(?m:^\s*(?:TM|KT|TL|TUQ)\.)")


def read_docx(data: bytes) -> RawDocument:
    """Read a Word document; a paragraph is a line, a table row is its cells joined by tabs.

    Raises ReadFailure CORRUPT where the package or its XML is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
                raise ReadFailure("CORRUPT", "Tệp DOCX giải nén ra lớn hơn mọi báo cáo.")
        return _Reader(Package.open(io.BytesIO(data)).main_document_part).document()
    except _BROKEN as error:
        raise ReadFailure("CORRUPT", f"Tệp DOCX bị hỏng: {error}") from error


class _Reader:
    """One document on its way to text."""

    def __init__(self, main: Part) -> None:
        parts = {rel.reltype.rsplit("/", 1)[-1]: rel for rel in main.rels.values() if not rel.is_external}
        roots = {kind: _root(rel.target_part) for kind, rel in parts.items() if kind in _PARTS}
        body = _root(main).find(f"{W}body")
        if body is None:
            raise ValueError("không có thân văn bản")
        self.body = body
        self.styles = Styles(roots.get("styles"))
        self.numbering = Numbering(roots.get("numbering"), self.styles)
        self.note_elements = {
            (kind, note.get(f"{W}id")): note
            for kind in ("footnote", "endnote")
            for note in (roots[f"{kind}s"].iter(f"{W}{kind}") if f"{kind}s" in roots else ())
            if note.get(f"{W}type", "normal") == "normal"
        }
        self.called: list[tuple[str, str | None]] = []

    def document(self) -> RawDocument:
        """The text with its notes behind it."""
        text, anchors = _numbered("\n".join(self._blocks(self.body)) + "\n")
        notes = []
        for number, (index, anchor) in enumerate(anchors, start=1):
            body = "\n".join(self._blocks(self.note_elements[self.called[index]])).strip()
            body, _ = _numbered(f"{str(number).translate(_SUPERSCRIPTS)} {body}")
            notes.append(RawNote(marker=str(number), anchor=anchor, start=len(text), end=len(text) + len(body)))
            text += body + "\n"
        return RawDocument(format="docx", text=text, notes=tuple(notes))

    def _blocks(self, container: etree._Element) -> Iterator[str]:
        """The lines of paragraphs, tables and text boxes."""
        held = ""
        for element in container:
            kind = _kind(element)
            if kind == "p":
                marker = self.numbering.marker(element)
                boxes: list[etree._Element] = []
                text = "".join(self._runs(element, boxes, caps=self._is_capitals(element)))
                line = held + (f"{marker} {text}" if marker and text.strip() else text)
                held = ""
                if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    held = line
                else:
                    yield line
                for box in boxes:
                    yield from self._blocks(box)
            elif kind == "tbl":
                yield from self._table(element)
            elif kind in _WRAPPERS:
                yield from self._blocks(element)
        if held:
            yield held

    def _is_capitals(self, paragraph: etree._Element) -> bool:
        for style in self.styles.chain(self.styles.of(paragraph)):
            caps = style.find(f"{W}rPr/{W}caps")
            if caps is not None:
                return is_on(caps)
        return False

    def _runs(self, parent: etree._Element, boxes: list[etree._Element], *, caps: bool) -> Iterator[str]:
        """The text of a paragraph's runs; text boxes are put aside."""
        for element in parent:
            kind = _kind(element)
            if kind == "r":
                yield from self._run(element, boxes, caps=caps)
            elif kind in _WRAPPERS:
                yield from self._runs(element, boxes, caps=caps)
            elif kind == "AlternateContent":
                boxes.extend(_text_boxes(element))
            elif not kind and isinstance(element.tag, str):
                yield "".join(t.text or "" for t in element.iter(_MATH_TEXT))

    def _run(self, run: etree._Element, boxes: list[etree._Element], *, caps: bool) -> Iterator[str]:
        look = run.find(f"{W}rPr")
        raised = False
        if look is not None:
            if is_on(look.find(f"{W}vanish")):
                return
            raised = value(look.find(f"{W}vertAlign")) == "superscript"
            if look.find(f"{W}caps") is not None:
                caps = is_on(look.find(f"{W}caps"))
        for element in run:
            kind = _kind(element)
            if kind == "t":
                text = (element.text or "").translate(_PRIVATE)
                if raised and regex.fullmatch(r"\d{1,3}", text.strip()):
                    text = text.translate(_SUPERSCRIPTS)
                yield text.upper() if caps else text
            elif kind in _SIGNS:
                yield _SIGNS[kind]
            elif kind == "sym":
                yield chr(int(element.get(f"{W}char", "F02D"), 16))
            elif kind in ("footnoteReference", "endnoteReference"):
                note = (kind.removesuffix("Reference"), element.get(f"{W}id"))
                if note in self.note_elements:
                    self.called.append(note)
                    yield f"\ue000{len(self.called) - 1}\ue001"
            elif kind in ("drawing", "pict", "object", "AlternateContent"):
                boxes.extend(_text_boxes(element))

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows = [cells for row in _rows(table) if (cells := list(self._cells(row)))]
        width = max((len(cells) for cells in rows), default=0)
        if width == 1 or (width <= 3 and any(SIDE_BY_SIDE.search(cell) for cells in rows for cell in cells)):
            for column in range(width):
                for cells in rows:
                    if column < len(cells) and cells[column].strip():
                        yield cells[column]
            return
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield "\t".join(regex.sub(r"\s*\n\s*", " ", cell.replace("\t", " ")).strip() for cell in cells)

    def _cells(self, row: etree._Element) -> Iterator[str]:
        """A row's cells; what a merged cell covers beside its first place is empty."""
        before = value(row.find(f"{W}trPr/{W}gridBefore"))
        yield from [""] * int(before or "0")
        for cell in _cell_elements(row):
            look = cell.find(f"{W}tcPr")
            merge = look.find(f"{W}vMerge") if look is not None else None
            span = value(look.find(f"{W}gridSpan")) if look is not None else None
            text = "\n".join(self._blocks(cell))
            yield "" if merge is not None and value(merge) != "restart" else text
            yield from [""] * (int(span or "1") - 1)


_PARTS = {"styles", "numbering", "footnotes", "endnotes"}


def _root(part: Part) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(part.blob, parser)


def _kind(element: etree._Element) -> str:
    """The name of a Word element, without its namespace; of a comment or an instruction, nothing."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.removeprefix(W).removeprefix(_ALTERNATE) if tag.startswith((W, _ALTERNATE)) else ""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if _kind(element) == "tr":
            if element.find(f"{W}trPr/{W}del") is None:
                yield element
        elif _kind(element) in _WRAPPERS:
            yield from _rows(element)


def _cell_elements(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        if _kind(element) == "tc":
            yield element
        elif _kind(element) in _WRAPPERS:
            yield from _cell_elements(element)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes; of a choice and its fallback, which hold the same, the choice."""
    choice = element.find(f"{_ALTERNATE}Choice")
    if choice is not None:
        element = choice
    for child in element:
        if _kind(child) == "txbxContent":
            yield child
        elif isinstance(child.tag, str):
            yield from _text_boxes(child)


def _numbered(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Anchors as superscript numbers in reading order, with the index and the place of each."""
    anchors: list[tuple[int, int]] = []
    parts: list[str] = []
    at = length = 0
    for match in _ANCHOR.finditer(text):
        parts.append(text[at : match.start()])
        length += match.start() - at
        anchors.append((int(match[1]), length))
        parts.append(str(len(anchors)).translate(_SUPERSCRIPTS))
        length += len(parts[-1])
        at = match.end()
    parts.append(text[at:])
    return "".join(parts), anchors
