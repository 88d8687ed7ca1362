"""Rule over periods: title, date line and body speak of one period."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractors.citations import Citation
from extractors.header import Header
from pipeline.audits.findings import Facts, Finding, PeriodWords
from pipeline.audits.places import one_per_subject
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words

ENOUGH = 3
"""Mentions or documents that outweigh a header and a title: fewer may be slips themselves."""

LATE = datetime.timedelta(days=300)
"""A report this long after its period bears last year's date turned into this year's, or the reverse."""

_LEADING = ("title", "announced")


def _part_of_year(period: PeriodWords) -> bool:
    return period.year is not None and period.months is not None and period.months != (1, 12)


def _same_period(a: PeriodWords, b: PeriodWords) -> bool:
    """Whether two periods agree: the same months of the same year, or a year and a part of it."""
    if a.year != b.year:
        return False
    return a.months == b.months or not (_part_of_year(a) and _part_of_year(b))


def _dateable(header: Header) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that the date line allows."""
    year, month, day = header.issued_year, header.issued_month, header.issued_day
    if year is None or not 1 <= year <= 9999:
        return None
    if month is None or not 1 <= month <= 12:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    last_day = calendar.monthrange(year, month)[1]
    if day is None or not 1 <= day <= last_day:
        return datetime.date(year, month, 1), datetime.date(year, month, last_day)
    return datetime.date(year, month, day), datetime.date(year, month, day)


def _documents(citations: Sequence[Citation], since: datetime.date) -> tuple[Citation, ...]:
    """The documents dated after a day, one mention each."""
    later = [c for c in citations if c.issued_date is not None and c.issued_date > since]
    return tuple({(c.doc_type, c.code, c.issued_date): c for c in later}.values())


def _body_year(periods: Sequence[PeriodWords]) -> int | None:
    """The year that the parts of a year named in the body lie in, where most of them agree."""
    years = Counter(p.year for p in periods if p.role in ("announced", "headed", "running") and _part_of_year(p))
    if not years:
        return None
    year, count = years.most_common(1)[0]
    return year if count >= ENOUGH and 2 * count > sum(years.values()) else None


def _title(periods: Sequence[PeriodWords]) -> tuple[PeriodWords, ...]:
    return tuple(p for p in periods if p.role == "title" and p.year is not None)


def _reported_year(facts: Facts) -> int | None:
    """The year the report is about: the body's, else the one that title, opening and closing share."""
    body = _body_year(facts.periods)
    if body is not None:
        return body
    years = {p.year for p in facts.periods if p.role in _LEADING and p.year is not None}
    return years.pop() if len(years) == 1 else None


def _header_year(facts: Facts) -> int | None:
    """The year the date line should have, where it cannot have the one it has; None where it can.

    It cannot where several cited documents are dated after it, or where the period reported on had not begun: then the
    year of the report is that of the latest document or of the period. Nor where it lies nearly a year after the period
    and no document is dated in between.
    """
    span, year = _dateable(facts.header), _reported_year(facts)
    if span is None:
        return None
    first, last = span
    later = _documents(facts.citations, last)
    if len(later) >= ENOUGH and (year is None or year > first.year):
        return year or Counter(c.issued_date.year for c in later if c.issued_date).most_common(1)[0][0]
    ends = [p.last for p in facts.periods if p.role in _LEADING and p.last is not None and p.year == year]
    starts = [p.first for p in facts.periods if p.role in _LEADING and p.first is not None and p.year == year]
    if year is None or not ends or not starts:
        return None
    if min(starts) > last:
        return year
    dated = [c.issued_date for c in facts.citations if c.issued_date is not None and c.issued_date <= last]
    if first > max(ends) + LATE and first.year == year + 1 and dated and max(dated) <= max(ends) + LATE / 3:
        return year
    return None


def report_date(facts: Facts) -> datetime.date | None:
    """The latest day on which the report can have been issued, the date line's year corrected where it is wrong.

    None where the report bears no year.
    """
    span = _dateable(facts.header)
    if span is None:
        return None
    last = span[1]
    year = _header_year(facts)
    if year is None:
        return last
    if facts.header.issued_month is None:
        return datetime.date(year, 12, 31)
    day = last.day if facts.header.issued_day else calendar.monthrange(year, last.month)[1]
    return datetime.date(year, last.month, min(day, calendar.monthrange(year, last.month)[1]))


def _dated_findings(facts: Facts) -> Iterator[Finding]:
    year, span = _header_year(facts), _dateable(facts.header)
    if year is None or span is None:
        return
    line = next((p for p in facts.periods if p.role == "dated"), None)
    header = facts.header
    raw = line.raw if line else _printed_date(header)
    later = _documents(facts.citations, span[1])
    vi = f"Báo cáo ghi “{raw}”, nhưng nội dung là của năm {year}"
    en = f"The report is dated “{raw}”, but speaks of {year}"
    if later:
        vi += f" và dẫn {len(later)} văn bản ban hành sau ngày đó"
        en += f" and cites {len(later)} documents issued after that date"
    yield Finding(
        doc_id=facts.doc_id,
        rule="period.mismatch",
        severity="error",
        subject=raw,
        stated=str(header.issued_year),
        expected=str(year),
        delta=None if header.issued_year is None else float(header.issued_year - year),
        message_vi=vi + ".",
        message_en=en + ".",
        suggestion=raw.replace(str(header.issued_year), str(year)),
        suggestion_en=raw.replace(str(header.issued_year), str(year)),
        evidence=tuple(c.citation_id for c in later),
        start=line.start if line else None,
        end=line.end if line else None,
        page=line.page if line else None,
    )


def _printed_date(header: Header) -> str:
    parts = [f"ngày {header.issued_day}"] if header.issued_day and header.issued_month else []
    parts += [f"tháng {header.issued_month}"] if header.issued_month else []
    return " ".join([*parts, f"năm {header.issued_year}"])


def _mismatch(facts: Facts, wrong: PeriodWords, right: PeriodWords | str, words: Words) -> Finding:
    expected = right if isinstance(right, str) else right.raw
    return Finding(
        doc_id=facts.doc_id,
        rule="period.mismatch",
        severity="error",
        subject=wrong.raw,
        stated=wrong.raw,
        expected=expected,
        message_vi=f"{words.vi} “{wrong.raw}”, nhưng báo cáo là về “{expected}”.",
        message_en=f"{words.en} “{wrong.raw}”, but the report is about “{expected}”.",
        suggestion=f"{wrong.raw} → {expected}",
        suggestion_en=f"{wrong.raw} → {expected}",
        section_id=wrong.section_id,
        start=wrong.start,
        end=wrong.end,
        page=wrong.page,
    )


_WHERE = {
    "title": Words(vi="Tên báo cáo ghi", en="The title says"),
    "announced": Words(vi="Lời mở đầu, kết thúc hoặc đề mục ghi", en="The opening, closing or a heading says"),
    "headed": Words(vi="Đề mục ghi", en="A heading says"),
    "running": Words(vi="Nội dung ghi", en="The text says"),
}


def _support(period: PeriodWords, periods: Iterable[PeriodWords]) -> int:
    """How often the report names just this period."""
    return sum((p.year, p.months) == (period.year, period.months) for p in periods)


def _reference(facts: Facts) -> tuple[PeriodWords, ...]:
    """What title, opening, headings and closing agree on, most of them; the body decides between two.

    A title may name two periods of one year (6 tháng đầu năm … 6 tháng cuối năm): where the title holds, all of its
    periods are the report's.
    """
    leading = [p for p in facts.periods if p.role in _LEADING and p.year is not None]
    title = _title(facts.periods)
    body = _body_year(facts.periods)
    candidates = [p for p in leading if body is None or p.year == body]
    if not candidates:
        return ()
    told = [p for p in facts.periods if p.role in ("announced", "headed", "running", "title")]

    def weight(period: PeriodWords) -> tuple[int, int, int, int]:
        agreeing = sum(_same_period(period, other) for other in leading)
        return agreeing, _part_of_year(period), _support(period, told), period.role == "title"

    best = max(candidates, key=weight)
    return title if any(_same_period(t, best) for t in title) else (best,)


def _leading_findings(facts: Facts) -> Iterator[Finding]:
    reference = _reference(facts)
    title = _title(facts.periods)
    if not reference:
        return
    if title and not any(_same_period(t, r) for t in title for r in reference):
        yield _mismatch(facts, title[0], reference[0], _WHERE["title"])
    for period in facts.periods:
        if period.role != "announced" or period.year is None:
            continue
        # A lone year may be that of a plan, unless title and date line speak of a whole year, which it is not.
        whole = _whole_years(title, facts.header) and period.kind == "year" and period.year in _last_years(title)
        if not any(_same_period(period, r) for r in reference) and (_part_of_year(period) or whole):
            yield _mismatch(facts, period, reference[0], _WHERE["announced"])


def _whole_years(title: Sequence[PeriodWords], header: Header) -> bool:
    """Whether the title is of one whole year, in which or after which the report is dated."""
    return (
        len(title) == 1
        and title[0].kind == "year"
        and title[0].year is not None
        and header.issued_year in (title[0].year, title[0].year + 1)
    )


def _last_years(title: Sequence[PeriodWords]) -> frozenset[int]:
    """The year before each year of the title: a report is made from last year's."""
    return frozenset(t.year - 1 for t in title if t.year is not None)


def _stray_findings(facts: Facts) -> Iterator[Finding]:
    """Headings with the title's months of another year; quarters and halves of the year before in this year's body."""
    title = _title(facts.periods)
    for period in facts.periods:
        same_part = [t for t in title if t.months == period.months and t.year == _reported_year(facts)]
        if period.role == "headed" and _part_of_year(period) and same_part and period.year != same_part[0].year:
            yield _mismatch(facts, period, same_part[0], _WHERE["headed"])
    year = _body_year(facts.periods)
    if year is None:
        return
    for period in facts.periods:
        quarterly = period.kind in ("quarter", "half_year", "nine_months") and period.months is not None
        if period.role in ("running", "headed") and quarterly and period.year == year - 1:
            yield _mismatch(facts, period, period.raw.replace(str(year - 1), str(year)), _WHERE["running"])


@rule(
    "period.mismatch",
    severity="error",
    vi="Kỳ báo cáo không thống nhất",
    en="Title, date and body do not speak of one period",
    explained_vi=(
        "Tên báo cáo, ngày ký, lời mở đầu, kết luận và nội dung nói về một kỳ. Báo cáo làm từ bản năm trước "
        "hay giữ lại tên, ngày hoặc quý cũ; nội dung và ngày của các văn bản được viện dẫn cho biết kỳ nào "
        "đúng."
    ),
)
def check_periods(facts: Facts) -> Iterable[Finding]:
    """Title, date line, opening, closing and body speak of one period.

    A report made from last year's often keeps its title, its date line or a quarter in the text. The body decides: the
    year in which most of the quarters and halves lie that it names, and the dates of the documents it cites. The date
    line is wrong where several documents are dated after it, or the period had not begun. Comparisons with earlier
    years, beginnings ("từ quý III/2022"), the tasks of the next period, and the own years of plans, indexes and events
    are no disagreement; a year and a part of it agree.

    Wrong: ``BÁO CÁO ⏎ Kết quả cải cách hành chính 6 tháng đầu năm 2023 ⏎ I. KẾT QUẢ ⏎ Huyện đã
    ban hành kế hoạch. ⏎ Trên đây là báo cáo kết quả cải cách hành chính 9 tháng đầu năm 2023.``

    Right: ``BÁO CÁO ⏎ Kết quả cải cách hành chính 9 tháng đầu năm 2023 ⏎ I. KẾT QUẢ ⏎ Huyện đã
    ban hành kế hoạch. ⏎ Trên đây là báo cáo kết quả cải cách hành chính 9 tháng đầu năm 2023.``
    """
    return one_per_subject([*_dated_findings(facts), *_leading_findings(facts), *_stray_findings(facts)])
