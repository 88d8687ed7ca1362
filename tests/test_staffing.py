"""Numbers of people and posts: measure, category and sector, from what the words around them say."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from read_text import read_text

from extractors.posts import category_of
from extractors.staffing import find_staffing

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "staffing.toml").read_text(encoding="utf-8"))
CASES = TABLE["case"]


def test_every_row_of_the_table_is_run() -> None:
    assert set(TABLE) == {"case"}
    assert all(case["provenance"] in ("in the wild", "synthetic", "negative", "known failure") for case in CASES)


def _marked(case: dict[str, Any]) -> Any:
    failing = pytest.mark.xfail(strict=True, reason=case["reason"])
    marks = [failing] if case["provenance"] == "known failure" else []
    return pytest.param(case, id=f"{case['provenance']}: {case['text'].strip()[:50]}", marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_tells_whom_a_number_counts(case: dict[str, Any]) -> None:
    found = [
        " ".join([str(row.value), row.measure, row.category, *([row.sector] if row.sector else [])])
        for row in find_staffing(read_text(case["text"]))
    ]
    assert found == case["found"], case["reason"]


@pytest.mark.parametrize(
    ("features", "category"),
    [
        pytest.param({"civil_servants", "deputies"}, "deputies", id="a rank says more than a kind"),
        pytest.param({"heads", "deputies"}, "leaders", id="both ranks are leaders"),
        pytest.param({"officials", "civil_servants"}, "total", id="several kinds are total"),
        pytest.param({"total", "public_employees"}, "public_employees", id="the total of one kind is that kind"),
        pytest.param({"non_specialist", "heads"}, "non_specialist", id="a head of a hamlet is no official"),
        pytest.param({"contract", "public_employees"}, "public_employees", id="public employees on contract"),
        pytest.param(set(), None, id="nothing is said"),
    ],
)
def test_composes_categories(features: set[str], category: str | None) -> None:
    assert category_of(frozenset(features)) == category


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("Xã được giao 21 biên chế.", "biên chế", id="posts"),
        pytest.param("Tuyển dụng 04 viên chức.", "người", id="people"),
        pytest.param("Cử 03 đối tượng đi học lớp trung cấp.", "người", id="đối tượng are people"),
        pytest.param("Tập huấn cho 75 lượt cán bộ, công chức.", "lượt", id="turns"),
    ],
)
def test_names_the_unit(text: str, unit: str) -> None:
    assert [row.unit for row in find_staffing(read_text(text))] == [unit]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("Năm 2023 giảm 02 biên chế.", ["result"], id="a cut is a result"),
        pytest.param("Phấn đấu đến năm 2026 còn 66 biên chế công chức.", ["target"], id="a planned level is a target"),
        pytest.param(
            "Tỉnh bổ sung 40 biên chế giáo viên, nhiều hơn năm trước 12 biên chế.",
            ["result", "change"],
            id="more than last year is a change",
        ),
    ],
)
def test_gives_a_role(text: str, roles: list[str]) -> None:
    assert [row.role for row in find_staffing(read_text(text))] == roles


def test_parts_know_their_whole() -> None:
    whole, *parts = find_staffing(read_text("Bổ nhiệm 09 lãnh đạo cấp phòng (04 cấp trưởng, 05 cấp phó)."))
    assert [part.part_of for part in parts] == [whole.figure_id, whole.figure_id]
    assert {row.group_id for row in (whole, *parts)} == {whole.group_id}


def test_posts_given_for_a_year_to_come_are_planned() -> None:
    report = (
        "UBND HUYỆN SƠN TRÀ\nSố: 45/BC-UBND\nSơn Trà, ngày 15 tháng 12 năm 2024\n\nBÁO CÁO\n"
        "Kết quả công tác cải cách hành chính năm 2024\n\nI. BIÊN CHẾ\n\n"
        "Năm 2024 huyện có 87 biên chế công chức; UBND tỉnh giao biên chế công chức năm 2025 là 85 biên chế.\n"
    )
    found = [(row.value, row.measure, row.role) for row in find_staffing(read_text(report))]
    assert found == [(87, "assigned", "result"), (85, "planned", "target")]
