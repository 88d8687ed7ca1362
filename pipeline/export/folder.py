"""A finished run in every form that was asked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RasoatError
from pipeline.export.stored import stored_tables
from pipeline.wording import Wording


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where to write what; None for a form that was not asked for."""

    duckdb: Path | None = None
    sqlite: Path | None = None
    xlsx: Path | None = None
    csv: Path | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file or folder that was written, and what its form could not hold as it is."""

    path: Path
    tables: int
    rows: int
    notices: tuple[str, ...] = ()


def export(out: Path, targets: Targets, words: Wording) -> Iterator[Written]:
    """Write the run in ``out`` in every form that was asked for.

    Raises RasoatError where nothing was asked for, ``out`` holds no run, or a file cannot be written.
    """
    if not any((targets.duckdb, targets.sqlite, targets.xlsx, targets.csv)):
        raise RasoatError("export_nothing")
    if targets.csv and targets.csv.resolve() == out.resolve():
        raise RasoatError("export_into_run", path=str(targets.csv))
    tables = stored_tables(out)
    written = Written(path=out, tables=len(tables), rows=sum(stored.rows for stored in tables))
    if targets.duckdb:
        from pipeline.export.to_duckdb import write_duckdb

        write_duckdb(tables, targets.duckdb, words.language)
        yield dataclasses.replace(written, path=targets.duckdb)
    if targets.sqlite:
        from pipeline.export.to_sqlite import write_sqlite

        write_sqlite(tables, targets.sqlite, words.language)
        yield dataclasses.replace(written, path=targets.sqlite)
    if targets.xlsx:
        from pipeline.export.to_xlsx import write_xlsx

        notices = write_xlsx(tables, targets.xlsx, words)
        yield dataclasses.replace(written, path=targets.xlsx, notices=notices)
    if targets.csv:
        from pipeline.export.to_csv import write_csv

        write_csv(tables, targets.csv, words.language)
        yield dataclasses.replace(written, path=targets.csv)
