"""Personal data is found, masked at its length, and never taken for a figure."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, params
from hypothesis import given
from hypothesis import strategies as st

from patterns.personal_data import find_personal_data, masked


@pytest.mark.parametrize("case", params("personal_data"))
def test_finds_personal_data_and_nothing_else(case: dict[str, Any]) -> None:
    found = find_personal_data(case["text"])
    assert [[one.kind, one.value] for one in found] == case["finds"]
    assert all(case["text"][one.start : one.end] == one.value for one in found)


def test_the_cases_are_well_formed() -> None:
    assert_well_formed("personal_data", 25)


@given(st.text(alphabet="0123456789 .-()/@ab+84ĐT:STKCMND\n", max_size=80))
def test_masking_keeps_the_length_and_all_else(text: str) -> None:
    found = find_personal_data(text)
    shown = masked(text)
    assert len(shown) == len(text)
    assert find_personal_data(shown) == ()
    hidden = {at for one in found for at in range(one.start, one.end)}
    assert all(shown[at] == text[at] for at in range(len(text)) if at not in hidden)
    assert all(not shown[at].isalnum() for at in hidden)
