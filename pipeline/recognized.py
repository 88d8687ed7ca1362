"""What recognition was not sure of: rows read from such words carry a lower confidence, and the words are marked."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.documents import Uncertain
from pipeline.read.raw import Recognized

# Words below this are marked: Tesseract gives right words of a scan 0.9 and more as a rule.
FLOOR = 0.8


def uncertain(runs: Sequence[Recognized]) -> tuple[Uncertain, ...]:
    """The words that recognition was least sure of, in the order of the text."""
    return tuple(
        Uncertain(start=run.start, end=run.end, confidence=round(run.confidence, 3))
        for run in runs
        if run.confidence < FLOOR
    )


def as_sure_as_words(rows: Mapping[str, tuple[Any, ...]], runs: Sequence[Recognized]) -> dict[str, tuple[Any, ...]]:
    """The rows, none of them surer than its own confidence times that of the least sure word it was read from."""
    if not runs:
        return dict(rows)
    starts = [run.start for run in runs]
    return {table: tuple(_lowered(row, runs, starts) for row in records) for table, records in rows.items()}


def _lowered(row: Any, runs: Sequence[Recognized], starts: Sequence[int]) -> Any:
    at = max(0, bisect_right(starts, row.start) - 1)
    least = 1.0
    while at < len(runs) and runs[at].start < row.end:
        if runs[at].end > row.start:
            least = min(least, runs[at].confidence)
        at += 1
    return row if least == 1.0 else dataclasses.replace(row, confidence=round(row.confidence * least, 3))
