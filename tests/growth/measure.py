"""Whether a pattern's work grows faster than the line that it is given."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pipeline.normalize import characters
from pipeline.normalize.draft import rewritten
from pipeline.normalize.normalized import single_line_feeds
from tests.growth.adversaries import adversaries

# The larger is what no sentence is longer than (extractors/sentences.py).
_SMALL, _LARGE = 1_000, 4_000
# Four times the line may take eight times as long (4 ** 1.5); squared it is sixteen. What is done sooner than _SOON
# does not grow so: eight million steps take longer.
_GROWTH, _SOON = 8.0, 0.004
# Nobody waits for a pattern that takes this long.
_PATIENCE = 0.3
# What a busy machine makes of one measurement it does not make of all.
_TRIES = 4

Line = tuple[str, str, str]
_STEPS = (
    characters.line_ends,
    characters.plain_spaces,
    characters.unseen_characters,
    characters.single_spaces,
    single_line_feeds,
)


@lru_cache(maxsize=8192)
def written(line: Line, length: int, raw: bool) -> str:
    """The line so long, as read, or as it is once characters are in order."""
    before, repeated, after = line
    text = before + repeated * max(1, (length - len(before)) // len(repeated)) + after
    few = before + repeated * 3 + after
    # What normalizing leaves alone three times it leaves alone always.
    return text if raw or _normal(few) == few else _normal(text)


def _normal(text: str) -> str:
    for step in _STEPS:
        text = rewritten(step, text)
    return text


def growing(pattern: Any, *, raw: bool, at_a_place: bool) -> tuple[Line, float] | None:
    """The first line over which a pattern's work grows too fast, and how many times it grew where the line grew four.

    A pattern that is only matched at a place, never searched for, is matched at the beginning.
    """
    run = _matched if at_a_place else _searched
    for line in adversaries(pattern):
        if _seconds(run, pattern, written(line, _LARGE, raw), 1) < _SOON:
            continue
        grown = _growth(run, pattern, line, raw)
        if grown > _GROWTH:
            return line, grown
    return None


def _growth(run: Callable[[Any, str], None], pattern: Any, line: Line, raw: bool) -> float:
    least = float("inf")
    for _ in range(_TRIES):
        large = _seconds(run, pattern, written(line, _LARGE, raw), 2)
        if large < _SOON:
            return 0.0
        if large < _PATIENCE / 16:
            # Short times tell little; longer lines tell more.
            small, large = large, _seconds(run, pattern, written(line, 4 * _LARGE, raw), 2)
        else:
            small = _seconds(run, pattern, written(line, _SMALL, raw), 3)
        least = min(least, large / max(small, 1e-6))
        if least <= _GROWTH:
            break
    return least


def _seconds(run: Callable[[Any, str], None], pattern: Any, text: str, times: int) -> float:
    least = float("inf")
    for _ in range(times):
        started = time.process_time()
        try:
            run(pattern, text)
        except TimeoutError:
            return 100 * _PATIENCE
        least = min(least, time.process_time() - started)
        if least < _SOON:
            break
    return least


def _searched(pattern: Any, text: str) -> None:
    for _ in pattern.finditer(_fitting(pattern, text), **_within(pattern)):
        pass


def _matched(pattern: Any, text: str) -> None:
    pattern.match(_fitting(pattern, text), **_within(pattern))
    pattern.fullmatch(_fitting(pattern, text), **_within(pattern))


def _fitting(pattern: Any, text: str) -> Any:
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


def _within(pattern: Any) -> dict[str, float]:
    return {} if isinstance(pattern, re.Pattern) else {"timeout": _PATIENCE}
