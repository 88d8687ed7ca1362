"""What numbers count and which number they are a part of: every case of tests/cases/kinds.toml."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, figures, params, read
from read_text import read_text

NAME = "kinds"


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 35)


@pytest.mark.parametrize("case", params(NAME))
def test_every_number_counts_what_the_case_says(case: dict[str, Any]) -> None:
    found = figures(read(case["text"]))
    values = [value for value, _ in found]
    told = [
        f"{value} {quantity.kind or '-'}" + (f" of {values[quantity.whole]}" if quantity.whole is not None else "")
        for value, quantity in found
    ]
    assert told == case["finds"], case["reason"]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        pytest.param(
            "Hiện có 90 người, trong đó 40 cán bộ và 50 công chức; người hoạt động không chuyên trách 31 người.",
            [None, 0, 0, None],
            id="a list with và is complete: what follows the semicolon is no part",
        ),
        pytest.param(
            "Hiện có 90 người, trong đó cán bộ 40 người, công chức 50 người; số người không chuyên trách là 31 người.",
            [None, 0, 0, None],
            id="a list with commas is complete where a semicolon and a head of its own follow",
        ),
        pytest.param(
            "Tổng số 90 người, trong đó số cán bộ là 40 người; số công chức là 50 người.",
            [None, 0, 0],
            id="a list with semicolons goes on",
        ),
        pytest.param(
            "Đối với 66 TTHC cấp tỉnh: có 40 TTHC toàn trình, 26 TTHC một phần.",
            [None, 0, 0],
            id="a colon takes apart what a sentence is about",
        ),
        pytest.param(
            "Được giao 90 người, gồm 20 công chức và 70 viên chức; trong số viên chức có 61 người ngành giáo dục.",
            [None, 0, 0, 0],
            id="the next clause goes on about a part",
        ),
        pytest.param(
            "Còn 04 hồ sơ quá hạn (năm 2022 có 19 hồ sơ).",
            [None, None],
            id="another year's figure in a bracket is no part",
        ),
        pytest.param(
            "Nhận 40 hồ sơ (trực tuyến có 19 hồ sơ).",
            [None, 0],
            id="a bracket without a year of its own holds a part",
        ),
    ],
)
def test_ties_parts_to_their_wholes(text: str, wholes: list[int | None]) -> None:
    assert [quantity.whole for statement in read_text(text).statements for quantity in statement.quantities] == wholes
