"""Labelling: what a cue's way to its number costs, and that the cheapest labelling is found."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractors import labelling
from extractors.clauses import CLOSE_BY, Clauses
from extractors.cues import Cue
from extractors.labelling import Labels, cost_after, cost_before, label
from patterns.numbers import Number

# In these texts a number is written in digits, and every letter word in capitals is a cue.
_NUMBER = regex.compile(r"\d+")
_CUE = regex.compile(r"\b[A-Z]+\b")


def _numbers(text: str) -> tuple[Number, ...]:
    return tuple(
        Number(start=m.start(), end=m.end(), raw=m[0], value=float(m[0]), unit_start=m.end(), unit_end=m.end())
        for m in _NUMBER.finditer(text)
    )


def _cues(text: str) -> tuple[Cue, ...]:
    return tuple(Cue(feature=m[0], start=m.start(), end=m.end()) for m in _CUE.finditer(text))


def _clash(features: frozenset[str]) -> bool:
    """In these texts a number can be no more than one of A, B, C."""
    return len(features & {"A", "B", "C"}) > 1


def _told(text: str, foreign: Sequence[int] = ()) -> tuple[Labels, ...]:
    return label(Clauses(text, 0, len(text)), _numbers(text), _cues(text), _clash, foreign)


def _own(text: str, foreign: Sequence[int] = ()) -> list[str]:
    """The features in each number's own clause, joined."""
    return ["+".join(sorted(found.features)) for found in _told(text, foreign)]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param("A 1", ["A"], id="before"),
        pytest.param("1 A", ["A"], id="behind"),
        pytest.param("1", [""], id="no cue"),
        pytest.param("A", [], id="no number"),
        pytest.param("A 1, B 2, C 3", ["A", "B", "C"], id="all before"),
        pytest.param("1 A, 2 B, 3 C", ["A", "B", "C"], id="all behind"),
        pytest.param("A 1; B 2", ["A", "B"], id="semicolon"),
        pytest.param("A 1 B 2", ["A", "B"], id="all else equal, a role stands before its number"),
        pytest.param("1 A 2 B", ["A", "B"], id="nothing before the first: all behind"),
        pytest.param("A 1, 2 B", ["A", "B"], id="a turn of direction where nothing else is possible"),
        pytest.param("A: 1; B: 2", ["A", "B"], id="a colon right before the number"),
        pytest.param("A (1), B (2)", ["A", "B"], id="a bracket right before the number"),
        pytest.param("1 (A), 2 (B)", ["A", "B"], id="a bracket without a number explains the number before it"),
        pytest.param("A 1 (B 2, C 3)", ["A", "B", "C"], id="parts in brackets"),
        pytest.param("A (D): 1", ["A"], id="a cue inside the bracket that is passed does not reach out"),
        pytest.param("A và D 1", ["A+D"], id="two cues bound by và"),
        pytest.param("A, D 1", ["A+D"], id="two cues bound by a comma with nothing between"),
        pytest.param("1 A, D", ["A+D"], id="two cues behind, bound by a comma"),
        pytest.param("A x, y D 1", ["D"], id="a comma with words on both sides parts cues"),
        pytest.param("A trong đó B 1", ["B"], id="trong đó parts"),
        pytest.param("A. B 1", ["B"], id="a stop parts"),
        pytest.param("A\tB\n1", [""], id="cells part"),
    ],
)
def test_cues_go_to_their_numbers(text: str, own: list[str]) -> None:
    assert _own(text) == own


def test_features_that_exclude_each_other_are_parted() -> None:
    assert _own("A 1 B, 2") == ["A", ""]
    assert _told("A 1 B, 2")[1].weak_features == {"B"}
    assert _own("A 1 D, 2") == ["A+D", ""]


def test_a_number_of_something_else_takes_no_cue_that_another_can() -> None:
    assert _own("1 A 2") == ["", "A"]
    assert _own("1 A 2", foreign=[1]) == ["A", ""]


def test_a_cue_over_a_comma_is_weak() -> None:
    (found,) = _told("A của kỳ này, tổng 1")
    assert (found.features, found.weak_features) == (frozenset(), {"A"})


def test_a_cue_out_of_reach_is_not_even_weak() -> None:
    (found,) = _told("A; còn; nữa 1")
    assert not found.own
    assert not found.weak


def test_confidence_falls_where_two_labellings_cost_nearly_the_same() -> None:
    clear, unclear = _told("A 1; B 2")[0].confidence, _told("A 1 B 2 C")[0].confidence
    assert 0 < unclear < clear <= 1


# --- costs -------------------------------------------------------------------------------------------------------


def _before(text: str) -> float:
    cues = _cues(text)
    return cost_before(Clauses(text, 0, len(text)), cues[0], _numbers(text)[-1], cues)


def _after(text: str) -> float:
    cues, numbers = _cues(text), _numbers(text)
    return cost_after(Clauses(text, 0, len(text)), cues[-1], numbers[0], numbers, cues)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        pytest.param("A 1", "A và 1", id="và costs"),
        pytest.param("A và 1", "A có 1", id="có costs more than và"),
        pytest.param("A có 1", "A x, 1", id="a comma costs more than có"),
        pytest.param("A x, 1", "A x; 1", id="a semicolon costs more than a comma"),
        pytest.param("A x; 1", "A x. 1", id="a stop costs more than a semicolon"),
        pytest.param("A x. 1", "A x\t1", id="a cell costs most"),
        pytest.param("A: 1", "A: x 1", id="a colon is free right before the number only"),
        pytest.param("A (1", "A (x 1", id="a bracket costs little right before the number only"),
        pytest.param("A, D 1", "A x, y D 1", id="a comma that binds cues costs little"),
        pytest.param("A (%): 1", "A x, 1", id="a bracket passed costs less than a comma"),
    ],
)
def test_the_way_to_a_number_behind(nearer: str, farther: str) -> None:
    assert _before(nearer) < _before(farther)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        pytest.param("1 A", "1 và A", id="và costs"),
        pytest.param("1 (A)", "1 x, A", id="a bracket that explains costs less than a comma"),
        pytest.param("1 (A)", "1 (A 2)", id="a bracket with a number of its own explains nothing"),
        pytest.param("1 A, D", "1 A x, D", id="a comma right between two cues costs little"),
        pytest.param("1) A", "1 x) A", id="the bracket that holds the number alone"),
        pytest.param("1 x, A", "1 x; A", id="a semicolon costs more than a comma"),
    ],
)
def test_the_way_to_a_number_before(nearer: str, farther: str) -> None:
    assert _after(nearer) < _after(farther)


def test_nothing_between_costs_nothing() -> None:
    assert _before("A 1") == _before("A hồ sơ 1") == _before("A: 1") == _after("1 A") == 0


# --- against all labellings --------------------------------------------------------------------------------------

steady = settings(deadline=None, max_examples=400)
_PIECES = st.lists(
    st.sampled_from(["A", "B", "C", "D", "1", "2", "3", ",", ";", ":", "(", ")", "và", "có", "trong đó"]),
    min_size=1,
    max_size=12,
)


Path = tuple[int, ...]


def _gaps(text: str) -> list[list[Cue]]:
    """The cues before the first number, between two, and behind the last."""
    numbers = _numbers(text)
    bounds = [0, *(number.end for number in numbers)], [*(number.start for number in numbers), len(text)]
    return [[c for c in _cues(text) if a <= c.start and c.end <= b] for a, b in zip(*bounds, strict=True)]


def _paths(gaps: list[list[Cue]]) -> list[Path]:
    """Every way to part the cues: one cut in every gap, the outer ones being the outer numbers'."""
    inner = (range(len(gap) + 1) for gap in gaps[1:-1])
    return [(0, *cuts, len(gaps[-1])) for cuts in itertools.product(*inner)]


def _cost(text: str, gaps: list[list[Cue]], path: Path) -> float:
    """What a way costs as a whole, number by number."""
    numbers, clauses = _numbers(text), Clauses(text, 0, len(text))
    before = [[cost_before(clauses, c, n, gap) for c in gap] for n, gap in zip(numbers, gaps, strict=False)]
    after = [
        [cost_after(clauses, c, n, numbers, gap) + labelling._AFTER for c in gap]
        for n, gap in zip(numbers, gaps[1:], strict=False)
    ]
    total = 0.0
    for i in range(len(numbers)):
        pre = [c for c, r in list(zip(gaps[i], before[i], strict=True))[path[i] :] if r <= CLOSE_BY]
        post = [c for c, r in list(zip(gaps[i + 1], after[i], strict=True))[: path[i + 1]] if r <= CLOSE_BY]
        if i:
            total += sum(min(r, labelling._OUT_OF_REACH) for r in before[i][path[i] :])
        if i < len(numbers) - 1:
            total += sum(min(r, labelling._OUT_OF_REACH) for r in after[i][: path[i + 1]])
        total += labelling._CONFLICT * _clash(frozenset(c.feature for c in pre + post))
        total += labelling._BARE * (not pre and not post)
        total += 0.2 * bool(pre and post)
        if i:
            looked_back = any(r <= CLOSE_BY for r in before[i - 1][path[i - 1] :])
            total += labelling._turn((looked_back, path[i] > 0), (bool(pre), bool(post)))
    return total


def _agrees(told: Sequence[Labels], gaps: list[list[Cue]], path: Path) -> bool:
    """Whether what was told of the numbers is this way; cues out of reach are told of none."""
    ways = [{*gaps[i][path[i] :], *gaps[i + 1][: path[i + 1]]} for i in range(len(told))]
    return all({*labels.own, *labels.weak} <= way for labels, way in zip(told, ways, strict=True))


@steady
@example(pieces=["2", "C", "C", "3", "2", "B", "và"])
@example(pieces=[":", ";", "2", "D", "C", "D", "2", "1", "có", "B", "D", ")"])
@given(pieces=_PIECES)
def test_the_cheapest_of_all_labellings_is_found(pieces: list[str]) -> None:
    text = " ".join(pieces)
    told, gaps = _told(text), _gaps(text)
    if not told:
        return
    costs = {path: _cost(text, gaps, path) for path in _paths(gaps)}
    agreeing = [cost for path, cost in costs.items() if _agrees(told, gaps, path)]
    assert agreeing, "a labelling is one cut in every gap"
    assert min(agreeing) == pytest.approx(min(costs.values()))


@steady
@given(pieces=_PIECES)
def test_no_cue_is_told_twice(pieces: list[str]) -> None:
    cues = [cue for labels in _told(" ".join(pieces)) for cue in (*labels.own, *labels.weak)]
    assert len(cues) == len(set(cues))
    assert all(0 < labels.confidence <= 1 for labels in _told(" ".join(pieces)))
