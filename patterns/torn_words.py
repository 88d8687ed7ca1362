"""Torn words: what a scan has printed with more or fewer letters than a word has, or with a digit among them.

"Nộivụ", "cải cá ch", "chínli", "buru chính", "c0ng chức": such a word is no syllable of the language, or none that
reports use, and it is made whole where one reading of it goes with the words beside it. Letters taken for others, one
for one, are those of ``keywords.py``, which also knows the words and their neighbours. Names, figures and codes are
left alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache

import regex

from patterns.keywords import Damaged, Language, closest_words, in_case_of, is_of_one_case, used_words
from patterns.spelling import lowered, spans_of

# What a scan prints for one letter or for a letter with its neighbour.
_GLUED = (
    ("uru", "ưu"), ("ru", "ư"), ("rn", "m"), ("ri", "n"), ("cl", "d"), ("li", "h"), ("ii", "n"), ("iu", "ư"),
)  # fmt: skip
# Digits that stand for letters, as scans write them inside words.
_DIGITS = (("0", "ô"), ("0", "o"), ("1", "l"), ("1", "i"))
# A word between spaces and marks; codes, addresses and paths are none. A figure is only a neighbour.
_TOKEN = regex.compile(
    r"""(?<![^\s(\[“"'*_|])
    (?: (?P<word>\p{L}+(?:[01]\p{L}+)*|1\p{Ll}{2,}) | (?P<figure>\d[\d.,/]*%?) )
    (?=[\s.,;:!?)\]”"'…*_|]|$)""",
    regex.VERBOSE,
)
_SHORTEST_TO_SPLIT = 4
_SHORTEST_GLUED = 3
# A word so long can hardly be anything but two, whatever stands beside it.
_SURELY_TWO = 8


@dataclasses.dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    tied: bool
    """Whether one space alone parts it from the token before."""


def find_torn(text: str, language: Language) -> Iterator[Damaged]:
    """Every torn word of a text with what it was, in reading order, without overlaps; nothing without a word list."""
    if not language.syllables:
        return
    low = lowered(text)
    for start, end in _suspects(low):
        yield from _torn_between(text, low, start, end, language)


# A word is held against the two before it and the three behind.
_BEFORE, _BEHIND = 2, 4


def _suspects(low: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text around words that reports do not use; in a clean text few are left to look at."""
    runs = low.split()
    suspects = [at for at, run in enumerate(runs) if _holds_a_rare_word(run)]
    if not suspects:
        return
    spans = spans_of(low, runs)
    first, last = suspects[0], suspects[0]
    for at in suspects[1:]:
        if at - last > _BEFORE + _BEHIND:
            yield spans[max(first - _BEFORE, 0)][0], spans[min(last + _BEHIND, len(spans) - 1)][1]
            first = at
        last = at
    yield spans[max(first - _BEFORE, 0)][0], spans[min(last + _BEHIND, len(spans) - 1)][1]


# Reports have few words, each very often.
@lru_cache(maxsize=32768)
def _holds_a_rare_word(run: str) -> bool:
    common = used_words()
    return run not in common and any(m["word"] and m["word"] not in common for m in _TOKEN.finditer(run))


def _torn_between(text: str, low: str, start: int, end: int, language: Language) -> Iterator[Damaged]:
    tokens = list(_tokens(text, low, start, end))
    words = [token.word for token in tokens]
    rare = [word != "0" and language.is_rare(word) for word in words]
    i = 0
    while i < len(tokens):
        last = i + 1
        while last < min(i + 3, len(tokens)) and tokens[last].tied:
            last += 1
        if any(rare[i : min(i + 2, last)]) and words[i] != "0":
            before = words[i - 1] if i and tokens[i].tied else ""
            place = _Place(
                printed=text[tokens[i].start : tokens[i].end], word=words[i], before=before, language=language
            )
            follows = words[i + 1 : last]
            joined = place.joined(follows)
            whole = joined or (language.is_odd(words[i]) and (place.split(follows[:1]) or place.unglued(follows[:1])))
            at, i = i, i + bool(joined)
            if whole:
                words[i] = whole.rsplit(" ", 1)[-1]
                yield Damaged(
                    start=tokens[at].start, end=tokens[i].end, keyword=in_case_of(place.printed, whole), sure=True
                )
        i += 1


def _tokens(text: str, low: str, start: int, stop: int) -> Iterator[_Token]:
    end = -2
    for match in _TOKEN.finditer(text, start, stop):
        tied = match.start() == end + 1 and text[end] == " "
        word = "0" if match["figure"] else low[match.start() : match.end()]
        yield _Token(match.start(), match.end(), word, tied)
        end = match.end()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A word of a text, and the one before it, "" where there is none."""

    printed: str
    word: str
    before: str
    language: Language

    def joined(self, follows: list[str]) -> str:
        """A word that a space has cut ("cá ch"), or ""."""
        if not follows or not follows[0].isalpha() or not self.word.isalpha():
            return ""
        whole = self.word + follows[0]
        if self.language.goes_with(self.word, follows[0]):
            return ""
        if self.language.is_rare(whole) or not is_of_one_case(self.printed + follows[0]):
            return ""
        return whole if self._beside(whole, follows[1:]) else ""

    def split(self, follows: list[str]) -> str:
        """Two words that stand together without their space ("Nộivụ"), or ""."""
        word = self.word
        if len(word) < _SHORTEST_TO_SPLIT or not word.isalpha():
            return ""
        found = [
            (word[:k], word[k:]) for k in range(2, len(word) - 1) if self.language.goes_with(word[:k], word[k:]) == 2
        ]
        if len(found) != 1 or not is_of_one_case(self.printed):
            return ""
        first, second = found[0]
        alone = not self.before or not follows or len(word) > _SURELY_TWO
        near = self.language.goes_with(self.before, first) or self._beside(second, follows, before=False)
        return f"{first} {second}" if alone or near else ""

    def unglued(self, follows: list[str]) -> str:
        """The one word that its letters may have been ("chínli", "c0ng"), "" where none or several go with it."""
        if len(self.word) < _SHORTEST_GLUED or not is_of_one_case(self.printed):
            return ""
        rated: dict[str, int] = {}
        for reading in readings(self.word):
            for cost, word in closest_words(reading):
                beside = self._beside(word, follows)
                if beside:
                    rated[word] = min(rated.get(word, cost - beside), cost - beside)
        best = sorted((rating, word) for word, rating in rated.items())
        if not best or (len(best) > 1 and best[1][0] == best[0][0]):
            return ""
        return best[0][1]

    def _beside(self, word: str, follows: list[str], *, before: bool = True) -> int:
        """How well a word goes with its neighbours; one behind it may be damaged itself."""
        found = self.language.goes_with(self.before, word) if before else 0
        for after in follows[:1]:
            direct = self.language.goes_with(word, after)
            found += direct or (self.language.is_odd(after) and any(self._may_follow(word, after)))
        return found

    def _may_follow(self, word: str, after: str) -> Iterator[bool]:
        for reading in (after, *readings(after)):
            for _, other in closest_words(reading):
                yield self.language.goes_with(word, other) == 2


def readings(word: str) -> Iterator[str]:
    """What a word reads with one glued letter or one digit taken for what it was.

    >>> sorted(readings("chínli")), sorted(readings("c0ng")), list(readings("chính"))
    (['chính'], ['cong', 'công'], [])
    """
    for printed, letter in (*_GLUED, *_DIGITS):
        at = word.find(printed)
        while at >= 0:
            yield word[:at] + letter + word[at + len(printed) :]
            at = word.find(printed, at + 1)
