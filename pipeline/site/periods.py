"""What a reporting period is called on a page."""

from __future__ import annotations

import datetime

ROMAN = ("I", "II", "III", "IV")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def period_name(kind: str | None, first: datetime.date, last: datetime.date) -> tuple[str, str]:
    """A period in Vietnamese and English, short enough for the head of a column.

    >>> period_name("quarter", datetime.date(2023, 4, 1), datetime.date(2023, 6, 30))
    ('Quý II/2023', 'Q2 2023')
    >>> period_name("nine_months", datetime.date(2023, 1, 1), datetime.date(2023, 9, 30))
    ('9 tháng 2023', '9 months 2023')
    """
    year = last.year
    if kind == "month":
        return f"Tháng {last.month}/{year}", f"{MONTHS[last.month - 1]} {year}"
    if kind == "quarter":
        quarter = (last.month - 1) // 3
        return f"Quý {ROMAN[quarter]}/{year}", f"Q{quarter + 1} {year}"
    if kind == "half_year":
        return (f"6 tháng đầu {year}", f"H1 {year}") if last.month <= 6 else (f"6 tháng cuối {year}", f"H2 {year}")
    if kind == "nine_months":
        return f"9 tháng {year}", f"9 months {year}"
    if kind == "year":
        return f"Năm {year}", f"{year}"
    return f"{day_vi(first)}–{day_vi(last)}", f"{first.isoformat()} to {last.isoformat()}"


def day_vi(day: datetime.date) -> str:
    """A day as Vietnamese write it.

    >>> day_vi(datetime.date(2023, 3, 9))
    '9/3/2023'
    """
    return f"{day.day}/{day.month}/{day.year}"
