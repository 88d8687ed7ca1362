"""Lines of a text, each in the charset that its own words or those around it show."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from pipeline.read.evidence import CANDIDATES, Verdict, may_be_legacy, weigh
from pipeline.read.legacy import Charset, decode_legacy

# By how much a line may fit another charset better and still be read in that of the lines around it: "Tû".
_TOLERANCE = 6.0

# How much a line in Unicode has to gain by the charset of the lines around it, where it alone would not tell.
_GAIN = 6.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """Lines in Unicode; ``charsets`` has the charset each was in, None for one that is as it was.

    ``doubtful`` are the numbers of lines that are in an old charset, but nobody knows in which; they are as they were.
    """

    lines: tuple[str, ...]
    charsets: tuple[Charset | None, ...]
    doubtful: tuple[int, ...]
    candidates: tuple[Charset, ...]


def recode_lines(lines: Sequence[str], undecoded: frozenset[int] = frozenset()) -> Recoded:
    """Decode the lines that are in an old charset.

    ``undecoded`` are the numbers of lines that are bytes as Windows-1252 shows them: these are in some charset, while
    all others are taken for Unicode until they prove not to be.
    """
    verdicts = {
        number: verdict
        for number, line in enumerate(lines)
        if number in undecoded or may_be_legacy(line)
        if (verdict := weigh([line])).words
    }
    settled: dict[int, Charset | None] = {
        number: verdict.charset
        for number, verdict in verdicts.items()
        if verdict.is_sure and (verdict.charset is not None or number not in undecoded)
    }
    doubtful: list[int] = []
    candidates: dict[Charset, None] = {}
    open_lines = [number for number in verdicts if number not in settled]
    if any(settled.values()):
        around = _Neighbours(settled, verdicts, lines)
        for number in open_lines:
            charset, is_known = _by_neighbours(lines[number], around.of(number), number in undecoded)
            if is_known:
                settled[number] = charset
            else:
                doubtful.append(number)
                candidates |= _named(verdicts[number])
    elif open_lines:
        together = weigh([lines[number] for number in open_lines])
        if together.is_sure:
            settled |= dict.fromkeys(open_lines, together.charset)
        elif undecoded:
            doubtful = [number for number in open_lines if number in undecoded]
            candidates |= _named(together)
    charsets = tuple(settled.get(number) for number in range(len(lines)))
    return Recoded(
        lines=tuple(
            line if charset is None else decode_legacy(line, charset)
            for line, charset in zip(lines, charsets, strict=True)
        ),
        charsets=charsets,
        doubtful=tuple(doubtful),
        candidates=tuple(candidates),
    )


class _Neighbours:
    """The settled lines before and after every line; a line whose letters are in Unicode is settled as well."""

    def __init__(self, settled: dict[int, Charset | None], verdicts: dict[int, Verdict], lines: Sequence[str]) -> None:
        known = {
            number: settled.get(number)
            for number, line in enumerate(lines)
            if number in settled or (number not in verdicts and not line.isascii())
        }
        self.before: list[Charset | None] = []
        last: Charset | None = None
        for number in range(len(lines)):
            self.before.append(last)
            last = known.get(number, last)
        self.after: list[Charset | None] = [None] * len(lines)
        following: Charset | None = None
        for number in reversed(range(len(lines))):
            self.after[number] = following
            following = known.get(number, following)

    def of(self, number: int) -> tuple[Charset, ...]:
        """The charsets of the settled lines around, the one before first."""
        around = dict.fromkeys((self.before[number], self.after[number]))
        return tuple(charset for charset in around if charset is not None)


def _by_neighbours(line: str, around: tuple[Charset, ...], is_undecoded: bool) -> tuple[Charset | None, bool]:
    """The charset of a line that does not tell by itself, and whether it is known at all."""
    if not around:
        return None, not is_undecoded
    among = weigh([line], dict.fromkeys(around, 0.0))
    if not is_undecoded:
        return (among.charset if among.margin >= _GAIN else None), True
    if among.charset is None and among.margin >= _TOLERANCE:
        return None, True
    best = among.charset or around[0]
    rivals = weigh([line], {charset: 0.0 if charset == best else -_TOLERANCE for charset in CANDIDATES})
    return best, rivals.charset in (best, None)


def _named(verdict: Verdict) -> dict[Charset, None]:
    return dict.fromkeys(charset for charset in (verdict.charset, verdict.second) if charset is not None)
