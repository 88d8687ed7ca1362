"""Words and lines of a PDF page by their places."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable
from statistics import median
from typing import Any

import regex
from pdfplumber.page import Page

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# "1", "12", "(3)", "[4]", "5,": what stands raised at a word.
RAISED_NUMBER = regex.compile(r"[(\[]?(\d{1,3})[)\]]?")

# "Số:", "ngày", "tháng": words that a number is written behind, later.
BLANK_AHEAD = regex.compile(r"(?i)số:?|ngày|tháng|năm")

# A raised number is printed smaller than this share of its line's size, and this share of it higher.
_RAISED_SIZE = 0.86
_RAISED_HEIGHT = 0.12

# Two words are on one line where this share of the lower one's height overlaps.
_OVERLAP = 0.5

# Chunks of a line stand this many times its size apart, and further than its words do.
_CHUNK_GAP = 1.8
_WORD_GAPS = 2.5


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word and its box in points from the page's top left; ``raised`` for a number that is now superscript digits.

    ``confidence`` is below 1 where the word was recognized from a picture.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    raised: bool = False
    confidence: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]
    page: int

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """Top of its largest words."""
        return min(w.top for w in self.words if not w.raised) if self.is_more_than_raised else self.words[0].top

    @property
    def bottom(self) -> float:
        """Bottom of its lowest word."""
        return max(w.bottom for w in self.words)

    @property
    def size(self) -> float:
        """Usual size of its letters."""
        plain = [w.size for w in self.words if not w.raised for _ in w.text]
        return median(plain or [w.size for w in self.words])

    @property
    def is_more_than_raised(self) -> bool:
        """It has words that are not raised."""
        return any(not w.raised for w in self.words)

    @property
    def text(self) -> str:
        """Its words; a raised number follows its word without a space."""
        return "".join(space + word.text for space, word in self.spaced())

    def spaced(self) -> Iterable[tuple[str, Word]]:
        """Each word with what stands before it."""
        before: Word | None = None
        for word in self.words:
            touches = before is not None and word.x0 - before.x1 < 0.16 * self.size
            glued = before is not None and touches and (word.raised or before.raised)
            yield ("" if before is None or glued else " ", word)
            before = word

    def chunks(self) -> tuple[PageLine, ...]:
        """The line cut where its words stand far apart; whole where all of them do."""
        gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(self.words)]
        if not gaps:
            return (self,)
        wide = max(_CHUNK_GAP * self.size, _WORD_GAPS * median(gaps) if len(gaps) > 2 else 0.0)
        texts = [w.text for w in self.words]
        cuts = [i + 1 for i, gap in enumerate(gaps) if gap > wide and not _is_blank(texts[i], texts[i + 1])]
        bounds = [0, *cuts, len(self.words)]
        parts = itertools.pairwise(bounds)
        return tuple(PageLine(words=self.words[low:high], page=self.page) for low, high in parts)


def _is_blank(before: str, after: str) -> bool:
    """A gap left to be filled in by hand, as in "Số:      /BC-UBND" and "ngày      tháng"."""
    return BLANK_AHEAD.fullmatch(before) is not None or after.startswith("/")


def words_of(page: Page) -> list[Word]:
    """The upright words of a page."""
    found: list[dict[str, Any]] = page.extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False, extra_attrs=["size", "upright"]
    )
    return [
        Word(
            text=str(w["text"]),
            x0=float(w["x0"]),
            x1=float(w["x1"]),
            top=float(w["top"]),
            bottom=float(w["bottom"]),
            size=float(w["size"]),
        )
        for w in found
        if w["upright"]
    ]


def lines_of(words: Iterable[Word], page: int) -> list[PageLine]:
    """The lines of a page from top to bottom; small raised numbers join the line they stand at."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-round(w.size), w.top, w.x0)):
        best, most = None, _OVERLAP
        for row in rows:
            share = _overlap(row[0], word)
            if share > most:
                best, most = row, share
        if best is None:
            rows.append([word])
        else:
            best.append(word)
    lines = [_line(row, page) for row in rows]
    return sorted(lines, key=lambda line: (line.top, line.x0))


def _overlap(first: Word, second: Word) -> float:
    shared = min(first.bottom, second.bottom) - max(first.top, second.top)
    return shared / max(min(first.bottom - first.top, second.bottom - second.top), 0.1)


def _line(row: list[Word], page: int) -> PageLine:
    words = sorted(row, key=lambda w: w.x0)
    size = max(w.size for w in words)
    bottom = max(w.bottom for w in words if w.size == size)
    return PageLine(words=tuple(_raised(w, size, bottom) for w in words), page=page)


def _raised(word: Word, size: float, bottom: float) -> Word:
    number = RAISED_NUMBER.fullmatch(word.text)
    if number is None or word.size > _RAISED_SIZE * size or bottom - word.bottom < _RAISED_HEIGHT * size:
        return word
    return dataclasses.replace(word, text=number[1].translate(_SUPERSCRIPTS), raised=True)
