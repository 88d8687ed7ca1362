"""Points of the index: score, maximum, percentage, deduction and rank of every criterion."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from read_text import read_text

from extractors.scores import Score, find_scores

CASES = tomllib.loads((Path(__file__).parent / "cases" / "scores.toml").read_text(encoding="utf-8"))["case"]


def _told(row: Score) -> str:
    facts = {
        "criterion": row.criterion,
        "score": row.score,
        "max": row.max_score,
        "percent": row.percent,
        "deduction": row.deduction,
        "rank": row.rank,
    }
    return " ".join(
        f"{name}={value}" if isinstance(value, str) else f"{name}={value:g}"
        for name, value in facts.items()
        if value is not None
    )


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case['provenance']}: {case['text'].strip()[:50]}") for case in CASES]
)
def test_reads_the_points_of_each_criterion(case: dict[str, Any]) -> None:
    assert [_told(row) for row in find_scores(read_text(case["text"]))] == case["found"], case["reason"]


def test_keeps_the_printed_digits() -> None:
    first, _ = find_scores(read_text("Kết quả 9.50/10 điểm đạt 95,0 % (- 0.50 điểm). Kết quả 7/8 điểm đạt 87,5 %."))
    assert (first.score_decimals, first.percent_decimals, first.deduction_decimals) == (2, 1, 2)


def test_the_most_there_are_is_no_goal() -> None:
    """ "Điểm tối đa" at the head of a column says how much could be reached, not that it is aimed at."""
    head = "Kết quả Chỉ số CCHC của huyện:\nLĩnh vực\tĐiểm tối đa\tĐiểm đạt\tĐiểm trừ\tTỷ lệ (%)"
    (row,) = find_scores(read_text(f"{head}\nThể chế\t10\t9,1\t0,9\t91,00"))
    assert (row.role, row.score, row.max_score, row.deduction) == ("result", 9.1, 10, 0.9)


def test_points_lost_are_no_goal() -> None:
    """What fell short ("chưa đạt chuẩn") is the reason of the points in the bracket, which were lost."""
    rows = find_scores(read_text("Báo cáo chậm (-0,25 điểm)\nCòn công chức chưa đạt chuẩn (-0,75 điểm)"))
    assert [(row.role, row.deduction) for row in rows] == [("result", 0.25), ("result", 0.75)]
