"""Tables of cases: their rows as parameters of a test, and what the program reads in a row's text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.family import Reading
from extractors.header import Header, find_header
from extractors.reading import read_statements
from extractors.report import Report
from extractors.statements import Quantity
from pipeline.normalize import normalize
from pipeline.read.document import read_document
from pipeline.segment import segment

_FOLDER = Path(__file__).parent / "cases"
# Where the rows of a table come from: forms of real reports with invented places and figures, forms that other offices
# could write, texts in which nothing (or nothing of the kind) is to be found, and what is still read wrongly.
GROUPS = ("wild", "synthetic", "negative", "known_failure")


def rows(name: str) -> list[dict[str, Any]]:
    """Every row of tests/cases/<name>.toml, each with its ``group``."""
    table = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    assert set(table) <= set(GROUPS), f"{name}.toml has groups that no test runs"
    return [{"group": group, **row} for group in GROUPS for row in table.get(group, [])]


def params(name: str) -> list[Any]:
    """The rows as parameters; those of ``known_failure`` must fail."""
    found = []
    for row in rows(name):
        failing = row["group"] == "known_failure"
        marks = [pytest.mark.xfail(strict=True, reason=row["reason"])] if failing else []
        found.append(pytest.param(row, id=f"{row['group']}: {row['id']}", marks=marks))
    return found


def assert_well_formed(name: str, least: int, expected: str = "finds") -> None:
    """Ids are unique, every row has its reason and what it expects, and there are enough rows."""
    found = rows(name)
    ids = [row["id"] for row in found]
    assert len(set(ids)) == len(ids) >= least
    assert all(row["reason"] and row["text"] and isinstance(row[expected], list) for row in found)


def read_report(text: str) -> Report:
    """A text as the stages before extraction hand it on."""
    normalized = normalize(read_document(text.encode(), "case.txt"))
    return Report(
        text=normalized.text,
        sections=segment(normalized.text, normalized.body_end, normalized.page_starts),
        footnotes=normalized.footnotes,
        body_end=normalized.body_end,
        page_starts=normalized.page_starts,
    )


def read(text: str, header: Header | None = None) -> Reading:
    """A text with its statements; without a header it has the one that the text itself shows."""
    report = read_report(text)
    header = header or find_header(report)
    return Reading(report=report, header=header, statements=read_statements(report, header))


def figures(reading: Reading) -> list[tuple[str, Quantity]]:
    """Every quantity of a text, whatever it counts, with its value as a case file writes it."""
    return [
        (f"{quantity.number.value:.6f}".rstrip("0").rstrip("."), quantity)
        for statement in reading.statements
        for quantity in statement.quantities
    ]
