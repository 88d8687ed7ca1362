"""The boxes of the words of a PDF's text, made when they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import overload

from pipeline.read.pdf_lines import PageLine
from pipeline.read.raw import Box


class LineBoxes(Sequence[Box]):
    """A box for every word, out of lines with their places in the text; nothing is made before it is looked at."""

    def __init__(self, placed: Sequence[tuple[int, PageLine]]) -> None:
        self._placed = placed
        self._made: tuple[Box, ...] | None = None

    def _all(self) -> tuple[Box, ...]:
        if self._made is None:
            self._made = tuple(box for at, line in self._placed for box in _boxes_of(at, line))
        return self._made

    def within(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the words of text[start:end]."""
        first = max(bisect_right(self._placed, start, key=lambda pair: pair[0]) - 1, 0)
        found: list[Box] = []
        for at, line in self._placed[first:]:
            if at >= end:
                break
            found += [box for box in _boxes_of(at, line) if box.start < end and box.end > start]
        return tuple(found)

    def __len__(self) -> int:
        return sum(len(line.starts) for _, line in self._placed)

    def __iter__(self) -> Iterator[Box]:
        return iter(self._all())

    @overload
    def __getitem__(self, index: int) -> Box: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Box]: ...
    def __getitem__(self, index: int | slice) -> Box | Sequence[Box]:
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())


def _boxes_of(at: int, line: PageLine) -> Iterator[Box]:
    if line.parts:
        for start, end, word in zip(line.starts, line.ends, line.parts, strict=True):
            yield _box(at + start, at + end, line.page, (word.x0, word.top, word.x1, word.bottom))
        return
    for start, end, left, right in zip(line.starts, line.ends, line.lefts, line.rights, strict=True):
        yield _box(at + start, at + end, line.page, (left, line.top, right, line.bottom))


def _box(start: int, end: int, page: int, place: tuple[float, float, float, float]) -> Box:
    x0, top, x1, bottom = (round(edge, 1) for edge in place)
    return Box(start=start, end=end, page=page, x0=x0, top=top, x1=x1, bottom=bottom)
