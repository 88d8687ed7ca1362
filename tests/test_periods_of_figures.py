"""Which period a figure belongs to: every case of tests/cases/periods_of_figures.toml."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from case_tables import assert_well_formed, figures, params, read

from extractors.header import Header
from extractors.statements import Quantity

NAME = "periods_of_figures"
HALF_YEAR = Header(
    title="Kết quả công tác cải cách hành chính 6 tháng đầu năm 2023",
    symbol="BC-UBND",
    issued_year=2023,
    period_kind="half_year",
    period_year=2023,
    period_start=datetime.date(2023, 1, 1),
    period_end=datetime.date(2023, 6, 30),
)


def notation(value: str, quantity: Quantity) -> str:
    """The report's own period is written as nothing."""
    span = (quantity.first, quantity.last)
    if span == (HALF_YEAR.period_start, HALF_YEAR.period_end):
        return value
    return f"{value} {quantity.first or ''}..{quantity.last or ''}"


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 25)


@pytest.mark.parametrize("case", params(NAME))
def test_every_figure_has_its_period(case: dict[str, Any]) -> None:
    header = None if case.get("report") == "none" else HALF_YEAR
    found = figures(read(case["text"], header))
    assert [notation(value, quantity) for value, quantity in found] == case["finds"], case["reason"]


def test_a_figure_of_an_earlier_period_is_known_as_compared() -> None:
    found = figures(read("Tiếp nhận 1.288 hồ sơ, tăng 73 hồ sơ so với quý I/2022 (1.215 hồ sơ).", HALF_YEAR))
    assert [quantity.compared for _, quantity in found] == [False, False, True]
