"""Tables of a DOCX: a row is its cells joined by tabs, and what a merged cell covers is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex
from lxml import etree

from pipeline.bounds import CELLS, SPAN
from pipeline.read.docx_runs import WRAPPERS, chosen, is_deleted, kind_of
from pipeline.read.docx_styles import W, is_on, value

# A table that only puts the header or the signature side by side: "CỘNG HÒA …", "Nơi nhận:", "TM. ỦY BAN …"
SIDE_BY_SIDE = regex.compile(r"CỘNG H[OÒ]|Độc lập\s*[-–]|Nơi nhận\s*:|(?m:^[^\S\n]*(?:TM|KT|TL|TUQ)\.)")

_MOST_SIDE_BY_SIDE = 3

# A number of columns with more digits is no number of columns, and slow to read.
_DIGITS = 9

_BREAK_IN_CELL = regex.compile(r"\s*\n\s*")


def table_lines(table: etree._Element, blocks: Callable[[etree._Element], Iterator[str]]) -> Iterator[str]:
    """The lines of a table; ``blocks`` reads what a cell holds.

    A table of one column, one that puts texts side by side, and one with tables in its cells only arrange what is in
    them: their cells follow one another, each with its own lines.
    """
    rows: list[list[str]] = []
    count = 0
    for element in _rows(table):
        rows.append(list(_cells(element, blocks)))
        count += len(rows[-1])
        CELLS.check(count)
    width = max(map(len, rows), default=0)
    if width == 1 or (width <= _MOST_SIDE_BY_SIDE and any(SIDE_BY_SIDE.search(cell) for row in rows for cell in row)):
        for column in range(width):
            for row in rows:
                if column < len(row) and row[column].strip():
                    yield row[column]
        return
    if _holds_tables(table):
        yield from (cell for row in rows for cell in row if cell.strip())
        return
    for row in rows:
        if any(cell.strip() for cell in row):
            yield "\t".join(_BREAK_IN_CELL.sub(" ", cell.replace("\t", " ")).strip() for cell in row)


def _cells(row: etree._Element, blocks: Callable[[etree._Element], Iterator[str]]) -> Iterator[str]:
    look = row.find(f"{W}trPr")
    before = value(look.find(f"{W}gridBefore")) if look is not None else None
    yield from [""] * _count(before, 0)
    for cell in _elements(row, "tc"):
        look = cell.find(f"{W}tcPr")
        if look is None:
            yield "\n".join(blocks(cell))
            continue
        if look.find(f"{W}cellDel") is not None:
            continue
        text = "\n".join(blocks(cell))
        yield "" if _is_covered(look.find(f"{W}vMerge")) or _is_covered(look.find(f"{W}hMerge")) else text
        yield from [""] * (_count(value(look.find(f"{W}gridSpan")), 1) - 1)


def _is_covered(merge: etree._Element | None) -> bool:
    """Whether a merged cell goes on here; it began above or to the left."""
    return merge is not None and value(merge) != "restart"


def _count(written: str | None, usual: int) -> int:
    """A number of columns; a wider cell than Word has (``too_wide``) is as wide as Word's widest."""
    if not written or not written.isdecimal():
        return usual
    return SPAN.most if len(written) > _DIGITS else min(int(written), SPAN.most)


def too_wide(body: etree._Element) -> bool:
    """Whether a cell spans more columns than Word has."""
    spans = (value(span) or "" for span in body.iter(f"{W}gridSpan", f"{W}gridBefore"))
    return any(written.isdecimal() and (len(written) > _DIGITS or int(written) > SPAN.most) for written in spans)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _elements(table, "tr"):
        look = row.find(f"{W}trPr")
        if not is_deleted(look) and not (look is not None and is_on(look.find(f"{W}hidden"))):
            yield row


def _elements(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Rows or cells, also in content controls and the like."""
    for element in parent:
        found = kind_of(element)
        if found == kind:
            yield element
        elif found in WRAPPERS:
            yield from _elements(element, kind)
        elif found == "AlternateContent":
            yield from _elements(chosen(element), kind)


def _holds_tables(table: etree._Element) -> bool:
    """Whether a cell holds a table of several cells in a row."""
    return any(
        len(row.findall(f"{W}tc")) > 1 and next(row.iterancestors(f"{W}tbl"), None) is not table
        for row in table.iter(f"{W}tr")
    )
