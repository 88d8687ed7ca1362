"""PDF with a text layer: paragraphs, table rows and footnotes by their places on the page.

Inside a paragraph a line ends with a line feed, paragraphs are parted by an empty line: the page shows which is which,
by indents, by gaps, and by lines that end before the margin although the next word would have fitted.
"""

from __future__ import annotations

import dataclasses
import io
import itertools
import struct
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence

import pdfplumber
import regex
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.errors import ReadFailure
from pipeline.read.pdf_layout import NOTE_START, Item, PageText, items_of, look_at, without_margins
from pipeline.read.pdf_lines import PageLine, Word, lines_of
from pipeline.read.raw import Box, Problem, RawDocument, RawNote, Recognized
from pipeline.read.scans import ScannedPage, Scans

# What the library raises over a damaged file; it checks little before it uses what it read.
_BROKEN = (
    PSException,
    MalformedPDFException,
    zlib.error,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    OSError,
)

# "- Tiếp nhận", "1. Công tác", "2.1. Về", "II. KẾT QUẢ", "a) Kết quả"
_MARKED = regex.compile(r"[-–+*•]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[IVX]{1,5}[.)/-]\s|[a-zđ]\)\s")

# A dash item of a footnote.
_DASH = regex.compile(r"[-–+•]\s")

# A page is unreadable where this share of its letters has no character, or an image covers this share without text.
_UNKNOWN = 0.3
_SCANNED = 0.4

_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def read_pdf(data: bytes, scans: Scans | None = None) -> RawDocument:
    """Read a PDF's text layer; ``scans`` recognizes the pages that have none.

    Raises ReadFailure: ENCRYPTED for a password, CORRUPT for a damaged file, NEEDS_OCR where no page has text.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            seen = [look_at(page) for page in pdf.pages]
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise ReadFailure("ENCRYPTED", "Tệp PDF có mật khẩu: hãy lưu lại không có mật khẩu.") from error
        raise ReadFailure("CORRUPT", f"Tệp PDF bị hỏng: {cause!r}") from error
    except _BROKEN as error:
        raise ReadFailure("CORRUPT", f"Tệp PDF bị hỏng: {error!r}") from error
    if not seen:
        raise ReadFailure("CORRUPT", "Tệp PDF không có trang nào.")
    blind = [page.number for page in seen if _is_blind(page)]
    recognized: Mapping[int, ScannedPage] = {}
    if scans is not None:
        recognized = scans.pages(data, [page.number for page in seen] if scans.always else blind)
        seen = [_recognized(page, recognized.get(page.number)) for page in seen]
        blind = [number for number in blind if number not in recognized]
    if len(blind) == len(seen) or not any(page.letters > page.unknown for page in seen):
        raise ReadFailure(
            "NEEDS_OCR", "Tệp PDF chỉ có ảnh chụp các trang, không có lớp chữ: cần nhận dạng chữ (OCR) trước."
        )
    return _Writer(without_margins(seen)).document(seen, blind)


def _recognized(page: PageText, scan: ScannedPage | None) -> PageText:
    """The page as it was recognized; as it is where it was not."""
    if scan is None:
        return page
    lines = tuple(lines_of(scan.words, page.number))
    return PageText(
        number=page.number, height=page.height, lines=lines, letters=sum(len(w.text) for w in scan.words), images=1.0
    )


def _is_blind(page: PageText) -> bool:
    """There is something on the page, but no text that can be read; an empty page is not blind."""
    if page.letters:
        return page.unknown > _UNKNOWN * page.letters
    return page.images > 0


class _Writer:
    """Writes the items of all pages as one text, with the box of every word."""

    def __init__(self, pages: list[PageText]) -> None:
        self.pages = pages
        lines = [line for page in pages for line in page.lines]
        sizes = Counter(round(w.size * 2) / 2 for line in lines for w in line.words for _ in w.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 12.0
        body = [line for line in lines if abs(line.size - self.size) < 1]
        self.left = _usual([line.x0 for line in body], low=True)
        self.right = _usual([line.x1 for line in body], low=False)
        steps = [b.bottom - a.bottom for a, b in itertools.pairwise(body) if a.page == b.page]
        self.step = _usual_step([s for s in steps if 0 < s < 3 * self.size]) or 1.2 * self.size
        self.parts: list[str] = []
        self.length = 0
        self.boxes: list[Box] = []
        self.confidences: list[Recognized] = []
        self.anchors: list[tuple[str, int, int]] = []
        self.notes: list[RawNote] = []

    def document(self, seen: list[PageText], blind: list[int]) -> RawDocument:
        """All pages, their footnotes behind them, with what is missing."""
        starts: list[int] = []
        noted: list[list[PageLine]] = []
        before: PageLine | None = None
        first_line = True
        for page in self.pages:
            items = items_of(page, self.size)
            body = [item for item in items if item.kind != "note"]
            first = True
            for item in body:
                line = item.lines[0]
                joined = False
                if self.length:
                    sure = before is not None and item.kind == "line" and not self._is_new(before, line, first_line)
                    joined = sure or (item.kind == "side" and before is not None and self._is_side_wrap(before, line))
                    self._write("\n" if joined else "\n\n")
                if first:
                    starts.append(self.length)
                    first = False
                self._item(item)
                first_line = not joined
                before = item.lines[-1] if item.kind in ("line", "side") else None
            if first:
                starts.append(self.length)
            noted.append([item.lines[0] for item in items if item.kind == "note"])
        for lines in noted:
            self._page_notes(lines)
        self._write("\n")
        names = ", ".join(map(str, blind))
        missing = (Problem(code="NEEDS_OCR", message=f"Các trang không có lớp chữ: {names}."),) if blind else ()
        return RawDocument(
            format="pdf",
            text="".join(self.parts),
            page_starts=tuple(starts),
            boxes=tuple(self.boxes),
            notes=tuple(self.notes),
            text_layer=_layer(seen),
            ocr_confidence=mean_confidence(self.confidences),
            confidences=tuple(self.confidences),
            problems=missing,
        )

    def _item(self, item: Item) -> None:
        if item.kind != "row":
            self._line(item.lines[0])
            return
        for i, cell in enumerate(item.cells):
            if i:
                self._write("\t")
            for k, line in enumerate(cell):
                if k:
                    self._write(" ")
                self._line(line)

    def _line(self, line: PageLine, *, note: bool = False) -> None:
        for space, word in line.spaced():
            self._write(space)
            if word.raised and not note:
                self.anchors.append((word.text.translate(_DIGITS), self.length, line.page))
            self._word(word, line.page)

    def _word(self, word: Word, page: int) -> None:
        start = self.length
        self._write(word.text)
        if word.confidence < 1:
            self.confidences.append(Recognized(start, self.length, word.confidence))
        self.boxes.append(
            Box(
                start=start,
                end=self.length,
                page=page,
                x0=round(word.x0, 1),
                top=round(word.top, 1),
                x1=round(word.x1, 1),
                bottom=round(word.bottom, 1),
            )
        )

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _page_notes(self, lines: list[PageLine]) -> None:
        """The footnotes of a page; lines before the first number go on with the last note of the page before."""
        begun = False
        for line in lines:
            number, anchor = self._note_number(line)
            if number is None and begun:
                self._write("\n\n" if _DASH.match(line.text) else "\n")
                self._line(line, note=True)
                self.notes[-1] = dataclasses.replace(self.notes[-1], end=self.length)
                continue
            self._write("\n\n")
            start = self.length
            self._line(line, note=True)
            self.notes.append(RawNote(marker=number or "", anchor=anchor, start=start, end=self.length))
            begun = True

    def _note_number(self, line: PageLine) -> tuple[str | None, int | None]:
        """The number and the anchor of a line that begins a footnote; a number that is not raised needs an anchor."""
        match = NOTE_START.match(line.text)
        if match is None:
            return None, None
        number = match["number"].translate(_DIGITS)
        called = [anchor for anchor in self.anchors if anchor[0] == number and anchor[2] <= line.page]
        if not called:
            return (number if line.words[0].raised or match["number"] != number else None), None
        self.anchors.remove(called[-1])
        return number, called[-1][1]

    def _is_new(self, before: PageLine, line: PageLine, first: bool) -> bool:
        """Whether a line begins a paragraph; ``first`` says that the line before began one."""
        size = self.size
        if abs(before.size - line.size) > 1.2:
            return True
        same_page = before.page == line.page
        if same_page and line.bottom - before.bottom > self.step + 0.25 * size:
            return True
        indent = line.x0 - before.x0
        hanging = len(before.words) > 1 and abs(line.x0 - before.words[1].x0) < 0.3 * size
        if indent > 0.7 * size and not (hanging and _MARKED.match(before.text)):
            return True
        word = line.words[0]
        if before.x1 + (word.x1 - word.x0) + 0.3 * size < self.right - 0.4 * size:
            return True
        if first and abs(indent) < 2 and line.x0 - self.left > 0.7 * size and not word.text[0].islower():
            # Two first lines, one below the other: the second line of a paragraph stands further left.
            return True
        stopped = before.text.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹ ").endswith((".", ";", ":"))
        return stopped and (_MARKED.match(line.text) is not None or line.x0 - self.left > 0.7 * size)

    def _is_side_wrap(self, before: PageLine, line: PageLine) -> bool:
        """In a column beside another, a line that goes on with the one above."""
        below = line.page == before.page and 0 < line.top - before.top < 2 * self.step
        return below and (before.text.endswith(",") or line.text[0].islower())


def mean_confidence(runs: Sequence[Recognized]) -> float | None:
    """The mean by characters, None where there is none."""
    letters = sum(run.end - run.start for run in runs)
    return round(sum((r.end - r.start) * r.confidence for r in runs) / letters, 4) if letters else None


def _usual(places: list[float], *, low: bool) -> float:
    """The margin: the outermost place at which at least a tenth of the lines begin or end."""
    if not places:
        return 0.0
    counts = Counter(round(place / 2) * 2 for place in places)
    often = [place for place, times in counts.items() if times * 10 >= len(places)]
    if often:
        return float(min(often) if low else max(often))
    return min(places) if low else sorted(places)[int(0.9 * (len(places) - 1))]


def _usual_step(steps: list[float]) -> float | None:
    """From line to line inside a paragraph: the smallest step that is not rare; between paragraphs it may be larger."""
    counts = Counter(round(step * 2) / 2 for step in steps)
    return min((step for step, times in counts.items() if times * 10 >= len(steps)), default=None)


def _layer(pages: list[PageText]) -> str:
    """Text that lies on an image of the whole page was recognized, not written."""
    scanned = [page for page in pages if page.letters and page.images > _SCANNED]
    written = [page for page in pages if page.letters and page.images <= _SCANNED]
    if not scanned:
        return "native"
    return "mixed" if written else "ocr"
