"""Precision, recall and F1 of every table against annotated reports."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from quality.matching import ATTRIBUTES, KEYS, Row, accepts, canonical, pair

Annotation = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


@dataclasses.dataclass(slots=True)
class Tally:
    """Rows of one table: found and expected, expected and not found, found and not expected."""

    right: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def precision(self) -> float:
        """Right of all that was found, 0 to 1."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Right of all that there was to find, 0 to 1."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two, 0 to 1."""
        total = 2 * self.right + self.missed + self.extra
        return 2 * self.right / total if total else 1.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that was missed ("-"), is not expected ("+"), or a field of the header that differs ("!")."""

    report: str
    table: str
    sign: str
    row: Row


@dataclasses.dataclass(slots=True)
class Score:
    """Tallies over all reports: of the header's ``fields``, of rows by table, of the paired rows' ``attributes``."""

    fields: Tally = dataclasses.field(default_factory=Tally)
    tables: dict[str, Tally] = dataclasses.field(default_factory=lambda: {table: Tally() for table in KEYS})
    attributes: dict[str, dict[str, Tally]] = dataclasses.field(default_factory=lambda: {table: {} for table in KEYS})
    differences: list[Difference] = dataclasses.field(default_factory=list)
    words: int = 0

    def errors_per_thousand(self, table: str) -> float:
        """Rows missed and rows too many for every 1,000 words of the texts read; 0 where none is known."""
        tally = self.tables[table]
        return 1000 * (tally.missed + tally.extra) / self.words if self.words else 0.0

    def figures(self) -> dict[str, float]:
        """F1 by table; for documents the share of right fields."""
        return {"documents": self.fields.recall, **{table: tally.f1 for table, tally in self.tables.items()}}


def score(annotations: Mapping[str, Annotation], found: Mapping[str, Tables]) -> Score:
    """Compare what was found in each report with its annotation; a report that was not read has no rows."""
    result = Score()
    for report, annotation in annotations.items():
        tables = found.get(report, {})
        _score_header(result, report, annotation.get("document", {}), tables)
        only = annotation.get("only", KEYS)
        for table in (table for table in KEYS if table in only):
            # Only reports on the index are annotated with scores.
            if table != "scores" or table in annotation:
                _score_table(result, report, table, annotation.get(table, ()), tables.get(table, ()))
    return result


def _score_header(result: Score, report: str, expected: Annotation, tables: Tables) -> None:
    document = next(iter(tables.get("documents", ())), {})
    for column, value in expected.items():
        if column in ("optional", "accept"):
            continue
        allowed = [value, *(other[column] for other in expected.get("accept", ()) if column in other)]
        if canonical(column, document.get(column)) in [canonical(column, one) for one in allowed]:
            result.fields.right += 1
        else:
            result.fields.missed += 1
            row = {"column": column, "found": document.get(column), "expected": value}
            result.differences.append(Difference(report=report, table="documents", sign="!", row=row))


def _score_table(result: Score, report: str, table: str, expected: Sequence[Row], found: Sequence[Row]) -> None:
    pairs = pair(expected, found, table)
    tally = result.tables[table]
    for position, wanted in enumerate(expected):
        if wanted.get("optional"):
            continue
        if position in pairs:
            tally.right += 1
        else:
            tally.missed += 1
            result.differences.append(Difference(report=report, table=table, sign="-", row=wanted))
    taken = set(pairs.values())
    for position, row in enumerate(found):
        if position not in taken and not _need_not_be_expected(table, row):
            tally.extra += 1
            shown = {column: row.get(column) for column in (*KEYS[table], "raw")}
            result.differences.append(Difference(report=report, table=table, sign="+", row=shown))
    for position, partner in pairs.items():
        for column in ATTRIBUTES[table]:
            if column in expected[position]:
                counted = result.attributes[table].setdefault(column, Tally())
                if accepts(expected[position], found[partner], (column,)):
                    counted.right += 1
                else:
                    counted.missed += 1


def _need_not_be_expected(table: str, row: Row) -> bool:
    """Laws named without a number, and findings that only inform."""
    return (table == "citations" and row.get("code") is None) or (table == "findings" and row.get("severity") == "info")
