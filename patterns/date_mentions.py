"""Written dates: ngày 09/3/2023, 17.5.2018, ngày 26 tháng 4 năm 2022."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
from functools import lru_cache
from typing import Protocol, TypeVar

import regex

from patterns.anchors import Anchored, Together
from patterns.spelling import lowered


class Span(Protocol):
    """Anything that bounds characters of a text."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point behind the last."""


Spanned = TypeVar("Spanned", bound=Span)

YEAR = r"(?:19|20)[0-9]{2}"
# Spaces as scans have them, and at most one line break: "ngày⏎09/3/2023".
GAP = r"[ \t\u00a0]*(?:\n[ \t\u00a0]*)?"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A written date at [start, end): ngày 09/3/2023, 09-3-2023, ngày17.5.2018, ngày 09 tháng 3 năm 2023.

    The word "ngày" belongs to the span where it stands there. ``date`` is None where the date does not exist
    (31/4/2023) or is incomplete; day, month and year are as printed.
    """

    start: int
    end: int
    raw: str
    day: int | None
    month: int | None
    year: int | None
    date: datetime.date | None


def first_of_month(year: int, month: int) -> datetime.date:
    """First day of a month."""
    return datetime.date(year, month, 1)


def last_of_month(year: int, month: int) -> datetime.date:
    """Last day of a month.

    >>> last_of_month(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def calendar_date(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    """The date, or None where it is incomplete or does not exist."""
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


# 09/3/2023, 9-3-2023, 17.5.2018; not 1.2.3.2023, not 15/2021/NĐ-CP and not "tháng 11-12/2023".
_NAKED_DATE = regex.compile(
    rf"""
    (?<![\w/.,])
    (?P<day>[0-9]{{1,2}}) (?: [ ]?(?P<mark>/)[ ]? | (?P<mark>[.-]) )
    (?P<month>[0-9]{{1,2}}) [ ]?(?P=mark)[ ]? (?P<year>{YEAR})
    (?![0-9]|[/.][0-9]|/\p{{L}})
    """,
    regex.VERBOSE,
)
# ngày 09 / 3 / 2023, ngày17.5.2018, ngày 09/3/23, ngày 20/7; not "ngày 15/2021/NĐ-CP".
_NAMED_DATE = regex.compile(
    rf"""
    (?<!\w) ngày {GAP} (?:m[ùồ]ng[ ])?
    (?P<day>[0-9]{{1,2}}) [ ]*[/.-][ ]* (?P<month>[0-9]{{1,2}})
    (?: [ ]*[/.-][ ]* (?P<year>{YEAR}|[0-9]{{2}}) (?![0-9]|[ ]?[/.][0-9]|/\p{{L}}) | (?![0-9]|[ ]?[/.-][0-9]|/\p{{L}}) )
    """,
    regex.VERBOSE,
)
# ngày O9/3/2023, ngày 1O/l2/2O22: a scan's letters for digits, only in a whole date with its word and a digit in each
# part; not "ngày lo/âu".
_SCANNED_DATE = regex.compile(
    rf"""
    (?<!\w) ngày {GAP}
    (?P<day>[0-3ol][0-9ol]|[0-9]) [ ]?(?P<mark>[/.-])[ ]? (?P<month>[01ol][0-9ol]|[0-9]) [ ]?(?P=mark)[ ]?
    (?P<year>(?:[1l]9|2[0o])[0-9ol]{{2}}) (?![\w]|[ ]?[/.][0-9]|/\p{{L}})
    """,
    regex.VERBOSE,
)
_SCANNED_DIGITS = str.maketrans("ol", "01")
# What a date begins with is asked before what stands before it: the look behind is spared at most places of a text.
# ngày 26 tháng 4 năm 2022, ngày 02 tháng 9, 09 tháng 3 năm 2023; not "6 tháng 2 lần".
_WRITTEN_DATE = regex.compile(
    rf"""
    (?=[n0-9]) (?<!\w)
    (?: ngày {GAP} (?:m[ùồ]ng[ ])? (?P<day>[0-9]{{1,2}}) {GAP} tháng {GAP} (?P<month>[0-9]{{1,2}}) (?![0-9])
        (?: (?: {GAP},?{GAP} năm {GAP} | [ ]?/[ ]? ) (?P<year>{YEAR}) (?![0-9]) )?
      | (?P<day>[0-9]{{1,2}}) {GAP} tháng {GAP} (?P<month>[0-9]{{1,2}})
        {GAP},?{GAP} năm {GAP} (?P<year>{YEAR}) (?![0-9])
    )
    """,
    regex.VERBOSE,
)
# Day and month alone are a date only where a word says so: "tính đến 30/6", "từ 15/12 đến 14/6", "dịp lễ 30/4".
_CUED_DAY_MONTH = regex.compile(
    r"""
    (?=[0-9]{1,2}/) (?: (?<= (?<!\w) (?: tính[ ]đến | đến[ ]hết | thời[ ]điểm | dịp | lễ | kỷ[ ]niệm ) [ ] )
    (?P<day>[0-9]{1,2}) / (?P<month>[0-9]{1,2}) (?![0-9]|[/.-][0-9]|/\p{L}|[ ]?%) (?P<year>){0}
  | (?<= (?<!\w) từ [ ] ) (?P<day>[0-9]{1,2}) / (?P<month>[0-9]{1,2})
    (?= [ ](?:đến|tới)[ ](?:hết[ ])?(?:ngày[ ])?[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} ))
    """,
    regex.VERBOSE,
)


_ANCHORED = (
    Anchored(_WRITTEN_DATE, rf"[0-9](?={GAP}tháng{GAP}[0-9])"),
    Anchored(_NAMED_DATE, rf"ngày(?={GAP}[m0-9])"),
    Anchored(_NAKED_DATE, r"[/.-](?=[ ]?(?:19|20)[0-9]{2})"),
    # A stroke behind one digit or two, and the cue before them.
    Anchored(
        _CUED_DAY_MONTH,
        r"/(?=[0-9])(?:(?<=(?:đến|hết|dịp) \d.)|(?<=(?:đến|hết|dịp) \d\d.)|(?<=(?:điểm|niệm) \d.)"
        r"|(?<=(?:điểm|niệm) \d\d.)|(?<=(?:từ|lễ) \d.)|(?<=(?:từ|lễ) \d\d.))",
    ),
    Anchored(_SCANNED_DATE, rf"ngày(?={GAP}[0-9ol])"),
)
_DATES = Together(*((one, None) for one in _ANCHORED))


# The same sentences are asked for by several families of facts.
@lru_cache(maxsize=4096)
def find_dates(text: str, start: int = 0, end: int | None = None) -> tuple[DateMention, ...]:
    """All written dates of text[start:end], in reading order.

    >>> [d.date for d in find_dates("Quyết định ký ngày 09/3/2023, sửa ngày 31/4/2023")]
    [datetime.date(2023, 3, 9), None]
    """
    low = lowered(text)
    stop = len(text) if end is None else end
    found = [_read_date(text, match) for match, _ in _DATES.finditer(low, start, stop) if _is_date(match)]
    return tuple(leftmost_longest(found)) if found else ()


def _is_date(match: regex.Match[str]) -> bool:
    # Without a year, a day or month that cannot be is no date but a fraction.
    if match["year"] is not None:
        return True
    return 1 <= _number(match["day"]) <= 31 and 1 <= _number(match["month"]) <= 12


def _number(printed: str) -> int:
    return int(printed.translate(_SCANNED_DIGITS))


def _read_date(text: str, match: regex.Match[str]) -> DateMention:
    day, month = _number(match["day"]), _number(match["month"])
    year = _number(match["year"]) if match["year"] else None
    full = 2000 + year if year is not None and year < 100 else year
    return DateMention(
        start=match.start(),
        end=match.end(),
        raw=text[match.start() : match.end()],
        day=day,
        month=month,
        year=year,
        date=calendar_date(full, month, day),
    )


def leftmost_longest(found: list[Spanned]) -> list[Spanned]:
    """Of overlapping spans the leftmost, and there the longest, in reading order."""
    kept: list[Spanned] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
