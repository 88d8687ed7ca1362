"""The tables of a run as streams: an archive may hold more rows than memory does."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import RasoatError
from pipeline.generations import current
from pipeline.labels import vocabularies
from pipeline.schema import Table, arrow_schema, tables
from pipeline.tables import parts_of

# Rows that are in memory at once: many narrow ones, few of those that hold whole texts and their maps.
_NARROW, _WIDE = 8_192, 32


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A table of the schema and the files that hold its rows, in order."""

    table: Table
    files: tuple[Path, ...]

    @property
    def rows(self) -> int:
        """How many rows the files hold."""
        return sum(pq.ParquetFile(file).metadata.num_rows for file in self.files)


def stored_tables(out: Path) -> tuple[Stored, ...]:
    """Every table of the run in ``out``, in the order of the schema; private ones are not carried elsewhere.

    Raises RasoatError where ``out`` holds no run, or one whose tables are not those of this version.
    """
    # Once for all tables: a run that ends meanwhile changes nothing here.
    folder = current(out) or out
    found = tuple(
        Stored(table=table, files=tuple(parts_of(folder, table.name))) for table in tables() if not table.private
    )
    for stored in found:
        wanted = arrow_schema(stored.table)
        for file in stored.files:
            if not pq.read_schema(file).equals(wanted):
                raise RasoatError("other_run", path=str(out), table=stored.table.name)
    return found


def batches(stored: Stored) -> Iterator[pa.RecordBatch]:
    """The rows of a table, some at a time."""
    wide = any(pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type) for field in _fields(stored))
    for file in stored.files:
        # Not pre_buffer: it would hold the bytes of whole row groups.
        with pq.ParquetFile(file, pre_buffer=False) as opened:
            yield from opened.iter_batches(_WIDE if wide else _NARROW, use_threads=False)


def _fields(stored: Stored) -> pa.Schema:
    return arrow_schema(stored.table)


def flat_rows(stored: Stored, *, language: str | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a table for formats without lists, which become JSON; codes by their names in ``language``."""
    turn = [_turn(stored.table, field, language) for field in _fields(stored)]
    for batch in batches(stored):
        columns = [
            column.to_pylist() if change is None else [None if v is None else change(v) for v in column.to_pylist()]
            for column, change in zip(batch.columns, turn, strict=True)
        ]
        yield from zip(*columns, strict=True)


def _turn(table: Table, field: pa.Field, language: str | None) -> Callable[[Any], Any] | None:
    """What the values of a column become; None where they stay."""
    if pa.types.is_list(field.type):
        return lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    vocabulary = table.columns[field.name].vocabulary
    if not language or not vocabulary:
        return None
    names = {code.value: code.vi if language == "vi" else code.en for code in vocabularies()[vocabulary]}
    return names.__getitem__
