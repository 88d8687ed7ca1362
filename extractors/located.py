"""What every row that stands for something in the text carries."""

from __future__ import annotations

import dataclasses
import datetime

from extractors.columns import column


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A thing found at one place of one document's normalized text."""

    doc_id: str = column(
        "First 16 hex digits of the SHA-256 of the source file's bytes",
        "Mã tài liệu",
        refers_to="documents.doc_id",
        default="",
    )
    section_id: str | None = column(
        "Section the row stands in; that of the anchor for a footnote; null before the first heading",
        "Mục",
        refers_to="sections.section_id",
        default=None,
    )
    start: int = column("Half-open offset into texts.text: first character", "Đầu", unit="code points")
    end: int = column("Half-open offset into texts.text: one past the last character", "Cuối", unit="code points")
    page: int | None = column("Page, from 1; null where the format has none", "Trang", default=None)
    raw: str = column("The characters text[start:end]", "Nguyên văn")
    confidence: float = column("How sure the reading is", "Độ tin cậy", unit="0 to 1", default=1.0)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Located):
    """A figure of one of the families; ``raw`` is the number with its unit or sign."""

    # Extractors number their figures locally ("q0001"); the pipeline replaces the numbers, in part_of too.
    figure_id: str = column(
        "Id of the figure: <doc_id>:f0001, in reading order over all families", "Mã số liệu", default=""
    )
    scope: str = column("Whose figure it is", "Phạm vi", vocabulary="scope", default="all")
    scope_name: str | None = column("The named office or locality, where scope is unit", "Đơn vị", default=None)
    period_start: datetime.date | None = column("First day of the figure's period", "Từ ngày", default=None)
    period_end: datetime.date | None = column("Last day of the figure's period", "Đến ngày", default=None)
    qualifier: str | None = column(
        "about, over or under, where the text says so", "Mức độ", vocabulary="qualifier", default=None
    )
    role: str = column("Result, change or target", "Vai trò", vocabulary="role", default="result")
    group_id: str | None = column("Shared by the figures that one statement ties together", "Nhóm", default=None)
    part_of: str | None = column(
        "figure_id of the whole that this figure is stated to be a part of", "Thuộc", default=None
    )
