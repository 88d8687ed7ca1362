"""Which lines are section markers, and under which they stand: the sequence decides.

Every numbered line has readings (``patterns.markers``), and every reading can continue an open level, open a new one
below, or be no marker at all. Each of these has a cost; the outline is the cheapest way through the report. So holes,
repeats and restarts are kept as printed, while an initial ("V. Anh"), a number at a line's start or a badly read "l."
is judged by its neighbours. Costs are in one unit: 1 is a small oddity, 3 something that a writer rarely does.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import inf
from operator import itemgetter
from typing import NamedTuple

from patterns.markers import Marker, distance, first_of, follows

_RANK = {"part": 0, "capital": 1, "roman": 2, "arabic": 3, "decimal": 4, "letter": 5, "small_roman": 6}
_TOP = ("part", "capital", "roman")
# Twice what every ambiguity met needs, in whole reports and in such with lines torn out and exchanged: readings that
# differ live a few lines only.
_BEAM = 24

_REPEAT = 2.2
_RESTART = 3.0
_BACKWARDS = 3.0
_FAR_AHEAD = 4.0
_OTHER_STOP = 0.6
_LATE_AT_THE_TOP = 2.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLine:
    """A line that may be a section's first, with its readings and what it costs to take it for plain text."""

    start: int
    end: int
    readings: tuple[Marker, ...]
    cost_of_rejecting: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem:
    """A line taken as a section: its marker, its path from the top, its depth, and its parent's place in the list."""

    line: NumberedLine
    marker: Marker
    path: str
    depth: int
    parent: int | None


class _Open:
    """An open section; ``number`` is what the next sibling continues, ``numbers`` what a child's prefix repeats.

    Two that look alike are one object (``_Sections.opened``), so that comparing them costs nothing.
    """

    __slots__ = ("level", "number", "numbers", "printed", "stop")

    def __init__(self, level: str, number: int, numbers: tuple[int, ...], printed: str, stop: str) -> None:
        self.level = level
        self.number = number
        self.numbers = numbers
        self.printed = printed
        self.stop = stop


class _Stack:
    """The sections that are open, from the top down: the last of them, and the stack ``above`` without it.

    Two stacks of the same sections are one object: a line has hundreds of them, and they are looked up in tables.
    """

    __slots__ = ("_deeper", "above", "has_arabic", "last", "sections")

    def __init__(self, above: _Stack | None, sections: tuple[_Open, ...], *, has_arabic: bool) -> None:
        self.above = above
        self.sections = sections
        self.last = sections[-1] if sections else None
        self.has_arabic = has_arabic
        self._deeper: dict[_Open, _Stack] = {}

    def deeper(self, opened: _Open) -> _Stack:
        """This stack with one more section below its last."""
        found = self._deeper.get(opened)
        if found is None:
            has_arabic = self.has_arabic or opened.level == "arabic"
            found = _Stack(self, (*self.sections, opened), has_arabic=has_arabic)
            self._deeper[opened] = found
        return found


class _Sections:
    """Every section that a report's markers can open, each as one object."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, tuple[int, ...], str, str], _Open] = {}

    def opened(self, level: str, number: int, marker: Marker) -> _Open:
        """The section that a marker opens at a level."""
        key = (level, number, marker.numbers, marker.printed, marker.stop)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _Open(*key)
        return found


class _Trail(NamedTuple):
    """The decisions of one way through the report, newest first; made some sixty times a line."""

    marker: Marker | None
    stack: _Stack
    before: _Trail | None


def outline(lines: Sequence[NumberedLine]) -> tuple[OutlineItem, ...]:
    """The sections among the numbered lines, in reading order."""
    known = _Sections()
    states: list[tuple[float, _Stack, _Trail | None]] = [(0.0, _Stack(None, (), has_arabic=False), None)]
    for line in lines:
        following: dict[_Stack, tuple[float, _Stack, Marker | None, _Trail | None]] = {}
        readings = [_Reading(known, marker) for marker in line.readings]
        # As many ways as are kept cost no more than this where the line is no marker: what costs more is not made.
        most = states[-1][0] + line.cost_of_rejecting if len(states) == _BEAM else inf
        for cost, stack, trail in states:
            here = cost + line.cost_of_rejecting
            held = following.get(stack)
            if held is None or here < held[0]:
                following[stack] = (here, stack, None, trail)
            for reading in readings:
                marker = reading.marker
                for step, base, section in reading.placements(stack):
                    here = cost + step + marker.doubt
                    if here > most:
                        continue
                    opened = base.deeper(section)
                    held = following.get(opened)
                    if held is None or here < held[0]:
                        following[opened] = (here, opened, marker, trail)
        best = sorted(following.values(), key=itemgetter(0))[:_BEAM]
        states = [(cost, stack, _Trail(marker, stack, trail)) for cost, stack, marker, trail in best]
    return _items(lines, min(states, key=itemgetter(0))[2])


def _items(lines: Sequence[NumberedLine], trail: _Trail | None) -> tuple[OutlineItem, ...]:
    decisions: list[_Trail] = []
    while trail is not None:
        decisions.append(trail)
        trail = trail.before
    items: list[OutlineItem] = []
    open_items: list[int] = []
    for line, decision in zip(lines, reversed(decisions), strict=True):
        if decision.marker is None:
            continue
        level = len(decision.stack.sections) - 1
        parent = open_items[level - 1] if level else None
        open_items[level:] = [len(items)]
        below_part = [section.printed for section in decision.stack.sections if section.level != "part"]
        is_part = decision.marker.kind == "part"
        items.append(
            OutlineItem(
                line=line,
                marker=decision.marker,
                path=decision.marker.printed if is_part else "/".join(below_part),
                depth=0 if is_part else len(below_part),
                parent=parent,
            )
        )
    return tuple(items)


class _Reading:
    """A reading of one line, held against the ways through the report so far, the cheapest first.

    What it costs to go on from an open section does not depend on what is open below it, so that of all ways that have
    the section open the cheapest alone is asked.
    """

    __slots__ = ("_known", "_opened", "_opening", "_seen", "marker", "placements")

    def __init__(self, known: _Sections, marker: Marker) -> None:
        self.marker = marker
        self._known = known
        last = marker.numbers[-1]
        # A marker for several numbers is continued from the last of them.
        self._opened = known.opened(marker.level, marker.through or last, marker)
        self._opening = _opening(marker)
        self._seen: dict[tuple[bool, bool], set[_Stack]] = defaultdict(set)
        # What may become of a stack where the reading is a marker: what it costs, and what is opened below which stack.
        self.placements = self._decimal_placements if marker.level == "decimal" else self._plain_placements

    def _unseen(
        self, stack: _Stack, has_arabic: bool = False, at_home: bool = False
    ) -> Iterator[tuple[_Open, _Stack, _Stack]]:
        """The open sections that no cheaper way has, from the top down, each with the stacks before and behind it.

        The two answers about the whole stack are those that the cost depends on all the same.
        """
        found: list[tuple[_Open, _Stack, _Stack]] = []
        seen = self._seen[has_arabic, at_home]
        while stack not in seen and stack.last is not None and stack.above is not None:
            seen.add(stack)
            found.append((stack.last, stack.above, stack))
            stack = stack.above
        return reversed(found)

    def _plain_placements(self, stack: _Stack) -> list[tuple[float, _Stack, _Open]]:
        marker, opened, level = self.marker, self._opened, self.marker.level
        found: list[tuple[float, _Stack, _Open]] = []
        for section, closed, _ in self._unseen(stack):
            if section.level == level:
                other = _OTHER_STOP if section.stop != marker.stop else 0.0
                found.append((_step(level, section.number, opened.number) + other, closed, opened))
            # "2." after 1.1, 1.2 that stand without their "1."
            elif level == "arabic" and section.level == "decimal" and section.numbers[0] + 1 == opened.number:
                found.append((1.0, closed, opened))
        if level == "part":
            if stack.last is None:
                found.append((self._opening, stack, opened))
            return found
        # A text that begins in the middle of a report begins with any number.
        opening = min(self._opening, _LATE_AT_THE_TOP) if stack.last is None else self._opening
        found.append((opening + _strangeness(stack.sections, opened), stack, opened))
        return found

    def _decimal_placements(self, stack: _Stack) -> list[tuple[float, _Stack, _Open]]:
        known, marker, opened, has_arabic = self._known, self.marker, self._opened, stack.has_arabic
        prefix, number = marker.numbers[:-1], marker.numbers[-1]
        through = marker.through or number
        found: list[tuple[float, _Stack, _Open]] = []
        at_home = any(
            section.level in ("arabic", "decimal") and prefix in (section.numbers, section.numbers[:-1])
            for section in stack.sections
        )
        for section, closed, ending in self._unseen(stack, has_arabic, at_home):
            if len(section.numbers) == len(marker.numbers) > 1:
                if section.numbers[:-1] == prefix:
                    sibling = known.opened(section.level, through, marker)
                    found.append((_step("decimal", section.number, number), closed, sibling))
                elif not has_arabic and prefix[:-1] == section.numbers[:-2] and number == 1:
                    # 1.1, 1.2, 2.1 without "1." and "2." between them
                    sibling = known.opened(section.level, through, marker)
                    found.append((0.7 if prefix[-1] == section.numbers[-2] + 1 else 2.0, closed, sibling))
            is_parent = section.numbers == prefix and section.level in ("arabic", "decimal") and not marker.roman_first
            is_roman_parent = section.level == "roman" and section.numbers == prefix and not has_arabic
            if is_parent or is_roman_parent or (section.level == "roman" and prefix == section.numbers):
                late = 0.0 if number == 1 else 1.0 + 0.5 * min(number - 1, 5)
                odd = 0.0 if is_parent or marker.roman_first else 0.3 if is_roman_parent else 2.0
                found.append((0.2 + late + odd, ending, opened))
            if (
                not is_parent
                and 0 < len(section.numbers) < len(prefix)
                and prefix[: len(section.numbers)] == section.numbers
            ):
                # 1.1.1 under "1." where 1.1 is missing
                found.append((1.5 + (0.0 if section.level in ("arabic", "decimal") else 2.0), ending, opened))
            if section.level == "arabic" and not at_home and not marker.roman_first:
                # 2.8 after 7.6: its own last number continues the arabic ones.
                cost = 1.5 if number == section.number + 1 else 3.0
                found.append((cost, closed, known.opened("arabic", through, marker)))
        if not has_arabic and (stack.last is None or stack.last.level in _TOP):
            found.append(((0.6 if number == 1 else 2.5) + (0.0 if prefix[0] == 1 else 0.4), stack, opened))
        return found


@lru_cache(maxsize=4096)
def _step(level: str, before: int, after: int) -> float:
    """What it costs that one number of a level comes after another."""
    if follows(level, before, after):
        return 0.0
    steps = distance(level, before, after)
    if steps == 0:
        return _REPEAT
    if steps in (2, 3):
        return 0.5 + 0.5 * steps
    if steps > 3:
        return _FAR_AHEAD
    return _RESTART if after == first_of(level) else _BACKWARDS


def _opening(marker: Marker) -> float:
    """What it costs that a level begins with this number."""
    return _late(marker.level, marker.numbers[-1])


@lru_cache(maxsize=4096)
def _late(level: str, number: int) -> float:
    late = distance(level, first_of(level), number)
    return 0.3 if late == 0 else 3.0 + 0.5 * min(late, 4)


def _strangeness(stack: tuple[_Open, ...], opened: _Open) -> float:
    """What it costs that a level opens below this stack."""
    if not stack:
        return 0.0
    cost, level, top = 0.0, opened.level, stack[-1]
    for section in reversed(stack):
        if section.level == level:
            cost = 2.0 + (1.0 if section.stop == opened.stop else 0.0) + (1.0 if section is top else 0.0)
            break
    if _RANK[level] < _RANK[top.level]:
        cost += 6.0 if level in _TOP else 0.8
    return cost
