"""Numbers: the only place where digits or number words become values.

9.737 hồ sơ is 9737 (dot = thousands), 99,9% and 62.5 % are 99.9 and 62.5, 10.973/13 điểm is 10.973 (a decimal dot),
05 is 5, ba hồ sơ is 3, 61,3 ngàn hồ sơ 61300. The reading is decided by grouping, unit and neighbours, never by a locale.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text.

    ``start`` and ``end`` bound the digits or number words with their magnitude word ("2,5 triệu"), without sign,
    qualifier and unit. ``decimals`` counts the digits written after the decimal mark. ``unit_start`` and ``unit_end``
    bound the unit that follows (equal where there is none) and ``unit`` names it (canonical of the ``units``
    vocabulary: "dossier", "procedure", "percent", "point", "post", "person", "money", "time" …; None where the
    next word is no known unit). ``over`` is the number after the slash of a fraction: the Number that is its
    denominator follows in the list; ``fraction`` is "numerator" or "denominator" for the two, else None.
    ``range_part`` is "low" or "high" for the ends of a range. ``ambiguous`` says that both marks could be meant.
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


def find_numbers(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """All numbers of text[start:end] that count something, in reading order.

    Numbers inside dates, document codes, section markers, phone numbers, web addresses, standards (ISO 9001:2015),
    article and clause references and "mục 3.4.1" are no quantities and are left out.
    """
    return ()
