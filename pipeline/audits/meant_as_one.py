"""Whether two values of one quantity are meant as one: slips of the pen, and statements that say the same twice."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from extractors.dossiers import Dossier
from extractors.rates import Rate
from pipeline.audits.balances import digits_apart
from pipeline.audits.findings import Facts
from pipeline.audits.intervals import exact, rounded
from pipeline.audits.places import Count

Figures = Count | Rate

TURNED_METRICS = frozenset(
    {
        "online_rate",
        "online_payment_rate",
        "digitization_rate",
        "satisfaction_rate",
        "disbursement_rate",
        "e_document_rate",
    }
)
"""Rates that a report gives of several things: only digits in another order tell that one is meant twice."""

_ALIKE = Fraction(1, 10)
"""How far apart, as a share of the larger, two counts of statements that repeat each other can lie and be one."""

FEW = 10
"""Below this every count of dossiers is one digit away from every other, and lists of some of them are common."""

_MIRRORED = 2
"""Statements that share as many other counts of their metrics say the same twice: a paragraph and its table."""


def is_slip(a: Count, b: Count) -> bool:
    """Whether two counts differ by one digit, or have the same digits in another order."""
    small, large = sorted((a.value, b.value))
    return (large <= 2 * small and digits_apart(str(small), str(large)) <= 1) or (
        sorted(str(small)) == sorted(str(large))
    )


def _outgrown(a: Dossier, b: Dossier) -> bool:
    """Whether a few late dossiers elsewhere are more than all late ones that a statement of the resolved has.

    Fewer may be some of them, but no more can be.
    """
    small, large = sorted((a, b), key=lambda d: d.value)
    return (
        small.metric == "resolved_late"
        and small.part_of is not None
        and large.part_of is None
        and small.section_id != large.section_id
        and small.scope not in ("all", "unknown")
    )


def _turned(a: Rate, b: Rate) -> bool:
    """Whether two percentages have the same digits in another order."""
    first, second = (f"{rate.value:.{rate.decimals}f}" for rate in (a, b))
    return a.decimals == b.decimals > 0 and sorted(first) == sorted(second)


def _one_digit_off(a: Rate, b: Rate) -> bool:
    """Whether two percentages differ by one digit, as far as both are written out, with a decimal at least."""
    decimals = min(a.decimals, b.decimals)
    first, second = (f"{float(rounded(exact(rate.value), decimals)):.{decimals}f}".replace(".", "") for rate in (a, b))
    return decimals > 0 and digits_apart(first, second) <= 1


def _summed_up(a: Rate, b: Rate, facts: Facts) -> bool:
    """Whether the assessment repeats how satisfied people are, of whom nothing else is told but these two values."""
    assessed = {s.section_id for s in facts.sections if s.domain == "assessment"}
    if a.metric != "satisfaction_rate" or (a.section_id in assessed) == (b.section_id in assessed):
        return False
    told = {
        r.value
        for r in facts.rates
        if (r.metric, r.role, r.scope, r.scope_name) == (a.metric, "result", a.scope, a.scope_name)
    }
    return told == {a.value, b.value}


def are_alike(a: Figures, b: Figures, facts: Facts) -> bool:
    """Whether two values are meant as one: a slip of the pen apart, or close by in statements that repeat each other.

    Without a slip two counts are mostly of two things that the text tells apart in words, or one was misread.
    """
    if isinstance(a, Rate) and isinstance(b, Rate):
        meant = a.metric not in TURNED_METRICS or _summed_up(a, b, facts)
        return _turned(a, b) or (meant and _one_digit_off(a, b))
    if isinstance(a, Rate) or isinstance(b, Rate):
        return False
    if isinstance(a, Dossier) and max(a.value, b.value) < FEW:
        return isinstance(b, Dossier) and _outgrown(a, b)
    if is_slip(a, b):
        return True
    near = abs(a.value - b.value) <= _ALIKE * max(a.value, b.value)
    return near and (a.period_start, a.period_end) == (b.period_start, b.period_end) and are_mirrored(a, b, facts)


def is_repeated(a: Figures, b: Figures, facts: Facts) -> bool:
    """Whether the statement of one figure repeats that of the other: then a slip of the pen is one."""
    return not isinstance(a, Rate) and not isinstance(b, Rate) and is_slip(a, b) and are_mirrored(a, b, facts)


def are_mirrored(a: Figures, b: Figures, facts: Facts) -> bool:
    """Whether two figures stand in statements that share other counts."""
    if not isinstance(a, Dossier) or not isinstance(b, Dossier):
        return False
    if a.group_id == b.group_id:
        return _told_twice(a.group_id, facts) >= _MIRRORED
    if any(r.group_id == b.group_id and (r.metric, r.value) == (a.metric, a.value) for r in facts.dossiers):
        return False  # the statement repeats the first count beside the second
    told: dict[str | None, set[tuple[object, ...]]] = {a.group_id: set(), b.group_id: set()}
    for row in facts.dossiers:
        if row.group_id in told and row.value >= FEW:
            told[row.group_id].add((row.metric, row.value, row.scope, row.scope_name, row.field))
    return len(told[a.group_id] & told[b.group_id]) >= _MIRRORED


def _told_twice(group: str | None, facts: Facts) -> int:
    """How many counts one group of figures has twice."""
    if group is None:
        return 0
    told = Counter(
        (row.metric, row.value, row.scope, row.scope_name, row.field)
        for row in facts.dossiers
        if row.group_id == group and row.value >= FEW
    )
    return sum(times > 1 for times in told.values())
