"""Headings: titles, and the numbered lines that are running paragraphs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from patterns.headings import Surroundings, read_heading

CASES = tomllib.loads((Path(__file__).parent / "cases" / "headings.toml").read_text(encoding="utf-8"))["case"]
BELOW = {
    "text": Surroundings(has_text=True, has_children=False),
    "children": Surroundings(has_text=False, has_children=True),
    "nothing": Surroundings(has_text=False, has_children=False),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["line"][:40]) for case in CASES])
def test_tells_titles_from_paragraphs(case: dict[str, Any]) -> None:
    assert read_heading(case["line"], BELOW[case["below"]]) == case.get("heading"), case["reason"]
