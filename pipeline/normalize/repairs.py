"""Repairs of what a scan has damaged, as steps: keywords known again by their shape, torn words by their neighbours."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import regex

from patterns.keywords import Language, damage, find_damaged, shape
from patterns.spelling import lowered
from patterns.torn_words import find_torn
from pipeline.normalize.draft import Change

# A word in lower case, as prose has it; names and abbreviations have capitals.
_PLAIN_WORD = regex.compile(r"(?<![\p{L}\p{N}./@-])\p{Ll}{2,7}(?![\p{L}\p{N}./@-])")
# A text is damaged where this share of its plain words, 1 in 250, is no syllable or is a keyword surely damaged.
_DAMAGED_SHARE = 0.004


@cache
def language() -> Language:
    """The words of underthesea's word list; none of either where the library does not carry it."""
    found = importlib.util.find_spec("underthesea")
    path = Path(found.origin).parent / "corpus" / "data" / "Viet74K.txt" if found and found.origin else None
    listed = lowered(path.read_text(encoding="utf-8")).splitlines() if path and path.is_file() else []
    return Language(
        words=frozenset(word for word in listed if word.count(" ") == 1),
        syllables=frozenset(syllable for word in listed for syllable in word.split()),
    )


def odd_words(text: str) -> tuple[int, int]:
    """How many plain words of a text are no syllables of Vietnamese, and how many plain words there are.

    >>> odd_words("đã tiêp nhân và giải quyêt 12 hồ sơ")
    (2, 8)
    """
    odd = plain = 0
    for run, times in Counter(text.split()).items():
        found = _odd_in(run)
        odd += times * found[0]
        plain += times * found[1]
    return odd, plain


# Reports have few words, each very often.
@lru_cache(maxsize=32768)
def _odd_in(run: str) -> tuple[int, int]:
    """The odd words and the plain words of what stands between two spaces."""
    known = language().syllables
    plain = _PLAIN_WORD.findall(run)
    return (sum(word not in known for word in plain) if known else 0), len(plain)


# "nqày 20/6/2023", "sỏ 12/KH-UBND", "29 tbáng 12": what stands before a date, a code or a month
_BEFORE_DATE = regex.compile(
    r"(?<!\p{L})(?P<word>\p{L}{4})"
    r"(?=[ ][0-3]?[0-9](?:[/.-][01]?[0-9][/.-](?:19|20)[0-9]{2}(?!\d)|[ ]\p{L}{5}[ ][01]?[0-9][ ]\p{L}{3}[ ](?:19|20)))"
)
_BEFORE_CODE = regex.compile(r"(?<!\p{L})(?P<word>\p{L}{2})(?=[ ][0-9]{1,5}(?:/(?:19|20)[0-9]{2})?[/-]\p{Lu}{2})")
_BEFORE_MONTH = regex.compile(r"(?<=(?<![0-9])[0-3]?[0-9][ ])(?P<word>\p{L}{5})(?=[ ][01]?[0-9](?![0-9.,/]))")
# A space between a letter and a digit: there alone do the patterns below end their words.
_BEFORE_DIGIT = re.compile(r" (?=[0-9])(?<=[^\W\d_] )")
_KNOWN_PLACES = tuple(
    (pattern, word, shape(word))
    for pattern, word in ((_BEFORE_DATE, "ngày"), (_BEFORE_CODE, "số"), (_BEFORE_MONTH, "tháng"))
)


def words_before_digits(text: str) -> Iterator[Change]:
    """The words ngày, tháng and số where a date, a month or a code shows that they stand there.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(words_before_digits, "Kế hoạch sỏ 12/KH-UBND nqàv 05/4/2023; ngày 29 tbáng 12")
    'Kế hoạch số 12/KH-UBND ngày 05/4/2023; ngày 29 tháng 12'
    """
    found = []
    for space in _BEFORE_DIGIT.finditer(text):
        for pattern, word, shaped in _KNOWN_PLACES:
            start = space.start() - len(word)
            printed = text[max(start, 0) : space.start()].lower()
            if printed == word or shape(printed) != shaped:
                continue
            match = pattern.match(text, start)
            cost = damage(printed, word) if match else None
            if match and cost and cost < len(word):
                whole = word.capitalize() if match["word"][0].isupper() else word
                found.append(Change(match.start("word"), match.end("word"), whole))
    return iter(sorted(found, key=lambda change: change.start))


def torn_words(text: str) -> Iterator[Change]:
    """Words that are no syllables of the language and that a space, a glued letter or a digit explains.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(torn_words, "Phòng Nộivụ, trả qua buru chính công ích, thủ tục hành chínli")
    'Phòng Nội vụ, trả qua bưu chính công ích, thủ tục hành chính'
    """
    for place in find_torn(text, language()):
        yield Change(place.start, place.end, place.keyword)


def damaged_keywords(text: str) -> Iterator[Change]:
    """Keywords with damaged letters are whole again; those that might be words of their own only in a damaged text.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(damaged_keywords, "Đã tiêp nhân 9.737 hồ sơ, giải quyêt đúng hạu")
    'Đã tiếp nhận 9.737 hồ sơ, giải quyết đúng hạn'
    """
    found = [place for place in find_damaged(text, language(), by_rare_words=True) if place.sure]
    odd, plain = odd_words(text)
    if odd + len(found) > _DAMAGED_SHARE * plain:
        found = list(find_damaged(text, language()))
    for place in found:
        yield Change(place.start, place.end, place.keyword)
