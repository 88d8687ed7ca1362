"""How words are written: lower case and tone marks with every character in its place, and where pieces stand."""

from __future__ import annotations

from functools import lru_cache

import regex

_OLD_TONES: tuple[str, ...] = ("òa oà", "óa oá", "ỏa oả", "õa oã", "ọa oạ", "òe oè", "óe oé", "ỏe oẻ", "õe oẽ", "ọe oẹ")
_OLD_TONES += ("ùy uỳ", "úy uý", "ủy uỷ", "ũy uỹ", "ụy uỵ")
_NEW_TO_OLD = dict(pair.split() for pair in _OLD_TONES)
OLD_TO_NEW_TONES = {old: new for new, old in _NEW_TO_OLD.items()}
# "quy" keeps its own placement: qu is one consonant.
_OLD_TONE = regex.compile(r"(?<!q)\L<old>(?!\p{L})", old=list(OLD_TO_NEW_TONES))
_NEW_TONE = regex.compile(r"(?<!q)\L<new>(?!\p{L})", new=list(_NEW_TO_OLD))


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
    """The phrase with its tone marks placed the new way and the old way.

    >>> sorted(tone_spellings("ủy ban"))
    ['uỷ ban', 'ủy ban']
    """
    return {phrase, _NEW_TONE.sub(lambda match: _NEW_TO_OLD[match[0]], phrase)}


def spelled(low: str) -> str:
    """Words with their tone marks placed the new way, every character in its place.

    >>> spelled("uỷ ban quý trọng hoà giải")
    'ủy ban quý trọng hòa giải'
    """
    if not any(old in low for old in OLD_TO_NEW_TONES):
        return low
    return _OLD_TONE.sub(lambda match: OLD_TO_NEW_TONES[match[0]], low)


def starts_of(text: str, pieces: list[str]) -> list[int]:
    """Where the pieces begin that a text was cut into; between two of them is nothing that either begins with.

    >>> starts_of("hồ sơ, hồ", ["hồ", "sơ", "hồ"])
    [0, 3, 7]
    """
    index = text.index
    starts: list[int] = []
    reached = 0
    for piece in pieces:
        start = index(piece, reached)
        starts.append(start)
        reached = start + len(piece)
    return starts


def spans_of(text: str, pieces: list[str]) -> list[tuple[int, int]]:
    """Where the pieces stand that a text was cut into; between two of them is nothing that either begins with.

    >>> spans_of("hồ sơ, hồ", ["hồ", "sơ", "hồ"])
    [(0, 2), (3, 5), (7, 9)]
    """
    return [(start, start + len(piece)) for start, piece in zip(starts_of(text, pieces), pieces, strict=True)]
