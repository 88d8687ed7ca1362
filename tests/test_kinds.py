"""What numbers count and which number they are a part of: every case of tests/cases/kinds.toml."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, figures, params, read

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
