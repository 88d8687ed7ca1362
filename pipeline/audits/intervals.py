"""Exact arithmetic on printed figures: what a figure can stand for once it has been rounded.

A printed figure is an interval of half a unit of its last written digit to either side, both ends included, because a
tie may have been rounded up or down. Everything is a Fraction or whole numbers that are multiplied crosswise, so that
no binary rounding decides about a finding.
"""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from functools import lru_cache


def exact(value: float | int | Fraction) -> Fraction:
    """The decimal number that was printed, not the binary number that holds it.

    >>> exact(99.9)
    Fraction(999, 10)
    """
    return value if isinstance(value, Fraction) else _decimal(value)


@lru_cache(maxsize=4096)
def _decimal(value: float | int) -> Fraction:
    return Fraction(value) if isinstance(value, int) else Fraction(str(value))


def unit(decimals: int) -> Fraction:
    """One unit of the last of so many written digits.

    >>> unit(2)
    Fraction(1, 100)
    """
    return Fraction(1, 10 ** max(0, decimals))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    def holds(self, number: Fraction) -> bool:
        """Whether the number lies in the interval."""
        return self.low <= number <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Whether one number lies in both."""
        return self.low <= other.high and other.low <= self.high


@lru_cache(maxsize=4096)
def printed(value: float | int, decimals: int) -> Interval:
    """What a figure printed with so many decimals can stand for, under either tie rule.

    >>> printed(65.6, 1).holds(Fraction(6565, 100)), printed(65.6, 1).holds(Fraction(6555, 100))
    (True, True)
    """
    half = unit(decimals) / 2
    return Interval(low=exact(value) - half, high=exact(value) + half)


@lru_cache(maxsize=4096)
def bounds(value: float | int, decimals: int) -> tuple[int, int, int]:
    """The ends of what a printed figure can stand for as whole numbers, and what they are to be divided by.

    >>> bounds(65.6, 1)
    (1311, 1313, 20)
    """
    stands_for = printed(value, decimals)
    per = math.lcm(stands_for.low.denominator, stands_for.high.denominator)
    return int(stands_for.low * per), int(stands_for.high * per), per


def agrees(value: float | int, decimals: int, number: Fraction) -> bool:
    """Whether the printed figure is a rounding of the exact number.

    >>> agrees(94.05, 2, Fraction(1693, 18))
    False
    """
    return agrees_with_ratio(value, decimals, number.numerator, number.denominator)


def agrees_with_ratio(value: float | int, decimals: int, top: int, bottom: int) -> bool:
    """Whether the printed figure is a rounding of top / bottom, of which the bottom is more than nothing.

    >>> agrees_with_ratio(94.05, 2, 1693, 18), agrees_with_ratio(94.06, 2, 1693, 18)
    (False, True)
    """
    low, high, per = bounds(value, decimals)
    return low * bottom <= top * per <= high * bottom


def was_cut(value: float | int, decimals: int, number: Fraction) -> bool:
    """Whether the printed figure is the exact number with its further digits cut off instead of rounded.

    >>> was_cut(94.05, 2, Fraction(1693, 18)), was_cut(94.06, 2, Fraction(1693, 18))
    (True, False)
    """
    return not agrees(value, decimals, number) and 0 <= number - exact(value) < unit(decimals)


def rounded(number: Fraction, decimals: int) -> Fraction:
    """The number rounded to so many decimals, ties away from zero as offices do.

    >>> rounded(Fraction(1693, 18), 2), rounded(Fraction(-5, 2), 0)
    (Fraction(4703, 50), Fraction(-3, 1))
    """
    scaled = abs(number) * 10 ** max(0, decimals)
    whole = math.floor(scaled + Fraction(1, 2))
    return Fraction(whole if number >= 0 else -whole, 10 ** max(0, decimals))


def decimals_of(value: float | int) -> int:
    """Digits after the mark in the shortest writing of a number, for figures whose own count was not kept.

    >>> decimals_of(4.513), decimals_of(95.0), decimals_of(7)
    (3, 0, 0)
    """
    number = exact(value)
    decimals = 0
    while (number * 10**decimals).denominator != 1:
        decimals += 1
    return decimals
