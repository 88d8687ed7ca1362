"""A run as one DuckDB file: typed tables with their keys, comments on all of them, and the ready views."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.descriptions import column_description, column_title, table_description
from pipeline.export.stored import Stored
from pipeline.export.targets import unfinished
from pipeline.export.views import views
from pipeline.schema import Table, arrow_schema

# Nothing is fetched, and what does not fit into memory goes to disk beside the file.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
    "memory_limit": "1GB",
}
_SCALARS = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}


def write_duckdb(tables: Sequence[Stored], target: Path, language: str) -> None:
    """Write all tables and views into one DuckDB file, comments in the language of the reader.

    Foreign keys are comments: DuckDB would hold every row against its index while it loads. Raises RasoatError where
    the file cannot be written. The bytes of a DuckDB file differ between runs; its rows do not.
    """
    import duckdb

    with unfinished(target) as path:
        try:
            with duckdb.connect(str(path), config=_SETTINGS) as database:
                for stored in tables:
                    _write_table(database, stored, language)
                for view in views():
                    database.execute(view.sql)
                    database.execute(f"COMMENT ON VIEW {view.name} IS {_text(view.told(language))}")
        except duckdb.IOException as error:
            raise OSError(errno.EIO, str(error).split("\n")[0]) from error


def _write_table(database: object, stored: Stored, language: str) -> None:
    table = stored.table
    run = database.execute  # type: ignore[attr-defined]
    run(ddl(table))
    run(
        f'INSERT INTO "{table.name}" SELECT {_names(table.columns)} FROM read_parquet(?)',
        [[str(file) for file in stored.files]],
    )
    run(f'COMMENT ON TABLE "{table.name}" IS {_text(table_description(table, language))}')
    for name, described in table.columns.items():
        told = f"{column_title(table, name, language)}: {column_description(table, name, language)}"
        told += f" → {described.refers_to}" if described.refers_to else ""
        run(f'COMMENT ON COLUMN "{table.name}"."{name}" IS {_text(told)}')


def ddl(table: Table) -> str:
    """The statement that makes a table, its keys included."""
    lines = [
        f'"{field.name}" {_kind(field.type)}{"" if field.nullable else " NOT NULL"}' for field in arrow_schema(table)
    ]
    if table.key:
        lines.append(f"PRIMARY KEY ({_names(table.key)})")
    return f'CREATE TABLE "{table.name}" (\n    ' + ",\n    ".join(lines) + "\n)"


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"{_kind(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        inside = ", ".join(f'"{field.name}" {_kind(field.type)}' for field in kind)
        return f"STRUCT({inside})"
    return _SCALARS[kind]


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
