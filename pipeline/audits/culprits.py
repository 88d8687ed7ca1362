"""The culprit: the fewest figures whose change makes everything hold, ranked by how likely each change is.

Fellegi and Holt's principle, for reports: what fails is solved together with what holds of the same figures, so that a
change which mends one sum and breaks another is no answer. Nothing is ever changed; the answers become suggestions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from extractors.rates import Rate
from pipeline.audits.constraints import AnyCount, Changed, Constraint, value_of
from pipeline.audits.places import Value
from pipeline.audits.slips import LIKELY, near, slip
from pipeline.audits.wording import Words, canonical

INCLUDED = 0.9
"""Cost of a part that another part already counts: offices add "giải quyết 9.643" and "trễ hạn 7" every month."""

COPIED = 1.3
"""Cost of another level's or period's figure in the place of the right one: a line of a table is easily mistaken."""

SWAPPED = 1.8
"""Cost of two figures that changed places."""

TOGETHER = 0.5
"""What a second wrong figure costs beyond its own slip: two errors in one statement are rare."""

AS_GOOD = 0.05
"""Answers whose costs lie no farther apart are named together."""

MOST_ROWS = 60
MOST_FIRST = 16
MOST_TRIED = 2000
"""Bounds that keep a large table's cluster cheap: figures that are tried, changes that a second is tried with, and
pairs of changes in all."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure that should perhaps have another value, and what would have happened to it.

    ``part`` is the figure that is counted twice, where this one already includes it.
    """

    row: AnyCount
    value: Value
    reason: Words
    part: AnyCount | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Changes that together make all hold but ``left`` of the constraints."""

    changes: tuple[Change, ...]
    left: int
    cost: float

    @property
    def rank(self) -> tuple[int, float]:
        """What makes one answer better than another: what it leaves unsolved, then its cost."""
        return self.left, round(self.cost, 3)


def digits(row: AnyCount, value: Value) -> str:
    """The digits of a value as they would be printed, without marks."""
    scaled = value * 10 ** (row.decimals if isinstance(row, Rate) else 0)
    return str(scaled.numerator) if scaled.denominator == 1 else canonical(scaled, 3)


def answers(
    failing: Sequence[Constraint], holding: Sequence[Constraint], copied: frozenset[str] = frozenset()
) -> tuple[Answer, ...]:
    """The best answers to one cluster, those that are equally good together; empty where no slip explains it.

    ``copied`` holds the ids of figures that stand in the report a second time, for another level or period.
    """
    singles = sorted(_singles(failing, holding, copied), key=_order)
    solved = [a for a in singles if a.left == 0]
    if not solved:
        solved = [a for a in (*_swaps(failing, holding), *_pairs(singles, failing, holding)) if a.left == 0]
    likely = [a for a in solved or singles if a.cost <= LIKELY * len(a.changes) and (solved or _mends(a, failing))]
    if not likely:
        return ()
    likely.sort(key=_order)
    best = likely[0]
    return tuple(a for a in likely if a.left == best.left and a.cost <= best.cost + AS_GOOD)


def _mends(answer: Answer, failing: Sequence[Constraint]) -> bool:
    return answer.left < len(failing)


def _order(answer: Answer) -> tuple[int, float, int, str]:
    row = answer.changes[0].row
    return (*answer.rank, row.start, row.figure_id)


def _rows(failing: Iterable[Constraint]) -> tuple[AnyCount, ...]:
    found = {row.figure_id: row for constraint in failing for row in constraint.rows}
    return tuple(sorted(found.values(), key=lambda r: (r.start, r.figure_id)))[:MOST_ROWS]


def _all_hold(changed: Changed, failing: Sequence[Constraint], holding: Sequence[Constraint]) -> bool:
    """Whether nothing is left, asked of what fails first: that is where most changes are given up."""
    return all(c.holds(changed) for c in failing) and all(c.holds(changed) for c in holding if c.touches(changed))


def _candidates(row: AnyCount, open_still: Sequence[Constraint], changed: Changed) -> Iterator[Value]:
    """The values that would make one of the constraints that fail hold: computed where it is a sum, tried one slip
    away where it is a share."""
    mine = [c for c in open_still if row.figure_id in c.figures]
    yield from (value for c in mine for value in c.wanted(row, changed))
    if isinstance(row, Rate) or not any(c.rule == "rate.recompute" for c in mine):
        return
    yield from _one_slip_away(row.value)


@lru_cache(maxsize=256)
def _one_slip_away(value: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(map(int, near(str(value)))))


_COPIED = Words(vi="trùng số của cấp hoặc kỳ khác", en="the figure of another level or period")


def _changes(
    row: AnyCount, open_still: Sequence[Constraint], changed: Changed, copied: frozenset[str] = frozenset()
) -> Iterator[tuple[Change, float]]:
    stated = value_of(row, {})
    printed = digits(row, stated)
    for value in dict.fromkeys(_candidates(row, open_still, changed)):
        if value >= 0 and value != stated:
            found = slip(printed, digits(row, value))
            if row.figure_id in copied and found.cost > COPIED:
                yield Change(row=row, value=value, reason=_COPIED), COPIED
            else:
                yield Change(row=row, value=value, reason=found.words), found.cost


def _counted_twice(failing: Sequence[Constraint]) -> Iterator[tuple[Change, float]]:
    """A part that another part already includes: the excess is just that part, and one of the others is larger."""
    for constraint in failing:
        for equation in constraint.equations[:1]:
            for part in equation.parts:
                larger = [r for r in equation.parts if r is not part and r.value > part.value]
                if part.value > 0 and equation.excess == part.value and larger:
                    row = max(larger, key=lambda r: r.value)
                    reason = Words(vi="đã gồm cả thành phần này", en="includes that part already")
                    yield Change(row=row, value=row.value - part.value, reason=reason, part=part), INCLUDED


def _singles(failing: Sequence[Constraint], holding: Sequence[Constraint], copied: frozenset[str]) -> Iterator[Answer]:
    everything = [found for row in _rows(failing) for found in _changes(row, failing, {}, copied)]
    touched: dict[str, tuple[list[Constraint], list[Constraint]]] = {}
    for change, cost in (*_counted_twice(failing), *everything):
        figure = change.row.figure_id
        if figure not in touched:
            # What a change does not touch fails or holds as before.
            touched[figure] = [c for c in failing if figure in c.figures], [c for c in holding if figure in c.figures]
        wrong, right = touched[figure]
        changed = {figure: change.value}
        left = len(failing) - sum(c.holds(changed) for c in wrong) + sum(not c.holds(changed) for c in right)
        yield Answer(changes=(change,), left=left, cost=cost)


def _swaps(failing: Sequence[Constraint], holding: Sequence[Constraint]) -> Iterator[Answer]:
    """Two figures of one constraint that changed places."""
    reason = Words(vi="hai số đổi chỗ cho nhau", en="two figures changed places")
    for constraint in failing:
        for a, b in combinations(constraint.rows[:MOST_FIRST], 2):
            if a.value == b.value or isinstance(a, Rate) or isinstance(b, Rate):
                continue
            changed = {a.figure_id: b.value, b.figure_id: a.value}
            if _all_hold(changed, failing, holding):
                changes = tuple(Change(row=r, value=changed[r.figure_id], reason=reason) for r in (a, b))
                yield Answer(changes=changes, left=0, cost=SWAPPED)


def _pairs(singles: Sequence[Answer], failing: Sequence[Constraint], holding: Sequence[Constraint]) -> Iterator[Answer]:
    """Two slips together, where one alone does not do."""
    rows = _rows(failing)
    tried = 0
    for first in [a for a in singles if a.cost <= LIKELY][:MOST_FIRST]:
        one = first.changes[0]
        changed = {one.row.figure_id: one.value}
        open_still = [c for c in failing if not c.holds(changed)]
        for row in rows:
            # Only a figure of everything that fails still can mend all of it.
            if row is one.row or not all(row.figure_id in c.figures for c in open_still):
                continue
            for change, cost in _changes(row, open_still, changed):
                if cost > LIKELY:
                    continue
                if tried == MOST_TRIED:
                    return
                tried += 1
                both = {**changed, row.figure_id: change.value}
                if _all_hold(both, failing, holding):
                    changes = tuple(sorted((one, change), key=lambda c: c.row.start))
                    yield Answer(changes=changes, left=0, cost=first.cost + cost + TOGETHER)


def value_now(change: Change) -> Value:
    """What the report states for the figure of a change."""
    return value_of(change.row, {})
