"""Whole outputs of three samples, one of each format, kept as lines that a person can read in a diff.

``make golden`` writes them anew; what changed is then read, line by line, before it is committed.
"""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest

from extractors.report import Section
from pipeline.process import Processed

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = ("phuoc-khe-2023-h1.txt", "tra-lam-2024-h1.docx", "ba-lang-2023-year.pdf")


def _line(table: str, record: Any, doc_id: str) -> str:
    """A row without nulls and without its document's id."""
    values = {
        f.name: getattr(record, f.name) for f in dataclasses.fields(record) if f.name not in ("doc_id", "version")
    }
    if isinstance(record, Section):
        values["raw"] = record.heading_line  # the whole section stands below, in the text
    told = {name: value for name, value in values.items() if value not in (None, (), "")}
    return f"{table} " + json.dumps(told, ensure_ascii=False, default=str).replace(f"{doc_id}:", "")


def _lines(result: Processed) -> list[str]:
    assert result.text is not None
    rows = {"documents": (result.document,), **result.rows}
    lines = [_line(table, row, result.document.doc_id) for table, records in rows.items() for row in records]
    return [*lines, "", "text", "", *result.text.text.splitlines()]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_output_is_as_it_was(name: str, read_reports: dict[str, Processed], request: pytest.FixtureRequest) -> None:
    lines, path = _lines(read_reports[name]), GOLDEN / f"{name}.rows"
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines() == lines


def test_golden_files_are_not_rewritten_by_default(pytestconfig: pytest.Config) -> None:
    """The switch is off unless it is named on the command line itself: not by a setting, not by the environment."""
    assert "--rewrite-golden" not in pytestconfig.getini("addopts")
    assert "--rewrite-golden" not in os.environ.get("PYTEST_ADDOPTS", "")
    named = "--rewrite-golden" in pytestconfig.invocation_params.args
    assert pytestconfig.getoption("--rewrite-golden") is named


def test_there_is_no_output_of_a_sample_that_is_gone() -> None:
    assert {path.name for path in GOLDEN.glob("*")} == {f"{name}.rows" for name in SAMPLES}
