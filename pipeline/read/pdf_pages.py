"""The pages of a PDF by pdfium, with pdfplumber for what pdfium cannot read and to check how much there is."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.bounds import PAGE_CHARS, PAGE_OBJECTS, PAGES
from pipeline.errors import ReadFailure
from pipeline.read.pdf_chars import PageChars
from pipeline.read.pdf_fonts import decode_words, has_old_letters
from pipeline.read.pdf_layout import PageText, rules_of
from pipeline.read.pdf_lines import lines_of
from pipeline.read.pdf_marks import marks_of
from pipeline.read.pdf_stream import Band, Stream
from pipeline.read.pdf_tables import filled, grids_of
from pipeline.read.pdf_usable import Seen, is_garbled, without_meaning
from pipeline.read.pdf_words import WordPage

# The second reader is asked where this share of a page's characters has no meaning.
_DOUBTFUL = 0.05


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page as it was read; ``broken`` where no reader could, ``wants_ocr`` where its text cannot be used."""

    number: int
    text: PageText
    seen: Seen
    wants_ocr: bool = False
    broken: bool = False


def read_pages(data: bytes) -> list[Found]:
    """All pages of a file.

    Raises ReadFailure: ENCRYPTED for a password, CORRUPT for what neither reader can open.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # pdfium keeps the reason of the file before where it has none for this one.
        is_locked = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        if is_locked and b"/Encrypt" in data:
            raise ReadFailure("ENCRYPTED", "Tệp PDF có mật khẩu: hãy lưu lại không có mật khẩu.") from error
        return _all_by_second_reader(data, error)
    try:
        PAGES.check(len(document))
        pages = [_read(document, number) for number in range(1, len(document) + 1)]
    finally:
        document.close()
    doubted = [page.number for page in pages if page.broken or _is_doubtful(page)]
    if doubted or _page_objects(data) > len(pages):
        return _checked(data, pages, doubted)
    return pages


def _read(document: pypdfium2.PdfDocument, number: int) -> Found:
    """A page by pdfium; broken where it cannot be loaded."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return _broken(number)
    try:
        chars = PageChars(page)
    except pypdfium2.PdfiumError:
        page.close()
        return _broken(number)
    try:
        return _looked_at(page, chars, number)
    finally:
        chars.close()
        page.close()


def _looked_at(page: pypdfium2.PdfPage, chars: PageChars, number: int) -> Found:
    PAGE_CHARS.check(len(chars))
    PAGE_OBJECTS.check(pdfium.FPDFPage_CountObjects(page))
    stream = Stream(chars, number, decode_words if has_old_letters(chars.text) else None)
    marks = marks_of(page, chars.frame)
    grids = grids_of(marks.strokes)
    bands = [Band(grid.box[1], grid.box[3], grid.edges) for grid in grids]
    lines, words = stream.parted(bands)
    tables, free = filled(grids, words, number)
    if free:
        lines = sorted([*lines, *lines_of(free, number)], key=lambda line: (line.top, line.x0))
    letters = len(chars) - int(stream.space.sum())
    seen = Seen(
        letters=letters,
        unknown=without_meaning(chars.text),
        images=marks.images,
        scans=marks.scans,
        drawings=marks.drawings,
        texts=marks.texts,
    )
    text = PageText(
        number=number,
        height=chars.frame.height,
        lines=tuple(lines),
        tables=tables,
        strokes=marks.strokes,
        rules=rules_of(marks.strokes),
        shown=None if chars.frame is chars.shown else functools.partial(chars.frame.shown_in, chars.shown),
    )
    return Found(number=number, text=text, seen=seen, wants_ocr=seen.blind or seen.thin or is_garbled(chars.text))


def _page_objects(data: bytes) -> int:
    """The page objects in sight, which are not packed; more of them than pages means that pages may be missing."""
    return sum(data.count(name) - data.count(name + b"s") for name in (b"/Type /Page", b"/Type/Page"))


def _broken(number: int) -> Found:
    return Found(
        number=number,
        text=PageText(number=number, height=0.0, lines=()),
        seen=Seen(letters=0, unknown=0),
        broken=True,
    )


def _is_doubtful(page: Found) -> bool:
    """Text was drawn but none came out, or some of it has no meaning."""
    seen = page.seen
    return (seen.texts > 0 and not seen.letters) or seen.unknown > _DOUBTFUL * seen.letters


def _checked(data: bytes, pages: list[Found], doubted: Sequence[int]) -> list[Found]:
    """The pages with those for which the second reader finds more, and those that only it finds."""
    from pipeline.read.pdf_rescue import second_reader

    with second_reader(data) as reader:
        if reader is None:
            return pages
        found = list(pages)
        for number in [*doubted, *range(len(pages) + 1, len(reader) + 1)]:
            page = reader.page(number)
            again = _by_words(page) if page else _broken(number)
            if number > len(found):
                found.append(again)
            elif found[number - 1].broken or _known(again) > _known(found[number - 1]):
                found[number - 1] = again
        return found


def _known(page: Found) -> int:
    return page.seen.letters - page.seen.unknown


def _by_words(page: WordPage) -> Found:
    seen = page.seen
    wants = seen.blind or is_garbled(" ".join(word.text for word in page.words))
    return Found(number=page.number, text=page.text(), seen=seen, wants_ocr=wants)


def _all_by_second_reader(data: bytes, error: Exception) -> list[Found]:
    """All pages by the second reader, where the first cannot open the file."""
    from pipeline.read.pdf_rescue import BROKEN, SecondReader, is_locked

    try:
        reader = SecondReader(data)
    except BROKEN as second:
        if is_locked(second):
            raise ReadFailure("ENCRYPTED", "Tệp PDF có mật khẩu: hãy lưu lại không có mật khẩu.") from second
        raise ReadFailure("CORRUPT", f"Tệp PDF bị hỏng: {error}; {second!r}") from second
    try:
        pages = [(number, reader.page(number)) for number in range(1, len(reader) + 1)]
    finally:
        reader.close()
    if not pages:
        raise ReadFailure("CORRUPT", f"Tệp PDF bị hỏng: {error}")
    return [_by_words(page) if page else _broken(number) for number, page in pages]
