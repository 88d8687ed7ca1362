"""Everything that the figures of one report must satisfy together, whether it holds or not."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from extractors.rates import Rate
from pipeline.audits.balances import Balance, Equation
from pipeline.audits.contradictions import conflicts_of, repeats_of
from pipeline.audits.definitions import shares_in
from pipeline.audits.dossier_parts import oversized
from pipeline.audits.dossiers import dossier_balances
from pipeline.audits.findings import Facts
from pipeline.audits.intervals import bounds, exact, rounded
from pipeline.audits.places import Count, Value, values_with
from pipeline.audits.procedures import procedure_balances
from pipeline.audits.rates import named_otherwise, of_its_whole
from pipeline.audits.shares import Share, nearest_of_each
from pipeline.audits.slips import slip, turned
from pipeline.audits.staffing import staffing_balances

Changed = Mapping[str, Value]
"""Other values for some figures, by their ids."""

AnyCount = Count | Rate


@dataclasses.dataclass(frozen=True, kw_only=True)
class Constraint:
    """One thing that must hold of some figures.

    ``rule`` and ``anchor`` are the rule and the place of a finding about it; ``holds`` tests it with changed values;
    ``wanted`` gives the values of one of its figures that would make it hold, as far as they can be computed;
    ``equations`` are the sums it stands for, if any.
    """

    rule: str
    anchor: AnyCount
    rows: tuple[AnyCount, ...]
    fails: bool
    holds: Callable[[Changed], bool]
    wanted: Callable[[AnyCount, Changed], Iterable[Value]]
    equations: tuple[Equation, ...] = ()

    @cached_property
    def figures(self) -> frozenset[str]:
        """The ids of its figures."""
        return frozenset(row.figure_id for row in self.rows)

    def touches(self, figures: Collection[str]) -> bool:
        """Whether one of these figures is among its own."""
        return not self.figures.isdisjoint(figures)


def value_of(row: AnyCount, changed: Changed) -> Value:
    """A figure's value, changed or as printed."""
    if (other := changed.get(row.figure_id)) is not None:
        return other
    return exact(row.value) if isinstance(row, Rate) else row.value


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One of the calculations of which one must hold: a sum or a share as top and bottom in whole numbers.

    ``weights`` is what one more of each figure, by its id, adds to the two.
    """

    top: int
    bottom: int
    weights: Mapping[str, tuple[int, int]]


class Readings:
    """Calculations of which one must be accepted; only those that a change touches are made anew."""

    def __init__(
        self, readings: Iterable[Reading], rows: Iterable[AnyCount], accepts: Callable[[Value, Value], bool]
    ) -> None:
        self._stated = {row.figure_id: value_of(row, {}) for row in rows}
        self._accepts = accepts
        self._accepted: list[Mapping[str, tuple[int, int]]] = []
        self._touched: dict[str, list[Reading]] = defaultdict(list)
        for reading in readings:
            if accepts(reading.top, reading.bottom):
                self._accepted.append(reading.weights)
            for figure in reading.weights:
                self._touched[figure].append(reading)
        self._alone: dict[str, frozenset[tuple[int, int, int, int]]] = {}

    def hold(self, changed: Changed) -> bool:
        """Whether one of them is accepted with the changes."""
        if any(weights.keys().isdisjoint(changed) for weights in self._accepted):
            return True
        more = {figure: value - self._stated[figure] for figure, value in changed.items() if figure in self._touched}
        if len(more) != 1:
            return any(self._accepts(*_moved(reading, more)) for figure in more for reading in self._touched[figure])
        ((figure, value),) = more.items()
        accepts = self._accepts
        return any(accepts(top + a * value, bottom + b * value) for top, bottom, a, b in self._of(figure))

    def _of(self, figure: str) -> frozenset[tuple[int, int, int, int]]:
        """The calculations with a figure and its weights; that of most changes, which are of one figure alone."""
        if figure not in self._alone:
            self._alone[figure] = frozenset((r.top, r.bottom, *r.weights[figure]) for r in self._touched[figure])
        return self._alone[figure]


def _moved(reading: Reading, more: Changed) -> tuple[Value, Value]:
    top: Value = reading.top
    bottom: Value = reading.bottom
    for figure, value in more.items():
        if weights := reading.weights.get(figure):
            top += weights[0] * value
            bottom += weights[1] * value
    return top, bottom


def constraints_of(facts: Facts) -> tuple[Constraint, ...]:
    """Sums, shares, repeated figures and parts within wholes that hold, and those that do not."""
    found = [
        *_sums("dossier.sum", dossier_balances(facts)),
        *_sums("staffing.sum", staffing_balances(facts)),
        *_sums("procedure.sum", procedure_balances(facts)),
        *_shares(facts),
        *_repeats(facts),
        *_wholes(facts),
    ]
    return tuple(found)


def _excess(equation: Equation, changed: Changed) -> Value:
    return values_with(equation.parts, changed) - values_with(equation.whole, changed)


def _sums(rule: str, balances: Iterable[Balance]) -> Iterator[Constraint]:
    for balance in balances:
        fails = balance.written_out and not balance.holds
        tight = balance.written_out and any(e.excess == 0 for e in balance.equations)
        if not fails and not tight:
            continue
        equations = balance.equations

        rows = _each_once(r for e in equations for r in e.rows)
        accepts = _at_most_nothing if balance.at_most else _nothing
        readings = Readings((_sum_reading(e) for e in equations), rows, accepts)

        def wanted(row: AnyCount, changed: Changed, equations: tuple[Equation, ...] = equations) -> Iterator[Value]:
            for equation in equations:
                if any(r.figure_id == row.figure_id for r in equation.whole):
                    yield value_of(row, changed) + _excess(equation, changed)
                elif any(r.figure_id == row.figure_id for r in equation.parts):
                    yield value_of(row, changed) - _excess(equation, changed)

        yield Constraint(
            rule=rule,
            anchor=balance.subject,
            rows=rows,
            fails=fails,
            holds=readings.hold,
            wanted=wanted,
            equations=equations,
        )


def _nothing(excess: Value, _: Value) -> bool:
    return excess == 0


def _at_most_nothing(excess: Value, _: Value) -> bool:
    return excess <= 0


def _sum_reading(equation: Equation) -> Reading:
    weights: dict[str, tuple[int, int]] = {}
    for rows, sign in ((equation.parts, 1), (equation.whole, -1)):
        for row in rows:
            weights[row.figure_id] = weights.get(row.figure_id, (0, 0))[0] + sign, 0
    return Reading(top=equation.excess, bottom=1, weights=weights)


def _each_once(rows: Iterable[AnyCount]) -> tuple[AnyCount, ...]:
    return tuple({r.figure_id: r for r in rows}.values())


def _shares(facts: Facts) -> Iterator[Constraint]:
    beside = shares_in(facts)
    names = {rate.metric for rate in facts.rates}
    habits = {m: frozenset(r.definition for r in facts.rates if r.metric == m) - {None} for m in names}
    for rate in facts.rates:
        if rate.role != "result" or rate.numerator is not None or rate.qualifier:
            continue
        meant = beside.options(rate)
        if not meant or named_otherwise(rate, beside) or of_its_whole(rate, facts):
            continue

        rows = _each_once((rate, *(r for s in meant for r in s.rows)))
        readings = _share_readings(rate.value, rate.decimals, meant, rows)

        def holds(
            changed: Changed,
            rate: Rate = rate,
            meant: tuple[Share, ...] = meant,
            rows: tuple[AnyCount, ...] = rows,
            readings: Readings = readings,
        ) -> bool:
            own = changed.get(rate.figure_id)
            if own is None:
                return readings.hold(changed)
            return _share_readings(float(own), rate.decimals, meant, rows).hold(changed)

        def wanted(
            row: AnyCount,
            changed: Changed,
            rate: Rate = rate,
            meant: tuple[Share, ...] = meant,
            habits: frozenset[str | None] = habits[rate.metric],
        ) -> Iterator[Value]:
            if row is rate:
                # The report's own definition in its nearest reading; the others are too good at explaining.
                plainest = nearest_of_each(rate, meant)
                own = [s for name, s in plainest.items() if name in habits]
                first = plainest[meant[0].definition]
                found = (share.percent_with(changed) for share in own or [first])
                yield from dict.fromkeys(rounded(value, rate.decimals) for value in found if value is not None)

        yield Constraint(
            rule="rate.recompute",
            anchor=rate,
            rows=rows,
            fails=not readings.hold({}),
            holds=holds,
            wanted=wanted,
        )


def _share_readings(value: float, decimals: int, meant: Iterable[Share], rows: Iterable[AnyCount]) -> Readings:
    low, high, per = bounds(value, decimals)

    def accepts(top: Value, bottom: Value) -> bool:
        return bottom > 0 and low * bottom <= top * per <= high * bottom

    return Readings((Reading(top=s.ratio[0], bottom=s.ratio[1], weights=s.weights()) for s in meant), rows, accepts)


def _repeats(facts: Facts) -> Iterator[Constraint]:
    """One quantity in two places: narrative and table, summary and section."""
    pairs = [(a, b, True) for a, b in conflicts_of(facts)]
    pairs += [(a, b, False) for a, b in repeats_of(facts)]
    for earlier, later, fails in pairs:

        def holds(changed: Changed, pair: tuple[AnyCount, AnyCount] = (earlier, later)) -> bool:
            return value_of(pair[0], changed) == value_of(pair[1], changed)

        def wanted(
            row: AnyCount, changed: Changed, pair: tuple[AnyCount, AnyCount] = (earlier, later)
        ) -> Iterator[Value]:
            yield value_of(pair[1] if row is pair[0] else pair[0], changed)

        yield Constraint(
            rule="figure.contradiction",
            anchor=later,
            rows=(earlier, later),
            fails=fails,
            holds=holds,
            wanted=wanted,
        )


HALF = Fraction(1, 2)
"""Of its whole, below which a part that was too large is not looked for: 167 of 611 on time is no better than 617."""


def _wholes(facts: Facts) -> Iterator[Constraint]:
    for part, whole in oversized(facts):

        def holds(changed: Changed, part: Count = part, whole: tuple[Count, ...] = whole) -> bool:
            return value_of(part, changed) <= values_with(whole, changed)

        def wanted(
            row: AnyCount, _changed: Changed, part: Count = part, whole: tuple[Count, ...] = whole
        ) -> Iterator[Value]:
            # Any smaller part would do; digits in the wrong order, or misread, are what makes a part too large.
            least = HALF * values_with(whole, {})
            yield from (int(text) for text in turned(str(row.value)) if int(text) >= least)
            other = values_with(whole, {}) if row is part else part.value
            if (row is part or len(whole) == 1) and slip(str(row.value), str(other)).cost <= 1:
                yield other

        yield Constraint(
            rule="dossier.part_exceeds_whole",
            anchor=part,
            rows=(part, *whole),
            fails=True,
            holds=holds,
            wanted=wanted,
        )


def clusters(constraints: Sequence[Constraint]) -> Iterator[tuple[tuple[Constraint, ...], tuple[Constraint, ...]]]:
    """What fails, tied together by common figures, each with what holds of the same figures."""
    touching: dict[str, list[int]] = defaultdict(list)
    for index, constraint in enumerate(constraints):
        for row in constraint.rows:
            touching[row.figure_id].append(index)
    seen: set[int] = set()
    for index, constraint in enumerate(constraints):
        if not constraint.fails or index in seen:
            continue
        group, waiting = [index], [index]
        seen.add(index)
        while waiting:
            for row in constraints[waiting.pop()].rows:
                for other in touching[row.figure_id]:
                    if constraints[other].fails and other not in seen:
                        seen.add(other)
                        group.append(other)
                        waiting.append(other)
        ids = {row.figure_id for i in group for row in constraints[i].rows}
        holding = sorted({i for figure in ids for i in touching[figure] if not constraints[i].fails})
        yield tuple(constraints[i] for i in sorted(group)), tuple(constraints[i] for i in holding)
