"""One page: rendered, made ready and recognized, finer where the first look was not sure."""

from __future__ import annotations

import math

import numpy as np
import pypdfium2

from pipeline.read.ocr.engines import Engine
from pipeline.read.ocr.hocr import confidence_of, words_of
from pipeline.read.ocr.pictures import Grey, skew_of, turned, without_lines, without_red, without_specks
from pipeline.read.scans import ScannedPage

# Whatever changes what the same page gives changes this number, so that nothing older is taken from a cache.
REVISION = 1

# Dots an inch of the first look, and of the second where the first was less sure than this.
FIRST, SECOND = 200, 300
SURE = 0.88

# A page is rendered to no more pixels than this: posters are read coarsely.
_MOST_PIXELS = 40_000_000


def recognize(page: pypdfium2.PdfPage, engine: Engine) -> ScannedPage:
    """The words of a page and the lines drawn on it."""
    first = _look(page, engine, FIRST)
    if first.confidence >= SURE:
        return first
    second = _look(page, engine, SECOND)
    return second if second.confidence > first.confidence else first


def _look(page: pypdfium2.PdfPage, engine: Engine, dpi: int) -> ScannedPage:
    width, height = page.get_size()
    most = 72 * math.sqrt(_MOST_PIXELS / max(width * height, 1.0))
    dots = int(min(dpi, most))
    ready = prepared(render(page, dots))
    skew = skew_of(ready)
    level, strokes = without_lines(turned(ready, -skew), dots)
    words = words_of(engine.hocr(level, dots), dots)
    return ScannedPage(
        words=words,
        width=width,
        height=height,
        confidence=confidence_of(words),
        strokes=strokes,
        turned=-skew,
    )


def render(page: pypdfium2.PdfPage, dpi: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A page as rows of red, green and blue."""
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    try:
        pixels = bitmap.to_numpy()
        return np.ascontiguousarray(pixels[..., :3]) if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    finally:
        bitmap.close()


def prepared(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Grey:
    """The picture in grey, without stamps and specks."""
    return without_specks(without_red(pixels))
