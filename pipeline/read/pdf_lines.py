"""Words and lines of a PDF page by their places."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence
from statistics import median

import regex

# x0, top, x1, bottom
Place = tuple[float, float, float, float]

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# "1", "12", "(3)", "[4]", "5,": what stands raised at a word.
RAISED_NUMBER = regex.compile(r"[(\[]?(\d{1,3})[)\]]?")

# "Số:", "ngày", "tháng": words that a number is written behind, later.
BLANK_AHEAD = regex.compile(r"(?i)số:?|ngày|tháng|năm")

# A raised number is printed smaller than this share of its line's size, and this share of it higher.
RAISED_SIZE = 0.86
RAISED_HEIGHT = 0.12

# Two words are on one line where this share of the lower one's height overlaps.
_OVERLAP = 0.5

# Chunks of a line stand this many times its size apart, and further than its words do.
CHUNK_GAP = 1.8
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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageLine:
    """A line and the places of its words, from left to right.

    Word i is text[starts[i]:ends[i]] between lefts[i] and rights[i]. ``parts`` are the words themselves where they
    have more to tell: a raised number, or how surely a word was recognized.
    """

    page: int
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    starts: Sequence[int]
    ends: Sequence[int]
    lefts: Sequence[float]
    rights: Sequence[float]
    parts: tuple[Word, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words."""
        return self.parts or tuple(
            Word(text=self.text[start:end], x0=x0, x1=x1, top=self.top, bottom=self.bottom, size=self.size)
            for start, end, x0, x1 in zip(self.starts, self.ends, self.lefts, self.rights, strict=True)
        )

    def chunks(self) -> tuple[PageLine, ...]:
        """The line cut where its words stand far apart; whole where all of them do."""
        gaps = [after - before for before, after in zip(self.rights, self.lefts[1:], strict=False)]
        if not gaps or max(gaps) <= CHUNK_GAP * self.size:
            return (self,)
        wide = max(CHUNK_GAP * self.size, _WORD_GAPS * median(gaps) if len(gaps) > 2 else 0.0)
        words = self.words
        cuts = [i + 1 for i, gap in enumerate(gaps) if gap > wide and not _is_blank(words[i].text, words[i + 1].text)]
        if not cuts:
            return (self,)
        bounds = [0, *cuts, len(words)]
        return tuple(line_of(words[low:high], self.page) for low, high in itertools.pairwise(bounds))


def _is_blank(before: str, after: str) -> bool:
    """A gap left to be filled in by hand, as in "Số:      /BC-UBND" and "ngày      tháng"."""
    return BLANK_AHEAD.fullmatch(before) is not None or after.startswith("/")


def line_of(words: Sequence[Word], page: int) -> PageLine:
    """A line of words from left to right; a raised number follows its word without a space."""
    plain = [w for w in words if not w.raised]
    size = median([w.size for w in plain or words for _ in w.text])
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    before: Word | None = None
    for word in words:
        touches = before is not None and word.x0 - before.x1 < 0.16 * size
        if before is not None and not (touches and (word.raised or before.raised)):
            parts.append(" ")
            at += 1
        parts.append(word.text)
        starts.append(at)
        at += len(word.text)
        ends.append(at)
        before = word
    return PageLine(
        page=page,
        text="".join(parts),
        x0=words[0].x0,
        x1=words[-1].x1,
        top=min(w.top for w in plain) if plain else words[0].top,
        bottom=max(w.bottom for w in words),
        size=size,
        starts=starts,
        ends=ends,
        lefts=[w.x0 for w in words],
        rights=[w.x1 for w in words],
        parts=tuple(words),
    )


def lines_of(words: Iterable[Word], page: int) -> list[PageLine]:
    """The lines of a page from top to bottom; small raised numbers join the line they stand at."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-round(w.size), w.top, w.x0)):
        best, most = None, _OVERLAP
        for row in rows:
            share = overlap(row[0].top, row[0].bottom, word.top, word.bottom)
            if share > most:
                best, most = row, share
        if best is None:
            rows.append([word])
        else:
            best.append(word)
    lines = [line_of(with_raised(row), page) for row in rows]
    return sorted(lines, key=lambda line: (line.top, line.x0))


def overlap(top: float, bottom: float, other_top: float, other_bottom: float) -> float:
    """The share of the lower one's height that two boxes have in common."""
    shared = min(bottom, other_bottom) - max(top, other_top)
    return shared / max(min(bottom - top, other_bottom - other_top), 0.1)


def with_raised(row: Iterable[Word]) -> list[Word]:
    """The words of a line from left to right, its small raised numbers as superscript digits."""
    words = sorted(row, key=lambda w: w.x0)
    if not words:
        return words
    size = max(w.size for w in words)
    bottom = max(w.bottom for w in words if w.size == size)
    return [_raised(w, size, bottom) for w in words]


def _raised(word: Word, size: float, bottom: float) -> Word:
    number = RAISED_NUMBER.fullmatch(word.text)
    if number is None or word.size > RAISED_SIZE * size or bottom - word.bottom < RAISED_HEIGHT * size:
        return word
    return dataclasses.replace(word, text=number[1].translate(_SUPERSCRIPTS), raised=True)
