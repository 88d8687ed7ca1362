"""Drafts of numbers: the digits and number words of a text that may count something, with magnitude and unit."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import regex

from patterns.not_quantities import mask
from patterns.number_words import find_number_words
from patterns.numerals import Numeral, read_numeral
from patterns.units import Unit, unit_at
from patterns.vocabulary import load

_DIGITS = regex.compile(r"[0-9]+(?:[.,][0-9]+)*")
# "15 776 hồ sơ": a space, a no-break space or a thin space between groups of three.
_GROUP_GAP = regex.compile(r"[ \u00a0\u2009\u202f]")
_LAST_GROUP = regex.compile(r"[0-9]{3}(?:,[0-9]+)?")
# Words that scans glue to a number: "đạt99,9%", "là15 hồ sơ".
_GLUED = regex.compile(r"(?<!\w)(?:đạt|là|có|còn|với|được|gồm|hơn|gần|khoảng|trên|dưới|nhận|quyết|hạn|tăng|giảm|và)\Z")
# H.08, TB/15: behind a capital a number is part of a name.
_NAMED = regex.compile(r"\p{Lu}[./]\Z|[#@_\\]\Z")
_NAME_MARKS = "./#@_\\"
# "ba (03) hồ sơ": the unit stands behind the bracket.
_BRACKETED = regex.compile(r"\p{L}[ ]?\(\Z")
# "một" is an article before most things; before these it is a count.
_COUNTED_ONES = {"dossier", "procedure", "person", "post", "turn"}
_BILLION = 1_000_000_000
_WORD_RANGE = regex.compile(r"[ ](?:đến|tới|hoặc)[ ]")


@dataclasses.dataclass(slots=True, kw_only=True)
class Draft:
    """A number on its way to being read: what ``patterns.numbers.Number`` has, and the readings of its digits.

    Not frozen: every step of the reading fills in what it finds, and none keeps a draft.
    """

    start: int
    end: int
    numeral: Numeral
    plain: str
    factor: int = 1
    unit: str | None = None
    unit_start: int = 0
    unit_end: int = 0
    value: Decimal = Decimal(0)
    decimals: int = 0
    sign: int = 1
    qualifier: str | None = None
    fraction: str | None = None
    range_part: str | None = None
    ambiguous: bool = False


@cache
def _magnitudes() -> regex.Pattern[str]:
    return regex.compile(r"[ \u00a0]?(?P<word>\L<words>)(?!\w)", words=list(load("magnitudes").by_phrase))


def read_tokens(text: str, low: str, start: int, end: int) -> list[Draft]:
    """All numbers of text[start:end] that may count something, in reading order; ``low`` is in lower case."""
    # The beginning of the line tells a section marker, an item or a table's row.
    first = max(text.rfind("\n", 0, start) + 1, start - 200)
    masked = mask(text, low, first, end)
    spans = [span for span in _spans(text, low, first, end, masked) if span[0] >= start]
    drafts = [draft for span in _grouped(text, low, spans, end) if (draft := _draft(text, low, span, end))]
    words = [
        draft
        for draft in _word_drafts(text, low, start, end)
        if not masked[draft.start - first] and not any(other.start == draft.start for other in drafts)
    ]
    return sorted([*drafts, *words], key=lambda draft: draft.start)


def _spans(text: str, low: str, start: int, end: int, masked: bytearray) -> Iterator[tuple[int, int]]:
    for match in _DIGITS.finditer(text, start, end):
        if masked[match.start() - start]:
            continue
        before = text[match.start() - 1] if match.start() else " "
        if before.isalpha() and not _GLUED.search(low, max(0, match.start() - 7), match.start()):
            continue
        if before in _NAME_MARKS and _NAMED.search(text, max(0, match.start() - 2), match.start()):
            continue
        after = text[match.end()] if match.end() < end else " "
        if after.isalpha() and not _has_glued_unit(text, low, match.end(), end):
            continue
        yield match.span()


def _has_glued_unit(text: str, low: str, position: int, end: int) -> bool:
    unit = unit_at(text, low, position, end)
    return (unit is not None and unit.start == position) or _magnitude(low, position, end)[0] > 1


def _grouped(text: str, low: str, spans: list[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    """Join the groups of a number that are set apart by spaces.

    Plain spaces also stand between the cells of a table, so that they join only where the whole run is groups of three
    and a unit follows.
    """
    index = 0
    while index < len(spans):
        stop = index + 1
        while stop < len(spans) and _GROUP_GAP.fullmatch(text, spans[stop - 1][1], spans[stop][0]):
            stop += 1
        run = spans[index:stop]
        if _is_one_number(text, low, run, end):
            yield run[0][0], run[-1][1]
        else:
            yield from run
        index = stop


def _is_one_number(text: str, low: str, run: list[tuple[int, int]], end: int) -> bool:
    head, *middle = [text[begin:stop] for begin, stop in run]
    if not middle or not head.isdigit() or len(head) > 3 or head.startswith("0"):
        return False
    if not _LAST_GROUP.fullmatch(middle[-1]) or any(len(group) != 3 or not group.isdigit() for group in middle[:-1]):
        return False
    plain_space = any(text[stop] == " " for _, stop in run[:-1])
    return not plain_space or unit_at(text, low, run[-1][1], end) is not None


def _magnitude(low: str, position: int, end: int) -> tuple[int, int]:
    """Factor and end of the magnitude word behind a number; 1 and the position where there is none."""
    match = _magnitudes().match(low, position, end)
    if match is None:
        return 1, position
    factor = int(load("magnitudes").by_phrase[match["word"]].attributes["factor"])
    return (factor, match.end()) if factor > 1 else (1, position)


def _draft(text: str, low: str, span: tuple[int, int], end: int) -> Draft | None:
    start, digits_end = span
    raw = text[start:digits_end]
    numeral = read_numeral(raw)
    if numeral is None:
        return None
    factor, stop = _magnitude(low, digits_end, end)
    unit = unit_at(text, low, stop, end)
    if unit is None and text[stop : stop + 1] == ")" and _BRACKETED.search(text, max(0, start - 4), start):
        unit = unit_at(text, low, stop + 1, end)
    return _of_unit(start, stop, numeral, raw, unit, factor)


def _of_unit(start: int, end: int, numeral: Numeral, plain: str, unit: Unit | None, factor: int = 1) -> Draft:
    # Nothing but money is counted in billions: "vốn 55,3 tỷ".
    money = "money" if factor >= _BILLION else None
    return Draft(
        start=start,
        end=end,
        numeral=numeral,
        plain=plain,
        factor=factor,
        unit=unit.name if unit else money,
        unit_start=unit.start if unit else end,
        unit_end=unit.end if unit else end,
    )


def _word_drafts(text: str, low: str, start: int, end: int) -> list[Draft]:
    """Numbers in words, right before a unit: "ba hồ sơ"; "hai đến ba lượt" are two."""
    found: list[Draft] = []
    for begin, stop, value in reversed(find_number_words(text, low, start, end)):
        unit = unit_at(text, low, stop, end)
        opens_range = bool(found) and _WORD_RANGE.fullmatch(low, stop, found[-1].start) is not None
        if unit is None and not opens_range:
            continue
        if value == 1 and (unit is None or unit.name not in _COUNTED_ONES):
            continue
        numeral = Numeral(count=value, exact=None)
        found.append(_of_unit(begin, stop, numeral, low[begin:stop], unit))
    return found
