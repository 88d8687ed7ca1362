"""Whether what stands on the disk is what a run wrote, and holds together: digests, schema, places, references.

Every file of a generation is named in ``run.json`` with its digest, and ``run.json`` has one of itself: a bit that
changed anywhere is noticed. Then the rows are looked at, a stretch of documents at a time.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import generations, schema
from pipeline.assemble import names_in_out
from pipeline.errors import RasoatError
from pipeline.identify import is_reference
from pipeline.ledger import Ledger
from pipeline.parts import file_of, is_part, name_of_part
from pipeline.tables import MANIFEST, faulty_files, manifest_of

# What the rows of a table are told apart by; all others hold figures.
_OWN_ID = {
    "sections": "section_id",
    "citations": "citation_id",
    "findings": "finding_id",
    "unexplained": "unexplained_id",
}
_NO_FACTS = ("documents", "texts", "labels")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What does not hold: ``what`` names a message of ``wording.toml`` (``verify_<what>``), ``where`` a file or row."""

    what: str
    where: str


def verify(out: Path) -> Iterator[Fault]:
    """Everything that does not hold in the folder of a run. Raises RasoatError where it holds no run."""
    folder = generations.current(out)
    if folder is None or not (folder / MANIFEST).is_file():
        raise RasoatError("no_run", path=str(out))
    damaged = list(_files(out, folder))
    yield from damaged
    yield from _ledger(out)
    if not damaged:
        # What is damaged would only be found again, in many words.
        yield from _rows(folder)


def _files(out: Path, folder: Path) -> Iterator[Fault]:
    """Files that are damaged, missing, closed or nobody's."""
    stated = manifest_of(folder)
    if stated is None:
        yield Fault(what="damaged", where=MANIFEST)
        return
    digests = stated["sha256"]
    if folder == out:
        # Tables that were copied with their links followed: what a run keeps for the next did not come along.
        there = frozenset(names_in_out())
        digests = {name: digest for name, digest in digests.items() if name.split("/")[0] in there}
    yield from (Fault(what=what, where=name) for what, name in faulty_files(folder, digests))
    for table in schema.tables():
        if (out / table.name).resolve() != (folder / table.name).resolve():
            yield Fault(what="elsewhere", where=table.name)
        for path in sorted((folder / table.name).iterdir()) if (folder / table.name).is_dir() else ():
            if f"{table.name}/{path.name}" not in digests:
                yield Fault(what="unknown_file", where=f"{table.name}/{path.name}")


def _ledger(out: Path) -> Iterator[Fault]:
    """Whether what the program keeps for its next run is whole; tables that were copied without it have none."""
    path = Ledger.path_of(out)
    if not path.is_file():
        return
    where = path.relative_to(out).as_posix()
    try:
        ledger = Ledger(out, write=False)
    except RasoatError as error:
        yield Fault(what="closed" if error.reason == "source_closed" else "damaged", where=where)
        return
    try:
        if not ledger.is_sound():
            yield Fault(what="damaged", where=where)
    finally:
        ledger.close()


def _rows(folder: Path) -> Iterator[Fault]:
    """Rows that do not hold together, a stretch of documents at a time."""
    parts = sorted(path.name for path in (folder / "documents").iterdir() if is_part(path.name))
    elsewhere: set[str] = set()
    seen: set[str] = set()
    for index in range(len(parts)):
        stretch = _Stretch(folder, index, len(parts))
        yield from stretch.faults()
        elsewhere |= stretch.elsewhere
        seen |= stretch.ids & elsewhere
    # Findings over the archive rest on rows of other reports too; these may stand in any stretch.
    for index in range(len(parts)) if elsewhere - seen else ():
        seen |= _Stretch(folder, index, len(parts)).all_ids() & elsewhere
    yield from (Fault(what="no_row", where=missing) for missing in sorted(elsewhere - seen))


class _Stretch:
    """The rows of a stretch of documents, table by table."""

    def __init__(self, folder: Path, index: int, count: int) -> None:
        self._folder, self._index, self._count = folder, index, count
        self.ids: set[str] = set()
        self.elsewhere: set[str] = set()
        self._texts: dict[str, str] = {}

    def faults(self) -> Iterator[Fault]:
        """What does not hold among these rows; what they name and do not hold is in ``elsewhere``."""
        for table in schema.tables():
            for path in self._files(table.name):
                if not pq.read_schema(path).equals(schema.arrow_schema(table), check_metadata=True):
                    yield Fault(what="schema", where=f"{table.name}/{path.name}")
                    return
        documents = self._documents
        self._texts = {row["doc_id"]: row["text"] for row in self._read("texts", ["doc_id", "text"])}
        yield from self._placed(documents)
        self.all_ids()
        for table in _fact_tables():
            yield from self._table(table)

    def all_ids(self) -> set[str]:
        """The ids of all rows of the stretch, and of its documents: a copy is found against the report it copies."""
        self.ids |= set(self._documents)
        for table in _fact_tables():
            self.ids |= {str(row[_own_id(table)]) for row in self._read(table.name, [_own_id(table)])}
        return self.ids

    @functools.cached_property
    def _documents(self) -> Counter[str]:
        """How often the stretch has each document."""
        return Counter(row["doc_id"] for row in self._read("documents", ["doc_id"]))

    def _placed(self, documents: Counter[str]) -> Iterator[Fault]:
        for doc_id in sorted(documents):
            if file_of(doc_id, self._count) != self._index:
                yield Fault(what="misplaced", where=doc_id)
        if documents.total() != len(documents):
            yield Fault(what="twice", where=f"documents/{name_of_part(self._index, self._count)}")
        yield from (Fault(what="no_document", where=doc_id) for doc_id in sorted(set(self._texts) - documents.keys()))

    def _table(self, table: schema.Table) -> Iterator[Fault]:
        own, met = _own_id(table), set[str]()
        references = [name for name in table.columns if is_reference(name) and name not in (own, "group_id")]
        spoken = {"doc_id", "start", "end", "raw"} <= set(table.columns)
        wanted = [name for name in ("doc_id", own, "evidence", *references) if name in table.columns]
        for row in self._read(table.name, [*wanted, *(("start", "end", "raw") if spoken else ())]):
            where = f"{table.name} {row[own]}"
            if row["doc_id"] not in self._texts:
                yield Fault(what="no_document", where=where)
            elif spoken and self._texts[row["doc_id"]][row["start"] : row["end"]] != row["raw"]:
                yield Fault(what="offsets", where=where)
            if row[own] in met:
                yield Fault(what="twice", where=where)
            met.add(row[own])
            named = [row[name] for name in references if row[name]] + list(row.get("evidence") or ())
            for missing in (one for one in named if one not in self.ids):
                if missing.startswith(row["doc_id"]):
                    yield Fault(what="no_row", where=f"{where} → {missing}")
                else:
                    self.elsewhere.add(missing)

    def _files(self, table: str) -> list[Path]:
        """The files of a table that hold documents of this stretch."""
        paths = sorted(path for path in (self._folder / table).iterdir() if is_part(path.name))
        each = len(paths) // self._count
        return paths[self._index * each : (self._index + 1) * each]

    def _read(self, table: str, columns: Iterable[str]) -> Iterator[dict[str, Any]]:
        for path in self._files(table):
            for batch in pq.ParquetFile(path).iter_batches(batch_size=2048, columns=list(columns)):
                yield from _dicts(batch)


def _fact_tables() -> list[schema.Table]:
    return [table for table in schema.tables() if table.name not in _NO_FACTS]


def _own_id(table: schema.Table) -> str:
    return _OWN_ID.get(table.name, "figure_id")


def _dicts(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = batch.to_pylist()
    return rows
