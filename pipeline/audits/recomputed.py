"""A percentage against the exact value that other figures give it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from extractors.located import Figure
from extractors.rates import Rate
from pipeline.audits.findings import Finding
from pipeline.audits.intervals import agrees_with_ratio, bounds, exact, rounded, unit, was_cut
from pipeline.audits.places import figure_finding
from pipeline.audits.slips import LIKELY, near, slip
from pipeline.audits.wording import Words, canonical, number, percent, same


def rate_agrees(rate: Rate, value: Fraction) -> bool:
    """Whether the stated percentage is the exact one, rounded; one with hơn, gần or dưới must lie on that side."""
    return rate_agrees_with_ratio(rate, value.numerator, value.denominator)


def rate_agrees_with_ratio(rate: Rate, top: int, bottom: int) -> bool:
    """The same for the exact percentage top / bottom, of which the bottom is more than nothing."""
    low, high, per = bounds(rate.value, rate.decimals)
    if rate.qualifier == "over":
        return top * per >= low * bottom
    if rate.qualifier == "under":
        return top * per <= high * bottom
    if rate.qualifier == "about":
        return abs(Fraction(top, bottom) - exact(rate.value)) <= max(unit(rate.decimals), Fraction(1, 10))
    return agrees_with_ratio(rate.value, rate.decimals, top, bottom)


def recomputed(rule_name: str, rate: Rate, value: Fraction, how: Words, evidence: Sequence[Figure]) -> Finding:
    """The finding for a percentage that is not what the figures beside it give."""
    expected = rounded(value, rate.decimals)
    shown = number(expected, rate.decimals) + same("%")
    message = percent(rate.value, rate.decimals) + Words(vi=" không khớp: ", en=" does not follow: ") + how
    if was_cut(rate.value, rate.decimals, value):
        full = number(rounded(value, rate.decimals + 2), rate.decimals + 2)
        message = message + same(" = ") + full + same("%; ")
        message = message + Words(vi="làm tròn là ", en="rounded it is ") + shown
        message = message + Words(vi=", số đã ghi bị cắt bớt chữ số", en=", the stated figure was cut, not rounded")
    else:
        message = message + same(" = ") + shown
    delta = exact(rate.value) - expected
    return figure_finding(
        rule_name,
        "error",
        row=rate,
        subject=canonical(rate.value),
        message=message + same("."),
        evidence=evidence,
        stated=canonical(rate.value),
        expected=canonical(expected, rate.decimals),
        delta=delta,
        suggestion=percent(rate.value, rate.decimals) + same(" → ") + shown,
    )


def fraction_suggestion(rate: Rate, value: Fraction) -> Words | None:
    """The likeliest slip in a fraction and its percentage: in the percentage, the numerator or the denominator."""
    if rate.numerator is None or rate.denominator is None or rate.qualifier:
        return None
    return min(_slips(rate, value), key=lambda item: (item[0], item[1], item[2].vi))[2]


def is_slip(rate: Rate, value: Fraction) -> bool:
    """Whether one slip of the pen in a fraction or its percentage, or digits cut off, part the two."""
    return was_cut(rate.value, rate.decimals, value) or min(item[0] for item in _slips(rate, value)) <= LIKELY


def _slips(rate: Rate, value: Fraction) -> list[tuple[float, int, Words]]:
    """What each change that makes a fraction and its percentage agree costs, with the change in words."""
    expected = rounded(value, rate.decimals)
    before, after = percent(rate.value, rate.decimals), percent(expected, rate.decimals)
    plain = before + same(" → ") + after
    found = [(slip(_digits(before), _digits(after)).cost, 0, plain)]
    whole = f"{rate.numerator:g}", f"{rate.denominator:g}"
    if all(term.isdigit() for term in whole):
        for place, term in enumerate(whole):
            for other in set(near(term)):
                top, bottom = (other, whole[1]) if place == 0 else (whole[0], other)
                if 0 < int(bottom) >= int(top) and rate_agrees(rate, Fraction(100 * int(top), int(bottom))):
                    told = number(int(term)) + same(" → ") + number(int(other))
                    found.append((slip(term, other).cost, 1, told))
    return found


def _digits(words: Words) -> str:
    return "".join(c for c in words.vi if c.isdigit())


def ratio(rate: Rate) -> Fraction | None:
    """The exact percentage that the fraction beside a rate gives; None where there is none."""
    if rate.numerator is None or not rate.denominator:
        return None
    return 100 * exact(rate.numerator) / exact(rate.denominator)
