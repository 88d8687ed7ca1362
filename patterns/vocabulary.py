"""Vocabularies: TOML lists of what a thing is called, each entry with examples, rejects and a source.

An entry of ``patterns/vocabularies/<name>.toml``::

    [[entry]]
    canonical = "resolved_late"        # what the phrase stands for
    variants = ["trễ hạn", "quá hạn"]  # literal phrases, lower case, single spaces
    forms = ["(chậm|trễ) {term}"]      # phrases with choices; {term} is a list of the file's table ``slots``
    examples = ["trễ hạn 7 hồ sơ"]     # each is matched by this entry
    rejects = ["gia hạn"]              # none is matched by this entry
    source = "TT 01/2020/TT-VPCP, Biểu 06"

In a form "#" stands for a run of digits, and an empty choice leaves its place out. Any further key of an entry is kept
in ``Entry.attributes``. Accents are never folded; the two ways to place a tone mark
(hoà, hòa; uỷ, ủy) are the same word.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib import resources

import regex

from patterns.phrases import Choices, Entry, Hit, Phrases
from patterns.spelling import tone_spellings


@dataclasses.dataclass(frozen=True, eq=False)
class Vocabulary:
    """The entries of one file, ready to be searched for; of overlapping phrases the leftmost longest is found.

    Each is loaded once, so that one object is equal to itself alone.
    """

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

    def phrases(self) -> Iterator[tuple[str, Entry]]:
        """Every phrase with its entry; one that two entries share belongs to the first, a variant before any form."""
        for entry in self.entries:
            for phrase in entry.variants:
                yield phrase, entry
        for entry in self.entries:
            for form in entry.forms:
                for phrase in form:
                    yield phrase, entry

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """All hits in text[start:end], case ignored, whole words only, in reading order, without overlaps."""
        last = len(text) if end is None else min(end, len(text))
        starts, choices = self._choices(text)
        reached = start
        for place in range(bisect.bisect_left(starts, start), len(starts)):
            at = starts[place]
            if at >= last:
                break
            if at < reached:
                continue
            for hit in choices[place]:
                if hit.end <= last:
                    yield hit
                    reached = hit.end
                    break

    def _choices(self, text: str) -> Choices:
        if self.name not in _LOADED:
            return self._alone.find(text)[0]
        if len(text) < _SHORT:
            return _hits_alone(self, text)
        if self.name not in _SOUGHT:
            _SOUGHT[self.name] = _ALL.add(self.phrases())
        return _hits(text, _ALL.count)[_SOUGHT[self.name]]

    @cached_property
    def _alone(self) -> Phrases:
        """Its phrases and no other's."""
        found = Phrases()
        found.add(self.phrases())
        return found


_LOADED: set[str] = set()
# A heading or a cell, which one vocabulary or two are sought in.
_SHORT = 200
# The phrases of the vocabularies that have been sought, with their numbers: all are found in one walk over a text.
_ALL = Phrases()
_SOUGHT: dict[str, int] = {}


# Every search in a line of a report asks for the same text: it is read once for all vocabularies.
@lru_cache(maxsize=128)
def _hits(text: str, _count: int) -> tuple[Choices, ...]:
    """The phrases of the vocabularies that are sought, as many as these are by now."""
    return _ALL.find(text)


@lru_cache(maxsize=256)
def _hits_alone(vocabulary: Vocabulary, text: str) -> Choices:
    return vocabulary._alone.find(text)[0]


def expand(form: str, slots: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every phrase that a form stands for.

    >>> expand("(đang|) {done} xong", {"done": ["làm", "trả"]})
    ('đang làm xong', 'đang trả xong', 'làm xong', 'trả xong')
    """
    parts = regex.split(r"(\([^()]*\)|\{\w+\})", form)
    choices = [
        slots[part[1:-1]] if part[:1] == "{" else part[1:-1].split("|") if part[:1] == "(" else [part] for part in parts
    ]
    return tuple(dict.fromkeys(" ".join("".join(words).split()) for words in itertools.product(*choices)))


_OWN_KEYS = {"canonical", "variants", "forms", "examples", "rejects", "source"}


@cache
def load(name: str) -> Vocabulary:
    """Read patterns/vocabularies/<name>.toml.

    Raises FileNotFoundError where there is none, KeyError where an entry lacks canonical or a form names no slot.
    """
    path = resources.files("patterns") / "vocabularies" / f"{name}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    entries = tuple(
        Entry(
            canonical=item["canonical"],
            variants=tuple(item.get("variants", ())),
            forms=tuple(expand(form, data.get("slots", {})) for form in item.get("forms", ())),
            examples=tuple(item.get("examples", ())),
            rejects=tuple(item.get("rejects", ())),
            source=item.get("source", ""),
            attributes={k: v for k, v in item.items() if k not in _OWN_KEYS},
        )
        for item in data["entry"]
    )
    _LOADED.add(name)
    return Vocabulary(name=name, entries=entries)
