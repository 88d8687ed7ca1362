"""Where every character of a changed text comes from, composed step by step.

A step is a list of pieces in the order of its result: a slice of the text before, copied, or a literal that stands for
a slice. A piece may be copied from anywhere, so that moving text is copying it out of order. Maps are composed from
what the steps did; nothing is compared and nothing is searched afterwards.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run text[start:end] that comes from source[source_start:source_end].

    A copied run is the same characters in the same order. Any other run stands for its source as a whole. Where text
    that was moved is replaced across the cut, the source's ends are those of its first and last character.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    copied: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Copy:
    """The slice [start, end) of the text before."""

    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Put:
    """A literal that stands for the slice [start, end) of the text before, which is not empty."""

    text: str
    start: int
    end: int


Piece = Copy | Put
Segments = tuple[Segment, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Mapped:
    """A text and where it comes from."""

    text: str
    segments: Segments


def identity(text: str) -> Mapped:
    """The text as it is, each character its own source."""
    whole = Segment(start=0, end=len(text), source_start=0, source_end=len(text), copied=True)
    return Mapped(text, (whole,) if text else ())


def apply(text: str, pieces: Iterable[Piece]) -> Mapped:
    """Carry out one step.

    >>> apply("KH- UBND", [Copy(0, 3), Copy(4, 8)]).text
    'KH-UBND'
    >>> apply("a&amp;b", [Copy(6, 7), Put("&", 1, 6), Copy(0, 1)]).text
    'b&a'

    Raises ValueError where a literal stands for nothing: it would have no place in the source.
    """
    parts: list[str] = []
    segments: list[Segment] = []
    at = 0
    for piece in pieces:
        if isinstance(piece, Put) and piece.start >= piece.end:
            raise ValueError(f"{piece} stands for no character: give it the slice it replaces")
        part = piece.text if isinstance(piece, Put) else text[piece.start : piece.end]
        if not part:
            continue
        parts.append(part)
        segments.append(
            Segment(
                start=at,
                end=at + len(part),
                source_start=piece.start,
                source_end=piece.end,
                copied=isinstance(piece, Copy),
            )
        )
        at += len(part)
    return Mapped("".join(parts), _merged(segments))


def compose(later: Segments, earlier: Segments) -> Segments:
    """The map of two steps as one, from the later step's result to the earlier step's source."""
    found: list[Segment] = []
    for segment in later:
        if segment.copied:
            found.extend(_through(segment, earlier))
        else:
            first, last = _at(earlier, segment.source_start), _at(earlier, segment.source_end - 1)
            shift = segment.source_start - first.start
            start = first.source_start + shift if first.copied else first.source_start
            end = last.source_start + segment.source_end - last.start if last.copied else last.source_end
            found.append(dataclasses.replace(segment, source_start=start, source_end=end))
    return _merged(found)


def sources(segments: Segments, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The slices of the source that text[start:end] comes from, in the text's order, neighbours merged.

    >>> both = apply("43/KH-[note]SNV", [Copy(0, 6), Copy(12, 15), Copy(6, 12)])
    >>> both.text, sources(both.segments, 0, 9)
    ('43/KH-SNV[note]', ((0, 6), (12, 15)))
    """
    slices: list[tuple[int, int]] = []
    for segment in _overlapping(segments, start, end):
        if segment.copied:
            shift = segment.source_start - segment.start
            low, high = max(segment.start, start) + shift, min(segment.end, end) + shift
        else:
            # Over a cut the last character may come from before the first: each takes one place at least.
            low = min(segment.source_start, segment.source_end - 1)
            high = max(segment.source_end, segment.source_start + 1)
        if slices and slices[-1][0] <= low <= slices[-1][1]:
            slices[-1] = (slices[-1][0], max(high, slices[-1][1]))
        else:
            slices.append((low, high))
    return tuple(slices)


def source_span(segments: Segments, start: int, end: int) -> tuple[int, int] | None:
    """The smallest slice of the source that holds all of text[start:end]; None for an empty one."""
    slices = sources(segments, start, end)
    if not slices:
        return None
    return min(low for low, _ in slices), max(high for _, high in slices)


class SourceIndex:
    """The way back: where a place of the source went."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._segments = sorted(segments, key=lambda s: (s.source_start, s.source_end))
        self._starts = [s.source_start for s in self._segments]
        # A literal may stand for a long slice, so that ends do not rise with starts.
        self._reach: list[int] = []
        for segment in self._segments:
            self._reach.append(max(segment.source_end, self._reach[-1] if self._reach else 0))

    def targets(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The slices of the text that come from source[start:end], in source order, neighbours merged."""
        slices: list[tuple[int, int]] = []
        for segment in self._segments[bisect_right(self._reach, start) :]:
            if segment.source_start >= end:
                break
            if segment.source_end <= start:
                continue
            low, high = segment.start, segment.end
            if segment.copied:
                low += max(0, start - segment.source_start)
                high -= max(0, segment.source_end - end)
            if slices and slices[-1][1] == low:
                slices[-1] = (slices[-1][0], high)
            else:
                slices.append((low, high))
        return tuple(slices)

    def first_from(self, offset: int) -> int | None:
        """Where the first character kept at or after an offset of the source stands; None after the last one."""
        at = bisect_right(self._reach, offset)
        if at == len(self._segments):
            return None
        segment = self._segments[at]
        return segment.start + (max(0, offset - segment.source_start) if segment.copied else 0)


def _merged(segments: Sequence[Segment]) -> Segments:
    """Runs as long as they can be, so that a map has one form.

    Copied neighbours that are neighbours in the source too become one, and so do parts of one literal.
    """
    merged: list[Segment] = []
    for segment in segments:
        before = merged[-1] if merged else None
        if before is None or before.copied != segment.copied:
            merged.append(segment)
        elif segment.copied and before.source_end == segment.source_start:
            merged[-1] = dataclasses.replace(before, end=segment.end, source_end=segment.source_end)
        elif not segment.copied and _source(before) == _source(segment):
            merged[-1] = dataclasses.replace(before, end=segment.end)
        else:
            merged.append(segment)
    return tuple(merged)


def _source(segment: Segment) -> tuple[int, int]:
    return segment.source_start, segment.source_end


def _overlapping(segments: Segments, start: int, end: int) -> Iterator[Segment]:
    at = bisect_right(segments, start, key=lambda s: s.end) if start < end else len(segments)
    while at < len(segments) and segments[at].start < end:
        yield segments[at]
        at += 1


def _at(segments: Segments, offset: int) -> Segment:
    return segments[bisect_right(segments, offset, key=lambda s: s.end)]


def _through(copied: Segment, earlier: Segments) -> Iterator[Segment]:
    """A copied run cut where the runs it was copied from end."""
    shift = copied.start - copied.source_start
    for run in _overlapping(earlier, copied.source_start, copied.source_end):
        low, high = max(run.start, copied.source_start), min(run.end, copied.source_end)
        source_start, source_end = run.source_start, run.source_end
        if run.copied:
            source_start, source_end = run.source_start + low - run.start, run.source_start + high - run.start
        yield Segment(
            start=low + shift,
            end=high + shift,
            source_start=source_start,
            source_end=source_end,
            copied=run.copied,
        )
