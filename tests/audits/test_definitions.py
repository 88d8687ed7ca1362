"""The definition of every rate, found from the counts beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from case_facts import facts_of

from pipeline.audits.definitions import with_definitions
from pipeline.labels import values_of

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "definitions.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_definition_reproduces_the_printed_rate(case: dict[str, Any]) -> None:
    facts = facts_of(case)
    found = with_definitions(facts.rates, facts.dossiers)
    assert [rate.definition or "-" for rate in found] == case["defined"], case["reason"]


def test_cases_cover_the_definitions_of_on_time_rates() -> None:
    shown = {name for case in CASES for name in case["defined"]} - {"-"}
    others = {"of_on_time", "of_channels", "less_on_time", "less_pending", "less_late_of_resolved"}
    assert shown | others == values_of("rate_definition")
