"""Periods: năm 2022, quý III/2022, 06 tháng đầu năm 2023, từ ngày 16/12/2022 đến 31/7/2023."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from functools import lru_cache

import regex

from patterns.anchors import Anchored, Together
from patterns.date_mentions import (
    GAP,
    YEAR,
    DateMention,
    calendar_date,
    find_dates,
    first_of_month,
    last_of_month,
    leftmost_longest,
)
from patterns.spelling import lowered


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMention:
    """A span of time at [start, end): năm 2022, 06 tháng đầu năm 2023, từ ngày 16/12/2022 đến 31/7/2023.

    ``kind`` is a value of the period_kind labels. ``first`` and ``last`` bound the period; None at the side that the
    text leaves open ("đến ngày 30/9/2023" has only ``last``, "từ năm 2021 đến nay" only ``first``). ``year`` is that
    of ``last`` where the text names several; None where it names none, and then ``first`` and ``last`` are None too
    and ``within(year)`` gives them for a year. ``open_start`` says that only an end is stated (đến ngày …, lũy kế
    đến …), so that the beginning is the report's or the year's. ``months`` are the first and last month of a period
    made of whole months of any one year; behind "đến" they run from January.
    """

    start: int
    end: int
    raw: str
    kind: str
    year: int | None
    first: datetime.date | None
    last: datetime.date | None
    months: tuple[int, int] | None = None
    open_start: bool

    def within(self, year: int) -> tuple[datetime.date, datetime.date] | None:
        """First and last day of the period in that year, for kinds that repeat every year (months is set)."""
        if self.months is None:
            return None
        return first_of_month(year, self.months[0]), last_of_month(year, self.months[1])


_MONTH = r"(?:0?[1-9]|1[0-2])"
_QUARTER = r"(?:iii|ii|iv|i|[1-4])"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_COUNTS = dict(
    zip(["ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"], range(3, 13), strict=True)
)
_COUNT = rf"(?:{_MONTH}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
# What a count begins with is asked before what stands before it: the look behind is spared at most places.
_BEFORE_COUNT = rf"(?=[0-9{''.join(sorted({word[0] for word in _COUNTS}))}])(?<![\w/.,])"
_KINDS = {(1, 6): "half_year", (7, 12): "half_year", (1, 9): "nine_months", (1, 12): "year"}
_KINDS |= {(month, month + 2): "quarter" for month in (1, 4, 7, 10)}
# tháng, or the T of "9T/2023"
_MONTHS = rf"(?:{GAP}tháng|t(?!\w))"
_AND = r"[ ]*(?:,|&|(?<!\w)và(?!\w))[ ]*"
_ONE_BY_ONE = r"[ ]+(?:lần lượt|tương ứng|theo thứ tự)(?!\w)"
_OF_YEAR = rf"(?:{GAP},?{GAP}(?:của[ ])?năm{GAP}|[ ]?[/.-][ ]?)"
_UNTIL = r"(?:(?:(?:tính|lũy[ ]kế|luỹ[ ]kế|cộng[ ]dồn)[ ])?(?:đến|tới)(?:[ ](?:hết|đầu|giữa|cuối|thời[ ]điểm))*|hết)[ ]"

# Between two dates: "… đến hết …", "… - …"; not ", ".
_TO = regex.compile(rf",?{GAP}(?:đến|tới)(?:{GAP}(?:hết|thời[ ]điểm))*{GAP}|{GAP}(?P<dash>[-–—]){GAP}")
# Before the first of two dates: "từ ngày", "tính từ", "kể từ".
_FROM = regex.compile(r"(?<!\w)(?:kể[ ]|tính[ ])?từ\s*\Z")
# Before a date whose month and year it shares: "từ 01 đến", "ngày 01-".
_FROM_DAY = regex.compile(
    rf"(?<!\w)(?:từ{GAP}(?:ngày{GAP})?|ngày{GAP})(?P<day>[0-9]{{1,2}})"
    rf"[ ]?(?:[-–]|(?:đến|tới)(?:[ ]hết)?(?:{GAP}ngày)?)\s*\Z"
)
# Before one date: "từ đầu năm đến", "tính từ đầu năm 2022 đến hết".
_FROM_NEW_YEAR = regex.compile(
    rf"(?<!\w)(?:kể[ ]|tính[ ])?từ{GAP}đầu{GAP}năm(?:{GAP}(?P<year>{YEAR}))?,?{GAP}"
    rf"(?:đến|tới)(?:{GAP}(?:hết|thời[ ]điểm))*\s*\Z"
)
# Before one date: "đến", "tính đến hết", "lũy kế đến", "đến 17 giờ", "tại thời điểm"; not "trước", not "vào".
_UNTIL_DATE = regex.compile(
    r"""
    (?<!\w)
    (?: (?:(?:tính|lũy[ ]kế|luỹ[ ]kế|cập[ ]nhật|cộng[ ]dồn)[ ])?
        (?:đến|tới) (?:\s+(?:hết|cuối|thời[ ]điểm))*
        (?:\s+[0-9]{1,2}[ ]?(?:giờ|h)[ ]?(?:[0-9]{2})?,?)?
      | tại\s+thời\s+điểm
    )
    \s*\Z
    """,
    regex.VERBOSE,
)
# After one date: "từ ngày 01/7/2025 đến nay".
_TO_NOW = r"(?:đến|tới)[ ](?:nay|thời[ ]điểm[ ](?:này|hiện[ ]tại|báo[ ]cáo))(?!\w)"
_TO_NOW_AFTER = regex.compile(rf"{GAP}{_TO_NOW}")
# The blanks of a date line are no period: "ngày    tháng    năm 2023".
_DATE_LINE = regex.compile(r"(?<!\w)ngày[\s._…]*(?:tháng[\s._…]*[0-9]{0,2}[\s._…]*)?\Z")

Builder = Callable[[str, regex.Match[str]], Iterator[PeriodMention]]


@lru_cache(maxsize=4096)  # several families of facts ask for the same sentences
def find_periods(text: str, start: int = 0, end: int | None = None) -> tuple[PeriodMention, ...]:
    """All periods of text[start:end], in reading order, the longest reading of each place.

    >>> [(p.raw, p.kind, p.months) for p in find_periods("06 tháng đầu năm 2023")]
    [('06 tháng đầu năm 2023', 'half_year', (1, 6))]
    """
    low = lowered(text)
    stop = len(text) if end is None else end
    dates = find_dates(text, start, stop)
    found = list(_between_dates(text, low, dates, start, stop))
    taken = bytearray(stop - start)
    for date in dates:
        taken[date.start - start : date.end - start] = b"\1" * (date.end - date.start)
    for match, build in _PERIODS.finditer(low, start, stop):
        if any(taken[match.start() - start : match.end() - start]):
            continue
        if _DATE_LINE.search(low, max(start, match.start() - 40), match.start()):
            continue
        found.extend(build(text, match))
    return tuple(leftmost_longest(found))


def _between_dates(
    text: str, low: str, dates: tuple[DateMention, ...], start: int, stop: int
) -> Iterator[PeriodMention]:
    for index, date in enumerate(dates):
        left = max(start, date.start - 60)
        following = dates[index + 1] if index + 1 < len(dates) else None
        link = _TO.fullmatch(low, date.end, following.start) if following else None
        since = _FROM.search(low, left, date.start)
        begin = since.start() if since else date.start
        first = date.date or (_before(following, date) if following else None)
        if following and link and _is_range(first, following, link, bool(since)):
            yield _period(text, begin, following.end, "custom", first, following.date)
            continue
        now = _TO_NOW_AFTER.match(low, date.end, stop)
        if since and now:
            yield _period(text, begin, now.end(), "custom", date.date, None)
            continue
        new_year = _FROM_NEW_YEAR.search(low, left, date.start)
        if new_year:
            year = int(new_year["year"]) if new_year["year"] else date.year
            first = first_of_month(year, 1) if year else None
            last = date.date or calendar_date(year, date.month, date.day)
            yield _period(text, new_year.start(), date.end, "custom", first, last)
            continue
        day = _FROM_DAY.search(low, left, date.start)
        first = calendar_date(date.year, date.month, int(day["day"])) if day else None
        if day and first:
            yield _period(text, day.start(), date.end, "custom", first, date.date)
            continue
        until = _UNTIL_DATE.search(low, left, date.start)
        if until:
            yield _period(text, until.start(), date.end, "custom", None, date.date, open_start=True)


def _is_range(first: datetime.date | None, last: DateMention, link: regex.Match[str], since: bool) -> bool:
    """Without "từ" only dates in order, and no comma between, are the ends of one period."""
    if last.year is None:
        return False
    if since and not link["dash"]:
        return True
    return first is not None and last.date is not None and first <= last.date and "," not in link[0]


def _before(last: DateMention, first: DateMention) -> datetime.date | None:
    """A first date without a year takes that of the last one, or the year before."""
    if last.year is None or last.month is None or first.month is None:
        return None
    return calendar_date(last.year - (first.month > last.month), first.month, first.day)


def _period(
    text: str,
    start: int,
    end: int,
    kind: str,
    first: datetime.date | None,
    last: datetime.date | None,
    *,
    open_start: bool = False,
) -> PeriodMention:
    bound = last or first
    return PeriodMention(
        start=start,
        end=end,
        raw=text[start:end],
        kind=kind,
        year=bound.year if bound else None,
        first=first,
        last=last,
        open_start=open_start,
    )


def _whole_months(
    text: str, span: tuple[int, int], year: str | None, months: tuple[int, int], *, kind: str = "", until: bool = False
) -> PeriodMention:
    """A period of whole months; after "đến" it is only an end, and begins with its year where none is named."""
    if until:
        kind, months = "custom", (1, months[1])
    elif not kind:
        kind = _KINDS.get(months, "custom")
    return PeriodMention(
        start=span[0],
        end=span[1],
        raw=text[span[0] : span[1]],
        kind=kind,
        year=int(year) if year else None,
        first=first_of_month(int(year), months[0]) if year and not until else None,
        last=last_of_month(int(year), months[1]) if year else None,
        months=months,
        open_start=until,
    )


def _read_count(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    count = _COUNTS.get(match["count"]) or int(match["count"])
    half = match.groupdict().get("half")
    months = (13 - count, 12) if half == "cuối" else (1, count)
    yield _whole_months(text, match.span("period"), match["year"], months)


def _read_half(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    yield _whole_months(text, match.span(), match["year"], (1, 6) if match["half"] == "đầu" else (7, 12))


def _read_parts(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    """One period for each item of "quý I và quý II năm 2023"; the year belongs to them all."""
    spans = match.spans("part")
    for index, span in enumerate(spans):
        item = match.captures("item")[index]
        if match["kind"] == "quý":
            quarter = _QUARTERS[item]
            kind, months = "quarter", (3 * quarter - 2, 3 * quarter)
        else:
            kind, months = "month", (int(item), int(item))
        begin = match.start() if index == 0 else span[0]
        end = match.end() if index == len(spans) - 1 else span[1]
        yield _whole_months(text, (begin, end), match["year"], months, kind=kind, until=bool(match["until"]))


def _read_years(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    for index, span in enumerate(match.spans("part")):
        begin = match.start() if index == 0 else span[0]
        item = match.captures("item")[index]
        yield _whole_months(text, (begin, span[1]), item, (1, 12), kind="year", until=bool(match["until"]))


def _read_year_range(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    if (first := int(match["first"])) <= (last := int(match["last"])):
        yield _period(text, *match.span(), "custom", first_of_month(first, 1), last_of_month(last, 12))


def _read_school_year(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    # The frame of the school year that the ministry sets: 5 September to 31 May.
    first, last = datetime.date(int(match["first"]), 9, 5), datetime.date(int(match["last"]), 5, 31)
    yield _period(text, *match.span(), "custom", first, last)


def _read_month_range(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    last_year = int(match["year"])
    first_month, last_month = int(match["first"]), int(match["last"])
    first_year = int(match["first_year"] or last_year - (first_month > last_month))
    if first_year == last_year:
        yield _whole_months(text, match.span(), match["year"], (first_month, last_month))
    else:
        first, last = first_of_month(first_year, first_month), last_of_month(last_year, last_month)
        yield _period(text, *match.span(), "custom", first, last)


def _read_since(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    month = int(match["month"] or 1)
    yield _period(text, *match.span(), "custom", first_of_month(int(match["year"]), month), None)


def _read_years_to_month(text: str, match: regex.Match[str]) -> Iterator[PeriodMention]:
    first, last = int(match["first"] or match["year"]), last_of_month(int(match["year"]), int(match["last"]))
    if first <= last.year:
        yield _period(text, *match.span(), "custom", first_of_month(first, 1), last)


# Each reading with its anchor (``patterns.anchors``).
_READINGS: tuple[tuple[regex.Pattern[str], str, Builder], ...] = (
    # 06 tháng đầu năm 2023, 6 tháng cuối năm, sáu tháng đầu năm; not "6 tháng đầu tiên".
    (
        regex.compile(
            rf"{_BEFORE_COUNT}(?P<period>(?P<count>{_COUNT}){_MONTHS}{GAP}(?P<half>đầu|cuối){GAP}(?:của[ ])?"
            rf"(?:năm(?:{GAP}(?P<year>{YEAR})(?![0-9]))?|(?P<year>{YEAR})(?![0-9]))(?!\w))"
        ),
        rf"t(?:háng|(?<=[0-9anmuyit]t))(?={GAP}(?:đầu|cuối))",
        _read_count,
    ),
    # 9 tháng năm 2023, 9 tháng/2023, 9 tháng 2023; not "3 tháng năm sau".
    (
        regex.compile(
            rf"{_BEFORE_COUNT}(?P<period>(?P<count>{_COUNT}){_MONTHS}(?:{_OF_YEAR}|{GAP})(?P<year>{YEAR})(?![0-9]))"
        ),
        r"t(?:háng|(?<=[0-9anmuyit]t))(?=[\s,]*(?:của|năm|[/.\-12]))",
        _read_count,
    ),
    # lũy kế 10 tháng, kết quả 9 tháng; not "trong 6 tháng kể từ ngày", "định kỳ 6 tháng", "thời hạn 6 tháng".
    (
        regex.compile(
            r"(?<!\w)(?:(?:lũy|luỹ)[ ]kế|cộng[ ]dồn|kết[ ]quả|tình[ ]hình|báo[ ]cáo|hành[ ]chính|cchc|cùng[ ]kỳ|trong"
            rf"|qua){GAP}(?P<year>){{0}}(?P<period>(?P<count>0?[6-9]|1[0-2]|sáu|bảy|tám|chín|mười|mười một){GAP}tháng)"
            rf"(?!\w|/)(?!{GAP}(?:đầu|cuối|trở|liền|liên|tiếp|qua|gần|kể|tới|sau|một|1|năm|trước|tuổi|lương)(?!\w))"
        ),
        r"tháng(?!\w)(?<=[\s\w]tháng)",
        _read_count,
    ),
    # nửa đầu năm 2023
    (
        regex.compile(rf"(?<!\w)nửa{GAP}(?P<half>đầu|cuối){GAP}năm(?:{GAP}(?P<year>{YEAR}))?(?!\w)"),
        r"nửa",
        _read_half,
    ),
    # quý III năm 2022, quý I/2022, quý 3/2023, quý I và quý II năm 2023, đến hết quý II/2023; not "quý khách".
    (
        regex.compile(
            rf"(?<!\w)(?P<until>{_UNTIL})?(?P<part>(?P<kind>quý)[ ]?(?P<item>{_QUARTER}))(?!\w)"
            rf"(?:{_AND}(?P<part>(?:quý[ ])?(?P<item>{_QUARTER}))(?!\w)(?={_AND}|{_OF_YEAR}{YEAR}))*"
            rf"(?:(?:{_OF_YEAR}|[ ])(?P<year>{YEAR})(?![0-9]))?"
        ),
        r"quý(?=[ ]?[ivx1-4])",
        _read_parts,
    ),
    # tháng 5/2024, tháng 8 năm 2022, tháng 4, 5 và 6 năm 2023, đến tháng 10/2023; not "6 tháng 10 lần".
    (
        regex.compile(
            rf"(?<![\w])(?<![0-9][ ])(?P<until>{_UNTIL})?(?P<part>(?P<kind>tháng)[ ]?(?P<item>{_MONTH}))(?![0-9])"
            rf"(?:{_AND}(?P<part>(?:tháng[ ])?(?P<item>{_MONTH}))(?![0-9])(?={_AND}|{_OF_YEAR}{YEAR}|{_ONE_BY_ONE}))*"
            rf"(?:{_OF_YEAR}(?P<year>{YEAR})(?![0-9]))?(?!\w|[./][0-9])"
        ),
        r"tháng(?=[ ]?[0-9])",
        _read_parts,
    ),
    # năm 2022; các năm 2021, 2022 và 2023; đến năm 2026; cùng kỳ 2022; SIPAS 2021; not "năm 2021-2025", "sau năm 2025".
    (
        regex.compile(
            rf"(?<!\w)(?<!(?:trước|sau)[ ])(?P<until>{_UNTIL})?"
            rf"(?P<part>(?:(?:các[ ])?năm{GAP}|cùng[ ]kỳ[ ]|(?<=(?:index|sipas)[ ]))(?P<item>{YEAR}))(?![0-9])"
            rf"(?:{_AND}(?P<part>(?:năm[ ])?(?P<item>{YEAR}))(?![0-9./]))*"
        ),
        rf"(?:năm|kỳ)(?={GAP}[12])|[12](?<=(?:index|sipas)[ ].)",
        _read_years,
    ),
    # giai đoạn 2022-2026, giai đoạn từ năm 2021 đến năm 2025, từ năm 2021 đến 2025, năm 2021-2022.
    (
        regex.compile(
            rf"(?<!\w)(?:giai{GAP}đoạn{GAP}(?:từ[ ])?(?:năm[ ])?|từ[ ](?:năm[ ])?|(?:các[ ])?năm[ ])(?P<first>{YEAR})"
            rf"{GAP}(?:[-–—]|(?:đến|tới)(?:[ ]hết)?(?:[ ]năm)?){GAP}(?P<last>{YEAR})(?![0-9])"
        ),
        rf"[12](?=[09][0-9]{{2}}{GAP}(?:[-–—]|đến|tới))",
        _read_year_range,
    ),
    # năm học 2023-2024
    (
        regex.compile(rf"(?<!\w)năm{GAP}học{GAP}(?P<first>{YEAR}){GAP}[-–—/]{GAP}(?P<last>{YEAR})(?![0-9])"),
        rf"học(?={GAP}[12])",
        _read_school_year,
    ),
    # từ tháng 12/2022 đến tháng 6/2023, từ tháng 01 đến hết tháng 6 năm 2023, tháng 10 - 12 năm 2023
    (
        regex.compile(
            rf"(?<!\w)(?:từ[ ](?:đầu[ ])?)?tháng[ ]?(?P<first>{_MONTH})(?:{_OF_YEAR}(?P<first_year>{YEAR}))?"
            rf"{GAP}(?:(?:đến|tới)(?:[ ](?:hết|cuối))*|[-–—]){GAP}(?:tháng[ ]?)?(?P<last>{_MONTH})"
            rf"{_OF_YEAR}(?P<year>{YEAR})(?![0-9])"
        ),
        r"tháng(?=[ ]?[0-9])",
        _read_month_range,
    ),
    # từ năm 2015 đến hết tháng 5-2017, từ đầu năm đến tháng 10/2023
    (
        regex.compile(
            rf"(?<!\w)từ[ ](?:đầu[ ])?năm(?:{GAP}(?P<first>{YEAR}))?{GAP}(?:đến|tới)(?:[ ](?:hết|giữa|cuối))*"
            rf"{GAP}tháng[ ]?(?P<last>{_MONTH}){_OF_YEAR}(?P<year>{YEAR})(?![0-9])"
        ),
        r"tháng(?=[ ]?[0-9])",
        _read_years_to_month,
    ),
    # từ năm 2021 đến nay, từ đầu năm 2023 đến nay, từ tháng 7/2025 đến nay
    (
        regex.compile(
            rf"(?<!\w)từ[ ](?:đầu[ ])?(?:tháng[ ]?(?P<month>{_MONTH}){_OF_YEAR}|năm{GAP})(?P<year>{YEAR}){GAP}{_TO_NOW}"
        ),
        r"(?:đến|tới)(?=[ ](?:nay|thời))",
        _read_since,
    ),
)
_PERIODS = Together(*((Anchored(pattern, anchor), build) for pattern, anchor, build in _READINGS))
