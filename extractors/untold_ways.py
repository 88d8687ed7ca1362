"""What a number does not tell of its way it takes from words over a comma, from its neighbours, or from its whole.

The steps are tried in order; each is one reason, with what it costs in confidence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import NamedTuple

import regex

from extractors.labelling import Labels
from extractors.listed_ways import ACTIONS, CHANNELS, TIMING, Way
from extractors.statements import Quantity, Statement
from extractors.way_context import (
    TOPICS,
    Known,
    explains_a_figure,
    way_broken_down,
    way_by_field,
    way_ranked,
    way_repeated,
)
from extractors.way_neighbours import aligned_way, behind_comma, followed_way, level_of_share, remains

# "tiếp nhận 366 TTHC với 4.120 hồ sơ"
_WITH = regex.compile(
    r"\s*(?:TTHC|thủ tục|thủ tục hành chính|%)\s+(?:với|với tổng số|tương ứng|ứng với)\s+", regex.IGNORECASE
)

WAYS = ACTIONS | TIMING | CHANNELS
"""Features that say where in its way a dossier stands, or how it came."""


@dataclasses.dataclass(slots=True, kw_only=True)
class Told:
    """A number with what is known of its way so far: ``own`` beside it, ``whole`` of what it is a part of or above."""

    statement: Statement
    quantity: Quantity
    label: Labels
    own: frozenset[str]
    whole: frozenset[str]
    settled: Sequence[Way]
    known: Known


class Taken(NamedTuple):
    """What a step gives: the features, what it costs in confidence, and whether they are the number's own."""

    features: frozenset[str]
    loss: float = 0.0
    own: bool = False


def take_way(told: Told) -> Taken:
    """The way of a number that tells neither action nor timing nor channel."""
    for step in _STEPS:
        taken = step(told)
        if taken is not None:
            return taken
    return Taken(told.own | (told.label.weak_features & TOPICS), 0.3)


def words_before(told: Told) -> frozenset[str]:
    """What the words over a comma before a number speak of."""
    return frozenset(cue.feature for cue in told.label.weak if cue.start < told.quantity.number.start)


def _received_and_carried(told: Told) -> Taken | None:
    """The total behind what was received and what was carried over."""
    if "total" not in told.own:
        return None
    features = frozenset().union(*(way.features for way in told.settled))
    return Taken(frozenset({"to_process"})) if {"receive", "carried"} <= features else None


def _sum_of_kinds(told: Told) -> Taken | None:
    """ "trực tuyến 1.208, trực tiếp 310, tổng cộng 1.518": the sum of its kinds, whatever they are."""
    if told.quantity.kind != "dossier" or "total" not in told.own:
        return None
    followed = followed_way(told.statement, told.quantity.position, told.settled)
    if followed is None or not followed.features & (TIMING | CHANNELS):
        return None
    summed = frozenset({"receive" if followed.features & CHANNELS else "resolve"})
    return Taken(followed.features - TIMING - CHANNELS or summed)


def _what_remains(told: Told) -> Taken | None:
    """ "còn lại 12 hồ sơ"."""
    return Taken(frozenset({"rest"})) if not told.own and remains(told.statement, told.quantity) else None


def _told_before(told: Told) -> Taken | None:
    """ "giải quyết 3.614 hồ sơ …; số hóa 3.320/3.614 hồ sơ": the same number has been told of."""
    if "total" in told.own:
        return None
    repeated = way_repeated(told.statement, told.quantity.position, told.known)
    if repeated is None:
        return None
    return Taken(repeated.features, own=told.quantity.number.fraction == "denominator")


def _over_a_comma(told: Told) -> Taken | None:
    """What words over a comma say of it."""
    if "total" in told.own:
        return None
    weak = words_before(told) - {"total"}
    return Taken(told.own | weak, 0.2) if weak & WAYS else None


def _together_with(told: Told) -> Taken | None:
    """ "18 TTHC với 240 hồ sơ": of what the number before is of."""
    if told.quantity.kind != "dossier" or not told.settled:
        return None
    with_it = _WITH.fullmatch(told.statement.before(told.quantity.position))
    return Taken(told.settled[-1].features, 0.1) if with_it else None


def _aligned(told: Told) -> Taken | None:
    """ "tỉnh 31.240 đã trả, đúng hạn 30.915; huyện 54.118, đúng hạn 52.760"."""
    if told.own:
        return None
    aligned = aligned_way(told.statement, told.quantity, told.settled)
    return Taken(aligned.features, 0.1) if aligned is not None else None


def _followed(told: Told) -> Taken | None:
    """The number that it goes on with."""
    followed = followed_way(told.statement, told.quantity.position, told.settled)
    return Taken(followed.features, 0.1) if followed is not None else None


def _of_its_field(told: Told) -> Taken | None:
    """A list by fields of what the line above counts."""
    if told.own or explains_a_figure(told.statement):
        return None
    listed = way_by_field(told.statement, told.known)
    return Taken(listed.features, 0.2) if listed is not None else None


def _broken_down(told: Told) -> Taken | None:
    """ "Chia theo cấp giải quyết: cấp tỉnh 2.412 hồ sơ, …": of what the total before is of."""
    if told.own - {"total"} or told.quantity.kind != "dossier":
        return None
    broken = way_broken_down(told.statement, told.known)
    return Taken(broken.features, 0.2) if broken is not None else None


def _ranked(told: Told) -> Taken | None:
    """ "Nhiều nhất là …": what the sentence before told last."""
    if told.quantity.kind != "dossier":
        return None
    ranked = way_ranked(told.statement, told.known)
    return Taken(ranked.features, 0.2) if ranked is not None else None


def _of_its_whole(told: Told) -> Taken | None:
    """A part is of what its whole is of."""
    return Taken(told.whole | told.own, 0.2) if told.whole & (WAYS | TOPICS) else None


def _level_of_a_share(told: Told) -> Taken | None:
    """The level that a share was told to have risen to."""
    if not level_of_share(told.statement, told.quantity) or not told.settled[-1].features:
        return None
    return Taken(told.settled[-1].features, 0.2)


def _behind_a_comma(told: Told) -> Taken | None:
    """ "3.012 hồ sơ được luân chuyển, tiếp nhận"."""
    behind = behind_comma(told.statement, told.quantity, told.label)
    return Taken(told.own | behind, 0.3) if behind and "total" not in told.own else None


_STEPS: tuple[Callable[[Told], Taken | None], ...] = (
    _received_and_carried,
    _sum_of_kinds,
    _what_remains,
    _told_before,
    _over_a_comma,
    _together_with,
    _aligned,
    _followed,
    _of_its_field,
    _broken_down,
    _ranked,
    _of_its_whole,
    _level_of_a_share,
    _behind_a_comma,
)
