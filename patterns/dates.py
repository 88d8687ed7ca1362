"""Dates and periods: the only place where they are read."""

from __future__ import annotations

import dataclasses
import datetime


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A written date at [start, end): ngày 09/3/2023, 09-3-2023, ngày17.5.2018, ngày 09 tháng 3 năm 2023.

    ``date`` is None where the date does not exist (31/4/2023) or is incomplete; day, month and year are as printed.
    """

    start: int
    end: int
    raw: str
    day: int | None
    month: int | None
    year: int | None
    date: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMention:
    """A span of time at [start, end): năm 2022, 06 tháng đầu năm 2023, từ ngày 16/12/2022 đến 31/7/2023.

    ``kind`` is a value of the period_kind labels. ``first`` and ``last`` bound the period; None at the side that the
    text leaves open ("đến ngày 30/9/2023" has only ``last``). ``year`` is None where the text names none and then
    ``first`` and ``last`` are None too; ``within(year)`` gives them for a year. ``open_start`` says that only an end is
    stated (đến ngày …, lũy kế đến …), so that the beginning is the report's or the year's.
    """

    start: int
    end: int
    raw: str
    kind: str
    year: int | None
    first: datetime.date | None
    last: datetime.date | None
    months: tuple[int, int] | None = None
    open_start: bool = False

    def within(self, year: int) -> tuple[datetime.date, datetime.date] | None:
        """First and last day of the period in that year, for kinds that repeat every year (months is set)."""
        raise NotImplementedError


def find_dates(text: str, start: int = 0, end: int | None = None) -> tuple[DateMention, ...]:
    """All written dates of text[start:end], in reading order."""
    return ()


def find_periods(text: str, start: int = 0, end: int | None = None) -> tuple[PeriodMention, ...]:
    """All periods of text[start:end], in reading order, the longest reading of each place."""
    return ()
