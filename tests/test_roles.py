"""Results, changes and targets: every case of tests/cases/roles.toml."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, figures, params, read

NAME = "roles"


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 35)


@pytest.mark.parametrize("case", params(NAME))
def test_every_figure_has_its_role(case: dict[str, Any]) -> None:
    found = [f"{value} {quantity.role}" for value, quantity in figures(read(case["text"]))]
    assert found == case["finds"], case["reason"]
