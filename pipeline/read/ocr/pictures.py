"""Pictures of pages made ready for recognition: red ink lifted off, specks gone, text level.

Each step is there because it lowers the character error rate; docs/ocr.md has the figures.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
from PIL import Image

Grey = npt.NDArray[np.uint8]
Strokes = tuple[tuple[float, float, float, float], ...]

_WHITE = 255

# A pixel is of a stamp where red leads green and blue by this much, in grey levels.
_REDDER = 60

# Ink is darker than the page's mean by this much, and darker than this.
_DARKER = 40
_DARK = 150

# Scans lie askew by this many degrees at most; less than the second is not worth a turn.
_SKEWED = 2.5
_LEVEL = 0.08

# So many pixels of ink tell how a page lies.
_SAMPLE = 40_000

# A drawn line is this long, in inches, may be broken by a gap of so many, and is no thicker than the last.
_LONG = 0.35
_GAP = 0.03
_THICK = 0.04


def without_red(pixels: npt.NDArray[np.uint8]) -> Grey:
    """The page in grey, with what is red as white as paper: stamps lie over signatures, numbers and dates.

    ``pixels`` are rows of red, green, blue. Black text below a stamp stays: it is not red.
    """
    grey = np.asarray(Image.fromarray(pixels).convert("L"))
    # A stamp is wider than four pixels: a page without one is told by every fourth.
    if not _stamped(pixels[::4, ::4]).any():
        return grey
    cleaned = grey.copy()
    cleaned[_stamped(pixels)] = _WHITE
    return cleaned


def _stamped(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    red, other = pixels[..., 0], np.maximum(pixels[..., 1], pixels[..., 2])
    reddish: npt.NDArray[np.bool_] = np.subtract(red, other, where=red > other, out=np.zeros_like(red)) > _REDDER
    return reddish


def without_specks(grey: Grey) -> Grey:
    """Each pixel as the median of the nine around it, by sorting columns and comparing neighbours.

    >>> page = np.full((5, 5), 250, dtype=np.uint8)
    >>> page[2, 2] = 0
    >>> int(without_specks(page).min())
    250
    """
    framed = np.pad(grey, 1, mode="edge")
    low, high = np.minimum(framed[:-2], framed[1:-1]), np.maximum(framed[:-2], framed[1:-1])
    last = framed[2:]
    middle = np.minimum(high, last)
    high = np.maximum(high, last)
    low, middle = np.minimum(low, middle), np.maximum(low, middle)
    lowest = np.maximum(np.maximum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    highest = np.minimum(np.minimum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    left, centre, right = middle[:, :-2], middle[:, 1:-1], middle[:, 2:]
    between = np.maximum(np.minimum(left, centre), np.minimum(np.maximum(left, centre), right))
    made: Grey = np.maximum(np.minimum(lowest, between), np.minimum(np.maximum(lowest, between), highest))
    return made


def ink_of(grey: Grey) -> npt.NDArray[np.bool_]:
    """Which pixels are dark enough to be ink."""
    return grey < min(_DARK, float(grey[::4, ::4].mean()) - _DARKER)


def skew_of(grey: Grey) -> float:
    """By how many degrees the text runs upwards to the right; 0 where it is level or there is none.

    Rows of ink are sharpest where they are summed along the lines of text.
    """
    ink = ink_of(grey[::2, ::2])
    ys, xs = np.nonzero(ink)
    if len(xs) < 500:
        return 0.0
    if len(xs) > _SAMPLE:
        chosen = slice(None, None, len(xs) // _SAMPLE + 1)
        ys, xs = ys[chosen], xs[chosen]
    margin = int(ink.shape[1] * np.tan(np.radians(_SKEWED + 1))) + 2

    def sharpness(degrees: float) -> float:
        rows = (ys + xs * np.tan(np.radians(degrees))).astype(np.int64) + margin
        profile = np.bincount(rows, minlength=ink.shape[0] + 2 * margin).astype(np.float64)
        return float(np.square(np.diff(profile)).sum())

    rough = max(np.arange(-_SKEWED, _SKEWED + 0.01, 0.25).tolist(), key=sharpness)
    exact = max((rough + step for step in np.arange(-0.2, 0.21, 0.05).tolist()), key=sharpness)
    return 0.0 if abs(exact) < _LEVEL else round(exact, 2)


def turned(grey: Grey, degrees: float) -> Grey:
    """The page turned counterclockwise about its middle, paper where nothing was.

    Small turns are two shears by whole pixels: a twentieth of the time of a turn pixel by pixel, and letters stay as
    sharp as they were. A step of one pixel now and then is less than a scanner's own.
    """
    if not degrees:
        return grey
    paper = int(np.median(grey[::16, ::16]))
    slope = math.tan(math.radians(degrees))
    return _sheared(_sheared(grey.T, -slope, paper).T, slope, paper)


def _sheared(grey: Grey, slope: float, paper: int) -> Grey:
    """The rows moved sideways, the more the further they are from the middle; ``slope`` is columns for each row."""
    height, width = grey.shape
    shifts = np.rint((np.arange(height) - height / 2) * slope).astype(int)
    moved = np.full_like(grey, paper)
    bounds = [0, *(np.flatnonzero(np.diff(shifts)) + 1).tolist(), height]
    for first, last in itertools.pairwise(bounds):
        shift = int(shifts[first])
        if abs(shift) >= width:
            continue
        to = slice(max(shift, 0), width + min(shift, 0))
        of = slice(max(-shift, 0), width - max(shift, 0))
        moved[first:last, to] = grey[first:last, of]
    return moved


def without_lines(grey: Grey, dpi: float) -> tuple[Grey, Strokes]:
    """The page without the level and upright lines drawn on it, and those lines in points from its top left.

    An upright line beside a word is read as a letter.
    """
    ink = ink_of(grey)
    scale = 72 / dpi
    level, upright = _runs(ink, dpi), _runs(ink.T, dpi)
    if not level and not upright:
        return grey, ()
    cleaned = grey.copy()
    for first, last, start, end in level:
        cleaned[max(first - 1, 0) : last + 2, start:end] = _WHITE
    for first, last, start, end in upright:
        cleaned[start:end, max(first - 1, 0) : last + 2] = _WHITE
    lines: list[tuple[float, float, float, float]] = [
        (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) for y0, y1, x0, x1 in level
    ]
    lines += [((x0 + x1) / 2, y0, (x0 + x1) / 2, y1) for x0, x1, y0, y1 in upright]
    return cleaned, tuple((a * scale, b * scale, c * scale, d * scale) for a, b, c, d in lines)


def _runs(ink: npt.NDArray[np.bool_], dpi: float) -> list[tuple[int, int, int, int]]:
    """Long runs of ink along the rows, those of one line as one: first and last row, first and end column."""
    gap, long, thick = max(1, int(_GAP * dpi)), int(_LONG * dpi), max(2, int(_THICK * dpi))
    # Rows are looked at in steps of half the shortest run: a long run has ink in two neighbouring steps at least.
    step = max(1, long // 4)
    wide = ink.shape[1] // step * step
    full = ink[:, :wide].reshape(ink.shape[0], -1, step).mean(axis=2) > 0.9
    candidates = np.nonzero((full[:, 1:] & full[:, :-1]).any(axis=1))[0]
    found: list[tuple[int, int, int]] = []
    for row in candidates.tolist():
        places = np.nonzero(ink[row])[0]
        cuts = np.nonzero(np.diff(places) > gap)[0]
        starts = places[np.concatenate([[0], cuts + 1])]
        ends = places[np.concatenate([cuts, [len(places) - 1]])] + 1
        found += [(row, s, e) for s, e in zip(starts.tolist(), ends.tolist(), strict=True) if e - s >= long]
    return _together(found, thick)


def _together(runs: list[tuple[int, int, int]], thick: int) -> list[tuple[int, int, int, int]]:
    """Runs of neighbouring rows that lie side by side as one line; what is thicker than a line is a picture."""
    lines: list[list[int]] = []
    for row, start, end in runs:
        for line in reversed(lines):
            if row - line[1] > 3:
                continue
            if start < line[3] and line[2] < end:
                line[1], line[2], line[3] = row, min(start, line[2]), max(end, line[3])
                break
        else:
            lines.append([row, row, start, end])
    return [(first, last, start, end) for first, last, start, end in lines if last - first < thick]
