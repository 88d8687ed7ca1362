"""Writes a report's normalized text as the other formats: TXT cut by pages, DOCX with real footnotes, PDF with pages.

The text has one paragraph a line; neighbouring lines with tabs are a table; lines at the end that begin with
superscript digits, and the lines after them, are footnotes.
"""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parent / "fonts"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(RAISED, "0123456789")


@dataclasses.dataclass(frozen=True)
class Parts:
    """Paragraphs and tables in order, and the footnotes by number."""

    blocks: list[str | list[list[str]]]
    notes: dict[str, list[str]]

    def called(self, text: str) -> list[str]:
        """The numbers of the footnotes whose anchors stand in a text."""
        return [m for m in re.findall(f"[{RAISED}]+", text) if m in self.notes]


def parts_of(text: str) -> Parts:
    """A normalized text as blocks and footnotes."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line[:1] in RAISED and line), len(lines))
    blocks: list[str | list[list[str]]] = []
    for line in lines[:first]:
        if "\t" in line:
            if not blocks or isinstance(blocks[-1], str):
                blocks.append([])
            table = blocks[-1]
            assert isinstance(table, list)
            table.append(line.split("\t"))
        else:
            blocks.append(line)
    notes: dict[str, list[str]] = {}
    for line in lines[first:]:
        match = re.match(f"([{RAISED}]+) ?(.*)", line)
        if match:
            notes[match[1]] = [match[2]]
        else:
            notes[list(notes)[-1]].append(line)
    return Parts(blocks, notes)


def to_txt(text: str, page: int = 1500) -> bytes:
    """Paragraphs parted by empty lines, cut after ``page`` characters or so, with the footnotes of that page there."""
    parts = parts_of(text)
    out: list[str] = []
    filled = 0
    waiting: list[str] = []

    def end_page() -> None:
        nonlocal filled
        for number in waiting:
            body = parts.notes[number]
            out.extend([f"{number} {body[0]}", *body[1:]])
        waiting.clear()
        filled = 0

    for block in parts.blocks:
        if isinstance(block, list):
            out.append("\n".join("\t".join(row) for row in block))
            continue
        if filled + len(block) > page and len(block) > 200:
            cut = block.rfind(" ", 0, max(120, page - filled))
            while cut > 0 and not block[cut + 1].islower():
                cut = block.rfind(" ", 0, cut)
            if cut > 100:
                out.append(block[:cut])
                waiting.extend(parts.called(block[:cut]))
                end_page()
                block = block[cut + 1 :]
        out.append(block)
        waiting.extend(parts.called(block))
        filled += len(block)
    end_page()
    return ("\n\n".join(out) + "\n").encode()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def to_docx(text: str) -> bytes:
    """A Word document with real footnotes, made by writing the footnotes part by hand."""
    parts = parts_of(text)
    document = docx.Document()
    numbers: list[str] = []
    for block in parts.blocks:
        if isinstance(block, list):
            table = document.add_table(rows=0, cols=max(map(len, block)))
            table.style = "Table Grid"
            for row in block:
                cells = table.add_row().cells
                for cell, words in zip(cells, row, strict=False):
                    cell.text = words
            continue
        paragraph = document.add_paragraph()
        for piece in re.split(f"([{RAISED}]+)", block):
            if piece in parts.notes:
                numbers.append(piece)
                run = paragraph.add_run()
                reference = run._r.makeelement(f"{{{_W}}}footnoteReference", {f"{{{_W}}}id": str(len(numbers))})
                run._r.append(reference)
            elif piece:
                paragraph.add_run(piece)
    raw = io.BytesIO()
    document.save(raw)
    notes = [parts.notes[number] for number in numbers]
    return with_notes(raw.getvalue(), notes) if notes else raw.getvalue()


def with_notes(package: bytes, notes: list[list[str]]) -> bytes:
    """A DOCX package with these footnotes, each a list of paragraphs, under the ids 1, 2, 3 …"""
    xml = [f'<w:footnotes xmlns:w="{_W}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>']
    for number, body in enumerate(notes, start=1):
        paragraphs = "".join(
            f"<w:p>{'<w:r><w:footnoteRef/></w:r>' if i == 0 else ''}"
            f'<w:r><w:t xml:space="preserve">{" " if i == 0 else ""}{escape(line)}</w:t></w:r></w:p>'
            for i, line in enumerate(body)
        )
        xml.append(f'<w:footnote w:id="{number}">{paragraphs}</w:footnote>')
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    return repacked(
        package,
        {
            "word/footnotes.xml": lambda _: "".join([*xml, "</w:footnotes>"]),
            "[Content_Types].xml": lambda old: old.replace(
                "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
            ),
            "word/_rels/document.xml.rels": lambda old: old.replace(
                "</Relationships>",
                f'<Relationship Id="rIdNotes" Type="{relation}" Target="footnotes.xml"/></Relationships>',
            ),
        },
    )


def repacked(package: bytes, changes: dict[str, object]) -> bytes:
    """A ZIP package with some members rewritten by functions of their old text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(n for n in changes if n not in old.namelist())]:
            data = old.read(name) if name in old.namelist() else b""
            change = changes.get(name)
            new.writestr(name, change(data.decode()) if callable(change) else data)
    return out.getvalue()


_WIDTH, _HEIGHT = A4
_LEFT, _RIGHT, _TOP, _BOTTOM = 85.0, _WIDTH - 57.0, _HEIGHT - 70.0, 60.0
_INDENT = 28.0


@dataclasses.dataclass
class _Line:
    """A line of words, set at x, over the width if justified."""

    words: list[str]
    x: float
    size: float
    justified: bool
    bold: bool = False


class PdfPages:
    """Sets paragraphs, tables and footnotes on pages, as Word would."""

    def __init__(self, parts: Parts, size: float = 13.0) -> None:
        for name in ("Serif", "Serif-Bold"):
            if f"DejaVu{name}" not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(f"DejaVu{name}", str(FONTS / f"DejaVu{name}-Vietnamese.ttf")))
        self.parts = parts
        self.size = size
        self.raw = io.BytesIO()
        self.canvas = Canvas(self.raw, pagesize=A4, invariant=1)
        self.y = _TOP
        self.page = 1
        self.notes: list[str] = []

    def width(self, words: list[str], size: float, bold: bool = False) -> float:
        """Width of words set with single spaces; raised numbers are small."""
        font = "DejaVuSerif-Bold" if bold else "DejaVuSerif"
        return sum(
            pdfmetrics.stringWidth(p.translate(_PLAIN), font, size * 0.6 if p in self.parts.notes else size)
            for word in words
            for p in re.split(f"([{RAISED}]+)", word)
        ) + pdfmetrics.stringWidth(" ", font, size) * (len(words) - 1)

    def wrapped(self, text: str, size: float, indent: float = _INDENT, right: float = _RIGHT) -> list[_Line]:
        """A paragraph's lines."""
        lines: list[_Line] = []
        words: list[str] = []
        x = _LEFT + indent
        for word in text.split():
            if words and x + self.width([*words, word], size) > right:
                lines.append(_Line(words, x, size, justified=True))
                words, x = [], _LEFT
            words.append(word)
        lines.append(_Line(words, x, size, justified=False))
        return lines

    def draw(self, line: _Line, y: float, right: float = _RIGHT) -> None:
        """Set one line, word by word."""
        font = "DejaVuSerif-Bold" if line.bold else "DejaVuSerif"
        space = pdfmetrics.stringWidth(" ", font, line.size)
        if line.justified and len(line.words) > 1:
            space += (right - line.x - self.width(line.words, line.size)) / (len(line.words) - 1)
        x = line.x
        for word in line.words:
            for piece in re.split(f"([{RAISED}]+)", word):
                raised = piece in self.parts.notes
                size = line.size * 0.6 if raised else line.size
                shown = piece.translate(_PLAIN) if raised else piece
                self.canvas.setFont(font, size)
                self.canvas.drawString(x, y + (line.size * 0.35 if raised else 0), shown)
                x += pdfmetrics.stringWidth(shown, font, size)
            x += space

    def note_lines(self, numbers: list[str]) -> list[_Line]:
        """The lines of footnotes, smaller than the body."""
        return [
            line
            for number in numbers
            for i, text in enumerate(self.parts.notes[number])
            for line in self.wrapped(f"{number} {text}" if i == 0 else text, self.size - 3, indent=0)
        ]

    def line(self, line: _Line, gap: float = 0.0) -> None:
        """Set a line where it and the notes it calls for have room, else on the next page."""
        called = self.parts.called(" ".join(line.words))
        room = len(self.note_lines([*self.notes, *called])) * (self.size - 3) * 1.25
        self.y -= line.size * 1.35 + gap
        if self.y < _BOTTOM + room:
            self.end_page()
            self.y -= line.size * 1.35
        self.notes += called
        self.draw(line, self.y)

    def end_page(self) -> None:
        """Set the page's notes below a rule, and its number at the top."""
        lines = self.note_lines(self.notes)
        y = _BOTTOM + len(lines) * (self.size - 3) * 1.25
        if lines:
            self.canvas.line(_LEFT, y + 2, _LEFT + 144, y + 2)
        for line in lines:
            y -= (self.size - 3) * 1.25
            self.draw(line, y)
        if self.page > 1:
            self.canvas.setFont("DejaVuSerif", self.size)
            self.canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 45, str(self.page))
        self.canvas.showPage()
        self.page += 1
        self.notes = []
        self.y = _TOP

    def table(self, rows: list[list[str]]) -> None:
        """A ruled table with columns of one width."""
        columns = max(map(len, rows))
        step = (_RIGHT - _LEFT) / columns
        for row in rows:
            cells = [self.wrapped(cell, self.size - 2, indent=0, right=_LEFT + step - 8) for cell in row]
            height = max(len(cell) for cell in cells) * self.size * 1.2 + 4
            if self.y - height < _BOTTOM + len(self.note_lines(self.notes)) * self.size:
                self.end_page()
            for column in range(columns):
                self.canvas.rect(_LEFT + column * step, self.y - height, step, height)
            for column, cell in enumerate(cells):
                for i, line in enumerate(cell):
                    shifted = dataclasses.replace(line, x=line.x + column * step + 4, justified=False)
                    self.draw(shifted, self.y - (i + 1) * self.size * 1.2)
            self.y -= height

    def columns(self, left: list[str], right: list[str]) -> None:
        """Centred lines side by side, as in a header or a signature."""
        for i in range(max(len(left), len(right))):
            self.y -= self.size * 1.35
            for side, middle in ((left, _LEFT + 90), (right, _RIGHT - 140)):
                if i < len(side) and side[i]:
                    self.canvas.setFont("DejaVuSerif", self.size - 2)
                    self.canvas.drawCentredString(middle, self.y, side[i])

    def finish(self) -> bytes:
        """The file."""
        self.end_page()
        self.canvas.save()
        return self.raw.getvalue()


def to_pdf(
    text: str,
    header: tuple[list[str], list[str]] | None = None,
    signature: tuple[list[str], list[str]] | None = None,
) -> bytes:
    """A PDF with justified paragraphs, footnotes below a rule and page numbers."""
    parts = parts_of(text)
    pages = PdfPages(parts)
    if header:
        pages.columns(*header)
    for block in parts.blocks:
        if isinstance(block, list):
            pages.table(block)
            continue
        for i, line in enumerate(pages.wrapped(block, pages.size)):
            pages.line(line, gap=4.0 if i == 0 else 0.0)
    if signature:
        pages.columns(*signature)
    return pages.finish()
