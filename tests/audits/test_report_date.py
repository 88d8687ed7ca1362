"""The latest day on which a report can have been issued, as far as its date line and its period tell."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from case_facts import facts_of

from pipeline.audits.period import report_date

OF_2023 = """
BÁO CÁO
Kết quả cải cách hành chính quý II năm 2023
UBND huyện báo cáo kết quả quý II năm 2023 như sau:
I. KẾT QUẢ
Huyện tiếp nhận 400 hồ sơ.
"""


@pytest.mark.parametrize(
    ("header", "text", "day", "why"),
    [
        ({}, "", None, "no year"),
        ({"issued_year": 0}, "", None, "a year that no calendar has"),
        ({"issued_year": 10000}, "", None, "nor has it this one"),
        ({"issued_year": 1}, "", "0001-12-31", "the first year of the calendar"),
        ({"issued_year": 2023}, "", "2023-12-31", "the year's last day"),
        ({"issued_year": 2023, "issued_month": 2}, "", "2023-02-28", "the month's last day"),
        ({"issued_year": 2024, "issued_month": 2}, "", "2024-02-29", "of a leap year"),
        ({"issued_year": 2023, "issued_month": 13}, "", "2023-12-31", "a month that there is not"),
        ({"issued_year": 2023, "issued_month": 0}, "", "2023-12-31", "nor this"),
        ({"issued_year": 2023, "issued_month": 12, "issued_day": 31}, "", "2023-12-31", "the last day of all"),
        ({"issued_year": 2023, "issued_month": 1, "issued_day": 1}, "", "2023-01-01", "the first"),
        ({"issued_year": 2023, "issued_month": 4, "issued_day": 31}, "", "2023-04-30", "a day that the month has not"),
        ({"issued_year": 2022}, OF_2023, "2023-12-31", "the period had not begun: its year"),
        ({"issued_year": 2022, "issued_month": 6}, OF_2023, "2023-06-30", "its year, the month as it is"),
        ({"issued_year": 2022, "issued_month": 6, "issued_day": 14}, OF_2023, "2023-06-14", "and the day"),
        (
            {"issued_year": 2020, "issued_month": 2, "issued_day": 29},
            OF_2023,
            "2023-02-28",
            "a day that only the leap year has",
        ),
        ({"issued_year": 2020, "issued_month": 2}, OF_2023, "2023-02-28", "the month's last day in the right year"),
        ({"issued_year": 2023, "issued_month": 6, "issued_day": 14}, OF_2023, "2023-06-14", "in the period"),
    ],
)
def test_a_report_bears_its_latest_day(header: dict[str, Any], text: str, day: str | None, why: str) -> None:
    named = {"title": "Kết quả cải cách hành chính quý II năm 2023"} if text else {}
    facts = facts_of({"header": {**named, **header}, "text": text})
    assert report_date(facts) == (datetime.date.fromisoformat(day) if day else None), why
