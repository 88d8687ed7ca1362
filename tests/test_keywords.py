"""Damaged keywords and torn words are made whole, nothing else is, and what was printed is kept."""

from __future__ import annotations

from typing import Any

import pytest
from case_tables import params, rows
from hypothesis import given
from hypothesis import strategies as st

from patterns.keywords import damage, phrases, shape
from patterns.numbers import find_numbers
from pipeline.normalize import normalize
from pipeline.normalize.repairs import language
from pipeline.process import Processed
from pipeline.read.raw import RawDocument
from quality.noise import damaged

needs_words = pytest.mark.skipif(not language().words, reason="underthesea carries no word list")


@needs_words
@pytest.mark.parametrize("case", [*params("keywords"), *params("torn_words")])
def test_damaged_words_are_made_whole(case: dict[str, Any]) -> None:
    done = normalize(RawDocument(format="txt", text=case["text"]))
    assert done.text == case["becomes"]
    # Put back what was printed, and the source is there again.
    text = done.text
    for repair in reversed(done.repairs):
        text = text[: repair.start] + repair.printed + text[repair.end :]
    assert text == case["text"]


@pytest.mark.parametrize("table", ["keywords", "torn_words"])
def test_cases_have_ids_and_reasons(table: str) -> None:
    found = rows(table)
    assert len({row["id"] for row in found}) == len(found)
    assert all(row["reason"] for row in found)


@needs_words
@pytest.mark.parametrize("case", params("torn_words"))
def test_what_is_whole_stays(case: dict[str, Any]) -> None:
    assert not normalize(RawDocument(format="txt", text=case["becomes"])).repairs


def test_every_keyword_has_its_own_shape_and_no_damage() -> None:
    for key, same in phrases().items():
        for phrase in same:
            assert shape(phrase) == key
            assert damage(phrase, phrase) == 0


@given(st.integers(0, 9_999_999), st.integers(0, 50))
def test_noise_and_repairs_leave_figures_alone(value: int, seed: int) -> None:
    written = f"{value:,}".replace(",", ".")
    noisy = damaged(f"Huyện đã tiếp nhận {written} hồ sơ thủ tục hành chính trong kỳ báo cáo", 0.1, seed)
    done = normalize(RawDocument(format="txt", text=noisy)).text
    assert [number.value for number in find_numbers(done)][:1] == [value]


@needs_words
def test_the_clean_samples_are_hardly_touched(read_reports: dict[str, Processed]) -> None:
    texts = [result.text for result in read_reports.values() if result.text is not None]
    repairs = sum(len(text.repairs) for text in texts)
    # One of the samples is written with the damage of a scan.
    assert repairs <= 8
    assert sum(len(text.text) for text in texts) > 100_000
