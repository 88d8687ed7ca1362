"""Slips of the pen: how one number becomes another between the office's books and the printed page, and how likely.

Costs are ranks, not probabilities: what a typist, a tired eye or a scanner does every day costs least.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache

from pipeline.audits.wording import Words

MISREAD = frozenset(map(frozenset, ("38", "17", "06", "56", "69")))
"""Pairs of digits that look alike in print and in a scan."""

LIKELY = 2.7
"""Changes that cost more are no slip of the pen, and none is proposed."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What happened to a number, what it is called, and its cost."""

    words: Words
    cost: float


_MISREAD = Words(vi="hai chữ số dễ đọc lẫn", en="two digits that are easily misread")
_DIGIT = Words(vi="nhầm một chữ số", en="one digit")
_TURNED = Words(vi="đảo hai chữ số", en="two digits in the wrong order")
_LOST = Words(vi="thiếu một chữ số", en="a digit lost")
_EXTRA = Words(vi="thừa một chữ số", en="a digit too many")
_THOUSANDS = Words(vi="sai dấu phân cách hàng nghìn", en="a thousands mark misplaced")
_TWO = Words(vi="nhầm hai chữ số", en="two digits")
_OTHER = Words(vi="số khác hẳn", en="another number altogether")


@lru_cache(maxsize=8192)
def slip(printed: str, meant: str) -> Slip:
    """How the meant digits became the printed ones.

    >>> slip("635593", "635595").cost < slip("635593", "635602").cost
    True
    >>> slip("671", "681").words.en, slip("9636", "9663").words.en, slip("412", "4126").words.en
    ('one digit', 'two digits in the wrong order', 'a digit lost')
    """
    found = _slip(printed, meant)
    # A zero is seldom misprinted, and a wrong first digit seldom overlooked.
    cost = found.cost + (2 if meant.strip("0") == "" else 0)
    if found.words is not _TURNED and printed[:1] != meant[:1] and len(printed) == len(meant) > 2:
        cost += 0.3
    return dataclasses.replace(found, cost=cost)


def _slip(printed: str, meant: str) -> Slip:
    if len(printed) == len(meant):
        differing = [i for i, (a, b) in enumerate(zip(printed, meant, strict=True)) if a != b]
        if len(differing) == 1:
            pair = frozenset((printed[differing[0]], meant[differing[0]]))
            return Slip(words=_MISREAD, cost=1.0) if pair in MISREAD else Slip(words=_DIGIT, cost=1.1)
        if len(differing) == 2:
            i, j = differing
            if j == i + 1 and (printed[i], printed[j]) == (meant[j], meant[i]):
                return Slip(words=_TURNED, cost=1.0)
            return Slip(words=_TWO, cost=2.6)
        return Slip(words=_OTHER, cost=4.0)
    if printed + "000" == meant or meant + "000" == printed:
        return Slip(words=_THOUSANDS, cost=1.6)
    if len(printed) + 1 == len(meant) and _one_dropped(meant, printed):
        return Slip(words=_LOST, cost=1.5)
    if len(printed) == len(meant) + 1 and _one_dropped(printed, meant):
        return Slip(words=_EXTRA, cost=1.5)
    return Slip(words=_OTHER, cost=4.0)


def _one_dropped(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def turned(printed: str) -> Iterator[str]:
    """Every number with two neighbouring digits in the other order.

    >>> list(turned("905"))
    ['950']
    """
    for i in range(len(printed) - 1):
        if (i or printed[1] != "0") and printed[i] != printed[i + 1]:
            yield printed[:i] + printed[i + 1] + printed[i] + printed[i + 2 :]


def near(printed: str) -> Iterator[str]:
    """Every number that is one slip away.

    >>> "21" in set(near("12")), "132" in set(near("12")), "012" in set(near("12"))
    (True, True, False)
    """
    digits = "0123456789"
    for i in range(len(printed)):
        yield from (printed[:i] + d + printed[i + 1 :] for d in digits if d != printed[i] and (i or d != "0"))
        if len(printed) > 1 and printed[1 if i == 0 else 0] != "0":
            yield printed[:i] + printed[i + 1 :]
    yield from turned(printed)
    for i in range(len(printed) + 1):
        yield from (printed[:i] + d + printed[i:] for d in digits if i or d != "0")
