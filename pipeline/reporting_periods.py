"""The periods that a report names, and what each of them is to the report."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractors.citations import Citation
from extractors.header import Header
from extractors.report import Report
from patterns.anchors import places_of
from patterns.dates import PeriodMention, find_periods
from patterns.vocabulary import load
from pipeline.audits.findings import PeriodWords

# One character that ends a sentence or a line.
_SENTENCE_END = r"[.;!?\n](?:(?<=\n)|(?=\s))"

# The closing line stands before the list of recipients: "Trên đây là báo cáo … quý I năm 2023."
_CLOSING = re.compile(r"Trên đây là", re.IGNORECASE)

# Cues that make a period another's own stand close before it; a comparison or a beginning directly before.
_REACH = {"compared": 40, "since": 1, "named": 90, "planned": 60}


def read_periods(report: Report, header: Header, citations: Sequence[Citation]) -> tuple[PeriodWords, ...]:
    """Every period of the title, the date line and the running text, in reading order; footnotes are left out.

    ``citations`` are those of the report: a period in what a cited document is about belongs to that document.
    """
    text, body_end = report.text, report.body_end
    first_section = report.sections[0].start if report.sections else body_end
    closing = [m.start() for m in _CLOSING.finditer(text, 0, body_end)]
    closing_start = closing[-1] if closing else body_end
    title = _title_span(text, header, first_section)
    mentions = find_periods(text, 0, body_end)
    found = list(_date_line(report, header, title[0] if title else first_section))
    announced_at: set[int] = set()
    for mention in mentions:
        if any(p.start < mention.end and mention.start < p.end for p in found):
            continue
        if title is not None and title[0] <= mention.start < title[1]:
            mention = _with_year(mention, mentions, title[1], header)
            role = _title_role(text, title[0], mention, any(p.role == "title" for p in found))
        elif title is not None and mention.start < title[0]:
            continue
        else:
            role = _role(report, mention, mentions, citations, first_section, closing_start, announced_at)
        found.append(_words(report, mention, role))
    return tuple(sorted(found, key=lambda p: p.start))


def _words(report: Report, mention: PeriodMention, role: str) -> PeriodWords:
    section = report.section_at(mention.start)
    return PeriodWords(
        kind=mention.kind,
        year=mention.year,
        first=mention.first,
        last=mention.last,
        months=mention.months,
        raw=mention.raw,
        start=mention.start,
        end=mention.end,
        role=role,
        section_id=None if section is None else section.section_id,
        page=report.page_at(mention.start),
    )


def _title_span(text: str, header: Header, first_section: int) -> tuple[int, int] | None:
    """Where the title stands: its words with any space, line end or mark between them."""
    words = re.findall(r"\w+", header.title or "")
    if not words:
        return None
    pattern = re.compile(r"[\W_]+".join(map(re.escape, words)), re.IGNORECASE)
    match = pattern.search(text, 0, first_section)
    return match.span() if match else None


def _date_line(report: Report, header: Header, before: int) -> Iterator[PeriodWords]:
    """The words of the date line from its first number on: ngày 15 tháng 8 năm 2022, tháng 8 năm 2022."""
    year = header.issued_year
    if year is None:
        return
    month = rf"tháng[\s._…]*0?{header.issued_month}[\s._…]*" if header.issued_month else ""
    day = rf"ngày[\s._…]*0?{header.issued_day}[\s._…]*" if header.issued_day and month else ""
    pattern = re.compile(rf"{day}{month}năm\s*{year}(?!\d)", re.IGNORECASE)
    match = pattern.search(report.text, 0, before)
    if match:
        yield PeriodWords(
            kind="month" if month else "year",
            year=year,
            first=None,
            last=None,
            months=(header.issued_month, header.issued_month) if header.issued_month else None,
            raw=match[0],
            start=match.start(),
            end=match.end(),
            role="dated",
            page=report.page_at(match.start()),
        )


def _cues(text: str, begin: int, start: int) -> tuple[tuple[str, int], ...]:
    """The cues before a period, with how far before its first letter they end."""
    return tuple((hit.entry.canonical, start - hit.end) for hit in load("period_cues").find(text, begin, start))


def _stands(cues: Sequence[tuple[str, int]], name: str) -> bool:
    """Whether a cue of this name stands within its reach."""
    return any(cue == name and distance <= _REACH[name] for cue, distance in cues)


def _with_year(mention: PeriodMention, mentions: Sequence[PeriodMention], end: int, header: Header) -> PeriodMention:
    """A title's "quý I" takes the year that the title names after it: "quý I và nhiệm vụ quý II năm 2023"."""
    if mention.year is not None or mention.months is None:
        return mention
    later = [m.year for m in mentions if mention.start < m.start < end and m.year is not None]
    year = later[0] if later else header.period_year
    bounds = mention.within(year) if year is not None else None
    if bounds is None:
        return mention
    return dataclasses.replace(mention, year=year, first=bounds[0], last=bounds[1])


def _title_role(text: str, begin: int, mention: PeriodMention, second: bool) -> str:
    """The first period of a title is the report's; a year may be a plan's or an index's, a later one that of tasks."""
    cues = _cues(text, begin, mention.start)
    if mention.kind == "year" and _stands(cues, "named"):
        return "named"
    return "planned" if second and (_stands(cues, "planned") or _stands(cues, "named")) else "title"


def _role(
    report: Report,
    mention: PeriodMention,
    mentions: Sequence[PeriodMention],
    citations: Sequence[Citation],
    first_section: int,
    closing_start: int,
    announced_at: set[int],
) -> str:
    """What the words before a period make of it."""
    text = report.text
    ends = places_of(_SENTENCE_END, text)
    before = bisect_left(ends, mention.start)
    begin = ends[before - 1] + 1 if before else 0
    lead = text[begin : mention.start]
    cues = _cues(text, begin, mention.start)
    finish = ends[before] if before < len(ends) else len(text)
    if _stands(cues, "compared") or _opens_bracket(text, mention) or _set_beside(mention, mentions, begin, finish):
        return "compared"
    outside = mention.start < first_section or mention.start >= closing_start
    opening = [distance for name, distance in cues if name == "announced"] if outside else []
    opens = bool(opening) and begin not in announced_at
    if opens:
        # "Thực hiện Kế hoạch số …, UBND huyện báo cáo kết quả quý I": what stands before does not count.
        begin_of_words = mention.start - opening[-1]
        cues = tuple((name, distance) for name, distance in cues if distance <= opening[-1])
    else:
        begin_of_words = begin
    own = _stands(cues, "named")
    cited = any(begin_of_words <= c.start < mention.start for c in citations)
    # A year may be that of the plan or the index reported on; part of a year is the report's.
    if opens and not cited and (mention.kind != "year" or not own):
        announced_at.add(begin)
        return "announced"
    if _stands(cues, "since"):
        return "since"
    if _in_main_heading(report, mention) and not own and not cited:
        return "announced" if not _stands(cues, "planned") or _RESULTS.search(lead) else "planned"
    if own or cited:
        return "named"
    if _in_heading(report, mention) and not _stands(cues, "planned"):
        return "headed"
    return "planned" if _stands(cues, "planned") else "running"


# "đạt 71,4% (quý I năm 2022 đạt 58,2%)", "1.420 hồ sơ (quý I năm 2022: 1.377 hồ sơ)"
_FIGURE_BEHIND = re.compile(r"[\s:]*+(?:(?:là|đạt|có|chỉ|được|tiếp nhận)[\s:]*+)*+[0-9]")


def _opens_bracket(text: str, mention: PeriodMention) -> bool:
    """Whether a period opens a bracket that gives its figure: the one beside the bracket is compared with it."""
    opens = text[max(0, mention.start - 2) : mention.start].rstrip().endswith("(")
    return opens and _FIGURE_BEHIND.match(text, mention.end) is not None


def _set_beside(mention: PeriodMention, mentions: Sequence[PeriodMention], begin: int, end: int) -> bool:
    """Whether a sentence names the same months of a later year too."""
    at = bisect_left(mentions, begin, key=lambda m: m.start)
    for other in mentions[at:]:
        if other.start >= end:
            break
        years = mention.year is not None and other.year is not None and other.year > mention.year
        if years and other.months is not None and other.months == mention.months:
            return True
    return False


# A heading of results names the tasks that were done: "KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ I".
_RESULTS = re.compile(r"kết quả|tình hình", re.IGNORECASE)


def _in_main_heading(report: Report, mention: PeriodMention) -> bool:
    section = report.section_at(mention.start)
    return section is not None and section.depth <= 1 and _in_heading(report, mention)


def _in_heading(report: Report, mention: PeriodMention) -> bool:
    section = report.section_at(mention.start)
    if section is None:
        return False
    return section.heading is not None and section.start <= mention.start < section.heading_end
