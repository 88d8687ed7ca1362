"""A second run reads what is new, and at the end the tables are those of one run over the archive as it is now."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faulty_reader import read_faulty
from table_bytes import all_bytes

from pipeline.allowance import memory_of
from pipeline.assemble import assemble
from pipeline.errors import RasoatError
from pipeline.generations import current
from pipeline.ledger import Ledger
from pipeline.lock import locked
from pipeline.read.options import ReadOptions
from pipeline.run import Finished, run
from pipeline.tables import read_table

Change = Callable[[Path], None]


def _run(folder: Path, out: Path, **named: Any) -> Finished:
    return run([folder], out, **{"reading": read_faulty, "workers": 0, **named})


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "sub").mkdir(parents=True)
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"fine {number}")
    (folder / "sub" / "copy.txt").write_text("fine 3")
    (folder / "bad.txt").write_text("refuse")
    return folder


def _rename(folder: Path) -> None:
    (folder / "07.txt").rename(folder / "sub" / "seven.txt")


def _rename_bad(folder: Path) -> None:
    (folder / "bad.txt").rename(folder / "worse.txt")


def _rename_first_copy(folder: Path) -> None:
    (folder / "03.txt").rename(folder / "z.txt")


def _remove_first_copy(folder: Path) -> None:
    (folder / "03.txt").unlink()


def _copy(folder: Path) -> None:
    (folder / "00-again.txt").write_bytes((folder / "19.txt").read_bytes())


def _touch(folder: Path) -> None:
    for path in folder.rglob("*.txt"):
        os.utime(path, (1, 1))


@pytest.mark.parametrize(
    ("change", "read"),
    [
        pytest.param(lambda folder: None, 0, id="nothing"),
        pytest.param(_touch, 0, id="times of files only"),
        pytest.param(lambda folder: (folder / "05.txt").write_text("fine and new"), 1, id="changed"),
        pytest.param(lambda folder: (folder / "20.txt").write_text("fine 20"), 1, id="added"),
        pytest.param(_rename, 0, id="moved"),
        pytest.param(_rename_bad, 1, id="moved, and its message names it"),
        pytest.param(_rename_first_copy, 0, id="first of two copies moved"),
        pytest.param(_remove_first_copy, 0, id="first of two copies removed"),
        pytest.param(_copy, 0, id="copied to an earlier name"),
        pytest.param(lambda folder: (folder / "05.txt").write_text("fine 6"), 0, id="changed into another's content"),
    ],
)
def test_a_second_run_reads_what_changed_and_ends_as_a_first_one(
    archive: Path, tmp_path: Path, change: Change, read: int
) -> None:
    assert _run(archive, tmp_path / "out").read == 21
    change(archive)
    again = _run(archive, tmp_path / "out")
    assert again.read == read
    assert again.vanished == 0
    fresh = _run(archive, tmp_path / "fresh")
    assert again.inputs == fresh.inputs
    assert sum(again.inputs.values()) == len(list(archive.rglob("*.txt")))
    assert all_bytes(tmp_path / "out") == all_bytes(tmp_path / "fresh")


def test_nothing_is_written_where_nothing_changed(archive: Path, tmp_path: Path) -> None:
    _run(archive, tmp_path / "out")
    before = current(tmp_path / "out")
    _run(archive, tmp_path / "out")
    assert current(tmp_path / "out") == before


def test_what_has_vanished_stays_until_it_is_to_be_removed(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    (archive / "05.txt").unlink()
    kept = _run(archive, out)
    assert kept.vanished == 1
    assert "05.txt" in set(read_table(out, "documents")["source_path"])
    pruned = _run(archive, out, prune=True)
    assert pruned.vanished == 1
    _run(archive, tmp_path / "fresh")
    assert all_bytes(out) == all_bytes(tmp_path / "fresh")
    assert _run(archive, out).vanished == 0


def test_other_settings_read_all_again(archive: Path, tmp_path: Path) -> None:
    _run(archive, tmp_path / "out")
    assert _run(archive, tmp_path / "out", options=ReadOptions(ocr="never")).read == 21
    assert _run(archive, tmp_path / "out", options=ReadOptions(ocr="never", cache=tmp_path)).read == 0


def test_timings_are_filled_in_without_reading_again(archive: Path, tmp_path: Path) -> None:
    (archive / "slow.txt").write_text("slow")
    _run(archive, tmp_path / "out")
    assert _run(archive, tmp_path / "out", timings=True).read == 0
    seconds = read_table(tmp_path / "out", "documents").set_index("source_path")["seconds"]
    assert seconds["slow.txt"] >= 0.05
    _run(archive, tmp_path / "out")
    assert read_table(tmp_path / "out", "documents")["seconds"].isna().all()


def test_a_file_that_could_not_be_opened_is_forgotten_when_it_can(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = Path.open

    def refused(path: Path, *given: Any, **named: Any) -> Any:
        if path.name == "05.txt":
            raise PermissionError(13, "Permission denied")
        return call(path, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refused)
        assert _run(archive, tmp_path / "out").inputs["failed"] == 2
    assert _run(archive, tmp_path / "out").inputs["failed"] == 1
    _run(archive, tmp_path / "fresh")
    assert all_bytes(tmp_path / "out") == all_bytes(tmp_path / "fresh")


def test_a_file_that_changes_while_the_archive_is_read_takes_nothing_from_its_copies(
    archive: Path, tmp_path: Path
) -> None:
    def changing(data: bytes, name: str, options: ReadOptions) -> Any:
        if name == "02.txt":
            (archive / "03.txt").write_text("fine and new")
        return read_faulty(data, name, options)

    # 03.txt has been met, and not read, when 02.txt is: two workers would make it so; here the order is made by hand.
    from pipeline import run as running

    walk = running._Walk(ledger=_ledger(tmp_path / "out"), settings="", retry_failed=False, progress=lambda _: None)
    reader = running.Reader(process=changing)
    files = running.find_sources([archive]).files
    turn = list(files)
    while turn:
        for task in list(walk.tasks(turn)):
            walk.take(task, reader(task))
        turn = walk.lost(files)
    walk.finish(len(files), prune=False)
    assemble(tmp_path / "out", walk.ledger, version="0")
    texts = dict(read_table(tmp_path / "out", "texts")[["doc_id", "text"]].itertuples(index=False))
    named = read_table(tmp_path / "out", "documents").set_index("source_path")["doc_id"]
    assert texts[named["03.txt"]] == "fine and new"
    assert texts[named["sub/copy.txt"]] == "fine 3"


def _ledger(out: Path) -> Ledger:
    (out / ".rasoat" / "generations").mkdir(parents=True)
    return Ledger(out)


def test_two_runs_do_not_write_at_once(archive: Path, tmp_path: Path) -> None:
    _run(archive, tmp_path / "out")
    with locked(tmp_path / "out" / ".rasoat" / "lock", tmp_path / "out"), pytest.raises(RasoatError, match="in_use"):
        _run(archive, tmp_path / "out")


def test_a_damaged_ledger_is_begun_anew(archive: Path, tmp_path: Path) -> None:
    _run(archive, tmp_path / "out")
    before = all_bytes(tmp_path / "out")
    (tmp_path / "out" / ".rasoat" / "ledger.sqlite").write_bytes(b"no database at all" * 1000)
    assert _run(archive, tmp_path / "out").read == 21
    assert all_bytes(tmp_path / "out") == before


def test_a_ledger_on_a_full_disk_is_told_in_one_line(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "_all_or_nothing", full)
        with pytest.raises(RasoatError, match="disk is full"):
            _run(archive, tmp_path / "out")
    _run(archive, tmp_path / "out")
    _run(archive, tmp_path / "fresh")
    assert all_bytes(tmp_path / "out") == all_bytes(tmp_path / "fresh")


_RUN = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from faulty_reader import read_faulty
from pipeline.run import run
print("begun", flush=True)
run([Path(sys.argv[1])], Path(sys.argv[2]), reading=read_faulty, workers=2)
"""


@pytest.fixture
def slow_archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.txt").write_text(f"{'slow' if number % 4 == 0 else 'fine'} {number}")
    return folder


def _assert_finished_by_the_next_run(folder: Path, out: Path) -> None:
    _run(folder, out)
    _run(folder, out.parent / "fresh")
    assert all_bytes(out) == all_bytes(out.parent / "fresh")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_run_that_is_killed_at_any_of_twenty_moments_is_finished_by_the_next(
    slow_archive: Path, tmp_path: Path, seed: int
) -> None:
    chance, killed, out = random.Random(seed), 0, tmp_path / "out"
    for turn in range(20):
        process = multiprocessing.get_context("fork").Process(target=_run, args=(slow_archive, out))
        process.start()
        # What is done stays done: a part of the archive changes, so that there is always something to do and write.
        time.sleep(chance.uniform(0, 0.6))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        for number in range(turn, 60, 20):
            (slow_archive / f"{number:03}.txt").write_text(f"slow {turn} {number}")
    assert killed >= 10
    _assert_finished_by_the_next_run(slow_archive, out)


def test_workers_end_with_a_run_that_is_killed(slow_archive: Path, tmp_path: Path) -> None:
    (slow_archive / "hangs.txt").write_text("hang")
    command = [sys.executable, "-c", _RUN, slow_archive, tmp_path / "out"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        _wait_for(lambda: _results(tmp_path / "out") >= 20)
        family = _descendants(process.pid)
        process.kill()
    assert family
    _wait_for(lambda: not any(memory_of(pid) for pid in family))
    (slow_archive / "hangs.txt").unlink()
    _assert_finished_by_the_next_run(slow_archive, tmp_path / "out")


def _wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _results(out: Path) -> int:
    try:
        ledger = Ledger(out, write=False)
    except RasoatError:
        return 0
    try:
        return sum(ledger.statuses().values())
    except sqlite3.Error:
        return 0
    finally:
        ledger.close()


def _descendants(pid: int) -> list[int]:
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*found, *(below for child in found for below in _descendants(child))]
