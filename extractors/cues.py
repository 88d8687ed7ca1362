"""Cues: words of a vocabulary that say what a number beside them is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import lru_cache

import regex

from patterns.anchors import Anchored
from patterns.vocabulary import Vocabulary

# "(do lỗi xử lý trên hệ thống)", ", nguyên nhân do …": a reason says nothing of the number before it.
REASON = regex.compile(
    r"(?:(?:^|(?<=[(,;%]))\s*(?:do|vì|nguyên nhân|lý do)"
    r"|(?<!\w)do\s(?:phải|chờ|thiếu|vướng|lỗi|chưa|xác minh|quá tải|sự cố)(?!\w))\s[^,;():]*+(?!:)",
    regex.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A feature named at [start, end)."""

    feature: str
    start: int
    end: int
    weak: bool = False


_REASONS = Anchored(REASON, r"(?:do|vì|nguyên nhân)(?=\s)")


# Every family asks for the cues of the same sentences.
@lru_cache(maxsize=2048)
def reasons(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of text[start:end] that give a reason."""
    return tuple((match.start(), match.end()) for match in _REASONS.finditer(text, start, end))


@lru_cache(maxsize=8192)
def find_cues(
    text: str, start: int, end: int, vocabulary: Vocabulary, *, without: tuple[tuple[int, int], ...] = ()
) -> tuple[Cue, ...]:
    """The cues of text[start:end], masks ("none") and spans of ``without`` left out.

    >>> from patterns.vocabulary import load
    >>> [c.feature for c in find_cues("giải quyết xong, trễ hạn (công nhận)", 0, 36, load("dossier_cues"))]
    ['resolve', 'late']
    """
    return tuple(
        Cue(feature=hit.entry.canonical, start=hit.start, end=hit.end, weak=bool(hit.entry.attributes.get("weak")))
        for hit in vocabulary.find(text, start, end)
        if hit.entry.canonical != "none" and not any(a <= hit.start < b for a, b in without)
    )


def overlapping(cues: Iterable[Cue], start: int, end: int) -> bool:
    """Whether a cue stands in or across text[start:end]."""
    return any(cue.start < end and start < cue.end for cue in cues)


def instead(cues: list[Cue], told: Iterable[Cue]) -> list[Cue]:
    """The cues with those told in the place of all that they overlap; of two told that overlap, the later one."""
    for one in told:
        cues = [cue for cue in cues if not (cue.start < one.end and one.start < cue.end)]
        cues.append(one)
    return cues
