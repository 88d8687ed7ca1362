"""Counts of administrative procedures: metric and scope, from what the words around them say."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import pytest
from read_text import read_text

from extractors.header import Header
from extractors.procedure_metrics import compose
from extractors.procedure_scopes import of_commune
from extractors.procedures import find_procedures

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "procedures.toml").read_text(encoding="utf-8"))
CASES = TABLE["case"]


def test_every_row_of_the_table_is_run() -> None:
    assert set(TABLE) == {"case"}
    assert all(case["provenance"] in ("in the wild", "synthetic", "negative", "known failure") for case in CASES)


def _marked(case: dict[str, Any]) -> Any:
    failing = pytest.mark.xfail(strict=True, reason=case["reason"])
    marks = [failing] if case["provenance"] == "known failure" else []
    return pytest.param(case, id=f"{case['provenance']}: {case['text'].strip()[:50]}", marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_tells_what_was_counted(case: dict[str, Any]) -> None:
    found = [f"{row.value} {row.metric} {row.scope}" for row in find_procedures(read_text(case["text"]))]
    assert found == case["found"], case["reason"]


@pytest.mark.parametrize(
    ("features", "metric"),
    [
        pytest.param({"total", "online_full"}, "online_full", id="what narrows a total wins"),
        pytest.param({"online_full", "online_partial"}, "online_levels_3_4", id="both levels together"),
        pytest.param({"online", "other_levels"}, "other_levels", id="a named level wins over online"),
        pytest.param({"online"}, "online_levels_3_4", id="online without a level"),
        pytest.param({"online", "other"}, "unclassified", id="online dossiers are another matter"),
        pytest.param({"linked", "one_stop"}, "linked", id="linked is narrower than one-stop"),
        pytest.param(set(), None, id="nothing is said"),
    ],
)
def test_composes_metrics(features: set[str], metric: str | None) -> None:
    assert compose(frozenset(features)) == metric


def test_parts_know_their_whole_and_share_its_group() -> None:
    whole, *parts = find_procedures(read_text("Công bố 50 TTHC (20 TTHC mới, 30 TTHC bãi bỏ)."))
    assert [part.part_of for part in parts] == [whole.figure_id, whole.figure_id]
    assert {row.group_id for row in (whole, *parts)} == {whole.group_id}


@pytest.mark.parametrize(
    ("level", "scope", "metric", "expected"),
    [
        pytest.param("commune", "all", "total", "commune", id="a commune handles those of its level"),
        pytest.param("commune", "all", "announced", "all", id="what is announced is announced for all"),
        pytest.param("commune", "district", "total", "district", id="a level that is named stays"),
        pytest.param("district", "all", "total", "all", id="a district has communes too"),
    ],
)
def test_a_communes_procedures_are_of_its_level(level: str, scope: str, metric: str, expected: str) -> None:
    (quantity,) = read_text("Hiện nay thực hiện 144 TTHC.").statements[0].quantities
    quantity = dataclasses.replace(quantity, scope=scope)
    assert of_commune(Header(level=level), quantity, metric).scope == expected
