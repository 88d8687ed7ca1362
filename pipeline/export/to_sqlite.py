"""A run as one SQLite file: strict tables with keys and indexes, and the ready views."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.descriptions import column_title
from pipeline.export.stored import Stored, flat_rows
from pipeline.export.targets import unfinished
from pipeline.export.views import views
from pipeline.schema import Table, arrow_schema

_SCALARS = {
    pa.string(): "TEXT",
    pa.int64(): "INTEGER",
    pa.float64(): "REAL",
    pa.bool_(): "INTEGER",
    pa.date32(): "TEXT",
}
# Columns that readers look rows up by, beside the keys.
_LOOKED_UP = ("rule", "code", "metric", "measure", "group_id")
_ROWS_AT_ONCE = 4_096
# Before this version SQLite knows no strict tables; types are then hints.
_STRICT_SINCE = (3, 37)


def write_sqlite(tables: Sequence[Stored], target: Path, language: str, *, user_version: int = 0) -> None:
    """Write all tables, indexes and views into one SQLite file, the same bytes for the same rows and library.

    Dates are ISO text, lists are JSON, booleans 0 and 1. Raises RasoatError where the file cannot be written.
    """
    with unfinished(target) as path:
        try:
            with contextlib.closing(sqlite3.connect(path)) as database:
                # The file is put in its place when it is whole: a journal would be of no use.
                for setting in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
                    database.execute(f"PRAGMA {setting}")
                database.execute(f"PRAGMA user_version = {user_version}")
                for stored in tables:
                    _write_table(database, stored, language)
                for stored in tables:
                    for statement in indexes(stored.table):
                        database.execute(statement)
                for view in views():
                    database.execute(view.sql)
                database.commit()
                database.execute("ANALYZE")
                database.commit()
                database.execute("VACUUM")
        except sqlite3.OperationalError as error:
            raise OSError(5, str(error)) from error


def _write_table(database: sqlite3.Connection, stored: Stored, language: str) -> None:
    table = stored.table
    database.execute(ddl(table, language))
    places = ", ".join("?" * len(table.columns))
    rows = _plain_rows(stored)
    while some := list(itertools.islice(rows, _ROWS_AT_ONCE)):
        database.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', some)
    database.commit()


def _plain_rows(stored: Stored) -> Iterator[tuple[Any, ...]]:
    dated = [place for place, field in enumerate(arrow_schema(stored.table)) if pa.types.is_date(field.type)]
    for row in flat_rows(stored):
        if any(isinstance(row[place], date) for place in dated):
            row = tuple(value.isoformat() if isinstance(value, date) else value for value in row)
        yield row


def ddl(table: Table, language: str) -> str:
    """The statement that makes a table; what people call a column stands beside it."""
    lines = []
    for field in arrow_schema(table):
        described = table.columns[field.name]
        line = f'"{field.name}" {_SCALARS.get(field.type, "TEXT")}'
        line += "" if field.nullable else " NOT NULL"
        line += " PRIMARY KEY" if table.key == (field.name,) else ""
        if described.refers_to:
            other, column = described.refers_to.split(".")
            line += f' REFERENCES "{other}" ("{column}")'
        lines.append((line, column_title(table, field.name, language).replace("\n", " ")))
    body = "\n".join(
        f"    {line}{',' if place < len(lines) else ''} -- {told}" for place, (line, told) in enumerate(lines, start=1)
    )
    strict = " STRICT" if sqlite3.sqlite_version_info >= _STRICT_SINCE else ""
    return f'CREATE TABLE "{table.name}" (\n{body}\n){strict}'


def indexes(table: Table) -> Iterator[str]:
    """The statements that make a table's indexes: on what refers to other rows, and on what rows are looked up by."""
    for name, described in table.columns.items():
        if (described.refers_to or name in _LOOKED_UP) and (name,) != table.key:
            yield f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")'
    if table.name == "labels":
        yield 'CREATE UNIQUE INDEX "labels_of" ON "labels" ("table", "column", "value")'
