"""The lines of a PDF page out of the order in which its characters are drawn.

Most pages draw each line from left to right: then the places of its words are all that is asked for. Where runs of one
line lie within each other (a font without some letters, which another font draws after the rest of the line) that
line alone is read by the places of its characters.
"""

from __future__ import annotations

import dataclasses
import itertools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.read.pdf_chars import LINE_HYPHEN, Floats, Indices, PageChars
from pipeline.read.pdf_lines import RAISED_HEIGHT, RAISED_SIZE, PageLine, Word, line_of, overlap, with_raised

# A line's box reaches this share of its size below the line that its letters stand on.
_BELOW = 0.22

# A run ends where the next word begins this share of its height before the last one's end, or stands off its line.
_BACK = 0.3
_OFF = 0.1

# Characters further apart than this share of their size are of two words.
WORD_GAP = 0.15

# The horn of these letters reaches this share of their size into the gap behind them.
_HORNED = frozenset("ƠƯơưỚỜỞỠỢỨỪỬỮỰớờởỡợứừửữự")
_HORN = 0.1

# Two runs of a line are drawn over each other, not into each other's gaps, where this share of letters collides.
_COLLIDING = 0.3

_SPACES = np.zeros(0x10000, dtype=bool)
_SPACES[[*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF]] = True
_SPACES[0x2000:0x200C] = True
_LINE_ENDS = np.zeros(0x10000, dtype=bool)
_LINE_ENDS[[0x0A, 0x0D]] = True
_NUMBERS = np.zeros(0x10000, dtype=bool)
_NUMBERS[list(map(ord, "0123456789()[]"))] = True
_STOPS = np.zeros(0x10000, dtype=bool)
_STOPS[list(map(ord, '.,;:”"’'))] = True

# The words of a line in Unicode, from the words and the names of their fonts.
Decode = Callable[[Sequence[str], Sequence[str]], list[str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Words that are drawn one after the other on one line: words[first:last] of the page."""

    first: int
    last: int
    x0: float
    x1: float
    baseline: float
    size: float
    odd: bool

    @property
    def top(self) -> float:
        """Top of its box."""
        return self.baseline - (1 - _BELOW) * self.size

    @property
    def bottom(self) -> float:
        """Bottom of its box."""
        return self.baseline + _BELOW * self.size


@dataclasses.dataclass(frozen=True, slots=True)
class Band:
    """A part of a page between two heights, and the places where upright lines cut the words in it."""

    top: float
    bottom: float
    cuts: tuple[float, ...] = ()


class Stream:
    """The runs of a page, and its lines.

    Where one line is drawn out of order, so are most of the page: then all are read by the places of the characters.
    """

    def __init__(self, chars: PageChars, number: int, decode: Decode | None = None) -> None:
        self.chars = chars
        self.number = number
        self.decode = decode
        self.mixed = False
        codes = np.minimum(chars.codes, 0xFFFF)
        self.plain = not (codes == LINE_HYPHEN).any()
        self.text = chars.text if self.plain else chars.text.replace(chr(LINE_HYPHEN), "-")
        self.space = _SPACES[codes]
        self._words(codes)
        self.runs = self._runs() if len(self.starts) else []

    def _words(self, codes: npt.NDArray[np.uint32]) -> None:
        """Where words begin and end, and their places."""
        solid = ~self.space
        after = np.ones(len(codes) + 1, dtype=bool)
        after[1:] = self.space
        if not self.plain:
            after[1:] |= codes == LINE_HYPHEN
        begins = solid & after[:-1]
        ends = solid.copy()
        ends[:-1] &= self.space[1:] | begins[1:]
        self.starts: Indices = np.flatnonzero(begins)
        self.lasts: Indices = np.flatnonzero(ends)
        self.breaks = np.cumsum(_LINE_ENDS[codes] | (codes == LINE_HYPHEN))
        self.codes = codes

    def _runs(self, *, turned: bool = False) -> list[Run]:
        """The upright runs of the page in the order in which they are drawn; most of them lying, the page is turned."""
        starts, lasts = self.starts, self.lasts
        self.x0, base = self.chars.origins(starts)
        ends = self.chars.boxes(lasts)
        # A word that ends before it begins: its last letters were drawn late.
        self.mixed = bool((ends[:, 2] < self.x0).any())
        self.x1 = np.maximum(ends[:, 2], self.x0)
        high = np.maximum(ends[:, 3] - ends[:, 1], 1.0)
        cut = np.ones(len(starts) + 1, dtype=bool)
        broken = self.breaks[starts[1:]] != self.breaks[lasts[:-1]]
        back = self.x0[1:] < self.x1[:-1] - _BACK * high[1:]
        off = np.abs(base[1:] - base[:-1]) > _OFF * high[1:]
        cut[1:-1] = broken | back | off
        bounds = np.flatnonzero(cut)
        sample = self._samples(bounds)
        sizes, turns = self.chars.sizes(starts[sample])
        upright = turns == self.chars.frame.turn
        if not turned and upright.sum() < 0.5 * len(turns):
            weights = np.bincount(
                np.maximum(turns, 0) // 90, weights=np.where(turns < 0, 0, np.diff(bounds)), minlength=4
            )
            if weights.argmax() * 90 != self.chars.frame.turn and weights.max() > 0:
                self.chars.turn(int(weights.argmax()) * 90)
                return self._runs(turned=True)
        raised = self._raised_tails(base, bounds, sizes)
        x0 = np.minimum.reduceat(self.x0, bounds[:-1])
        x1 = np.maximum.reduceat(self.x1, bounds[:-1])
        self.x0s: list[float] = self.x0.round(2).tolist()
        self.x1s: list[float] = self.x1.round(2).tolist()
        self.first_at: list[int] = starts.tolist()
        self.last_at: list[int] = (lasts + 1).tolist()
        begins = np.repeat(starts[bounds[:-1]], np.diff(bounds))
        self.starts_in_run: list[int] = (starts - begins).tolist()
        self.ends_in_run: list[int] = (lasts + 1 - begins).tolist()
        # How many words so far stand behind more than one space: none between two words where it is the same.
        self.apart: list[int] = [0, *np.cumsum(starts[1:] - lasts[:-1] != 2).tolist()]
        rows = zip(
            bounds[:-1].tolist(), bounds[1:].tolist(), x0.tolist(), x1.tolist(),
            base[sample].tolist(), sizes.tolist(), raised.tolist(), upright.tolist(), strict=True,
        )  # fmt: skip
        return [Run(*row[:7]) for row in rows if row[7] and row[5] > 0]

    def _samples(self, bounds: Indices) -> Indices:
        """For each run the word that tells its size: the first that begins with no number."""
        count = len(self.starts)
        place = np.where(_NUMBERS[self.codes[self.starts]], count, np.arange(count))
        found = np.minimum.reduceat(place, bounds[:-1])
        return np.where(found < bounds[1:], found, bounds[:-1])

    def _raised_tails(self, base: Floats, bounds: Indices, sizes: Floats) -> npt.NDArray[np.bool_]:
        """Which runs hold a word that ends with a raised number."""
        run_of = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        before = np.maximum(self.lasts - 1, self.starts)
        tail = np.where(_STOPS[self.codes[self.lasts]], before, self.lasts)
        asked = np.flatnonzero(_NUMBERS[self.codes[tail]] & (tail > self.starts))
        found = np.zeros(len(bounds) - 1, dtype=bool)
        if len(asked):
            higher = base[asked] - self.chars.origins(tail[asked])[1]
            found[run_of[asked[higher > RAISED_HEIGHT * sizes[run_of[asked]]]]] = True
        return found

    def parted(self, bands: Sequence[Band]) -> tuple[list[PageLine], list[Word]]:
        """The lines of the page from top to bottom, and the words that stand in bands of it."""
        lines: list[PageLine] = []
        words: list[Word] = []
        rows = rows_of(self.runs)
        careful = self.decode is not None or self.mixed or any(_is_mixed(row) for row in rows)
        for row in rows:
            held = [band for band in bands if band.top <= (row[0].top + row[0].bottom) / 2 <= band.bottom]
            if held:
                words += with_raised(self._words_of(self._pieces(row), held[0].cuts))
            elif len(row) == 1 and not row[0].odd and not careful:
                lines.append(self._line(row[0]))
            else:
                lines.extend(self._lines_by_place(row))
        lines.sort(key=lambda line: (line.top, line.x0))
        return lines, words

    def _line(self, run: Run) -> PageLine:
        first, last = run.first, run.last
        if self.apart[last - 1] == self.apart[first]:
            starts, ends = self.starts_in_run[first:last], self.ends_in_run[first:last]
            text = self.text[self.first_at[first] : self.last_at[last - 1]].replace("\u00a0", " ")
        else:
            places = zip(self.first_at[first:last], self.last_at[first:last], strict=True)
            words = [self.text[start:end] for start, end in places]
            text, starts, ends, at = " ".join(words), [], [], 0
            for word in words:
                starts.append(at)
                ends.append(at + len(word))
                at += len(word) + 1
        return PageLine(
            page=self.number,
            text=text,
            x0=run.x0,
            x1=run.x1,
            top=run.top,
            bottom=run.bottom,
            size=run.size,
            starts=starts,
            ends=ends,
            lefts=self.x0s[first:last],
            rights=self.x1s[first:last],
        )

    def _lines_by_place(self, row: Sequence[Run]) -> Iterator[PageLine]:
        """The line that several runs are, or the lines where they are drawn over each other."""
        pieces = self._pieces(row)
        if not pieces:
            return
        if _is_mixed(row) and _collide(pieces):
            for run in row:
                words = self._words_of(self._pieces([run]))
                if words:
                    yield line_of(with_raised(words), self.number)
            return
        yield line_of(with_raised(self._words_of(pieces)), self.number)

    def _words_of(self, pieces: list[_Piece], cuts: Sequence[float] = ()) -> list[Word]:
        held = list(_words(pieces, cuts))
        texts = ["".join(p.text for p in word) for word in held]
        if self.decode:
            texts = self.decode(texts, [word[0].font for word in held])
        return [_word(text, word) for text, word in zip(texts, held, strict=True)]

    def _pieces(self, runs: Iterable[Run]) -> list[_Piece]:
        """The upright characters of runs from left to right."""
        at = np.concatenate(
            [np.arange(self.first_at[run.first], self.last_at[run.last - 1], dtype=np.int64) for run in runs]
        )
        spaces = self.space[at]
        kept = ~spaces
        kept[spaces] = (self.codes[at[spaces]] > 0x0D) & self.chars.drawn(at[spaces])
        at = at[kept]
        boxes = self.chars.boxes(at)
        base = self.chars.origins(at)[1]
        sizes, turns = self.chars.sizes(at)
        upright = turns == self.chars.frame.turn
        fonts = self.chars.fonts(at) if self.decode else [""] * len(at)
        return _by_place(
            [
                _Piece(self.text[i], box[0], box[2], stands, size, font)
                for i, box, stands, size, font, shown in zip(
                    at.tolist(), boxes.tolist(), base.tolist(), sizes.tolist(), fonts, upright.tolist(), strict=True
                )
                if shown and size > 0
            ]
        )


@dataclasses.dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str


def _is_mixed(row: Sequence[Run]) -> bool:
    """One run lies within another: letters of its font that were drawn late, or a text over a text."""
    runs = sorted(row, key=lambda run: run.x0)
    return any(b.x0 < a.x1 - _BACK * a.size for a, b in itertools.pairwise(runs))


def rows_of(runs: list[Run]) -> list[list[Run]]:
    """Runs that stand on one line together."""
    runs = sorted(runs, key=lambda run: run.top)
    rows: list[list[Run]] = []
    cluster: list[Run] = []
    reach = float("-inf")
    for run in runs:
        if cluster and run.top >= reach:
            rows.extend(_rows_of_cluster(cluster))
            cluster = []
        cluster.append(run)
        # Lines set close have boxes that touch: what overlaps by a third or less is another line.
        reach = max(reach if len(cluster) > 1 else float("-inf"), run.bottom - run.size / 3)
    if cluster:
        rows.extend(_rows_of_cluster(cluster))
    return rows


def _rows_of_cluster(cluster: list[Run]) -> list[list[Run]]:
    if len(cluster) == 1:
        return [cluster]
    rows: list[list[Run]] = []
    for run in sorted(cluster, key=lambda run: (-round(run.size), run.top, run.x0)):
        best, most = None, 0.5
        for row in rows:
            share = overlap(row[0].top, row[0].bottom, run.top, run.bottom)
            if share > most:
                best, most = row, share
        if best is None:
            rows.append([run])
        else:
            best.append(run)
    return rows


def _by_place(pieces: list[_Piece]) -> list[_Piece]:
    """From left to right; a mark that is set over a letter stays behind it."""
    keys: list[tuple[float, int]] = []
    for i, piece in enumerate(pieces):
        over = i > 0 and unicodedata.combining(piece.text) != 0 and piece.x0 < pieces[i - 1].x1 + 0.1 * piece.size
        keys.append((keys[-1][0] if over else piece.x0, i))
    return [pieces[i] for _, i in sorted(keys)]


def _words(pieces: list[_Piece], cuts: Sequence[float]) -> Iterator[list[_Piece]]:
    """Words end at spaces, at gaps, at cuts, and where a smaller number is raised."""
    size = max((p.size for p in pieces), default=0.0)
    held: list[_Piece] = []
    end = 0.0
    spaced = False
    for piece in pieces:
        if piece.text.isspace():
            # A space in the place of a letter that another font draws parts nothing.
            spaced = spaced or (piece.x0 + piece.x1) / 2 > end
            continue
        if held:
            before = held[-1]
            gap = piece.x0 - end > WORD_GAP * max(piece.size, before.size)
            parted = any(end - 1 <= cut <= piece.x0 + 1 for cut in cuts)
            if gap or parted or spaced or _is_small(piece, size) != _is_small(before, size):
                yield held
                held, end = [], 0.0
        held.append(piece)
        spaced = False
        end = max(end, piece.x1 - _HORN * piece.size if piece.text in _HORNED else piece.x1)
    if held:
        yield held


def _is_small(piece: _Piece, size: float) -> bool:
    return piece.size <= RAISED_SIZE * size and piece.text in "0123456789()[]"


def _word(text: str, held: list[_Piece]) -> Word:
    size, baseline = max((p.size, p.baseline) for p in held)
    return Word(
        text=text,
        x0=round(held[0].x0, 2),
        x1=round(max(p.x1 for p in held), 2),
        top=baseline - (1 - _BELOW) * size,
        bottom=baseline + _BELOW * size,
        size=size,
    )


def _collide(pieces: list[_Piece]) -> bool:
    """Letters lie on letters: the runs were not drawn into each other's gaps."""
    times = 0
    for before, piece in itertools.pairwise(pieces):
        narrow = min(before.x1 - before.x0, piece.x1 - piece.x0)
        times += 0 < 0.5 * narrow < before.x1 - piece.x0
    return times > _COLLIDING * len(pieces)
