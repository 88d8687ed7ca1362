"""Whose figures a note of source or a column of totals says that they are."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.header import Header
from extractors.scope_mentions import scope_cues
from extractors.statements import Quantity, Statement

# "Nguồn: Bộ phận Một cửa huyện.", "(Số liệu của Trung tâm PVHCC tỉnh)": who gave the figures of the line, at its end.
_SOURCE = regex.compile(
    r"(?<!\w)(?:nguồn(?: số liệu)?\s*:|theo số liệu (?:của|do)|(?:nguồn )?số liệu (?:do|của|từ))\s*"
    r"(?P<whose>[^.;:\d\n]{3,80})"
    r"(?:\s(?:cung cấp|báo cáo))?\s*[.)]*\s*$",
    regex.IGNORECASE,
)


def source_cue(statement: Statement, header: Header) -> Cue | None:
    """The level that the note of source at the end of a statement's line names."""
    if statement.columns is not None:
        return None
    match = _SOURCE.search(statement.text, statement.start, statement.line.end)
    if match is None:
        return None
    cues = [c for c in scope_cues(statement, header, (match.span("whose"),)) if not c.weak]
    return cues[0] if cues else None


# "Công chức cấp xã | Tổng số": the column of totals is of all the columns, not of the last.
_TOTAL_HEAD = regex.compile(r"\W*(?:tổng|cộng)(?!\w)", regex.IGNORECASE)


def sums_columns(statement: Statement, quantity: Quantity) -> bool:
    """Whether a figure stands in the column of totals of a table row."""
    if statement.columns is None:
        return False
    heads = [span for span in statement.columns[quantity.position] if span[1] <= statement.start]
    return bool(heads) and _TOTAL_HEAD.match(statement.text, *heads[-1]) is not None
