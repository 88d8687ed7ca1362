"""Sheets: the counts of dossiers that one statement ties together, for one scope and one field."""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from extractors.dossiers import Dossier
from pipeline.audits.asked_once import asked_once
from pipeline.audits.findings import Facts

ADDITIVE = frozenset(
    {"received_direct", "received_online", "cancelled", "returned", "pending_on_time", "pending_overdue"}
)
"""Metrics of which one statement often gives several parts: trực tiếp and bưu chính, trả lại and rút."""

SINGLE = frozenset({"received", "to_process", "resolved", "resolved_on_time", "resolved_late"})
"""Metrics of which a statement has one value."""

MOST = 3
"""Single figures of one metric that are tried for it."""

Rows = tuple[Dossier, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sheet:
    """Results of one group, scope, field and period, in reading order."""

    rows: Rows

    def of(self, metric: str) -> Rows:
        """The rows of a metric."""
        return self._by_metric.get(metric, ())

    def ways(self, metric: str) -> tuple[Rows, ...]:
        """What the sheet may state for a metric: a row, or rows that add up to it; the likeliest first."""
        if metric not in self._ways:
            self._ways[metric] = ways(self.of(metric), additive=metric in ADDITIVE)
        return self._ways[metric]

    def has(self, metric: str) -> bool:
        """Whether the sheet states the metric."""
        return metric in self._by_metric

    @cached_property
    def metrics(self) -> frozenset[str]:
        """The metrics that the sheet states."""
        return frozenset(self._by_metric)

    @cached_property
    def _by_metric(self) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        for row in self.rows:
            found[row.metric] = (*found.get(row.metric, ()), row)
        return found

    @cached_property
    def _ways(self) -> dict[str, tuple[Rows, ...]]:
        return {}


def ways(rows: Rows, *, additive: bool) -> tuple[Rows, ...]:
    """Each distinct value alone, and all of them together; together first for metrics that come in parts.

    Where one row is what the others add up to, it is their total and stands for all.
    """
    if len(rows) < 2:
        return (rows,) if rows else ()
    distinct = tuple({r.value: r for r in reversed(rows)}.values())[::-1]
    if len(distinct) < 2:
        return tuple((r,) for r in distinct)
    total = sum(r.value for r in rows)
    for row in rows:
        if len(rows) > 2 and 2 * row.value == total:
            return ((row,),)
    # A long paragraph may give a metric a dozen times; then its readings beyond the first few decide nothing.
    single = tuple((r,) for r in distinct[:MOST])
    return (rows, *single) if additive else (*single, rows)


Key = tuple[str | None, str, str | None, str | None, datetime.date | None, datetime.date | None]


def sheets_of(dossiers: Iterable[Dossier]) -> tuple[Sheet, ...]:
    """The sheets of a report, in reading order; a figure that no statement ties to others is in none."""
    found: dict[Key, list[Dossier]] = {}
    rows = sorted(dossiers, key=lambda r: r.start)
    bases = bases_of_change(rows) | misnamed(rows)
    for row in rows:
        counts = row.role == "result" and row.metric != "unclassified" and row.figure_id not in bases
        if counts and row.group_id is not None:
            key = (row.group_id, row.scope, row.scope_name, row.field, row.period_start, row.period_end)
            found.setdefault(key, []).append(row)
    sheets = [Sheet(rows=part) for rows in found.values() for part in _statements(rows)]
    return tuple(sorted(sheets, key=lambda s: s.rows[0].start))


@asked_once
def sheets_in(facts: Facts) -> tuple[Sheet, ...]:
    """The sheets of a report."""
    return sheets_of(facts.dossiers)


def misnamed(rows: Sequence[Dossier]) -> frozenset[str]:
    """Dossiers whose name does not go with the figure that they are a part of: they were read wrongly.

    Read as pending, they are what the on time leave of the resolved that they are a part of: the late ones. Or they are
    resolved late and a part of what is pending ("115 đang giải quyết, trong đó 02 quá hạn"): the overdue.
    """
    open_still = {r.figure_id for r in rows if r.metric == "pending"}
    resolved = {r.figure_id: r for r in rows if r.metric == "resolved"}
    on_time = {(r.part_of, r.value) for r in rows if r.metric == "resolved_on_time"}
    return frozenset(
        r.figure_id
        for r in rows
        if (r.metric == "resolved_late" and r.part_of in open_still)
        or (
            r.metric.startswith("pending")
            and r.part_of in resolved
            and (r.part_of, resolved[r.part_of].value - r.value) in on_time
        )
    )


def bases_of_change(rows: Sequence[Dossier]) -> frozenset[str]:
    """Counts of an earlier period that a change is measured against: "tăng 300 hồ sơ so với cùng kỳ (5.500 hồ sơ)".

    Their own period is often not written out, so that they would pass for counts of this one.
    """
    changes = {r.figure_id: r for r in rows if r.role == "change"}
    found: set[str] = set()
    for row in rows:
        if row.role != "result" or row.metric not in SINGLE:
            continue
        tied = row.part_of in changes
        reckoned = any(
            change.group_id == row.group_id is not None
            and change.start < row.start
            and change.metric == row.metric
            and any(
                r.role == "result"
                and r.metric == row.metric
                and r.group_id == row.group_id
                and r.start < change.start
                and abs(r.value - row.value) == change.value
                for r in rows
            )
            for change in changes.values()
        )
        if tied or reckoned:
            found.add(row.figure_id)
    return frozenset(found)


def _statements(rows: Sequence[Dossier]) -> Iterator[Rows]:
    """A paragraph cut where it states anew what it has stated with another value: there it speaks of other dossiers.

    "tiếp nhận 6.000 hồ sơ (kỳ trước chuyển sang 200, tiếp nhận mới 5.800)" is one statement: the new ones are a part.
    """
    begin, stated = 0, dict[str, int]()
    opened: int | None = None
    for index, row in enumerate(rows):
        if row.metric in SINGLE:
            # The metric that opened the paragraph opens its next statement too, whatever cut it in between.
            opens = row.metric == rows[0].metric and opened not in (None, row.value)
            opened = row.value if row.metric == rows[0].metric else opened
            anew = stated.get(row.metric, row.value) != row.value or (opens and row.metric not in stated)
            if anew and not _within(row, rows[begin:index]):
                yield tuple(rows[begin:index])
                begin, stated = index, {}
            stated.setdefault(row.metric, row.value)
    yield tuple(rows[begin:])


def _within(row: Dossier, before: Sequence[Dossier]) -> bool:
    """Whether a figure is a part of what its statement has given for its metric: by its words, or less the backlog."""
    wholes = [r for r in before if r.metric == row.metric]
    backlog = [r.value for r in before if r.metric == "carried_over"]
    tied = row.part_of is not None and any(row.part_of == r.figure_id for r in wholes)
    return tied or any(w.value == row.value + b for w in wholes for b in backlog)


LONG_ENOUGH = 10
"""Smaller counts are often the same by chance."""


def copied_figures(dossiers: Iterable[Dossier]) -> frozenset[str]:
    """The counts of dossiers that stand in the report again, for another level, office or period."""
    alike: dict[tuple[str, int], list[Dossier]] = defaultdict(list)
    for row in dossiers:
        if row.role == "result" and row.value >= LONG_ENOUGH and row.field is None:
            alike[(row.metric, row.value)].append(row)
    return frozenset(
        row.figure_id
        for rows in alike.values()
        for row in rows
        if any((r.scope, r.scope_name, r.period_end) != (row.scope, row.scope_name, row.period_end) for r in rows)
    )
