"""The frozen view of one report that every extractor reads."""

from __future__ import annotations

import dataclasses

from extractors.columns import column


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered heading or paragraph and all the text up to the next marker of its rank."""

    doc_id: str = column(
        "First 16 hex digits of the SHA-256 of the source file's bytes",
        "Mã tài liệu",
        refers_to="documents.doc_id",
        default="",
    )
    section_id: str = column("Id of the section: <doc_id>:s0001, in reading order", "Mã mục", default="")
    parent_id: str | None = column(
        "The section it stands in; null at the top", "Mục cha", refers_to="sections.section_id", default=None
    )
    ordinal: int = column("Position among all sections of the report, from 1", "Thứ tự")
    depth: int = column("0 for a part (PHẦN), 1 for a roman marker, and so on down", "Cấp")
    marker: str = column("The marker as printed, without its punctuation", "Ký hiệu")
    marker_kind: str = column("Kind of the marker", "Loại ký hiệu", vocabulary="marker_kind")
    path: str = column("Markers from the top: II/6/6.1/a", "Đường dẫn")
    heading: str | None = column(
        "The rest of the marker's line; null where the line is running text", "Tiêu đề", default=None
    )
    domain: str | None = column(
        "Reform content the section is about", "Lĩnh vực cải cách", vocabulary="domain", default=None
    )
    start: int = column("Half-open offset into texts.text: first character of the marker", "Đầu", unit="code points")
    end: int = column("Half-open offset into texts.text: where the section ends", "Cuối", unit="code points")
    page: int | None = column("Page, from 1; null where the format has none", "Trang", default=None)
    heading_end: int = column(
        "Offset into texts.text: one past the line or lines of the heading", "Cuối tiêu đề", unit="code points"
    )
    raw: str = column("The whole section: text[start:end]", "Nguyên văn")
    confidence: float = column("How sure the reading is", "Độ tin cậy", unit="0 to 1", default=1.0)

    @property
    def heading_line(self) -> str:
        """The marker and its line, over all lines that a heading is broken into."""
        return self.raw[: self.heading_end - self.start]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote whose body was moved behind the running text; its anchor was kept.

    ``start`` and ``end`` bound the body (marker included), ``anchor`` is the offset of the anchor character in the
    running text, or None where no anchor was found.
    """

    marker: str
    anchor: int | None
    start: int
    end: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class Report:
    """Normalized text with what the stages before extraction know of it.

    ``body_end`` is the offset at which the running text ends and the footnote bodies begin. ``page_starts`` holds the
    offset at which each page begins and is empty where the format has no pages.
    """

    text: str
    sections: tuple[Section, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    body_end: int = -1
    page_starts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.body_end < 0:
            object.__setattr__(self, "body_end", len(self.text))

    def footnote_at(self, offset: int) -> Footnote | None:
        """The footnote whose body holds this offset."""
        if offset < self.body_end:
            return None
        return next((note for note in self.footnotes if note.start <= offset < note.end), None)

    def sections_at(self, offset: int) -> tuple[Section, ...]:
        """The sections that enclose this offset, outermost first; for a footnote's body, those of its anchor."""
        note = self.footnote_at(offset)
        if note is not None:
            if note.anchor is None:
                return ()
            offset = note.anchor
        found = []
        for section in self.sections:
            if section.start > offset:
                break
            if offset < section.end:
                found.append(section)
        return tuple(found)

    def section_at(self, offset: int) -> Section | None:
        """The deepest section at this offset; for a footnote's body, the section of its anchor."""
        enclosing = self.sections_at(offset)
        return enclosing[-1] if enclosing else None

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, that holds this offset, for a footnote's body its anchor's; None without pages."""
        if not self.page_starts:
            return None
        note = self.footnote_at(offset)
        if note is not None and note.anchor is not None:
            offset = note.anchor
        return max(1, sum(start <= offset for start in self.page_starts))
