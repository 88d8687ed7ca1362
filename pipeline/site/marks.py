"""Which parts of the text are marked: spans that nest and overlap become pieces that follow one another."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Sequence


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """text[start:end] stands for the row ``id``; ``kind`` is its table, or ``finding``."""

    id: str
    kind: str
    start: int
    end: int
    severity: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of the text under the same marks, the shortest mark first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def pieces(start: int, end: int, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[Piece]:
    """The text [start, end) as pieces in order, cut where a mark begins or ends and at ``cuts``.

    >>> nested = [Mark(id="c1", kind="citations", start=2, end=9), Mark(id="f1", kind="rates", start=4, end=6)]
    >>> [(p.start, p.end, [m.id for m in p.marks]) for p in pieces(0, 10, nested)]
    [(0, 2, []), (2, 4, ['c1']), (4, 6, ['f1', 'c1']), (6, 9, ['c1']), (9, 10, [])]
    """
    within = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    edges = {start, end, *(cut for cut in cuts if start < cut < end)}
    for mark in within:
        edges.update(edge for edge in (mark.start, mark.end) if start < edge < end)
    ordered = sorted(edges)
    for low, high in itertools.pairwise(ordered):
        over = sorted((m for m in within if m.start <= low and m.end >= high), key=_length)
        yield Piece(start=low, end=high, marks=tuple(over))


def _length(mark: Mark) -> tuple[int, bool, str]:
    return mark.end - mark.start, mark.kind == "finding", mark.id


class ByPlace:
    """Marks looked up by the line they stand in, without walking all of them for each line."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks: Sequence[Mark] = sorted(marks, key=lambda m: (m.start, m.end))
        self._next = 0
        self._open: list[Mark] = []

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that touch text[start:end]; calls come in the text's order."""
        while self._next < len(self._marks) and self._marks[self._next].start < end:
            self._open.append(self._marks[self._next])
            self._next += 1
        self._open = [mark for mark in self._open if mark.end > start]
        return [mark for mark in self._open if mark.start < end]
