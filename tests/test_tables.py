"""Tables on disk: the same bytes for the same rows, whole or not there."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import itertools
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from extractors.dossiers import Dossier
from pipeline import parts
from pipeline.datapackage import DATAPACKAGE
from pipeline.documents import Document, Text
from pipeline.errors import RasoatError
from pipeline.generations import current
from pipeline.parts import PartWriter, file_of, first_of, name_of_part
from pipeline.run import Finished
from pipeline.schema import arrow_schema, table_named, tables, to_arrow
from pipeline.tables import MANIFEST, parts_of, read_batches, read_table, write_tables

ROW = Dossier(doc_id="a" * 16, figure_id=f"{'a' * 16}:f0001", start=0, end=1, raw="5", metric="received", value=5)
OTHER = dataclasses.replace(ROW, figure_id=f"{'a' * 16}:f0002", start=7, end=8)


def _bytes(out: Path) -> dict[str, bytes]:
    """What a reader meets, through the links; not the state of the program beside it."""
    files = [out / MANIFEST, out / DATAPACKAGE, *(path for table in tables() for path in (out / table.name).iterdir())]
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(files)}


def _document(number: int) -> Document:
    return Document(doc_id=f"{number:04x}{'0' * 12}", source_path=f"{9999 - number}.txt", status="ok")


def test_every_table_is_written_empty_ones_too(tmp_path: Path) -> None:
    counts = write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert counts == {table.name: int(table.name == "dossiers") for table in tables()}
    assert set(_bytes(tmp_path)) == {f"{table.name}/{name_of_part(0, 1)}" for table in tables()} | {
        MANIFEST,
        DATAPACKAGE,
    }
    for table in tables():
        written = pq.ParquetFile(tmp_path / table.name / name_of_part(0, 1))
        assert written.schema_arrow.equals(arrow_schema(table), check_metadata=True)


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    write_tables(tmp_path / "one", {"dossiers": [ROW, OTHER]}, version="1")
    write_tables(tmp_path / "two", {"dossiers": iter([OTHER, ROW])}, version="1")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


@pytest.mark.parametrize("name", ["dossiers", "texts"])
def test_rows_are_the_same_bytes_however_they_come_in_pieces(tmp_path: Path, name: str) -> None:
    table = table_named(name)
    rows = [dataclasses.replace(ROW, doc_id=f"{n:016x}") for n in range(70_000)]
    texts = [Text(doc_id=f"{n:016x}", text="một hai ba " * n, body_end=0) for n in range(600)]
    whole = to_arrow(table, rows if name == "dossiers" else texts)
    cuts = [0, 1, 256, 300, 555, whole.num_rows]
    with PartWriter(tmp_path / "whole", table) as one, PartWriter(tmp_path / "cut", table) as other:
        one.add(whole)
        for a, b in itertools.pairwise(cuts):
            other.add(whole.slice(a, b - a))
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "cut").read_bytes()
    assert pq.ParquetFile(tmp_path / "cut").num_row_groups == (2 if name == "dossiers" else 3)


def test_tables_are_compressed_with_zstd_and_every_page_has_a_checksum(tmp_path: Path) -> None:
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    part = tmp_path / "dossiers" / name_of_part(0, 1)
    group = pq.ParquetFile(part).metadata.row_group(0)
    assert {group.column(n).compression for n in range(group.num_columns)} == {"ZSTD"}
    page = group.column(0).dictionary_page_offset + 20
    damaged = bytearray(part.read_bytes())
    damaged[page] ^= 1
    (tmp_path / "damaged").write_bytes(damaged)
    with pytest.raises(OSError, match=r"(?i)crc|checksum"):
        pq.read_table(tmp_path / "damaged", columns=["doc_id"], page_checksum_verification=True)


def test_the_manifest_tells_rows_and_digests(tmp_path: Path) -> None:
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1.2")
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    assert manifest["version"] == "1.2"
    assert manifest["rows"]["dossiers"] == 1
    found = {name: hashlib.sha256(data).hexdigest() for name, data in _bytes(tmp_path).items() if name != MANIFEST}
    assert manifest["sha256"] == found


def test_many_documents_are_spread_over_files_by_their_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_DOCUMENTS_A_FILE", 100)
    documents = [_document(number) for number in range(0, 65536, 256)]
    dossiers = [dataclasses.replace(ROW, doc_id=document.doc_id) for document in documents]
    write_tables(tmp_path, {"documents": documents, "dossiers": dossiers}, version="1")
    assert [path.name for path in parts_of(tmp_path, "dossiers")] == [name_of_part(n, 4) for n in range(4)]
    assert read_table(tmp_path, "dossiers")["doc_id"].is_monotonic_increasing
    assert read_table(tmp_path, "documents")["source_path"].is_monotonic_increasing
    assert read_table(tmp_path, "dossiers", ["value"]).shape == (256, 1)
    batches = list(read_batches(tmp_path, "dossiers", ["doc_id"]))
    assert [doc_id for batch in batches for doc_id in batch.column(0).to_pylist()] == [d.doc_id for d in documents]
    pandas_reads = pd.read_parquet(tmp_path / "dossiers")
    assert list(pandas_reads["doc_id"]) == [document.doc_id for document in documents]


@pytest.mark.parametrize("count", [1, 2, 64, 65536])
def test_every_id_has_one_file_and_the_files_run_on(count: int) -> None:
    ids = [f"{number:016x}" for number in range(0, 1 << 64, (1 << 64) // 997)]
    places = [file_of(doc_id, count) for doc_id in ids]
    assert places == sorted(places)
    assert places[-1] == count - 1
    for doc_id, place in zip(ids, places, strict=True):
        assert first_of(place, count) <= doc_id < first_of(place + 1, count)


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert len(read_table(tmp_path, "dossiers")) == 1


def test_tables_of_an_earlier_layout_make_room(tmp_path: Path) -> None:
    (tmp_path / "dossiers.parquet").write_bytes(b"PAR1")
    (tmp_path / MANIFEST).write_text("{}")
    write_tables(tmp_path / "copied", {"dossiers": [ROW, OTHER]}, version="1")
    shutil.copytree(tmp_path / "copied" / "dossiers", tmp_path / "dossiers")
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert not (tmp_path / "dossiers.parquet").exists()
    assert len(pd.read_parquet(tmp_path / "dossiers")) == 1


def test_tables_that_were_copied_without_the_programs_state_are_read(tmp_path: Path) -> None:
    write_tables(tmp_path / "out", {"dossiers": [ROW]}, version="1")
    shutil.copytree(tmp_path / "out", tmp_path / "copy", ignore=shutil.ignore_patterns(".rasoat"))
    assert len(read_table(tmp_path / "copy", "dossiers")) == 1


def _fail_at(monkeypatch: pytest.MonkeyPatch, name: str, turn: int, error: BaseException) -> None:
    """The system call ``os.<name>`` fails when it is called for the ``turn``-th time."""
    call, calls = getattr(os, name), itertools.count(1)

    def failing(*given: Any, **named: Any) -> Any:
        if next(calls) == turn:
            raise error
        return call(*given, **named)

    monkeypatch.setattr(os, name, failing)


@pytest.mark.parametrize("turn", [1, 3, 14])
def test_a_disk_that_is_full_leaves_the_tables_of_the_run_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    before = _bytes(tmp_path)
    with monkeypatch.context() as patched:
        _fail_at(patched, "fsync", turn, OSError(28, "No space left on device"))
        with pytest.raises(RasoatError, match="out_not_writable"):
            write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert _bytes(tmp_path) == before
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert len(read_table(tmp_path, "dossiers")) == 1


@pytest.mark.parametrize("turn", range(1, 16))
def test_a_first_run_that_ends_between_two_links_is_no_run_or_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
        _fail_at(patched, "replace", turn, KeyboardInterrupt())
        write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    with contextlib.suppress(RasoatError):
        assert len(read_table(tmp_path, "dossiers")) == 1
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    assert len(pd.read_parquet(tmp_path / "dossiers")) == 2


def test_all_tables_change_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tables(tmp_path, {"documents": [_document(1)], "dossiers": [ROW]}, version="1")
    seen: list[tuple[int, int]] = []
    replace = os.replace

    def looking(source: Path, target: Path) -> None:
        for step in (lambda: None, lambda: replace(source, target)):
            step()
            seen.append((len(pd.read_parquet(tmp_path / "documents")), len(pd.read_parquet(tmp_path / "dossiers"))))

    monkeypatch.setattr(os, "replace", looking)
    write_tables(tmp_path, {"documents": [_document(1), _document(2)], "dossiers": [ROW, OTHER]}, version="1")
    assert seen == [(1, 1), (2, 2)]


def test_the_generation_before_stays_for_those_who_are_reading_it(tmp_path: Path) -> None:
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    open_since = current(tmp_path)
    assert open_since is not None
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    assert pq.ParquetFile(open_since / "dossiers" / name_of_part(0, 1)).metadata.num_rows == 1
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    assert not open_since.exists()


def test_a_folder_without_a_run_is_bad_use(tmp_path: Path) -> None:
    with pytest.raises(RasoatError, match="no_run"):
        read_table(tmp_path, "dossiers")


def test_a_code_nobody_knows_stops_the_writing_before_any_file_is_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="vocabulary"):
        write_tables(tmp_path / "out", {"dossiers": [dataclasses.replace(ROW, metric="?")]}, version="1")
    assert not (tmp_path / "out").exists()


def test_rows_of_a_run_are_sorted_and_their_ids_unique(finished: Finished) -> None:
    keys: dict[str, Any] = {"sections": "section_id", "citations": "citation_id", "findings": "finding_id"}
    figures: list[str] = []
    for table in tables():
        frame = read_table(finished.out, table.name)
        if table.name in keys:
            assert frame[keys[table.name]].is_unique, table.name
        if "figure_id" in frame:
            figures += list(frame["figure_id"])
        if "doc_id" in frame and table.name != "documents":
            assert frame["doc_id"].is_monotonic_increasing, table.name
    assert len(figures) == len(set(figures))
    assert read_table(finished.out, "documents")["source_path"].is_monotonic_increasing


def test_every_reference_of_a_run_leads_to_a_row(finished: Finished) -> None:
    frames = {table.name: read_table(finished.out, table.name) for table in tables()}
    sections, citations = set(frames["sections"]["section_id"]), set(frames["citations"]["citation_id"])
    figures = {one for frame in frames.values() if "figure_id" in frame for one in frame["figure_id"]}
    for name, frame in frames.items():
        if "section_id" in frame:
            assert set(frame["section_id"].dropna()) <= sections, name
        if "part_of" in frame:
            assert set(frame["part_of"].dropna()) <= figures, name
    assert set(frames["sections"]["parent_id"].dropna()) <= sections
    assert set(frames["citations"]["resolves_to"].dropna()) <= citations
    evidence = {one for ids in frames["findings"]["evidence"] for one in ids}
    assert evidence <= sections | citations | figures
    assert table_named("findings").columns["evidence"]
