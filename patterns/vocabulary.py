"""Vocabularies: TOML lists of what a thing is called, each entry with examples, rejects and a source.

An entry of ``patterns/vocabularies/<name>.toml``::

    [[entry]]
    canonical = "resolved_late"        # what the phrase stands for
    variants = ["trễ hạn", "quá hạn"]  # literal phrases, lower case, single spaces
    examples = ["trễ hạn 7 hồ sơ"]     # each is matched by this entry
    rejects = ["gia hạn"]              # none is matched by this entry
    source = "TT 01/2020/TT-VPCP, Biểu 06"

Any further key of an entry is kept in ``Entry.attributes``. Accents are never folded; the two ways to place a tone mark
(hoà, hòa; uỷ, ủy) are the same word.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any

import regex

_OLD_TONES: tuple[str, ...] = ("òa oà", "óa oá", "ỏa oả", "õa oã", "ọa oạ", "òe oè", "óe oé", "ỏe oẻ", "õe oẽ", "ọe oẹ")
_OLD_TONES += ("ùy uỳ", "úy uý", "ủy uỷ", "ũy uỹ", "ụy uỵ")
_NEW_TO_OLD = dict(pair.split() for pair in _OLD_TONES)
OLD_TO_NEW_TONES = {old: new for new, old in _NEW_TO_OLD.items()}


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
    old = phrase
    for new, other in _NEW_TO_OLD.items():
        # "quy" keeps its own placement: qu is one consonant.
        old = regex.sub(rf"(?<!q){new}(?!\p{{L}})", other, old)
    return {phrase, old}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing and what it is called."""

    canonical: str
    variants: tuple[str, ...]
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    source: str = ""
    attributes: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry found in a text at [start, end)."""

    entry: Entry
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """The entries of one file, ready to be searched for; of overlapping phrases the leftmost longest is found."""

    name: str
    entries: tuple[Entry, ...]

    @cached_property
    def by_phrase(self) -> dict[str, Entry]:
        """Every spelling of every variant; a spelling that two entries share belongs to the first."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for variant in entry.variants:
                for spelling in tone_spellings(variant):
                    found.setdefault(spelling, entry)
        return found

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """Whole words only; a Vietnamese letter is a word character."""
        return regex.compile(r"(?<!\w)\L<phrases>(?!\w)", phrases=list(self.by_phrase))

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """All hits in text[start:end], case ignored, in reading order, without overlaps."""
        low = lowered(text)
        for match in self.pattern.finditer(low, start, len(low) if end is None else end):
            yield Hit(entry=self.by_phrase[match[0]], start=match.start(), end=match.end())


_OWN_KEYS = {"canonical", "variants", "examples", "rejects", "source"}


@cache
def load(name: str) -> Vocabulary:
    """Read patterns/vocabularies/<name>.toml.

    Raises FileNotFoundError where there is none, KeyError where an entry lacks canonical or variants.
    """
    path = resources.files("patterns") / "vocabularies" / f"{name}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    entries = tuple(
        Entry(
            canonical=item["canonical"],
            variants=tuple(item["variants"]),
            examples=tuple(item.get("examples", ())),
            rejects=tuple(item.get("rejects", ())),
            source=item.get("source", ""),
            attributes={k: v for k, v in item.items() if k not in _OWN_KEYS},
        )
        for item in data["entry"]
    )
    return Vocabulary(name=name, entries=entries)
