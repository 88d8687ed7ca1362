"""PDF files set as Word would: justified paragraphs, tables, footnotes below a rule, page numbers."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from quality.formats.parts import PLAIN, RAISED, Parts, parts_of
from quality.samples import SAMPLES

FONTS = SAMPLES.parent / "tests" / "fonts"
_WIDTH, _HEIGHT = A4
_LEFT, _RIGHT, _TOP, _BOTTOM = 85.0, _WIDTH - 57.0, _HEIGHT - 70.0, 60.0
_INDENT = 28.0


# Fonts that lack the letters of Vietnamese that no other language has, and what stands in for them.
_POOR = {"DejaVuSerif": "Times-Roman", "DejaVuSerif-Bold": "Times-Bold"}
_LACKED = frozenset("ĂăĐđĨĩŨũƠơƯư") | {chr(code) for code in range(0x1EA0, 0x1EFA)}
_HAS_OR_LACKS = f"[{''.join(sorted(_LACKED))}]|[^{''.join(sorted(_LACKED))}]+"


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

    def __init__(
        self, parts: Parts, size: float = 13.0, *, lacks_letters: bool = False, splits_tables: bool = False
    ) -> None:
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
        self.lacks_letters = lacks_letters
        self.splits_tables = splits_tables
        self.waiting: list[tuple[float, float, str, str, float]] = []
        self.had: list[tuple[float, float, str, str, float]] = []

    def width(self, words: list[str], size: float, bold: bool = False) -> float:
        """Width of words set with single spaces; raised numbers are small."""
        font = "DejaVuSerif-Bold" if bold else "DejaVuSerif"
        return sum(
            self.length(p.translate(PLAIN), font, size * 0.6 if p in self.parts.notes else size)
            for word in words
            for p in re.split(f"([{RAISED}]+)", word)
        ) + self.length(" ", font, size) * (len(words) - 1)

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
        space = self.length(" ", font, line.size)
        if line.justified and len(line.words) > 1:
            space += (right - line.x - self.width(line.words, line.size)) / (len(line.words) - 1)
        x = line.x
        for word in line.words:
            for piece in re.split(f"([{RAISED}]+)", word):
                raised = piece in self.parts.notes
                size = line.size * 0.6 if raised else line.size
                shown = piece.translate(PLAIN) if raised else piece
                self.put(x, y + (line.size * 0.35 if raised else 0), shown, font, size)
                x += self.length(shown, font, size)
            x += space
        self.fall_back()

    def put(self, x: float, y: float, shown: str, font: str, size: float) -> None:
        """Draw a piece of a line; the letters that its font lacks wait for the end of the line."""
        if not self.lacks_letters:
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, shown)
            return
        for piece in re.findall(_HAS_OR_LACKS, shown):
            if piece in _LACKED:
                self.waiting.append((x, y, piece, font, size))
            else:
                self.had.append((x, y, piece, _POOR[font], size))
            x += self.length(piece, font, size)

    def fall_back(self) -> None:
        """Draw a line's letters, those that the font has at once, then the letters that waited, in a font with them.

        What the font has is one string with gaps in it: readers that put strings into their order cannot mend it.
        """
        for (font, size, y), group in itertools.groupby(self.had, key=lambda piece: (piece[3], piece[4], piece[1])):
            pieces = list(group)
            text = self.canvas.beginText(pieces[0][0], y)
            text.setFont(font, size)
            parts, end = [], pieces[0][0]
            for x, _, shown, _, _ in pieces:
                parts.append(f"{(end - x) * 1000 / size:.2f} ({self.canvas._escape(shown.encode('cp1252'))})")
                end = x + pdfmetrics.stringWidth(shown, font, size)
            text._code.append(f"[{' '.join(parts)}] TJ")
            self.canvas.drawText(text)
        self.had.clear()
        for x, y, shown, font, size in self.waiting:
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, shown)
        self.waiting.clear()

    def length(self, shown: str, font: str, size: float) -> float:
        """How long a piece is as it is drawn."""
        if not self.lacks_letters:
            return float(pdfmetrics.stringWidth(shown, font, size))
        return float(
            sum(
                pdfmetrics.stringWidth(piece, font if piece in _LACKED else _POOR[font], size)
                for piece in re.findall(_HAS_OR_LACKS, shown)
            )
        )

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
        if self.splits_tables:
            # As low on the page as leaves room for two rows, or where it is, if that is lower.
            self.y = min(self.y, _BOTTOM + 6 * self.size)
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
    *,
    lacks_letters: bool = False,
    splits_tables: bool = False,
) -> bytes:
    """A PDF with justified paragraphs, footnotes below a rule and page numbers.

    ``splits_tables`` begins every table at the end of a page, so that it goes on on the next.
    ``lacks_letters`` sets it in a font without the letters of Vietnamese: these are drawn after the rest of their line.
    """
    parts = parts_of(text)
    pages = PdfPages(parts, lacks_letters=lacks_letters, splits_tables=splits_tables)
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
