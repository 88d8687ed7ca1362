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

import regex

from patterns.vocabulary import lowered


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
        return self.pattern.finditer(text, start, end) if self.may_stand(text, start, end) else iter(())

    def search(self, text: str, start: int, end: int) -> regex.Match[str] | None:
        """The first match in text[start:end], as the pattern itself finds it."""
        return self.pattern.search(text, start, end) if self.may_stand(text, start, end) else None

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """Whether the anchor stands in text[start:end]."""
        places = places_of(self.anchor, lowered(text) if self.any_case else text)
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
