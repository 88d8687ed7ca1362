"""What stands on a PDF page: lines, columns side by side, table rows and footnotes, in reading order."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

import regex
from pdfplumber.page import Page

from pipeline.read.pdf_lines import PageLine, Word, lines_of, words_of

# "2", "- 2 -", "Trang 2/9"
_PAGE_NUMBER = regex.compile(r"(?i)(?:[-–—]\s*)?(?:trang\s*|page\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?")

# Two columns of the header or the signature: "CỘNG HÒA …", "Nơi nhận:", "TM. ỦY BAN …"
HEADER = regex.compile(r"CỘNG H[OÒ]|Độc lập\s*[-–]|^Số\s*:|ngày\b.*\btháng\b.*\bnăm\b")
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
    "note" (a line of a footnote).
    """

    kind: str
    lines: tuple[PageLine, ...]
    cells: tuple[tuple[PageLine, ...], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page's items, and what was seen on it."""

    number: int
    height: float
    lines: tuple[PageLine, ...]
    tables: tuple[tuple[float, tuple[Item, ...]], ...] = ()
    rules: tuple[tuple[float, float, float], ...] = ()
    letters: int = 0
    unknown: int = 0
    images: float = 0.0


def look_at(page: Page) -> PageText:
    """All that is used of a page."""
    words = words_of(page)
    unknown = sum(len(w.text) for w in words if "(cid:" in w.text)
    letters = sum(len(w.text) for w in words)
    tables, inside = _tables(page, words)
    free = [w for w in words if w not in inside]
    area = float(page.width) * float(page.height)
    return PageText(
        number=page.page_number,
        height=float(page.height),
        lines=tuple(lines_of(free, page.page_number)),
        tables=tables,
        rules=tuple(_rules(page)),
        letters=letters,
        unknown=unknown,
        images=sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images)
        / max(area, 1.0),
    )


def _rules(page: Page) -> Iterator[tuple[float, float, float]]:
    """Thin horizontal strokes, (top, x0, x1)."""
    for stroke in (*page.lines, *page.rects):
        length = float(stroke["x1"]) - float(stroke["x0"])
        if abs(float(stroke["bottom"]) - float(stroke["top"])) < 2 and _RULE[0] <= length <= _RULE[1]:
            yield float(stroke["top"]), float(stroke["x0"]), float(stroke["x1"])


def _tables(page: Page, words: list[Word]) -> tuple[tuple[tuple[float, tuple[Item, ...]], ...], set[Word]]:
    """The rows of ruled tables with two columns or more, and the words in them.

    One row alone is a table's where it has three cells: a page may end below a table's head.
    """
    found: list[tuple[float, tuple[Item, ...]]] = []
    inside: set[Word] = set()
    for table in page.find_tables():
        if max(sum(c is not None for c in row.cells) for row in table.rows) < (2 if len(table.rows) > 1 else 3):
            continue
        rows = []
        for row in table.rows:
            cells = []
            for cell in row.cells:
                held = [w for w in words if w not in inside and cell is not None and _holds(cell, w)]
                inside.update(held)
                cells.append(tuple(lines_of(held, page.page_number)))
            if any(cells):
                rows.append(Item(kind="row", lines=tuple(line for cell in cells for line in cell), cells=tuple(cells)))
        if rows:
            found.append((float(table.bbox[1]), tuple(rows)))
    return tuple(found), inside


def _holds(cell: tuple[float, float, float, float], word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def without_margins(pages: list[PageText]) -> list[PageText]:
    """The pages without their numbers and running heads."""
    edges = {
        (page.number, line)
        for page in pages
        for line in (*page.lines[:2], *page.lines[-2:])
        if line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height
    }
    seen = Counter(_head(line) for _, line in edges)
    return [
        dataclasses.replace(page, lines=tuple(line for line in page.lines if not _in_margin(line, page, edges, seen)))
        for page in pages
    ]


def _head(line: PageLine) -> tuple[str, int]:
    return regex.sub(r"\d+", "#", line.text), round(line.top / 6)


def _in_margin(
    line: PageLine, page: PageText, edges: set[tuple[int, PageLine]], seen: Counter[tuple[str, int]]
) -> bool:
    if (page.number, line) not in edges:
        return False
    outer = line in (page.lines[0], page.lines[-1])
    return (outer and _PAGE_NUMBER.fullmatch(line.text) is not None) or seen[_head(line)] >= _HEAD_PAGES


def items_of(page: PageText, body_size: float) -> list[Item]:
    """The page's items in reading order, its footnotes last."""
    first_note = _first_note(page, body_size)
    body, notes = page.lines[:first_note], page.lines[first_note:]
    placed = list(_columns(body))
    placed += [(top, row) for top, rows in page.tables for row in rows]
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
    ruled = [i for top, _, _ in page.rules for i in range(small, len(lines)) if _is_below(lines, i, top)]
    numbered = [i for i in range(small, len(lines)) if NOTE_START.match(lines[i].text)]
    below_table = max((top for top, _ in page.tables), default=0.0)
    begins = min(ruled, default=min(numbered, default=len(lines)))
    if begins < len(lines) and lines[begins].top < below_table:
        return len(lines)
    return begins


def _is_below(lines: tuple[PageLine, ...], i: int, rule: float) -> bool:
    return lines[i].top >= rule - 2 and (i == 0 or lines[i - 1].top < rule)


def _columns(lines: Iterable[PageLine]) -> Iterator[tuple[float, Item]]:
    """Lines with their place; the lines of two columns side by side come column by column at the place of the first."""
    lines = list(lines)
    at = 0
    while at < len(lines):
        end, split = _side_by_side(lines, at)
        if end == at:
            chunks = lines[at].chunks()
            if len(chunks) > 1:
                cells = tuple((chunk,) for chunk in chunks)
                yield lines[at].top, Item(kind="row", lines=(lines[at],), cells=cells)
            else:
                yield lines[at].top, Item(kind="line", lines=(lines[at],))
            at += 1
            continue
        parts = [chunk for line in lines[at:end] for chunk in line.chunks()]
        top = lines[at].top
        for side in (True, False):
            for chunk in parts:
                if (chunk.x0 < split) == side:
                    yield top, Item(kind="side", lines=(chunk,))
        at = end


def _side_by_side(lines: list[PageLine], at: int) -> tuple[int, float]:
    """The index after the last line of the two columns that begin here, and where they part; ``at`` for none.

    The header's columns end with its last line that has both; the signature's run to the end of the page.
    """
    low, high = 0.0, float("inf")
    end, both, texts = at, at, []
    for line in lines[at:]:
        chunks = line.chunks()
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
