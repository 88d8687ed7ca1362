"""Changes: what an increase or decrease in percent may be measured against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from extractors.dossiers import Dossier
from extractors.located import Figure
from extractors.rates import Rate
from pipeline.audits.dossiers import dossier_name
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.intervals import agrees, exact
from pipeline.audits.recomputed import rate_agrees, recomputed
from pipeline.audits.wording import number, percent, same


def _near(change: Figure, row: Figure) -> bool:
    """Whether a figure stands in the statement of a change: its group, or within a sentence's length of it."""
    if change.group_id is not None and change.group_id == row.group_id:
        return True
    return change.section_id == row.section_id and abs(change.start - row.start) <= 250


def _bases(change: Dossier, dossiers: Sequence[Dossier]) -> Iterator[tuple[Fraction, tuple[Dossier, ...]]]:
    """What the change can be a percentage of: the earlier count, stated or reckoned back from the later one."""
    beside = [
        r
        for r in dossiers
        if r.role == "result"
        and r.metric == change.metric
        and r.scope == change.scope
        and r.field == change.field
        and r.qualifier is None
        and _near(change, r)
    ]
    for row in beside:
        yield Fraction(row.value), (row,)
        yield Fraction(row.value - change.value), (row,)
        yield Fraction(row.value + change.value), (row,)


def _parted(rate: Rate, change: Dossier, dossiers: Sequence[Dossier]) -> bool:
    """Whether the change is of a count behind the rate: "giảm 8,2%; giải quyết 940 hồ sơ, giảm 75 hồ sơ"."""
    between = (d for d in dossiers if d.group_id == rate.group_id and rate.start < d.start < change.start)
    return any(d.role == "result" for d in between)


def _told_apart(rate: Rate, change: Dossier, facts: Facts) -> bool:
    """Whether the text makes two changes of the rate and the count: one more, one less, or against two periods.

    "giảm 300 hồ sơ so với quý I nhưng tăng 8% so với cùng kỳ".
    """
    told = {words.figure_id: words for words in facts.changes if words.figure_id in (rate.figure_id, change.figure_id)}
    if len(told) < 2:
        return False
    one, other = told[rate.figure_id], told[change.figure_id]
    if one.direction and other.direction and one.direction != other.direction:
        return True
    if not one.against or not other.against:
        return False
    # "so với cùng kỳ" and "so với cùng kỳ năm 2022" are one.
    return not (one.against.startswith(other.against) or other.against.startswith(one.against))


def from_changes(facts: Facts) -> Iterator[Finding]:
    """Percentages of a change that do not follow from the change and the count beside it."""
    for rate in facts.rates:
        changes = [
            d
            for d in facts.dossiers
            if d.role == "change" and d.group_id == rate.group_id is not None and d.qualifier is None
        ]
        # A change of another rate ("đúng hạn 98,9%, tăng 0,7 điểm") is no share of a count.
        if rate.role != "change" or rate.metric != "unclassified":
            continue
        if rate.numerator is not None or len(changes) != 1 or rate.qualifier:
            continue
        change = changes[0]
        if _parted(rate, change, facts.dossiers) or _told_apart(rate, change, facts):
            continue
        options = [(base, rows) for base, rows in _bases(change, facts.dossiers) if base > 0]
        if options and not any(rate_agrees(rate, 100 * change.value / base) for base, _ in options):
            stated = [o for o in options if o[0] == o[1][0].value]
            base, rows = min(stated or options, key=lambda o: abs(100 * change.value / o[0] - exact(rate.value)))
            how = dossier_name(change) + same(" ") + number(change.value) + same(" / ") + number(base)
            yield recomputed("rate.recompute", rate, 100 * change.value / base, how, (change, *rows))


def _pair_beside(change: Rate, dossiers: Sequence[Dossier]) -> tuple[Dossier, Dossier] | None:
    """The two counts of one thing in two periods that a change without its own count compares, the earlier first."""
    beside = [
        d for d in dossiers if d.role == "result" and d.scope == change.scope and not d.qualifier and _near(change, d)
    ]
    if len(beside) != 2 or len({(d.metric, d.field, d.scope_name) for d in beside}) != 1:
        return None
    first, second = beside
    if first.period_end is None or second.period_end is None or first.period_end == second.period_end:
        return None
    return (first, second) if first.period_end < second.period_end else (second, first)


def from_two_counts(facts: Facts) -> Iterator[Finding]:
    """Tăng từ 2.400 hồ sơ (quý I) lên 3.000 hồ sơ (quý II), tăng 25%."""
    for rate in facts.rates:
        stated = any(d.role == "change" and _near(rate, d) for d in facts.dossiers)
        alone = sum(r.role == "change" and _near(rate, r) for r in facts.rates) == 1
        if rate.role != "change" or rate.numerator is not None or rate.qualifier or stated or not alone:
            continue
        pair = _pair_beside(rate, facts.dossiers)
        if pair is None or pair[0].value == 0:
            continue
        before, after = pair
        value = Fraction(100 * abs(after.value - before.value), before.value)
        if not rate_agrees(rate, value):
            high, low = sorted((after.value, before.value), reverse=True)
            how = same("(") + number(high) + same(" - ") + number(low) + same(") / ") + number(before.value)
            yield recomputed("rate.recompute", rate, value, how, pair)


FROM_TO = 30
"""Code points between the two percentages of one change: " xuống còn ", "/năm lên "."""


def from_percentages(facts: Facts) -> Iterator[Finding]:
    """Changes of a percentage that are not the difference of the two percentages."""
    for change in facts.rates:
        if change.role != "change" or change.qualifier:
            continue
        near = [r for r in facts.rates if _near(change, r)]
        beside = [r for r in near if r.role == "result" and r.scope == change.scope]
        changes = [r for r in near if r.role == "change"]
        pair = [r for r in beside if change.metric in (r.metric, "unclassified") and r.qualifier is None]
        if len(pair) != 2 or len(changes) != 1 or {r.metric for r in pair} != {pair[0].metric} - {"unclassified"}:
            continue
        # "từ 4,7% xuống 0,9%, tức giảm 3,8%", or the percentages of two periods; another percentage may be an average.
        ends = {r.period_end for r in pair}
        led_to = all(r.start < change.start and r.group_id == change.group_id for r in pair)
        # "tăng 9,2% so với cùng kỳ (58,4%)": the text ties the earlier one to the change.
        tied = pair[0].end <= change.start < pair[1].start and pair[1].part_of == change.figure_id
        if len(ends - {None}) != 2 and not led_to and not tied:
            continue
        # "bằng 11,2% kế hoạch; thu ngân sách bằng 27,6% dự toán, tăng 9,3%": two things, each with a share of its own.
        between = any(pair[0].start < r.start < pair[1].start for r in near if r is not change)
        apart = between or (change.metric == "unclassified" and pair[1].start - pair[0].end > FROM_TO)
        if len(ends - {None}) != 2 and not tied and apart:
            continue
        first, second = exact(pair[0].value), exact(pair[1].value)
        difference = abs(first - second)
        relative = [100 * difference / base for base in (first, second) if base > 0]
        if not any(agrees(change.value, change.decimals, value) for value in (difference, *relative)):
            high, low = sorted((pair[0], pair[1]), key=lambda r: -r.value)
            how = percent(high.value, high.decimals) + same(" - ") + percent(low.value, low.decimals)
            yield recomputed("rate.recompute", change, difference, how, pair)
