"""Captions: the lines above a table that say whose figures, and of which time, its rows hold."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.lines import PLAIN, Line

Span = tuple[int, int]

# A caption has a few lines: "PHỤ LỤC 2", what the table shows, its time in brackets, the unit of its figures.
_MOST_LINES = 5
_LONGEST = 220
# "Phụ lục", "BIỂU SỐ 02", "Bảng 1. Hồ sơ của từng xã", "Mẫu số 3a": the first line of a caption.
_OPENS = regex.compile(
    r"[\W_]*(?:phụ lục|phụ biểu|biểu(?: số| mẫu| tổng hợp)?|bảng(?: số| tổng hợp)?|mẫu(?: số| biểu)?)"
    r"(?:\s+\d{1,2}[a-z]?|\s+[IVX]+|\s*[:.\-–]|\s*$|(?<=tổng hợp)(?!\p{L}))",
    regex.IGNORECASE,
)
# "(Kèm theo Báo cáo số 318/BC-UBND …)", "Đơn vị tính: hồ sơ": they say nothing of whose figures these are.
_ASIDE = regex.compile(
    r"\(?\s{0,9}(?:ban hành\s+)?kèm theo\s.*|\W{0,40}(?:đơn vị tính|đvt)\s*[:.].*", regex.IGNORECASE | regex.DOTALL
)
_SENTENCE_END = (".", ";", "./", ",")


def find_caption(text: str, lines: Sequence[Line], first: int, *, annexed: bool) -> tuple[Span, ...]:
    """The spans of the caption above the table whose first row is lines[first], nearest first; none where it has none.

    A caption is what stands between the table and the line that opens it ("Phụ lục", "Bảng 1", words in capitals);
    in an annex, behind the signature, every line above the table is one. A line that ends as a sentence is none.
    """
    found: list[Span] = []
    for line in reversed(lines[max(0, first - _MOST_LINES) : first]):
        words = text[line.start : line.end].strip(" *_#")
        opens = _OPENS.match(words) is not None
        if _ASIDE.fullmatch(words):
            continue
        bracketed = words.startswith("(") and words.endswith(")")
        if "\t" in words or "|" in words or len(words) > _LONGEST or words.endswith(_SENTENCE_END):
            break
        if line.rank < PLAIN and not opens:
            break
        if not (annexed or opens or bracketed or _in_capitals(words) or (not found and _is_title(words))):
            break
        aside = _ASIDE.search(words, words.find("(")) if "(" in words and not bracketed else None
        start = text.index(words, line.start)
        found.append((start, start + (aside.start() if aside else len(words))))
        if opens:
            break
    return tuple(found)


def _in_capitals(words: str) -> bool:
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 8 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _is_title(words: str) -> bool:
    """Whether a line right above a table is its title: short, begins as one, and is no list item."""
    return words[:1].isupper() and len(words) <= 120 and not words.endswith(":")
