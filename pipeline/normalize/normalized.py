"""From raw text to normalized text: one line a paragraph, footnotes behind it, and the way back to the source."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterator

import regex

from extractors.report import Footnote
from patterns.personal_data import Personal, find_personal_data, mask
from pipeline.normalize import characters, columns, marks, pages, repairs
from pipeline.normalize.draft import Change, Draft, Edit, Repair, Step, pieces_of
from pipeline.normalize.joining import Joiner
from pipeline.normalize.lines import PAGE_END
from pipeline.normalize.notes import Note, find_notes, known_notes
from pipeline.normalize.scan_repairs import SCAN_REPAIRS
from pipeline.read.raw import Box, RawDocument, Recognized
from pipeline.textmap import Copy, Piece, Put, Segments, SourceIndex, apply, compose, source_span

# Every step that changes characters and marks where they stand, in order.
CHARACTER_STEPS: tuple[Step, ...] = (
    characters.line_ends,
    characters.composed_letters,
    characters.plain_spaces,
    characters.unseen_characters,
    characters.lookalikes,
    characters.symbol_bullets,
    marks.raised_numbers,
    marks.raised_brackets,
    marks.tags,
    marks.links,
    marks.strong_marks,
    marks.slanted_marks,
    marks.line_marks,
    marks.escapes,
)
# What a scan has damaged, once paragraphs are whole.
REPAIRS: tuple[Step, ...] = (repairs.words_before_digits, repairs.torn_words, repairs.damaged_keywords)
SPACE_STEPS: tuple[Step, ...] = (columns.aligned_cells, characters.single_spaces, characters.indents)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Normalized:
    """The text that every later stage reads; all offsets but those of ``edits`` are code points of ``text``.

    ``body_end`` is where the running text ends; footnote bodies follow, each on its own lines. ``segments`` lead back
    to the raw text (see textmap), ``boxes`` to the pages of a PDF. ``edits`` tell what each step changed, with offsets
    of that step's own input; ``repairs`` are those that made damaged text whole. ``recognized`` are the runs that were
    read from pictures, in the order of the text, with how surely. ``personal`` is the personal data that stood where
    the text has dots now.
    """

    text: str
    body_end: int
    footnotes: tuple[Footnote, ...]
    page_starts: tuple[int, ...]
    segments: Segments
    boxes: tuple[Box, ...]
    edits: tuple[Edit, ...]
    repairs: tuple[Repair, ...] = ()
    recognized: tuple[Recognized, ...] = ()
    personal: tuple[Personal, ...] = ()


def normalize(raw: RawDocument) -> Normalized:
    r"""Bring a document's text into the form that offsets count in.

    >>> text = "1. Thể chế\n\nBan hành Kế hoạch số 43/KH-\n\n¹ Công văn số 5/UBND\n\nSNV và **02** quyết định¹.\n"
    >>> done = normalize(RawDocument(format="txt", text=text))
    >>> done.text
    '1. Thể chế\nBan hành Kế hoạch số 43/KH-SNV và 02 quyết định¹.\n¹ Công văn số 5/UBND'
    >>> done.text[: done.body_end].splitlines()[-1]
    'Ban hành Kế hoạch số 43/KH-SNV và 02 quyết định¹.'
    """
    draft = Draft.of(raw.text)
    for step in CHARACTER_STEPS:
        draft = draft.rewrite(step)
    pieces = columns.side_by_side(draft.text)
    draft = draft.rearrange("side_by_side", pieces) if pieces else draft
    for step in SPACE_STEPS:
        draft = draft.rewrite(step)
    if raw.confidences:
        draft = _scan_repaired(draft, raw)
    draft = draft.rewrite(pages.page_numbers)
    starts = _moved(raw.page_starts, SourceIndex(draft.segments))
    draft = draft.rewrite(lambda text: pages.running_heads(text, starts), name="running_heads")

    sure = raw.format == "pdf"
    joiner = Joiner(draft.text, sure=sure)
    draft = draft.rewrite(lambda _: joiner.changes(frozenset({"wrap"})), name="unwrap")
    draft, body_end, notes = _part_notes(draft, raw)
    mender = Joiner(draft.text, sure=sure)
    draft = draft.rewrite(lambda _: mender.changes(frozenset({"blank", "cut"}), body_end), name="mend")
    body_end, notes = _carried(draft, notes)
    draft = draft.rewrite(single_line_feeds)
    body_end, notes = _carried(draft, notes)
    for step in REPAIRS:
        draft = draft.repair(step)
        body_end, notes = _carried(draft, notes)
    personal = find_personal_data(draft.text)
    if personal:
        draft = draft.rewrite(lambda _: (Change(p.start, p.end, mask(p.value)) for p in personal), name="personal_data")
        body_end, notes = _carried(draft, notes)
    return dataclasses.replace(_finished(draft, raw, body_end, notes), personal=personal)


def without_name(normalized: Normalized, name: str) -> Normalized:
    """The text with a person's name as dots wherever it stands; offsets stay."""
    words = r"[\s*_#|`]++".join(map(regex.escape, name.split()))
    found = regex.finditer(rf"(?<!\w)(?i:{words})(?!\w)", normalized.text)
    changes = [Change(match.start(), match.end(), mask(match[0])) for match in found]
    mapped = apply(normalized.text, pieces_of(normalized.text, changes))
    return dataclasses.replace(normalized, text=mapped.text, segments=compose(mapped.segments, normalized.segments))


def _scan_repaired(draft: Draft, raw: RawDocument) -> Draft:
    """The text with what recognition confused repaired, where it was recognized."""
    runs = sorted(raw.confidences)
    starts = [run.start for run in runs]

    def is_recognized(span: tuple[int, int] | None) -> bool:
        if span is None:
            return False
        at = bisect_right(starts, span[0])
        return any(run.start < span[1] and span[0] < run.end for run in runs[max(0, at - 1) : at + 1])

    for step in SCAN_REPAIRS:
        found = [
            change
            for change in step(draft.text)
            if is_recognized(source_span(draft.segments, change.start, change.end))
        ]
        draft = draft.repair(_given(found), name=str(getattr(step, "__name__", "step")))
    return draft


def _given(changes: list[Change]) -> Step:
    return lambda _: changes


def single_line_feeds(text: str) -> Iterator[Change]:
    r"""One line feed between paragraphs, none at the ends of the text.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(single_line_feeds, "\nmột\n\n\f\nhai\n")
    'một\nhai'
    """
    for match in _LINE_FEEDS.finditer(text):
        start, end = match.span()
        while start and text[start - 1] == " ":
            start -= 1
        if start == 0 or end == len(text):
            yield Change(start, end)
        elif (feeds := text[start:end]) != "\n":
            at = start + max(feeds.find("\n"), 0)
            yield Change(start, at)
            yield Change(at, at + 1, "\n")
            yield Change(at + 1, end)


# The spaces before are looked at from here: a pattern that began with them would stop at every space of a text.
_LINE_FEEDS = re.compile(r"[\n\f][\n\f ]*")


def _part_notes(draft: Draft, raw: RawDocument) -> tuple[Draft, int, tuple[Note, ...]]:
    """Move the notes behind the body; an end of page stands where a block of them stood."""
    text = draft.text
    if raw.notes:
        known = [(note.marker, note.anchor, note.start, note.end) for note in raw.notes]
        notes = known_notes(known, SourceIndex(draft.segments))
    else:
        notes = find_notes(text)
    if not notes:
        return draft, len(text), ()
    body = list(_body_pieces(text, notes))
    moved = [list(_note_pieces(text, note)) for note in notes]
    at = body_end = sum(map(_length, body))
    placed = []
    index = SourceIndex(apply(text, body).segments)
    for note, pieces in zip(notes, moved, strict=True):
        anchor = index.targets(*note.anchor) if note.anchor else ()
        end = at + sum(map(_length, pieces)) - (text[note.end : note.end + 1] == "\n")
        placed.append(
            dataclasses.replace(note, start=at, end=end, marker=(at, at), anchor=anchor[0] if anchor else None)
        )
        at += sum(map(_length, pieces))
    return draft.rearrange("footnotes", (*body, *(p for pieces in moved for p in pieces))), body_end, tuple(placed)


def _length(piece: Piece) -> int:
    return len(piece.text) if isinstance(piece, Put) else piece.end - piece.start


def _body_pieces(text: str, notes: tuple[Note, ...]) -> Iterator[Piece]:
    """All but the notes; the line feed before a note becomes an end of page, and the body ends with a line feed."""
    anchors = {note.anchor for note in notes if note.anchor}
    at = 0
    for note in notes:
        if note.start > at:
            yield from _raised(text, at, note.start - 1, anchors)
            yield Put(f"\n{PAGE_END}\n", note.start - 1, note.start)
        at = min(note.end + 1, len(text))
    if at < len(text) and not text.endswith("\n"):
        yield from _raised(text, at, len(text) - 1, anchors)
        yield Put(text[-1] + "\n", len(text) - 1, len(text))
    else:
        yield from _raised(text, at, len(text), anchors)


def _note_pieces(text: str, note: Note) -> Iterator[Piece]:
    """A note with the line feed after it, and a space between its marker and its words."""
    low, high = note.marker
    if low < high:
        marker = marks.superscript("".join(regex.findall(r"\d|[⁰¹²³⁴-⁹]", text[low:high])))
        spaced = marker if text[high : high + 1] == " " else marker + " "
        yield Copy(low, high) if spaced == text[low:high] else Put(spaced, low, high)
    yield Copy(high, note.end)
    yield Copy(note.end, min(note.end + 1, len(text)))


def _raised(text: str, start: int, end: int, spans: set[tuple[int, int]]) -> Iterator[Piece]:
    """A slice with the numbers at these spans as superscript digits."""
    at = start
    for low, high in sorted(span for span in spans if start <= span[0] < span[1] <= end):
        number = "".join(regex.findall(r"\d|[⁰¹²³⁴-⁹]", text[low:high]))
        raised = marks.superscript(number)
        if number and raised != text[low:high]:
            yield Copy(at, low)
            yield Put(raised, low, high)
            at = high
    yield Copy(at, end)


def _carried(draft: Draft, notes: tuple[Note, ...]) -> tuple[int, tuple[Note, ...]]:
    """Where the body's end and the notes stand after the last step."""
    index = SourceIndex(draft.local)
    found = []
    for note in notes:
        slices = index.targets(note.start, note.end)
        start, end = min(low for low, _ in slices), max(high for _, high in slices)
        anchor = index.targets(*note.anchor) if note.anchor else ()
        found.append(
            dataclasses.replace(note, start=start, end=end, marker=(start, start), anchor=anchor[0] if anchor else None)
        )
    return (found[0].start if found else len(draft.text)), tuple(found)


def _moved(starts: tuple[int, ...], index: SourceIndex) -> tuple[int, ...]:
    places = (index.first_from(start) for start in starts)
    return tuple(place for place in places if place is not None)


def _finished(draft: Draft, raw: RawDocument, body_end: int, notes: tuple[Note, ...]) -> Normalized:
    text = draft.text
    end = body_end if not notes else max(body_end - 1, 0)
    body = SourceIndex(s for s in draft.segments if s.start < max(end, 1))
    starts: list[int] = []
    for start in raw.page_starts:
        place = body.first_from(start)
        starts.append(max(end if place is None else place, starts[-1] if starts else 0))
    whole = SourceIndex(draft.segments)
    boxes = tuple(
        dataclasses.replace(box, start=low, end=high)
        for box in raw.boxes
        for low, high in whole.targets(box.start, box.end)
    )
    return Normalized(
        text=text,
        body_end=end,
        footnotes=_footnotes(notes),
        page_starts=tuple(starts),
        segments=draft.segments,
        boxes=boxes,
        edits=draft.edits,
        repairs=draft.repairs,
        recognized=tuple(
            sorted(
                Recognized(low, high, run.confidence)
                for run in raw.confidences
                for low, high in whole.targets(run.start, run.end)
            )
        ),
    )


def _footnotes(notes: tuple[Note, ...]) -> tuple[Footnote, ...]:
    """The notes as the report has them; what has no marker goes on with the note before."""
    found: list[Footnote] = []
    for note in notes:
        if not note.number and found:
            found[-1] = dataclasses.replace(found[-1], end=note.end)
            continue
        anchor = note.anchor[0] if note.anchor else None
        found.append(Footnote(marker=note.number, anchor=anchor, start=note.start, end=note.end))
    return tuple(found)
