"""The tables on disk: Parquet, sorted, the same bytes for the same rows, all of one run."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import generations, schema
from pipeline.datapackage import DATAPACKAGE, datapackage
from pipeline.errors import RasoatError
from pipeline.parts import PartWriter, file_of, files_of, is_part, name_of_part

MANIFEST = "run.json"
# What stands beside the tables.
BESIDE = (DATAPACKAGE, MANIFEST)
_ROWS_AT_A_TIME = 20_000


def write_tables(out: Path, rows: Mapping[str, Iterable[Any]], *, version: str) -> dict[str, int]:
    """Write every table of the schema below ``out``, empty ones too, and return rows per table.

    For rows that are in memory; a run writes its tables document by document.
    """
    arrow = {table.name: schema.to_arrow(table, rows.get(table.name, ())) for table in schema.tables()}
    documents = len({doc_id for table in arrow.values() if "doc_id" in table.column_names for doc_id in _ids(table)})
    generations.prepare_folder(out)
    try:
        with generations.made_anew(out, [*arrow, *BESIDE]) as made:
            for table in schema.tables():
                count = files_of(table.name, documents)
                places = defaultdict(list)
                for row, doc_id in enumerate(_ids(arrow[table.name]) if count > 1 else ()):
                    places[file_of(doc_id, count)].append(row)
                (made / table.name).mkdir()
                for index in range(count):
                    piece = (
                        arrow[table.name] if count == 1 else arrow[table.name].take(pa.array(places[index], pa.int64()))
                    )
                    with PartWriter(made / table.name / name_of_part(index, count), table) as writer:
                        writer.add(piece)
            write_manifest(made, version=version)
    except OSError as error:
        raise generations.not_writable(out, error) from error
    return {name: table.num_rows for name, table in arrow.items()}


def _ids(table: pa.Table) -> list[str]:
    ids: list[str] = table.column("doc_id").to_pylist()
    return ids


def write_manifest(made: Path, *, version: str) -> dict[str, Any]:
    """Write what stands beside the tables of a generation, which are there: the data package that describes them, and
    ``run.json`` with rows by table, documents by status, and the digest of every file.
    """
    files = sorted(path for path in made.glob("*/*") if path.is_file())
    digests = {file.relative_to(made).as_posix(): digest_of_file(file) for file in files}
    rows = {table.name: 0 for table in schema.tables()}
    paths: dict[str, list[str]] = {name: [] for name in rows}
    for file in files:
        if file.parent.name in rows:
            rows[file.parent.name] += pq.ParquetFile(file).metadata.num_rows
            paths[file.parent.name].append(f"{file.parent.name}/{file.name}")
    statuses: dict[str, int] = {}
    for file in sorted((made / "documents").iterdir()):
        for counted in pc.value_counts(pq.read_table(file, columns=["status"]).column("status")).to_pylist():
            statuses[counted["values"]] = statuses.get(counted["values"], 0) + counted["counts"]
    (made / DATAPACKAGE).write_text(datapackage(paths), encoding="utf-8")
    digests[DATAPACKAGE] = digest_of_file(made / DATAPACKAGE)
    manifest = {"version": version, "rows": rows, "statuses": statuses, "sha256": digests}
    (made / MANIFEST).write_text(sealed(manifest), encoding="utf-8")
    return manifest


def sealed(facts: Mapping[str, Any]) -> str:
    """Facts as JSON with a digest of themselves, so that no character of them can change unnoticed."""
    bare = json.dumps(facts, indent=2, sort_keys=True)
    seal = hashlib.sha256(bare.encode()).hexdigest()
    return json.dumps({**facts, "seal": seal}, indent=2, sort_keys=True) + "\n"


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """What the manifest of a generation says; None where it is not there, or not as it was written."""
    try:
        written = (folder / MANIFEST).read_bytes()
        stated: dict[str, Any] = json.loads(written)
        bare = {key: value for key, value in stated.items() if key != "seal"}
        return stated if sealed(bare).encode() == written and {"rows", "sha256"} <= set(bare) else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def faulty_files(folder: Path, digests: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files of a generation that are not as they were written: what is the matter (``missing``, ``damaged``, or
    ``closed`` where it may not be read), and the name."""
    for name, digest in digests.items():
        path = folder / name
        try:
            if not path.is_file():
                yield "missing", name
            elif digest_of_file(path) != digest:
                yield "damaged", name
        except OSError:
            yield "closed", name


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rows_of(out: Path) -> dict[str, int]:
    """How many rows every table of a run has, by its manifest. Raises RasoatError where there is no finished run."""
    folder = _generation(out)
    stated = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["rows"]
    return {table.name: stated[table.name] for table in schema.tables()}


def _generation(out: Path) -> Path:
    folder = generations.current(out)
    if folder is None or not (folder / MANIFEST).is_file():
        raise RasoatError("no_run", path=str(out))
    return folder


def parts_of(out: Path, name: str) -> list[Path]:
    """The files of one table of a run, in order. Raises RasoatError where the folder holds no finished run."""
    folder = _generation(out)
    if not (folder / name).is_dir():
        raise RasoatError("no_run", path=str(out))
    return sorted(path for path in (folder / name).iterdir() if is_part(path.name))


def read_table(out: Path, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """One table of a run, in order, or some of its columns.

    Raises RasoatError where the folder holds no finished run.
    """
    parts = [pq.read_table(part, columns=columns, partitioning=None) for part in parts_of(out, name)]
    frame: pd.DataFrame = pa.concat_tables(parts).to_pandas()
    order = schema.table_named(name).sorted_by
    if len(parts) == 1 or order[0] == "doc_id" or not set(order) <= set(frame):
        return frame
    # Files hold documents by their ids, whatever the table is sorted by.
    return frame.sort_values(list(order), kind="stable", ignore_index=True)


def read_batches(out: Path, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """One table of a run, some rows at a time, file by file; a document's rows stand together.

    Raises RasoatError where the folder holds no finished run.
    """
    for part in parts_of(out, name):
        yield from pq.ParquetFile(part).iter_batches(batch_size=_ROWS_AT_A_TIME, columns=columns)


def plain(value: Any) -> Any:
    """A value as Python has it; null is None, a whole number is an int.

    >>> plain(float("nan")), plain(12.0), plain(99.5), plain("x")
    (None, 12, 99.5, 'x')
    """
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or value is pd.NA or value != value:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
