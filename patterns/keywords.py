"""Damaged keywords: phrases of the vocabularies that a scan has printed with a letter or an accent taken for another.

"tiêp nhân", "đơn đốc", "hồ so": a phrase is known again by its shape, the classes of letters that look alike, and
taken only where what stands there is no phrase or word of its own. Digits are never looked at. Words that have lost or
won a letter or a space are those of ``torn_words.py``.
"""

from __future__ import annotations

import dataclasses
import itertools
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

import regex

from patterns.spelling import lowered
from patterns.vocabulary import load

# Vocabularies whose phrases are what reports are made of; not the names of places.
_VOCABULARIES = (
    "doc_types", "domains", "dossier_cues", "fields", "issuing_verbs", "magnitudes", "number_words",
    "numbered_things", "offices", "period_cues", "procedure_cues", "qualifiers", "rate_cues", "role_cues", "scope_cues",
    "sectors", "staffing_categories", "staffing_measures", "units",
)  # fmt: skip

# Letters that scanners take for each other, accents aside; each stands for the first of its class in a shape.
_ALIKE = ("ceo", "hb", "nurmp", "itlfj", "gq", "yv")
_TOKEN = regex.compile(r"\p{L}+|[0-9][0-9.,/]*")
# Words with one space between each two: no phrase reaches beyond.
_RUN = regex.compile(r"(?:\p{L}++|[0-9][0-9.,/]*+)(?:[ ](?:\p{L}++|[0-9][0-9.,/]*+))*+")
# What ties a word to an address, a code or a path: "gov.vn", "31/NQ-HDND"
_TIED = regex.compile(r"[./@_\p{N}–-]")
_LONGEST = 6
# A phrase of so many letters may have so many of them damaged.
_LETTERS_PER_DAMAGE = 4


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Damaged:
    """A place [start, end) where a keyword stands damaged, and the keyword in the case of what is printed.

    ``sure`` says that the place alone shows the damage; any other counts only in a text that is damaged elsewhere.
    """

    start: int
    end: int
    keyword: str
    sure: bool


def base(letter: str) -> str:
    """The letter without accents: ợ is o, đ is d."""
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]


@cache
def _shapes() -> dict[int, str]:
    """Every Vietnamese letter to the first of its class of lookalikes."""
    first = {letter: group[0] for group in reversed(_ALIKE) for letter in group}
    letters = {
        chr(code) for code in (*range(0x61, 0x7B), *range(0xE0, 0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA))
    }
    return {ord(c): first.get(base(c), base(c)) for letter in letters for c in (letter,) if letter.islower()}


def shape(phrase: str) -> str:
    """What is left of a phrase when letters that look alike are one.

    >>> shape("tiếp nhận") == shape("tiêp nhân") == shape("tíep rhạn"), shape("tiếp nhận") == shape("tiếp dân")
    (True, False)
    """
    return phrase.translate(_shapes())


def damage(printed: str, phrase: str) -> int | None:
    """How many letters of a phrase are damaged in what is printed; None where one of them is another letter.

    >>> damage("hồ so", "hồ sơ"), damage("hồ sơ", "hồ sơ"), damage("hồ xơ", "hồ sơ")
    (1, 0, None)
    """
    if len(printed) != len(phrase):
        return None
    found = 0
    for one, other in zip(printed, phrase, strict=True):
        if one == other:
            continue
        a, b = base(one), base(other)
        if a != b and not any(a in group and b in group for group in _ALIKE):
            return None
        found += 1
    return found


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Keywords of two words or more, by shape."""
    found: dict[str, set[str]] = {}
    for name in _VOCABULARIES:
        for phrase in load(name).by_phrase:
            words = phrase.split(" ")
            if 2 <= len(words) <= _LONGEST and all(word.isalpha() for word in words):
                found.setdefault(shape(phrase), set()).add(phrase)
    return {key: tuple(sorted(same)) for key, same in found.items()}


@cache
def _openings() -> tuple[frozenset[str], frozenset[str]]:
    """Shapes of the first word of every phrase, and of its first words, two or more."""
    split = [key.split(" ") for key in phrases()]
    firsts = frozenset(words[0] for words in split)
    return firsts, frozenset(" ".join(words[:count]) for words in split for count in range(2, len(words) + 1))


@cache
def _pairs() -> frozenset[str]:
    """Neighbours that a report may well have: those of vocabularies and their examples, those learned from samples.

    A number is the word 0.
    """
    learned = (resources.files("patterns") / "report_pairs.txt").read_text(encoding="utf-8").splitlines()
    told = (f"{a} {b}" for text in _texts() for words in words_of(text) for a, b in itertools.pairwise(words))
    return frozenset((*learned, *told))


def words_of(text: str) -> Iterator[list[str]]:
    """Runs of words in lower case with nothing but spaces between; a number is the word 0.

    >>> list(words_of("Tiếp nhận 12 hồ sơ, trễ 3"))
    [['tiếp', 'nhận', '0', 'hồ', 'sơ'], ['trễ', '0']]
    """
    low = lowered(text)
    run: list[str] = []
    end = -1
    for match in _TOKEN.finditer(low):
        if run and low[end : match.start()] != " ":
            yield run
            run = []
        run.append(_word(match[0]))
        end = match.end()
    if run:
        yield run


@cache
def common_words() -> dict[str, tuple[str, ...]]:
    """Single words that reports use, by shape."""
    found: dict[str, set[str]] = {}
    for pair in _pairs():
        for word in pair.split(" "):
            if len(word) > 1:
                found.setdefault(shape(word), set()).add(word)
    return {key: tuple(sorted(same)) for key, same in found.items()}


def closest_words(printed: str) -> Iterator[tuple[int, str]]:
    """Words that reports use and that may stand damaged here, with how many of their letters are damaged."""
    for word in common_words().get(shape(printed), ()):
        cost = damage(printed, word)
        if cost is not None and cost <= max(1, len(word) // 3):
            yield cost, word


@cache
def used_words() -> frozenset[str]:
    """Every word that reports use."""
    return frozenset(word for same in common_words().values() for word in same)


def _texts() -> Iterator[str]:
    for name in _VOCABULARIES:
        for entry in load(name).entries:
            yield from (*entry.variants, *entry.examples, *entry.rejects)


def _word(token: str) -> str:
    return "0" if token[0].isdigit() else token


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words of the language in lower case: ``words`` of two syllables ("đồng hồ"), and all ``syllables``."""

    words: frozenset[str]
    syllables: frozenset[str]

    def is_odd(self, word: str) -> bool:
        """Whether a word is no syllable of the language."""
        return word not in self.syllables

    def is_rare(self, word: str) -> bool:
        """Whether a word is none that reports use, a syllable of the language or not; "ở" and "ý" are used by all."""
        return word not in used_words() and not (len(word) == 1 and word in self.syllables)

    def goes_with(self, first: str, second: str) -> int:
        """2 where reports have the two words side by side, 1 where they are a word of the language, else 0."""
        pair = f"{first} {second}"
        return 2 if pair in _pairs() else int(pair in self.words)


def find_damaged(text: str, language: Language, *, by_rare_words: bool = False) -> Iterator[Damaged]:
    """Every damaged keyword of a text, in reading order, without overlaps.

    A keyword of several words is taken where a word that reports do not use stands in it; such a place is ``sure``.
    Words that they do use are taken if the keyword makes one word of them and their neighbour, and single words by
    their neighbours: only a text that is damaged elsewhere has those. Where nothing but ``by_rare_words`` is asked for,
    only keywords of several words are sought, in runs that hold a word which reports do not use: all that is sure.
    """
    low = lowered(text)
    used = used_words()
    for run in _RUN.finditer(low):
        words = run[0].split(" ")
        if not by_rare_words or any(word not in used and not word[0].isdigit() for word in words):
            yield from _damaged_in(text, low, run.start(), words, language, singles=not by_rare_words)


def _damaged_in(
    text: str, low: str, start: int, words: list[str], language: Language, *, singles: bool
) -> Iterator[Damaged]:
    """The damaged keywords of a run of words that begins there, one space between each two; or those of several words.

    Single words are never sure.
    """
    shapes = [shape(word) for word in words]
    ends = list(itertools.accumulate(map(len, words), lambda end, length: end + 1 + length, initial=start - 1))
    tokens = [(before + 1, end) for before, end in itertools.pairwise(ends)]
    known, (firsts, openings), used = phrases(), _openings(), used_words()
    at = 0
    while at < len(words):
        longest, opened = 1, shapes[at]
        if opened in firsts:
            while at + longest < len(words) and (opened := f"{opened} {shapes[at + longest]}") in openings:
                longest += 1
        if longest == 1 and (words[at] in used or words[at][0].isdigit()):
            at += 1
            continue
        found: Damaged | None = None
        taken = 1
        for count in range(longest, 1, -1):
            same = known.get(" ".join(shapes[at : at + count]), ())
            if " ".join(words[at : at + count]) in same:
                taken = count
                break
            if not same:
                continue
            place = _Place(text=text, low=low, tokens=tokens, at=at, language=language)
            if (read := place.phrase(count, same)) is not None:
                taken, (keyword, sure) = count, read
                found = Damaged(start=tokens[at][0], end=tokens[at + count - 1][1], keyword=keyword, sure=sure)
                break
        else:
            if singles and words[at] not in used:
                place = _Place(text=text, low=low, tokens=tokens, at=at, language=language)
                single = place.single()
                found = Damaged(start=tokens[at][0], end=tokens[at][1], keyword=single, sure=False) if single else None
        if found is not None:
            yield found
        at += taken


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A word of a text among those of its run."""

    text: str
    low: str
    tokens: list[tuple[int, int]]
    at: int
    language: Language

    def phrase(self, count: int, same: tuple[str, ...]) -> tuple[str, bool] | None:
        """The keyword of this shape that so many words from here are, none of them whole, and whether that is sure."""
        start, end = self.tokens[self.at][0], self.tokens[self.at + count - 1][1]
        printed = self.low[start:end]
        rated = sorted((cost, phrase) for phrase in same if (cost := damage(printed, phrase)) is not None)
        letters = end - start - count + 1
        if not rated or rated[0][0] > max(1, letters // _LETTERS_PER_DAMAGE):
            return None
        if len(rated) > 1 and rated[1][0] == rated[0][0]:
            return None
        phrase = rated[0][1]
        likely = self._is_likely(printed.split(" "), phrase.split(" "))
        if likely is None or self._is_name(count) or self._is_said(phrase.split(" ")):
            return None
        return in_case_of(self.text[start:end], phrase), likely

    def single(self) -> str | None:
        """The one word that stands damaged here, told by its shape and its neighbours; None where it is whole."""
        start, end = self.tokens[self.at]
        printed = self.low[start:end]
        language = self.language
        beyond = self.text[max(start - 1, 0) : start] + self.text[end : end + 1]
        if end - start < 2 or _TIED.search(beyond) or not language.is_rare(printed):
            return None
        if not is_of_one_case(self.text[start:end]) or (
            self.text[start:end].istitle() and not language.is_odd(printed)
        ):
            return None
        before, after = self._neighbour(-1), self._neighbour(1)
        rated = []
        for cost, word in closest_words(printed):
            beside = language.goes_with(before, word) + language.goes_with(word, after)
            rated.append((cost - beside, word, beside))
        rated.sort()
        if not rated or (len(rated) > 1 and rated[1][0] == rated[0][0]):
            return None
        _, word, beside = rated[0]
        if beside < (0 if self.text[start].islower() else 1) + (0 if language.is_odd(printed) else 3):
            return None
        if language.goes_with(before, printed) or language.goes_with(printed, after):
            return None
        return in_case_of(self.text[start:end], word)

    def _neighbour(self, step: int) -> str:
        """The word beside this one, "" where something else than a space lies between."""
        i = self.at + step
        if not 0 <= i < len(self.tokens):
            return ""
        first, second = sorted((self.tokens[self.at], self.tokens[i]))
        beside = self.low[first[1] : second[0]] == " "
        return _word(self.low[slice(*self.tokens[i])]) if beside else ""

    def _is_name(self, count: int) -> bool:
        """Whether capitals within the words speak of a name: "An Lão"; not where all of them are capitals."""
        words = self.tokens[self.at : self.at + count]
        if self.text[words[0][0] : words[-1][1]].isupper():
            return False
        return any(self.text[start].isupper() for start, _ in words[1:])

    def _is_likely(self, printed: list[str], phrase: list[str]) -> bool | None:
        """Whether reports use none of the damaged words; None where one of them makes no word of the keyword."""
        sure = True
        for i, (one, own) in enumerate(zip(printed, phrase, strict=True)):
            if one == own or self.language.is_rare(one):
                continue
            sure = False
            pairs = (" ".join(phrase[max(i - 1, 0) : i + 1]), " ".join(phrase[i : i + 2]))
            if not any(" " in pair and pair in self.language.words for pair in pairs):
                return None
        return sure

    def _is_said(self, phrase: list[str]) -> bool:
        """Whether a word that is not the phrase's makes sense with its neighbour, within the words or outside."""
        count = len(phrase)
        for i in range(max(self.at - 1, 0), min(self.at + count, len(self.tokens) - 1)):
            (a, b), (c, d) = self.tokens[i], self.tokens[i + 1]
            if self.low[b:c] != " ":
                continue
            inner = [k - self.at for k in (i, i + 1) if self.at <= k < self.at + count]
            whole = all(self.low[slice(*self.tokens[self.at + k])] == phrase[k] for k in inner)
            if len(inner) == 2 and whole:
                continue
            pair = self.low[a:d]
            if pair in self.language.words or (len(inner) == 2 and pair in _pairs()):
                return True
        return False


def is_of_one_case(word: str) -> bool:
    """Whether a word is all small, all capitals or has one capital at its head; "QUẢng" is no such word."""
    return word.islower() or word.isupper() or word[1:].islower()


def in_case_of(printed: str, phrase: str) -> str:
    """A phrase in the case of what is printed: all capitals, one at its head, or none."""
    if printed.isupper():
        return phrase.upper()
    return phrase[0].upper() + phrase[1:] if printed[0].isupper() else phrase
