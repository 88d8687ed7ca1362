"""The findings of a run for a spreadsheet: CSV and XLSX that open right in Excel and run nothing there."""

from __future__ import annotations

import csv
import io
import re
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

_WIDTHS = {
    "source_path": 24,
    "issuer": 24,
    "severity": 9,
    "rule": 27,
    "section_path": 10,
    "page": 7,
    "delta": 11,
    "message": 60,
    "suggestion": 34,
    "finding_id": 24,
}
"""Characters that a column holds in a line; 14 where nothing is said."""
_WIDTH, _LINE = 14, 15
"""The width of any other column, and the height of a line in points."""


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


_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_FIGURES = ("stated", "expected", "subject")
_NAMING = ("citation", "section", "header", "period")
"""Families of rules whose subjects are codes, paths and words, however much they look like numbers."""


def as_number(column: str, rule: str, value: Any) -> Any:
    """A figure as a number, which a spreadsheet shows with the reader's own decimal mark.

    >>> as_number("stated", "rate.recompute", "98.87"), as_number("subject", "section.gap", "2")
    (98.87, '2')
    """
    figure = column in _FIGURES and not rule.startswith(_NAMING) and isinstance(value, str)
    if not figure or not _NUMBER.fullmatch(value):
        return value
    return float(value) if "." in value else int(value)


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
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    book.properties.created = book.properties.modified = EPOCH
    book.remove(book.worksheets[0])
    sheet, sums = (book.create_sheet(words.say(name)) for name in ("sheet_findings", "sheet_by_rule"))
    rule = COLUMNS.index("rule")
    listed = [
        tuple(as_number(column, row[rule], value) for column, value in zip(COLUMNS, row, strict=True))
        for row in rows(findings, words)
    ]
    for page, table in ((sheet, [heads(words), *listed]), (sums, by_report_and_rule(findings, words))):
        for line, values in enumerate(table, start=1):
            for column, value in enumerate(values, start=1):
                cell = page.cell(row=line, column=column)
                cell.value = harmless(value) if isinstance(value, str) else value
                cell.font = Font(bold=line == 1)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if line == 1:
                    cell.fill = PatternFill("solid", fgColor="D9E2F3")
        page.freeze_panes = "A2"
        page.auto_filter.ref = page.dimensions
        # On paper: across, as wide as the page, the heads on every page.
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.print_title_rows = "1:1"
    for page, widths in (
        (sheet, [_WIDTHS.get(name, _WIDTH) for name in COLUMNS]),
        (sums, [_WIDTHS["source_path"], *[_WIDTH] * (sums.max_column - 1)]),
    ):
        for column, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(column)].width = width
        # Excel would find the heights of wrapped lines by itself; LibreOffice does not.
        for line, cells in enumerate(page.iter_rows(values_only=True), start=1):
            lines = max(-(-len(str(value or "")) // width) for value, width in zip(cells, widths, strict=True))
            page.row_dimensions[line].height = _LINE * max(1, lines)
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
