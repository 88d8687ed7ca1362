"""What a page adds to the text: its number and its running head; an end of page stands where they stood."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import regex

from pipeline.normalize.draft import Change
from pipeline.normalize.lines import (
    PAGE_END,
    Line,
    announces_code,
    begins_item,
    begins_section,
    ending,
    is_row,
    lines_of,
)

# "2", "- 2 -", "Trang 3", "Trang 3/12", "3/12", "Page 4 of 9", "--- Trang 5 ---"
PAGE_NUMBER = regex.compile(
    r"""(?ix)
    (?P<open>[-–—=]+\s*+)? (?P<word>trang|page|tr\.)?\s*+
    (?P<number>\d{1,3}) (?:\s*(?:/|of)\s*\d{1,3})? (?P<close>\s*[-–—=]+)?
    """
)

# Two page numbers stand at least this many characters apart.
_PAGE_LENGTH = 500

# A running head is short, and stands at this many page ends or more.
_HEAD_LENGTH = 120
_HEAD_TIMES = 3


def page_numbers(text: str) -> Iterator[Change]:
    r"""A page's number becomes an end of page.

    A number alone on its line is one where it stands at an end of page, says so ("Trang 2", "- 2 -"), cuts a sentence,
    or counts on from another a page away; in a column of numbers it is none.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(page_numbers, "tiếp nhận tại bộ phận\n\n2\n\nmột cửa\n\nTrang 3/7\n")
    'tiếp nhận tại bộ phận\n\n\x0c\n\nmột cửa\n\n\x0c\n'
    """
    shown = [line for line in lines_of(text) if not line.blank]
    alone: list[tuple[int, Line]] = []
    found: list[Line] = []
    for i, line in enumerate(shown):
        match = PAGE_NUMBER.fullmatch(line.text)
        if match is None:
            continue
        before = shown[i - 1].text if i else ""
        after = shown[i + 1].text if i + 1 < len(shown) else ""
        if any(PAGE_NUMBER.fullmatch(x) or is_row(x) for x in (before, after)):
            continue
        if match["word"] or (match["open"] and match["close"]) or PAGE_END in (before, after) or _cuts(before, after):
            found.append(line)
        if "/" not in line.text:
            alone.append((int(match["number"]), line))
    for (number, line), (follower, other) in itertools.pairwise(alone):
        if follower == number + 1 and other.start - line.start >= _PAGE_LENGTH:
            found += [line, other]
    for start, end in sorted({(line.start, line.end) for line in found}):
        yield Change(start, end, PAGE_END)


def _cuts(before: str, after: str) -> bool:
    if not before or not after:
        return False
    return announces_code(before, after) or (ending(before) in ("open", "comma", "cut") and after[0].islower())


def running_heads(text: str, starts: tuple[int, ...] = ()) -> Iterator[Change]:
    r"""A line that stands at the ends of three or more pages, numbers aside, becomes an end of page.

    ``starts`` are the offsets at which pages are known to begin; ends of page in the text count too.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(running_heads, "một\n\f\nBáo cáo 9\nhai\n\f\nBáo cáo 10\nba\n\f\nBáo cáo 11\nbốn")
    'một\n\x0c\n\x0c\nhai\n\x0c\n\x0c\nba\n\x0c\n\x0c\nbốn'
    """
    shown = [line for line in lines_of(text) if not line.blank]
    edges: set[int] = set()
    for i, line in enumerate(shown):
        begins = any(shown[i - 1].end <= start <= line.start for start in starts) if i else bool(starts)
        if line.text == PAGE_END or begins:
            edges.update(k for k in range(i - 2, i + 3) if 0 <= k < len(shown) and shown[k].text != PAGE_END)
    heads = [shown[k] for k in sorted(edges) if _may_be_head(shown[k].text)]
    times = Counter(_without_numbers(line.text) for line in heads)
    for line in heads:
        if times[_without_numbers(line.text)] >= _HEAD_TIMES:
            yield Change(line.start, line.end, PAGE_END)


def _may_be_head(line: str) -> bool:
    return len(line) <= _HEAD_LENGTH and not (begins_section(line) or begins_item(line) or is_row(line))


def _without_numbers(line: str) -> str:
    return regex.sub(r"\d+", "#", line).casefold()
