"""Whose figure it is: every case of tests/cases/scopes.toml."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, figures, params, read

from extractors.header import Header
from extractors.statements import Quantity

NAME = "scopes"
# Whose report the text is taken from; a passage without a header has no locality of its own.
HEADERS = {
    "none": Header(),
    "district": Header(
        symbol="BC-UBND", level="district", locality="Phú Khê", province="Đông Giang", issuer="UBND huyện Phú Khê"
    ),
    "province": Header(
        symbol="BC-UBND", level="province", locality="Đông Giang", province="Đông Giang", issuer="UBND tỉnh Đông Giang"
    ),
    "department": Header(
        symbol="BC-STNMT",
        level="department",
        locality="Đông Giang",
        province="Đông Giang",
        issuer="Sở Tài nguyên và Môi trường tỉnh Đông Giang",
    ),
    "insurance": Header(
        symbol="BC-BHXH",
        level="department",
        locality="Đông Giang",
        province="Đông Giang",
        issuer="Bảo hiểm xã hội tỉnh Đông Giang",
    ),
}


def notation(value: str, quantity: Quantity) -> str:
    return f"{value} {quantity.scope}" + (f" {quantity.scope_name}" if quantity.scope_name else "")


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 40)


@pytest.mark.parametrize("case", params(NAME))
def test_every_figure_has_its_scope(case: dict[str, Any]) -> None:
    found = figures(read(case["text"], HEADERS[case.get("report", "none")]))
    assert [notation(value, quantity) for value, quantity in found] == case["finds"], case["reason"]
