"""The boxes of the words of a PDF's text, made when they are asked for."""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import overload

from pipeline.read.pdf_lines import PageLine, Place
from pipeline.read.raw import Box


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """By how many degrees a page was turned counterclockwise about its middle before it was read."""

    degrees: float
    width: float
    height: float

    def back(self, place: Place) -> Place:
        """The place where it stands on the page as it is.

        >>> Turn(degrees=90, width=100, height=100).back((10, 40, 20, 60))[0]
        45.0
        """
        x0, top, x1, bottom = place
        cos, sin = math.cos(math.radians(self.degrees)), math.sin(math.radians(self.degrees))
        x, y = (x0 + x1 - self.width) / 2, (top + bottom - self.height) / 2
        right, down = x * cos - y * sin - x, x * sin + y * cos - y
        return x0 + right, top + down, x1 + right, bottom + down


class LineBoxes(Sequence[Box]):
    """A box for every word, out of lines with their places in the text; nothing is made before it is looked at."""

    def __init__(
        self, placed: Sequence[tuple[int, PageLine]], turned: Mapping[int, Callable[[Place], Place]] | None = None
    ) -> None:
        self._placed = placed
        self._turned = turned or {}
        self._made: tuple[Box, ...] | None = None

    def _all(self) -> tuple[Box, ...]:
        if self._made is None:
            self._made = tuple(box for at, line in self._placed for box in self._boxes_of(at, line))
        return self._made

    def within(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the words of text[start:end]."""
        first = max(bisect_right(self._placed, start, key=lambda pair: pair[0]) - 1, 0)
        found: list[Box] = []
        for at, line in self._placed[first:]:
            if at >= end:
                break
            found += [box for box in self._boxes_of(at, line) if box.start < end and box.end > start]
        return tuple(found)

    def _boxes_of(self, at: int, line: PageLine) -> Iterator[Box]:
        shown = self._turned.get(line.page)
        if line.parts:
            places: Iterable[Place] = ((w.x0, w.top, w.x1, w.bottom) for w in line.parts)
        else:
            places = ((x0, line.top, x1, line.bottom) for x0, x1 in zip(line.lefts, line.rights, strict=True))
        for start, end, place in zip(line.starts, line.ends, places, strict=True):
            yield _box(at + start, at + end, line.page, shown(place) if shown else place)

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


def _box(start: int, end: int, page: int, place: Place) -> Box:
    x0, top, x1, bottom = (round(edge, 1) for edge in place)
    return Box(start=start, end=end, page=page, x0=x0, top=top, x1=x1, bottom=bottom)
