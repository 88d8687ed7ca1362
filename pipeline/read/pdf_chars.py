"""The characters of a PDF page and their places, asked of pdfium for many at once.

A call for one character costs little in pdfium and much in Python, so that ``map`` makes the calls, and only for the
characters whose places decide something.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.pdf_lines import Place

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

# A character this part of a quarter turn off the level is askew.
_ASKEW = 0.08

# What stands for the hyphen at the end of a line; no line end follows it.
LINE_HYPHEN = 0xFFFE


def bulk(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function, to be called with plain numbers: for pointers their addresses."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_INT, _DOUBLE, POINTER = ctypes.c_int, ctypes.c_double, ctypes.c_void_p
_loose_box = bulk(pdfium.FPDFText_GetLooseCharBox, _INT, POINTER, _INT, POINTER)
_origin = bulk(pdfium.FPDFText_GetCharOrigin, _INT, POINTER, _INT, POINTER, POINTER)
_matrix = bulk(pdfium.FPDFText_GetMatrix, _INT, POINTER, _INT, POINTER)
_font_size = bulk(pdfium.FPDFText_GetFontSize, _DOUBLE, POINTER, _INT)
_unicode = bulk(pdfium.FPDFText_GetUnicode, ctypes.c_uint, POINTER, _INT)
_font_info = bulk(pdfium.FPDFText_GetFontInfo, ctypes.c_ulong, POINTER, _INT, POINTER, ctypes.c_ulong, POINTER)
_generated = bulk(pdfium.FPDFText_IsGenerated, _INT, POINTER, _INT)


def call_all(function: Callable[..., Any], *columns: Iterable[Any]) -> None:
    """Call a function for each row of its arguments."""
    deque(map(function, *columns), maxlen=0)


def addresses(array: npt.NDArray[Any]) -> range:
    """The address of each row of an array."""
    start, step = array.ctypes.data, array.strides[0]
    return range(start, start + step * len(array), step)


class PageFrame:
    """From a page's own coordinates to points from the top left of the page, turned by so many degrees."""

    def __init__(self, box: Place, turn: int) -> None:
        left, bottom, right, top = box
        self.box = box
        self.turn = turn % 360
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        wide, high = right - left, top - bottom
        self.width, self.height = (high, wide) if self.turn in (90, 270) else (wide, high)

    def shown_in(self, other: PageFrame, place: Place) -> Place:
        """A box of this frame as a box (x0, top, x1, bottom) of another one of the same page."""
        (ax, ay), (bx, by) = self._back(*place[:2]), self._back(*place[2:])
        x0, top, x1, bottom = other.boxes(*(np.array([edge]) for edge in (ax, ay, bx, by)))[0].tolist()
        return x0, top, x1, bottom

    def _back(self, x: float, top: float) -> tuple[float, float]:
        """The point in the page's own coordinates."""
        if self.turn == 90:
            return top + self.left, x + self.bottom
        if self.turn == 180:
            return self.right - x, top + self.bottom
        if self.turn == 270:
            return self.right - top, self.top - x
        return x + self.left, self.top - top

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points as (from the left, from the top)."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def boxes(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> Floats:
        """Boxes as rows of x0, top, x1, bottom."""
        ax, ay = self.points(x0, y0)
        bx, by = self.points(x1, y1)
        return np.stack([np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by)], axis=1)


class PageChars:
    """The characters of a page in the order of its stream, spaces and line ends of pdfium's own among them."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.frame = self.shown = PageFrame(page.get_bbox(), page.get_rotation())
        self._page = page.get_textpage()
        self._raw = ctypes.cast(self._page.raw, POINTER).value
        count = max(int(pdfium.FPDFText_CountChars(self._page)), 0)
        self.codes, self.text = self._characters(count)

    def __len__(self) -> int:
        return len(self.codes)

    def close(self) -> None:
        """Free what pdfium holds."""
        self._page.close()

    def _characters(self, count: int) -> tuple[npt.NDArray[np.uint32], str]:
        """Code points, one for each place: the text alone where each has one unit, else asked one by one."""
        buffer = (ctypes.c_ushort * (count + 1))()
        got = int(pdfium.FPDFText_GetText(self._page, 0, count, buffer)) - 1
        data = bytes(buffer)[: 2 * count]
        units = np.frombuffer(data, dtype=np.uint16)
        if got == count and not ((units & 0xF800) == 0xD800).any():
            return units.astype(np.uint32), data.decode("utf-16-le")
        codes = np.fromiter(map(_unicode, repeat(self._raw), range(count)), dtype=np.uint32, count=count)
        codes[(codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))] = 0xFFFD
        return codes, "".join(map(chr, codes.tolist()))

    def boxes(self, at: Indices) -> Floats:
        """Rows of x0, top, x1, bottom; from left to right a character has its whole advance."""
        found = np.zeros((len(at), 4), dtype=np.float32)
        call_all(_loose_box, repeat(self._raw), at.tolist(), addresses(found))
        left, top, right, bottom = found.astype(np.float64).T
        return self.frame.boxes(left, bottom, right, top)

    def origins(self, at: Indices) -> tuple[Floats, Floats]:
        """Where the pen begins to draw the characters: from the page's left, and from its top."""
        found = np.zeros((len(at), 2), dtype=np.float64)
        x, y = addresses(found), addresses(found[:, 1:])
        call_all(_origin, repeat(self._raw), at.tolist(), x, y)
        return self.frame.points(found[:, 0], found[:, 1])

    def turn(self, degrees: int) -> None:
        """Look at the page turned, so that text that is written upwards or downwards is level."""
        self.frame = PageFrame(self.shown.box, degrees)

    def sizes(self, at: Indices) -> tuple[Floats, Indices]:
        """Printed sizes in points, and the quarter turn in which each character is upright; -1 for one askew."""
        found = np.zeros((len(at), 6), dtype=np.float32)
        places = at.tolist()
        call_all(_matrix, repeat(self._raw), places, addresses(found))
        a, b, c, d = found[:, :4].astype(np.float64).T
        nominal = np.fromiter(map(_font_size, repeat(self._raw), places), dtype=np.float64, count=len(places))
        quarters = np.arctan2(b, a) * (2 / math.pi)
        whole = np.round(quarters)
        turns = np.where(np.abs(quarters - whole) < _ASKEW, whole % 4, -1).astype(np.int64)
        return np.round(np.abs(nominal) * np.hypot(c, d), 2), turns * 90

    def fonts(self, at: Indices) -> list[str]:
        """The names of the fonts, as the file has them."""
        buffer = ctypes.create_string_buffer(256)
        names = []
        for place in at.tolist():
            size = _font_info(self._raw, place, ctypes.addressof(buffer), len(buffer), None)
            names.append(buffer.raw[: max(min(size, len(buffer)) - 1, 0)].decode("utf-8", "replace"))
        return names

    def drawn(self, at: Indices) -> npt.NDArray[np.bool_]:
        """Which of the characters are in the file, and not put between words by pdfium."""
        generated = np.fromiter(map(_generated, repeat(self._raw), at.tolist()), dtype=np.int64, count=len(at))
        return np.equal(generated, 0)
