"""Ruled tables of a PDF page: cells from its strokes, rows from what stands in the cells."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.read.pdf_lines import PageLine, Word, lines_of
from pipeline.read.pdf_marks import Stroke

# Strokes nearer than this are one (points); shorter ones rule nothing.
_NEAR = 3.0
_SHORT = 3.0

# A page with more strokes is a drawing, or has its letters drawn.
_MOST_STROKES = 4000

Cell = tuple[float, float, float, float]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a ruled table: the lines in each of its cells."""

    cells: tuple[tuple[PageLine, ...], ...]

    @property
    def lines(self) -> tuple[PageLine, ...]:
        """The lines of all cells."""
        return tuple(line for cell in self.cells for line in cell)

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell."""
        return tuple(" ".join(line.text for line in cell) for cell in self.cells)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """A ruled table, or the part of it that stands on this page; ``edges`` are the places of its columns."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: tuple[TableRow, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of a table by rows; None where a cell reaches over the place."""

    box: Cell
    rows: tuple[tuple[Cell | None, ...], ...]
    edges: tuple[float, ...]


def grids_of(strokes: Sequence[Stroke]) -> tuple[Grid, ...]:
    """The grids that strokes draw, with two columns or more.

    One row alone is a table's where it has three cells: a page may end below a table's head.
    """
    level = [s for s in strokes if s.level and s.x1 - s.x0 >= _SHORT]
    upright = [s for s in strokes if not s.level and s.bottom - s.top >= _SHORT]
    if len(level) < 2 or len(upright) < 3 or len(strokes) > _MOST_STROKES:
        return ()
    # Loaded here: most pages have no table, and the library loads slowly.
    from pdfplumber import table as ruled

    edges = ruled.merge_edges([_edge(s) for s in (*level, *upright)], _NEAR, _NEAR, _NEAR, _NEAR)
    cells = ruled.intersections_to_cells(ruled.edges_to_intersections(edges, _NEAR, _NEAR))
    found = []
    for group in ruled.cells_to_tables(cells):
        table = ruled.Table(None, group)  # type: ignore[arg-type]
        rows = tuple(tuple(row.cells) for row in table.rows)
        if max(sum(cell is not None for cell in row) for row in rows) < (2 if len(rows) > 1 else 3):
            continue
        ends = {cell[0] for cell in group} | {cell[2] for cell in group}
        found.append(Grid(box=table.bbox, rows=rows, edges=tuple(sorted(ends))))
    return tuple(found)


def _edge(stroke: Stroke) -> dict[str, Any]:
    return {
        "x0": stroke.x0,
        "x1": stroke.x1,
        "top": stroke.top,
        "bottom": stroke.bottom,
        "width": stroke.x1 - stroke.x0,
        "height": stroke.bottom - stroke.top,
        "orientation": "h" if stroke.level else "v",
    }


def filled(grids: Iterable[Grid], words: Sequence[Word], page: int) -> tuple[tuple[PageTable, ...], list[Word]]:
    """The tables with the words that stand in their cells, and the words that stand in none."""
    tables: list[PageTable] = []
    taken: set[int] = set()
    for grid in grids:
        rows: list[TableRow] = []
        for row in grid.rows:
            places = [cell for cell in row if cell is not None]
            low, high = min(c[1] for c in places), max(c[3] for c in places)
            near = [i for i, w in enumerate(words) if i not in taken and low <= (w.top + w.bottom) / 2 <= high]
            cells: list[tuple[PageLine, ...]] = []
            for cell in row:
                held = [i for i in near if i not in taken and cell is not None and _holds(cell, words[i])]
                taken.update(held)
                cells.append(tuple(lines_of((words[i] for i in held), page)))
            if any(cells):
                rows.append(TableRow(cells=tuple(cells)))
        if rows:
            tables.append(PageTable(top=grid.box[1], bottom=grid.box[3], edges=grid.edges, rows=tuple(rows)))
    return tuple(tables), [word for i, word in enumerate(words) if i not in taken]


def _holds(cell: Cell, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Whether the table at the head of a page is the one that the page before ends with: its columns stand alike."""
    return len(above.edges) == len(below.edges) and all(
        abs(a - b) <= _NEAR for a, b in zip(above.edges, below.edges, strict=True)
    )


def repeated_head(head: Sequence[TableRow], below: PageTable) -> int:
    """How many rows at the top of a page repeat the rows that the table begins with."""
    count = 0
    for first, again in zip(head, below.rows, strict=False):
        if first.texts != again.texts or not any(any(c.isalpha() for c in text) for text in again.texts):
            break
        count += 1
    # A table that is the same row over and over has no head.
    return count if count < len(below.rows) else 0


def joined(above: TableRow, below: TableRow) -> TableRow | None:
    """A row that a page's end cut in two, whole again; None where the row below is one of its own.

    The rest of a cut row has nothing in its first cell, and its words go on in the middle of a sentence.
    """
    texts = below.texts
    going_on = [text for text in texts if text]
    if texts[0] or len(above.cells) != len(below.cells) or not all(text[0].islower() for text in going_on):
        return None
    if any(text and not before for text, before in zip(texts, above.texts, strict=True)):
        return None
    return TableRow(cells=tuple((*first, *rest) for first, rest in zip(above.cells, below.cells, strict=True)))
