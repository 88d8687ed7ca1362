"""The pages of a PDF as one text: paragraphs whole over lines and pages, tables over pages, footnotes behind them."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Sequence

import regex

from pipeline.read.pdf_boxes import LineBoxes
from pipeline.read.pdf_layout import NOTE_START, Item, PageText, items_of
from pipeline.read.pdf_lines import PageLine
from pipeline.read.pdf_tables import PageTable, TableRow, goes_on, joined, repeated_head
from pipeline.read.raw import RawNote, Recognized

# "- Tiếp nhận", "1. Công tác", "2.1. Về", "II. KẾT QUẢ", "a) Kết quả"
_MARKED = regex.compile(r"[-–+*•]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[IVX]{1,5}[.)/-]\s|[a-zđ]\)\s")

# A dash item of a footnote.
_DASH = regex.compile(r"[-–+•]\s")

_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

# Rows of a table's head that a page may repeat.
_HEAD_ROWS = 4


class Writer:
    """Writes the items of all pages as one text, and keeps where every line of it stands."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self.pages = pages
        lines = [line for page in pages for line in page.lines]
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 12.0
        body = [line for line in lines if abs(line.size - self.size) < 1]
        self.left = _usual([line.x0 for line in body], low=True)
        self.right = _usual([line.x1 for line in body], low=False)
        steps = [b.bottom - a.bottom for a, b in itertools.pairwise(body) if a.page == b.page]
        self.step = _usual_step([s for s in steps if 0 < s < 3 * self.size]) or 1.2 * self.size
        self.parts: list[str] = []
        self.length = 0
        self.starts: list[int] = []
        self.placed: list[tuple[int, PageLine]] = []
        self.anchors: list[tuple[str, int, int]] = []
        self.notes: list[RawNote] = []
        self._write_pages()

    @property
    def text(self) -> str:
        """All pages, their footnotes behind them."""
        return "".join(self.parts)

    @property
    def boxes(self) -> LineBoxes:
        """The boxes of all words."""
        return LineBoxes(self.placed, {page.number: page.shown for page in self.pages if page.shown})

    def confidences(self) -> tuple[Recognized, ...]:
        """How sure every word is that was read from a picture."""
        pictures = {page.number for page in self.pages if page.recognized is not None}
        return tuple(
            Recognized(at + start, at + end, word.confidence)
            for at, line in self.placed
            if line.page in pictures
            for start, end, word in zip(line.starts, line.ends, line.words, strict=True)
        )

    def _write_pages(self) -> None:
        noted: list[list[PageLine]] = []
        before: PageLine | None = None
        first_line = True
        items = [items_of(page, self.size) for page in self.pages]
        bodies = _tables_joined([[item for item in page if item.kind != "note"] for page in items])
        for body in bodies:
            self.starts.append(self.length)
            first = True
            for item in body:
                line = item.lines[0]
                sure = False
                if self.length:
                    sure = before is not None and item.kind == "line" and not self._is_new(before, line, first_line)
                    side = item.kind == "side" and before is not None and self._is_side_wrap(before, line)
                    self._write("\n" if sure or side else "\n\n")
                    sure = sure or side
                if first:
                    self.starts[-1] = self.length
                    first = False
                self._item(item)
                first_line = not sure
                before = item.lines[-1] if item.kind in ("line", "side") else None
        for page in items:
            noted.append([item.lines[0] for item in page if item.kind == "note"])
        for lines in noted:
            self._page_notes(lines)
        self._write("\n")

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
        if line.parts and not note:
            for start, word in zip(line.starts, line.parts, strict=True):
                if word.raised:
                    self.anchors.append((word.text.translate(_DIGITS), self.length + start, line.page))
        self.placed.append((self.length, line))
        self._write(line.text)

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
            raised = match["number"] != number or (line.parts and line.parts[0].raised)
            return (number if raised else None), None
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
        hanging = len(before.lefts) > 1 and abs(line.x0 - before.lefts[1]) < 0.3 * size
        if indent > 0.7 * size and not (hanging and _MARKED.match(before.text)):
            return True
        if before.x1 + (line.rights[0] - line.x0) + 0.3 * size < self.right - 0.4 * size:
            return True
        if first and abs(indent) < 2 and line.x0 - self.left > 0.7 * size and not line.text[0].islower():
            # Two first lines, one below the other: the second line of a paragraph stands further left.
            return True
        stopped = before.text.rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹ ").endswith((".", ";", ":"))
        return stopped and (_MARKED.match(line.text) is not None or line.x0 - self.left > 0.7 * size)

    def _is_side_wrap(self, before: PageLine, line: PageLine) -> bool:
        """In a column beside another, a line that goes on with the one above."""
        below = line.page == before.page and 0 < line.top - before.top < 2 * self.step
        return below and (before.text.endswith(",") or line.text[0].islower())


def _tables_joined(pages: list[list[Item]]) -> list[list[Item]]:
    """The items of all pages with tables that go on over a page's end as one: no head twice, no row in two."""
    head: list[TableRow] = []
    table: PageTable | None = None
    last: list[Item] | None = None
    for items in pages:
        start = 0
        first = items[0].table if items else None
        if table is not None and last is not None and first is not None and goes_on(table, first):
            start = repeated_head(head, first)
            rest = items[start] if start < len(items) else None
            above = last[-1].row if last else None
            whole = joined(above, rest.row) if above and rest and rest.row and rest.table is first else None
            if whole is not None and last:
                last[-1] = dataclasses.replace(last[-1], lines=whole.lines, cells=whole.cells, row=whole)
                start += 1
            del items[:start]
        if items:
            ends = items[-1].table
            if (ends is not None and ends is not first) or (
                ends is not None and (table is None or not goes_on(table, ends))
            ):
                head = list(ends.rows[:_HEAD_ROWS])
            table, last = ends, items
    return pages


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
