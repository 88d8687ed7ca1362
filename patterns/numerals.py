"""Numerals: what a run of digits with dots, commas or spaces can mean.

A single mark before three digits is a thousands mark or a decimal mark (12.608, 12,608, 10.973); everything else has
one reading. The text around a numeral decides which it is; see ``patterns.numbers``.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import regex

# 2.045 and 1.234.567 with one kind of mark, 1.234,5 with both.
_GROUPED = regex.compile(r"[0-9]{1,3}(?:(?P<mark>[.,\s])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_SPLIT = regex.compile(r"[.,\s]")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """The readings of a numeral: as a count, as a decimal number, or both.

    ``mark`` is the mark that is in doubt where both are there, else empty.
    """

    count: int | None
    exact: Decimal | None
    decimals: int = 0
    mark: str = ""

    @property
    def both(self) -> bool:
        """Whether the mark could separate thousands or decimals."""
        return self.count is not None and self.exact is not None


def read_numeral(raw: str) -> Numeral | None:
    """All readings of a numeral, None where it has none: 3.4.1, 1.23.456.

    >>> read_numeral("0127").count, read_numeral("62.5").exact, read_numeral("1.234,50").exact
    (127, Decimal('62.5'), Decimal('1234.50'))
    >>> read_numeral("12.608").both, read_numeral("0,985").both, read_numeral("3.4.1")
    (True, False, None)
    """
    marks = [character for character in raw if not character.isdigit()]
    if not marks:
        return Numeral(count=int(raw), exact=None)
    last = marks[-1]
    if len(marks) == 1 and not last.isspace():
        return _one_mark(raw, last)
    if len(set(marks)) == 1:
        return Numeral(count=_joined(raw), exact=None) if _GROUPED.fullmatch(raw) else None
    # Two kinds: the last mark is the decimal one, and stands alone.
    whole, _, fraction = raw.rpartition(last)
    if last.isspace() or last in whole or not _GROUPED.fullmatch(whole):
        return None
    return Numeral(count=None, exact=Decimal(f"{_joined(whole)}.{fraction}"), decimals=len(fraction))


def _one_mark(raw: str, mark: str) -> Numeral:
    whole, _, fraction = raw.partition(mark)
    exact = Decimal(f"{whole}.{fraction}")
    # 0,985 and 05.123 are no thousands; neither is 1234,567.
    if not _GROUPED.fullmatch(raw) or whole.startswith("0"):
        return Numeral(count=None, exact=exact, decimals=len(fraction))
    return Numeral(count=_joined(raw), exact=exact, decimals=len(fraction), mark=mark)


def _joined(raw: str) -> int:
    return int(_SPLIT.sub("", raw))
