"""Number words: ba, mười hai, hai mươi lăm, một trăm linh năm."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex

from patterns.phrases import Hit
from patterns.vocabulary import load

_DIGIT = "digit"
_SCALES = (("million", 1_000_000), ("thousand", 1_000))
# Alone, "năm" is the year; it is five behind one of these: "còn năm hồ sơ", "tiếp nhận năm hồ sơ".
_BEFORE_FIVE = regex.compile(
    r"(?<!\w)(?:có|còn|với|gồm|là|được|nhận|quyết|hạn|lại|thêm|đủ|hơn|gần|khoảng|trên|dưới|đã|trả|bổ sung|tăng|giảm"
    r"|ban hành|kiểm tra|tổ chức|cử|mở|cho|tại)\s\Z"
)
# "hai, ba lượt" is no count: two words that follow each other, with a comma, a dash or nothing between them.
_VAGUE = regex.compile(r"[,\-–]\s?|\s")


@cache
def _meanings() -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for phrase, entry in load("number_words").by_phrase.items():
        attributes: Any = entry.attributes
        if _DIGIT in attributes:
            found[phrase] = (_DIGIT, int(attributes[_DIGIT]))
        elif "part" in attributes:
            found[phrase] = (str(attributes["part"]), 0)
    return found


def words_value(phrase: str) -> int | None:
    """The value of a number written in words, None where the words do not make one.

    >>> words_value("hai mươi lăm"), words_value("một trăm linh năm"), words_value("hai nghìn ba trăm")
    (25, 105, 2300)
    >>> words_value("hai ba") is None
    True
    """
    meanings = _meanings()
    words = phrase.split()
    if not words or any(word not in meanings for word in words):
        return None
    return _scaled([meanings[word] for word in words], 0)


def _scaled(parts: list[tuple[str, int]], level: int) -> int | None:
    """A number whose parts stand before and behind the words for million and thousand."""
    if level == len(_SCALES):
        return _below_thousand(parts)
    name, factor = _SCALES[level]
    places = [index for index, (kind, _) in enumerate(parts) if kind == name]
    if not places:
        return _scaled(parts, level + 1)
    # A second of them has no place in what follows.
    high = _below_thousand(parts[: places[0]])
    rest = parts[places[0] + 1 :]
    low = _scaled(rest, level + 1) if rest else 0
    return None if high is None or low is None else high * factor + low


_BLOCK = regex.compile(r"(?:(?P<h>d)H(?=.|$))?(?:(?P<t>d)T(?P<tu>d)?|X(?P<xu>d)?|O(?P<o>d)|(?P<u>d))?")
_LETTERS = {"digit": "d", "hundred": "H", "tens": "T", "ten": "X", "odd": "O"}


def _below_thousand(parts: list[tuple[str, int]]) -> int | None:
    if not parts or any(kind not in _LETTERS for kind, _ in parts):
        return None
    shape = "".join(_LETTERS[kind] for kind, _ in parts)
    match = _BLOCK.fullmatch(shape)
    # "hai trăm năm" is 250 in speech and 205 on paper; it is left alone.
    if match is None or (match["h"] and match["u"]):
        return None

    def digit(name: str) -> int:
        return parts[match.start(name)][1] if match[name] else 0

    tens = 10 * digit("t") + (10 if "X" in shape else 0)
    return 100 * digit("h") + tens + digit("tu") + digit("xu") + digit("o") + digit("u")


def find_number_words(text: str, low: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Numbers in words at [start, end) with their values; what the words count is not looked at.

    ``low`` is the text in lower case. Left out are the words in idioms and names (một số, bộ phận một cửa, thứ ba,
    thị xã Ngã Năm), "năm" where it is the year, and the vague "hai, ba lượt".
    """
    runs: list[list[Hit]] = []
    for hit in load("number_words").find(text, start, end):
        if hit.entry.canonical == "no_number":
            continue
        if runs and low[runs[-1][-1].end : hit.start] == " ":
            runs[-1].append(hit)
        else:
            runs.append([hit])
    found: list[tuple[int, int, int]] = []
    for index, run in enumerate(runs):
        begin, stop = run[0].start, run[-1].end
        value = words_value(low[begin:stop])
        if value is None or _is_name(text, begin) or (low[begin:stop] == "năm" and not _is_five(low, begin)):
            continue
        if (index and _VAGUE.fullmatch(low, runs[index - 1][-1].end, begin)) or (
            index + 1 < len(runs) and _VAGUE.fullmatch(low, stop, runs[index + 1][0].start)
        ):
            continue
        found.append((begin, stop, value))
    return found


def _is_five(low: str, start: int) -> bool:
    return _BEFORE_FIVE.search(low, max(0, start - 12), start) is not None


def _is_name(text: str, start: int) -> bool:
    """A capital behind a capitalized word: "phường Bảy Hiền", "xã Tam Ba"."""
    before = text[:start].rstrip(" ").rsplit(None, 1) if text[start].isupper() else []
    return bool(before) and text[start - 1] == " " and before[-1][0].isupper() and before[-1][-1].isalpha()
