"""A report's text as the blocks of a page: titles, headings, paragraphs, list items, tables, footnotes, page breaks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from pipeline.site.marks import ByPlace, Mark, Piece, pieces
from pipeline.site.rows import Row
from pipeline.site.visible import visible

_LONGEST_TITLE_LINE = 160
_BULLETS = ("-", "+", "–", "—", "*", "•", "●")
_RUNNING = (".", ";", ":", ",")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A piece as the page prints it: its text, what it stands for, and the anchors that it is the first piece of."""

    text: str
    marks: tuple[Mark, ...] = ()
    anchors: tuple[str, ...] = ()
    strong: bool = False

    @property
    def ids(self) -> str:
        """The marks' ids, the shortest mark first."""
        return " ".join(mark.id for mark in self.marks)

    @property
    def classes(self) -> str:
        """Style names: the kind of the shortest mark that is no finding, then the worst finding."""
        kinds = [mark.kind for mark in self.marks if mark.kind != "finding"]
        found = [mark.severity for mark in self.marks if mark.severity]
        worst = next((s for s in ("error", "warning", "info") if s in found), None)
        names = ["m", f"k-{kinds[0]}" if kinds else "", f"x-{worst}" if worst else "", "more" if len(kinds) > 1 else ""]
        return " ".join(name for name in names if name)

    @property
    def target(self) -> str:
        """Where a click leads: the row of the shortest mark, or the finding where there is nothing else."""
        named = next((mark for mark in self.marks if mark.kind != "finding"), self.marks[0])
        return named.id if named.kind == "finding" else f"row-{named.id}"


@dataclasses.dataclass(slots=True, kw_only=True)
class Block:
    """A block; ``kind`` is title, heading, para, item, table, page or notes (where footnotes begin)."""

    kind: str
    start: int = 0
    end: int = 0
    depth: int = 0
    page: int | None = None
    sections: tuple[str, ...] = ()
    cells: list[list[list[Shown]]] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)

    @property
    def pieces(self) -> list[Shown]:
        """The pieces of a block that is no table."""
        return self.cells[0][0]


def blocks(text: Row, sections: Sequence[Row], marks: Sequence[Mark]) -> Iterator[Block]:
    """The blocks in the text's order, each with its pieces and the ids of the findings that begin in it."""
    whole, body_end = text["text"], text["body_end"]
    starts = [*text["page_starts"]]
    places, seen = ByPlace(marks), set[str]()
    depths: dict[int, list[Row]] = {}
    lines = list(_lines(whole))
    for section in sections:
        depths.setdefault(_line_of(lines, section["start"]), []).append(section)
    first_section = min(depths, default=len(lines))
    table: Block | None = None
    noted = False
    for number, (start, end) in enumerate(lines):
        pages = [n for n, at in enumerate(starts, start=1) if start <= at < max(end, start + 1)] if starts else []
        for page in pages:
            table = None
            yield Block(kind="page", page=page, start=start, end=start)
        if not noted and body_end < len(whole) and start >= body_end:
            noted, table = True, None
            yield Block(kind="notes", start=start, end=start)
        if not whole[start:end].strip():
            continue
        opened = depths.get(number, [])
        # A heading that goes on as running text ends at its colon.
        heads = [section["heading_end"] for section in opened if section["heading"] is not None]
        head_end = max((at for at in heads if start < at < end), default=start)
        cells = list(_cells(whole, start, end, places.within(start, end), seen, head_end))
        if len(cells) > 1 and not opened:
            row = Block(kind="table", start=start, end=end, cells=[cells])
            if table is not None:
                table.cells.append(cells)
                table.end = end
                continue
            table = row
            yield row
            continue
        table = None
        yield Block(
            kind=_kind(whole[start:end], number < first_section, bool(heads) and head_end == start),
            start=start,
            end=end,
            depth=min((section["depth"] for section in opened), default=0),
            sections=tuple(section["section_id"].rpartition(":")[2] for section in opened),
            cells=[[_joined(cells)]],
        )


def _joined(cells: Sequence[list[Shown]]) -> list[Shown]:
    """The cells of a line that is no table row, with its tabs between them."""
    line: list[Shown] = []
    for number, cell in enumerate(cells):
        line += [Shown(text="\t"), *cell] if number else cell
    return line


def with_notes(made: Sequence[Block], findings: Mapping[str, int]) -> list[str]:
    """Give every block the findings that begin in it; return those that have no place in the text."""
    left: list[str] = []
    readable = [block for block in made if block.kind not in ("page", "notes")]
    for finding, start in findings.items():
        block = next((b for b in readable if b.start <= start < b.end), None)
        if block is None:
            left.append(finding)
        else:
            block.notes.append(finding)
    return left


def _kind(line: str, before_sections: bool, opens: bool) -> str:
    if opens:
        return "heading"
    stripped = line.strip()
    if stripped.startswith(_BULLETS):
        return "item"
    if before_sections and len(stripped) <= _LONGEST_TITLE_LINE and not stripped.endswith(_RUNNING):
        return "title"
    return "para"


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _line_of(lines: Sequence[tuple[int, int]], at: int) -> int:
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        if lines[middle][1] < at:
            low = middle + 1
        else:
            high = middle
    return low


def _cells(
    text: str, start: int, end: int, marks: Sequence[Mark], seen: set[str], head_end: int
) -> Iterator[list[Shown]]:
    at = start
    for cell in text[start:end].split("\t"):
        yield [
            _shown(text, piece, seen, piece.end <= head_end) for piece in pieces(at, at + len(cell), marks, (head_end,))
        ]
        at += len(cell) + 1


def _shown(text: str, piece: Piece, seen: set[str], strong: bool) -> Shown:
    new = tuple(mark.id for mark in piece.marks if mark.id not in seen)
    seen.update(new)
    return Shown(text=visible(text[piece.start : piece.end]), marks=piece.marks, anchors=new, strong=strong)
