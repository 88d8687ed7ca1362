"""From the ledger to the tables: a new generation of files, made from the documents of the archive and nothing else.

Documents are taken in the order of their ids, a stretch of ids at a time: a stretch is one file of every table, and
several of the texts. Stretches in which nothing changed are taken over as they are. No more is in memory than a group
of rows of every table, and what the rules over the whole archive need.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import generations, schema
from pipeline.archive import audit_archive, stored_archive
from pipeline.audits.findings import Finding
from pipeline.ledger import Entry, Ledger
from pipeline.packed import unpack
from pipeline.parts import PartWriter, file_of, files_of, first_of, name_of_part
from pipeline.settings import program_digest
from pipeline.tables import BESIDE, digest_of_file, faulty_files, manifest_of, write_manifest

# Findings over the whole archive join those of the documents when all documents are there; these are kept as they
# were, beside the tables, for the next time.
_LATE, _OWN = "findings", "findings-of-documents"

_ARCHIVE = "archive"

# Rows of documents are made one table so many at a time: a table of one row takes far more memory than the row.
_PIECES = 256


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """A stretch of ids: the ``index``-th of ``count``, and what its files are made from, as a digest."""

    index: int
    count: int
    inputs: str

    @property
    def bounds(self) -> tuple[str, str]:
        return first_of(self.index, self.count), first_of(self.index + 1, self.count)

    @property
    def key(self) -> str:
        return name_of_part(self.index, self.count)

    def files(self, table: str, documents: int) -> list[tuple[int, int]]:
        """The files of a table with the documents of this stretch: their numbers, and of how many."""
        count = files_of(table, documents)
        each = count // self.count
        return [(self.index * each + n, count) for n in range(each)]


def assemble(out: Path, ledger: Ledger, *, version: str, timings: bool = False) -> dict[str, int]:
    """Make the tables of what the ledger holds, and let readers meet them; return rows per table.

    Where nothing changed nothing is written. Raises RasoatError where the system does not let us write.
    """
    try:
        return _assemble(out, ledger, version, timings)
    except OSError as error:
        raise generations.not_writable(out, error) from error


def _assemble(out: Path, ledger: Ledger, version: str, timings: bool) -> dict[str, int]:
    documents = ledger.count()
    stretches = list(_stretches(ledger, documents, timings))
    whole = hashlib.sha256("".join(stretch.inputs for stretch in stretches).encode()).hexdigest()
    old = generations.current(out)
    before = old.name if old is not None else ""
    stated = manifest_of(old) if old is not None else None
    if stated and old and ledger.inputs_of(_ARCHIVE, before) == whole and _is_shown_whole(out, old, stated["sha256"]):
        return _rows(stated["rows"])
    with generations.made_anew(out, names_in_out()) as made:
        for name in (*(table.name for table in schema.tables()), _OWN):
            (made / name).mkdir()
        for stretch in stretches:
            same = stated and old and ledger.inputs_of(stretch.key, before) == stretch.inputs
            if not (same and old and stated and _take_over(old, made, stretch, documents, stated["sha256"])):
                _write_stretch(made, ledger, stretch, documents, timings)
                # The rows of one stretch are gone; what Arrow keeps of their memory would be held beside the next.
                pa.default_memory_pool().release_unused()
        _add_archive_findings(made, stretches, ledger)
        _write_labels(made)
        manifest = write_manifest(made, version=version)
        inputs = [(stretch.key, stretch.inputs) for stretch in stretches]
        ledger.put_inputs([*inputs, (_ARCHIVE, whole)], made.name, before=before)
    return _rows(manifest["rows"])


def _is_shown_whole(out: Path, generation: Path, digests: Mapping[str, str]) -> bool:
    """Whether readers meet this generation, every file of it as it was written."""
    shown = all((out / name).resolve() == generation / name for name in names_in_out())
    return shown and next(faulty_files(generation, digests), None) is None


def names_in_out() -> list[str]:
    """What stands in a folder of tables under its own name."""
    return [*(table.name for table in schema.tables()), *BESIDE]


def would_lose(out: Path, ledger: Ledger, *, left_out: Collection[str] = ()) -> int:
    """How many documents the tables hold that those made of this ledger would not, though nobody asked for that.

    Their files are gone, and the ledger that had them is too (it was damaged, or another version's), or has rows of
    them that cannot be used. ``left_out`` are digests of contents that are to be forgotten.
    """
    old = generations.current(out)
    lost = ledger.unusable()
    if old is None or manifest_of(old) is None or ledger.inputs_of(_ARCHIVE, old.name) is not None:
        return lost
    with contextlib.suppress(OSError, pa.ArrowException, KeyError):
        for part in sorted((old / "documents").glob("*.parquet")):
            for batch in pq.ParquetFile(part).iter_batches(columns=["doc_id", "source_path", "also_at", "sha256"]):
                for row in batch.to_pylist():
                    places = [row["source_path"], *row["also_at"]]
                    gone = ledger.known(row["doc_id"]) is None and not any(map(ledger.id_at, places))
                    # A file whose bytes could not be had is never kept.
                    lost += bool(gone and row["sha256"] and row["sha256"] not in left_out)
    return lost


def _rows(stated: dict[str, int]) -> dict[str, int]:
    return {table.name: stated[table.name] for table in schema.tables()}


def _stretches(ledger: Ledger, documents: int, timings: bool) -> Iterator[_Stretch]:
    count = files_of("documents", documents)
    for index in range(count):
        # Another program may write the same rows otherwise.
        digest = hashlib.sha256(f"{program_digest()} {timings}".encode())
        for doc_id, rows, seconds, *places in ledger.fingerprints(first_of(index, count), first_of(index + 1, count)):
            digest.update(json.dumps([doc_id, rows, seconds if timings else "", *places]).encode())
        yield _Stretch(index=index, count=count, inputs=digest.hexdigest())


def _take_over(old: Path, made: Path, stretch: _Stretch, documents: int, digests: Mapping[str, str]) -> bool:
    """Take the files of a stretch over from the generation before; False where one is missing or damaged."""
    names = [
        f"{_folder(table.name)}/{name_of_part(index, count)}"
        for table in _document_tables()
        for index, count in stretch.files(table.name, documents)
    ]
    for name in names:
        if not (old / name).is_file() or digest_of_file(old / name) != digests.get(name):
            return False
    for name in names:
        generations.keep_file(old / name, made / name)
    return True


def _folder(table: str) -> str:
    """The folder of a table's files in a generation, before the rules over the archive have run."""
    return _OWN if table == _LATE else table


def _document_tables() -> tuple[schema.Table, ...]:
    return tuple(table for table in schema.tables() if table.name != "labels")


def _write_stretch(made: Path, ledger: Ledger, stretch: _Stretch, documents: int, timings: bool) -> None:
    """Write the files of a stretch, table by table beside each other, in one walk over its documents."""
    with contextlib.ExitStack() as open_files:
        writers: dict[str, list[PartWriter]] = {}
        for table in _document_tables():
            writers[table.name] = [
                open_files.enter_context(PartWriter(made / _folder(table.name) / name_of_part(*place), table))
                for place in stretch.files(table.name, documents)
            ]
        placed: list[pa.Table] = []
        for entry in ledger.entries(*stretch.bounds):
            for name, batch in unpack(entry.rows).items():
                if name == "documents":
                    placed.append(pa.Table.from_batches([_placed(batch, entry, timings)]))
                    placed = [pa.concat_tables(placed).combine_chunks()] if len(placed) >= _PIECES else placed
                    continue
                files = writers[name]
                count = len(files) * stretch.count
                files[file_of(entry.doc_id, count) % len(files)].add(pa.Table.from_batches([batch]))
        if placed:
            writers["documents"][0].add(_in_order(pa.concat_tables(placed), "documents"))


def _in_order(rows: pa.Table, table: str) -> pa.Table:
    """The rows in the order of their table."""
    keys = [(column, "ascending") for column in schema.table_named(table).sorted_by]
    return rows.take(pc.sort_indices(rows, sort_keys=keys))


def _placed(batch: pa.RecordBatch, entry: Entry, timings: bool) -> pa.RecordBatch:
    """The row of a document with what is not its content's: where it stands, and how long it took where asked for."""
    own = {
        "source_path": entry.name,
        "also_at": list(entry.also_at),
        "seconds": entry.seconds if timings and entry.seconds else None,
    }
    for name, value in own.items():
        at = batch.schema.get_field_index(name)
        batch = batch.set_column(at, batch.schema.field(at), pa.array([value], batch.schema.field(at).type))
    return batch


def _add_archive_findings(made: Path, stretches: Sequence[_Stretch], ledger: Ledger) -> None:
    """Run the rules over the whole archive, and put what they find between the findings of the documents."""
    table = schema.table_named(_LATE)
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in audit_archive(stored_archive(made, ledger.text_digests()), _finding_ids(made)):
        found[file_of(finding.doc_id, len(stretches))].append(finding)
    for stretch in stretches:
        name = name_of_part(stretch.index, stretch.count)
        own, whole = made / _OWN / name, made / _LATE / name
        if not found[stretch.index]:
            generations.keep_file(own, whole)
            continue
        rows = pa.concat_tables([pq.read_table(own, partitioning=None), schema.to_arrow(table, found[stretch.index])])
        with PartWriter(whole, table) as writer:
            writer.add(_in_order(rows, _LATE))


@dataclasses.dataclass(frozen=True, slots=True)
class _Numbered:
    """A finding of which only its number matters."""

    doc_id: str
    finding_id: str


def _finding_ids(made: Path) -> Iterable[Finding]:
    for path in sorted((made / _OWN).iterdir()):
        for batch in pq.ParquetFile(path).iter_batches(columns=["doc_id", "finding_id"]):
            for doc_id, finding_id in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield _Numbered(doc_id, finding_id)  # type: ignore[misc]


def _write_labels(made: Path) -> None:
    table = schema.table_named("labels")
    with PartWriter(made / table.name / name_of_part(0, 1), table) as writer:
        writer.add(schema.to_arrow(table, schema.labels()))
