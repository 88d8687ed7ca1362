"""Reads a passage as the program does, up to the statements that the families of figures look at."""

from __future__ import annotations

from extractors.family import Reading
from extractors.header import find_header
from extractors.reading import read_statements
from extractors.report import Report
from pipeline.normalize import normalize
from pipeline.read.document import read_document
from pipeline.segment import segment


def read_text(text: str) -> Reading:
    """The reading of a text without pages."""
    normalized = normalize(read_document(text.encode(), "passage.txt"))
    report = Report(
        text=normalized.text,
        sections=segment(normalized.text, normalized.body_end, normalized.page_starts),
        footnotes=normalized.footnotes,
        body_end=normalized.body_end,
        page_starts=normalized.page_starts,
    )
    header = find_header(report)
    return Reading(report=report, header=header, statements=read_statements(report, header))
