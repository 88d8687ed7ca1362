"""A text on its way through the steps, with its map to the source and a record of what each step changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from pipeline.textmap import Copy, Piece, Put, Segments, SourceIndex, apply, compose, identity


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """The slice [start, end) of a text becomes the replacement; an empty one deletes it."""

    start: int
    end: int
    replacement: str = ""


Step = Callable[[str], Iterable[Change]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a step did to the slice [start, end) of its input, for explanation.

    ``moved_to`` is the offset in the step's result of text that was moved as it is, else None.
    """

    step: str
    start: int
    end: int
    replacement: str
    moved_to: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """text[start:end] was damaged in the source, where it is ``printed`` so, and a step made it whole."""

    start: int
    end: int
    printed: str
    step: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The text after some steps; ``segments`` lead to the source, ``local`` only to the text before the last step.

    ``repairs`` hold what steps made whole, with offsets of ``text``.
    """

    text: str
    segments: Segments
    local: Segments
    edits: tuple[Edit, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def of(cls, source: str) -> Draft:
        """A text before the first step."""
        mapped = identity(source)
        return cls(text=source, segments=mapped.segments, local=mapped.segments)

    def rewrite(self, step: Step, name: str | None = None) -> Draft:
        """Carry out a step that changes text in its place; changes come in order and do not overlap."""
        changes = [c for c in step(self.text) if self.text[c.start : c.end] != c.replacement]
        if not changes:
            return dataclasses.replace(self, local=identity(self.text).segments)
        return self.rearrange(name or str(getattr(step, "__name__", "step")), pieces_of(self.text, changes))

    def repair(self, step: Step, name: str | None = None) -> Draft:
        """Carry out a step that makes damaged text whole, and remember what was printed."""
        name = name or str(getattr(step, "__name__", "step"))
        changes = [c for c in step(self.text) if self.text[c.start : c.end] != c.replacement]
        after = self.rewrite(lambda _: changes, name=name)
        made, shift = [], 0
        for change in changes:
            start = change.start + shift
            end = start + len(change.replacement)
            made.append(Repair(start=start, end=end, printed=self.text[change.start : change.end], step=name))
            shift += len(change.replacement) - (change.end - change.start)
        return dataclasses.replace(after, repairs=(*after.repairs, *made))

    def rearrange(self, name: str, pieces: Iterable[Piece]) -> Draft:
        """Carry out a step that may move text."""
        pieces = list(pieces)
        mapped = apply(self.text, pieces)
        return Draft(
            text=mapped.text,
            segments=compose(mapped.segments, self.segments),
            local=mapped.segments,
            edits=(*self.edits, *_edits(name, self.text, pieces)),
            repairs=tuple(_moved(self.repairs, mapped.segments)),
        )


def pieces_of(text: str, changes: Iterable[Change]) -> Iterator[Piece]:
    """The changes as pieces, with all that lies between them copied."""
    at = 0
    for change in changes:
        if change.start < at:
            raise ValueError(f"{change} begins before offset {at}, where the change before it ends")
        yield Copy(at, change.start)
        if change.replacement:
            yield Put(change.replacement, change.start, change.end)
        at = change.end
    yield Copy(at, len(text))


def rewritten(step: Step, text: str) -> str:
    """The text after one step.

    >>> rewritten(lambda text: [Change(1, 2, "-")], "a b")
    'a-b'
    """
    return apply(text, pieces_of(text, step(text))).text


def _moved(repairs: tuple[Repair, ...], segments: Segments) -> Iterator[Repair]:
    """Repairs where a later step has put them; what was left out since is gone."""
    index = SourceIndex(segments) if repairs else None
    for repair in repairs:
        places = index.targets(repair.start, repair.end) if index else ()
        if places:
            start, end = min(low for low, _ in places), max(high for _, high in places)
            yield dataclasses.replace(repair, start=start, end=end)


def _edits(name: str, text: str, pieces: list[Piece]) -> Iterator[Edit]:
    """Literals, moved slices and what was left out, in the order of the step's input."""
    found: list[Edit] = []
    at, reached = 0, 0
    for piece in pieces:
        if isinstance(piece, Put):
            found.append(Edit(step=name, start=piece.start, end=piece.end, replacement=piece.text))
        elif piece.start < reached and piece.start < piece.end:
            moved = text[piece.start : piece.end]
            found.append(Edit(step=name, start=piece.start, end=piece.end, replacement=moved, moved_to=at))
        reached = max(reached, piece.end)
        at += len(piece.text) if isinstance(piece, Put) else piece.end - piece.start
    covered = 0
    for piece in sorted(pieces, key=lambda p: (p.start, p.end)):
        if piece.start > covered:
            found.append(Edit(step=name, start=covered, end=piece.start, replacement=""))
        covered = max(covered, piece.end)
    if covered < len(text):
        found.append(Edit(step=name, start=covered, end=len(text), replacement=""))
    return iter(sorted(found, key=lambda e: (e.start, e.end)))
