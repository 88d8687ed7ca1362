"""A cheap part of the measure over all formats: every format that needs no other program, one report each."""

from __future__ import annotations

import pytest

from pipeline.process import Processed
from quality.formats.__main__ import BEGIN, END, PAGE, table
from quality.formats.matrix import MEASURED, OTHERS, REPORTS, Result, measure
from quality.formats.variants import Variant, variants

# Scans and conversions take seconds a report: `make eval` measures them.
CHEAP = [variant for variant in variants() if variant.ending in ("txt", "docx") or variant.name.startswith("PDF, ")]
# With footnotes, with tables, with an index; each format reads one of them.
ROTATED = ("cam-hai-2022-q3", "tan-khanh-2024-year", "dak-lang-2023-index")


@pytest.mark.parametrize(
    ("variant", "report"),
    [pytest.param(one, ROTATED[i % len(ROTATED)], id=one.name) for i, one in enumerate(CHEAP)],
)
def test_a_format_changes_no_fact(variant: Variant, report: str, read_reports: dict[str, Processed]) -> None:
    result = measure(variant, {report: read_reports[f"{report}.txt"]})
    assert (result.unread, result.losses) == ([], [])
    assert result.character_error_rate < 0.001
    assert result.f1(*MEASURED, *OTHERS) == 1.0


def test_enough_reports_are_measured() -> None:
    assert len(set(REPORTS)) >= 8


def test_the_page_has_a_row_for_every_format() -> None:
    measured = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    assert [line.split(" | ")[0].removeprefix("| ") for line in measured.strip().splitlines()[2:]] == [
        variant.name for variant in variants()
    ]


def test_a_format_that_misses_its_goal_says_so() -> None:
    result = Result(variant=CHEAP[0], unread=["a: FAILED"])
    assert "(missed)" in table([result])[-1]
    assert "Tesseract" in table([], [Variant(name="a", ending="pdf", goal=1.0, make=dict, missing="Tesseract")])[-1]
