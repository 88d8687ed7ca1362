"""The tables on disk: Parquet, sorted, the same bytes for the same rows, whole or not there."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import schema
from pipeline.datapackage import DATAPACKAGE, datapackage
from pipeline.errors import RasoatError

MANIFEST = "run.json"
# Written beside the tables and renamed over them: only a rename inside one folder cannot be interrupted half-way.
_UNFINISHED = ".{name}.unfinished"
# Rows of one group; small enough to skip by, large enough to compress.
_ROWS_PER_GROUP = 64_000


def parquet_bytes(table: pa.Table) -> bytes:
    """A table as Parquet: zstd, no time stamps, so that the same rows are the same bytes."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", row_group_size=_ROWS_PER_GROUP, store_schema=True)
    return sink.getvalue()


def prepare_folder(out: Path) -> None:
    """Make the folder for the tables, before the long work. Raises RasoatError where it cannot be written into."""
    if out.exists() and not out.is_dir():
        raise RasoatError("out_is_a_file", path=str(out))
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not os.access(out, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _not_writable(out, error) from error


def _not_writable(out: Path, error: OSError) -> RasoatError:
    return RasoatError("out_not_writable", path=str(out), problem=error.strerror or str(error))


def write_tables(out: Path, rows: Mapping[str, Iterable[Any]], *, version: str) -> dict[str, int]:
    """Write every table of the schema below ``out``, empty ones too, a data package that describes them, and last the
    manifest; return rows per table.

    All files are written and synced before the first one is put in its place, and the manifest of the run before is
    taken away first: a folder with a manifest holds the tables of one finished run.
    """
    counts: dict[str, int] = {}
    files: dict[str, bytes] = {}
    for table in schema.tables():
        arrow = schema.to_arrow(table, rows.get(table.name, ()))
        counts[table.name] = arrow.num_rows
        files[f"{table.name}.parquet"] = parquet_bytes(arrow)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    files[DATAPACKAGE] = datapackage({name: [f"{name}.parquet"] for name in counts}).encode()
    manifest = {"version": version, "rows": counts, "sha256": digests}
    files[MANIFEST] = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
    try:
        _replace_files(out, files)
    except OSError as error:
        raise _not_writable(out, error) from error
    return counts


def _replace_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Put the files in place, in order.

    An interrupted call leaves no unfinished file behind, a killed one hidden files that the next run writes over.
    """
    prepare_folder(out)
    unfinished = {name: out / _UNFINISHED.format(name=name) for name in files}
    try:
        for name, data in files.items():
            _write_synced(unfinished[name], data)
        (out / MANIFEST).unlink(missing_ok=True)
        for name, path in unfinished.items():
            os.replace(path, out / name)
    finally:
        for path in unfinished.values():
            path.unlink(missing_ok=True)
    _sync_folder(out)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the renames last; where a folder cannot be opened (Windows) the file system sees to it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_table(out: Path, name: str) -> pd.DataFrame:
    """One table of a run.

    Raises RasoatError where the folder holds no finished run.
    """
    if not (out / MANIFEST).is_file() or not (out / f"{name}.parquet").is_file():
        raise RasoatError("no_run", path=str(out))
    frame: pd.DataFrame = pq.read_table(out / f"{name}.parquet").to_pandas()
    return frame


def table_files(out: Path, name: str) -> tuple[Path, ...]:
    """The files of one table of a run, in order of its rows.

    Raises RasoatError where the folder holds no finished run.
    """
    found = (out / f"{name}.parquet",)
    if not (out / MANIFEST).is_file() or not all(file.is_file() for file in found):
        raise RasoatError("no_run", path=str(out))
    return found
