"""Compares what is read from every format of a report with what is read from its clean text."""

from __future__ import annotations

import collections
import dataclasses
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.process import Processed, process
from quality.formats.variants import Variant
from quality.matching import KEYS, canonical
from quality.samples import SAMPLES, as_rows
from quality.scoring import Tally

# Reports with footnotes, tables, lists of every kind, an index and a Party's report; short, for scans take a second a
# page.
REPORTS = (
    "binh-dong-2021-9m",
    "cam-hai-2022-q3",
    "dak-lang-2023-index",
    "lac-vien-huyen-uy-2022",
    "nam-khe-2025-0708",
    "phuoc-khe-2023-h1",
    "so-noi-vu-thanh-giang-2023-q1",
    "tan-khanh-2024-year",
    "thanh-loi-2024-06",
    "vinh-son-tinh-2022-year",
)
# The facts for which goals are set, and all others.
MEASURED = ("citations", "dossiers", "rates")
OTHERS = ("sections", "staffing", "procedures", "scores", "findings")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A row that a format lost (-) or that only it has (+)."""

    report: str
    table: str
    sign: str
    row: tuple[Any, ...]


@dataclasses.dataclass(slots=True, kw_only=True)
class Result:
    """What one format gave over all reports."""

    variant: Variant
    reports: int = 0
    tallies: dict[str, Tally] = dataclasses.field(default_factory=dict)
    characters: int = 0
    wrong_characters: int = 0
    seconds: float = 0.0
    losses: list[Loss] = dataclasses.field(default_factory=list)
    unread: list[str] = dataclasses.field(default_factory=list)

    def f1(self, *tables: str) -> float:
        """The share of rows read alike, over some tables together."""
        total = Tally()
        for table in tables:
            tally = self.tallies.get(table, Tally())
            total.right, total.missed, total.extra = (
                total.right + tally.right,
                total.missed + tally.missed,
                total.extra + tally.extra,
            )
        return total.f1

    @property
    def character_error_rate(self) -> float:
        """Wrong, missing and additional characters, as a share of the clean text."""
        return self.wrong_characters / self.characters if self.characters else 0.0

    @property
    def reaches_goal(self) -> bool:
        """Whether citations, dossiers and rates together are read as well as they have to be."""
        return self.f1(*MEASURED) >= self.variant.goal and not self.unread


def read_clean(names: Iterable[str] = REPORTS) -> dict[str, Processed]:
    """The reports as their clean texts are read: their normalized texts are what all formats are made from."""
    return {name: process((SAMPLES / f"{name}.txt").read_bytes(), f"{name}.txt") for name in names}


def measure(variant: Variant, clean: Mapping[str, Processed]) -> Result:
    """Make the reports in one format and read them."""
    result = Result(variant=variant)
    made = variant.make({name: text_of(one) for name, one in clean.items()})
    for name, wanted in clean.items():
        started = time.perf_counter()
        found = process(made[name], f"{name}.{variant.ending}") if name in made else None
        result.seconds += time.perf_counter() - started
        _compare(result, name, wanted, found)
    return result


def text_of(read: Processed | None) -> str:
    """The normalized text of a report, empty where it could not be read."""
    return read.text.text if read is not None and read.text is not None else ""


def _compare(result: Result, name: str, clean: Processed, found: Processed | None) -> None:
    result.reports += 1
    document = found.document if found else None
    if document is None or document.status != "ok":
        reason = f"{document.error_code}: {document.error_message}" if document else "not made"
        result.unread.append(f"{name}: {reason}")
    read, wanted = text_of(found), text_of(clean)
    result.characters += len(wanted)
    result.wrong_characters += Levenshtein.distance(_plain(wanted), _plain(read))
    tables, others = as_rows(clean), as_rows(found) if found else {}
    for table in (*MEASURED, *OTHERS):
        expected, got = (collections.Counter(_keys(table, rows.get(table, ()))) for rows in (tables, others))
        tally = result.tallies.setdefault(table, Tally())
        tally.right += (expected & got).total()
        tally.missed += (expected - got).total()
        tally.extra += (got - expected).total()
        result.losses += [Loss(report=name, table=table, sign="-", row=row) for row in (expected - got).elements()]
        result.losses += [Loss(report=name, table=table, sign="+", row=row) for row in (got - expected).elements()]


def _keys(table: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(canonical(column, row.get(column)) for column in KEYS[table]) for row in rows]


def _plain(text: str) -> str:
    """The text without what a format may set in another way: case in TCVN3, spaces at the ends of lines."""
    return " ".join(text.lower().split())
