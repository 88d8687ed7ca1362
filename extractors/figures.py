"""What the records of all families of figures share."""

from __future__ import annotations

from typing import Any

from extractors.family import Reading
from extractors.statements import Quantity, Statement


def local_id(statement: Statement, position: int) -> str:
    """The local id of a quantity's figure; the pipeline numbers figures over all tables."""
    return f"q{statement.index:04d}.{position:02d}"


def figure_fields(reading: Reading, statement: Statement, quantity: Quantity) -> dict[str, Any]:
    """The fields of :class:`extractors.located.Figure` for one quantity.

    A group is one list or paragraph, one scope, one field and one period; its local id is made of them.
    """
    report = reading.report
    number = quantity.number
    start, end = number.start, number.whole_end
    section = report.section_at(start)
    period = f"{quantity.first}/{quantity.last}"
    return {
        "start": start,
        "end": end,
        "raw": report.text[start:end],
        "page": report.page_at(start),
        "section_id": section.section_id if section is not None else None,
        "figure_id": local_id(statement, quantity.position),
        "scope": quantity.scope,
        "scope_name": quantity.scope_name,
        "period_start": quantity.first,
        "period_end": quantity.last,
        "qualifier": number.qualifier,
        "role": quantity.role,
        "group_id": f"{statement.block}|{quantity.scope}|{quantity.scope_name}|{quantity.field}|{period}",
        "part_of": _part_of(statement, quantity),
    }


def _part_of(statement: Statement, quantity: Quantity) -> str | None:
    """The local id of the whole: the one before its bracket or "trong đó", or that its line explains."""
    if quantity.whole is not None:
        return local_id(statement, quantity.whole)
    explained = statement.explained
    if explained is None or explained.kind != quantity.kind or quantity.role != "result":
        return None
    return local_id(statement.parents[0], explained.position)
