"""Rule over counts of dossiers: no part exceeds its whole."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractors.dossiers import Dossier
from pipeline.audits.asked_once import asked_once
from pipeline.audits.balances import PLAUSIBLE, TELLING, digits_apart
from pipeline.audits.dossiers import dossier_name, misread_backlog, wholes
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.places import figure_finding, one_per_subject, subject_of, values
from pipeline.audits.registry import rule
from pipeline.audits.sheets import Rows, Sheet, sheets_in
from pipeline.audits.wording import Words, joined, number, same

_RESOLVED_PARTS = ("resolved_on_time", "resolved_early", "resolved_late")
IN_SERIES = 3
"""Rows of as many periods are a table by periods."""

_RECEIVED_PARTS = ("resolved", "pending", "pending_on_time", "pending_overdue", "cancelled", "returned")
_INTAKE_PARTS = ("received_online", "received_direct")


_BEHIND = {
    "to_process": 0,
    **dict.fromkeys(("received", "carried_over"), 1),
    **dict.fromkeys(("resolved", "pending"), 2),
    **dict.fromkeys((*_INTAKE_PARTS, "cancelled", "returned"), 3),
    **dict.fromkeys(("resolved_on_time", "resolved_late", "pending_on_time", "pending_overdue"), 4),
    "resolved_early": 5,
}
"""How far down each count stands: a part stands below its whole, whatever the text seems to tie it to."""


def _largest(candidates: Iterable[Rows]) -> Rows:
    return max(candidates, key=values, default=())


def _pairs(sheet: Sheet) -> Iterator[tuple[Dossier, Rows]]:
    """Each part with the largest whole that it can belong to."""
    resolved, all_there_was = _largest(sheet.ways("resolved")), _largest(wholes(sheet))
    for metric in _RESOLVED_PARTS:
        for row in sheet.of(metric):
            yield row, resolved or all_there_was
    for metric in _RECEIVED_PARTS:
        for row in sheet.of(metric):
            yield row, all_there_was
    for metric in _INTAKE_PARTS:
        for row in sheet.of(metric):
            yield row, _largest((*sheet.ways("received"), *sheet.ways("to_process")))
    for metric in ("received", "carried_over"):
        for row in sheet.of(metric):
            yield row, _largest(sheet.ways("to_process"))


@rule(
    "dossier.part_exceeds_whole",
    severity="error",
    vi="Thành phần lớn hơn tổng số hồ sơ",
    en="A part is larger than its whole",
    explained_vi=(
        "Không thành phần nào lớn hơn tổng của nó: đúng hạn, trước hạn, trễ hạn trong số đã giải quyết; đã "
        "giải quyết, đang giải quyết trong tổng phải giải quyết; trực tuyến, trực tiếp trong số tiếp nhận. "
        "Có hồ sơ kỳ trước chuyển sang thì số đã giải quyết có thể lớn hơn số tiếp nhận mới. Thường là hai "
        "chữ số đổi chỗ."
    ),
)
def check_parts_within_wholes(facts: Facts) -> Iterable[Finding]:
    """No part of a count of dossiers is larger than the whole it belongs to.

    On time, early and late belong to the resolved (to the received where the resolved are not stated); the resolved,
    pending, cancelled and returned to all there was to resolve; online and direct to the received; and whatever the
    text itself calls a part of another figure belongs to that. Where dossiers may have been there before, the resolved
    may exceed the received: where the report states a backlog of the same offices that is large enough, where the
    months before left one, and elsewhere unless one slip of the pen parts the two, which is mostly two digits that
    changed places.

    Wrong: ``Số hồ sơ tiếp nhận là 630 hồ sơ, trong đó giải quyết đúng hạn 639 hồ sơ.``

    Right: ``Số hồ sơ tiếp nhận là 639 hồ sơ, trong đó giải quyết đúng hạn 630 hồ sơ.``
    """
    return one_per_subject(_oversized(facts))


@asked_once
def oversized(facts: Facts) -> tuple[tuple[Dossier, Rows], ...]:
    """Every part that is larger than the whole it belongs to, with that whole."""
    backlog = _backlog(facts)
    found: list[tuple[Dossier, Rows]] = []
    for sheet in sheets_in(facts):
        found += _pairs(sheet)
    by_id = {r.figure_id: r for r in facts.dossiers}
    tied: dict[str, list[Dossier]] = defaultdict(list)
    for row in facts.dossiers:
        whole = by_id.get(row.part_of or "")
        elsewhere = whole is not None and row.scope == whole.scope == "unit" and row.scope_name != whole.scope_name
        # "bình quân 87 hồ sơ/ngày": of what nobody can name there are no parts.
        named = whole is not None and (whole.metric != "unclassified" or row.metric == "unclassified")
        if whole is None or not _stands_behind(row.metric, whole.metric):
            continue  # a whole is no part of its part: the two were tied wrongly
        if named and row.role == whole.role == "result" and not elsewhere:
            tied[whole.figure_id].append(row)
    found += [
        (row, (by_id[i],)) for i, rows in tied.items() if not _of_the_whole(by_id[i], rows, by_id) for row in rows
    ]
    return tuple(
        (row, whole_rows)
        for row, whole_rows in found
        if whole_rows
        and row not in whole_rows
        and not any(r.qualifier for r in (row, *whole_rows))
        and values(whole_rows) < row.value <= PLAUSIBLE * values(whole_rows)
        and not _another_fits(row, whole_rows, facts.dossiers)
        and not _from_backlog(row, whole_rows, facts.dossiers, backlog)
    )


def _stands_behind(part: str, whole: str) -> bool:
    """Whether a count of one metric can be a part of one of another.

    >>> _stands_behind("resolved_late", "resolved"), _stands_behind("received", "resolved")
    (True, False)
    """
    return part == whole or _BEHIND.get(part, 9) > _BEHIND.get(whole, -1)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Backlog:
    """What a report tells of dossiers that were there before: those it states, and the rows of a table by periods."""

    stated: Rows
    series: frozenset[tuple[str | None, str, str | None, str | None]]
    open_before: Mapping[str, int]


_Shape = tuple[object, ...]


def _backlog(facts: Facts) -> _Backlog:
    """Rows that state the same of three periods or more are a table by periods, in which one leaves to the next."""
    rows_of: dict[_Shape, list[Sheet]] = defaultdict(list)
    for sheet in sheets_in(facts):
        first = sheet.rows[0]
        rows_of[first.section_id, first.scope, first.scope_name, first.field, sheet.metrics].append(sheet)
    series: set[tuple[str | None, str, str | None, str | None]] = set()
    open_before: dict[str, int] = {}
    for sheets in rows_of.values():
        if len({(s.rows[0].period_start, s.rows[0].period_end) for s in sheets}) < IN_SERIES:
            continue
        left = 0
        for sheet in sheets:
            series.add(_place(sheet.rows[0]))
            open_before |= {row.figure_id: left for row in sheet.rows}
            left += values(_largest(sheet.ways("received"))) - values(_largest(sheet.ways("resolved")))
    stated = tuple(r for r in facts.dossiers if r.metric in ("carried_over", "to_process") and r.role == "result")
    stated += tuple(r for r in map(misread_backlog, sheets_in(facts)) if r is not None)
    return _Backlog(stated=stated, series=frozenset(series), open_before=open_before)


def _place(row: Dossier) -> tuple[str | None, str, str | None, str | None]:
    return row.group_id, row.scope, row.scope_name, row.field


def _from_backlog(row: Dossier, whole: Rows, dossiers: Iterable[Dossier], backlog: _Backlog) -> bool:
    """Whether more was resolved than received for a reason that the two counts need not give: there was a backlog.

    There was one where the report states one of the same offices that is large enough, or the months before left one.
    Where it states one of others, where a table goes by months, and where nothing but the two totals is said ("tiếp
    nhận 986 hồ sơ, giải quyết 990 hồ sơ"), there may have been one, unless one slip of the pen parts the two. What the
    text makes a part of the received has no such reason, nor have the ways of receiving.
    """
    received = values(whole)
    if any(r.metric != "received" for r in whole) or row.part_of in {r.figure_id for r in whole}:
        return False
    if row.metric not in (*_RESOLVED_PARTS, *_RECEIVED_PARTS):
        return False
    excess = row.value - received
    if excess <= max((_carried(row, r, received) for r in backlog.stated), default=0):
        return True
    if excess <= backlog.open_before.get(row.figure_id, 0):
        return True
    small, large = str(received), str(row.value)
    turned = sorted(small) == sorted(large)
    if _place(row) in backlog.series:
        return not turned
    # Two totals that are nearly the same differ in the last digit by chance.
    slip = turned or (digits_apart(small, large) <= 1 and (row.metric != "resolved" or small[:-1] != large[:-1]))
    if backlog.stated:
        return not slip or received < TELLING or row.metric not in (*_RESOLVED_PARTS, "resolved")
    bare = not any(
        r.metric in _RESOLVED_PARTS and r.group_id == row.group_id and r.scope_name == row.scope_name for r in dossiers
    )
    return row.metric == "resolved" and bare and not slip


def _carried(row: Dossier, stated: Dossier, received: int) -> int:
    """How many dossiers a stated backlog brings to those that a row is of; nothing where it is of other offices."""
    whose = (stated.scope, stated.scope_name) == (row.scope, row.scope_name)
    if not (whose or row.scope == "all" or stated.scope == "unknown") or stated.field not in (None, row.field):
        return 0
    return stated.value - received if stated.metric == "to_process" else stated.value


def _of_the_whole(whole: Dossier, parts: Sequence[Dossier], by_id: Mapping[str, Dossier]) -> bool:
    """Whether several parts are each larger than what they are tied to, and are parts of what that is a part of.

    A note's "trong đó" may stand at the last of several figures and mean the first.
    """
    above = by_id.get(whole.part_of or "")
    larger = [p for p in parts if p.value > whole.value]
    return above is not None and len(larger) > 1 and sum(p.value for p in parts) <= above.value


def _another_fits(row: Dossier, whole: Rows, dossiers: Iterable[Dossier]) -> bool:
    """Whether the statement has another count of this name that has room in the whole: then this one is misnamed."""
    return row.metric in _RESOLVED_PARTS and any(
        (r.metric, r.group_id, r.scope, r.scope_name, r.field, r.role)
        == (row.metric, row.group_id, row.scope, row.scope_name, row.field, row.role)
        and row.value != r.value <= values(whole)
        for r in dossiers
    )


def _oversized(facts: Facts) -> Iterator[Finding]:
    for row, whole_rows in oversized(facts):
        excess = row.value - values(whole_rows)
        whole_words = joined((dossier_name(r) + same(" ") + number(r.value) for r in whole_rows), " + ")
        part_words = dossier_name(row) + same(" ") + number(row.value)
        vi = f"{part_words.vi} lớn hơn {whole_words.vi}, tức vượt {number(excess).vi}."
        en = f"{part_words.en} is more than {whole_words.en}, by {number(excess).en}."
        yield figure_finding(
            "dossier.part_exceeds_whole",
            "error",
            row=row,
            subject=subject_of(row),
            message=Words(vi=vi[0].upper() + vi[1:], en=en[0].upper() + en[1:]),
            evidence=whole_rows,
            stated=str(row.value),
        )
