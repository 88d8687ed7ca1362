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


def test_a_section_tells_its_number_its_page_and_where_it_ends() -> None:
    text = "I. KẾT QUẢ\n1. Cải cách thể chế\nTốt.\nII. KIẾN NGHỊ\nKhông."
    first, below, second = segment(text, len(text), (0, text.index("II.")))
    assert [section.section_id for section in (first, below, second)] == ["s0001", "s0002", "s0003"]
    assert [section.parent_id for section in (first, below, second)] == [None, "s0001", None]
    assert [section.ordinal for section in (first, below, second)] == [1, 2, 3]
    assert [section.page for section in (first, below, second)] == [1, 1, 2]
    assert first.raw == text[: text.index("II.")]
    assert text[first.start : first.heading_end] == "I. KẾT QUẢ"
    assert below.raw == "1. Cải cách thể chế\nTốt.\n"
    assert (second.end, second.confidence) == (len(text), 0.95)


def test_before_the_first_page_that_is_known_is_page_one() -> None:
    assert [section.page for section in segment("I. KẾT QUẢ\nTốt.", 15, (5,))] == [1]


@pytest.mark.parametrize(
    ("before", "confidence"),
    [("x" * 70, 0.95), ("x" * 71, 0.7), ("x" * 70 + ".", 0.95), ("1. " + "x" * 71, 0.95)],
    ids=["a short line", "a line that goes on", "a line that ends", "a numbered line"],
)
def test_behind_a_long_line_that_breaks_off_a_number_is_less_sure(before: str, confidence: float) -> None:
    text = f"{before}\n2. TUYÊN TRUYỀN VẬN ĐỘNG\nTốt."
    assert segment(text, len(text), ())[-1].confidence == confidence
