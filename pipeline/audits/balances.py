"""Balances: a stated total against its parts, in every legitimate reading of the two."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

from extractors.located import Figure
from pipeline.audits.findings import Finding
from pipeline.audits.places import Count, figure_finding, one_per_subject, rounding, subject_of, values
from pipeline.audits.slips import slip
from pipeline.audits.wording import Words, joined, number, same, signed

NEAR = Fraction(1, 4)
"""How far the parts of a list that may be incomplete can lie from the total and still be meant as all of it.

A list of some of the parts ("trong đó có 3 nữ") falls far short; a wrong digit, a forgotten part or a part counted
twice stays close. A quarter keeps both apart in the reports we know.
"""

CLOSE = Fraction(1, 20)
"""The same for lists that name examples more often than all parts: fields, offices, two of three levels."""


PLAUSIBLE = 12
"""How many times one side may be the other; more is another thing's count, unless something else explains it."""

LOST = 1.5
"""Cost of a lost digit, the slip that takes a sum farthest from its total."""

TELLING = 100
"""Smaller counts lie a digit apart by chance, and two sums want the same of them by chance."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """One reading: what ``whole`` adds up to is what ``parts`` add up to."""

    whole: tuple[Count, ...]
    parts: tuple[Count, ...]

    @property
    def excess(self) -> int:
        """Parts less whole."""
        return values(self.parts) - values(self.whole)

    @property
    def rounding(self) -> int:
        """How far both sides may lie apart because figures of theirs are written in thousands or millions."""
        return sum(map(rounding, self.rows))

    @property
    def adds_up(self) -> bool:
        """Whether both sides are the same, as far as they are written out."""
        return self.excess == 0 or abs(self.excess) <= self.rounding

    @property
    def rows(self) -> tuple[Count, ...]:
        """Every figure of both sides."""
        return (*self.whole, *self.parts)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What must add up about ``subject``, in one of several readings; the first is the plainest.

    ``slack`` is how far, as a share of the whole, parts and whole may lie apart for the parts to be meant as all of
    it; None where the parts are all there are. ``at_most`` says that parts are known to be missing, so that only too
    large a sum is wrong. ``sure`` says that another sum wants the same value of one of the figures, so that no distance
    makes them figures of two things. ``misread`` are the sums that there would be if one of the rows were something
    else than it was read as: where one of these adds up to the digit, our reading is likelier to be wrong than the
    report, and there is no finding.
    """

    subject: Count
    equations: tuple[Equation, ...]
    slack: Fraction | None = None
    at_most: bool = False
    sure: bool = False
    misread: tuple[Equation, ...] = ()

    @property
    def testable(self) -> bool:
        """A figure with hơn, gần or khoảng balances nothing."""
        return bool(self.equations) and not any(r.qualifier for e in self.equations for r in e.rows)

    @property
    def written_out(self) -> bool:
        """Whether no figure is written in thousands or millions, so that a slip could be told to the digit."""
        return self.testable and not any(rounding(r) for e in self.equations for r in e.rows)

    @property
    def holds(self) -> bool:
        """Whether one of the readings adds up, or the parts are plainly not meant as all."""
        if any(e.adds_up for e in (*self.equations, *self.misread)):
            return True
        plainest = self.equations[0]
        low, high = sorted((values(plainest.parts), values(plainest.whole)))
        if high > PLAUSIBLE * low > 0 and not self.sure and not (low >= TELLING and one_slip(plainest)):
            return True
        if self.at_most and not all(e.excess > e.rounding for e in self.equations):
            return True
        if self.at_most and max((p.value for p in plainest.parts), default=0) > values(plainest.whole):
            return True  # one part alone is too large: that is what dossier.part_exceeds_whole says
        if self.slack is None:
            return False
        # A miss by one in a small total is a slip of the pen, unless the list names examples.
        allowed = max(self.slack * values(plainest.whole), Fraction(1 if self.slack > CLOSE else 0))
        return abs(plainest.excess) > allowed


def expected_value(subject: Count, equation: Equation) -> int:
    """What the subject would have to be for the equation to hold."""
    if subject in equation.whole:
        return subject.value + equation.excess
    return subject.value - equation.excess


def one_slip(equation: Equation) -> bool:
    """Whether one slip of the pen in one figure parts a total and its parts, however far they lie apart."""
    return any(
        value > 0 and slip(str(row.value), str(value)).cost <= LOST
        for row in equation.rows
        for value in (expected_value(row, equation),)
    )


def confirmed(balances: Iterable[Balance], copied: Collection[str]) -> tuple[Balance, ...]:
    """The balances, those marked sure that speak with another against a figure of another level or period.

    The figure stands in the report a second time (``copied`` has the ids of these), and two sums that have no other
    figure in common want the same value of it: 27.242 resolved, while 2.099 + 25 and 2.169 - 45 are both 2.124.
    """
    found = tuple(balances)
    wanted: dict[tuple[str, int], list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for index, balance in enumerate(found):
        if not balance.written_out or any(e.excess == 0 for e in balance.equations):
            continue
        plainest = balance.equations[0]
        for row in plainest.rows:
            value = expected_value(row, plainest)
            if row.figure_id in copied and min(row.value, value) >= TELLING:
                others = frozenset(r.figure_id for r in plainest.rows if r is not row)
                wanted[row.figure_id, value].append((index, others))
    sure = {
        index
        for places in wanted.values()
        for (a, mine), (b, others) in combinations(places, 2)
        if mine.isdisjoint(others)
        for index in (a, b)
    }
    return tuple(dataclasses.replace(b, sure=True) if i in sure else b for i, b in enumerate(found))


def _terms(rows: Sequence[Count], name: Callable[[Count], Words]) -> Words:
    total = number(sum(r.value for r in rows))
    terms = joined((name(r) + same(" ") + number(r.value) for r in rows), " + ")
    return terms if len(rows) == 1 else terms + same(" = ") + total


def _sum(subject: Count, equation: Equation, name: Callable[[Count], Words]) -> Words:
    """The calculation that gives the expected value, written out; both sides where it does not hold the subject."""
    if subject not in equation.rows:
        side = _terms(equation.whole, name) + Words(vi=", còn ", en=", while ")
        return side + _terms(equation.parts, name)
    plus, minus = (equation.parts, equation.whole) if subject in equation.whole else (equation.whole, equation.parts)
    terms = joined((name(r) + same(" ") + number(r.value) for r in plus), " + ")
    for row in minus:
        if row is not subject:
            terms = terms + same(" - ") + name(row) + same(" ") + number(row.value)
    return terms + same(" = ") + number(expected_value(subject, equation))


def digits_apart(old: str, new: str) -> int:
    """Digits to change, add, drop or swap with their neighbour to get from one number to the other.

    >>> digits_apart("52746", "52764"), digits_apart("7", "10")
    (1, 2)
    """
    before: list[int] = []
    row = list(range(len(new) + 1))
    for i, a in enumerate(old, 1):
        current = [i]
        for j, b in enumerate(new, 1):
            best = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == new[j - 2] and old[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        before, row = row, current
    return row[-1]


def _message(balance: Balance, name: Callable[[Count], Words]) -> Words:
    subject = balance.subject
    shown = balance.equations[:1] if balance.at_most else balance.equations[:3]
    message = name(subject) + Words(vi=" ghi ", en=" is stated as ") + number(subject.value)
    for index, equation in enumerate(shown):
        lead = Words(vi=", nhưng ", en=", but ") if index == 0 else Words(vi="; cách tính khác: ", en="; otherwise: ")
        inside = subject in equation.rows
        delta = subject.value - expected_value(subject, equation) if inside else -equation.excess
        message = message + lead + _sum(subject, equation, name)
        message = message + Words(vi=" (chênh ", en=" (difference ") + signed(delta) + same(")")
    vi, en = message.vi + ".", message.en + "."
    return Words(vi=vi[0].upper() + vi[1:], en=en[0].upper() + en[1:])


def sum_findings(
    rule: str, severity: str, balances: Sequence[Balance], name: Callable[[Count], Words]
) -> tuple[Finding, ...]:
    """A finding for every balance that holds in no reading."""
    tested = [b for b in balances if b.testable]
    return one_per_subject(_findings(rule, severity, tested, name))


def _findings(rule: str, severity: str, tested: Sequence[Balance], name: Callable[[Count], Words]) -> Iterator[Finding]:
    for balance in tested:
        if balance.holds:
            continue
        plainest = balance.equations[0]
        expected = expected_value(balance.subject, plainest)
        yield figure_finding(
            rule,
            severity,
            row=balance.subject,
            subject=subject_of(balance.subject),
            message=_message(balance, name),
            evidence=distinct(r for e in balance.equations for r in e.rows),
            stated=str(balance.subject.value),
            expected=str(expected),
            delta=Fraction(balance.subject.value - expected),
        )


AnyFigure = TypeVar("AnyFigure", bound=Figure)


def distinct(rows: Iterable[AnyFigure]) -> tuple[AnyFigure, ...]:
    """The rows without repeats."""
    return tuple({r.figure_id: r for r in rows}.values())
