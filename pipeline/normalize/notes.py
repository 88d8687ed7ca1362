"""Footnotes: which lines are a footnote's, and where the running text resumes.

Reports print their notes at the end of a page, so in a text without pages a block of notes stands between two
paragraphs or in the middle of one. A note runs to the next marker or the end of its page and includes its dash lines;
a line after it that continues the body is body.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import regex

from pipeline.normalize.lines import (
    ADDRESSEE,
    CLOSING,
    LAST_RECIPIENT,
    PAGE_END,
    PLAIN_NOTE,
    RAISED_NOTE,
    RECIPIENTS,
    SIGNATURE,
    Line,
    begins_item,
    begins_section,
    ending,
    ends_with,
    is_capitals,
    is_heading,
    is_row,
    lines_of,
)
from pipeline.normalize.marks import SUPERSCRIPT_DIGITS, plain_digits
from pipeline.textmap import SourceIndex

# "huyện¹,", "năm 2023²"; not "m²", "km²", "10³".
# What an anchor begins with is asked before what stands before it.
RAISED_ANCHOR = regex.compile(
    rf"(?=[{SUPERSCRIPT_DIGITS}])(?<!\b[kcdm]?m)(?<!\b10)(?P<anchor>[{SUPERSCRIPT_DIGITS}]{{1,3}})"
)

# "huyện [1],", "huyện(1);", "huyện1;": anchors only where a note of that number follows.
BRACKET_ANCHOR = regex.compile(r"(?=\[)(?<=\S ?)(?P<anchor>\[(?P<n>\d{1,3})\])")
# A blank before it only between a counted noun and a mark: "14.310 hồ sơ (1), trong đó", not "xã Tân An (1), xã".
ROUND_ANCHOR = regex.compile(
    r"(?=\()(?:(?<=[\p{L}\d”\"'’)])(?P<anchor>\((?P<n>\d{1,3})\))"
    r"|(?<=\b(?:hồ sơ|TTHC|thủ tục|người|biên chế|văn bản) )(?P<anchor>\((?P<n>\d{1,2})\))(?=[,;.]))"
)
GLUED_ANCHOR = regex.compile(
    r"(?=\d)(?:(?<=\p{Ll}[\p{Ll}”\"’)])|(?<=\b(?:19|20)\d\d))(?P<anchor>(?P<n>\d{1,2}))(?=[\s.,;:)]|$)"
)

# "Công văn số 12", "CV 12/UBND", "Quyết định 5/QĐ-UBND": what most notes are.
DOCUMENT = regex.compile(
    r"""(?xi)[-–+\s]*
    (?:Công\ văn|CV|Quyết\ định|QĐ|Kế\ hoạch|KH|Thông\ báo|TB|Báo\ cáo|Nghị\ quyết|NQ|Tờ\ trình|Chỉ\ thị|Hướng\ dẫn
    |Chương\ trình)\b[^.;]{0,40}?\d
    """
)

# "- Về đánh giá kết quả: UBND huyện …": an item of the body, a label and a long text of its own.
LABELLED_ITEM = regex.compile(r"[-–+*•]\s*[^:.;\n]{5,120}:\s+(?=\S)")

# "- Lĩnh vực đất đai: 09 thủ tục": a label and a count, as in a note.
COUNTED_ITEM = regex.compile(r"[-–+*•]\s*[^:.;\n]{3,120}:\s+\d")

# "- Hồ sơ đất đai quá hạn: 17 hồ sơ.": a label and a count, and nothing else.
COUNT_ALONE = regex.compile(r"[-–+*•]\s*[^:.;\n]{3,120}:\s+\d[\d.,]*\s[^\d,;:\n]{1,40}$")

# A dash line of a note is rarely longer than this, and a labelled one shorter still.
_NOTE_LINE = 260
_NOTE_LABELLED = 170

# How many shown lines ahead the rest of a block of notes may stand.
_BLOCK = 12


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note's lines text[start:end], its marker's span, and its anchor's span where one was found."""

    number: str
    start: int
    end: int
    marker: tuple[int, int]
    anchor: tuple[int, int] | None


@dataclasses.dataclass(slots=True)
class _Anchor:
    number: str
    style: str
    span: tuple[int, int]


_STYLES = (
    ("raised", RAISED_ANCHOR),
    ("bracket", BRACKET_ANCHOR),
    ("round", ROUND_ANCHOR),
    ("glued", GLUED_ANCHOR),
)

# Which anchors a note's marker answers to.
_ANSWERS = {"raised": ("raised", "glued"), "bracket": ("bracket",), "round": ("round",), "plain": ("raised", "glued")}


def find_notes(text: str) -> tuple[Note, ...]:
    """All footnotes that stand as lines of the text, in reading order."""
    return tuple(_Reader(text).notes())


class _Reader:
    """Goes through the lines once, with the anchors that still wait for their note."""

    def __init__(self, text: str) -> None:
        self.lines = [line for line in lines_of(text) if not line.blank]
        self.waiting: list[_Anchor] = []
        self.last = 0
        # The signature or the last recipient was met, and no section or annex since: no sentence of the body is open.
        self.over = False
        # Where some notes are raised, a line that begins with a plain number is a row or an item.
        self.raised = any(RAISED_NOTE.match(line.text) for line in self.lines)

    def notes(self) -> Iterator[Note]:
        body = ""
        i = 0
        while i < len(self.lines):
            line = self.lines[i]
            opened = self._opens(line)
            if opened is None:
                if line.text != PAGE_END:
                    self.waiting += _anchors(line)
                    body = line.text
                    self.over = _is_over(line.text, before=self.over)
                i += 1
                continue
            marker, number, anchor = opened
            if anchor is not None:
                self.waiting = [a for a in self.waiting if a.span > anchor.span]
            self.last = int(number)
            end = self._end(i, marker, body)
            yield Note(
                number=number,
                start=line.start,
                end=self.lines[end - 1].end,
                marker=marker,
                anchor=anchor.span if anchor else None,
            )
            i = end

    def _opens(self, line: Line) -> tuple[tuple[int, int], str, _Anchor | None] | None:
        """The marker's span, the number and the anchor of a line that begins a note."""
        match, style = RAISED_NOTE.match(line.text), "raised"
        if match is None:
            match = PLAIN_NOTE.match(line.text)
            if match is None:
                return None
            style = {"[": "bracket", "(": "round"}.get(line.text[0], "plain")
        number = plain_digits(match["marker"]).strip("[]()")
        number = str(int(number))
        calls = [a for a in self.waiting if a.number == number and a.style in _ANSWERS[style]]
        anchor = calls[-1] if calls else None
        if anchor is None and (style != "raised" or line.text[match.end() :][:1].islower()):
            return None
        if style == "plain" and (self.raised or is_row(line.text) or int(number) not in (self.last + 1, 1)):
            return None
        marker = (line.start + match.start("marker"), line.start + match.end("marker"))
        return marker, number, anchor

    def _end(self, first: int, marker: tuple[int, int], body: str) -> int:
        """The index after the last line of the note that begins at index first."""
        note = [self.lines[first].text[marker[1] - self.lines[first].start :].strip()]
        i = first + 1
        while i < len(self.lines):
            line = self.lines[i]
            if line.text == PAGE_END or self._opens(line) is not None:
                break
            of_note = self._note_follows(i) or (self.over and (begins_item(line.text) or line.text[0].islower()))
            if not of_note and resumes(body, note, line.text, self._ahead(i)):
                break
            note.append(line.text)
            i += 1
        return i

    def _note_follows(self, i: int) -> bool:
        """Another note of the same block begins further down: its anchor stood before the block."""
        for line in self.lines[i : i + _BLOCK]:
            if (
                line.text == PAGE_END
                or begins_section(line.text)
                or is_row(line.text)
                or len(line.text) > 2 * _NOTE_LINE
            ):
                return False
            opened = self._opens(line)
            if opened is not None:
                return opened[2] is not None
        return False

    def _ahead(self, i: int) -> list[str]:
        """The lines below, up to the end of what a block of notes may be."""
        ahead = []
        for line in self.lines[i + 1 : i + _BLOCK]:
            if line.text == PAGE_END or begins_section(line.text) or self._opens(line) is not None:
                break
            ahead.append(line.text)
        return ahead


def resumes(body: str, note: list[str], line: str, ahead: list[str]) -> bool:
    """Whether a line after a note is body again.

    ``body`` is the last line of the body before the block, ``note`` the note's lines so far without the marker,
    ``ahead`` the lines below this one up to the next marker.

    >>> resumes("cập nhật, công khai,", ["Kế hoạch số 11/KH-UBND."], "đầy đủ danh mục", [])
    True
    >>> resumes("tổng số 87 người.", ["Cụ thể:"], "- Cấp phó: 46 người", [])
    False
    """
    if begins_section(line) or is_row(line) or is_capitals(line):
        return True
    if any(pattern.match(line) for pattern in (CLOSING, RECIPIENTS, SIGNATURE, ADDRESSEE)):
        return True
    cut = ending(body) in ("open", "comma", "cut") and not is_heading(body) and not is_row(body)
    open_note = ending(note[-1]) in ("list", "comma")
    if begins_item(line):
        return _item_resumes(body, note, line, ahead, cut=cut, open_note=open_note)
    if line[0].islower():
        return cut or ending(note[-1]) in ("full", "bracket")
    goes_on_below = any(x[0].islower() for x in ahead)
    return not (note[-1].endswith(":") and len(line) < _NOTE_LABELLED and (goes_on_below or not cut))


def _item_resumes(body: str, note: list[str], line: str, ahead: list[str], *, cut: bool, open_note: bool) -> bool:
    """Whether a dash line after a note is an item of the body.

    It is the note's where the note is open or is itself a list, where the cut sentence goes on only further down,
    and where it is as short as the note and of its kind; an item with a label and a long text is body. A label with a
    count and nothing else is body only where the body stood in a list.
    """
    labelled = LABELLED_ITEM.match(line) is not None
    long = len(line) > (_NOTE_LABELLED if labelled else _NOTE_LINE)
    if open_note and not long:
        return False
    if cut:
        must = ending(body) != "open" or ends_with("open_end", body)
        return not any(x[0].islower() or (must and not begins_item(x)) for x in ahead)
    if body.rstrip().endswith(":") or long:
        return True
    if len(note) > 1 or begins_item(note[0]):
        if COUNTED_ITEM.match(line):
            return False
        return labelled and not any(LABELLED_ITEM.match(x) and not COUNTED_ITEM.match(x) for x in note)
    if DOCUMENT.match(note[0]):
        return DOCUMENT.match(line) is None
    return begins_item(body) or (labelled and COUNT_ALONE.match(line) is None)


def _is_over(line: str, *, before: bool) -> bool:
    """Whether the running text has ended with this line of the body."""
    if SIGNATURE.match(line) or LAST_RECIPIENT.match(line):
        return True
    return before and not begins_section(line)


def _anchors(line: Line) -> Iterator[_Anchor]:
    for style, pattern in _STYLES:
        for match in pattern.finditer(line.text):
            number = plain_digits(match["anchor"]).strip("[]()")
            span = (line.start + match.start("anchor"), line.start + match.end("anchor"))
            yield _Anchor(number=str(int(number)), style=style, span=span)


def known_notes(notes: list[tuple[str, int | None, int, int]], index: SourceIndex) -> tuple[Note, ...]:
    """The notes that the format knows, (marker, anchor, start, end) in the source, at their places in the draft."""
    found = []
    for marker, anchor, start, end in notes:
        slices = index.targets(start, end)
        if not slices:
            continue
        place = index.targets(anchor, anchor + 1) if anchor is not None else ()
        first = min(low for low, _ in slices)
        found.append(
            Note(
                number=marker,
                start=first,
                end=max(high for _, high in slices),
                marker=(first, first),
                anchor=place[0] if place else None,
            )
        )
    return tuple(sorted(found, key=lambda note: note.start))
