"""Mentions of other documents: Quyết định số 707/QĐ-UBND ngày 09/3/2023 của UBND tỉnh …"""

from __future__ import annotations

import dataclasses
import datetime

from extractors.bodies import find_bodies, place_of
from extractors.citation_dates import date_right_before
from extractors.citation_issuer import Issue, find_issues
from extractors.citation_mentions import Mention, find_mentions
from extractors.citation_sharing import dated_in_turn, shared_dates
from extractors.citation_subject import subject_after
from extractors.columns import column
from extractors.family import Family, Reading
from extractors.located import Located
from extractors.report import Report
from patterns.dates import DateMention, find_dates


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Located):
    """One mention of another document."""

    citation_id: str = column("Id of the citation: <doc_id>:c0001, in reading order", "Mã viện dẫn", default="")
    doc_type: str | None = column(
        "Official Vietnamese name of the type, as the mention has it", "Loại văn bản", default=None
    )
    number: str | None = column("Number as printed, with leading zeros", "Số", default=None)
    number_year: int | None = column("Year inside the number: 2020 in 72/2020/QĐ-UBND", "Năm trong số", default=None)
    symbol: str | None = column("Type and office after the number, characters repaired", "Ký hiệu", default=None)
    code: str | None = column("Canonical code; null for a short reference or a named law", "Số, ký hiệu", default=None)
    issued_date: datetime.date | None = column(
        "Date of the document; null where none is named or it does not exist", "Ngày ban hành", default=None
    )
    issued_date_raw: str | None = column("The date as printed", "Ngày (nguyên văn)", default=None)
    issuer: str | None = column(
        "Issuer named after của or as the sentence's subject, short form with its locality",
        "Cơ quan ban hành",
        default=None,
    )
    issuer_level: str | None = column("Level of the issuer", "Cấp ban hành", vocabulary="issuer_level", default=None)
    subject: str | None = column("What the document is about, without về việc", "Trích yếu", default=None)
    in_footnote: bool = column("The mention stands in a footnote", "Ở chú thích", default=False)
    kind: str = column(
        "A full mention or a short reference to one", "Kiểu viện dẫn", vocabulary="citation_kind", default="full"
    )
    resolves_to: str | None = column(
        "citation_id of the full mention a short one stands for",
        "Chỉ tới",
        refers_to="citations.citation_id",
        default=None,
    )
    malformed: bool = column(
        "The code's separators or their order are not the office's form", "Sai thể thức", default=False
    )


def find_citations(reading: Reading) -> tuple[Citation, ...]:
    """Find every mention of another document, in the order of the text: footnotes behind it.

    Codes are found first and never torn apart; what stands around them gives type, date, issuer and subject. Ids are
    local: "c0001".
    """
    report = reading.report
    text = report.text
    place = place_of(reading.header)
    dates = find_dates(text)
    bodies = find_bodies(text, place)
    mentions = dated_in_turn(text, find_mentions(text, reading.header, report.body_end, dates, bodies), dates, bodies)
    issues = find_issues(report, mentions, bodies, dates, place)
    shared = shared_dates(text, mentions, issues)
    rows = []
    for index, (mention, issue) in enumerate(zip(mentions, issues, strict=True)):
        following = mentions[index + 1].start if index + 1 < len(mentions) else None
        date = mention.date or shared[index] or issue.date or date_right_before(text, mention.start, dates)
        rows.append(_row(report, index, mention, issue, date, subject_after(text, issue.end, following)))
    return _resolved(tuple(rows))


def _row(
    report: Report, index: int, mention: Mention, issue: Issue, date: DateMention | None, subject: str | None
) -> Citation:
    section = report.section_at(mention.start)
    code = mention.code
    return Citation(
        citation_id=f"c{index + 1:04d}",
        section_id=section.section_id if section else None,
        start=mention.start,
        end=mention.end,
        page=report.page_at(mention.start),
        raw=report.text[mention.start : mention.end],
        confidence=_confidence(mention, issue),
        doc_type=mention.doc_type,
        number=mention.number,
        number_year=mention.year,
        symbol=mention.symbol,
        code=code.code if code else None,
        issued_date=date.date if date else None,
        issued_date_raw=date.raw if date else None,
        issuer=issue.name,
        issuer_level=issue.level,
        subject=subject,
        in_footnote=report.footnote_at(mention.start) is not None,
        kind="short" if mention.short and mention.number else "full",
        malformed=code is not None and code.expected != code.code,
    )


def _confidence(mention: Mention, issue: Issue) -> float:
    """How sure a row is: less for repaired codes, missing type words, implied issuers and short references."""
    doubts = (
        (0.08, mention.code is not None and mention.code.repaired),
        (0.05, mention.code is not None and mention.code.shared),
        (0.08, not mention.typed),
        (0.03, not mention.numbered),
        (0.03, issue.name is not None and not issue.named),
        (0.2, mention.short),
    )
    return round(0.99 - sum(cost for cost, holds in doubts if holds), 2)


def _resolved(rows: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Point every short reference to the first full mention of the one document it can stand for."""
    full = [row for row in rows if row.code is not None]
    return tuple(
        dataclasses.replace(row, resolves_to=_target(row, full)) if row.kind == "short" else row for row in rows
    )


def _target(short: Citation, full: list[Citation]) -> str | None:
    """The id of the first mention of the document with this type and number, where the report names exactly one."""
    same = [
        row
        for row in full
        if row.doc_type == short.doc_type
        and (row.number or "").lstrip("0") == (short.number or "").lstrip("0")
        and short.number_year in (None, row.number_year)
        and _may_be_one(row, short)
    ]
    if same and all(_may_be_one(row, other) and row.code == other.code for row in same for other in same):
        return same[0].citation_id
    return None


def _may_be_one(a: Citation, b: Citation) -> bool:
    """Whether no date and no issuer says that two mentions are of two documents."""
    dates, issuers = {a.issued_date, b.issued_date} - {None}, {a.issuer, b.issuer} - {None}
    return len(dates) < 2 and len(issuers) < 2


FAMILY = Family(
    table="citations", description="A row for every mention of another document", record=Citation, find=find_citations
)
