"""DOCX: what Word shows of the body, in its order, with the notes behind it.

Headers, footers and comments are left out. Text that was deleted with changes tracked is gone, inserted text stays.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence

import regex
from lxml import etree

from pipeline import bounds
from pipeline.errors import ReadFailure
from pipeline.read.docx_chunks import chunk_text
from pipeline.read.docx_numbering import Numbering
from pipeline.read.docx_package import BROKEN_PART, Package, R, is_too_deep
from pipeline.read.docx_runs import (
    ANCHOR,
    SUPERSCRIPTS,
    WRAPPERS,
    CalledNote,
    Paragraphs,
    chosen,
    is_deleted,
    is_hidden_mark,
    kind_of,
)
from pipeline.read.docx_styles import Styles, W
from pipeline.read.docx_tables import table_lines, too_wide
from pipeline.read.raw import Problem, RawDocument, RawNote

# What a damaged package or XML raises.
_BROKEN = (*BROKEN_PART, LookupError, TypeError, AttributeError, AssertionError)

# How deep files within files are read.
_DEEPEST = 3

_PICTURE = regex.compile(r"word/media/[^/]+\.(?:png|jpe?g|tiff?|bmp|gif)")


def read_docx(data: bytes) -> RawDocument:
    """Read a Word document; a paragraph is a line, a table row is its cells joined by tabs.

    Raises ReadFailure: CORRUPT where the package or its XML is damaged, NEEDS_OCR where it holds pictures and no text.
    """
    try:
        return _whole(Package.of_zip(data))
    except _BROKEN as error:
        raise _failure(error) from error


def read_flat_docx(data: bytes) -> RawDocument:
    """Read a Word document that was saved as one XML file. Raises what ``read_docx`` raises."""
    try:
        return _whole(Package.of_flat_xml(data))
    except _BROKEN as error:
        raise _failure(error) from error


def _failure(error: Exception) -> ReadFailure:
    if is_too_deep(error):
        return bounds.TABLE_DEPTH.failure()
    if isinstance(error, RuntimeError) and "password" in str(error):
        return ReadFailure("ENCRYPTED", "Tệp DOCX nén có mật khẩu: hãy lưu lại không có mật khẩu.")
    said = "thiếu một phần" if isinstance(error, zipfile.BadZipFile) and not str(error) else str(error)
    return ReadFailure("CORRUPT", f"Tệp DOCX bị hỏng: {said}")


def _whole(package: Package) -> RawDocument:
    document = _Reader(package).document()
    if not document.text.strip() and any(map(_PICTURE.fullmatch, package.names())):
        raise ReadFailure("NEEDS_OCR", "Văn bản chỉ có ảnh, không có chữ: cần nhận dạng chữ (OCR) trước.")
    return document


class _Reader:
    """One document on its way to text."""

    def __init__(self, package: Package, depth: int = 0) -> None:
        self.package = package
        self.depth = depth
        body = package.main_root().find(f"{W}body")
        if body is None:
            raise ValueError("không có thân văn bản")
        _check_body(body)
        self.body = body
        styles = Styles(package.related("styles"), package.related("theme"))
        self.numbering = Numbering(package.related("numbering"), styles)
        self.notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in _children(package.related(f"{kind}s"), f"{W}{kind}")
            if note.get(f"{W}type", "normal") == "normal"
        }
        self.paragraphs = Paragraphs(package, styles, set(self.notes))

    def document(self) -> RawDocument:
        """The text with its notes behind it."""
        text, anchors, marks = _numbered("\n".join(self._blocks(self.body)) + "\n", self.paragraphs.called)
        notes = []
        for index, anchor in anchors.items():
            called, mark = self.paragraphs.called[index], marks[index]
            body = "\n".join(self._blocks(self.notes[called.kind, called.number])).strip()
            body = ANCHOR.sub("", body)
            if called.typed is None:
                body = f"{mark.translate(SUPERSCRIPTS)} {body}"
            notes.append(RawNote(marker=mark, anchor=anchor, start=len(text), end=len(text) + len(body)))
            text += body + "\n"
        problems = (*self.package.problems, *self.paragraphs.problems())
        if too_wide(self.body):
            problems += (Problem(code="LIMIT_SPAN", message=bounds.SPAN.message()),)
        return RawDocument(format="docx", text=text, notes=tuple(notes), problems=problems)

    def _blocks(self, container: etree._Element) -> Iterator[str]:
        """The lines of paragraphs, tables and text boxes."""
        # What stands before the next paragraph in its line: text whose end is hidden, and text whose end is deleted.
        shown = merged = ""
        for element in container:
            kind = kind_of(element)
            if kind == "p":
                text, boxes = self.paragraphs.read(element)
                if is_deleted(element.find(f"{W}pPr/{W}rPr")):
                    merged += text
                elif is_hidden_mark(element):
                    if text.strip():
                        shown += self.numbering.marker(element) + merged + text
                        merged = ""
                else:
                    marker = self.numbering.marker(element)
                    text = merged + text
                    yield shown + (marker + text if text.strip() else text)
                    shown = merged = ""
                for box in boxes:
                    yield from (box,) if isinstance(box, str) else self._blocks(box)
            elif kind == "tbl":
                yield from table_lines(element, self._blocks)
            elif kind in WRAPPERS:
                yield from self._blocks(element)
            elif kind == "AlternateContent":
                yield from self._blocks(chosen(element))
            elif kind == "altChunk":
                yield from self._chunk(element)
        if shown or merged:
            yield shown + merged

    def _chunk(self, element: etree._Element) -> Iterator[str]:
        """The text of another file that Word takes in where it stands."""
        name = self.package.target(element.get(f"{R}id"))
        blob = self.package.blob(name) if name else b""
        text: str | None
        if blob.startswith(b"PK\x03\x04") and self.depth < _DEEPEST:
            inner = _Reader(Package.of_zip(blob), self.depth + 1).document()
            self.package.problems.extend(inner.problems)
            text = inner.text
        else:
            text = chunk_text(blob)
        if text is None:
            message = "Một phần của văn bản là tệp khác được chèn vào (altChunk) và không đọc được."
            self.package.problems.append(Problem(code="PART_UNREAD", message=message))
        else:
            yield text.strip("\n")


def _check_body(body: etree._Element) -> None:
    """Raise ReadFailure where there are more paragraphs, or deeper tables, than in any report."""
    bounds.PARAGRAPHS.check(sum(1 for _ in body.iter(f"{W}p")))
    for table in body.iter(f"{W}tbl"):
        for depth, _ in enumerate(table.iterancestors(f"{W}tbl"), start=2):
            bounds.TABLE_DEPTH.check(depth)


def _children(root: etree._Element | None, tag: str) -> Iterator[etree._Element]:
    return iter(()) if root is None else root.iterchildren(tag)


def _numbered(text: str, called: Sequence[CalledNote]) -> tuple[str, dict[int, int], dict[int, str]]:
    """Anchors as superscript numbers in reading order, with the place and the mark of each by its index.

    A note with a mark of its own ("*") has it in the text already, and takes no number.
    """
    places: dict[int, int] = {}
    marks: dict[int, str] = {}
    parts: list[str] = []
    at = length = numbers = 0
    for match in ANCHOR.finditer(text):
        parts.append(text[at : match.start()])
        length += match.start() - at
        index = int(match[1])
        places[index] = length
        typed = called[index].typed
        if typed is None:
            numbers += 1
            parts.append(str(numbers).translate(SUPERSCRIPTS))
            length += len(parts[-1])
        marks[index] = str(numbers) if typed is None else typed
        at = match.end()
    parts.append(text[at:])
    return "".join(parts), places, marks
