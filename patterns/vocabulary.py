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
from operator import itemgetter
from typing import Any, NamedTuple

import regex

_OLD_TONES: tuple[str, ...] = ("òa oà", "óa oá", "ỏa oả", "õa oã", "ọa oạ", "òe oè", "óe oé", "ỏe oẻ", "õe oẽ", "ọe oẹ")
_OLD_TONES += ("ùy uỳ", "úy uý", "ủy uỷ", "ũy uỹ", "ụy uỵ")
_NEW_TO_OLD = dict(pair.split() for pair in _OLD_TONES)
OLD_TO_NEW_TONES = {old: new for new, old in _NEW_TO_OLD.items()}
# "quy" keeps its own placement: qu is one consonant.
_OLD_TONE = regex.compile(r"(?<!q)\L<old>(?!\p{L})", old=list(OLD_TO_NEW_TONES))


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
    forms: tuple[tuple[str, ...], ...] = ()
    examples: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    source: str = ""
    attributes: Mapping[str, Any] = dataclasses.field(default_factory=dict)


class Hit(NamedTuple):
    """An entry found in a text at [start, end); made for every phrase of every vocabulary."""

    entry: Entry
    start: int
    end: int


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

    def _choices(self, text: str) -> _Choices:
        if self.name not in _LOADED:
            return _search((self,), text)[0]
        if len(text) < _SHORT:
            return _hits_alone(self.name, text)
        number = _SOUGHT.setdefault(self.name, len(_SOUGHT))
        return _hits(text, len(_SOUGHT))[number]


# A word, or one mark: a Vietnamese letter is a word character, phrases are whole words, and spaces say nothing.
_TOKEN = regex.compile(r"\w+|[^\w ]")
# "mức độ 3, 9.577 hồ sơ": the first digits of a longer number are no "#".
_GROUPED = regex.compile(r"[.,]\d{1,3}(?!\d)")
# Where a phrase begins, and for each such place all phrases that begin there, the longest first.
_Choices = tuple[list[int], list[list[Hit]]]
_LOADED: set[str] = set()
# A heading or a cell, which one vocabulary or two are sought in.
_SHORT = 200
# The vocabularies that have been searched, with their numbers: all of them are found in one walk over a text's words.
_SOUGHT: dict[str, int] = {}


# "hồ sơ TTHC trực tuyến", "hồ sơ thủ tục hành chính đã giải quyết": what every dossier is a dossier of.
_OF_PROCEDURES = (("tthc",), ("thủ", "tục", "hành", "chính"))
_DOSSIER = frozenset({"sơ", "hs"})


def _told(tokens: list[str]) -> list[str]:
    """The words of a phrase without "TTHC" behind "hồ sơ", as a text's words are asked.

    >>> _told("hồ sơ thủ tục hành chính trực tuyến".split()), _told(["số", "tthc"])
    (['hồ', 'sơ', 'trực', 'tuyến'], ['số', 'tthc'])
    """
    kept = _told_places(tokens)
    return [tokens[i] for i in kept] if kept else tokens


def _told_places(tokens: list[str]) -> list[int]:
    """The places of the words that say something; empty where all do."""
    left_out: set[int] = set()
    for opening, *rest in _OF_PROCEDURES:
        if opening not in tokens:
            continue
        for at, token in enumerate(tokens):
            end = at + 1 + len(rest)
            if token == opening and at and tokens[at - 1] in _DOSSIER and tokens[at + 1 : end] == rest:
                left_out.update(range(at, end))
    return [at for at in range(len(tokens)) if at not in left_out] if left_out else []


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


def _spelled(low: str) -> str:
    """Words with their tone marks placed the new way, every character in its place.

    >>> _spelled("uỷ ban quý trọng hoà giải")
    'ủy ban quý trọng hòa giải'
    """
    if not any(old in low for old in OLD_TO_NEW_TONES):
        return low
    return _OLD_TONE.sub(lambda match: OLD_TO_NEW_TONES[match[0]], low)


class _Node:
    """Where phrases have come to: whose end it is, by the vocabularies' numbers, and the words and digits behind it."""

    __slots__ = ("digits", "entries", "words")

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.words: dict[str, _Node] = {}
        self.digits: _Node | None = None


@cache
def _trie_of(vocabularies: tuple[Vocabulary, ...]) -> dict[str, _Node]:
    """The phrases of vocabularies, token by token, by their first one."""
    root = _Node()
    for number, vocabulary in enumerate(vocabularies):
        for phrase, entry in vocabulary.phrases():
            node = root
            for token in _told(_TOKEN.findall(_spelled(phrase))):
                if token == "#":
                    node.digits = node.digits or _Node()
                    node = node.digits
                else:
                    node = node.words.setdefault(token, _Node())
            node.entries.setdefault(number, entry)
    return root.words


def _search(vocabularies: tuple[Vocabulary, ...], text: str) -> tuple[_Choices, ...]:
    """All phrases of a text, for each vocabulary its own."""
    trie = _trie_of(vocabularies)
    tokens, offsets = _tokens(_spelled(lowered(text)))
    found: tuple[_Choices, ...] = tuple(([], []) for _ in vocabularies)
    for place, (token, after) in enumerate(itertools.zip_longest(tokens, tokens[1:])):
        top = trie.get(token)
        if top is None:
            continue
        start = offsets[place]
        if after in top.words or top.digits is not None:
            ends = _phrases_from(top, text, tokens, offsets, place)
        elif top.entries:
            ends = [(start + len(token), top.entries)]
        else:
            # Most words that open a phrase go on otherwise.
            continue
        for end, entries in ends:
            for number, entry in entries.items():
                starts, choices = found[number]
                hit = Hit(entry, start, end)
                if starts and starts[-1] == start:
                    choices[-1].append(hit)
                else:
                    starts.append(start)
                    choices.append([hit])
    return found


def _tokens(low: str) -> tuple[list[str], list[int]]:
    """The words and marks of a text, and where each begins."""
    tokens: list[str] = []
    offsets: list[int] = []
    at = 0
    for piece in low.split(" "):
        # Most of what stands between spaces is a word and nothing else.
        if piece.isalpha():
            tokens.append(piece)
            offsets.append(at)
        elif piece:
            for match in _TOKEN.finditer(piece):
                tokens.append(match[0])
                offsets.append(at + match.start())
        at += len(piece) + 1
    if kept := _told_places(tokens):
        return [tokens[i] for i in kept], [offsets[i] for i in kept]
    return tokens, offsets


def _phrases_from(
    top: _Node, text: str, tokens: list[str], offsets: list[int], place: int
) -> list[tuple[int, dict[int, Entry]]]:
    """The ends of all phrases that begin with a token, the longest first, each with the entries it is a phrase of."""
    ends: list[tuple[int, dict[int, Entry]]] = []
    ways = [(top, place)]
    for node, at in ways:
        here: _Node | None = node
        while here is not None:
            if here.entries:
                ends.append((offsets[at] + len(tokens[at]), here.entries))
            at += 1
            if at == len(tokens):
                break
            token = tokens[at]
            if here.digits is not None and token.isdecimal() and not _GROUPED.match(text, offsets[at] + len(token)):
                ways.append((here.digits, at))
            here = here.words.get(token)
    ends.sort(key=itemgetter(0), reverse=True)
    return ends


# Every search in a line of a report asks for the same text: it is read once for all vocabularies.
@lru_cache(maxsize=128)
def _hits(text: str, count: int) -> tuple[_Choices, ...]:
    """The phrases of the vocabularies that are sought, as many as these are by now."""
    return _search(tuple(map(load, itertools.islice(_SOUGHT, count))), text)


@lru_cache(maxsize=256)
def _hits_alone(name: str, text: str) -> _Choices:
    return _search((load(name),), text)[0]


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
