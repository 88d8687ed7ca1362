"""Rows that were read as something they can hardly be: where another reading of one makes all agree, nothing is found.

A report that adds up to the digit once a single row is something else than it was read as was more likely misread than
miswritten, so the audit withholds its finding (``Balance.misread``, ``misnamed``). That is not done in silence: these
rows are listed among what stays unexplained. A low ``confidence`` is no such doubt: in the annotated reports one true
error in eight rests on a row below 0.75, and none of the false ones did.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from pipeline.audits.balances import Balance
from pipeline.audits.dossiers import dossier_balances
from pipeline.audits.findings import Facts
from pipeline.audits.places import Count
from pipeline.audits.procedures import procedure_balances
from pipeline.audits.sheets import misnamed
from pipeline.audits.staffing import staffing_balances


def doubted(facts: Facts) -> tuple[Count, ...]:
    """The rows whose reading goes with nothing beside them, in reading order."""
    wrong = misnamed(facts.dossiers)
    found: dict[str, Count] = {r.figure_id: r for r in facts.dossiers if r.figure_id in wrong}
    for balances in (dossier_balances(facts), staffing_balances(facts), procedure_balances(facts)):
        found |= {row.figure_id: row for balance in balances for row in _misread(balance)}
    return tuple(sorted(found.values(), key=lambda r: (r.start, r.figure_id)))


def _misread(balance: Balance) -> Iterator[Count]:
    """The rows that another reading of a sum puts on the other side, else those that it adds."""
    if not balance.misread or not balance.testable or dataclasses.replace(balance, misread=()).holds:
        return
    plainest = balance.equations[0]
    for reading in balance.misread:
        if reading.adds_up:
            turned = [*_both(reading.whole, plainest.parts), *_both(reading.parts, plainest.whole)]
            yield from turned or (r for r in reading.parts if r not in plainest.rows)
            return


def _both(rows: tuple[Count, ...], others: tuple[Count, ...]) -> Iterator[Count]:
    known = {r.figure_id for r in others}
    yield from (r for r in rows if r.figure_id in known)
