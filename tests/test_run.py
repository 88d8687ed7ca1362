"""A run: what is read, what is left out, and what happens to files that cannot be read."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from table_bytes import all_bytes

from pipeline.errors import RasoatError
from pipeline.process import Processed, process
from pipeline.read.options import ReadOptions
from pipeline.run import Finished, run
from pipeline.sources import find_sources
from pipeline.tables import read_table

Write = Callable[..., Path]


def _documents(finished: Finished) -> dict[str, dict[str, object]]:
    rows = read_table(finished.out, "documents").to_dict(orient="records")
    return {str(row["source_path"]): {str(key): value for key, value in row.items()} for row in rows}


def test_two_runs_write_the_same_bytes(sample_files: list[Path], finished: Finished, tmp_path: Path) -> None:
    again = run(list(reversed(sample_files)), tmp_path / "again")
    assert all_bytes(again.out) == all_bytes(finished.out)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_order_of_sets_changes_nothing(
    sample_files: list[Path], finished: Finished, tmp_path: Path, seed: str
) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "run", *map(str, sample_files), "--out", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert all_bytes(tmp_path / "out") == all_bytes(finished.out)


def test_a_folder_and_its_files_named_one_by_one_are_the_same_archive(write_report: Write, tmp_path: Path) -> None:
    one, two = write_report("một.txt"), write_report("năm 2023/hai.txt", extra="Hết.\n")
    by_folder = run([one.parent], tmp_path / "a")
    by_files = run([two, one, two], tmp_path / "b")
    assert set(_documents(by_folder)) == {"một.txt", "năm 2023/hai.txt"}
    assert all_bytes(by_folder.out) == all_bytes(by_files.out)


def test_files_with_the_same_bytes_are_one_row(write_report: Write, tmp_path: Path) -> None:
    for name in ("c.txt", "a/a.txt", "b.txt"):
        write_report(name)
    finished = run([tmp_path / "archive"], tmp_path / "out")
    (row,) = _documents(finished).values()
    assert row["source_path"] == "a/a.txt"
    assert list(row["also_at"]) == ["b.txt", "c.txt"]  # type: ignore[call-overload]
    assert finished.rows["texts"] == 1


def test_names_are_relative_to_the_folder_that_all_sources_share(write_report: Write, tmp_path: Path) -> None:
    one = write_report("2022/a.txt")
    two = write_report("2023/a.txt", extra="Hết.\n")
    assert [s.name for s in find_sources([one.parent, two.parent]).files] == ["2022/a.txt", "2023/a.txt"]
    assert [s.name for s in find_sources([one]).files] == ["a.txt"]
    assert find_sources([one.parent, two.parent]).folder == tmp_path / "archive"


def test_symbolic_links_are_not_followed(write_report: Write, tmp_path: Path) -> None:
    report = write_report()
    elsewhere = write_report("ngoai.txt", folder=tmp_path / "elsewhere")
    (report.parent / "link.txt").symlink_to(elsewhere)
    (report.parent / "folder").symlink_to(elsewhere.parent)
    (report.parent / "loop").symlink_to(report.parent)
    archive = find_sources([report.parent])
    assert [source.name for source in archive.files] == ["mot.txt"]
    assert archive.left_out == {"link": 3}


def test_a_link_that_is_named_is_followed(write_report: Write, tmp_path: Path) -> None:
    report = write_report()
    (tmp_path / "link").symlink_to(report.parent)
    assert [source.name for source in find_sources([tmp_path / "link"]).files] == ["mot.txt"]


def test_hidden_and_special_files_are_left_out_and_counted(write_report: Write) -> None:
    folder = write_report().parent
    write_report(".hidden.txt")
    write_report(".git/config")
    os.mkfifo(folder / "pipe")
    archive = find_sources([folder])
    assert [source.name for source in archive.files] == ["mot.txt"]
    assert archive.left_out == {"hidden": 2, "special": 1}


def test_patterns_leave_out_files_and_whole_folders(write_report: Write) -> None:
    folder = write_report().parent
    write_report("ghi chú.md")
    write_report("expected/mot.json")
    write_report("expected/sau/hai.json")
    archive = find_sources([folder], skip=["expected", "*.md"])
    assert [source.name for source in archive.files] == ["mot.txt"]
    assert archive.left_out == {"skipped": 2}


def test_the_tables_of_an_earlier_run_are_no_reports(write_report: Write) -> None:
    folder = write_report().parent
    first = run([folder], folder / "out")
    before = all_bytes(first.out)
    second = run([folder], folder / "out")
    assert set(_documents(second)) == {"mot.txt"}
    assert all_bytes(second.out) == before


def test_a_name_that_is_no_utf8_is_written_with_escapes(write_report: Write, tmp_path: Path) -> None:
    report = write_report()
    report.rename(os.fsdecode(os.fsencode(report.parent) + b"/b\xe1o.txt"))
    assert set(_documents(run([report.parent], tmp_path / "out"))) == {"b\\xe1o.txt"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "EMPTY_FILE", id="no bytes"),
        pytest.param(b" \n\t\n", "EMPTY_TEXT", id="blank"),
        pytest.param(b"PK\x03\x04 rest of a broken archive", "CORRUPT", id="a broken DOCX"),
        pytest.param(b"%PDF-1.7\nnothing else", "CORRUPT", id="a broken PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "NOT_A_DOCUMENT", id="a picture"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_failed_row(
    write_report: Write, tmp_path: Path, data: bytes, code: str
) -> None:
    good = write_report()
    (good.parent / "hong.bin").write_bytes(data)
    finished = run([good.parent], tmp_path / "out")
    rows = _documents(finished)
    assert (rows["hong.bin"]["status"], rows["hong.bin"]["error_code"]) == ("failed", code)
    assert rows["hong.bin"]["error_message"]
    assert rows["hong.bin"]["bytes"] == len(data)
    assert rows["mot.txt"]["status"] == "ok"
    assert finished.rows["texts"] == 1


def test_an_error_of_the_program_is_that_files_alone(write_report: Write, tmp_path: Path) -> None:
    good = write_report()
    write_report("loi.txt", extra="Hết.\n")

    def sometimes(data: bytes, name: str, options: ReadOptions) -> Processed:
        if name == "loi.txt":
            raise ZeroDivisionError("by zero")
        return process(data, name, options)

    rows = _documents(run([good.parent], tmp_path / "out", reading=sometimes, workers=0))
    assert rows["loi.txt"]["status"] == "failed"
    assert rows["loi.txt"]["error_code"] == "CRASH"
    assert rows["loi.txt"]["error_message"] == "ZeroDivisionError: by zero"
    assert rows["mot.txt"]["status"] == "ok"


def test_a_file_whose_bytes_cannot_be_had_is_a_row_with_an_id_of_its_own(
    write_report: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_report().parent
    for name in ("khoa1.txt", "khoa2.txt"):
        write_report(name)
    read = Path.open

    def refused(path: Path, *given: Any, **named: Any) -> Any:
        if path.name.startswith("khoa"):
            raise PermissionError(13, "Permission denied")
        return read(path, *given, **named)

    monkeypatch.setattr(Path, "open", refused)
    finished = run([folder], tmp_path / "out")
    monkeypatch.undo()
    rows = _documents(finished)
    assert {rows[name]["error_code"] for name in ("khoa1.txt", "khoa2.txt")} == {"UNREADABLE"}
    assert rows["khoa1.txt"]["error_message"] == "Permission denied"
    assert pd.isna(rows["khoa1.txt"]["sha256"])
    assert len({row["doc_id"] for row in rows.values()}) == 3


def test_seconds_are_null_unless_asked_for(write_report: Write, tmp_path: Path) -> None:
    report = write_report()
    assert read_table(run([report], tmp_path / "a").out, "documents")["seconds"].isna().all()
    assert (read_table(run([report], tmp_path / "b", timings=True).out, "documents")["seconds"] >= 0).all()


def test_progress_is_told_of_every_document(write_report: Write, tmp_path: Path) -> None:
    folder = write_report().parent
    write_report("hai.txt", extra="Hết.\n")
    told: list[str] = []
    total: list[int] = []
    run([folder], tmp_path / "out", progress=lambda met: told.append(met.source_path), total=total.append)
    assert sorted(told) == ["hai.txt", "mot.txt"]
    assert total == [2]


@pytest.mark.parametrize(
    ("reason", "source", "out"),
    [
        pytest.param("no_source", "missing", "out", id="a source that does not exist"),
        pytest.param("no_files", "empty", "out", id="a folder without files"),
        pytest.param("out_is_a_file", "file.txt", "file.txt", id="a file as the folder for tables"),
        pytest.param("out_not_writable", "file.txt", "file.txt/below", id="a folder below a file"),
        pytest.param("out_is_source", "empty", "empty", id="tables among the reports"),
    ],
)
def test_bad_use_is_told_before_anything_is_written(tmp_path: Path, reason: str, source: str, out: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("I. Kết quả")
    with pytest.raises(RasoatError, match=reason):
        run([tmp_path / source], tmp_path / out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file.txt"]


@pytest.mark.parametrize("name", ["documents/mine.txt", "run.json", "labels", "texts/sub/part-00000-of-00001.parquet"])
def test_a_folder_with_something_else_in_the_place_of_a_table_is_bad_use(
    write_report: Write, tmp_path: Path, name: str
) -> None:
    there = tmp_path / "out" / name
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    with pytest.raises(RasoatError, match="out_has_other"):
        run([write_report()], tmp_path / "out")
    assert there.read_text() == "mine"


def test_tables_that_were_copied_without_links_are_written_over(write_report: Write, tmp_path: Path) -> None:
    report = write_report()
    first = run([report], tmp_path / "out")
    for path in first.out.iterdir():
        if path.name != ".rasoat":
            copy = shutil.copytree if path.is_dir() else shutil.copy
            (tmp_path / "copy").mkdir(exist_ok=True)
            copy(path, tmp_path / "copy" / path.name)
    again = run([report], tmp_path / "copy")
    assert again.read == 1
    assert all_bytes(again.out) == all_bytes(first.out)


def test_a_name_for_the_tables_that_is_no_utf8_is_bad_use(write_report: Write, tmp_path: Path) -> None:
    with pytest.raises(RasoatError, match="out_not_writable"):
        run([write_report()], Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")))


def test_content_that_gives_way_to_other_content_is_counted(write_report: Write, tmp_path: Path) -> None:
    one, two = write_report("2022/a.txt"), write_report("2023/a.txt", extra="Năm sau.\n")
    assert run([one.parent], tmp_path / "out").replaced == 0
    finished = run([two.parent], tmp_path / "out")
    assert (finished.replaced, finished.rows["documents"]) == (1, 1)


def _read_what_no_table_holds(data: bytes, name: str, options: ReadOptions) -> Processed:
    read = process(data, name, options)
    return dataclasses.replace(read, document=dataclasses.replace(read.document, chars=1 << 70))


def test_rows_that_no_table_can_hold_are_that_files_matter(write_report: Write, tmp_path: Path) -> None:
    finished = run([write_report()], tmp_path / "out", reading=_read_what_no_table_holds, workers=0)
    assert list(read_table(finished.out, "documents").error_code) == ["CRASH"]
