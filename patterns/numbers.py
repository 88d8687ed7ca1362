"""Numbers: the only place where digits or number words become values.

9.737 hồ sơ is 9737 (dot = thousands), 99,9% and 62.5 % are 99.9 and 62.5, 10.973/13 điểm is 10.973 (a decimal dot),
05 is 5, ba hồ sơ is 3, 61,3 ngàn hồ sơ 61300. The reading is decided by grouping, unit and neighbours, never by a
locale: see ``patterns.number_reading``.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from patterns.anchors import stands
from patterns.number_reading import read_drafts
from patterns.spelling import lowered
from patterns.vocabulary import load


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text.

    ``start`` and ``end`` bound the digits or number words with their magnitude word ("2,5 triệu"), without sign,
    qualifier and unit. ``decimals`` counts the digits written after the decimal mark. ``unit_start`` and ``unit_end``
    bound the unit that follows directly; they equal ``end`` where there is none, or where the unit is that of another
    number: the denominator's, the high end's of a range, a "(%)" before. ``unit`` names it (canonical of the ``units``
    vocabulary: "dossier", "procedure", "percent", "point", "post", "person", "money", "time" …; "rank" for a place in
    an order; None where the next word is no known unit). ``fraction`` is "numerator" for the number before a slash and
    "denominator" for the one behind it, which is the next in the list. ``range_part`` is "low" or "high" for the ends
    of a range. ``sign`` is -1 where a minus stands before it. ``ambiguous`` says that both marks could be meant.
    """

    start: int
    end: int
    raw: str
    value: float
    decimals: int = 0
    unit: str | None = None
    unit_start: int = 0
    unit_end: int = 0
    qualifier: str | None = None
    sign: int = 1
    fraction: str | None = None
    range_part: str | None = None
    ambiguous: bool = False

    @property
    def whole_end(self) -> int:
        """Where the number ends with its unit.

        >>> [number.whole_end for number in find_numbers("12 hồ sơ, 15")]
        [8, 12]
        """
        return max(self.end, self.unit_end)


def bare_number(text: str, start: int, end: int) -> Number | None:
    """The whole number that is all of text[start:end], a year's look notwithstanding; for cells of counted columns.

    >>> number = bare_number("1987", 0, 4)
    >>> number and number.value
    1987.0
    """
    raw = text[start:end].strip()
    if not raw.isascii() or not raw.isdigit():
        return None
    first = text.index(raw, start)
    last = first + len(raw)
    return Number(start=first, end=last, raw=raw, value=float(raw), unit_start=last, unit_end=last)


# A digit, or the word before a place in an order; number words stand in their vocabulary.
_FIGURE = r"[0-9]|thứ(?=[ ])"


def _may_hold(text: str, low: str, start: int, end: int) -> bool:
    """Whether anything that could be a number stands there; in half of all sentences nothing does."""
    if stands(_FIGURE, low, start, end):
        return True
    return next(load("number_words").find(text, start, end), None) is not None


# Lines are asked for again by those who read their sentences.
@lru_cache(maxsize=4096)
def find_numbers(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """All numbers of text[start:end] that count something, in reading order.

    Numbers inside dates, document codes, section markers, phone numbers, web addresses, standards (ISO 9001:2015),
    article and clause references and "mục 3.4.1" are no quantities and are left out, and so are plain years.

    >>> [(n.raw, n.value, n.unit) for n in find_numbers("tiếp nhận 9.737 hồ sơ, đạt 99,9%, xếp thứ 4")]
    [('9.737', 9737.0, 'dossier'), ('99,9', 99.9, 'percent'), ('4', 4.0, 'rank')]
    """
    stop = len(text) if end is None else end
    low = lowered(text)
    if not _may_hold(text, low, start, stop):
        return ()
    return tuple(
        Number(
            start=draft.start,
            end=draft.end,
            raw=text[draft.start : draft.end],
            value=float(draft.value),
            decimals=draft.decimals,
            unit=draft.unit,
            unit_start=draft.unit_start,
            unit_end=draft.unit_end,
            qualifier=draft.qualifier,
            sign=draft.sign,
            fraction=draft.fraction,
            range_part=draft.range_part,
            ambiguous=draft.ambiguous,
        )
        for draft in read_drafts(text, low, start, stop)
    )
