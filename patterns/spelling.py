"""How words are written: lower case and tone marks with every character in its place, and where pieces stand."""

from __future__ import annotations

from functools import lru_cache

import regex

_TONES: tuple[str, ...] = ("òa oà", "óa oá", "ỏa oả", "õa oã", "ọa oạ", "òe oè", "óe oé", "ỏe oẻ", "õe oẽ", "ọe oẹ")
_TONES += ("ùy uỳ", "úy uý", "ủy uỷ", "ũy uỹ", "ụy uỵ")
_OLD_TO_NEW = dict(pair.split() for pair in _TONES)
_NEW_TO_OLD = {new: old for old, new in _OLD_TO_NEW.items()}
# "quy" keeps its own placement: qu is one consonant.
_NEW_TONE = regex.compile(r"(?<!q)\L<new>(?!\p{L})", new=list(_NEW_TO_OLD))
_OLD_TONE = regex.compile(r"(?<!q)\L<old>(?!\p{L})", old=list(_OLD_TO_NEW))


# A report's text is asked for again by every search in one of its lines.
@lru_cache(maxsize=64)
def lowered(text: str) -> str:
    """Lower case with every character in its place, so that offsets hold.

    >>> lowered("HỒ SƠ"), len(lowered("İ"))
    ('hồ sơ', 1)
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def tone_spellings(phrase: str) -> set[str]:
    """The phrase with its tone marks placed the old way and the new way.

    >>> sorted(tone_spellings("ủy ban"))
    ['uỷ ban', 'ủy ban']
    """
    return {phrase, _OLD_TONE.sub(lambda match: _OLD_TO_NEW[match[0]], phrase)}


def spelled(low: str) -> str:
    """Words with their tone marks placed the old way (hòa, ủy), every character in its place.

    >>> spelled("uỷ ban quý trọng hoà giải")
    'ủy ban quý trọng hòa giải'
    """
    if not any(new in low for new in _NEW_TO_OLD):
        return low
    return _NEW_TONE.sub(lambda match: _NEW_TO_OLD[match[0]], low)


def spans_of(text: str, pieces: list[str]) -> list[tuple[int, int]]:
    """Where the pieces stand that a text was cut into; between two of them is nothing that either begins with.

    >>> spans_of("hồ sơ, hồ", ["hồ", "sơ", "hồ"])
    [(0, 2), (3, 5), (7, 9)]
    """
    spans: list[tuple[int, int]] = []
    reached = 0
    for piece in pieces:
        start = text.index(piece, reached)
        reached = start + len(piece)
        spans.append((start, reached))
    return spans
