"""What is drawn on a PDF page beside its text: strokes, pictures, and how much of anything there is."""

from __future__ import annotations

import ctypes
import dataclasses
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.pdf_chars import POINTER, PageFrame, addresses, bulk, call_all

_object_at = bulk(pdfium.FPDFPage_GetObject, POINTER, POINTER, ctypes.c_int)
_inner_at = bulk(pdfium.FPDFFormObj_GetObject, POINTER, POINTER, ctypes.c_ulong)
_kind_of = bulk(pdfium.FPDFPageObj_GetType, ctypes.c_int, POINTER)
_pixels = bulk(pdfium.FPDFImageObj_GetImagePixelSize, ctypes.c_int, POINTER, POINTER, POINTER)
_bounds = bulk(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, POINTER, POINTER, POINTER, POINTER, POINTER)
_matrix_of = bulk(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, POINTER, POINTER)
_segments_of = bulk(pdfium.FPDFPath_CountSegments, ctypes.c_int, POINTER)
_segment_at = bulk(pdfium.FPDFPath_GetPathSegment, POINTER, POINTER, ctypes.c_int)
_segment_kind = bulk(pdfium.FPDFPathSegment_GetType, ctypes.c_int, POINTER)
_segment_point = bulk(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, POINTER, POINTER, POINTER)
_segment_closes = bulk(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, POINTER)

# A stroke is no wider than this; a drawn line that runs less than this off the straight is straight (points).
_THIN = 3.0
_CROOKED = 1.0

# A picture with fewer pixels an inch holds no writing.
_FINE = 60.0

# Drawings larger than this are pictures, not tables; forms lie this deep in forms at most.
_MOST_SEGMENTS = 20_000
_DEEPEST = 4

_Affine = tuple[float, float, float, float, float, float]
_SAME: _Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclasses.dataclass(frozen=True, slots=True)
class Stroke:
    """A level or upright line, in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """It runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageMarks:
    """The strokes of a page, the share of it that pictures cover, and how many texts and other drawings it has.

    ``scans`` is the share of pictures that are fine enough to be read.
    """

    strokes: tuple[Stroke, ...] = ()
    images: float = 0.0
    scans: float = 0.0
    texts: int = 0
    drawings: int = 0


def marks_of(page: pypdfium2.PdfPage, frame: PageFrame) -> PageMarks:
    """Look at all objects of a page."""
    raw = ctypes.cast(page.raw, POINTER).value
    objects = list(map(_object_at, repeat(raw), range(pdfium.FPDFPage_CountObjects(page))))
    found = _Marks(frame)
    found.take(objects, _SAME, 0)
    area = max(frame.width * frame.height, 1.0)
    return PageMarks(
        strokes=tuple(found.strokes),
        images=found.images / area,
        scans=found.scans / area,
        texts=found.texts,
        drawings=found.drawings,
    )


class _Marks:
    """Gathers what is drawn, forms within forms too."""

    def __init__(self, frame: PageFrame) -> None:
        self.frame = frame
        self.strokes: list[Stroke] = []
        self.images = 0.0
        self.scans = 0.0
        self.texts = 0
        self.drawings = 0
        self.left = _MOST_SEGMENTS

    def take(self, objects: Sequence[int], place: _Affine, depth: int) -> None:
        """Look at objects that are drawn at a place of the page."""
        kinds = list(map(_kind_of, objects))
        self.texts += kinds.count(pdfium.FPDF_PAGEOBJ_TEXT)
        pictures = [o for o, kind in zip(objects, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_IMAGE]
        paths = [o for o, kind in zip(objects, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_PATH]
        for picture, (x0, top, x1, bottom) in zip(pictures, self._boxes(pictures, place), strict=True):
            wide = min(x1, self.frame.width) - max(x0, 0.0)
            high = min(bottom, self.frame.height) - max(top, 0.0)
            share = max(wide, 0.0) * max(high, 0.0)
            self.images += share
            self.scans += share if _is_fine(picture, x1 - x0, bottom - top) else 0.0
        if paths:
            self._paths(paths, place)
        if depth < _DEEPEST:
            for form, kind in zip(objects, kinds, strict=True):
                if kind == pdfium.FPDF_PAGEOBJ_FORM:
                    inner = range(max(pdfium.FPDFFormObj_CountObjects(_handle(form)), 0))
                    held = [o for o in map(_inner_at, repeat(form), inner) if o]
                    self.take(held, _within(place, _affine(form)), depth + 1)

    def _boxes(self, objects: list[int], place: _Affine) -> list[list[float]]:
        """The bounds of objects as x0, top, x1, bottom."""
        if not objects:
            return []
        found = np.zeros((len(objects), 4), dtype=np.float32)
        columns = [addresses(found[:, i:]) for i in range(4)]
        call_all(_bounds, objects, *columns)
        left, bottom, right, top = found.astype(np.float64).T
        if place != _SAME:
            a, b, c, d, e, f = place
            xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
            ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
            left, right = np.minimum.reduce(xs), np.maximum.reduce(xs)
            bottom, top = np.minimum.reduce(ys), np.maximum.reduce(ys)
        boxes: list[list[float]] = self.frame.boxes(left, bottom, right, top).tolist()
        return boxes

    def _paths(self, paths: list[int], place: _Affine) -> None:
        for path, box in zip(paths, self._boxes(paths, place), strict=True):
            x0, top, x1, bottom = box
            thin = min(x1 - x0, bottom - top) < _THIN
            if thin:
                self._stroke(*box)
                continue
            count = _segments_of(path)
            self.drawings += 1
            self.left -= count
            if self.left < 0:
                return
            for line in self._lines(path, count, _within(place, _affine(path))):
                self._stroke(*line)

    def _stroke(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A thin box as the line along its middle."""
        if x1 - x0 >= bottom - top:
            self.strokes.append(Stroke(x0, (top + bottom) / 2, x1, (top + bottom) / 2))
        else:
            self.strokes.append(Stroke((x0 + x1) / 2, top, (x0 + x1) / 2, bottom))

    def _lines(self, path: int, count: int, place: _Affine) -> Iterator[tuple[float, float, float, float]]:
        """The straight level and upright lines of a path; thin rectangles in it are one line each."""
        a, b, c, d, e, f = place
        corners: list[tuple[float, float]] = []
        straight = True
        x, y = ctypes.c_float(), ctypes.c_float()
        for i in range(count):
            segment = _segment_at(path, i)
            kind = _segment_kind(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                yield from self._outline(corners, straight)
                corners, straight = [], True
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                straight = False
                continue
            _segment_point(segment, ctypes.addressof(x), ctypes.addressof(y))
            corners.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
            if _segment_closes(segment) and corners[0] != corners[-1]:
                corners.append(corners[0])
        yield from self._outline(corners, straight)

    def _outline(
        self, corners: list[tuple[float, float]], straight: bool
    ) -> Iterator[tuple[float, float, float, float]]:
        if len(corners) < 2 or not straight:
            return
        xs, ys = self.frame.points(np.array([p[0] for p in corners]), np.array([p[1] for p in corners]))
        x0, x1, top, bottom = float(xs.min()), float(xs.max()), float(ys.min()), float(ys.max())
        if min(x1 - x0, bottom - top) < _THIN:
            yield x0, top, x1, bottom
            return
        points = list(zip(xs.tolist(), ys.tolist(), strict=True))
        for (ax, ay), (bx, by) in pairwise(points):
            if min(abs(ax - bx), abs(ay - by)) < _CROOKED < max(abs(ax - bx), abs(ay - by)):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _is_fine(picture: int, wide: float, high: float) -> bool:
    """Whether it has pixels enough that writing could be read on it; a scan in strips is fine too."""
    columns, rows = ctypes.c_uint(), ctypes.c_uint()
    if not _pixels(picture, ctypes.addressof(columns), ctypes.addressof(rows)):
        return False
    return max(columns.value, rows.value) * 72 >= _FINE * max(wide, high, 1.0)


def _handle(address: int) -> ctypes.c_void_p:
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)  # type: ignore[no-any-return]


def _affine(address: int) -> _Affine:
    matrix = (ctypes.c_float * 6)()
    if not _matrix_of(address, ctypes.addressof(matrix)):
        return _SAME
    a, b, c, d, e, f = (float(number) for number in matrix)
    return (a, b, c, d, e, f) if all(map(math.isfinite, (a, b, c, d, e, f))) else _SAME


def _within(outer: _Affine, inner: _Affine) -> _Affine:
    """The place in the page of what lies at ``inner`` in something that lies at ``outer``."""
    if outer == _SAME:
        return inner
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return (
        a * p + c * q, b * p + d * q,
        a * r + c * s, b * r + d * s,
        a * t + c * u + e, b * t + d * u + f,
    )  # fmt: skip
