"""PDF: paragraphs, table rows and footnotes by their places on the page.

pdfium reads every page; what it cannot read pdfplumber reads, and what neither can is left to a recognizer of pictures.
Inside a paragraph a line ends with a line feed, paragraphs are parted by an empty line: the page shows which is which,
by indents, by gaps, and by lines that end before the margin although the next word would have fitted.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence

from pipeline.errors import ReadFailure
from pipeline.read.pdf_layout import PageText, without_margins
from pipeline.read.pdf_lines import Place
from pipeline.read.pdf_marks import Stroke
from pipeline.read.pdf_pages import Found, read_pages
from pipeline.read.pdf_usable import SCANNED
from pipeline.read.pdf_words import WordPage
from pipeline.read.pdf_writer import Writer
from pipeline.read.raw import Problem, RawDocument, Recognized
from pipeline.read.scans import ScannedPage, Scans

# A page of which less than this share of the letters came into its lines is not read whole.
_KEPT = 0.9


def read_pdf(data: bytes, scans: Scans | None = None) -> RawDocument:
    """Read a PDF: its text layer, and by ``scans`` the pages that have none that can be used.

    Raises ReadFailure: ENCRYPTED for a password, CORRUPT for a damaged file, NEEDS_OCR where no page has text.
    """
    pages = read_pages(data)
    if not pages:
        raise ReadFailure("CORRUPT", "Tệp PDF không có trang nào.")
    missing: tuple[Problem, ...] = ()
    wanted = [page.number for page in pages if page.wants_ocr or (scans is not None and scans.always)]
    if scans is not None and wanted:
        pictures = scans.pages(data, wanted)
        missing = scans.problems
        if len(pictures) == len(pages) and not any(picture.words for picture in pictures.values()):
            raise ReadFailure("EMPTY_TEXT", "Tệp PDF chỉ có ảnh, và không nhận ra chữ nào trong ảnh.")
        pages = [
            _recognized(page, pictures[page.number], sure=scans.always) if page.number in pictures else page
            for page in pages
        ]
    # Text that lies askew to the rest, as a drawing's or a stamp's may, is in no line: that is said.
    partly = [page.number for page in pages if page.text.letters < _KEPT * page.seen.letters and not page.wants_ocr]
    broken = [page.number for page in pages if page.broken]
    blind = [page.number for page in pages if page.wants_ocr and not page.broken]
    if len(broken) == len(pages):
        raise ReadFailure("CORRUPT", "Tệp PDF bị hỏng: không đọc được trang nào.")
    if blind and not any(page.seen.letters > page.seen.unknown and not page.seen.blind for page in pages):
        raise ReadFailure(
            "NEEDS_OCR", "Tệp PDF chỉ có ảnh chụp các trang, không có lớp chữ: cần nhận dạng chữ (OCR) trước."
        )
    whole = [page.text for page in pages]
    texts = without_margins(whole)
    if not any(page.lines or page.tables for page in texts):
        # Slides with one word on each: what looked like running heads is all that there is.
        texts = whole
    written = Writer(texts)
    confidences = written.confidences()
    return RawDocument(
        format="pdf",
        text=written.text,
        page_starts=tuple(written.starts),
        boxes=written.boxes,
        notes=tuple(written.notes),
        text_layer=_layer(pages),
        ocr_confidence=_mean(confidences),
        confidences=confidences,
        problems=(*missing, *_problems(blind, broken, partly)),
    )


def _recognized(page: Found, picture: ScannedPage, *, sure: bool) -> Found:
    """The page as it was recognized; as it was where the recognizer saw less than its text layer has."""
    recognized = WordPage(
        number=page.number,
        width=picture.width,
        height=picture.height,
        words=picture.words,
        strokes=tuple(Stroke(*place) for place in picture.strokes),
        recognized=picture.confidence,
    )
    seen = recognized.seen
    if not sure and page.seen.thin and seen.letters < page.seen.letters:
        return dataclasses.replace(page, wants_ocr=False)
    text = recognized.text()
    if picture.turned:
        text = dataclasses.replace(text, shown=_turned_back(picture))
    return Found(number=page.number, text=text, seen=seen)


def _turned_back(picture: ScannedPage) -> Callable[[Place], Place]:
    """From places on the page as it was turned to be recognized to those on the page as it is."""
    cos, sin = math.cos(math.radians(picture.turned)), math.sin(math.radians(picture.turned))

    def back(place: Place) -> Place:
        x0, top, x1, bottom = place
        x, y = (x0 + x1 - picture.width) / 2, (top + bottom - picture.height) / 2
        right, down = x * cos - y * sin - x, x * sin + y * cos - y
        return x0 + right, top + down, x1 + right, bottom + down

    return back


def _problems(blind: Sequence[int], broken: Sequence[int], partly: Sequence[int]) -> tuple[Problem, ...]:
    problems = []
    if blind:
        names = ", ".join(map(str, blind))
        problems.append(Problem(code="NEEDS_OCR", message=f"Các trang không có lớp chữ: {names}."))
    if broken:
        names = ", ".join(map(str, broken))
        problems.append(Problem(code="CORRUPT", message=f"Các trang bị hỏng, không đọc được: {names}."))
    if partly:
        names = ", ".join(map(str, partly))
        message = f"Các trang có chữ nằm nghiêng hoặc ngược so với phần còn lại, chưa đọc: {names}."
        problems.append(Problem(code="PART_UNREAD", message=message))
    return tuple(problems)


def _layer(pages: Sequence[Found]) -> str:
    """Text that lies on an image of the whole page was recognized, not written."""
    with_text: list[bool] = [
        _is_recognized(page.text) or page.seen.images > SCANNED for page in pages if page.seen.letters
    ]
    if not any(with_text):
        return "native"
    return "ocr" if all(with_text) else "mixed"


def _mean(runs: Sequence[Recognized]) -> float | None:
    """The mean confidence by characters, None where nothing was recognized."""
    letters = sum(run.end - run.start for run in runs)
    return sum((r.end - r.start) * r.confidence for r in runs) / letters if letters else None


def _is_recognized(page: PageText) -> bool:
    return page.recognized is not None
