"""Anchors: what no match of a pattern can do without, found once for a whole text.

Dates, periods, codes and references are sought sentence by sentence, by many patterns, in one and the same report. Each
pattern names its anchor, a small one that stands in every match; where none stands between two offsets, the pattern is
not run there. An anchor may find too much, never too little: it saves time and changes nothing.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

import regex

from patterns.clock import SECONDS
from patterns.spelling import lowered

Kind = TypeVar("Kind")


@dataclasses.dataclass(frozen=True, slots=True)
class Anchored:
    """A pattern with its anchor, a pattern whose match begins inside every match of the first or in what it asks for.

    The anchor of a pattern that ignores case is in lower case. An anchor that looks behind or ahead sees the whole
    text, so that it must not ask for what may lie outside of it.

    >>> clock = Anchored(regex.compile(r"[0-9]+[ ]giờ"), r"giờ")
    >>> [match[0] for match in clock.finditer("từ 7 giờ, 8 phút", 0, 16)]
    ['7 giờ']
    >>> list(clock.finditer("từ 7 giờ, 8 phút", 9, 16))
    []
    """

    pattern: regex.Pattern[str]
    anchor: str
    any_case: bool = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "any_case", bool(self.pattern.flags & regex.IGNORECASE))

    def finditer(self, text: str, start: int, end: int) -> Iterator[regex.Match[str]]:
        """All matches in text[start:end], as the pattern itself finds them."""
        if not self.may_stand(text, start, end):
            return iter(())
        return self.pattern.finditer(text, start, end, timeout=SECONDS)

    def search(self, text: str, start: int, end: int) -> regex.Match[str] | None:
        """The first match in text[start:end], as the pattern itself finds it."""
        return self.pattern.search(text, start, end, timeout=SECONDS) if self.may_stand(text, start, end) else None

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """Whether the anchor stands in text[start:end]."""
        return stands(self.anchor, lowered(text) if self.any_case else text, start, end)


class Together(Generic[Kind]):
    """Patterns that are sought in the same stretches of a text, each with what it stands for.

    One look at a stretch tells which of them may stand there, where each alone would take a look of its own.
    """

    def __init__(self, *kinds: tuple[Anchored, Kind]) -> None:
        self.kinds = kinds
        # By which of them stand somewhere, a bit for each: few sets do.
        self._sets: dict[int, tuple[tuple[regex.Pattern[str], Kind], ...]] = {0: ()}

    def standing(self, text: str, start: int, end: int) -> tuple[tuple[regex.Pattern[str], Kind], ...]:
        """The patterns whose anchors stand in text[start:end], in their order."""
        places, marks = _marks_of(self, text)
        seen = 0
        for mark in marks[bisect_left(places, start) : bisect_left(places, end)]:
            seen |= mark
        found = self._sets.get(seen)
        if found is None:
            found = tuple((one.pattern, kind) for number, (one, kind) in enumerate(self.kinds) if seen >> number & 1)
            self._sets[seen] = found
        return found

    def finditer(self, text: str, start: int, end: int) -> Iterator[tuple[regex.Match[str], Kind]]:
        """All matches in text[start:end], pattern by pattern, each with what its pattern stands for."""
        for pattern, kind in self.standing(text, start, end):
            for match in pattern.finditer(text, start, end, timeout=SECONDS):
                yield match, kind


@lru_cache(maxsize=128)
def _marks_of(together: Together[Any], text: str) -> tuple[list[int], list[int]]:
    """Where an anchor of any of the patterns begins, in order, and at each place a bit for each of them."""
    found: dict[int, int] = {}
    for number, (one, _) in enumerate(together.kinds):
        for place in places_of(one.anchor, lowered(text) if one.any_case else text):
            found[place] = found.get(place, 0) | 1 << number
    places = sorted(found)
    return places, [found[place] for place in places]


def stands(anchor: str, text: str, start: int, end: int) -> bool:
    """Whether a match of an anchor begins in text[start:end]."""
    places = places_of(anchor, text)
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


@lru_cache(maxsize=512)
def places_of(anchor: str, text: str) -> list[int]:
    """Where the matches of an anchor begin, in order."""
    return [match.start() for match in _compiled(anchor).finditer(text)]


@cache
def _compiled(anchor: str) -> re.Pattern[str] | regex.Pattern[str]:
    # The standard library is several times faster at looking for a literal; it knows neither letters' properties nor
    # looks behind of any length.
    try:
        return re.compile(anchor)
    except re.error:
        return regex.compile(anchor)
