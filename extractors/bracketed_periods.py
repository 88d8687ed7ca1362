"""Periods told in a bracket with figures of their own: they end with the bracket."""

from __future__ import annotations

import datetime

from extractors.cues import Cue
from extractors.statements import Quantity, Statement
from patterns.dates import PeriodMention

Span = tuple[datetime.date | None, datetime.date | None]
"""First and last day of a period, as far as they are known."""


def held_by_bracket(statement: Statement, quantity: Quantity, cue: Cue, current: Span) -> list[tuple[int, Span]]:
    """Where the bracket ends that holds a figure and its period (``cue``), with the period that holds again behind it.

    "21.475 hồ sơ (quý II năm 2024: 20.358 hồ sơ), …": what follows is of the period of the 21.475. None or one.
    """
    if statement.columns is not None:
        return []
    number = quantity.number
    holder = next((b for a, b in statement.clauses.brackets[::-1] if a < cue.start and number.end <= b), None)
    return [] if holder is None else [(holder, current)]


def dates_figures_of_a_bracket(text: str, start: int, end: int, mention: PeriodMention) -> bool:
    """Whether a period stands in a bracket with figures of its own behind it: "(6 tháng đầu năm 2022 là 10.012)"."""
    opens = text.rfind("(", start, mention.start)
    if opens < 0 or ")" in text[opens : mention.start]:
        return False
    close = text.find(")", mention.end, end)
    return any(c.isdigit() for c in text[mention.end : close if close >= 0 else end])
