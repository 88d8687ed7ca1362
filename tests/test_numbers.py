"""Numbers: every case of tests/cases/numbers.toml, and properties that hold for all of them."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns.number_words import words_value
from patterns.numbers import Number, bare_number, find_numbers

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "numbers.toml").read_text(encoding="utf-8")
)
_QUALIFIERS = {"about": "~", "over": ">", "under": "<", None: ""}
_PARTS = {"numerator": "num", "denominator": "den", "low": "low", "high": "high", None: ""}


def notation(number: Number) -> str:
    """A number in the notation of the case file."""
    parts = [
        f"{number.value:.6f}".rstrip("0").rstrip("."),
        number.unit or "-",
        _QUALIFIERS[number.qualifier],
        _PARTS[number.fraction or number.range_part],
        "neg" if number.sign < 0 else "",
        f"d{number.decimals}" if number.decimals else "",
        "?" if number.ambiguous else "",
    ]
    return " ".join(part for part in parts if part)


def _params(*groups: str) -> list[Any]:
    return [pytest.param(case, id=f"{group}: {case['reason']}") for group in groups for case in CASES.get(group, [])]


def _check(case: dict[str, Any]) -> None:
    assert all(number.sign in (1, -1) for number in find_numbers(case["text"]))
    assert [notation(number) for number in find_numbers(case["text"])] == case["numbers"]


@pytest.mark.parametrize("case", _params("wild", "synthetic", "negative"))
def test_numbers_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    _check(case)


@pytest.mark.xfail(strict=True, reason="known failures")
@pytest.mark.parametrize("case", _params("known_failure"))
def test_known_failures_are_still_read_wrongly(case: dict[str, Any]) -> None:
    _check(case)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1987", 1987.0), (" 12 ", 12.0), ("12a", None), ("１２", None), ("", None), ("-12", None), ("1.987", None)],
)
def test_a_cell_that_is_a_bare_number_has_its_value(cell: str, value: float | None) -> None:
    text = f"| 7 |{cell}| 12 |"
    number = bare_number(text, 5, 5 + len(cell))
    assert (number and number.value) == value
    if number is not None:
        assert text[number.start : number.end] == number.raw == cell.strip()
        assert (number.unit_start, number.unit_end, number.whole_end) == (number.end, number.end, number.end)
        assert (number.sign, number.decimals, number.ambiguous) == (1, 0, False)


# The first example compiles the patterns.
steady = settings(deadline=None)

# --- written, then read ------------------------------------------------------------------------------------------


def _grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


@steady
@given(value=st.integers(0, 99_999_999), mark=st.sampled_from([".", ",", " ", "\u00a0", ""]))
def test_a_written_count_is_read_back(value: int, mark: str) -> None:
    (number,) = find_numbers(f"đã tiếp nhận {_grouped(value, mark)} hồ sơ trong kỳ")
    assert (number.value, number.unit, number.decimals, number.ambiguous) == (value, "dossier", 0, False)


@steady
@given(
    whole=st.integers(0, 100),
    digits=st.text("0123456789", min_size=1, max_size=3),
    mark=st.sampled_from(".,"),
    sign=st.sampled_from(["%", " %", " phần trăm"]),
)
def test_a_written_percentage_is_read_back_with_its_decimals(whole: int, digits: str, mark: str, sign: str) -> None:
    (number,) = find_numbers(f"đạt tỷ lệ {whole}{mark}{digits}{sign}; còn lại chưa thực hiện")
    assert (number.value, number.unit) == (float(f"{whole}.{digits}"), "percent")
    assert number.decimals == len(digits)


@steady
@given(
    numerator=st.integers(0, 99_999),
    denominator=st.integers(0, 99_999),
    mark=st.sampled_from([".", ""]),
    slash=st.sampled_from(["/", " / "]),
)
def test_a_written_fraction_is_read_back(numerator: int, denominator: int, mark: str, slash: str) -> None:
    text = f"hoàn thành {_grouped(numerator, mark)}{slash}{_grouped(denominator, mark)} nhiệm vụ"
    assert [(n.value, n.fraction, n.unit) for n in find_numbers(text)] == [
        (numerator, "numerator", "task"),
        (denominator, "denominator", "task"),
    ]


@steady
@given(points=st.integers(0, 99_999), maximum=st.integers(1, 100), mark=st.sampled_from(".,"))
def test_points_with_three_decimals_are_no_thousands(points: int, maximum: int, mark: str) -> None:
    numerator, _ = find_numbers(f"đạt {points // 1000}{mark}{points % 1000:03d}/{maximum} điểm")
    assert (numerator.value, numerator.decimals) == (points / 1000, 3)


_DIGIT_WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def _below_hundred(value: int, *, after_hundreds: bool) -> str:
    tens, units = divmod(value, 10)
    if tens == 0:
        return ("linh " if after_hundreds else "") + _DIGIT_WORDS[units]
    head = "mười" if tens == 1 else f"{_DIGIT_WORDS[tens]} mươi"
    tail = {0: "", 1: " mốt" if tens > 1 else " một", 5: " lăm"}.get(units, f" {_DIGIT_WORDS[units]}")
    return head + tail


def _in_words(value: int) -> str:
    if value >= 1000:
        rest = f" {_in_words(value % 1000)}" if value % 1000 else ""
        return f"{_in_words(value // 1000)} nghìn{rest}"
    if value >= 100:
        rest = f" {_below_hundred(value % 100, after_hundreds=True)}" if value % 100 else ""
        return f"{_DIGIT_WORDS[value // 100]} trăm{rest}"
    return _below_hundred(value, after_hundreds=False)


@steady
@given(value=st.integers(1, 999_999))
def test_a_number_in_words_is_read_back(value: int) -> None:
    assert words_value(_in_words(value)) == value


@steady
@given(value=st.integers(2, 999_999))
def test_words_before_a_unit_are_one_number(value: int) -> None:
    words = _in_words(value)
    assert [(n.raw, n.value, n.unit) for n in find_numbers(f"gồm {words} hồ sơ")] == [(words, value, "dossier")]


_PIECE = """
12 3.456 7,8 09 2023 0918037123 % / - – ( ) . , ; : hồ sơ điểm người xã năm tháng ngày đến từ thứ xếp ba hai mười một
trăm Điều số khoản mức độ QĐ-UBND triệu đồng gần trên ¹ (%) 1. | IV quý
"""
_PIECES = st.lists(st.sampled_from([*_PIECE.split(), "\n", "\t"]), max_size=25)


@steady
@given(pieces=_PIECES, tight=st.booleans())
def test_every_number_stands_where_it_says(pieces: list[str], tight: bool) -> None:
    text = ("" if tight else " ").join(pieces)
    numbers = find_numbers(text)
    assert all(number.raw == text[number.start : number.end] for number in numbers)
    assert all(number.end <= number.unit_start <= number.unit_end <= len(text) for number in numbers)
    assert all(one.end <= other.start for one, other in itertools.pairwise(numbers))
    pairs = [number.fraction for number in numbers if number.fraction]
    assert pairs == ["numerator", "denominator"] * (len(pairs) // 2)


@steady
@given(pieces=_PIECES)
def test_reading_a_line_alone_or_behind_another_is_the_same(pieces: list[str]) -> None:
    line = " ".join(piece for piece in pieces if piece != "\n")
    before = "Phần mở đầu.\n\n"
    alone = [(number.start + len(before), notation(number)) for number in find_numbers(line)]
    behind = [(number.start, notation(number)) for number in find_numbers(before + line, len(before))]
    assert behind == alone
