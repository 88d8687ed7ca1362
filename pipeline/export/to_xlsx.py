"""A run as one Excel workbook: a sheet a table with frozen heads and filters, and nothing in it that runs.

What a sheet cannot hold as it is, is told: on the first sheet, and to whoever asked for the workbook.
"""

from __future__ import annotations

import dataclasses
import math
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.datapackage import heads
from pipeline.descriptions import column_description, table_description, table_title
from pipeline.export.cells import EPOCH, harmless
from pipeline.export.stored import Stored, flat_rows
from pipeline.export.targets import unfinished
from pipeline.schema import table_named
from pipeline.wording import Wording

# What Excel holds: rows of a sheet, characters of a cell, digits of a number; its calendar begins in 1900.
ROWS_PER_SHEET = 1_048_576
CHARS_PER_CELL = 32_767
_LARGEST_NUMBER = 999_999_999_999_999
_FIRST_YEAR = 1900
_DATES = {"vi": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
# Widths of columns, by what stands in them; all others are as wide as a short word.
_WIDTHS = {
    "doc_id": 18,
    "section_id": 23,
    "parent_id": 23,
    "citation_id": 23,
    "figure_id": 23,
    "finding_id": 23,
    "unexplained_id": 23,
    "group_id": 23,
    "part_of": 23,
    "resolves_to": 23,
    "source_path": 28,
    "issuer": 24,
    "title": 40,
    "heading": 40,
    "raw": 40,
    "subject": 40,
    "text": 60,
    "message_vi": 60,
    "message_en": 60,
    "suggestion": 40,
    "suggestion_en": 40,
    "definition": 60,
    "label_vi": 28,
    "label_en": 28,
    "metric": 26,
    "rule": 28,
}
_WIDTH = 15


@dataclasses.dataclass(slots=True)
class _Sheets:
    """The workbook while it is written, and what could not be held as it is, by kind, table and column."""

    book: Any
    words: Wording
    rows_per_sheet: int
    formats: dict[str, Any]
    told: Counter[tuple[str, str, str]] = dataclasses.field(default_factory=Counter)

    def tell(self, kind: str, stored: Stored, name: str) -> None:
        """Count a cell that could not be held as it is."""
        self.told[kind, stored.table.name, name] += 1

    def notices(self) -> list[str]:
        """What could not be held as it is, a sentence each."""
        language, found = self.words.language, []
        for (kind, table, name), count in sorted(self.told.items()):
            there = table_named(table)
            column = heads(there, language)[name] if name else ""
            found.append(self.words.say(kind, table=table_title(there, language), column=column, count=count))
        return found


def write_xlsx(
    tables: Sequence[Stored], target: Path, words: Wording, *, rows_per_sheet: int = ROWS_PER_SHEET
) -> tuple[str, ...]:
    """Write all tables into one workbook and return a notice for everything that Excel cannot hold as it is.

    The same rows give the same bytes. Raises RasoatError where the file cannot be written.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with unfinished(target) as path, tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as rows_on_disk:
        # Rows go to disk as they are written; nothing is guessed to be a formula, a link or a number.
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": rows_on_disk,
        }
        book = Workbook(str(path), options)
        book.set_properties({"title": words.say("xlsx_title"), "created": EPOCH})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6F0"}),
            "text": book.add_format({"valign": "top"}),
            "wrapped": book.add_format({"valign": "top", "text_wrap": True}),
            "date": book.add_format({"valign": "top", "num_format": _DATES[words.language]}),
        }
        sheets = _Sheets(book=book, words=words, rows_per_sheet=rows_per_sheet, formats=formats)
        about, columns = (book.add_worksheet(words.say(name)) for name in ("xlsx_about", "xlsx_columns"))
        counts = {stored.table.name: _write_table(sheets, stored) for stored in tables}
        _write_columns(sheets, columns, tables)
        _write_about(sheets, about, tables, counts)
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(5, str(error)) from error
    return tuple(sheets.notices())


def _write_table(sheets: _Sheets, stored: Stored) -> int:
    """Write a table on as many sheets as it takes; return how many rows it has."""
    language, title = sheets.words.language, table_title(stored.table, sheets.words.language)
    rows, total, part = flat_rows(stored, language=language), 0, 0
    row = next(rows, None)
    while part == 0 or row is not None:
        part += 1
        sheet = sheets.book.add_worksheet(title if part == 1 else f"{title} ({part})")
        for place, (name, head) in enumerate(heads(stored.table, language).items()):
            sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
            sheet.write_string(0, place, head, sheets.formats["head"])
        _print_well(sheet)
        line = 0
        while row is not None and line + 1 < sheets.rows_per_sheet:
            line += 1
            _write_row(sheets, sheet, line, stored, row)
            row = next(rows, None)
        sheet.autofilter(0, 0, line, len(stored.table.columns) - 1)
        total += line
    if part > 1:
        sheets.told["xlsx_continued", stored.table.name, ""] = part
    return total


def _write_row(sheets: _Sheets, sheet: Any, line: int, stored: Stored, row: Sequence[Any]) -> None:
    for place, (name, value) in enumerate(zip(stored.table.columns, row, strict=True)):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(line, place, value, sheets.formats["text"])
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            sheet.write_datetime(line, place, value, sheets.formats["date"])
        elif isinstance(value, int | float) and math.isfinite(value) and abs(value) <= _LARGEST_NUMBER:
            sheet.write_number(line, place, value, sheets.formats["text"])
        else:
            sheet.write_string(line, place, _text(sheets, stored, name, value), sheets.formats["text"])


def _text(sheets: _Sheets, stored: Stored, name: str, value: Any) -> str:
    """A value as the text of a cell; one that Excel has no number or date for is told, and so is one too long."""
    if not isinstance(value, str):
        sheets.tell("xlsx_as_text", stored, name)
        value = value.isoformat() if isinstance(value, date) else str(value)
    text: str = harmless(value)
    short = shortened(text)
    if short != text:
        sheets.tell("xlsx_cut", stored, name)
    return short


def shortened(text: str, most: int = CHARS_PER_CELL) -> str:
    """A text that fits into a cell; Excel counts UTF-16 units, so that some characters are two.

    >>> shortened("abcdef", 4), shortened("ab😀", 4), shortened("ab😀d", 4)
    ('abc…', 'ab😀', 'ab…')
    """
    if len(text) * 2 <= most or len(text.encode("utf-16-le")) // 2 <= most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


def _write_columns(sheets: _Sheets, sheet: Any, tables: Sequence[Stored]) -> None:
    """Say what every column holds."""
    language = sheets.words.language
    _write_heads(sheets, sheet, ("xlsx_table", "xlsx_column", "xlsx_column_name", "xlsx_meaning"), (18, 26, 20, 90))
    line = 0
    for stored in tables:
        for name, head in heads(stored.table, language).items():
            line += 1
            told = (table_title(stored.table, language), head, f"{stored.table.name}.{name}")
            for place, text in enumerate((*told, column_description(stored.table, name, language))):
                sheet.write_string(line, place, harmless(text), sheets.formats["wrapped"])
    _print_well(sheet)
    sheet.autofilter(0, 0, line, 3)


def _write_about(sheets: _Sheets, sheet: Any, tables: Sequence[Stored], counts: dict[str, int]) -> None:
    """Say what every table holds, how long it is, and what could not be held as it is."""
    language = sheets.words.language
    _write_heads(sheets, sheet, ("xlsx_table", "xlsx_rows", "xlsx_meaning"), (24, 10, 100))
    for line, stored in enumerate(tables, start=1):
        title = table_title(stored.table, language)
        sheet.write_url(line, 0, f"internal:'{title}'!A1", string=title)
        sheet.write_number(line, 1, counts[stored.table.name], sheets.formats["text"])
        sheet.write_string(line, 2, table_description(stored.table, language), sheets.formats["wrapped"])
    for line, text in enumerate(_closing(sheets), start=len(tables) + 2):
        sheet.write_string(line, 0, text)
    _print_well(sheet)


def _closing(sheets: _Sheets) -> Iterator[str]:
    yield sheets.words.say("xlsx_apostrophe")
    yield sheets.words.say("xlsx_lists")
    yield from sheets.notices()


def _print_well(sheet: Any) -> None:
    """Keep the heads in sight and on every printed page: A4 across, as wide as the paper."""
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_heads(sheets: _Sheets, sheet: Any, names: Sequence[str], widths: Sequence[int]) -> None:
    for place, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, sheets.words.say(name), sheets.formats["head"])
