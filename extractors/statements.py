"""Statements: sentences with their quantities, cues and context, read once for all families of figures."""

from __future__ import annotations

import dataclasses

from extractors.header import Header
from extractors.report import Report


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence or list item that holds at least one quantity."""

    start: int
    end: int


def read_statements(report: Report, header: Header) -> tuple[Statement, ...]:
    """Read every sentence that can hold a figure, in reading order."""
    return ()
