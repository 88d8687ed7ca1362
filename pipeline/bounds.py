"""How much of everything is read: the one list of bounds, each with the reason code of a file that goes beyond it.

No report comes near them; what does is broken, built to break readers, or something else than a report. They are
checked before the work that they bound. ``docs/reference/limits.md`` is made from this list.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from patterns import anchors
from pipeline.errors import ReadFailure

_MB = 1_000_000


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most of something. ``code`` is a value of the error_code labels, None where a process is ended instead."""

    most: int
    of_vi: str
    of_en: str
    code: str | None = None

    def holds(self, found: int) -> bool:
        """Whether so much is read."""
        return found <= self.most

    def check(self, found: int) -> None:
        """Raise ReadFailure where there is more."""
        if found > self.most:
            raise self.failure(found)

    def failure(self, found: int | None = None) -> ReadFailure:
        """What to raise where there is more; ``found`` is None where it was not counted to the end."""
        assert self.code is not None
        return ReadFailure(self.code, self.message(found))

    def message(self, found: int | None = None) -> str:
        """One sentence for the document's row.

        >>> Limit(most=2000, of_vi="số trang của một PDF", of_en="pages of a PDF").message(31000)
        'Vượt giới hạn: số trang của một PDF là 31.000, nhiều nhất được 2.000.'
        """
        counted = f" là {_written(found)}" if found is not None else ""
        return f"Vượt giới hạn: {self.of_vi}{counted}, nhiều nhất được {_written(self.most)}."


def _written(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# The largest scan of a report in sight has 60 MB; four times that is still read.
FILE_BYTES = Limit(most=250 * _MB, code="LIMIT_BYTES", of_vi="số byte của một tệp", of_en="bytes of a file")
OFFICE_BYTES = Limit(
    most=100 * _MB,
    code="LIMIT_BYTES",
    of_vi="số byte của một tệp DOC, RTF, ODT hay HTML",
    of_en="bytes of a DOC, RTF, ODT or HTML file, which another program turns into DOCX",
)
TEXT_BYTES = Limit(
    most=16 * _MB, code="LIMIT_BYTES", of_vi="số byte của một tệp văn bản thuần", of_en="bytes of a plain text file"
)

# Unpacked, a report is some megabytes; pictures hardly shrink when packed, and XML shrinks to a tenth, a table of zeros
# to a fiftieth. Deflate itself ends at a thousandth.
PACKAGE_MEMBERS = Limit(
    most=10_000, code="LIMIT_MEMBERS", of_vi="số thành phần của một tệp DOCX/ODT", of_en="members of a DOCX or ODT"
)
PACKAGE_BYTES = Limit(
    most=400 * _MB,
    code="LIMIT_EXPANSION",
    of_vi="số byte sau giải nén của một tệp DOCX/ODT",
    of_en="bytes that all members of a DOCX or ODT unpack to",
)
PART_RATIO = Limit(
    most=150,
    code="LIMIT_EXPANSION",
    of_vi="số lần nở ra khi giải nén một thành phần lớn hơn 1 MB",
    of_en="times that a member of more than 1 MB grows when unpacked",
)
XML_BYTES = Limit(
    most=64 * _MB, code="LIMIT_EXPANSION", of_vi="số byte của một phần XML", of_en="bytes of one XML part"
)
XML_TAGS = Limit(most=4_000_000, code="LIMIT_ELEMENTS", of_vi="số thẻ của một phần XML", of_en="tags of one XML part")
PARAGRAPHS = Limit(
    most=200_000, code="LIMIT_PARAGRAPHS", of_vi="số đoạn văn của một tệp DOCX", of_en="paragraphs of a DOCX"
)
# Word itself ends at 63 columns.
SPAN = Limit(
    most=63,
    code="LIMIT_SPAN",
    of_vi="số cột mà một ô bảng gộp (gridSpan)",
    of_en="columns that one cell of a table spans",
)
CELLS = Limit(most=500_000, code="LIMIT_CELLS", of_vi="số ô của một bảng", of_en="cells of one table")
TABLE_DEPTH = Limit(
    most=40, code="LIMIT_DEPTH", of_vi="số lớp bảng lồng trong bảng", of_en="tables nested in each other in a DOCX"
)

GROUP_DEPTH = Limit(
    most=1_000,
    code="LIMIT_DEPTH",
    of_vi="số lớp nhóm lồng nhau của một tệp RTF",
    of_en="groups of an RTF nested in each other",
)

PAGES = Limit(most=2_000, code="LIMIT_PAGES", of_vi="số trang của một PDF", of_en="pages of a PDF")
OBJECTS = Limit(most=500_000, code="LIMIT_OBJECTS", of_vi="số đối tượng của một PDF", of_en="objects of a PDF in sight")
FILTERS = Limit(
    most=1,
    code="LIMIT_EXPANSION",
    of_vi="số lần nén chồng lên nhau của một luồng PDF",
    of_en="times that a stream of a PDF is packed over itself",
)
STREAM_BYTES = Limit(
    most=128 * _MB,
    code="LIMIT_EXPANSION",
    of_vi="số byte sau giải nén của một luồng PDF không phải ảnh",
    of_en="bytes that a stream of a PDF, pictures apart, unpacks to",
)
PAGE_OBJECTS = Limit(
    most=100_000,
    code="LIMIT_OBJECTS",
    of_vi="số hình và chữ vẽ trên một trang PDF",
    of_en="things drawn on one page of a PDF",
)
FORMS = Limit(
    most=20_000,
    code="LIMIT_OBJECTS",
    of_vi="số hình lồng trong hình (form) mà một trang PDF vẽ ra",
    of_en="drawings (forms) that a page of a PDF unfolds to, where drawings hold drawings",
)
PAGE_CHARS = Limit(
    most=100_000, code="LIMIT_TEXT", of_vi="số ký tự của một trang PDF", of_en="characters of one page of a PDF"
)

# A thousand pages are 2.5 million characters. A line is a paragraph or a row of a table.
TEXT_CHARS = Limit(most=3_000_000, code="LIMIT_TEXT", of_vi="số ký tự của một văn bản", of_en="characters of a text")
LINE_CHARS = Limit(
    most=100_000, code="LIMIT_LINE", of_vi="số ký tự của một dòng hay đoạn", of_en="characters of one line or paragraph"
)

PATTERN_SECONDS = Limit(
    most=anchors.SECONDS,
    code="TIMEOUT",
    of_vi="số giây tìm một mẫu trong một đoạn văn",
    of_en="seconds to seek one pattern in one stretch of a text",
)

# Other programs: their processes are ended, and what becomes of the file is CONVERSION, OCR_TIMEOUT or OCR_CRASH.
PROGRAM_SECONDS = Limit(most=300, of_vi="số giây chuyển đổi một tệp", of_en="seconds to turn a file into DOCX")
PROGRAM_MEMORY = Limit(
    most=4_000 * _MB, of_vi="số byte bộ nhớ của LibreOffice, catdoc", of_en="bytes of memory of LibreOffice or catdoc"
)
PROGRAM_OUTPUT = Limit(
    most=512 * _MB,
    of_vi="số byte một chương trình khác được ghi",
    of_en="bytes that another program may write or print",
)
RECOGNIZER_MEMORY = Limit(
    most=3 << 30, of_vi="số byte bộ nhớ khi nhận dạng chữ", of_en="bytes of memory of the recognizing process"
)
RECOGNIZER_SECONDS = Limit(
    most=120, code="OCR_TIMEOUT", of_vi="số giây nhận dạng một trang", of_en="seconds to recognize a page"
)


def all_limits() -> Iterator[tuple[str, Limit]]:
    """Every limit by its name, in the order above."""
    return ((name, value) for name, value in globals().items() if isinstance(value, Limit))
