"""Pictures of a PDF's pages, and where on them the marks of the text lie."""

from __future__ import annotations

import dataclasses
import hashlib
import io
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import regex

from pipeline.site.marks import Mark
from pipeline.site.rows import Row

# 108 dots per inch: small print is readable, and a page of type is some 40 kB.
_SCALE = 1.5
_MOST_PIXELS = 2400
# A page of type is smaller without loss; a scan is not.
_LARGE = 200_000
_QUALITY = 45
_MOST_PAGES = 300
_GAP = 12.0


# A masked number or address, and points around it that letters may reach into.
_MASKED = regex.compile(r"•(?:[^\w\s]{0,3}[ ]?•)+")
_MARGIN = 1.0

Place = tuple[str, float, float, float, float]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A page, from 1, its size in points, and its picture as WebP."""

    page: int
    width: float
    height: float
    data: bytes


def find_source(document: Row, folder: Path | None) -> tuple[Path | None, str]:
    """The file that a report was read from, or why there is none: ``no_sources``, ``gone`` or ``changed``.

    A file with other bytes is not the report: marks would lie elsewhere.
    """
    if folder is None:
        return None, "no_sources"
    root = folder.resolve()
    for name in (document["source_path"], *(document["also_at"] or ())):
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file():
            same = hashlib.sha256(path.read_bytes()).hexdigest() == document["sha256"]
            return (path, "") if same else (None, "changed")
    return None, "gone"


def render_pages(path: Path, hidden: Mapping[int, Sequence[Place]] = {}) -> Iterator[PageImage]:
    """The pages of a PDF as pictures in grey, black at the ``hidden`` places.

    There are fewer where the file cannot be opened or a page cannot be drawn.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        return
    try:
        for number in range(min(len(pdf), _MOST_PAGES)):
            try:
                page = pdf[number]
                width, height = page.get_size()
                scale = min(_SCALE, _MOST_PIXELS / max(width, height, 1))
                picture = page.render(scale=scale, grayscale=True).to_pil()
                _black_out(picture, hidden.get(number + 1, ()), scale)
            except (pypdfium2.PdfiumError, ValueError, MemoryError):
                continue
            yield PageImage(page=number + 1, width=width, height=height, data=_webp(picture))
    finally:
        pdf.close()


def _black_out(picture: Any, places: Sequence[Place], scale: float) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture)
    for _, left, top, width, height in places:
        edges = (left - _MARGIN, top - _MARGIN, left + width + _MARGIN, top + height + _MARGIN)
        pen.rectangle([edge * scale for edge in edges], fill=0)


def masked_places(text: Row) -> dict[int, list[Place]]:
    """Where personal data stands on the pages: what the text has dots for."""
    dots = (Mark(id="", kind="", start=m.start(), end=m.end()) for m in _MASKED.finditer(text["text"]))
    return places_on_pages(dots, text["boxes"])


def _webp(picture: Any) -> bytes:
    exact = io.BytesIO()
    picture.save(exact, "WEBP", lossless=True, method=2)
    if exact.tell() <= _LARGE:
        return exact.getvalue()
    near = io.BytesIO()
    picture.save(near, "WEBP", quality=_QUALITY, method=2)
    return min(exact.getvalue(), near.getvalue(), key=len)


def places_on_pages(marks: Iterable[Mark], boxes: Sequence[Row]) -> dict[int, list[Place]]:
    """Where the marks lie, by page: the mark's id, left, top, width and height in points; a rectangle a line.

    >>> words = [{"start": 0, "end": 4, "page": 1, "x0": 10.0, "top": 5.0, "x1": 50.0, "bottom": 15.0}]
    >>> places_on_pages([Mark(id="f1", kind="rates", start=2, end=4)], words)
    {1: [('f1', 30.0, 5.0, 20.0, 10.0)]}
    """
    ordered = sorted(boxes, key=lambda box: box["end"])
    ends = [box["end"] for box in ordered]
    found: dict[int, list[Place]] = {}
    for mark in marks:
        line: list[float] | None = None
        on = 0
        for box in ordered[bisect_left(ends, mark.start + 1) :]:
            if box["start"] >= mark.end:
                break
            x0, top, x1, bottom = _part(box, mark)
            same = line is not None and on == box["page"] and abs(line[1] - top) < 3 and -_GAP < x0 - line[2] < _GAP
            if line is not None and same:
                line[1], line[2], line[3] = min(line[1], top), max(line[2], x1), max(line[3], bottom)
                continue
            if line is not None:
                found.setdefault(on, []).append(_place(mark, line))
            line, on = [x0, top, x1, bottom], box["page"]
        if line is not None:
            found.setdefault(on, []).append(_place(mark, line))
    return found


def _part(box: Row, mark: Mark) -> tuple[float, float, float, float]:
    """The part of a word's box that a mark covers, its letters taken as equally wide."""
    wide, long = box["x1"] - box["x0"], max(box["end"] - box["start"], 1)
    left = box["x0"] + wide * max(mark.start - box["start"], 0) / long
    right = box["x1"] - wide * max(box["end"] - mark.end, 0) / long
    return left, box["top"], right, box["bottom"]


def _place(mark: Mark, line: Sequence[float]) -> Place:
    x0, top, x1, bottom = line
    return mark.id, round(x0, 1), round(top, 1), round(x1 - x0, 1), round(bottom - top, 1)
