"""Statements: sentences with their quantities and context, read once for all families of figures."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from functools import cached_property

from extractors.clauses import Clauses, Delimiter
from extractors.cues import Cue, find_cues, reasons
from extractors.labelling import Labels, label
from extractors.lines import Line
from extractors.respectively import answered, answering
from patterns.numbers import Number
from patterns.vocabulary import Vocabulary, load

# Kinds of numbers that no cue of any family speaks of.
TRANSPARENT = frozenset({"time", "rank", "rank_step", "no_unit", "times", "level"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a statement with what the statement says of it, whatever it counts.

    ``kind`` is what is counted (a unit of the units vocabulary), carried on from the number before where the noun was
    dropped. ``whole`` is the position of the quantity that this one is a part of ("trong đó", brackets). ``partner`` is
    the position of the other end of a fraction. ``compared`` says that it is an earlier period's value.
    """

    position: int
    number: Number
    kind: str | None = None
    whole: int | None = None
    partner: int | None = None
    role: str = "result"
    scope: str = "all"
    scope_name: str | None = None
    field: str | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    compared: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Statement:
    """One sentence, list item or table row that holds at least one quantity.

    ``parents`` are the last statements of the lines it stands under, nearest first; ``leads`` the spans of those lines;
    ``under`` is the position of the quantity of ``parents[0]`` that it explains: the one before its footnote's anchor
    or its list's colon.
    ``previous`` is the statement before it in the same line. ``columns`` holds, for a table row, the spans of head and
    row text that speak of each quantity, ``caption`` the lines of its
    table's caption, nearest first, ``ordinal`` its cell in the column STT, ``field_cell`` that in a column of
    fields, ``place_cell`` the head of a column of places ("Phường") and the name in it; ``sums_levels`` says that it
    adds the rows of several levels. ``block`` is shared by statements that one list or paragraph ties together.
    """

    index: int
    start: int
    end: int
    line: Line
    clauses: Clauses
    quantities: tuple[Quantity, ...]
    block: int
    parents: tuple[Statement, ...] = ()
    under: int | None = None
    leads: tuple[tuple[int, int], ...] = ()
    previous: Statement | None = None
    columns: tuple[tuple[tuple[int, int], ...], ...] | None = None
    caption: tuple[tuple[int, int], ...] = ()
    ordinal: tuple[int, int] | None = None
    field_cell: tuple[int, int] | None = None
    place_cell: tuple[tuple[int, int], tuple[int, int]] | None = None
    sums_levels: bool = False

    @cached_property
    def text(self) -> str:
        """The whole report's text; offsets of the statement are offsets into it."""
        return self.clauses.text

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of its quantities, in reading order."""
        return tuple(quantity.number for quantity in self.quantities)

    @property
    def explained(self) -> Quantity | None:
        """The quantity of a line above that this statement explains."""
        return self.parents[0].quantities[self.under] if self.under is not None else None

    def with_quantities(self, quantities: tuple[Quantity, ...]) -> Statement:
        """The statement with its quantities as a later step sees them; their numbers stay as they are.

        Quicker than dataclasses.replace, and asked for half a dozen times a sentence.
        """
        changed = object.__new__(Statement)
        changed.__dict__.update(self.__dict__, quantities=quantities)
        return changed

    def before(self, position: int) -> str:
        """The text between the quantity before this one and this one."""
        start = self.quantities[position - 1].number.end if position else self.start
        return self.text[start : self.quantities[position].number.start]

    def after(self, position: int) -> str:
        """The text between this quantity's unit and the next quantity."""
        number = self.quantities[position].number
        last = position + 1 == len(self.quantities)
        end = self.end if last else self.quantities[position + 1].number.start
        return self.text[number.whole_end : max(end, number.end)]

    def parted(self, position: int) -> bool:
        """Whether a semicolon, or a stop before "Trong đó", parts a quantity from the one before it."""
        return bool(self.partings(position))

    def partings(self, position: int) -> list[Delimiter]:
        """The semicolons, and the stops before "Trong đó", between a quantity and the one before it."""
        start = self.quantities[position - 1].number.end if position else self.start
        between = self.clauses.between(start, self.quantities[position].number.start)
        return [mark for mark in between if mark.kind == "semicolon"]

    def cues(self, vocabulary: Vocabulary) -> tuple[Cue, ...]:
        """The vocabulary's cues in this statement, reasons left out."""
        return find_cues(self.text, self.start, self.end, vocabulary, without=reasons(self.text, self.start, self.end))


def anchors(quantities: Sequence[Quantity]) -> tuple[list[Number], list[int]]:
    """Numbers as a labelling sees them (a fraction or range is one), and each quantity's place among them."""
    found: list[Number] = []
    place: list[int] = []
    for quantity in quantities:
        number = quantity.number
        joined = number.fraction == "denominator" or number.range_part == "high"
        if joined and found:
            found[-1] = dataclasses.replace(
                found[-1], end=number.end, unit_start=number.unit_start, unit_end=number.unit_end
            )
        else:
            found.append(number)
        place.append(len(found) - 1)
    return found, place


def labels_of(
    statement: Statement,
    cues: tuple[Cue, ...],
    excludes: Callable[[frozenset[str]], bool] = lambda _: False,
    kinds: frozenset[str | None] | None = None,
    *,
    echoes: bool = True,
) -> tuple[Labels, ...]:
    """The labels of every quantity of a statement; in a table row those of its column head and row head.

    ``kinds`` are the kinds of quantities that the cues speak of, where they do not speak of all. ``echoes`` says
    whether a list behind "lần lượt" may go through the cues of the numbers before it again.
    """
    if not cues and statement.columns is not None:
        return (_BARE,) * len(statement.columns)
    if statement.columns is not None:
        return tuple(
            Labels(own=tuple(c for c in cues if any(a <= c.start and c.end <= b for a, b in spans)))
            for spans in statement.columns
        )
    found = [_BARE] * len(statement.quantities)
    if cues:
        found = _beside_numbers(statement, cues, excludes, kinds)
    for run in answering(statement.text, statement.start, statement.end, statement.numbers):
        asked = answered(statement.text, statement.numbers[run[0]], len(run), cues)
        echoed = () if asked or not echoes else _echoed(statement, run, found)
        for i, position in enumerate(run):
            own = (asked[i],) if asked else echoed[i] if echoed else found[run[0]].own
            found[position] = Labels(own=own, weak=found[run[0]].weak, confidence=0.8)
            partner = statement.quantities[position].partner
            if partner is not None:
                found[partner] = found[position]
    return tuple(found)


def _echoed(statement: Statement, run: Sequence[int], found: Sequence[Labels]) -> Sequence[tuple[Cue, ...]]:
    """The cues of as many numbers before a semicolon, which a run without cues of its own goes through again.

    "cấp huyện tiếp nhận 120, giải quyết 118; cấp xã lần lượt là 340 và 333"
    """
    first = run[0]
    if first < len(run) or ";" not in statement.before(first):
        return ()
    before = [found[position].own for position in range(first - len(run), first)]
    told = {frozenset(cue.feature for cue in own) for own in before}
    if not all(before) or len(told) != len(run):
        return ()
    floor = statement.quantities[first - 1].number.end
    return () if any(cue.start >= floor for cue in found[first].own) else before


_BARE = Labels()


def _beside_numbers(
    statement: Statement,
    cues: tuple[Cue, ...],
    excludes: Callable[[frozenset[str]], bool],
    kinds: frozenset[str | None] | None,
) -> list[Labels]:
    # A length of time or a rank stands between a cue and its number without stopping it.
    passed = {q.position for q in statement.quantities if q.kind in TRANSPARENT}
    passed |= {q.partner for q in statement.quantities if q.kind == "rank" and q.partner is not None}
    seen = [q for q in statement.quantities if q.position not in passed]
    numbers, place = anchors(seen)
    foreign = {at for q, at in zip(seen, place, strict=True) if kinds is not None and q.kind not in kinds}
    labels = label(statement.clauses, numbers, cues, excludes, foreign)
    found = [_BARE] * len(statement.quantities)
    for quantity, at in zip(seen, place, strict=True):
        found[quantity.position] = labels[at]
    return found


def row_cues(statement: Statement, vocabulary: Vocabulary) -> tuple[Cue, ...]:
    """The cues of a table row: those of its heads, wherever in the text they stand.

    A field is a name, whatever was done: "Thanh toán chế độ", "Tiếp nhận đơn thư" say nothing of their dossiers.
    """
    assert statement.columns is not None
    named = {statement.field_cell} if vocabulary is load("dossier_cues") else set()
    spans = sorted({span for spans in statement.columns for span in spans} - named)
    return tuple(cue for a, b in spans for cue in find_cues(statement.text, a, b, vocabulary))


def read_labels(
    statement: Statement,
    vocabulary: Vocabulary,
    excludes: Callable[[frozenset[str]], bool] = lambda _: False,
    kinds: frozenset[str | None] | None = None,
) -> tuple[Labels, ...]:
    """Find a vocabulary's cues in a statement and label its quantities with them."""
    cues = row_cues(statement, vocabulary) if statement.columns is not None else statement.cues(vocabulary)
    return labels_of(statement, cues, excludes, kinds)
