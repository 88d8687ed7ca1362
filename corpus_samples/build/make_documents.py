"""Rebuild the DOCX and PDF samples from their layouts: python corpus_samples/build/make_documents.py

A layout (<report>.layout) is the report's text, one paragraph a line, with marks for what plain text cannot say:

    #L text, #R text   left and right column of the header (a table without borders in DOCX)
    # text             a centred line
    @n text            a heading numbered by the word processor: its own marker is dropped, level n counts
    | a | b |          a table row
    [^1]               the anchor of a footnote
    [^1]: text         the footnote's body, [^]: text a further line of it

The files are byte-identical from run to run, because a report's id is the hash of its bytes.
"""

from __future__ import annotations

import dataclasses
import datetime
import html
import io
import re
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
SAMPLES = HERE.parent
DOCX_NAMES = ("moc-thanh-2023-9m", "tra-lam-2024-h1", "thuan-my-2022-q2")
PDF_NAMES = ("ba-lang-2023-year", "an-chau-2023-11")
FONT_FILE = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
MADE_AT = datetime.datetime(2024, 1, 1)

# "[^2]" in running text
ANCHOR = re.compile(r"\[\^(\d+)\]")
# "[^2]: Kế hoạch số …" or "[^]: - Viên chức …"
NOTE = re.compile(r"\[\^(\d*)\]: (.*)")
# "II. ", "1. " or "a) " before the words of a heading
MARKER = re.compile(r"(?:[IVX]+\.|\d+\.|[a-z]\))\s+")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of a layout: its kind (left, right, centre, heading, row, text) and its text."""

    kind: str
    text: str
    level: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The blocks of a report and the lines of its footnotes by number."""

    blocks: tuple[Block, ...]
    notes: dict[str, list[str]]


def read_layout(path: Path) -> Layout:
    """Read a layout file."""
    blocks: list[Block] = []
    notes: dict[str, list[str]] = {}
    last = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if note := NOTE.fullmatch(line):
            last = note[1] or last
            notes.setdefault(last, []).append(note[2])
        elif line.startswith(("#L ", "#R ")):
            blocks.append(Block(kind="left" if line[1] == "L" else "right", text=line[3:]))
        elif line.startswith("# "):
            blocks.append(Block(kind="centre", text=line[2:]))
        elif line.startswith("@"):
            blocks.append(Block(kind="heading", level=int(line[1]), text=MARKER.sub("", line[3:], count=1)))
        elif line.startswith("|"):
            blocks.append(Block(kind="row", text=line))
        elif line.strip():
            blocks.append(Block(kind="text", text=line))
    return Layout(blocks=tuple(blocks), notes=notes)


def cells_of(row: str) -> list[str]:
    """Split a table row into its cells.

    >>> cells_of("| 1 | Hộ tịch | 207 |")
    ['1', 'Hộ tịch', '207']
    """
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="90">
  <w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>
"""


def add_numbering(document: Document) -> None:
    """Define list 90: I., 1., a)."""
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def number(paragraph: Paragraph, level: int) -> None:
    """Let the word processor number this paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="90"/></w:numPr>'
    properties.append(parse_xml(xml))


def write_text(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Add text to a paragraph, anchors as footnote references."""
    for i, piece in enumerate(ANCHOR.split(text)):
        if i % 2:
            xml = (
                f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f'<w:footnoteReference w:id="{piece}"/></w:r>'
            )
            paragraph._p.append(parse_xml(xml))
        elif piece:
            paragraph.add_run(piece).bold = bold


def add_notes(document: Document, notes: dict[str, list[str]]) -> None:
    """Add the part that holds the footnotes."""
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    bodies = []
    for name, lines in notes.items():
        paragraphs = "".join(
            f'<w:p>{mark if i == 0 else ""}<w:r><w:t xml:space="preserve"> {html.escape(line)}</w:t></w:r></w:p>'
            for i, line in enumerate(lines)
        )
        bodies.append(f'<w:footnote w:id="{name}">{paragraphs}</w:footnote>')
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        f"</w:footnote>{''.join(bodies)}</w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode("utf-8"), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_table(document: Document, rows: list[list[str]]) -> None:
    """Add a table with borders."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def add_header(document: Document, left: list[str], right: list[str]) -> None:
    """Add the two columns of the header as a table of one row without borders."""
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(cells, (left, right), strict=True):
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def make_docx(name: str) -> None:
    """Write one DOCX, its parts in a fixed order with a fixed time."""
    layout = read_layout(HERE / f"{name}.layout")
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = MADE_AT
    document.core_properties.author = "rasoat"
    add_numbering(document)
    left = [block.text for block in layout.blocks if block.kind == "left"]
    right = [block.text for block in layout.blocks if block.kind == "right"]
    if left:
        add_header(document, left, right)
    rows: list[list[str]] = []
    for block in layout.blocks:
        if block.kind == "row":
            rows.append(cells_of(block.text))
            continue
        if rows:
            add_table(document, rows)
            rows = []
        if block.kind in ("left", "right"):
            continue
        paragraph = document.add_paragraph()
        write_text(paragraph, block.text, bold=block.kind in ("centre", "heading"))
        if block.kind == "centre":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if block.kind == "heading":
            number(paragraph, block.level)
    if layout.notes:
        add_notes(document, layout.notes)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(SAMPLES / f"{name}.docx", "w") as target:
        for part in sorted(source.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            info = zipfile.ZipInfo(part, date_time=(2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(part))


class Page:
    """A PDF being written from top to bottom, footnotes kept at the foot of the page that holds their anchor."""

    WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 595.0, 842.0, 85.0, 42.0, 62.0, 62.0
    SIZE, NOTE_SIZE, LEADING, NOTE_LEADING = 12.0, 9.0, 17.0, 12.0

    def __init__(self, path: Path, notes: dict[str, list[str]]) -> None:
        self.canvas = Canvas(str(path), pagesize=(self.WIDTH, self.HEIGHT), invariant=1)
        self.notes = notes
        self.width = self.WIDTH - self.LEFT - self.RIGHT
        self.number = 1
        self.start_page()

    def start_page(self) -> None:
        """Begin at the top; from page 2 on the page number stands above the text."""
        self.y = self.HEIGHT - self.TOP
        self.held: list[tuple[str, str]] = []
        if self.number > 1:
            self.canvas.setFont("serif", self.SIZE)
            self.canvas.drawCentredString(self.WIDTH / 2, self.HEIGHT - 40, str(self.number))

    def wrap(self, text: str, size: float, indent: float = 0.0) -> list[str]:
        """Break a paragraph into lines that fit the page."""
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            room = self.width - (indent if not lines else 0.0)
            if line and pdfmetrics.stringWidth(ANCHOR.sub("0", longer), "serif", size) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line]

    def note_lines(self, name: str) -> list[tuple[str, str]]:
        """The lines of one footnote, the first with its mark."""
        lines = [line for body in self.notes[name] for line in self.wrap(f"  {body}", self.NOTE_SIZE)]
        return [(name if i == 0 else "", line) for i, line in enumerate(lines)]

    def end_page(self) -> None:
        """Draw the footnotes held back and turn the page."""
        if self.held:
            y = self.BOTTOM + self.NOTE_LEADING * len(self.held)
            self.canvas.line(self.LEFT, y + 4, self.LEFT + 140, y + 4)
            for mark, line in self.held:
                y -= self.NOTE_LEADING
                self.draw(f"[^{mark}] {line}" if mark else line, self.LEFT, y, self.NOTE_SIZE)
        self.canvas.showPage()
        self.number += 1

    def room_for(self, height: float, notes: list[tuple[str, str]]) -> None:
        """Turn the page where a line and the footnotes it brings do not fit."""
        foot = self.BOTTOM + self.NOTE_LEADING * (len(self.held) + len(notes)) + (14 if self.held or notes else 0)
        if self.y - height < foot:
            self.end_page()
            self.start_page()

    def draw(self, text: str, x: float, y: float, size: float) -> None:
        """Draw one line, anchors small and raised."""
        for i, piece in enumerate(ANCHOR.split(text)):
            used = size * 0.6 if i % 2 else size
            self.canvas.setFont("serif", used)
            self.canvas.drawString(x, y + (size * 0.35 if i % 2 else 0.0), piece)
            x += pdfmetrics.stringWidth(piece, "serif", used)

    def paragraph(self, text: str) -> None:
        """Write a paragraph with an indented first line."""
        indent = 0.0 if text.startswith(("-", "Nơi nhận")) else 28.0
        for i, line in enumerate(self.wrap(text, self.SIZE, indent)):
            notes = [row for name in ANCHOR.findall(line) for row in self.note_lines(name)]
            self.room_for(self.LEADING, notes)
            self.held += notes
            self.y -= self.LEADING
            self.draw(line, self.LEFT + (indent if i == 0 else 0.0), self.y, self.SIZE)
        self.y -= 4

    def centred(self, text: str, x: float, size: float) -> None:
        """Write one centred line."""
        self.canvas.setFont("serif", size)
        self.canvas.drawCentredString(x, self.y, text)

    def header(self, left: list[str], right: list[str]) -> None:
        """Write the two columns of the header side by side."""
        for a, b in zip(left, right, strict=True):
            self.y -= self.LEADING
            self.centred(a, 165, 10)
            self.centred(b, 415, 10)
        self.y -= self.LEADING

    def table(self, rows: list[list[str]]) -> None:
        """Write a ruled table, the first column twice as wide."""
        self.room_for(18.0 * len(rows) + 8, [])
        unit = self.width / (len(rows[0]) + 1)
        edges = [self.LEFT, *(self.LEFT + unit * (i + 2) for i in range(len(rows[0])))]
        top = self.y - 4
        for i, row in enumerate(rows):
            self.canvas.line(edges[0], top - 18 * i, edges[-1], top - 18 * i)
            for x, text in zip(edges, row, strict=False):
                self.draw(text, x + 3, top - 18 * i - 13, 6.5)
        bottom = top - 18 * len(rows)
        self.canvas.line(edges[0], bottom, edges[-1], bottom)
        for x in edges:
            self.canvas.line(x, top, x, bottom)
        self.y = bottom - 6


def make_pdf(name: str) -> None:
    """Write one PDF with a text layer."""
    layout = read_layout(HERE / f"{name}.layout")
    page = Page(SAMPLES / f"{name}.pdf", layout.notes)
    left = [block.text for block in layout.blocks if block.kind == "left"]
    right = [block.text for block in layout.blocks if block.kind == "right"]
    page.header(left, right)
    rows: list[list[str]] = []
    for block in layout.blocks:
        if block.kind == "row":
            rows.append(cells_of(block.text))
            continue
        if rows:
            page.table(rows)
            rows = []
        if block.kind == "centre":
            page.room_for(Page.LEADING, [])
            page.y -= Page.LEADING
            page.centred(block.text, Page.WIDTH / 2, Page.SIZE)
        elif block.kind not in ("left", "right"):
            page.paragraph(block.text)
    page.end_page()
    page.canvas.save()


def main() -> None:
    """Rebuild all five."""
    pdfmetrics.registerFont(TTFont("serif", str(FONT_FILE)))
    for name in DOCX_NAMES:
        make_docx(name)
    for name in PDF_NAMES:
        make_pdf(name)


if __name__ == "__main__":
    main()
