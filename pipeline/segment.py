"""Cut the normalized text into the numbered sections of the report.

The input has one paragraph a line. Parents enclose their children; a section ends where the next one of its own or a
higher rank begins, the last ones where the closing begins ("Trên đây là …", "Nơi nhận", the signature).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import regex

from extractors.report import Section
from patterns.closing import find_closing
from patterns.domains import section_domain
from patterns.headings import Surroundings, read_heading
from patterns.markers import Marker, read_markers
from pipeline.outline import NumberedLine, OutlineItem, outline

_LINE = regex.compile(r"[^\n]+")
# Kính gửi: and the receivers below it, which may be numbered; below a receiver on its own line (Kính gửi: Sở Nội vụ) a
# number begins a section.
_ADDRESS = regex.compile(
    r"""(?m)^[\s*_]*Kính\ gửi\b (?:
      [\s:]*\d{1,2}[.)].* (?:\n[\s*_]*\d{1,2}[.)].*)*
    | [\s:*_]*$ (?:\n[\s*_]*(?:[-+*•]|\d{1,2}[.)]).*)*
    | .* (?:\n[\s*_]*[-+*•].*)*
    )""",
    regex.VERBOSE,
)
# What a title or a heading may end with where the next line goes on with it.
_FINISHED = regex.compile(r"[.:;!?…)”\"]\s*[*_]*$")
_SENTENCE_TAIL = regex.compile(r"[\p{Ll}\d,]$")
_UPPER_LINE = regex.compile(r"[^\p{Ll}]*\p{Lu}[^\p{Ll}]*")
_ITEM = regex.compile(r"[\s*_]*(?:[-–+•*]\s|\()")
# A heading in capitals runs over three lines at most.
_MOST_LINES = 3
_LONGEST_TITLE = 25


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int


def segment(text: str, body_end: int, page_starts: tuple[int, ...]) -> tuple[Section, ...]:
    """All numbered sections of text[:body_end], in reading order, with local ids ("s0001").

    >>> text = "I. KẾT QUẢ\\n1. Cải cách thể chế\\nTốt.\\nII. KIẾN NGHỊ\\nKhông."
    >>> [section.path for section in segment(text, len(text), ())]
    ['I', 'I/1', 'II']
    """
    closing = find_closing(text, body_end).start
    lines = [_Line(match.start(), match.end()) for match in _LINE.finditer(text, 0, closing)]
    items = outline(_numbered_lines(text, lines, closing))
    return _sections(text, lines, items, closing, page_starts)


def _numbered_lines(text: str, lines: Sequence[_Line], closing: int) -> list[NumberedLine]:
    addresses = [match.span() for match in _ADDRESS.finditer(text, 0, closing)]
    found = []
    for i, line in enumerate(lines):
        readings = read_markers(text, line.start, line.end)
        if not readings or any(first <= line.start < last for first, last in addresses):
            continue
        before = lines[i - 1] if i else None
        broken = before is not None and _breaks_off(text, before)
        if broken:
            readings = tuple(dataclasses.replace(reading, doubt=reading.doubt + 1.5) for reading in readings)
        found.append(
            NumberedLine(
                start=line.start,
                end=line.end,
                readings=readings,
                cost_of_rejecting=_cost_of_rejecting(text, line, readings),
            )
        )
    return found


def _breaks_off(text: str, line: _Line) -> bool:
    """A long line that ends in the middle of a sentence: what follows may be its tail."""
    words = text[line.start : line.end].rstrip()
    return len(words) > 70 and bool(_SENTENCE_TAIL.search(words)) and not read_markers(text, line.start, line.end)


def _cost_of_rejecting(text: str, line: _Line, readings: Sequence[Marker]) -> float:
    """How much a line looks like a section whatever stands around it."""
    if any(reading.kind == "part" for reading in readings):
        return 6.0
    rest = text[min(reading.end for reading in readings) : line.end].strip()
    cost = 2.5
    if _UPPER_LINE.fullmatch(rest) and len(rest.split()) > 1:
        cost += 3.0
    if any(reading.kind == "decimal" and reading.stop for reading in readings):
        cost += 1.0
    words = len(rest.split())
    if words > 1 and rest[:1].isupper():
        # A title stands on its line without a full stop.
        cost += 0.5 if _FINISHED.search(rest) or words > _LONGEST_TITLE else 2.5
    return cost


def _sections(
    text: str, lines: Sequence[_Line], items: Sequence[OutlineItem], closing: int, page_starts: tuple[int, ...]
) -> tuple[Section, ...]:
    ends = _ends(items, closing)
    at = {line.start: i for i, line in enumerate(lines)}
    taken = {item.line.start for item in items}
    sections: list[Section] = []
    for i, item in enumerate(items):
        own = at[item.line.start]
        last = _last_heading_line(text, lines, own, taken, item.marker)
        following = items[i + 1] if i + 1 < len(items) else None
        text_end = min(ends[i], following.line.start if following else closing)
        around = Surroundings(
            has_text=bool(text[lines[last].end : text_end].strip()),
            has_children=following is not None and following.parent == i,
        )
        rest = " ".join(text[item.marker.end : lines[last].end].split())
        heading = read_heading(rest, around)
        parent = None if item.parent is None else sections[item.parent]
        sections.append(
            Section(
                section_id=_local_id(i),
                parent_id=None if parent is None else parent.section_id,
                ordinal=i + 1,
                depth=item.depth,
                marker=item.marker.printed,
                marker_kind=item.marker.kind,
                path=item.path,
                heading=heading,
                domain=section_domain(heading, None if parent is None else parent.domain),
                start=item.marker.start,
                end=ends[i],
                page=_page_at(page_starts, item.marker.start),
                heading_end=lines[last].end,
                raw=text[item.marker.start : ends[i]],
                confidence=0.95 if item.marker.doubt < 0.5 else 0.7,
            )
        )
    return tuple(sections)


def _local_id(index: int) -> str:
    return f"s{index + 1:04d}"


def _ends(items: Sequence[OutlineItem], closing: int) -> list[int]:
    """Where each section ends: at the next one that is not below it."""
    ends = []
    for i in range(len(items)):
        below = {i}
        end = closing
        for j in range(i + 1, len(items)):
            if items[j].parent not in below:
                end = items[j].marker.start
                break
            below.add(j)
        ends.append(end)
    return ends


def _last_heading_line(text: str, lines: Sequence[_Line], own: int, taken: set[int], marker: Marker) -> int:
    """The index of the last line that belongs to the heading; headings in capitals may run over several lines."""
    last = own
    written = text[marker.end : lines[own].end].strip()
    while last + 1 < len(lines) and last - own < _MOST_LINES - 1 and lines[last + 1].start not in taken:
        line = text[lines[last + 1].start : lines[last + 1].end].strip()
        if _FINISHED.search(written) or "\t" in line or _ITEM.match(line):
            break
        upper = bool(_UPPER_LINE.fullmatch(line))
        alone = not written and (marker.kind in ("part", "roman") or len(line.split()) <= 12)
        goes_on = bool(written) and (
            line[:1].islower() or (upper and bool(_UPPER_LINE.fullmatch(written)) and len(line) > 3)
        )
        if not (alone or goes_on):
            break
        written = f"{written} {line}".strip()
        last += 1
    return last


def _page_at(page_starts: tuple[int, ...], offset: int) -> int | None:
    return max(1, sum(start <= offset for start in page_starts)) if page_starts else None
