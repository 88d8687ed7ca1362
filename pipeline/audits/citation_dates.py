"""Rules over the dates of single citations: the year in a number, the calendar, and the report's own date."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from extractors.citations import Citation
from patterns.dates import find_dates
from pipeline.audits.citation_findings import by_code, citation_finding, dated_places, wheres, written
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, same

# Where so many documents would be later than the report, it is the report's date that is wrong.
_FEW_LATE = 3
_LATE_SHARE = 0.25


@rule(
    "citation.year",
    severity="error",
    vi="Năm trong số khác năm ban hành",
    en="Number and date name different years",
    explained_vi=(
        "Năm nằm trong số của văn bản quy phạm pháp luật là năm ban hành; ngày thuộc năm khác là ghi nhầm "
        "một trong hai."
    ),
)
def year(facts: Facts) -> Iterator[Finding]:
    """The year inside a number is the year of the document's date.

    Normative documents carry their year in the number; a date of another year is a slip in one of the two.

    Wrong: ``Nghị định số 117/2013/NĐ-CP ngày 07/10/2021``

    Right: ``Nghị định số 117/2013/NĐ-CP ngày 07/10/2013``
    """
    for code, rows in by_code(facts):
        wrong = [r for r in rows if r.number_year and r.issued_date and r.issued_date.year != r.number_year]
        wrong = [r for r in wrong if not _borrowed(r, facts.citations)]
        if not wrong:
            continue
        row = wrong[0]
        assert row.number_year is not None
        date = _in_year(row, rows)
        yield citation_finding(
            "citation.year",
            "error",
            wrong,
            subject=code,
            stated=row.issued_date.isoformat() if row.issued_date else None,
            expected=str(row.number_year),
            suggestion=None if date is None else written(date),
            message=Words(vi=f"Số {code} là của năm {row.number_year}", en=f"{code} is numbered {row.number_year}")
            + Words(vi=", nhưng ghi ngày ", en=", but dated ")
            + dated_places(facts, wrong)
            + same("."),
        )


def _borrowed(row: Citation, citations: Sequence[Citation]) -> bool:
    """Whether a mention has its date from a document of another level named before it.

    "Ngày 08/5/2024, UBND huyện ban hành Quyết định số 94/QĐ-UBND; Luật số 72/2025/QH15 …": no date is said of the law.
    """
    assert row.issued_date is not None
    return str(row.issued_date.year) not in row.raw and any(
        c.issued_date == row.issued_date
        and c.section_id == row.section_id
        and c.start < row.start
        and c.issuer_level != row.issuer_level
        for c in citations
    )


def _in_year(row: Citation, rows: Sequence[Citation]) -> datetime.date | None:
    """The date that another mention gives in the right year, else the same day of that year."""
    dates = [r.issued_date for r in rows if r.issued_date and r.issued_date.year == row.number_year]
    if dates:
        return dates[0]
    try:
        return row.issued_date.replace(year=row.number_year or 0) if row.issued_date else None
    except ValueError:
        return None


@rule(
    "citation.date_invalid",
    severity="error",
    vi="Ngày không có thật",
    en="The date does not exist",
    explained_vi="Ngày ban hành phải có trong lịch. Ngày không ghi năm là thiếu chứ không sai, và không bị nêu.",
)
def date_invalid(facts: Facts) -> Iterator[Finding]:
    """The date of a document exists in the calendar.

    A date without a year is incomplete, not wrong, and is left alone.

    Wrong: ``Công văn số 402/UBND-NV ngày 31/4/2023``

    Right: ``Công văn số 402/UBND-NV ngày 30/4/2023``
    """
    for code, rows in by_code(facts):
        wrong = [row for row in rows if row.issued_date is None and _impossible(row.issued_date_raw)]
        if not wrong:
            continue
        raw = " ".join((wrong[0].issued_date_raw or "").split())
        date = next((row.issued_date for row in rows if row.issued_date), None)
        yield citation_finding(
            "citation.date_invalid",
            "error",
            wrong,
            subject=code,
            stated=raw,
            expected=date.isoformat() if date else None,
            suggestion=written(date) if date else None,
            message=Words(
                vi=f"Số {code} ghi “{raw}”, là ngày không có thật (",
                en=f"{code} bears “{raw}”, a day that does not exist (",
            )
            + wheres(facts, wrong)
            + same(")."),
        )


def _impossible(raw: str | None) -> bool:
    dates = find_dates(raw) if raw else ()
    return any(d.date is None and None not in (d.day, d.month, d.year) for d in dates)


@rule(
    "citation.future",
    severity="error",
    vi="Văn bản sau ngày báo cáo",
    en="Document later than the report",
    explained_vi=(
        "Không văn bản nào có ngày hoặc năm sau báo cáo nhắc đến nó. Khi nhiều văn bản đều sau ngày báo cáo "
        "thì ngày báo cáo mới là chỗ sai."
    ),
)
def future(facts: Facts) -> Iterator[Finding]:
    """No document is dated or numbered after the report that names it.

    The report's date is that of its header; where that has a year alone, the year's last day. Where many documents are
    later, the header is wrong, and the year that the documents speak of counts instead.

    Wrong, in a report of 2023: ``Nghị định số 85/2026/NĐ-CP``

    Right: ``Nghị định số 85/2016/NĐ-CP``
    """
    limit = _limit(facts)
    if limit is None:
        return
    for code, rows in by_code(facts):
        late = [row for row in rows if _later(row, limit)]
        if not late:
            continue
        row = late[0]
        numbered = row.number_year is not None and row.number_year > limit.year
        when = Words(vi=f"năm {row.number_year}", en=str(row.number_year)) if numbered else written(row.issued_date)
        yield citation_finding(
            "citation.future",
            "error",
            late,
            subject=code,
            stated=str(row.number_year) if numbered else row.issued_date.isoformat() if row.issued_date else None,
            expected=f"<= {limit.year}" if numbered else f"<= {limit.isoformat()}",
            message=Words(vi=f"Số {code} là của " if numbered else f"Số {code} ghi ngày ", en=f"{code} is of ")
            + when
            + Words(vi=", sau ngày báo cáo (", en=", after the report (")
            + wheres(facts, late)
            + same(")."),
        )


def _later(row: Citation, limit: datetime.date) -> bool:
    numbered = row.number_year is not None and row.number_year > limit.year
    return numbered or (row.issued_date is not None and row.issued_date > limit)


def _limit(facts: Facts) -> datetime.date | None:
    """The last day that a document may bear; moved on, year by year, while too many are later."""
    limit, header = facts.report_date, facts.header
    titled = header.title is not None or header.symbol is not None
    # A year in a text without a header may be anything's; only a header's own year dates a report.
    if limit is None and (header.issued_year or (header.period_year and titled)):
        # A report on a year may be written in the next one.
        limit = datetime.date(header.issued_year or (header.period_year or 0) + 1, 12, 31)
    dated = [rows[0] for _, rows in by_code(facts) if rows[0].issued_date or rows[0].number_year]
    while limit is not None:
        late = [row for row in dated if _later(row, limit)]
        if len(late) < _FEW_LATE or len(late) <= _LATE_SHARE * len(dated):
            break
        limit = datetime.date(limit.year + (limit.month == 12 and limit.day == 31), 12, 31)
    return limit
