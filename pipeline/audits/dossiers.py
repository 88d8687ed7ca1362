"""Rules over counts of dossiers: what is received is what is resolved, pending and left; no part exceeds its whole."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, product

from extractors.dossiers import Dossier
from extractors.located import Figure
from pipeline.audits.asked_once import asked_once
from pipeline.audits.balances import (
    CLOSE,
    LOST,
    NEAR,
    Balance,
    Equation,
    confirmed,
    distinct,
    sum_findings,
)
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.places import Count, values
from pipeline.audits.registry import rule
from pipeline.audits.sheets import Rows, Sheet, copied_figures, misnamed, sheets_in
from pipeline.audits.slips import slip
from pipeline.audits.tables import level_balances, list_balances, sibling_balances
from pipeline.audits.wording import Words, label, same


def dossier_name(row: Count | Figure) -> Words:
    """What a count of dossiers is called in a message: its metric, field and scope."""
    if not isinstance(row, Dossier):
        return same("")
    name = label("dossier_metric", row.metric)
    if row.field:
        name = name + Words(vi=f" ({row.field})", en=f" ({row.field})")
    if row.scope == "unit" and row.scope_name:
        name = name + same(f" ({row.scope_name})")
    elif row.scope not in ("all", "unknown", "unit"):
        name = name + same(" ") + label("scope", row.scope)
    return name


def wholes(sheet: Sheet) -> tuple[Rows, ...]:
    """The ways to state all there was to resolve; what was received may or may not count the backlog."""
    found = [*sheet.ways("to_process"), *sheet.ways("received")]
    found += [(*r, *c) for r, c in product(sheet.ways("received"), sheet.ways("carried_over"))]
    return tuple(found)


def on_time_ways(sheet: Sheet) -> tuple[Rows, ...]:
    """On time with the early inside, or on time beside the early."""
    early = sheet.ways("resolved_early")
    on_time = sheet.ways("resolved_on_time")
    if not on_time:
        return early
    return (*on_time, *((*o, *e) for o, e in product(on_time, early)))


def done_ways(sheet: Sheet) -> tuple[Rows, ...]:
    """What was resolved: stated, or on time and late together."""
    stated = sheet.ways("resolved")
    if stated:
        return stated
    return tuple((*o, *late) for o, late in product(on_time_ways(sheet), sheet.ways("resolved_late")))


def pending_ways(sheet: Sheet) -> tuple[Rows, ...]:
    """What is pending: stated, or in term and overdue together.

    Overdue alone is no statement of all that is pending.
    """
    stated = sheet.ways("pending")
    if stated:
        return stated
    in_term = sheet.ways("pending_on_time")
    overdue = sheet.ways("pending_overdue")
    return tuple((*t, *o) for t, o in product(in_term, overdue)) or in_term


def leaver_ways(sheet: Sheet) -> tuple[Rows, ...]:
    """What left without a result: nothing, the cancelled, the returned, or both."""
    cancelled, returned = sheet.ways("cancelled"), sheet.ways("returned")
    both = tuple((*c, *r) for c, r in product(cancelled, returned))
    return ((), *cancelled, *returned, *both)


def _resolved(sheet: Sheet) -> Iterator[Balance]:
    stated, late = sheet.ways("resolved"), sheet.ways("resolved_late")
    parts = on_time_ways(sheet)
    if not stated or not parts:
        return
    equations = tuple(Equation(whole=w, parts=(*p, *t)) for w, p, t in product(stated, parts, late or ((),)))
    # Without the late ones, or without the on time ones, a remainder is not stated and cannot be wrong.
    at_most = not late or not sheet.has("resolved_on_time")
    yield Balance(subject=stated[0][0], equations=equations, at_most=at_most)


def _received(sheet: Sheet, settled: bool) -> Iterator[Balance]:
    whole, done, pending = wholes(sheet), done_ways(sheet), pending_ways(sheet)
    if not whole:
        return
    at_most = not pending or not done
    if not done:
        done = on_time_ways(sheet)
    if not done:
        return
    if not pending and not sheet.has("resolved"):
        at_most = not settled
    equations = [
        Equation(whole=w, parts=(*d, *p, *left))
        for left, w, d, p in product(leaver_ways(sheet), whole, done, pending or ((),))
    ]
    yield Balance(
        subject=whole[0][0], equations=tuple(equations), at_most=at_most, misread=_with_backlog(sheet, whole, done)
    )


def _with_backlog(sheet: Sheet, whole: Iterable[Rows], done: Iterable[Rows]) -> tuple[Equation, ...]:
    """What there is where the first of two counts of what is open is what was open before, and was read as open now.

    "ngoài ra nhận bàn giao 58 hồ sơ chưa giải quyết xong", where nothing else is said of a backlog.
    """
    before, *more = sheet.of("pending") or (None,)
    if before is None or sheet.has("carried_over"):
        return ()
    in_term, overdue = sheet.ways("pending_on_time"), sheet.ways("pending_overdue")
    after = [*((p,) for p in more), *in_term, *((*t, *o) for t, o in product(in_term, overdue))]
    return tuple(
        Equation(whole=(*w, before), parts=(*d, *p, *left))
        for left, w, d, p in product(leaver_ways(sheet), whole, done, after)
        if values(p) != before.value
    )


def misread_backlog(sheet: Sheet) -> Dossier | None:
    """What was open before and was read as open now; None where nothing adds up that way."""
    sums = _with_backlog(sheet, wholes(sheet), done_ways(sheet))
    return sheet.of("pending")[0] if any(e.excess == 0 for e in sums) else None


def _channels(sheet: Sheet) -> Iterator[Balance]:
    online, direct = sheet.ways("received_online"), sheet.ways("received_direct")
    stated = (*sheet.ways("received"), *sheet.ways("to_process"))
    if stated and online and direct:
        backlog = ((), *sheet.ways("carried_over"))
        equations = tuple(
            Equation(whole=w, parts=(*o, *d, *c)) for c, w, o, d in product(backlog, stated, online, direct)
        )
        # Those by post may be stated and those in person not.
        yield Balance(subject=stated[0][0], equations=equations, slack=NEAR)


def _opening(sheet: Sheet) -> Iterator[Balance]:
    total, backlog, new = sheet.ways("to_process"), sheet.ways("carried_over"), sheet.ways("received")
    if total and backlog and new:
        equations = [Equation(whole=t, parts=(*c, *n)) for t, c, n in product(total, backlog, new)]
        equations += [Equation(whole=t, parts=n) for t, n in product(total, new)]
        yield Balance(subject=total[0][0], equations=tuple(equations))


def _pending(sheet: Sheet) -> Iterator[Balance]:
    stated, in_term, overdue = (sheet.ways(m) for m in ("pending", "pending_on_time", "pending_overdue"))
    if stated and in_term and overdue:
        equations = tuple(Equation(whole=w, parts=(*t, *o)) for w, t, o in product(stated, in_term, overdue))
        yield Balance(subject=stated[0][0], equations=equations)


def _settled(sheets: Iterable[Sheet]) -> frozenset[frozenset[str]]:
    """Shapes of table rows whose total is the resolved, whatever the column is called.

    Where most rows with the same columns satisfy received = on time + late, the column is what was resolved, and a row
    that does not satisfy it is wrong.
    """
    seen: Counter[frozenset[str]] = Counter()
    right: Counter[frozenset[str]] = Counter()
    for sheet in sheets:
        if sheet.has("resolved") or pending_ways(sheet) or not done_ways(sheet):
            continue
        seen[sheet.metrics] += 1
        pairs = product(sheet.ways("received"), done_ways(sheet))
        right[sheet.metrics] += any(values(w) == values(d) for w, d in pairs)
    return frozenset(shape for shape, n in seen.items() if right[shape] >= 2 and 2 * right[shape] > n)


_LISTED = ("to_process", "received", "carried_over", "resolved", "pending")


LIST = 1500
"""Code points that one list takes at most."""


def _lists(facts: Facts) -> Iterator[Sheet]:
    """The counts that the items of one list state one by one, their parts aside: "- Tiếp nhận: …; - Giải quyết: …".

    Only where the section has one value of each; a section that has two of one speaks of two things.
    """
    found: dict[tuple[object, ...], list[Dossier]] = {}
    for row in facts.dossiers:
        listed = row.metric in (*_LISTED, "cancelled", "returned", "pending_on_time")
        if row.role == "result" and listed and row.part_of is None:
            key = (row.section_id, row.scope, row.scope_name, row.field, row.period_start, row.period_end)
            found.setdefault(key, []).append(row)
    for rows in found.values():
        once = len({r.metric for r in rows}) == len(rows)
        apart = len({r.group_id for r in rows}) == len(rows)
        near = max(r.start for r in rows) - min(r.start for r in rows) <= LIST
        if once and apart and near and len(rows) >= 3:
            yield Sheet(rows=tuple(sorted(rows, key=lambda r: r.start)))


def _listed(facts: Facts) -> Iterator[Balance]:
    for sheet in _lists(facts):
        balances = [*_opening(sheet)]
        if sheet.has("resolved") and pending_ways(sheet):
            balances += _received(sheet, False)
        for balance in balances:
            yield dataclasses.replace(balance, slack=CLOSE)


def _with_early(balances: Iterable[Balance], facts: Facts) -> Iterator[Balance]:
    """The levels' on time, each also with the early that it states beside it: one may count them apart."""
    early = {(r.group_id, r.scope): r for r in facts.dossiers if r.metric == "resolved_early" and r.role == "result"}
    for balance in balances:
        plainest = balance.equations[0]
        beside = [early[key] for p in plainest.parts for key in ((p.group_id, p.scope),) if key in early]
        if not isinstance(balance.subject, Dossier) or balance.subject.metric != "resolved_on_time" or not beside:
            yield balance
            continue
        some = (rows for count in range(1, len(beside) + 1) for rows in combinations(beside, count))
        more = (Equation(whole=plainest.whole, parts=(*plainest.parts, *rows)) for rows in some)
        yield dataclasses.replace(balance, equations=(plainest, *more))


_OPENING = ("received", "to_process")


def _with_other_periods(balances: Iterable[Balance], facts: Facts) -> Iterator[Balance]:
    """The balances, each also with another period's total of the same section in the place of its own.

    "lũy kế 5.748 hồ sơ. Đã giải quyết 3.161 hồ sơ": what was resolved goes with the total of the quarter, named before.
    A total that a slip of the pen parts from the other is none of another period.
    """
    totals = [r for r in facts.dossiers if r.metric in _OPENING and r.role == "result" and r.qualifier is None]
    for balance in balances:
        misread = list(balance.misread)
        for row in () if balance.holds else distinct(r for e in balance.equations for r in e.rows):
            if not isinstance(row, Dossier) or row.metric not in _OPENING:
                continue
            for other in totals:
                if _of_another_period(row, other):
                    misread += [_replaced(e, row, other) for e in balance.equations if row in e.rows]
        yield dataclasses.replace(balance, misread=tuple(misread)) if misread else balance


def _of_another_period(row: Dossier, other: Dossier) -> bool:
    same = (row.metric, row.scope, row.scope_name, row.field, row.section_id)
    if same != (other.metric, other.scope, other.scope_name, other.field, other.section_id):
        return False
    apart = (row.period_start, row.period_end) != (other.period_start, other.period_end)
    near = abs(row.start - other.start) <= LIST
    return apart and near and slip(str(row.value), str(other.value)).cost > LOST


def _replaced(equation: Equation, row: Dossier, other: Dossier) -> Equation:
    whole, parts = (tuple(other if r is row else r for r in side) for side in (equation.whole, equation.parts))
    return Equation(whole=whole, parts=parts)


@asked_once
def dossier_balances(facts: Facts) -> tuple[Balance, ...]:
    """Everything about counts of dossiers that must add up."""
    sheets = sheets_in(facts)
    settled = _settled(sheets)
    found: list[Balance] = []
    for sheet in sheets:
        found += _resolved(sheet)
        found += _received(sheet, sheet.metrics in settled)
        found += _channels(sheet)
        found += _opening(sheet)
        found += _pending(sheet)
    found = [*_with_other_periods(found, facts)]
    wrong = misnamed(facts.dossiers)
    counted = tuple(
        r for r in facts.dossiers if r.metric != "unclassified" and r.role == "result" and r.figure_id not in wrong
    )
    found += _with_early([*level_balances(facts, counted), *sibling_balances(facts, counted)], facts)
    found += list_balances(counted)
    found += _listed(facts)
    return confirmed(found, copied_figures(facts.dossiers))


@rule(
    "dossier.sum",
    severity="error",
    vi="Số hồ sơ không khớp với các thành phần",
    en="Counts of dossiers do not add up",
    explained_vi=(
        "Tiếp nhận (hoặc tổng phải giải quyết) bằng đã giải quyết cộng đang giải quyết, kể cả số rút, trả "
        "lại; tổng phải giải quyết bằng kỳ trước chuyển sang cộng mới tiếp nhận; đã giải quyết bằng đúng hạn "
        "cộng trễ hạn; tiếp nhận bằng trực tuyến cộng trực tiếp; đang giải quyết bằng trong hạn cộng quá "
        "hạn; toàn địa phương bằng các cấp cộng lại; cột của bảng bằng dòng tổng. Thiếu một thành phần thì "
        "không xét; chỉ cần hiểu khác một số mà mọi phép cộng đều khớp thì không kết luận."
    ),
)
def check_dossier_sums(facts: Facts) -> Iterable[Finding]:
    """Received dossiers are those resolved and those pending, and every total is the sum of its parts.

    Tested are: received (or the total to process, or received with the backlog) = resolved + pending, or that with the
    cancelled and returned; total to process = backlog + received; resolved = on time + late, with the early inside the
    on time or beside it; received = online + direct; pending = in term + overdue; the whole locality = province +
    district + commune; a table's column = its total row. Nothing is tested against a part that is not stated: without
    the pending ones, received and resolved may differ by any number. It matters because these totals feed the
    reform index, and a dossier that is in no part is one that nobody answers for. Counts in thousands or millions may
    lie apart by a unit of the last digit that is written. Where all adds up once one row is something else than it was
    read as ("quý trước còn lại 42 hồ sơ", read as still open), there is no finding; the row is listed as misread.

    Wrong: ``Tiếp nhận 4.200 hồ sơ, đã giải quyết 4.150 hồ sơ, đang giải quyết 40 hồ sơ.`` (4.150 + 40 = 4.190)

    Right: ``Tiếp nhận 4.200 hồ sơ, đã giải quyết 4.150 hồ sơ, đang giải quyết 50 hồ sơ.``
    """
    return sum_findings("dossier.sum", "error", dossier_balances(facts), dossier_name)
