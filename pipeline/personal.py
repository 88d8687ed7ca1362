"""The table of personal data, for those who ask for it: what stood where the text has dots."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right

from extractors.columns import column
from pipeline.normalize import Normalized


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDatum:
    """A phone number, address or number of a person; text[start:end] has dots in its place."""

    doc_id: str = column("First 16 hex digits of the SHA-256 of the source file's bytes", "Mã tài liệu")
    kind: str = column("What it is", "Loại", vocabulary="personal_kind")
    value: str = column("As printed", "Giá trị")
    start: int = column("Offset of the first character in texts.text", "Từ ký tự", unit="code points")
    end: int = column("Offset behind the last character", "Đến ký tự", unit="code points")
    page: int | None = column("Page, from 1; null where the format has none", "Trang", default=None)


def personal_data(normalized: Normalized, doc_id: str) -> tuple[PersonalDatum, ...]:
    """The rows of one document."""
    starts = normalized.page_starts
    return tuple(
        PersonalDatum(
            doc_id=doc_id,
            kind=one.kind,
            value=one.value,
            start=one.start,
            end=one.end,
            page=max(bisect_right(starts, one.start), 1) if starts else None,
        )
        for one in normalized.personal
    )
