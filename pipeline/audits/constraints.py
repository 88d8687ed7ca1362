"""Everything that the figures of one report must satisfy together, whether it holds or not."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from extractors.located import Figure
from extractors.rates import Rate
from pipeline.audits.balances import Balance, Equation
from pipeline.audits.contradictions import conflicts_of, repeats_of
from pipeline.audits.definitions import options, sheets_beside
from pipeline.audits.dossiers import dossier_balances, oversized
from pipeline.audits.findings import Facts
from pipeline.audits.intervals import exact, rounded
from pipeline.audits.places import Count, values_with
from pipeline.audits.procedures import procedure_balances
from pipeline.audits.rates import named_otherwise
from pipeline.audits.recomputed import rate_agrees
from pipeline.audits.shares import Share, nearest_of_each
from pipeline.audits.sheets import Sheet, sheets_of
from pipeline.audits.slips import slip, turned
from pipeline.audits.staffing import staffing_balances

Changed = Mapping[str, Fraction]
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
    wanted: Callable[[AnyCount, Changed], Iterable[Fraction]]
    equations: tuple[Equation, ...] = ()

    @cached_property
    def figures(self) -> frozenset[str]:
        """The ids of its figures."""
        return frozenset(row.figure_id for row in self.rows)

    def touches(self, figures: Collection[str]) -> bool:
        """Whether one of these figures is among its own."""
        return not self.figures.isdisjoint(figures)


def value_of(row: Figure, changed: Changed) -> Fraction:
    """A figure's value, changed or as printed."""
    return changed.get(row.figure_id, exact(row.value))  # type: ignore[attr-defined]


def constraints_of(facts: Facts) -> tuple[Constraint, ...]:
    """Sums, shares, repeated figures and parts within wholes that hold, and those that do not."""
    sheets = sheets_of(facts.dossiers)
    found = [
        *_sums("dossier.sum", dossier_balances(facts)),
        *_sums("staffing.sum", staffing_balances(facts)),
        *_sums("procedure.sum", procedure_balances(facts)),
        *_shares(facts, sheets),
        *_repeats(facts),
        *_wholes(facts),
    ]
    return tuple(found)


def _excess(equation: Equation, changed: Changed) -> Fraction:
    return values_with(equation.parts, changed) - values_with(equation.whole, changed)


def _sums(rule: str, balances: Iterable[Balance]) -> Iterator[Constraint]:
    for balance in balances:
        fails = balance.testable and not balance.holds
        tight = balance.testable and any(e.excess == 0 for e in balance.equations)
        if not fails and not tight:
            continue
        equations = balance.equations

        def holds(
            changed: Changed, equations: tuple[Equation, ...] = equations, at_most: bool = balance.at_most
        ) -> bool:
            left = [_excess(e, changed) for e in equations]
            return any(x == 0 for x in left) or (at_most and any(x < 0 for x in left))

        def wanted(row: AnyCount, changed: Changed, equations: tuple[Equation, ...] = equations) -> Iterator[Fraction]:
            for equation in equations:
                if row in equation.whole:
                    yield value_of(row, changed) + _excess(equation, changed)
                elif row in equation.parts:
                    yield value_of(row, changed) - _excess(equation, changed)

        yield Constraint(
            rule=rule,
            anchor=balance.subject,
            rows=_each_once(r for e in equations for r in e.rows),
            fails=fails,
            holds=holds,
            wanted=wanted,
            equations=equations,
        )


def _each_once(rows: Iterable[AnyCount]) -> tuple[AnyCount, ...]:
    return tuple({r.figure_id: r for r in rows}.values())


def _shares(facts: Facts, sheets: Sequence[Sheet]) -> Iterator[Constraint]:
    names = {rate.metric for rate in facts.rates}
    habits = {m: frozenset(r.definition for r in facts.rates if r.metric == m) - {None} for m in names}
    for rate in facts.rates:
        if rate.role != "result" or rate.numerator is not None or rate.qualifier:
            continue
        meant = options(rate, sheets)
        if not meant or named_otherwise(rate, sheets_beside(rate, sheets)):
            continue

        # As printed, each share agrees or not once and for all; only those that a change touches are computed anew.
        tested = tuple((s, frozenset(r.figure_id for r in s.rows), _agrees(rate, s, {})) for s in meant)

        def holds(
            changed: Changed, rate: Rate = rate, tested: tuple[tuple[Share, frozenset[str], bool], ...] = tested
        ) -> bool:
            same = rate.figure_id not in changed
            stated = rate if same else dataclasses.replace(rate, value=float(changed[rate.figure_id]))
            return any(
                agreed if same and figures.isdisjoint(changed) else _agrees(stated, share, changed)
                for share, figures, agreed in tested
            )

        def wanted(
            row: AnyCount,
            changed: Changed,
            rate: Rate = rate,
            meant: tuple[Share, ...] = meant,
            habits: frozenset[str | None] = habits[rate.metric],
        ) -> Iterator[Fraction]:
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
            rows=_each_once((rate, *(r for s in meant for r in s.rows))),
            fails=not holds({}),
            holds=holds,
            wanted=wanted,
        )


def _agrees(rate: Rate, share: Share, changed: Changed) -> bool:
    value = share.percent_with(changed)
    return value is not None and rate_agrees(rate, value)


def _repeats(facts: Facts) -> Iterator[Constraint]:
    """One quantity in two places: narrative and table, summary and section."""
    pairs = [(a, b, True) for a, b in conflicts_of(facts)]
    pairs += [(a, b, False) for a, b in repeats_of(facts)]
    for earlier, later, fails in pairs:

        def holds(changed: Changed, pair: tuple[AnyCount, AnyCount] = (earlier, later)) -> bool:
            return value_of(pair[0], changed) == value_of(pair[1], changed)

        def wanted(
            row: AnyCount, changed: Changed, pair: tuple[AnyCount, AnyCount] = (earlier, later)
        ) -> Iterator[Fraction]:
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
        ) -> Iterator[Fraction]:
            # Any smaller part would do; digits in the wrong order, or misread, are what makes a part too large.
            least = HALF * values_with(whole, {})
            yield from (Fraction(text) for text in turned(str(row.value)) if Fraction(text) >= least)
            other = values_with(whole, {}) if row is part else Fraction(part.value)
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
