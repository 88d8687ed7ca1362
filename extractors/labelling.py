"""Labelling: which cue belongs to which number of a statement.

Between two numbers every cue belongs either to the number before it or to the number after it, and cues keep their
order, so a labelling is one cut in every gap. Each cut has a cost (the delimiters that its cues must reach over), and
so have a number that is told to be two things at once, a number without a cue, and a change of direction in a statement
("đúng hạn 5 hồ sơ, 7 hồ sơ trễ hạn"). The cheapest labelling is found exactly; how much dearer the second best is tells
how sure it is.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Collection, Sequence
from operator import itemgetter

import regex

from extractors.clauses import CLOSE_BY, Clauses, Delimiter
from extractors.cues import Cue
from patterns.numbers import Number

_CONFLICT = 2.5  # one number, two roles that exclude each other
_BARE = 0.7  # a number without a cue of its own
_TURN = 0.6  # roles before the number here, after the number there
_AFTER = 0.05  # all else equal, a role stands before its number
_BRACKET_PASSED = 0.3  # a bracket between the cue and its number: "trễ hạn (%): 1,3"
_TORN_OFF = 0.7  # a cue right behind one number, taken by the next
_FOREIGN = 2.6  # a number that counts what the cues do not speak of
# "trễ hạn 31 hồ sơ, còn tồn 52", "96 hồ sơ kỳ trước chuyển sang, tổng số phải giải quyết là 31.303": what is left, and
# what all make, are told apart from what stands before the comma.
_SETS_APART = regex.compile(r"\s*(?:(?:số\s+)?còn(?!\w)|tổng\s+số\s+(?!\d|là\s|:))", regex.IGNORECASE)
_OUT_OF_REACH = 6.0  # a cue farther than this belongs to no number


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The cues of one number: ``own`` stand in its clause, ``weak`` are reached over a delimiter, nearest last."""

    own: tuple[Cue, ...] = ()
    weak: tuple[Cue, ...] = ()
    confidence: float = 1.0

    @property
    def features(self) -> frozenset[str]:
        """What the number's own cues say of it."""
        return frozenset(cue.feature for cue in self.own)

    @property
    def weak_features(self) -> frozenset[str]:
        """What cues say of it that reached it from further off."""
        return frozenset(cue.feature for cue in self.weak)


def cost_before(clauses: Clauses, cue: Cue, number: Number, chain: Sequence[Cue]) -> float:
    """What it costs a number to take a cue that stands before it; a colon right before the number is free.

    A comma or "và" with another cue of the chain right behind it binds the cues together and costs little.
    """
    total = 0.0
    crossed = clauses.between(cue.end, number.start)
    passed = [(a, b) for a, b in clauses.brackets if cue.end <= a and b <= number.start] if crossed else []
    for d in crossed:
        if any(a <= d.start < b for a, b in passed):
            total += _BRACKET_PASSED / 2 if d.kind in ("open", "close") else 0.0
            continue
        before_number = clauses.text[d.end : number.start].strip(" -–là")
        if d.kind == "colon" and not before_number:
            continue
        if d.kind in ("open", "close") and not before_number:
            total += 0.4  # "xã Tân An (5 hồ sơ)", "đang giải quyết (chưa đến hạn) 62 hồ sơ"
            continue
        if any(c.start <= d.start and d.end <= c.end for c in chain):
            continue
        binds = _may_join(clauses, d) and any(
            c.start >= d.end and not clauses.text[d.end : c.start].strip() for c in chain
        )
        total += 0.4 if binds else d.cost
    return total


def cost_after(clauses: Clauses, cue: Cue, number: Number, numbers: Sequence[Number], chain: Sequence[Cue]) -> float:
    """What it costs a number to take a cue that stands after it; a bracket without numbers explains."""
    total = 0.0
    from_ = number.whole_end
    crossed = clauses.between(from_, cue.start)
    if not crossed:
        return total
    passed = [
        (a, b)
        for a, b in clauses.brackets
        if from_ <= a and b <= cue.start and not any(a < n.start < b for n in numbers)
    ]
    for d in crossed:
        if any(a <= d.start < b for a, b in passed):
            total += _BRACKET_PASSED / 2 if d.kind in ("open", "close") else 0.0
            continue
        if d.kind == "open":
            close = next((b for a, b in clauses.brackets if a == d.start), clauses.end)
            if not any(d.start < n.start < close for n in numbers):
                total += 0.3
                continue
        if any(c.start <= d.start and d.end <= c.end for c in chain):
            continue
        # "32 hồ sơ đang giải quyết, chưa đến hạn": cues with nothing but a comma between them go together.
        adjoins = _may_join(clauses, d) and not clauses.text[d.end : cue.start].strip()
        if adjoins and any(c.end <= d.start and not clauses.text[c.end : d.start].strip() for c in chain):
            total += 0.4
            continue
        # "đang xử lý 156 hồ sơ, chưa đến hạn.": a cue that is all its clause explains the number before it.
        if d.kind == "comma" and adjoins and _ends_clause(clauses, cue):
            total += 0.9
            continue
        # "phần lớn (115 hồ sơ) chưa đến hạn": the bracket that holds the number alone.
        alone = d.kind == "close" and not clauses.text[from_ : d.start].strip()
        total += 0.5 if alone else d.cost
    return total


def _may_join(clauses: Clauses, mark: Delimiter) -> bool:
    """Whether a comma or "và" may bind two cues together: not where what follows it is set apart ("…, còn tồn 52")."""
    if mark.anew:
        return False
    if mark.kind == "comma":
        return _SETS_APART.match(clauses.text, mark.end) is None
    return mark.kind == "and"


def _ends_clause(clauses: Clauses, cue: Cue) -> bool:
    rest = clauses.text[cue.end : clauses.end].lstrip()
    return not rest or rest[0] in ".;)"


def label(
    clauses: Clauses,
    numbers: Sequence[Number],
    cues: Sequence[Cue],
    excludes: Callable[[frozenset[str]], bool] = lambda _: False,
    foreign: Collection[int] = (),
) -> tuple[Labels, ...]:
    """The cheapest assignment of cues to numbers.

    ``excludes`` says whether features contradict each other; ``foreign`` holds the positions of numbers that count what
    the cues do not speak of: they take cues only where no other number can.
    """
    if not numbers:
        return ()
    if not cues:
        return (Labels(),) * len(numbers)
    reach = _reach(clauses, numbers, cues, foreign)
    if len(numbers) == 1:
        return _labels(reach, (0, len(reach.gaps[1])), confidence=1.0)
    ways = _cheapest(reach, excludes, foreign)
    margin = ways[1][0] - ways[0][0] if len(ways) > 1 else 4.0
    return _labels(reach, ways[0][1], confidence=round(min(1.0, 0.6 + 0.1 * min(4.0, margin)), 2))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """The cues of every gap, from before the first number to behind the last, and what it costs to reach them.

    ``before[i][k]`` is what it costs number i to take cue k of the gap before it, ``after[i][k]`` of that behind.
    """

    gaps: list[list[Cue]]
    before: list[list[float]]
    after: list[list[float]]


def _reach(clauses: Clauses, numbers: Sequence[Number], cues: Sequence[Cue], foreign: Collection[int]) -> _Reach:
    bounds = [(clauses.start, numbers[0].start)]
    bounds += [(a.end, b.start) for a, b in itertools.pairwise(numbers)]
    bounds += [(numbers[-1].end, clauses.end)]
    gaps = [[cue for cue in cues if a <= cue.start and cue.end <= b] for a, b in bounds]
    before = [[cost_before(clauses, cue, n, gap) for cue in gap] for n, gap in zip(numbers, gaps, strict=False)]
    after = [
        [cost_after(clauses, cue, n, numbers, gap) + _AFTER for cue in gap]
        for n, gap in zip(numbers, gaps[1:], strict=False)
    ]
    for i, gap in enumerate(gaps[1:-1]):
        # "38 hồ sơ quá hạn, đang thụ lý 142": a cue that touches a number is torn off it over a comma at a cost.
        if gap and before[i + 1][0] > 0 and not clauses.text[numbers[i].whole_end : gap[0].start].strip():
            before[i + 1][0] += _TORN_OFF
        counted = gap and i + 1 not in foreign and after[i][-1] > _AFTER
        if counted and not clauses.text[gap[-1].end : numbers[i + 1].start].strip():
            after[i][-1] += _TORN_OFF
    return _Reach(gaps=gaps, before=before, after=after)


_Way = tuple[float, tuple[int, ...]]
"""A cost, and the cut in every gap so far: cues from the cut on are those of the number behind the gap."""


def _cheapest(reach: _Reach, excludes: Callable[[frozenset[str]], bool], foreign: Collection[int]) -> list[_Way]:
    """The ways to cut all gaps, the cheapest first: it and the runner-up are exact.

    The first number takes every cue before it and the last every cue behind it.
    """
    # What a number has near it by each cut in the gap before and behind it, and what the cut behind it costs.
    near_before = [_near_from(gap, costs) for gap, costs in zip(reach.gaps, reach.before, strict=False)]
    near_after = [_near_to(gap, costs) for gap, costs in zip(reach.gaps[1:], reach.after, strict=True)]
    ways: list[_Way] = [(0.0, (0,))]
    last = len(reach.after) - 1
    for i, after in enumerate(reach.after):
        choices = [(len(after), 0.0)] if i == last else _cuts(after, reach.before[i + 1])
        # Ways that differ further back come to the same cuts.
        costs: dict[int, list[tuple[float, int, bool, bool]]] = {}
        step: list[_Way] = []
        for cost, path in ways:
            cut = path[-1]
            if cut not in costs:
                pre = near_before[i][cut]
                costs[cut] = []
                for k, cutting in choices:
                    post = near_after[i][k]
                    here = _cost_of(pre, post, cutting, excludes, foreign=i in foreign)
                    costs[cut].append((here, k, bool(pre), bool(post)))
            looked = (bool(near_before[i - 1][path[-2]]), cut > 0) if i else None
            for here, k, back, ahead in costs[cut]:
                turn = 0.0 if looked is None else _turn(looked, (back, ahead))
                step.append((cost + here + turn, (*path, k)))
        ways = _kept(step)
    ways.sort(key=itemgetter(0))
    return ways


def _cuts(after: Sequence[float], before: Sequence[float]) -> list[tuple[int, float]]:
    """Every cut of a gap with its cost: up to it the cues go to the number before, from it on to the one behind."""
    return [(k, _taken(after[:k]) + _taken(before[k:])) for k in range(len(after) + 1)]


def _kept(step: list[_Way]) -> list[_Way]:
    """The ways worth going on with.

    A turn looks back at two cuts: one best way for each pair, and the runner-up overall for the confidence.
    """
    step.sort(key=itemgetter(0))
    best: dict[tuple[int, ...], _Way] = {}
    for one in step:
        best.setdefault(one[1][-2:], one)
    return sorted(best.values(), key=itemgetter(0)) + [s for s in step if s[1] != best[s[1][-2:]][1]][:1]


def _cost_of(
    pre: list[str], post: list[str], here: float, excludes: Callable[[frozenset[str]], bool], *, foreign: bool
) -> float:
    """What it costs a number to have these features before and behind it, with what the cut behind it costs."""
    own = frozenset(pre + post)
    if excludes(own):
        here += _CONFLICT
    if foreign:
        here += _FOREIGN * len(pre + post)
    elif not own:
        here += _BARE
    if pre and post:
        here += 0.2
    return here


def _turn(before: tuple[bool, bool], here: tuple[bool, bool]) -> float:
    """The cost of a change of direction from one number to the next: whether each has cues before it, and after it."""
    return _TURN if before[0] != before[1] and here[0] != here[1] and before != here else 0.0


def _taken(costs: Sequence[float]) -> float:
    return sum(min(cost, _OUT_OF_REACH) for cost in costs)


def _near_from(gap: Sequence[Cue], costs: Sequence[float]) -> list[list[str]]:
    """For every cut, the features of the cues from there on that stand close by."""
    near = [(at, cue.feature) for at, (cue, cost) in enumerate(zip(gap, costs, strict=True)) if cost <= CLOSE_BY]
    return [[feature for at, feature in near if at >= cut] for cut in range(len(gap) + 1)]


def _near_to(gap: Sequence[Cue], costs: Sequence[float]) -> list[list[str]]:
    """For every cut, the features of the cues up to there that stand close by."""
    near = [(at, cue.feature) for at, (cue, cost) in enumerate(zip(gap, costs, strict=True)) if cost <= CLOSE_BY]
    return [[feature for at, feature in near if at < cut] for cut in range(len(gap) + 1)]


def _labels(reach: _Reach, cuts: tuple[int, ...], confidence: float) -> tuple[Labels, ...]:
    """The labels of every number where the gaps are cut there."""
    result = []
    for i in range(len(reach.before)):
        near: list[Cue] = []
        far: list[Cue] = []
        pre_cues = list(zip(reach.gaps[i][cuts[i] :], reach.before[i][cuts[i] :], strict=True))
        post_cues = list(zip(reach.gaps[i + 1][: cuts[i + 1]], reach.after[i][: cuts[i + 1]], strict=True))
        for cue, cost in pre_cues + post_cues:
            if cost <= CLOSE_BY:
                near.append(cue)
            elif cost <= _OUT_OF_REACH:
                far.append(cue)
        result.append(Labels(own=tuple(near), weak=tuple(far), confidence=confidence))
    return tuple(result)
