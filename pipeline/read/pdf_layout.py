"""What stands on a PDF page: lines, columns side by side, table rows and footnotes, in reading order."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import regex

from pipeline.read.pdf_lines import PageLine, Place
from pipeline.read.pdf_marks import Stroke
from pipeline.read.pdf_tables import PageTable, TableRow

# "2", "- 2 -", "Trang 2/9"
_PAGE_NUMBER = regex.compile(r"(?i)(?:[-–—]\s*)?(?:trang\s*|page\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?")

# Two columns of the header or the signature: "CỘNG HÒA …", "Nơi nhận:", "TM. ỦY BAN …"
HEADER = regex.compile(r"CỘNG H[OÒ]|Độc lập\s*[-–]|^Số\s*:|ngày\b.{0,60}\btháng\b.{0,60}\bnăm\b")
SIGNATURE = regex.compile(r"Nơi nhận|^(?:TM|KT|TL|TUQ)\.|CHỦ TỊCH$|GIÁM ĐỐC$")

# The first line of a note: its number raised, or plain before a word.
NOTE_START = regex.compile(r"(?P<number>[⁰¹²³⁴-⁹]{1,3}|\d{1,3}(?=\s+[\p{Lu}\"“–-]|\p{Lu}))")

# A page number or running head stands in this share of the page's height at its top or bottom.
_MARGIN = 0.13

# A running head stands on this many pages or more.
_HEAD_PAGES = 3

# Footnotes are printed smaller than the body by this many points, below a rule of this length (points).
_SMALLER = 0.7
_RULE = (40.0, 320.0)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something on a page, in reading order.

    ``kind`` is "line" (of running text), "side" (of a column beside another), "row" (cells, each a list of lines) or
    "note" (a line of a footnote). A row of a ruled table names them both.
    """

    kind: str
    lines: tuple[PageLine, ...]
    cells: tuple[tuple[PageLine, ...], ...] = ()
    table: PageTable | None = None
    row: TableRow | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageText:
    """What stands on a page.

    ``recognized`` says how surely its words were read from a picture, if they were. ``shown`` leads from the places
    of its lines to those on the page as it is shown, where it was turned to be read.
    """

    number: int
    height: float
    lines: tuple[PageLine, ...]
    tables: tuple[PageTable, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    rules: tuple[Stroke, ...] = ()
    recognized: float | None = None
    shown: Callable[[Place], Place] | None = None

    @property
    def letters(self) -> int:
        """How many characters its lines and tables hold, spaces left out."""
        cells = (line for table in self.tables for row in table.rows for cell in row.cells for line in cell)
        return sum(len(line.text) - line.text.count(" ") for line in (*self.lines, *cells))


def rules_of(strokes: Iterable[Stroke]) -> tuple[Stroke, ...]:
    """The strokes that may part footnotes from the text above."""
    return tuple(s for s in strokes if s.level and _RULE[0] <= s.x1 - s.x0 <= _RULE[1])


def without_margins(pages: list[PageText]) -> list[PageText]:
    """The pages without their numbers and running heads."""
    edges = [_at_the_edge(page) for page in pages]
    seen = Counter(_head(page.lines[i]) for page, places in zip(pages, edges, strict=True) for i in places)
    return [
        dataclasses.replace(
            page,
            lines=tuple(line for i, line in enumerate(page.lines) if i not in places or not _in_margin(i, page, seen)),
        )
        if places
        else page
        for page, places in zip(pages, edges, strict=True)
    ]


def _at_the_edge(page: PageText) -> set[int]:
    """Which of the first and last two lines stand in the page's margins."""
    count = len(page.lines)
    places = {i for i in (0, 1, count - 2, count - 1) if 0 <= i < count}
    low, high = _MARGIN * page.height, (1 - _MARGIN) * page.height
    return {i for i in places if page.lines[i].bottom < low or page.lines[i].top > high}


def _head(line: PageLine) -> tuple[str, int]:
    return regex.sub(r"\d+", "#", line.text), round(line.top / 6)


def _in_margin(i: int, page: PageText, seen: Counter[tuple[str, int]]) -> bool:
    line = page.lines[i]
    outer = i in (0, len(page.lines) - 1)
    return (outer and _PAGE_NUMBER.fullmatch(line.text) is not None) or seen[_head(line)] >= _HEAD_PAGES


def items_of(page: PageText, body_size: float) -> list[Item]:
    """The page's items in reading order, its footnotes last."""
    first_note = _first_note(page, body_size)
    body, notes = page.lines[:first_note], page.lines[first_note:]
    placed = list(_columns(body))
    placed += [
        (table.top, Item(kind="row", lines=row.lines, cells=row.cells, table=table, row=row))
        for table in page.tables
        for row in table.rows
    ]
    items = [item for _, item in sorted(placed, key=lambda pair: pair[0])]
    return items + [Item(kind="note", lines=(line,)) for line in notes]


def _first_note(page: PageText, body_size: float) -> int:
    """The index of the first line of the footnotes: small lines at the page's end, below a rule or from a number on."""
    lines = page.lines
    small = len(lines)
    while small and lines[small - 1].size <= body_size - _SMALLER:
        small -= 1
    if small == len(lines):
        return small
    ruled = [
        i for top in (rule.top for rule in page.rules) for i in range(small, len(lines)) if _is_below(lines, i, top)
    ]
    numbered = [i for i in range(small, len(lines)) if NOTE_START.match(lines[i].text)]
    below_table = max((table.top for table in page.tables), default=0.0)
    begins = min(ruled, default=min(numbered, default=len(lines)))
    if begins < len(lines) and lines[begins].top < below_table:
        return len(lines)
    return begins


def _is_below(lines: tuple[PageLine, ...], i: int, rule: float) -> bool:
    return lines[i].top >= rule - 2 and (i == 0 or lines[i - 1].top < rule)


def _columns(lines: Iterable[PageLine]) -> Iterator[tuple[float, Item]]:
    """Lines with their place; the lines of two columns side by side come column by column at the place of the first."""
    lines = list(lines)
    cut = [line.chunks() for line in lines]
    at = 0
    while at < len(lines):
        end, split = _side_by_side(lines, cut, at)
        if end == at:
            chunks = cut[at]
            if len(chunks) > 1:
                cells = tuple((chunk,) for chunk in chunks)
                yield lines[at].top, Item(kind="row", lines=(lines[at],), cells=cells)
            else:
                yield lines[at].top, Item(kind="line", lines=(lines[at],))
            at += 1
            continue
        parts = [chunk for chunks in cut[at:end] for chunk in chunks]
        top = lines[at].top
        for side in (True, False):
            for chunk in parts:
                if (chunk.x0 < split) == side:
                    yield top, Item(kind="side", lines=(chunk,))
        at = end


def _side_by_side(lines: list[PageLine], cut: list[tuple[PageLine, ...]], at: int) -> tuple[int, float]:
    """The index after the last line of the two columns that begin here, and where they part; ``at`` for none.

    The header's columns end with its last line that has both; the signature's run to the end of the page.
    """
    low, high = 0.0, float("inf")
    end, both, texts = at, at, []
    for line, chunks in zip(itertools.islice(lines, at, None), itertools.islice(cut, at, None), strict=True):
        if len(chunks) > 2 or (end == at and len(chunks) == 1 and not SIGNATURE.search(line.text)):
            break
        if len(chunks) == 2:
            low, high = max(low, chunks[0].x1), min(high, chunks[1].x0)
            both = end + 1
        elif line.x1 <= high and line.x0 < low:
            low = max(low, line.x1)
        elif both > at and line.x0 >= low:
            high = min(high, line.x0)
        elif both > at:
            break
        if low >= high:
            return at, 0.0
        texts += [chunk.text for chunk in chunks]
        end += 1
    if both == at:
        return at, 0.0
    split = (low + high) / 2
    if any(SIGNATURE.search(text) for text in texts):
        return end, split
    return (both, split) if any(HEADER.search(text) for text in texts) else (at, 0.0)
