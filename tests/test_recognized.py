"""Rows read from words that recognition was not sure of are not sure either."""

from __future__ import annotations

import dataclasses

import pytest

from pipeline.documents import Uncertain
from pipeline.read.raw import Recognized
from pipeline.recognized import as_sure_as_words, uncertain


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Row:
    start: int
    end: int
    confidence: float = 1.0


RUNS = (Recognized(0, 4, 0.9), Recognized(5, 9, 0.4), Recognized(10, 14, 0.95))


@pytest.mark.parametrize(
    ("row", "confidence"),
    [
        pytest.param(_Row(start=0, end=4), 0.9, id="one word"),
        pytest.param(_Row(start=0, end=14), 0.4, id="the least sure of several"),
        pytest.param(_Row(start=6, end=7), 0.4, id="a part of a word"),
        pytest.param(_Row(start=10, end=12, confidence=0.8), 0.76, id="times the row's own"),
        pytest.param(_Row(start=20, end=24), 1.0, id="text that was not recognized"),
        pytest.param(_Row(start=4, end=5), 1.0, id="between two words"),
    ],
)
def test_a_row_is_as_sure_as_its_words(row: _Row, confidence: float) -> None:
    (lowered,) = as_sure_as_words({"rates": (row,)}, RUNS)["rates"]
    assert lowered.confidence == pytest.approx(confidence)


def test_words_below_the_floor_are_marked() -> None:
    assert uncertain(RUNS) == (Uncertain(start=5, end=9, confidence=0.4),)
