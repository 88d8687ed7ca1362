"""The second reader of PDF pages, pdfplumber: slower by far, for what pdfium cannot read and to check what it says."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pipeline.read.pdf_lines import Word
from pipeline.read.pdf_marks import Stroke
from pipeline.read.pdf_words import WordPage

# What the library raises over a damaged file; it checks little before it uses what it read.
BROKEN = (
    PSException,
    MalformedPDFException,
    PdfminerException,
    zlib.error,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    OSError,
)

_THIN = 3.0


class SecondReader:
    """The same file in pdfplumber; asked for a page, it gives its words, or None where it cannot read it either."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pdfplumber.open(io.BytesIO(data))
        self._pages = self._pdf.pages

    def __len__(self) -> int:
        return len(self._pages)

    def close(self) -> None:
        """Free what the library holds."""
        self._pdf.close()

    def page(self, number: int) -> WordPage | None:
        """The page with this number, from 1."""
        if not 1 <= number <= len(self._pages):
            return None
        page = self._pages[number - 1]
        try:
            return _read(page)
        except BROKEN:
            return None
        finally:
            page.close()


@contextlib.contextmanager
def second_reader(data: bytes) -> Iterator[SecondReader | None]:
    """The reader, or None where it cannot open the file."""
    try:
        reader = SecondReader(data)
    except BROKEN:
        yield None
        return
    try:
        yield reader
    finally:
        reader.close()


def is_locked(error: BaseException) -> bool:
    """Whether the library asks for a password."""
    return any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args))


def _read(page: Page) -> WordPage:
    left, top = float(page.cropbox[0]), float(page.cropbox[1])
    words = [
        Word(
            text=str(w["text"]),
            x0=float(w["x0"]) - left,
            x1=float(w["x1"]) - left,
            top=float(w["top"]) - top,
            bottom=float(w["bottom"]) - top,
            size=float(w["size"]),
        )
        for w in _found(page)
        if w["upright"]
    ]
    area = max(float(page.width) * float(page.height), 1.0)
    return WordPage(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        words=words,
        strokes=tuple(_strokes(page, left, top)),
        unknown=sum(len(w.text) for w in words if "(cid:" in w.text),
        images=sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images) / area,
    )


def _found(page: Page) -> Sequence[dict[str, Any]]:
    return page.extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False, extra_attrs=["size", "upright"]
    )


def _strokes(page: Page, left: float, top: float) -> Iterator[Stroke]:
    """Lines, and the edges of rectangles; a thin rectangle is a line."""
    for edge in page.edges:
        x0, x1 = float(edge["x0"]) - left, float(edge["x1"]) - left
        y0, y1 = float(edge["top"]) - top, float(edge["bottom"]) - top
        if min(x1 - x0, y1 - y0) < _THIN:
            yield Stroke(x0, y0, x1, y1)
