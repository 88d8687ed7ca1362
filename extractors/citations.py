"""Mentions of other documents: Quyết định số 707/QĐ-UBND ngày 09/3/2023 của UBND tỉnh …"""

from __future__ import annotations

import dataclasses
import datetime

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.located import Located


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
    resolves_to: str | None = column("citation_id of the full mention a short one stands for", "Chỉ tới", default=None)
    malformed: bool = column(
        "The code's separators or their order are not the office's form", "Sai thể thức", default=False
    )


def find_citations(reading: Reading) -> tuple[Citation, ...]:
    """Find every mention of another document, in reading order, footnotes where they stand."""
    return ()


FAMILY = Family(
    table="citations", description="A row for every mention of another document", record=Citation, find=find_citations
)
