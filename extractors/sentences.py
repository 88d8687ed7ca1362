"""Sentences of a line, by underthesea, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import regex

# underthesea cuts after abbreviations and inside brackets; such cuts are mended: "TT. Thị ủy", "Mục 1.6). Nội dung".
# A number is an ordinal where it is alone or behind what is numbered ("Điều 5."); "quá hạn 10." ends a sentence.
_ABBREVIATION = regex.compile(
    r"(?:\b(?:TT|TP|Tp|CT|PCT|ThS|TS|Th|Mr|Q|P|TX|St)|\b[IVX]{1,4}"
    r"|(?:^|\s)(?:[ĐđMmPpBbCcTt](?:iều|ục|hần|iểu|ảng|hương|iết)|[Kk]hoản|[Pp]hụ lục|[Ss]ố|[Tt]hứ)\s\d{1,2})\.$"
)
_ORDINAL = regex.compile(r"\W{0,3}\d{1,2}\.")


# "Đã giải quyết 912 hồ sơ. Trong đó: đúng hạn 905": what a full stop parts no more than a comma would.
_GOES_ON = ("Trong đó", "Trong số đó", "Trong số này")
# An abbreviation and what stands before it.
_TAIL = 16
# No sentence is longer.
_LONGEST = 4000


@lru_cache(maxsize=1)
def _underthesea() -> Any:
    import underthesea

    return underthesea


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of one line text[start:end], in order; together they hold all its words.

    The library returns strings; each follows the one before it, so its place is where the one before it ended. A
    string that does not stand there (the library changed a character) ends the splitting: the rest is one sentence.

    >>> split_sentences("Đã nhận 5 hồ sơ. Còn 2 hồ sơ.", 0, 29)
    [(0, 16), (17, 29)]
    """
    line = text[start:end]
    if "." not in line and "?" not in line and "!" not in line:
        return list(_pieces(text, start, end))
    spans: list[tuple[int, int]] = []
    position = start
    for sentence in _underthesea().sent_tokenize(line):
        while position < end and text[position].isspace():
            position += 1
        if not text.startswith(sentence, position):
            break
        spans.append((position, position + len(sentence)))
        position += len(sentence)
    rest = position
    while rest < end and text[rest].isspace():
        rest += 1
    if rest < end:
        spans.append((rest, end))
    merged: list[tuple[int, int]] = []
    # Brackets that the last sentence leaves open: counted on, for it may be put together from many.
    opened = 0
    for a, b in spans:
        if merged:
            first, last = merged[-1]
            broken = (
                _ABBREVIATION.search(text[max(first, last - _TAIL) : last])
                or _ORDINAL.fullmatch(text, first, last)
                or opened > 0
                or text[a].islower()
                or text.startswith(_GOES_ON, a)
            )
            if broken and b - first <= _LONGEST:
                merged[-1] = (first, b)
                opened += text.count("(", a, b) - text.count(")", a, b)
                continue
        merged.append((a, b))
        opened = text.count("(", a, b) - text.count(")", a, b)
    return [piece for a, b in merged for piece in _pieces(text, a, b)] or [(start, end)]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, in pieces where it is longer than any: what is read of it costs more than its length."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield start, cut
        start = cut + 1 if text[cut] == " " else cut
    yield start, end
