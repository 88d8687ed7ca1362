"""Tables on disk: the same bytes for the same rows, whole or not there."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractors.dossiers import Dossier
from pipeline.datapackage import DATAPACKAGE
from pipeline.errors import RasoatError
from pipeline.run import Finished
from pipeline.schema import arrow_schema, table_named, tables
from pipeline.tables import MANIFEST, read_table, write_tables

ROW = Dossier(doc_id="a" * 16, figure_id=f"{'a' * 16}:f0001", start=0, end=1, raw="5", metric="received", value=5)
OTHER = dataclasses.replace(ROW, figure_id=f"{'a' * 16}:f0002", start=7, end=8)


def _bytes(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_every_table_is_written_empty_ones_too(tmp_path: Path) -> None:
    counts = write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert counts == {table.name: int(table.name == "dossiers") for table in tables()}
    assert set(_bytes(tmp_path)) == {f"{table.name}.parquet" for table in tables()} | {MANIFEST, DATAPACKAGE}
    for table in tables():
        written = pq.read_table(tmp_path / f"{table.name}.parquet")
        assert written.schema.equals(arrow_schema(table), check_metadata=True)


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    write_tables(tmp_path / "one", {"dossiers": [ROW, OTHER]}, version="1")
    write_tables(tmp_path / "two", {"dossiers": iter([OTHER, ROW])}, version="1")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_tables_are_compressed_with_zstd(tmp_path: Path) -> None:
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    group = pq.ParquetFile(tmp_path / "dossiers.parquet").metadata.row_group(0)
    assert {group.column(n).compression for n in range(group.num_columns)} == {"ZSTD"}


def test_the_manifest_tells_rows_and_digests(tmp_path: Path) -> None:
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1.2")
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    assert manifest["version"] == "1.2"
    assert manifest["rows"]["dossiers"] == 1
    assert set(manifest["sha256"]) == {f"{table.name}.parquet" for table in tables()}


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert len(read_table(tmp_path, "dossiers")) == 1


def test_a_run_that_ends_while_writing_leaves_the_tables_of_the_run_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    before = _bytes(tmp_path)
    calls = 0

    def full_disk(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(RasoatError, match="out_not_writable"):
        write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert _bytes(tmp_path) == before


def test_a_run_that_ends_between_two_tables_is_not_taken_for_a_finished_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tables(tmp_path, {"dossiers": [ROW, OTHER]}, version="1")
    replace, calls = os.replace, 0

    def interrupted(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert not [name for name in _bytes(tmp_path) if "unfinished" in name]
    for table in tables():
        pq.read_table(tmp_path / f"{table.name}.parquet")
    with pytest.raises(RasoatError, match="no_run"):
        read_table(tmp_path, "dossiers")


def test_what_a_killed_run_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".dossiers.parquet.unfinished").write_bytes(b"PAR1 half of it")
    write_tables(tmp_path, {"dossiers": [ROW]}, version="1")
    assert set(_bytes(tmp_path)) == {f"{table.name}.parquet" for table in tables()} | {MANIFEST, DATAPACKAGE}


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
