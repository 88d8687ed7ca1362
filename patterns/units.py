"""Units: what stands behind a number and says what it counts."""

from __future__ import annotations

import dataclasses
from functools import cache

import regex

from patterns.vocabulary import load

# Between a number and its unit: spaces, a footnote's anchor, a line's end where the next line goes on in lower case.
GAP = regex.compile(r"[ \u00a0\u2009\u202f]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*(?:[ \u00a0]*\n[ \u00a0]*(?=\p{Ll})|[ \u00a0]*)")
# A number said twice: "03 (ba) hồ sơ".
_SAID_AGAIN = regex.compile(r"[ ]?\([\p{L} ]{2,40}\)[ ]?")
# A unit in brackets: "512 (hồ sơ)".
_BRACKET = regex.compile(r"[ ]?\(")
_TIME_BEFORE_NUMBER = regex.compile(r"[ \u00a0]?\n?[0-9]")
# A label of its own, not the unit of what stands before it: "Tổng số: 45 Công chức: 30".
_LABEL = regex.compile(r"[ ]?:")

NONE = "no_unit"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit at [start, end) of a text, by its canonical name."""

    name: str
    start: int
    end: int


_LETTER = regex.compile(r"\w")


@cache
def _phrases() -> dict[str, tuple[tuple[str, bool], ...]]:
    """The phrases by their first two characters, the longest first, each with whether a word may not go on behind it.

    Those that end in a sign come before all others: "điểm %" before "điểm".
    """
    found: dict[str, list[tuple[str, bool]]] = {}
    for phrase in load("units").by_phrase:
        found.setdefault(phrase[:2], []).append((phrase, phrase[-1].isalnum()))
    return {begin: tuple(sorted(same, key=lambda one: (one[1], -len(one[0])))) for begin, same in found.items()}


def _phrase_at(low: str, start: int, end: int) -> str | None:
    """The phrase of a unit that stands at this position."""
    known = _phrases()
    # A sign may stand alone: "%".
    for begin in (low[start : start + 2], low[start : start + 1]):
        for phrase, is_word in known.get(begin, ()):
            if low.startswith(phrase, start, end) and not (is_word and _LETTER.match(low, start + len(phrase), end)):
                return phrase
    return None


def unit_at(text: str, low: str, position: int, end: int) -> Unit | None:
    """The unit that follows a number which ends at this position; ``low`` is the text in lower case.

    >>> unit_at("12 hồ sơ", "12 hồ sơ", 2, 8).name
    'dossier'
    """
    gap = GAP.match(text, position, end)
    start = gap.end() if gap else position
    unit = _unit_from(text, low, start, end)
    if unit is not None:
        return unit
    again = _SAID_AGAIN.match(text, position, end)
    unit = _unit_from(text, low, again.end(), end) if again else None
    if unit is not None:
        return unit
    bracket = _BRACKET.match(text, position, end)
    if bracket:
        inner = _unit_from(text, low, bracket.end(), end)
        if inner is not None and text[inner.end : inner.end + 1] == ")":
            return inner
    return None


def _unit_from(text: str, low: str, start: int, end: int) -> Unit | None:
    phrase = _phrase_at(low, start, end)
    if phrase is None:
        return None
    stop = start + len(phrase)
    name = load("units").by_phrase[phrase].canonical
    if name == NONE or (name == "time" and _TIME_BEFORE_NUMBER.match(low, stop, end)):
        return None
    if text[start].isupper() and not text[start:stop].isupper() and _LABEL.match(low, stop, end):
        return None
    return Unit(name=name, start=start, end=stop)
