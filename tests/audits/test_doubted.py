"""Rows that were probably misread are told, since no finding rests on them."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from case_facts import facts_of

from pipeline.audits.doubted import doubted
from pipeline.normalize import normalize
from pipeline.process import process, reading_of
from pipeline.read.document import read_document
from pipeline.silence import measure


@pytest.mark.parametrize(
    ("case", "told"),
    [
        pytest.param(
            {"dossiers": ["received 3215", "pending 42", "resolved 3220", "pending 37"]},
            [42],
            id="a backlog read as open",
        ),
        pytest.param(
            {"dossiers": ["received 3220", "resolved 3178", "pending 42"]}, [], id="what adds up as it was read"
        ),
        pytest.param(
            {"dossiers": ["received 3215", "pending 42", "resolved 3220", "pending 36"]},
            [],
            id="what adds up in no way",
        ),
        pytest.param(
            {"dossiers": ["pending 115", "resolved_late 2 part_of=1"]}, [2], id="late ones among those still open"
        ),
        pytest.param(
            {
                "staffing": [
                    "assigned public_employees 7855",
                    "assigned public_employees 6410 sector=education; part_of=1",
                    "assigned public_employees 1120 sector=health; part_of=1",
                    "assigned public_employees 85 part_of=1",
                    "assigned public_employees 240 sector=other; part_of=1",
                ]
            },
            [85],
            id="a part without its sector",
        ),
        pytest.param(
            {
                "procedures": [
                    "announced 815 group=g1",
                    "announced 398 group=g2",
                    "announced 8 group=g2",
                    "announced 409 group=g2",
                ]
            },
            [409],
            id="a part taken for the total",
        ),
    ],
)
def test_rows_that_go_with_nothing_beside_them(case: dict[str, Any], told: list[int]) -> None:
    assert [row.value for row in doubted(facts_of(case))] == told


def test_a_misread_row_is_listed_among_what_stays_unexplained() -> None:
    data = "Huyện tiếp nhận 3.215 hồ sơ, đã giải quyết 3.178 hồ sơ, đang giải quyết 37 hồ sơ.".encode()
    reading = reading_of(normalize(read_document(data, "a.txt")))
    rows = process(data, "a.txt").rows
    plain, doubting = (measure(reading, rows, "d", doubts) for doubts in ((), rows["dossiers"][:1]))
    assert plain.unexplained == ()
    assert [(row.kind, row.reason, row.raw) for row in doubting.unexplained] == [("dossiers", "misread", "3.215 hồ sơ")]
    assert dataclasses.replace(doubting, unexplained=(), in_rows=plain.in_rows) == plain
    assert doubting.in_rows == plain.in_rows - 1
