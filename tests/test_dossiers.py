"""Counts of dossiers: every case of tests/cases/dossiers.toml, and what holds for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import assert_well_formed, params, read, rows

from extractors.dossiers import Dossier, compose, find_dossiers

NAME = "dossiers"


def _found(text: str) -> tuple[Dossier, ...]:
    return find_dossiers(read(text))


def notation(row: Dossier) -> str:
    """A count in the notation of the case file."""
    role = "" if row.role == "result" else f" {row.role}"
    return f"{row.metric} {row.value}{role}" + (f" [{row.field}]" if row.field else "")


def test_the_table_is_well_formed() -> None:
    assert_well_formed(NAME, 70)


@pytest.mark.parametrize("case", params(NAME))
def test_every_count_has_its_metric_role_and_field(case: dict[str, Any]) -> None:
    assert [notation(row) for row in _found(case["text"])] == case["finds"], case["reason"]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["id"]) for row in rows(NAME)])
def test_raw_is_the_text_at_the_offsets(case: dict[str, Any]) -> None:
    text = read(case["text"]).report.text
    found = _found(case["text"])
    assert all(row.raw == text[row.start : row.end] for row in found)
    assert all(0 < row.confidence <= 1 for row in found)
    assert len({row.figure_id for row in found}) == len(found)
    assert {row.part_of for row in found if row.part_of} <= {
        f"q{statement.index:04d}.{quantity.position:02d}"
        for statement in read(case["text"]).statements
        for quantity in statement.quantities
    }


def test_parts_and_their_total_share_a_group_and_name_their_whole() -> None:
    total, early, late, other = _found(
        "Cấp huyện giải quyết 418 hồ sơ, trong đó trước hạn 402 hồ sơ, trễ hạn 16 hồ sơ.\nCấp xã giải quyết 77 hồ sơ."
    )
    assert early.part_of == late.part_of == total.figure_id
    assert total.group_id == early.group_id == late.group_id != other.group_id
    assert total.part_of is None


def test_levels_of_one_sentence_are_groups_of_their_own() -> None:
    district, commune = _found("Cấp huyện tiếp nhận 418 hồ sơ, cấp xã tiếp nhận 977 hồ sơ.")
    assert district.group_id != commune.group_id


def test_a_count_that_says_nothing_itself_is_less_sure() -> None:
    told, left_open = _found("Toàn huyện tiếp nhận 515 hồ sơ.\nBan biên tập giới thiệu 96 hồ sơ.")
    assert left_open.confidence < told.confidence


@pytest.mark.parametrize(
    ("features", "metric"),
    [
        pytest.param("late pending", "pending_overdue", id="overdue while it waits"),
        pytest.param("late resolve pending", "resolved_late", id="resolved, late"),
        pytest.param("online receive", "received_online", id="the way in makes received more exact"),
        pytest.param("online resolve", "resolved", id="resolved stays resolved, whatever its way in"),
        pytest.param("total", "received", id="a total alone"),
        pytest.param("on_time early", "resolved_on_time", id="on time and early together"),
        pytest.param("returned receive", "returned", id="received and given back"),
        pytest.param("", "unclassified", id="nothing"),
    ],
)
def test_a_metric_is_composed_from_features(features: str, metric: str) -> None:
    assert compose(frozenset(features.split())) == metric
