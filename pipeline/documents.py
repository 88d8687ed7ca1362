"""Record types of the tables ``documents`` and ``texts``: the file, how reading went, and the normalized text."""

from __future__ import annotations

import dataclasses

from extractors.columns import column
from extractors.header import Header
from pipeline.normalize.draft import Repair
from pipeline.read.raw import Box
from pipeline.textmap import Segment


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Document(Header):
    """A file that was met, read or not; the columns of the header are null where it was not read.

    A file whose bytes could not be had (vanished, no permission) has no ``sha256``; its ``doc_id`` is then made from
    its path, so that ids stay unique.
    """

    doc_id: str = column("First 16 hex digits of the SHA-256 of the source file's bytes", "Mã tài liệu")
    source_path: str = column("Path below the archive, with forward slashes", "Tệp nguồn", default="")
    also_at: tuple[str, ...] = column("Other places of the archive with the same bytes", "Cũng có ở", default=())
    format: str | None = column(
        "txt, pdf, docx, doc, rtf, odt, xml (Word 2003) or html (a word processor's); null where it was not told",
        "Định dạng",
        default=None,
    )
    bytes: int | None = column("Size of the file", "Dung lượng", unit="bytes", default=None)
    sha256: str | None = column("SHA-256 of the file's bytes, in hex", "SHA-256", default=None)
    pages: int | None = column("Number of pages; null where the format has none", "Số trang", default=None)
    chars: int | None = column("Length of the normalized text", "Số ký tự", unit="code points", default=None)
    text_layer: str | None = column("Where the text comes from", "Lớp chữ", vocabulary="text_layer", default=None)
    ocr_confidence: float | None = column(
        "Mean confidence of the recognised characters; null for native text",
        "Độ tin cậy nhận dạng",
        unit="0 to 1",
        default=None,
    )
    encoding: str | None = column(
        "Charset of a text file, and any from before Unicode in other files; several are joined by +",
        "Bảng mã",
        default=None,
    )
    numbers_seen: int | None = column(
        "Numbers in digits and mentions of hồ sơ that the text holds; null where it was not read",
        "Số đã thấy",
        default=None,
    )
    numbers_in_rows: int | None = column("Of these, how many stand in a row of a table", "Số đã vào bảng", default=None)
    numbers_recognised: int | None = column(
        "Of these, how many are known to be something that no table is about: dates, money, markers, plain prose",
        "Số đã nhận biết",
        default=None,
    )
    unexplained_share: float | None = column(
        "The silence meter: the share of the numbers seen that are neither; the table unexplained lists them",
        "Tỷ lệ chưa giải thích",
        unit="0 to 1",
        default=None,
    )
    status: str = column("How reading went; never ok while a problem stands", "Trạng thái", vocabulary="status")
    error_code: str | None = column("The first problem that was met", "Mã lỗi", vocabulary="error_code", default=None)
    error_message: str | None = column("All problems in words, joined by a semicolon", "Mô tả lỗi", default=None)
    seconds: float | None = column(
        "Time the document took; null unless the run was asked for timings, because a measured time differs between "
        "runs and two runs give the same bytes",
        "Thời gian xử lý",
        unit="seconds",
        default=None,
    )
    version: str = column("Version of the program", "Phiên bản", default="")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """Characters text[start:end] that were recognized from a picture with little confidence, 0 to 1."""

    start: int
    end: int
    confidence: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The normalized text of a document and the way back to its source.

    The source of a TXT file is its decoded text after the byte order mark; that of a PDF or DOCX file is the text as
    its reader delivers it. A segment that is not ``copied`` was rewritten and stands for its source as a whole.
    """

    doc_id: str = column(
        "First 16 hex digits of the SHA-256 of the source file's bytes", "Mã tài liệu", refers_to="documents.doc_id"
    )
    text: str = column("Normalized text; footnote bodies stand behind the running text", "Văn bản")
    body_end: int = column(
        "Offset at which the running text ends and footnotes begin", "Hết thân bài", unit="code points"
    )
    page_starts: tuple[int, ...] = column(
        "Offset at which each page begins; empty where the format has no pages",
        "Đầu trang",
        unit="code points",
        default=(),
    )
    segments: tuple[Segment, ...] = column(
        "Runs of the text with their place in the source, in order; together they are the whole text",
        "Ánh xạ về nguồn",
        default=(),
    )
    boxes: tuple[Box, ...] = column(
        "Runs of the text with their box on a page of the PDF, in points from the top left",
        "Khung trên trang",
        default=(),
    )
    uncertain: tuple[Uncertain, ...] = column(
        "Words recognized from a picture with a confidence below 0.8; rows read from them have a low confidence too",
        "Chỗ nhận dạng chưa chắc",
        default=(),
    )
    repairs: tuple[Repair, ...] = column(
        "Runs of the text that a scan had damaged: where they are, what is printed, and which step made them whole",
        "Chỗ đã sửa",
        default=(),
    )
