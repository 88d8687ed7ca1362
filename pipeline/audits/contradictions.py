"""Rule over all figures: one quantity has one value in a report."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from extractors.dossiers import Dossier
from extractors.located import Figure
from extractors.rates import Rate
from extractors.staffing import Staffing
from pipeline.audits.asked_once import asked_once
from pipeline.audits.dossiers import dossier_name
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.intervals import Interval, exact, printed
from pipeline.audits.meant_as_one import (
    FEW,
    TURNED_METRICS,
    Figures,
    are_alike,
    are_mirrored,
    is_repeated,
    is_slip,
)
from pipeline.audits.places import figure_finding, is_rounded, one_per_subject
from pipeline.audits.procedures import procedure_name
from pipeline.audits.registry import rule
from pipeline.audits.sheets import bases_of_change
from pipeline.audits.staffing import staffing_name
from pipeline.audits.wording import Words, canonical, label, number, percent, signed

DOSSIER_METRICS = frozenset(
    {"received", "to_process", "carried_over", "resolved", "resolved_on_time", "resolved_late", "pending"}
)
RATE_METRICS = frozenset({"on_time_rate", "late_rate", "early_rate", "resolution_rate"})
APART_METRICS = frozenset({"online_payment_rate", "satisfaction_rate", "unclassified"})
"""Rates whose denominator is a count of its own: those that cost a fee, those asked."""

PROCEDURE_METRICS = frozenset({"total", "online_full", "online_partial", "online_levels_3_4"})
STAFFING_MEASURES = frozenset({"assigned", "present"})
STAFFING_CATEGORIES = frozenset({"total", "officials", "civil_servants", "public_employees"})

PASSAGE = 500
"""Code points within which two figures of one section belong to one list or table."""

RANGE = 8
"""Code points between the two ends of a range ("từ 3.000 đến 3.500 hồ sơ"), which are no two values of one count."""


def _stated(row: Figures) -> Interval:
    """What a figure can stand for, given its rounding and its hơn, gần or dưới."""
    decimals = row.decimals if isinstance(row, Rate) else 0
    value = exact(row.value)
    own = printed(row.value, decimals) if isinstance(row, Rate) else Interval(low=value, high=value)
    if not is_rounded(row):
        return own
    # 1.180.000 written as "1,18 triệu": the zeros at the end are not meant.
    digits = str(abs(int(value)))
    step = Fraction(1, 10**decimals) if isinstance(row, Rate) else 10 ** (len(digits) - len(digits.rstrip("0")))
    low = value if row.qualifier == "over" else value - step
    high = value if row.qualifier == "under" else value + step
    return Interval(low=low, high=high)


CUT_OFF = datetime.timedelta(days=20)
"""How far a period that ends at the office's cut-off may lie from the calendar's."""

LONG = datetime.timedelta(days=80)


def _one_period(a: Figures, b: Figures, facts: Facts) -> bool:
    """Whether two figures are of one period: the same, or one by the calendar and one with the office's own cut-off.

    Shorter periods than a quarter must end in one month, of which the report is: else they may be two.
    """
    if (a.period_start, a.period_end) == (b.period_start, b.period_end):
        return True
    if a.period_start is None or a.period_end is None or b.period_start is None or b.period_end is None:
        return False
    if min(a.period_end - a.period_start, b.period_end - b.period_start) < LONG:
        whole = facts.header.period_start, facts.header.period_end
        ends_of = {(row.period_end.year, row.period_end.month) for row in (a, b) if row.period_end}
        if whole not in ((a.period_start, a.period_end), (b.period_start, b.period_end)) or len(ends_of) > 1:
            return False
    return abs(a.period_start - b.period_start) <= CUT_OFF and abs(a.period_end - b.period_end) <= CUT_OFF


def _key(row: Figure, facts: Facts, *more: object) -> tuple[object, ...]:
    """What a figure is of, and whose: all that a commune's report has is the commune's own."""
    own = row.scope == "commune" and facts.header.level == "commune"
    return (*more, "all" if own else row.scope, row.scope_name)


def _quantities(facts: Facts) -> Iterator[tuple[tuple[object, ...], Figures]]:
    """The figures that name a quantity a report has one of, with what tells that quantity from others."""
    # A table's "Tổng số" that is the backlog and the receipts together is no other count of the receipts.
    whole = {(d.scope, d.scope_name, d.field, d.value) for d in facts.dossiers if d.metric == "to_process"}
    doubtful = _doubtful(facts) | bases_of_change(facts.dossiers)
    # Under chỉ đạo, điều hành what is on time is the tasks given to the offices, where no dossiers stand beside it.
    beside = {d.section_id for d in facts.dossiers}
    tasks_in = {s.section_id for s in facts.sections if s.domain == "direction" and s.section_id not in beside}
    for dossier in facts.dossiers:
        if dossier.metric == "received" and (dossier.scope, dossier.scope_name, dossier.field, dossier.value) in whole:
            continue
        if dossier.metric in DOSSIER_METRICS and dossier.figure_id not in doubtful:
            yield _key(dossier, facts, "dossiers", dossier.metric, dossier.field), dossier
    for rate in facts.rates:
        if rate.metric in RATE_METRICS | TURNED_METRICS:
            yield _key(rate, facts, "rates", rate.metric, rate.field, rate.section_id in tasks_in), rate
    for procedure in facts.procedures:
        if procedure.metric in PROCEDURE_METRICS:
            yield _key(procedure, facts, "procedures", procedure.metric, procedure.field), procedure
    for staff in facts.staffing:
        if staff.measure in STAFFING_MEASURES and staff.category in STAFFING_CATEGORIES:
            yield _key(staff, facts, "staffing", staff.measure, staff.category, staff.sector), staff


def _doubtful(facts: Facts) -> frozenset[str]:
    """Counts that are no statement of what they were read as.

    What another statement gives as the count of another step of the way, and none of this one ("số hóa 8.934/9.702 hồ
    sơ", where 9.702 were resolved), was named wrongly; and what a share of its own is out of is no total.
    """
    told: dict[tuple[int, str | None], set[tuple[str, str | None]]] = defaultdict(set)
    for row in facts.dossiers:
        if row.role == "result" and row.metric in _STEPS and row.value >= FEW:
            told[row.value, row.field].add((row.metric, row.group_id))
    bases = {(r.group_id, r.denominator) for r in facts.rates if r.metric in APART_METRICS and r.denominator}

    def named_wrongly(row: Dossier) -> bool:
        alike = told[row.value, row.field]
        elsewhere = {metric for metric, group in alike if group != row.group_id}
        here = sum(group == row.group_id for _, group in alike)
        return row.metric in _STEPS and bool(elsewhere) and row.metric not in elsewhere and here == 1

    return frozenset(r.figure_id for r in facts.dossiers if (r.group_id, r.value) in bases or named_wrongly(r))


_STEPS = frozenset({"received", "resolved", "pending"})
"""Steps of the way through the office, one of which is easily read for another."""


def _name(row: Figures) -> Words:
    if isinstance(row, Rate):
        return label("rate_metric", row.metric)
    words = dossier_name(row)
    return words if words.vi else procedure_name(row) if procedure_name(row).vi else staffing_name(row)


def _shown(row: Figures) -> Words:
    return percent(row.value, row.decimals) if isinstance(row, Rate) else number(row.value)


REPEATED = frozenset({"received", "resolved", "to_process"})
"""Totals that a statement may repeat in other words ("Như vậy, tổng số …"), and then must repeat rightly."""


def _tied(a: Figures, b: Figures) -> bool:
    """Whether one figure is a part of the other, or both of a third."""
    return a.part_of == b.figure_id or b.part_of == a.figure_id or (a.part_of is not None and a.part_of == b.part_of)


def _same_statement(a: Figures, b: Figures, facts: Facts) -> bool:
    """Figures of one statement are told apart by its words, but for a total that it repeats with a slip of the pen."""
    if a.group_id is None or a.group_id != b.group_id:
        return False
    if not isinstance(a, Dossier) or not isinstance(b, Dossier) or not is_slip(a, b):
        return True
    if are_mirrored(a, b, facts):
        return False  # a paragraph and the table that it leads to
    if a.metric not in REPEATED:
        return True
    return any(d.group_id == a.group_id and d.value == abs(a.value - b.value) for d in facts.dossiers)


def _two_populations(a: Figures, b: Figures, counted: frozenset[str | None], facts: Facts) -> bool:
    """Whether two figures are of different things: two rates each beside counts of its own, or items of one list.

    Two totals of dossiers in one passage are one that was repeated only where a slip of the pen parts them.
    """
    if isinstance(a, Rate) and a.group_id in counted and b.group_id in counted:
        return True
    if a.section_id != b.section_id or abs(a.start - b.start) > PASSAGE or is_repeated(a, b, facts):
        return False
    if b.start - a.end <= RANGE:
        return True
    return not (isinstance(a, Dossier) and isinstance(b, Dossier) and a.metric in REPEATED and is_slip(a, b))


def _conflicts(rows: Sequence[Figures], facts: Facts) -> Iterator[tuple[Figures, Figures]]:
    """Each later figure with the first one that it cannot agree with."""
    counted = frozenset(d.group_id for d in facts.dossiers if d.group_id is not None)
    for i, later in enumerate(rows):
        if any(row.value == later.value and _one_period(row, later, facts) for row in rows[:i]):
            continue  # what it disagrees with has been told apart from its like already
        for earlier in rows[:i]:
            if (
                not _stated(earlier).overlaps(_stated(later))
                and _one_period(earlier, later, facts)
                and are_alike(earlier, later, facts)
                and not _tied(earlier, later)
                and not _same_statement(earlier, later, facts)
                and not _two_populations(earlier, later, counted, facts)
            ):
                yield earlier, later
                break


@rule(
    "figure.contradiction",
    severity="error",
    vi="Một chỉ tiêu có hai giá trị khác nhau",
    en="One quantity has two values",
    explained_vi=(
        "Một chỉ tiêu của cùng phạm vi, lĩnh vực và kỳ chỉ có một giá trị trong báo cáo. Số ghi hơn, gần, "
        "trên phù hợp với số đúng mà nó làm tròn. Hai số không do viết nhầm chữ số mà khác nhau được coi là đếm "
        "hai thứ khác nhau, trừ khi hai đoạn cùng nêu những số khác."
    ),
)
def check_contradictions(facts: Facts) -> Iterable[Finding]:
    """One metric of one scope, field and period has one value in the report.

    Compared are results stated in different places: counts of dossiers, their rates, procedures by level, posts
    assigned and people present. A figure with hơn, gần or dưới agrees with the exact one it rounds, and 99,9% with
    99,87%. On time with the early inside does not contradict on time beside the early. Two counts that no slip of the
    pen parts (another digit, digits in another order) are counts of different things, and are left alone, unless the
    two statements share other counts; so is a count that elsewhere is that of another step of the way. In a commune's
    report the commune's dossiers are all.

    Wrong: ``I. KẾT QUẢ ⏎ Huyện tiếp nhận 3.481 hồ sơ. ⏎ II. ĐÁNH GIÁ CHUNG ⏎ Tổng số hồ sơ huyện tiếp nhận là 3.841
    hồ sơ.``

    Right: ``I. KẾT QUẢ ⏎ Huyện tiếp nhận 3.481 hồ sơ. ⏎ II. ĐÁNH GIÁ CHUNG ⏎ Huyện tiếp nhận trên 3.400 hồ sơ.``
    """
    return one_per_subject(_contradictions(facts))


@asked_once
def _by_quantity(facts: Facts) -> tuple[list[Figures], ...]:
    """The results of each quantity that a report has one of, in reading order."""
    found: dict[tuple[object, ...], list[Figures]] = defaultdict(list)
    # "công khai đơn vị có tỷ lệ trễ hạn trên 5%": what is to come states no result.
    to_come = {s.section_id for s in facts.sections if s.domain in ("plan", "proposals")}
    for key, row in _quantities(facts):
        if row.role == "result" and not (isinstance(row, Rate) and row.section_id in to_come):
            found[key].append(row)
    return tuple(sorted(rows, key=lambda r: r.start) for rows in found.values())


@asked_once
def conflicts_of(facts: Facts) -> tuple[tuple[Figures, Figures], ...]:
    """Each figure that contradicts an earlier one, behind it."""
    early = {(d.group_id, d.value) for d in facts.dossiers if d.metric == "resolved_early"}
    return tuple(
        (earlier, later)
        for rows in _by_quantity(facts)
        for earlier, later in _conflicts(rows, facts)
        if not _early_apart(earlier, later, early) and not _explained(earlier, later, facts)
    )


def repeats_of(facts: Facts) -> Iterator[tuple[Figures, Figures]]:
    """Each exact figure that repeats an earlier one in another statement, behind it."""
    for rows in _by_quantity(facts):
        exact_rows = [r for r in rows if r.qualifier is None]
        for earlier, later in pairwise(exact_rows):
            apart = earlier.group_id is None or earlier.group_id != later.group_id
            if apart and earlier.value == later.value and _one_period(earlier, later, facts):
                yield earlier, later


def _contradictions(facts: Facts) -> Iterator[Finding]:
    for earlier, later in conflicts_of(facts):
        words = _name(later)
        delta = exact(later.value) - exact(earlier.value)
        decimals = max(r.decimals if isinstance(r, Rate) else 0 for r in (earlier, later))
        off = signed(delta, decimals)
        vi = f"{words.vi} ghi {_shown(later).vi}, nhưng chỗ khác ghi {_shown(earlier).vi} (chênh {off.vi})."
        en = f"{words.en} is {_shown(later).en} here and {_shown(earlier).en} elsewhere (difference {off.en})."
        yield figure_finding(
            "figure.contradiction",
            "error",
            row=later,
            subject=canonical(later.value),
            message=Words(vi=vi[0].upper() + vi[1:], en=en[0].upper() + en[1:]),
            evidence=(earlier,),
            stated=canonical(later.value),
            expected=canonical(earlier.value),
            delta=delta,
        )


def _explained(a: Figures, b: Figures, facts: Facts) -> bool:
    """Whether the two differ by just what another category counts: one has that category inside, the other not."""
    if not isinstance(a, Staffing) or not isinstance(b, Staffing):
        return False
    difference = abs(a.value - b.value)
    return any(s.measure == a.measure and s.value == difference and s.category != "total" for s in facts.staffing)


def _early_apart(a: Figures, b: Figures, early: set[tuple[str | None, int]]) -> bool:
    """Whether the two differ by the early dossiers that one of the statements counts apart."""
    if isinstance(a, Rate) or isinstance(b, Rate) or getattr(a, "metric", None) != "resolved_on_time":
        return False
    difference = abs(a.value - b.value)
    return any((row.group_id, difference) in early for row in (a, b))
