"""Totals over levels, fields and offices: the rows of a list or table against the row for all of them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeVar

from extractors.dossiers import Dossier
from extractors.procedures import Procedure
from pipeline.audits.balances import CLOSE, NEAR, Balance, Equation, one_slip
from pipeline.audits.findings import Facts
from pipeline.audits.places import values

LEVELS = ("province", "district", "commune")

TWO_TIERS_SINCE = datetime.date(2025, 7, 1)
"""The district level ended the day before; province and commune are all the levels from here on."""

Metered = TypeVar("Metered", Dossier, Procedure)


def _column_key(row: Dossier | Procedure) -> tuple[object, ...]:
    return row.metric, row.section_id, row.period_start, row.period_end


def columns_of(rows: Sequence[Metered]) -> tuple[tuple[Metered, ...], ...]:
    """Figures of one metric, section and period, in reading order: the columns of a table or the items of a list."""
    found: dict[tuple[object, ...], list[Metered]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: r.start):
        found[_column_key(row)].append(row)
    return tuple(tuple(column) for column in found.values())


def _nearest_levels(rows: Sequence[Metered]) -> tuple[Metered, ...]:
    """The levels' rows that follow directly, each level once."""
    found: dict[str, Metered] = {}
    for row in rows:
        if row.scope not in LEVELS or row.scope in found:
            break
        found[row.scope] = row
    return tuple(found.values())


def _past_parts(total: Metered, rows: Sequence[Metered]) -> Sequence[Metered]:
    """The rows behind those that a total is split into in a way that names no level."""
    kinds = 0
    while kinds < len(rows) and rows[kinds].scope == "all" and rows[kinds].part_of == total.figure_id:
        kinds += 1
    return rows[kinds:]


def _levels_slack(
    facts: Facts, total: Metered, parts: Sequence[Metered], rows: Sequence[Metered]
) -> tuple[Fraction, bool]:
    """How near the levels must come to the total, and whether a level is known to be missing.

    It is where the same place tells other figures of a level that is not among the parts.
    """
    levels = {p.scope for p in parts}
    told = {r.scope for r in rows if _column_key(r)[1:] == _column_key(total)[1:]}
    if (told & set(LEVELS)) - levels:
        return CLOSE, True
    two_tiers = total.period_end is not None and total.period_end >= TWO_TIERS_SINCE
    if len(levels) == 2 and facts.header.level == "province" and not (two_tiers and "district" not in levels):
        return CLOSE, True
    return NEAR, False


def level_balances(facts: Facts, rows: Sequence[Metered]) -> Iterator[Balance]:
    """The whole locality is its province, district and commune level together, where two or more are stated.

    The levels follow the total or come before it. A figure without a level named has the scope of the whole locality,
    so a sum far from it shows that they do not belong together.
    """
    plain = [r for r in rows if r.field is None]
    for column in columns_of(plain):
        for i, total in enumerate(column):
            if total.scope != "all":
                continue
            # "43 TTHC, gồm 09 mới, 34 sửa đổi; chia theo cấp có 30 TTHC cấp tỉnh, …": split in another way first.
            after = _nearest_levels(_past_parts(total, column[i + 1 :]))
            before = _nearest_levels(column[:i][::-1])
            for parts in (after, before):
                if len(parts) >= 2 and not _of_another(parts, total):
                    slack: Fraction | None
                    slack, missing = _levels_slack(facts, total, parts, plain)
                    equation = Equation(whole=(total,), parts=tuple(sorted(parts, key=lambda r: r.start)))
                    if all(p.part_of == total.figure_id for p in parts) and one_slip(equation):
                        slack = None
                    yield Balance(subject=total, equations=(equation,), slack=slack, at_most=missing)
                    break


def sibling_balances(facts: Facts, rows: Sequence[Metered]) -> Iterator[Balance]:
    """The same where each level has an item of its own: "a) Cấp huyện: …; b) Cấp xã: …; c) Tổng hợp chung: …".

    Only where the items below one heading state one value for the whole and for each level, so that nothing has to be
    guessed of which belongs to which.
    """
    above = {s.section_id: s.parent_id for s in facts.sections if s.parent_id is not None}
    found: dict[tuple[object, ...], list[Metered]] = defaultdict(list)
    for row in rows:
        if row.field is None and row.section_id in above:
            key = row.metric, above[row.section_id], row.period_start, row.period_end
            found[key].append(row)
    for column in found.values():
        by_scope: dict[str, Metered] = {}
        for row in sorted(column, key=lambda r: r.start):
            by_scope.setdefault(row.scope, row)
        once = all(row.value == by_scope[row.scope].value for row in column)
        if not once or "all" not in by_scope or len({row.section_id for row in by_scope.values()}) < len(by_scope):
            continue
        total = by_scope.pop("all")
        parts: tuple[Metered, ...] = tuple(by_scope.values())
        if len(parts) < 2 or set(by_scope) - set(LEVELS):
            continue
        slack, missing = _levels_slack(facts, total, parts, rows)
        equation = Equation(whole=(total,), parts=tuple(sorted(parts, key=lambda r: r.start)))
        yield Balance(subject=total, equations=(equation,), slack=min(slack, CLOSE), at_most=missing)


def _of_another(parts: Sequence[Metered], total: Metered) -> bool:
    """Whether the text ties all of the parts to one other total."""
    wholes = {p.part_of for p in parts}
    return len(wholes) == 1 and not wholes & {None, total.figure_id}


def _splits(total: Metered, part: Metered) -> str | None:
    """By what a row is a part of a total: its field, or its office."""
    if total.field is None and part.field is not None and part.scope == total.scope:
        return "field"
    if total.scope != "unit" and part.scope == "unit" and part.field == total.field:
        return "unit"
    return None


def _run(total: Metered, rows: Sequence[Metered]) -> tuple[Metered, ...]:
    """The rows that follow directly and are parts of the total in one way, each field or office once."""
    found: list[Metered] = []
    seen: set[str | None] = set()
    kind = _splits(total, rows[0]) if rows else None
    for row in rows:
        name = row.field if kind == "field" else row.scope_name
        if kind is None or _splits(total, row) != kind or name in seen:
            break
        seen.add(name)
        found.append(row)
    return tuple(found)


def list_balances(rows: Sequence[Metered]) -> Iterator[Balance]:
    """A total row is the sum of its column, by field or by office.

    A list in a sentence often names only the largest, so it is tested only where it comes within a twentieth of the
    total; a table with a total row is complete, which shows in another of its columns adding up.
    """
    proposed: list[tuple[Metered, tuple[Metered, ...], bool]] = []
    for column in columns_of(rows):
        for i, total in enumerate(column):
            before = _run(total, column[:i][::-1])[::-1]
            parts = before if len(before) >= 2 else _run(total, column[i + 1 :])
            if len(parts) >= 2:
                proposed.append((total, parts, parts is before))
    complete = {
        total.group_id
        for total, parts, _ in proposed
        if total.value == values(parts) and sum(p.value > 0 for p in parts) >= 2
    }
    for total, parts, total_last in proposed:
        equation = Equation(whole=(total,), parts=parts)
        if total.group_id is not None and total.group_id in complete:
            yield Balance(subject=total, equations=(equation,))
        elif total_last or len(parts) >= 3:
            yield Balance(subject=total, equations=(equation,), slack=CLOSE)
