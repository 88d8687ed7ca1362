"""Broken lines: which two lines are one sentence, and what stands between them.

A paragraph is one line of the normalized text. Reports arrive wrapped at a width, cut by pages, and cut by footnotes
that stand at a page's end; headings, items, rows, the header and the signature are lines of their own.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from functools import cached_property
from statistics import median

import regex

from pipeline.normalize.draft import Change
from pipeline.normalize.lines import (
    ADDRESSEE,
    CLOSING,
    MARK_FIRST,
    PAGE_END,
    PLAIN_NOTE,
    RECIPIENTS,
    YEARS_TAIL,
    Line,
    announces_code,
    begins_section,
    ending,
    ends_with,
    framed,
    is_capitals,
    is_heading,
    is_row,
    lines_of,
    stands_alone,
    starts_fresh,
)

# "số 43/KH" before "-UBND ngày", "ngày 09/3" before "/2023", "Nghị định số 12" before "/2021/NĐ-CP"
CUT_CODE = regex.compile(r"(?:\bsố\s+\d+[a-z]?|\d/[\p{Lu}\d]+(?:[-&]\p{Lu}+)*|\d{1,2}/\d{1,2}|(?:19|20)\d\d)$")

# "số 34/2016/NĐ-CP", "ngày 14/5/2016", "ngày 18 tháng 4": words kept on one line, so the line before may be short.
KEPT_TOGETHER = regex.compile(r"số\s+\d{1,5}[a-z]?[-/][\p{Lu}\d]|ngày\s+\d{1,2}(?:/\d|\s+tháng\b)")

# An abbreviation whose point ends no sentence: "TP.", "TX.", "TT.", "v.v."
SHORT_FORM = regex.compile(r"(?:^|[\s(])(?:TP|Tp|TX|TT|PGS|TS|ThS|CT|v\.v|tr)\.$")

# "huyện2,": the number of a note behind a word
GLUED_ANCHOR = regex.compile(r"\p{Ll}(\d{1,3})(?!\d)")

# Words of a running paragraph; a shorter line may be a label or a heading without number.
_RUNNING = 100

# A name in progress: one of the last two words begins with a capital, the word before them does not.
OPEN_NAME = regex.compile(r"\p{Ll}[,;]?\s+(?:\p{Lu}\p{Ll}*\s)?\p{Lu}\p{Ll}+$|\p{Ll}[,;]?\s+\p{Lu}\p{Ll}*\s\p{Ll}+$")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What stands between two lines.

    ``kind`` is "wrap" (one line feed), "blank" (an empty line) or "cut" (the end of a page or a footnote). ``full``
    says that the first word after did not fit on the line before, None where the text has no width. ``sure`` says that
    the reader saw where paragraphs end: then a wrap joins, and else only a small letter or a cut word does. ``spaced``
    says that paragraphs are parted by empty lines, ``seen`` that the two words beside the break stand together
    elsewhere in the text.
    """

    kind: str
    full: bool | None = None
    sure: bool = False
    spaced: bool = False
    seen: bool = False


def joint(before: str, after: str, gap: Break) -> str | None:
    """What joins a paragraph's last words to the next line: nothing, a space, or None where they stay apart.

    >>> joint("theo Kế hoạch số 56/KH-", "UBND ngày 21/3/2023", Break(kind="wrap"))
    ''
    >>> joint("tiếp nhận tại Bộ phận", "một cửa của xã", Break(kind="blank"))
    ' '
    >>> joint("1. Cải cách thể chế", "Trong quý, huyện ban hành", Break(kind="blank")) is None
    True
    """
    if is_row(before) or is_row(after):
        return None
    glue = _cut_word(before, after)
    if glue is not None:
        return glue
    if gap.sure and gap.kind == "wrap":
        return " "
    if YEARS_TAIL.match(after) and regex.search(r"(?:19|20)\d\d$", before):
        return " "
    if stands_alone(after) or ADDRESSEE.match(after) or RECIPIENTS.match(after) or CLOSING.match(after):
        return None
    if ADDRESSEE.match(before) and not after[0].islower():
        return None
    if is_capitals(before) or is_capitals(after):
        both = is_capitals(before) and is_capitals(after) and begins_section(before) and gap.kind != "cut"
        return " " if both else None
    goes_on = _small_goes_on if after[0].islower() else _capital_goes_on
    return " " if goes_on(before, after, gap) else None


def _cut_word(before: str, after: str) -> str | None:
    """A code, date or compound cut at its hyphen or slash."""
    if ending(before) == "cut" and regex.match(r"[\p{L}\d]", after) and not begins_section(after):
        return ""
    if MARK_FIRST.match(after) and CUT_CODE.search(before):
        return ""
    if before.rstrip().endswith(("-", "–")) and _SPACED_CUT.search(before) and regex.match(r"\p{Lu}{2}", after):
        return " "
    return None


# "số 15/KH -", "15/2021/NĐ –": a code cut behind a dash that has spaces around it.
_SPACED_CUT = regex.compile(r"(?<![\p{L}\d/])\d{1,5}(?:/(?:19|20)\d\d)?\s?/\s?\p{Lu}\p{L}{1,4}\s[-–]\s*$")


def _small_goes_on(before: str, after: str, gap: Break) -> bool:
    """A line that begins with a small letter goes on, unless the sentence before is over."""
    end = ending(before)
    if end == "full":
        dots = before.endswith(("...", "…"))
        return dots or SHORT_FORM.search(before) is not None or (gap.kind == "wrap" and gap.full is True)
    if end == "list":
        if gap.kind == "wrap":
            return gap.full is True
        return before.endswith(";") or gap.kind == "cut" or len(before) >= _RUNNING
    return KEPT_TOGETHER.match(after) is not None or not (gap.kind == "wrap" and gap.full is False)


def _capital_goes_on(before: str, after: str, gap: Break) -> bool:
    """A line that begins with a capital, a digit or a mark goes on only where something calls for it."""
    end = ending(before)
    if gap.sure:
        return False
    if announces_code(before, after):
        return True
    if gap.kind == "wrap" and gap.full is not None:
        return gap.full and (gap.spaced or end not in ("full", "list")) and not is_heading(before)
    if end in ("full", "list"):
        return SHORT_FORM.search(before) is not None
    if _calls_on(before, after, end):
        return True
    if end != "open" or len(before) < _RUNNING or is_heading(before) or starts_fresh(after):
        return False
    if gap.kind == "cut" or gap.seen or gap.full:
        return True
    series = ";" in before[-250:] and ";" in regex.split(r"[.!?]\s", after, maxsplit=1)[0]
    return gap.kind == "blank" and (series or OPEN_NAME.search(before) is not None)


def _calls_on(before: str, after: str, end: str) -> bool:
    """The words before cannot be the last of a paragraph."""
    if end == "comma" or ends_with("open_end", before):
        return not is_heading(before)
    if after[0].isdigit() and ends_with("number_ahead", before):
        return not is_heading(before)
    opened = before.count("(") > before.count(")") or before.count("“") > before.count("”")
    return opened and (")" in after or "”" in after)


def wrap_width(lines: tuple[Line, ...], running: frozenset[int] | None = None) -> float | None:
    """The usual length of a line that was broken because it was full; None where lines are not broken at a width.

    Lines that begin with a small letter right below another line are the evidence: at least three of them, and one
    in five of all such pairs.
    """
    lengths, pairs = [], 0
    for i, (line, after) in enumerate(itertools.pairwise(lines)):
        if line.blank or after.blank or PAGE_END in (line.text, after.text):
            continue
        if is_row(line.text) or is_row(after.text) or (running is not None and i not in running):
            continue
        pairs += 1
        if after.text[0].islower() and ending(line.text) != "full":
            lengths.append(len(line.text))
    if len(lengths) < 3 or len(lengths) * 5 < pairs:
        return None
    return median(lengths)


class Joiner:
    """Decides over the lines of one text; the same rules for lines that follow and for those that were cut."""

    def __init__(self, text: str, *, sure: bool = False) -> None:
        self.text = text
        self.lines = lines_of(text)
        self.framed = framed(self.lines)
        self.sure = sure
        running = frozenset(range(len(self.lines))) - self.framed
        self.width = None if sure else wrap_width(self.lines, running)
        if self.width is None and not sure:
            # Some texts have an empty line after every line.
            self.width = wrap_width(tuple(self.lines[i] for i in sorted(running) if not self.lines[i].blank))
        self.spaced = text.count("\n\n") >= 3

    @cached_property
    def _called(self) -> frozenset[str]:
        """The numbers that stand behind words as anchors of notes do; asked where a line looks like a plain note."""
        return frozenset(GLUED_ANCHOR.findall(self.text))

    def changes(self, kinds: frozenset[str], end: int | None = None) -> Iterator[Change]:
        """The joints of these kinds in text[:end], as changes of what stands between two lines."""
        paragraph = ""
        last: int | None = None
        for i, line in enumerate(self.lines):
            if line.blank or line.text == PAGE_END:
                continue
            if end is not None and line.start >= end:
                break
            glue = None
            if last is not None and (kind := self._kind(self.lines[last], line)) in kinds:
                known = self.sure and kind == "wrap"
                apart = i in self.framed or last in self.framed or self._is_called(line.text)
                if known or not apart:
                    glue = joint(paragraph, line.text, self._gap(self.lines[last], line, kind))
            if last is not None and glue is not None:
                yield from _joined(self.lines[last].end, line.start, glue)
                paragraph += glue + line.text
            else:
                paragraph = line.text
            last = i

    def _kind(self, before: Line, after: Line) -> str:
        between = self.text[before.end : after.start]
        return "cut" if PAGE_END in between else "blank" if between.count("\n") > 1 else "wrap"

    def _gap(self, before: Line, after: Line, kind: str) -> Break:
        first = after.text.split(None, 1)[0]
        full = None if self.width is None else len(before.text) + 1 + len(first) > 0.92 * self.width
        # Where anything else decides, the whole text is not searched.
        open_ended = not (self.sure or first[0].islower() or (kind == "wrap" and full is not None))
        seen = open_ended and f" {before.text.rsplit(None, 1)[-1]} {first} " in self.text
        return Break(kind=kind, full=full, sure=self.sure, spaced=self.spaced, seen=seen)

    def _is_called(self, line: str) -> bool:
        """A line that looks like the note of an anchor in the text: "[1] Công văn", "2 Kế hoạch" after "huyện2,"."""
        match = PLAIN_NOTE.match(line)
        if match is None:
            return False
        marker = match["marker"]
        if not marker.isdigit():
            return marker.startswith("[")
        return marker in self._called


def _joined(start: int, end: int, glue: str) -> Iterator[Change]:
    """The joint stands for the first line feed only, so that it has one place; the rest goes."""
    yield Change(start, start + 1, glue)
    if end > start + 1:
        yield Change(start + 1, end)
