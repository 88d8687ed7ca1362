"""Tables in running text: every case of tests/cases/grids.toml, and what holds for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, params, read, rows

NAME = "grids"


def _cells(text: str) -> list[str]:
    """Every figure of a table's rows: its value, kind and what heads it, column first."""
    reading = read(text)
    body = reading.report.text
    found = []
    for statement in reading.statements:
        for quantity, heads in zip(statement.quantities, statement.columns or (), strict=statement.columns is not None):
            words = " / ".join(body[a:b].strip() for a, b in heads)
            found.append(f"{quantity.number.value:g} {quantity.kind or '-'} | {words}")
    return found


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 20)


@pytest.mark.parametrize("case", params(NAME))
def test_every_figure_of_a_table_has_its_heads(case: dict[str, Any]) -> None:
    assert _cells(case["text"]) == case["finds"], case["reason"]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["id"]) for row in rows(NAME)])
def test_figures_of_a_row_stand_in_their_line(case: dict[str, Any]) -> None:
    for statement in read(case["text"]).statements:
        if statement.columns is not None:
            assert len(statement.columns) == len(statement.quantities)
            assert all(
                statement.line.start <= number.start < number.end <= statement.line.end for number in statement.numbers
            )
