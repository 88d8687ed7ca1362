"""Sections: which lines are markers, under which they stand, and what their headings are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.segment import segment

CASES = tomllib.loads((Path(__file__).parent / "cases" / "sections.toml").read_text(encoding="utf-8"))["case"]


def _row(path: str, heading: str | None) -> str:
    return path if heading is None else f"{path} | {heading}"


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['provenance']}-{case['id']}") for case in CASES])
def test_finds_the_sections_of_a_text(case: dict[str, Any]) -> None:
    text = case["text"].strip("\n")
    found = [_row(section.path, section.heading) for section in segment(text, len(text), ())]
    assert found == case["expected"], case["reason"]
