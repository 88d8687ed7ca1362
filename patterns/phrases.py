"""Phrases: the words of all vocabularies in one tree, found in a text in one walk over its words."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

import regex

from patterns.spelling import lowered, spelled


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


# A word, or one mark: a Vietnamese letter is a word character, phrases are whole words, and spaces say nothing.
_TOKEN = regex.compile(r"\w+|[^\w ]")
# "mức độ 3, 9.577 hồ sơ": the first digits of a longer number are no "#".
_GROUPED = regex.compile(r"[.,]\d{1,3}(?!\d)")
# Where a phrase begins, and for each such place all phrases that begin there, the longest first.
Choices = tuple[list[int], list[list[Hit]]]


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


class _Node:
    """Where phrases have come to: whose end it is, by the vocabularies' numbers, and the words and digits behind it."""

    __slots__ = ("digits", "entries", "words")

    def __init__(self) -> None:
        # Few nodes end a phrase, and few ends go on: what is empty is one object for all of them.
        self.entries = _ENDS_NOTHING
        self.words = _GOES_ON_NOWHERE
        self.digits: _Node | None = None

    def behind(self, token: str) -> _Node:
        """The node behind a token of a phrase, made where there is none."""
        if token == "#":
            self.digits = self.digits or _Node()
            return self.digits
        found = self.words.get(token)
        if found is None:
            if not self.words:
                self.words = {}
            found = self.words[token] = _Node()
        return found

    def end(self, number: int, entry: Entry) -> None:
        """End a phrase of a vocabulary here; the first entry with the phrase keeps it."""
        if not self.entries:
            self.entries = {}
        self.entries.setdefault(number, entry)


# Never written to.
_ENDS_NOTHING: dict[int, Entry] = {}
_GOES_ON_NOWHERE: dict[str, _Node] = {}


class Phrases:
    """The phrases of vocabularies in one tree, token by token; vocabularies are numbered as they were added."""

    def __init__(self) -> None:
        self._root = _Node()
        self.count = 0

    def add(self, phrases: Iterable[tuple[str, Entry]]) -> int:
        """Add the phrases of a vocabulary, and return its number; of two entries with one phrase the first has it."""
        number = self.count
        for phrase, entry in phrases:
            node = self._root
            for token in _told(_TOKEN.findall(spelled(phrase))):
                node = node.behind(token)
            node.end(number, entry)
        self.count += 1
        return number

    def find(self, text: str) -> tuple[Choices, ...]:
        """All phrases of a text, for each vocabulary its own."""
        opening = self._root.words
        tokens, offsets = _tokens(spelled(lowered(text)))
        found: tuple[Choices, ...] = tuple(([], []) for _ in range(self.count))
        for place, (token, after) in enumerate(itertools.zip_longest(tokens, tokens[1:])):
            top = opening.get(token)
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
