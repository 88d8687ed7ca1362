"""The silence meter counts every number once and lists what nothing explains."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import params, rows

from pipeline.process import Processed, process


def _listed(text: str) -> list[str]:
    result = process(text.encode(), "case.txt")
    return [f"{row.kind}/{row.reason}/{row.raw}" for row in result.rows["unexplained"]]


@pytest.mark.parametrize("case", params("silence"))
def test_what_stays_unexplained(case: dict[str, Any]) -> None:
    assert _listed(case["text"]) == case["unexplained"]


def test_cases_have_ids_and_reasons() -> None:
    found = rows("silence")
    assert len({row["id"] for row in found}) == len(found)
    assert all(row["reason"] for row in found)


def test_a_code_that_made_no_citation_is_listed() -> None:
    result = process("Tiếp nhận 12 hồ sơ.".encode(), "case.txt")
    assert result.rows["unexplained"] == ()
    # The report's own number is no citation, and no silence either.
    own = process("Số: 140/BC-UBND\n\nBÁO CÁO\nCông tác cải cách hành chính quý I năm 2023\n".encode(), "own.txt")
    assert own.rows["unexplained"] == ()


def test_the_parts_are_the_whole(read_reports: dict[str, Processed]) -> None:
    for result in read_reports.values():
        document = result.document
        left = len(result.rows["unexplained"])
        assert document.numbers_seen is not None
        assert document.numbers_in_rows is not None
        assert document.numbers_recognised is not None
        assert document.numbers_seen == document.numbers_in_rows + document.numbers_recognised + left
        assert document.unexplained_share == pytest.approx(left / document.numbers_seen, abs=1e-4)


def test_the_samples_are_nearly_all_explained(read_reports: dict[str, Processed]) -> None:
    seen = sum(result.document.numbers_seen or 0 for result in read_reports.values())
    left = sum(len(result.rows["unexplained"]) for result in read_reports.values())
    assert seen > 3_000
    assert left / seen < 0.005


def test_every_place_is_what_it_says(read_reports: dict[str, Processed]) -> None:
    for result in read_reports.values():
        assert result.text is not None
        for row in result.rows["unexplained"]:
            assert result.text.text[row.start : row.end] == row.raw
