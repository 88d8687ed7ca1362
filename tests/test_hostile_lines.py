"""What a line repeats without end costs about as much as it is long, and no text makes a stage raise."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.process import process

_HEAD = "BÁO CÁO\nKết quả\nI. A\n"
_LENGTH = 4000
# Three times the text may cost six times the work, and a second for what machines do besides; twice nine is squared.
_GROWTH, _NOISE = 6, 1.0

PIECES = (
    *(
        "a ",
        "A ",
        "1 ",
        "1. ",
        "12.345.",
        "12.345, ",
        "( ",
        "(",
        ". ",
        "- ",
        "…",
        "_ ",
        ": ",
        "; ",
        "|",
        "\t1\n",
        "a\n",
    ),
    *("12 hồ sơ, ", "xã ", "đạt 98,5%; ", "trong đó ", "tăng 12 ", "12 biên chế, ", "(12) ", "Quyết định số ", "và "),
)


def _work(text: str) -> float:
    started = time.process_time()
    process(text.encode(), "a.txt")
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES)
def test_a_line_that_repeats_costs_what_it_is_long(piece: str) -> None:
    process(_HEAD.encode(), "a.txt")
    once = _work(_HEAD + piece * (_LENGTH // len(piece)))
    thrice = _work(_HEAD + piece * (3 * _LENGTH // len(piece)))
    assert thrice <= _GROWTH * once + _NOISE


_WORDS = st.sampled_from(
    [*PIECES, "12/2023 ", "số 5/KH-UBND ", "ngày 31/4/2023 ", "huyện ", "% ", "TM. ", "\f", "¹ ", "II. ", "0912345678 "]
)


@settings(max_examples=60)
@given(st.lists(_WORDS | st.text(max_size=4), max_size=40).map("".join))
def test_no_text_makes_a_stage_raise_and_offsets_hold(text: str) -> None:
    read = process(text.encode("utf-8", "replace"), "a.txt")
    if read.text is None:
        assert read.document.status == "failed"
        return
    for rows in read.rows.values():
        for row in rows:
            if hasattr(row, "raw"):
                assert read.text.text[row.start : row.end] == row.raw
