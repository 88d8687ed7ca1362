"""The findings of a run for a spreadsheet: CSV and XLSX that open right in Excel and run nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pandas as pd

from extractors.columns import columns_of
from pipeline.audits.findings import Finding
from pipeline.documents import Document
from pipeline.export.cells import EPOCH, harmless, undated
from pipeline.labels import name_of
from pipeline.list_findings import as_json
from pipeline.wording import Wording

COLUMNS = (
    "source_path",
    "issuer",
    "severity",
    "rule",
    "section_path",
    "page",
    "subject",
    "stated",
    "expected",
    "delta",
    "message",
    "suggestion",
    "finding_id",
)
"""What a reader of a spreadsheet needs, in this order; message and suggestion in the language asked for."""

_WIDTHS = {"source_path": 28, "issuer": 22, "rule": 24, "message": 80, "suggestion": 40}


def heads(words: Wording) -> tuple[str, ...]:
    """The names of the columns in the language of the reader."""
    described = {**columns_of(Document), **columns_of(Finding)}
    if words.language != "vi":
        return tuple(name.replace("_", " ") for name in COLUMNS)
    spoken = {"section_path": words.say("column_section"), "message": words.say("column_message")}
    return tuple(spoken[name] if name in spoken else described[name].label_vi for name in COLUMNS)


def rows(findings: pd.DataFrame, words: Wording) -> Iterator[tuple[Any, ...]]:
    """The values of every finding, coded ones by their names."""
    ending = "" if words.language == "vi" else "_en"
    for row in as_json(findings):
        told = {
            **row,
            "severity": name_of("severity", row["severity"], words.language),
            "message": row[f"message_{words.language}"],
            "suggestion": row[f"suggestion{ending}"],
        }
        yield tuple(told[name] for name in COLUMNS)


def as_csv(findings: pd.DataFrame, words: Wording) -> str:
    """The findings as CSV with a byte order mark, by which Excel knows that it is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads(words))
    writer.writerows([harmless(value) for value in row] for row in rows(findings, words))
    return "\ufeff" + out.getvalue()


def as_xlsx(findings: pd.DataFrame, words: Wording) -> bytes:
    """The findings as a workbook: a sheet of all of them, with a filter, and a table by report and rule."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.created = book.properties.modified = EPOCH
    book.remove(book.worksheets[0])
    sheet, sums = (book.create_sheet(words.say(name)) for name in ("sheet_findings", "sheet_by_rule"))
    for page, table in ((sheet, [heads(words), *rows(findings, words)]), (sums, by_report_and_rule(findings, words))):
        for line, values in enumerate(table, start=1):
            for column, value in enumerate(values, start=1):
                cell = page.cell(row=line, column=column)
                cell.value = harmless(value) if isinstance(value, str) else value
                cell.font = Font(bold=line == 1)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.freeze_panes = "A2"
        page.auto_filter.ref = page.dimensions
    for column, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 14)
    written = io.BytesIO()
    book.save(written)
    return undated(written.getvalue())


def by_report_and_rule(findings: pd.DataFrame, words: Wording) -> list[tuple[Any, ...]]:
    """How many findings of every rule each report has, with a line of heads and a line of sums."""
    counts = pd.crosstab(findings["source_path"], findings["rule"])
    head = (words.say("column_report"), *map(str, counts.columns), words.say("summary_sum"))
    lines: list[tuple[Any, ...]] = [head]
    lines += [(str(path), *(int(n) or None for n in row), int(row.sum())) for path, row in counts.iterrows()]
    lines.append((words.say("summary_sum"), *(int(n) for n in counts.sum()), len(findings)))
    return lines
