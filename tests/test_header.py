"""The header: what the front and the closing of a report say."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.header import find_header
from extractors.report import Report
from pipeline.segment import segment

CASES = tomllib.loads((Path(__file__).parent / "cases" / "headers.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case['provenance']}-{case['id']}") for case in CASES])
def test_reads_the_header(case: dict[str, Any]) -> None:
    text = case["text"].strip("\n")
    header = find_header(Report(text=text, sections=segment(text, len(text), ())))
    expected = {key: None if value == "null" else value for key, value in case["expected"].items()}
    assert {key: getattr(header, key) for key in expected} == expected, case["reason"]
