"""The finding, and the tables that rules see."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from extractors.citations import Citation
from extractors.columns import column
from extractors.dossiers import Dossier
from extractors.header import Header
from extractors.procedures import Procedure
from extractors.rates import Rate
from extractors.report import Section
from extractors.scores import Score
from extractors.staffing import Staffing


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not hold, with its place and its evidence."""

    doc_id: str = column(
        "First 16 hex digits of the SHA-256 of the source file's bytes",
        "Mã tài liệu",
        refers_to="documents.doc_id",
        default="",
    )
    finding_id: str = column("Id of the finding: <doc_id>:a0001", "Mã phát hiện", default="")
    rule: str = column("The rule that does not hold", "Quy tắc", vocabulary="rule")
    severity: str = column("error, warning or info", "Mức độ", vocabulary="severity")
    subject: str = column("What the finding is about: a code, a number, a section path, a column name", "Đối tượng")
    stated: str | None = column("What the report states", "Báo cáo ghi", default=None)
    expected: str | None = column("What would agree", "Giá trị đúng", default=None)
    delta: float | None = column("stated - expected, where both are numbers", "Chênh lệch", default=None)
    message_vi: str = column("What is wrong, in Vietnamese", "Nội dung")
    message_en: str = column("What is wrong, in English", "Nội dung (tiếng Anh)")
    suggestion: str | None = column(
        "The smallest change that would make the figures agree, in Vietnamese", "Gợi ý", default=None
    )
    suggestion_en: str | None = column("The same in English", "Gợi ý (tiếng Anh)", default=None)
    evidence: tuple[str, ...] = column("Ids of all rows it rests on", "Căn cứ", default=())
    section_id: str | None = column(
        "Section the finding stands in", "Mục", refers_to="sections.section_id", default=None
    )
    start: int | None = column(
        "Half-open offset into texts.text; null where there is no place", "Đầu", unit="code points", default=None
    )
    end: int | None = column("Half-open offset into texts.text", "Cuối", unit="code points", default=None)
    page: int | None = column("Page, from 1; null where the format has none", "Trang", default=None)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PeriodWords:
    """A period as the report prints it, with what it is to the report.

    ``role`` is ``title``; ``dated`` for the date line below the header; ``announced`` where the opening, the closing
    line or a main heading says what the report is about;
    ``headed`` in any other heading; ``compared``, ``since``, ``planned`` and ``named`` where the
    period is that of a comparison, a beginning, tasks to come, or a plan, index or event; ``running`` for any other.
    ``kind``, ``months``, ``first`` and ``last`` are those of ``patterns.dates.PeriodMention``.
    """

    kind: str
    year: int | None
    first: datetime.date | None
    last: datetime.date | None
    months: tuple[int, int] | None
    raw: str
    start: int
    end: int
    role: str
    section_id: str | None = None
    page: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWords:
    """What the text says of one change: ``direction`` is more, less or None, ``against`` what it is compared with."""

    figure_id: str
    direction: str | None = None
    against: str | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facts:
    """The rows of one report, with their ids: all that a rule sees. Rules never see the text.

    ``periods`` holds the periods that the title, the date line and the running text name
    (``pipeline.reporting_periods.read_periods``), ``changes`` what it says of every change of dossiers and percentages
    (``pipeline.change_words.read_changes``); ``report_date`` is the date that counts for the report, header or
    corrected (``pipeline.audits.period.report_date``). ``answers`` is where ``asked_once`` keeps what it was asked.
    """

    doc_id: str
    header: Header
    sections: tuple[Section, ...] = ()
    citations: tuple[Citation, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    rates: tuple[Rate, ...] = ()
    staffing: tuple[Staffing, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    scores: tuple[Score, ...] = ()
    periods: tuple[PeriodWords, ...] = ()
    changes: tuple[ChangeWords, ...] = ()
    report_date: datetime.date | None = None
    answers: dict[object, Any] = dataclasses.field(default_factory=dict, init=False, repr=False, compare=False)
