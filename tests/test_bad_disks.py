"""A disk that is full, a folder that may not be written into, an interrupt: one line, and nothing is lost by it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from faulty_reader import read_faulty
from table_bytes import all_bytes

from pipeline.errors import RasoatError
from pipeline.run import Finished, run
from pipeline.scratch import Room
from pipeline.status import status_of
from pipeline.tables import read_table
from pipeline.verify import verify


def _run(folder: Path, out: Path, **named: Any) -> Finished:
    return run([folder], out, **{"reading": read_faulty, "workers": 0, **named})


def _write(folder: Path, files: int, length: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(files):
        # Bytes that do not shrink when packed.
        (folder / f"{number:03}.txt").write_text(f"fine {os.urandom(length).hex()}")
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_fills_up_costs_nothing_that_was_there(small_disk: Path, tmp_path: Path) -> None:
    archive = _write(tmp_path / "archive", 20, 1000)
    out = small_disk / "out"
    _run(archive, out)
    before = all_bytes(out)
    _write(archive, 80, 60_000)
    with pytest.raises(RasoatError, match="out_not_writable"):
        _run(archive, out)
    assert all_bytes(out) == before
    assert [fault for fault in verify(out) if "ledger" not in fault.where] == []
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    again = _run(archive, out)
    assert again.inputs["ok"] == 80
    _run(archive, tmp_path / "fresh")
    assert all_bytes(out) == all_bytes(tmp_path / "fresh")


def test_a_disk_that_fills_up_while_tables_are_written_leaves_what_was_read(small_disk: Path, tmp_path: Path) -> None:
    archive = _write(tmp_path / "archive", 10, 100_000)
    out = small_disk / "out"

    def fill_up(_: object) -> None:
        """Leave so much of the disk that the ledger finds room for all, and the tables do not."""
        left = os.statvfs(small_disk)
        with (small_disk / "other").open("ab") as other:
            other.write(bytes(max(left.f_bavail * left.f_frsize - 300_000, 0)))

    with pytest.raises(RasoatError, match="out_not_writable"):
        _run(archive, out, progress=fill_up)
    (small_disk / "other").unlink()
    again = _run(archive, out)
    assert again.read < 10
    assert len(read_table(out, "documents")) == 10


def test_a_folder_that_may_not_be_written_into_is_bad_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = _write(tmp_path / "archive", 2, 10)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(RasoatError, match="out_not_writable"):
        _run(archive, tmp_path / "out")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_bad_use(tmp_path: Path) -> None:
    archive = _write(tmp_path / "archive", 2, 10)
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(RasoatError, match="out_not_writable"):
        _run(archive, tmp_path / "closed" / "out")


def test_a_disk_without_links_is_told_before_the_long_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "symlink", no_link)
    read: list[object] = []
    with pytest.raises(RasoatError, match="symbolic link"):
        _run(_write(tmp_path / "archive", 2, 10), tmp_path / "out", progress=read.append)
    assert not read


# A shell that starts tests in the background has interrupts ignored, and a child would inherit that.
_COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, "tests")
from faulty_reader import read_faulty
from pipeline import run
run.process = read_faulty
from pipeline.cli import invoke
sys.exit(invoke(sys.argv[1:]))
"""


def test_an_interrupt_ends_workers_with_one_line_and_loses_nothing(tmp_path: Path) -> None:
    archive = _write(tmp_path / "archive", 30, 10)
    (archive / "zz.txt").write_text("hang")
    log, out = tmp_path / "log", tmp_path / "out"
    command = [sys.executable, "-c", _COMMAND, "run", archive, "--out", out, "--workers", "2", "--log-json", log]
    with subprocess.Popen([*map(str, command), "--lang", "en"], stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 120
        while not (log.exists() and log.read_text().count('"file"') >= 30) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = process.stderr.read().splitlines()
    assert process.returncode == 130
    # A slow machine may have told how far it was before.
    assert told[-1] == "rasoat: interrupted; the tables of an earlier run, if any, are untouched"
    assert not [line for line in told if not line.startswith("rasoat: ")]
    (archive / "zz.txt").unlink()
    assert _run(archive, out).read == 0


@pytest.fixture
def short_tmp() -> Iterator[Path]:
    """A folder for temporary files with a path that a socket below it can have."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


def test_a_path_of_temporary_files_that_is_too_long_is_bad_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = _write(tmp_path / "archive", 2, 10)
    (tmp_path / ("a" * 80)).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("a" * 80)))
    with pytest.raises(RasoatError, match=r"not_writable: .*a: File name too long"):
        _run(archive, tmp_path / "out", workers=1)


def test_an_interrupt_while_workers_are_made_ready_is_one_line_too(tmp_path: Path, short_tmp: Path) -> None:
    archive = _write(tmp_path / "archive", 30, 10)
    command = [sys.executable, "-c", _COMMAND, "run", archive, "--out", tmp_path / "out", "--workers", "2"]
    with subprocess.Popen(
        [*map(str, command), "--lang", "en"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(short_tmp)},
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 120
        while not list(short_tmp.glob("rasoat-run-*/worker-*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)
        # As a terminal does: to all that were started from it.
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        told = process.stderr.read().splitlines()
    assert told == ["rasoat: interrupted; the tables of an earlier run, if any, are untouched"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["told to end", "its terminal closed"])
def test_a_program_that_is_told_to_end_leaves_nothing_of_reports_behind(
    tmp_path: Path, short_tmp: Path, number: int
) -> None:
    archive = _write(tmp_path / "archive", 3, 10)
    (archive / "zz.txt").write_text("hang")
    log, code = tmp_path / "log", _COMMAND.replace("invoke(sys.argv[1:])", "main()").replace("invoke", "main")
    command = [sys.executable, "-c", code, "run", archive, "--out", tmp_path / "out", "--workers", "2"]
    with subprocess.Popen(
        [*map(str, command), "--log-json", str(log), "--lang", "en"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(short_tmp)},
    ) as process:
        deadline = time.monotonic() + 120
        while not (log.exists() and log.read_text().count('"file"') >= 3) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list(short_tmp.glob("rasoat-*"))
        process.send_signal(number)
        assert process.stderr is not None
        told = process.stderr.read().splitlines()
    assert process.returncode == 130
    assert [line for line in told if "interrupted" in line] == told[-1:]
    assert not list(short_tmp.glob("rasoat-*"))


def test_what_a_killed_program_left_is_removed_by_the_next_and_nothing_else(
    short_tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(short_tmp))
    alive = Room()
    Path(alive.folder(), "report.txt").touch()
    (short_tmp / "rasoat-run-left" / "worker-1").mkdir(parents=True)
    (short_tmp / "another").mkdir()
    (short_tmp / "rasoat-run-link").symlink_to(short_tmp / "another")
    Room().close()
    assert {path.name for path in short_tmp.iterdir()} == {alive.path.name, "another", "rasoat-run-link"}
    assert list(alive.path.glob("*/report.txt"))
    alive.close()
    assert not alive.path.exists()


def test_a_reader_that_opened_a_table_reads_on_while_a_run_ends(tmp_path: Path) -> None:
    archive = _write(tmp_path / "archive", 5, 10)
    _run(archive, tmp_path / "out")
    part = next((tmp_path / "out" / "documents").iterdir())
    with part.open("rb") as opened:
        _write(archive, 9, 10)
        _run(archive, tmp_path / "out")
        assert pq.read_table(opened).num_rows == 5
    assert len(read_table(tmp_path / "out", "documents")) == 9


def test_a_medium_that_cannot_be_written_is_looked_at_all_the_same(tmp_path: Path) -> None:
    archive = _write(tmp_path / "archive", 3, 10)
    _run(archive, tmp_path / "out")
    place = tmp_path / "read-only"
    place.mkdir()
    for options in (["--bind"], ["-o", "remount,ro,bind"]):
        mounted = subprocess.run(
            ["mount", *options, str(tmp_path / "out"), str(place)], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("nothing can be mounted here")
    try:
        assert status_of(place).statuses == {"ok": 3}
        assert list(verify(place)) == []
        with pytest.raises(RasoatError, match="out_not_writable"):
            _run(archive, place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_folder_that_another_user_closed_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    _run(_write(tmp_path / "archive", 3, 10), out)

    def closed(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", closed)
    for look in (status_of, lambda out: list(verify(out))):
        with pytest.raises(RasoatError, match="source_closed"):
            look(out)


def test_what_another_user_keeps_to_himself_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, own = tmp_path / "out", Path.open
    _run(_write(tmp_path / "archive", 3, 10), out)

    def refused(path: Path, *given: Any, **named: Any) -> Any:
        if path.name in ("ledger.sqlite", "lock"):
            raise PermissionError(13, "Permission denied")
        return own(path, *given, **named)

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(RasoatError, match="source_closed"):
        status_of(out)
    assert [(fault.what, fault.where) for fault in verify(out)] == [("closed", ".rasoat/ledger.sqlite")]
    with pytest.raises(RasoatError, match="out_not_writable"):
        _run(tmp_path / "archive", out)
