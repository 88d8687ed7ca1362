"""The page about size says what the numbers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.scale_plot import svg
from quality.ten_million import core_hours, tables

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_has_the_tables_of_the_costs() -> None:
    assert tables() in (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")


def test_scans_cost_what_they_cost() -> None:
    assert core_hours(0.1) - core_hours(0.0) == pytest.approx(10_000_000 * 5 * 0.1 * 4.0 / 3600)


def test_the_plot_has_a_point_for_every_size() -> None:
    drawn = svg([(1000, 10.0, 1.0, 200.0), (5000, 50.0, 2.0, 220.0)])
    assert drawn.count("<circle") == 6
    assert "5,000" in drawn
