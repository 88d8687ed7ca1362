"""The reporting period that a title names."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter

import regex

from patterns.dates import PeriodMention, find_periods

# Kế hoạch số 12/KH-UBND … · Chương trình hành động số …: the report is on this document, and the year is its own
_ON_ONE_DOCUMENT = regex.compile(
    r"(?i)(?<!\w)(?:kế hoạch|chương trình|đề án|nghị quyết|quyết định|chỉ thị|kết luận|công văn|nghị định|thông báo"
    r"|luật)"
    r"(?:\s+[\p{L}/-]+){0,6}?\s+(?:số\s*)?\d[\p{L}\d]*+\s?[-/]\s?\p{L}"
)
# …; phương hướng, nhiệm vụ năm 2025: what follows is a look ahead
_AHEAD = regex.compile(r"(?i)(?:phương hướng|nhiệm vụ|kế hoạch|giải pháp|chương trình công tác|mục tiêu)\b[^;.]*$")
# Chỉ số cải cách hành chính năm 2023 · Kế hoạch cải cách hành chính năm 2024: the year of what the report is about
_OF_ITS_OWN = regex.compile(r"(?i)(?<!\w)(?:chỉ số|kế hoạch|chương trình)\s[^;.,]{0,80}$")
_YEAR = regex.compile(r"(?<![\d/.])(?:năm\s+|/)(?P<year>20[0-4]\d)(?!\d)")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReportingPeriod:
    """The period of a report; all None for a report on one plan and where the title names no period."""

    kind: str | None = None
    year: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Year and month of the date line, where it tells them."""

    year: int | None = None
    month: int | None = None


def find_reporting_period(title: str | None, introduction: str, issued: Issued, text: str) -> ReportingPeriod:
    """The period of the title; the introduction's where there is no title or it names none.

    A year that the title leaves out is that of the date line, else the one the text names most; what has not begun by
    the day of issue is of the year before.
    """
    for source in (title or "", introduction):
        document = _ON_ONE_DOCUMENT.search(source)
        mentions = [
            m
            for m in find_periods(source)
            if not (document and m.start > document.start() and m.kind in ("year", "custom"))
        ]
        if mentions:
            return _period(_reported(source, mentions), mentions, issued, text)
        if document and source == title:
            break
    return ReportingPeriod()


def _reported(source: str, mentions: list[PeriodMention]) -> PeriodMention:
    """The first period that is reported on and not looked forward to."""
    past = [
        m
        for i, m in enumerate(mentions)
        if not _AHEAD.search(source[mentions[i - 1].end if i else 0 : m.start]) or not i
    ]
    if len(past) > 1 and past[0].kind == "year" != past[1].kind and _OF_ITS_OWN.search(source[: past[0].start]):
        # "… mất điểm của Chỉ số CCHC năm 2023 và công tác CCHC 6 tháng đầu năm 2024"
        return past[1]
    return past[0] if past else mentions[0]


def _period(mention: PeriodMention, mentions: list[PeriodMention], issued: Issued, text: str) -> ReportingPeriod:
    told = mention.year or next((m.year for m in mentions if m.year), None)
    year = told or issued.year or _usual_year(text)
    if told is None and issued.year is not None and _lies_ahead(mention, issued):
        year = issued.year - 1
    first, last = mention.first, mention.last
    if (first is None or last is None) and year is not None and not mention.open_start:
        within = mention.within(year)
        first, last = within if within else (first, last)
    return ReportingPeriod(kind=mention.kind, year=year, start=first, end=last)


def _lies_ahead(mention: PeriodMention, issued: Issued) -> bool:
    """Whether a period without a year has not begun by the month of issue: "tháng 12" in a report of January."""
    return mention.months is not None and issued.month is not None and mention.months[0] > issued.month


def _usual_year(text: str) -> int | None:
    years = Counter(int(match["year"]) for match in _YEAR.finditer(text))
    return years.most_common(1)[0][0] if years else None
