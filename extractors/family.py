"""What makes a module of this package an extractor: a ``FAMILY`` with its table, its record and its find function.

The pipeline finds every module that has one, so that adding an extractor is adding a file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from extractors.header import Header
from extractors.report import Report
from extractors.statements import Statement


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a find function may look at."""

    report: Report
    header: Header
    statements: tuple[Statement, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One table of facts and how it is filled.

    ``find`` returns records in reading order with local ids: "c0001" for a citation, "s0001" for a section it stands
    in, "g0001" for a group; the pipeline puts the document's id before them and numbers the figures.
    """

    table: str
    description: str
    record: type
    find: Callable[[Reading], tuple[Any, ...]]
