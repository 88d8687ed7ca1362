"""Words that a scan has damaged, and what they were: "Quyêt đinh", "thủ tụe hành chínli", "Nộivụ", "cải cá ch".

A word is mended only where its neighbours tell what it was: it stands beside none of them in any report that is known
nor in a dictionary, and one word that a scan could have made it of stands beside all of them, or beside one where it is
no Vietnamese syllable at all. The pairs of words that are known are those of the project's own texts
(``patterns/words/pairs.txt``); the dictionary is the one that underthesea brings, read only where something is about
to be mended. Names, figures and codes are left alone.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import regex

from patterns.vocabulary import OLD_TO_NEW_TONES, lowered

# What stands for any figure among the pairs.
FIGURE = "#"

# A word between spaces, with what may stand before and behind it; a scan writes 0 and 1 inside words (c0ng, 1ĩnh).
_WORD = regex.compile(
    r"""(?<![^\s(\[“"'*_|])
    (?: (?P<word>\p{L}+(?:[01]\p{L}+)*|1\p{Ll}{2,}) (?=[\s.,;:!?)\]”"'…*_|]|$)
      | (?P<figure>\d[\d.,/]*%?) (?=[\s.,;:!?)\]”"'…]|$) )""",
    regex.VERBOSE,
)
# Letters that scans take for each other, once their marks are gone; the same for a word and what it was.
_BLURS = (("rn", "m"), ("ri", "n"), ("li", "h"), ("e", "c"), ("l", "i"), ("1", "i"), ("0", "o"))
_SHORTEST_TO_SPLIT = 4
_LONGEST_NAME = 3
_LAST_OF_KIND = frozenset({"tỉnh", "phố", "huyện", "xã", "quận", "phường", "trấn", "khu"})
_DICTIONARY = ("corpus", "data", "Viet74K.txt")


@dataclasses.dataclass(frozen=True, slots=True)
class Mended:
    """The slice [start, end) of a text and what it should read."""

    start: int
    end: int
    word: str


@dataclasses.dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    printed: str
    word: str
    joined: bool
    """Whether one space alone parts it from the token before."""


@lru_cache(maxsize=8192)
def one_spelling(word: str) -> str:
    """A word in small letters with its tone mark placed the new way.

    >>> one_spelling("uỷ"), one_spelling("quý"), one_spelling("hoà")
    ('ủy', 'quý', 'hòa')
    """
    for old, new in OLD_TO_NEW_TONES.items():
        if word.endswith(old) and not word.endswith("q" + old):
            return word[: -len(old)] + new
    return word


@lru_cache(maxsize=8192)
def without_marks(word: str) -> str:
    """The letters of a word without their marks.

    >>> without_marks("định"), without_marks("ướt")
    ('dinh', 'uot')
    """
    letters = unicodedata.normalize("NFD", word).replace("đ", "d")
    return "".join(c for c in letters if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def blurred(word: str) -> str:
    """What is left of a word when letters that scans confuse are the same.

    >>> blurred("tác") == blurred("táe"), blurred("chính") == blurred("chínli"), blurred("năm") == blurred("nărn")
    (True, True, True)
    """
    letters = without_marks(word)
    for written, read in _BLURS:
        letters = letters.replace(written, read)
    return letters


@cache
def _behind() -> Mapping[str, frozenset[str]]:
    """Of every known word those that are known behind it."""
    path = resources.files("patterns") / "words" / "pairs.txt"
    lines = (line.split(" ") for line in path.read_text(encoding="utf-8").splitlines())
    return {first: frozenset(following) for first, *following in lines}


@cache
def _known() -> frozenset[str]:
    return frozenset(_behind()).union(*_behind().values()) - {FIGURE}


@cache
def _by_blur() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_known()):
        found[blurred(word)].append(word)
    return {key: tuple(words) for key, words in found.items()}


@cache
def _dictionary() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The syllables of the language, and those that stand side by side in a word; both empty without a dictionary."""
    found = importlib.util.find_spec("underthesea")
    folders = list(found.submodule_search_locations or ()) if found else []
    path = next((p for folder in folders if (p := Path(folder, *_DICTIONARY)).is_file()), None)
    if path is None:
        return frozenset(), frozenset()
    words = [
        [one_spelling(syllable) for syllable in line.split()]
        for line in path.read_text(encoding="utf-8").lower().splitlines()
    ]
    pairs = frozenset(pair for word in words for pair in itertools.pairwise(word))
    return frozenset(itertools.chain.from_iterable(words)), pairs


def _is_word(word: str) -> bool:
    return word in _known() or word in _dictionary()[0]


def _in_dictionary(first: str | None, second: str | None) -> bool:
    return (first, second) in _dictionary()[1]


def _follows(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and second in _behind().get(first, ())


def mended_words(text: str) -> Iterator[Mended]:
    """The damaged words of a text, in reading order.

    >>> [(text[m.start:m.end], m.word) for text in ("Thực hiện Quyêt đinh số 12",) for m in mended_words(text)]
    [('Quyêt', 'Quyết'), ('đinh', 'định')]
    >>> list(mended_words("Ông Nguyễn Văn Đinh, xã Quyêt Thắng"))
    []
    """
    tokens = _tokens(text)
    i = 0
    words = [token.word for token in tokens]
    while i < len(tokens):
        token = tokens[i]
        before = words[i - 1] if i and token.joined else None
        after = words[i + 1] if i + 1 < len(tokens) and tokens[i + 1].joined else None
        if token.word == FIGURE or _follows(before, token.word) or _follows(token.word, after):
            i += 1
            continue
        if _is_name(tokens, i) or _is_in_place_name(tokens, i):
            i += 1
            continue
        merged = _merged(tokens, words, i, before)
        if merged is not None:
            words[i + 1] = merged
            yield Mended(token.start, tokens[i + 1].end, _cased(merged, token.printed))
            i += 2
            continue
        mended = _split(token.word, before, after) or _restored(token.word, before, after)
        if mended is not None:
            words[i] = mended.rsplit(" ", 1)[-1]
            yield Mended(token.start, token.end, _cased(mended, token.printed))
        i += 1


def _tokens(text: str) -> list[_Token]:
    low = lowered(text)
    found: list[_Token] = []
    end = -2
    for match in _WORD.finditer(text):
        word = FIGURE if match["figure"] else one_spelling(low[match.start() : match.end()])
        joined = match.start() == end + 1 and text[end] == " "
        found.append(_Token(match.start(), match.end(), match[0], word, joined))
        end = match.end()
    return found


def _is_name(tokens: list[_Token], i: int) -> bool:
    """A word with a capital beside another one: Nguyễn Văn Đinh, but not the heads of offices (Sở Nôi vụ)."""
    if not _has_capital(tokens[i]):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].joined else None
    before = tokens[i - 1] if i and tokens[i].joined else None
    office = before is not None and after is not None and not _has_capital(after)
    if office and before and after and _restored(tokens[i].word, before.word, after.word):
        return False
    return (before is not None and _has_capital(before)) or (after is not None and _has_capital(after))


def _is_in_place_name(tokens: list[_Token], i: int) -> bool:
    """A word in capitals behind the kind of a locality: HUYỆN IA LÂM."""
    if not tokens[i].printed.isupper():
        return False
    run = tokens[max(0, i - _LONGEST_NAME) : i]
    return any(token.word in _LAST_OF_KIND and token.printed.isupper() for token in run)


def _has_capital(token: _Token) -> bool:
    return token.printed[0].isupper() and token.printed[1:].islower()


def _restored(word: str, before: str | None, after: str | None) -> str | None:
    """The one known word that a scan could have made this of and that its neighbours ask for."""
    afters = (after, *_by_blur().get(blurred(after), ())) if after not in (None, FIGURE) else (after,)
    sides = (before is not None) + (after is not None)
    best: list[str] = []
    most = 0.0
    for candidate in _by_blur().get(blurred(word), ()):
        if candidate == word:
            continue
        left = _follows(before, candidate)
        right = any(_follows(candidate, other) for other in afters if other is not None)
        if not (left or right):
            continue
        exact = 0.5 if _follows(candidate, after) else 0.0
        same_letters = without_marks(candidate) == without_marks(word)
        # A word of the language is damaged only where every neighbour says so.
        if left + right < sides or not same_letters or (sides == 1 and not left and not exact):
            if _is_word(word):
                continue
        elif _in_dictionary(before, word) or _in_dictionary(word, after) or (sides == 1 and word in _known()):
            continue
        weight = left + right + exact + (0.6 if same_letters else 0.0)
        if weight > most:
            best, most = [candidate], weight
        elif weight == most:
            best.append(candidate)
    return best[0] if len(best) == 1 else None


def _split(word: str, before: str | None, after: str | None) -> str | None:
    """Two known words that stand together without their space: Nộivụ."""
    if len(word) < _SHORTEST_TO_SPLIT or _is_word(word):
        return None
    found = [
        (word[:k], word[k:])
        for k in range(2, len(word) - 1)
        if _follows(one_spelling(word[:k]), one_spelling(word[k:]))
    ]
    if len(found) != 1:
        return None
    first, second = found[0]
    beside = before is None or after is None or _follows(before, first) or _follows(second, after)
    return f"{first} {second}" if beside or len(word) > 2 * _SHORTEST_TO_SPLIT else None


def _merged(tokens: list[_Token], words: list[str], i: int, before: str | None) -> str | None:
    """A known word that a space has cut: cá ch."""
    if i + 1 >= len(tokens) or not tokens[i + 1].joined or FIGURE in (words[i], words[i + 1]):
        return None
    whole = words[i] + words[i + 1]
    if whole not in _known() or (words[i] in _known() and words[i + 1] in _known()):
        return None
    after = words[i + 2] if i + 2 < len(tokens) and tokens[i + 2].joined else None
    return whole if _follows(before, whole) or _follows(whole, after) else None


def _cased(word: str, printed: str) -> str:
    """The word in capitals as what was printed."""
    if printed.isupper() and len(printed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if printed[0].isupper() else word
