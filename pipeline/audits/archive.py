"""The whole archive as rules see it: one line a report, its main counts, and the documents that all reports cite.

A report knows its own figures; what only the archive knows is whether they follow those of the period before, and what
everyone else calls the same document. Citations are many, so rules walk over them instead of holding them.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pipeline.audits.findings import Finding
from pipeline.audits.wording import Words

COUNTED = (
    "received",
    "to_process",
    "carried_over",
    "resolved",
    "resolved_on_time",
    "resolved_late",
    "pending",
)
"""Metrics of dossiers that are compared between periods."""


class ReportLine(NamedTuple):
    """What the archive knows of one report; ``digest`` stands for its text, spaces and marks aside."""

    doc_id: str
    source_path: str
    issuer: str | None
    level: str | None
    locality: str | None
    province: str | None
    period_kind: str | None
    period_start: datetime.date | None
    period_end: datetime.date | None
    issued_date: datetime.date | None
    digest: str | None

    @property
    def place(self) -> tuple[str | None, ...] | None:
        """Whose report it is; None where that is not known."""
        if self.locality is not None and self.level is not None:
            return (self.level, self.locality, self.province)
        return None if self.issuer is None else (self.issuer, self.province)

    @property
    def order(self) -> tuple[datetime.date, datetime.date, str]:
        """What makes one report later than another: the end of its period, then its date."""
        first = datetime.date.min
        return (self.period_end or self.issued_date or first, self.issued_date or first, self.source_path)


class CountLine(NamedTuple):
    """One exact count of dossiers that a report gives as its result, for a level or all of them, over all fields."""

    doc_id: str
    figure_id: str
    section_id: str | None
    start: int
    end: int
    page: int | None
    metric: str
    scope: str
    value: int
    first: datetime.date | None
    last: datetime.date | None


class MentionLine(NamedTuple):
    """One full mention of a document."""

    doc_id: str
    citation_id: str
    section_id: str | None
    start: int
    end: int
    page: int | None
    doc_type: str | None
    code: str
    number: str | None
    number_year: int | None
    symbol: str | None
    issued_date: datetime.date | None
    issuer: str | None
    issuer_level: str | None
    subject: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """All reports, their counts by report, and a way to walk over all citations, report by report."""

    reports: tuple[ReportLine, ...]
    counts: dict[str, tuple[CountLine, ...]]
    mentions: Callable[[], Iterable[MentionLine]]

    def copies(self) -> Iterator[tuple[ReportLine, ReportLine]]:
        """Every report that is another over again, with the one it repeats."""
        first: dict[str, ReportLine] = {}
        for report in self.reports:
            kept = report if report.digest is None else first.setdefault(report.digest, report)
            if kept is not report:
                yield report, kept

    def told_once(self) -> Iterator[MentionLine]:
        """The mentions without those of copies: what a report says counts once, in however many files it stands."""
        copies = {report.doc_id for report, _ in self.copies()}
        return (line for line in self.mentions() if line.doc_id not in copies)

    def by_place(self) -> Iterator[tuple[ReportLine, ...]]:
        """The reports of every locality that has more than one, the earliest first."""
        found: dict[tuple[str | None, ...], list[ReportLine]] = defaultdict(list)
        for report in self.reports:
            if report.place is not None:
                found[report.place].append(report)
        for reports in found.values():
            if len(reports) > 1:
                yield tuple(sorted(reports, key=lambda r: r.order))


def archive_finding(
    rule: str,
    severity: str,
    line: CountLine | MentionLine | ReportLine,
    *,
    subject: str,
    message: Words,
    evidence: Iterable[str] = (),
    stated: str | None = None,
    expected: str | None = None,
    delta: float | None = None,
    suggestion: Words | None = None,
) -> Finding:
    """A finding of the archive, which stands in one report and may rest on rows of several."""
    place = None if isinstance(line, ReportLine) else line
    own = "" if isinstance(line, ReportLine) else line.figure_id if isinstance(line, CountLine) else line.citation_id
    vi, en = message.vi, message.en
    return Finding(
        doc_id=line.doc_id,
        rule=rule,
        severity=severity,
        subject=subject,
        stated=stated,
        expected=expected,
        delta=delta,
        message_vi=vi[0].upper() + vi[1:],
        message_en=en[0].upper() + en[1:],
        suggestion=suggestion.vi if suggestion else None,
        suggestion_en=suggestion.en if suggestion else None,
        evidence=tuple(dict.fromkeys(i for i in (own, *evidence) if i)),
        section_id=place.section_id if place else None,
        start=place.start if place else None,
        end=place.end if place else None,
        page=place.page if place else None,
    )
