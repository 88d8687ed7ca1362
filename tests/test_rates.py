"""Percentages: every case of tests/cases/rates.toml, and what holds for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, params, read, rows

from extractors.rate_metrics import way_metric
from extractors.rates import Rate, find_rates

NAME = "rates"


def _found(text: str) -> tuple[Rate, ...]:
    return find_rates(read(text))


def notation(row: Rate) -> str:
    """A percentage in the notation of the case file."""
    fraction = "" if row.numerator is None else f" {row.numerator:g}/{row.denominator or 0:g}"
    role = "" if row.role == "result" else f" {row.role}"
    return f"{row.metric} {row.value:.{row.decimals}f}{fraction}{role}"


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 60)


@pytest.mark.parametrize("case", params(NAME))
def test_every_percentage_has_its_metric_fraction_and_role(case: dict[str, Any]) -> None:
    assert [notation(row) for row in _found(case["text"])] == case["finds"], case["reason"]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["id"]) for row in rows(NAME)])
def test_raw_is_the_text_at_the_offsets(case: dict[str, Any]) -> None:
    text = read(case["text"]).report.text
    found = _found(case["text"])
    assert all(row.raw == text[row.start : row.end] for row in found)
    assert all(0 < row.confidence <= 1 for row in found)
    assert all((row.numerator is None) == (row.denominator is None) for row in found)


def test_every_metric_stands_in_the_table() -> None:
    told = {line.split()[0] for row in rows(NAME) for line in row["finds"]}
    assert told == {
        "on_time_rate", "early_rate", "late_rate", "resolution_rate", "online_rate", "online_payment_rate",
        "satisfaction_rate", "plan_completion_rate", "one_stop_rate", "digitization_rate", "e_document_rate",
        "disbursement_rate", "index_rate", "unclassified",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("features", "metric"),
    [
        pytest.param("online paid_online", "online_payment_rate", id="paid online"),
        pytest.param("resolve late", "late_rate", id="late"),
        pytest.param("resolve early", "early_rate", id="early"),
        pytest.param("receive resolve", "resolution_rate", id="resolved of received"),
        pytest.param("online returned", None, id="returned, whatever the way in"),
        pytest.param("resolve direct", None, id="resolved on paper"),
        pytest.param("receive", None, id="received alone is a share of nothing"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_way_of_dossiers_names_a_rate(features: str, metric: str | None) -> None:
    assert way_metric(frozenset(features.split())) == metric
