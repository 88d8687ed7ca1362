"""Dates and periods: every case of tests/cases/dates.toml, and properties that hold for all of them."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns.date_mentions import leftmost_longest
from patterns.dates import DateMention, PeriodMention, find_dates, find_periods

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8")
)


def date_notation(mention: DateMention) -> str:
    """A date in the notation of the case file."""
    if mention.date is not None:
        return mention.date.isoformat()
    return f"!{mention.day}/{mention.month}/{mention.year or '?'}"


def period_notation(mention: PeriodMention) -> str:
    """A period in the notation of the case file."""
    first = mention.first.isoformat() if mention.first else ""
    last = mention.last.isoformat() if mention.last else ""
    undated = f" months {mention.months[0]}-{mention.months[1]}" if mention.months and mention.year is None else ""
    return f"{mention.kind} {first}..{last}{' open' if mention.open_start else ''}{undated}"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["reason"]) for case in CASES["date"]])
def test_dates_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    assert [date_notation(mention) for mention in find_dates(case["text"])] == case["dates"]


@pytest.mark.parametrize("case", [pytest.param(case, id=case["reason"]) for case in CASES["period"]])
def test_periods_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    assert [period_notation(mention) for mention in find_periods(case["text"])] == case["periods"]


def test_a_period_without_a_year_is_bounded_within_one() -> None:
    (period,) = find_periods("06 tháng đầu năm, toàn huyện")
    assert (period.year, period.first, period.last) == (None, None, None)
    assert period.within(2023) == (datetime.date(2023, 1, 1), datetime.date(2023, 6, 30))


def test_a_period_between_dates_is_not_repeated_in_other_years() -> None:
    (period,) = find_periods("từ ngày 16/12/2022 đến ngày 31/7/2023")
    assert period.within(2024) is None


def test_the_word_for_day_belongs_to_the_date() -> None:
    (mention,) = find_dates("ký ngày 07/3/2023.")
    assert mention.raw == "ngày 07/3/2023"


def test_dates_are_read_in_the_bounds_given() -> None:
    text = "ngày 07/3/2023 và ngày 08/3/2023"
    assert [date_notation(mention) for mention in find_dates(text, 15)] == ["2023-03-08"]
    assert [date_notation(mention) for mention in find_dates(text, 0, 14)] == ["2023-03-07"]


def test_dates_that_touch_are_two() -> None:
    touching = DateMention(start=0, end=9, raw="", day=None, month=None, year=None, date=None)
    behind = dataclasses.replace(touching, start=9, end=18)
    assert leftmost_longest([behind, touching]) == [touching, behind]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("từ năm 2021 đến nay", [2021]),
        ("từ ngày 15/12/2022 đến ngày 14/6/2023", [2023]),
        ("đến ngày 30/6/2023; đến ngày 30/6", [2023, None]),
        ("năm học 2023-2024; quý I/2022; quý I", [2024, 2022, None]),
    ],
)
def test_the_year_of_a_period_is_that_of_its_end(text: str, years: list[int | None]) -> None:
    assert [mention.year for mention in find_periods(text)] == years


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("trong quý I và quý II năm 2023,", ["quý I", "quý II năm 2023"]),
        ("Các tháng 4, 5 và 6 năm 2023", ["tháng 4", "5", "6 năm 2023"]),
        ("trong các năm 2021, 2022 và 2023", ["các năm 2021", "2022", "2023"]),
        ("Lũy kế đến hết quý II/2023", ["Lũy kế đến hết quý II/2023"]),
        ("trong 06 tháng đầu năm 2023", ["06 tháng đầu năm 2023"]),
        ("tính từ ngày 01/7/2025 đến nay", ["tính từ ngày 01/7/2025 đến nay"]),
        ("từ 01 đến 15/6/2023", ["từ 01 đến 15/6/2023"]),
    ],
)
def test_the_words_of_a_period_are_its_own(text: str, raws: list[str]) -> None:
    assert [mention.raw for mention in find_periods(text)] == raws


@pytest.mark.parametrize("case", [pytest.param(case, id=case["reason"]) for case in CASES["period"]])
def test_periods_behind_another_line_are_the_same(case: dict[str, Any]) -> None:
    before = "Phần mở đầu, ngày 02/01/2020.\n\n"
    text = before + case["text"]
    assert [period_notation(mention) for mention in find_periods(text, len(before))] == case["periods"]
    assert all(mention.raw == text[mention.start : mention.end] for mention in find_periods(text, len(before)))


# The first example compiles the patterns.
steady = settings(deadline=None)

# --- written, then read ------------------------------------------------------------------------------------------

_DATES = st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2050, 12, 31))
_FORMS = st.sampled_from(
    [
        "ngày {d:02d}/{m}/{y}",
        "ngày {d}/{m:02d}/{y}",
        "{d}/{m}/{y}",
        "{d:02d}-{m:02d}-{y}",
        "ngày{d}.{m}.{y}",
        "ngày {d:02d} / {m} / {y}",
        "ngày {d:02d} tháng {m} năm {y}",
        "Ngày {d} tháng {m:02d} năm {y}",
    ]
)


@steady
@given(date=_DATES, form=_FORMS, after=st.sampled_from(["", ".", ",", " của", ";", ")", "\n"]))
def test_a_written_date_is_read_back(date: datetime.date, form: str, after: str) -> None:
    written = form.format(d=date.day, m=date.month, y=date.year)
    assert [(mention.raw, mention.date) for mention in find_dates(f"ký {written}{after}")] == [(written, date)]


@steady
@given(first=_DATES, last=_DATES, form=_FORMS, word=st.sampled_from(["đến", "đến hết", "tới"]))
def test_a_written_span_is_read_back(first: datetime.date, last: datetime.date, form: str, word: str) -> None:
    ends = [form.format(d=date.day, m=date.month, y=date.year) for date in (first, last)]
    (period,) = find_periods(f"Trong kỳ, từ {ends[0]} {word} {ends[1]}, toàn huyện")
    assert (period.first, period.last, period.kind) == (first, last, "custom")


@steady
@given(date=_DATES, form=_FORMS, word=st.sampled_from(["đến", "tính đến", "lũy kế đến hết", "Đến"]))
def test_a_written_end_is_read_back(date: datetime.date, form: str, word: str) -> None:
    (period,) = find_periods(f"{word} {form.format(d=date.day, m=date.month, y=date.year)}, toàn huyện")
    assert (period.first, period.last, period.open_start) == (None, date, True)


@steady
@given(year=st.integers(1990, 2050), count=st.integers(1, 12), padded=st.booleans())
def test_the_first_months_of_a_year_are_read_back(year: int, count: int, padded: bool) -> None:
    (period,) = find_periods(f"kết quả {count:0{1 + padded}d} tháng đầu năm {year}")
    assert period.months == (1, count)
    assert period.within(year) == (period.first, period.last)
    assert (period.first, period.year) == (datetime.date(year, 1, 1), year)


_PIECE = """
12 31/4/2023 7/3/2023 2023 2022 ngày tháng năm quý III đến từ hết giai đoạn - / , . ; và đầu cuối 6 đến nay thời điểm
"""


@steady
@given(pieces=st.lists(st.sampled_from([*_PIECE.split(), "\n"]), max_size=20), tight=st.booleans())
def test_every_mention_stands_where_it_says(pieces: list[str], tight: bool) -> None:
    text = ("" if tight else " ").join(pieces)
    mentions: list[tuple[DateMention | PeriodMention, ...]] = [find_dates(text), find_periods(text)]
    for found in mentions:
        assert all(mention.raw == text[mention.start : mention.end] for mention in found)
        assert all(one.end <= other.start for one, other in itertools.pairwise(found))
