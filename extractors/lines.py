"""Lines of a report with the leads they stand under: "- Đã giải quyết: 1.198 HS" leads "+ Đúng hạn: 1.195 HS"."""

from __future__ import annotations

import dataclasses

import regex

from extractors.report import Report

# "- Kết quả …", "+ Đúng hạn …", "* Thị xã: …", "• …", "1. …", "2.1. …", "a) …", "II. …"; footnote markers "⁷ - …".
MARKER = regex.compile(
    r"""[ \t]*(?:(?P<note>[⁰¹²³⁴-⁹]+|\[\d+\])[ \t]*)?
    (?:(?P<bullet>[-–—+*•●])[ \t]*(?=\D|\d+[ ]\p{L})
      |(?P<roman>[IVX]+)[ \t]*[.\-/)][ \t]+
      |(?P<decimal>\d+(?:\.\d+)+)[ \t]*[.\-/)]?[ \t]+(?=\p{Lu})
      |(?P<arabic>\d{1,2})[ \t]*[.\-/)][ \t]+(?=\p{L})
      |(?P<letter>[a-zđ])[ \t]*[.)/][ \t]+(?=\p{L}))?""",
    regex.VERBOSE,
)

# Deeper marks have higher ranks; a plain paragraph stands below everything that leads.
_RANKS = {"roman": 1, "arabic": 2, "decimal": 3, "letter": 4}
LEAD = 5
_BULLET_RANKS = {"*": 6, "-": 7, "–": 7, "—": 7, "•": 8, "●": 8, "+": 8}
PLAIN = 9


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the text: a paragraph, list item, heading or table row.

    ``content`` is the offset after the marker. ``rank`` orders markers (1 roman … 9 plain paragraph). ``parents`` are
    the indexes of the lines it stands under, nearest first. ``block`` numbers the run of lines that one list holds.
    """

    index: int
    start: int
    content: int
    end: int
    rank: int
    parents: tuple[int, ...]
    block: int
    in_footnote: bool


def leads(text: str, start: int, end: int) -> bool:
    """Whether a line opens what follows: it ends with a colon or says so."""
    return text[start:end].rstrip(" .*").endswith((":", "như sau", "sau đây", "trong đó", "cụ thể"))


def read_lines(report: Report) -> tuple[Line, ...]:
    """Split the text into lines and tie each to the lines it stands under.

    A list item stands under the nearest lines above with lower ranks; a plain paragraph under headings and under lines
    that lead to it; a footnote's lines under the line of its anchor.
    """
    text = report.text
    lines: list[Line] = []
    open_lines: list[Line] = []
    block = 0
    offset = 0
    note_start = -1
    led = -1  # the line that led to the last table
    while offset < len(text):
        end = text.find("\n", offset)
        end = len(text) if end < 0 else end
        if not text[offset:end].strip():
            offset = end + 1
            continue
        match = MARKER.match(text, offset, end)
        content = min(match.end(), end) if match else offset
        rank = _rank(match, leads(text, offset, end))
        note = report.footnote_at(offset)
        new_note = note is not None and note.start != note_start
        if note is not None and new_note:
            note_start = note.start
            open_lines = [line for line in lines if note.anchor is not None and line.start <= note.anchor < line.end]
        # "- Cấp xã như sau:" and a table are one item: the paragraph behind the table stands no more under it.
        behind_table = rank == PLAIN and bool(lines) and _in_table(text, lines[-1].content, lines[-1].end)
        tabular = _in_table(text, content, end)
        behind_table = behind_table and not tabular
        if tabular and lines and open_lines and lines[-1] is open_lines[-1]:
            led = lines[-1].index
        while open_lines and (
            _closes(rank, open_lines[-1], in_footnote=note is not None, text=text)
            or (behind_table and open_lines[-1].rank > LEAD and not open_lines[-1].in_footnote)
            # "Kết quả tại cấp huyện như sau:" led to a table: the list behind it stands no more under it.
            or (LEAD < rank < PLAIN and open_lines[-1].rank == LEAD and open_lines[-1].index == led and not tabular)
        ):
            open_lines.pop()
        under_list = bool(open_lines) and open_lines[-1].rank >= LEAD
        if new_note or not ((under_list and lines) or _goes_on(text, content, lines[-1:])):
            block += 1
        lines.append(
            Line(
                index=len(lines),
                start=offset,
                content=content,
                end=end,
                rank=rank,
                parents=tuple(line.index for line in reversed(open_lines)),
                block=block,
                in_footnote=note is not None,
            )
        )
        if rank < PLAIN:
            open_lines.append(lines[-1])
        offset = end + 1
    return tuple(lines)


# "Trong đó, có 2.416 hồ sơ trực tuyến": a line that parts what the line before counts.
_PARTS = regex.compile(r"Trong (?:đó|số đó|số này)(?!\w)")


def _goes_on(text: str, content: int, before: list[Line]) -> bool:
    """Whether a line goes on with the figures of the line right before it, which is no row of a table."""
    if not before or _PARTS.match(text, content) is None:
        return False
    return not _in_table(text, before[0].content, before[0].end)


def _in_table(text: str, start: int, end: int) -> bool:
    return "\t" in text[start:end] or text.startswith("|", start)


def _rank(match: regex.Match[str] | None, leading: bool) -> int:
    if match is not None:
        if match["bullet"]:
            return _BULLET_RANKS[match["bullet"]]
        for kind, rank in _RANKS.items():
            if match[kind]:
                return rank
    return LEAD if leading else PLAIN


def _closes(rank: int, opened: Line, *, in_footnote: bool, text: str) -> bool:
    """Whether a line of this rank ends what an open line leads."""
    if in_footnote and not opened.in_footnote:
        return False
    if rank == PLAIN and opened.rank > LEAD:
        return not leads(text, opened.start, opened.end)
    return opened.rank >= rank
