"""Damaged words: what is mended, and what is not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from patterns.damage import blurred, mended_words
from pipeline.normalize.damaged import damaged_words
from pipeline.normalize.draft import rewritten

CASES = tomllib.loads((Path(__file__).parent / "cases" / "damage.toml").read_text(encoding="utf-8"))
MENDED = [pytest.param(case, id=case["id"]) for case in CASES["synthetic"]]
LEFT_ALONE = [pytest.param(case, id=case["id"]) for case in CASES["negative"]]


@pytest.mark.parametrize("case", MENDED)
def test_mends_what_the_neighbours_explain(case: dict[str, Any]) -> None:
    assert rewritten(damaged_words, case["text"]) == case["reads"], case["reason"]


@pytest.mark.parametrize("case", MENDED)
def test_a_mended_text_stays(case: dict[str, Any]) -> None:
    assert not list(mended_words(case["reads"]))


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_leaves_alone(case: dict[str, Any]) -> None:
    assert not list(mended_words(case["text"])), case["reason"]


def test_no_other_figure_comes_of_it() -> None:
    text = "Tông sô 1.234 hô sơ, đat 98,5 % kê hoach năm 2023"
    digits = [c for c in text if c.isdigit()]
    assert [c for c in rewritten(damaged_words, text) if c.isdigit()] == digits


def test_words_of_other_letters_are_no_blurs() -> None:
    assert blurred("hạn") != blurred("hàng")
