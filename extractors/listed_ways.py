"""What a way through the office is, and lists that tell it once, behind their last figure."""

from __future__ import annotations

import dataclasses
import itertools

import regex

from extractors.cues import find_cues
from extractors.leftovers import leftover_words
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

ACTIONS = frozenset({"receive", "resolve", "pending", "carried", "to_process", "due", "returned", "cancelled"})
ACTIONS |= {"digitized", "paid_online", "certified", "payable", "rest", "other", "average", "examined", "aspect"}
TIMING = frozenset({"on_time", "early", "late", "in_term", "not_due"})
CHANNELS = frozenset({"online", "direct"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Features of one number: ``own`` are told beside it, ``features`` with what it takes from its surroundings.

    ``surveyed`` says that it counts answers ("rất hài lòng 6.120"), whatever the survey was about.
    """

    own: frozenset[str]
    features: frozenset[str]
    confidence: float
    surveyed: bool = False


def _said_behind(statement: Statement, quantity: Quantity) -> bool:
    """Whether the cues of a number stand behind it."""
    cues = find_cues(statement.text, statement.start, quantity.number.start, load("dossier_cues"))
    return not any(cue.feature != "total" for cue in cues)


def look_ahead(statement: Statement, settled: list[Way]) -> None:
    """Give the first figures what the one behind them says of all: "Năm 2022: 310, năm 2023: 402 hồ sơ tiếp nhận"."""
    told = [q.position for q in statement.quantities if settled[q.position].features]
    if not told or statement.columns is not None or statement.quantities[told[0]].kind != "dossier":
        return
    first = statement.quantities[told[0]]
    own = _said_behind(statement, first)
    ahead = statement.quantities[: told[0]]
    alike = bool(own) and all(
        q.kind == "dossier" and leftover_words(statement, q.number.whole_end, n.number.start) < 2
        for q, n in itertools.pairwise((*ahead, first))
    )
    if alike and first.whole is None and first.number.fraction is None:
        for position in range(told[0]):
            confidence = round(max(0.1, settled[position].confidence - 0.1), 2)
            features = settled[told[0]].features
            settled[position] = dataclasses.replace(settled[position], features=features, confidence=confidence)


_OUT_OF = regex.compile(r"\s*(?:so với|trên|trong)\s+(?:tổng\s+)?(?:số\s+)?(?:hồ sơ\s+)?(?:đã\s+)?", regex.IGNORECASE)


def _item_length(quantities: tuple[Quantity, ...]) -> int:
    """How many figures each item of a list has, where the items are alike and fill the statement; else 0."""
    shapes = [(q.kind, q.number.fraction, q.whole is None) for q in quantities]
    if shapes[0][0] not in ("dossier", "percent"):
        return 0
    for length in (1, 2, 3):
        count, rest = divmod(len(shapes), length)
        if count > 1 and not rest and shapes == shapes[:length] * count:
            alone = length == 1 and shapes[0][0] == "dossier"
            return 0 if alone else length
    return 0


def _bare_between(statement: Statement) -> bool:
    """Whether only names of places, fields and times stand between the figures of a list."""
    ends = [statement.start, *(q.number.whole_end for q in statement.quantities)]
    gaps = zip(ends, (q.number.start for q in statement.quantities), strict=False)
    return all(leftover_words(statement, a, b) < 2 for a, b in gaps)


def close_list(statement: Statement, settled: list[Way]) -> None:
    """Give all items of a list what its last one is told: "cấp tỉnh: 91/94; cấp xã: 401/402 … đã giải quyết".

    The items are alike figure by figure and none but the last says anything; "so với", "trên" between two steps give
    the first to the numerators and the second to the denominators.
    """
    quantities = statement.quantities
    length = _item_length(quantities) if statement.columns is None else 0
    if not length or (length == 1 and not _bare_between(statement)):
        return
    last = quantities[-1].number.whole_end
    cues = [c for c in statement.cues(load("dossier_cues")) if c.feature not in ("total", "none")]
    if not cues or cues[0].start < last:
        return
    told = [c for c in cues if c.feature in ACTIONS | TIMING | CHANNELS]
    base: frozenset[str] = frozenset()
    for a, b in itertools.pairwise(told):
        if _OUT_OF.fullmatch(statement.text, a.end, b.start):
            base, told = frozenset({b.feature}), [c for c in told if c.end <= a.end]
            break
    features = frozenset(c.feature for c in told)
    if not features:
        return
    for quantity in quantities:
        denominator = quantity.number.fraction == "denominator"
        own = base if denominator else features
        way = settled[quantity.position]
        settled[quantity.position] = dataclasses.replace(
            way, own=own, features=own or features, confidence=round(max(0.1, way.confidence - 0.1), 2)
        )
