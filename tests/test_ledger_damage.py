"""A ledger or table that is damaged, lost or another version's costs no document that nobody wanted gone."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faulty_reader import read_faulty
from table_bytes import all_bytes

from pipeline.errors import RasoatError
from pipeline.forget import forget
from pipeline.ledger import Ledger
from pipeline.run import Finished, run
from pipeline.status import status_of
from pipeline.verify import verify


def _run(folder: Path, out: Path, **named: Any) -> Finished:
    return run([folder], out, **{"reading": read_faulty, "workers": 0, **named})


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"fine {number}")
    (folder / "bad.txt").write_text("refuse")
    return folder


def _set_in_ledger(out: Path, statement: str, *given: object) -> None:
    with sqlite3.connect(Ledger.path_of(out)) as connection:
        connection.execute(statement, given)
    connection.close()


def _overwrite_pages(out: Path) -> None:
    """Damage the inside of the database: its head is whole."""
    path = Ledger.path_of(out)
    whole = bytearray(path.read_bytes())
    for page in range(1, min(8, len(whole) // 4096)):
        whole[page * 4096 : page * 4096 + 64] = b"\xee" * 64
    path.write_bytes(whole)


def test_a_ledger_that_is_damaged_inside_is_removed_and_made_anew_by_the_next_run(
    archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    before = all_bytes(out)
    _overwrite_pages(out)
    with pytest.raises(RasoatError, match="ledger_removed"):
        _run(archive, out)
    assert all_bytes(out) == before
    assert _run(archive, out).read == 21
    assert all_bytes(out) == before


@pytest.mark.parametrize("how", ["gone", "another layout", "another program's rows"])
def test_documents_without_a_file_are_not_lost_with_the_ledger(archive: Path, tmp_path: Path, how: str) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    kept = (archive / "05.txt").read_bytes()
    (archive / "05.txt").unlink()
    assert _run(archive, out).vanished == 1
    before = all_bytes(out)
    if how == "gone":
        Ledger.path_of(out).unlink()
    elif how == "another layout":
        _set_in_ledger(out, "PRAGMA user_version = 99")
    else:
        _set_in_ledger(out, "UPDATE packings SET layout = 'another'")
        _set_in_ledger(out, "UPDATE results SET settings = 'others' || settings")
        _set_in_ledger(out, "UPDATE packings SET settings = 'others' || settings")
    for _ in range(2):
        with pytest.raises(RasoatError, match=r"would_lose: .*: 1$"):
            _run(archive, out)
        assert all_bytes(out) == before
    with pytest.raises(RasoatError, match="ledger_damaged"):
        forget(out, ["06.txt"])
    assert all_bytes(out) == before
    (archive / "05.txt").write_bytes(kept)
    _run(archive, out)
    assert all_bytes(out) == before
    (archive / "05.txt").unlink()
    Ledger.path_of(out).unlink()
    assert _run(archive, out, prune=True).rows["documents"] == 20


def test_a_damaged_result_is_read_again_where_its_rows_are_needed(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    before = all_bytes(out)
    _set_in_ledger(out, "UPDATE results SET rows = x'00112233' WHERE name IN ('05.txt', '06.txt')")
    (archive / "new.txt").write_text("fine and new")
    with pytest.raises(RasoatError, match=r"results_damaged: .*: 2$"):
        _run(archive, out)
    assert all_bytes(out) == before
    assert _run(archive, out).read == 2
    _run(archive, tmp_path / "fresh")
    assert all_bytes(out) == all_bytes(tmp_path / "fresh")


def _cut_a_part(out: Path) -> None:
    os.truncate(out / "dossiers" / "part-00000-of-00001.parquet", 100)


def _remove_a_part(out: Path) -> None:
    (out / "texts" / "part-00000-of-00001.parquet").unlink()


def _remove_a_link(out: Path) -> None:
    (out / "labels").unlink()


def _spoil_the_manifest(out: Path) -> None:
    (out / "run.json").write_text("{")


@pytest.mark.parametrize("damage", [_cut_a_part, _remove_a_part, _remove_a_link, _spoil_the_manifest])
def test_a_run_over_an_unchanged_archive_makes_damaged_tables_anew(
    archive: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    before = all_bytes(out)
    damage(out)
    assert list(verify(out)) != []
    status_of(out)
    assert _run(archive, out).read == 0
    assert all_bytes(out) == before
    assert list(verify(out)) == []


def test_a_run_that_was_ended_leaves_a_ledger_that_may_forget(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    for name in ("05.txt", "06.txt"):
        (archive / name).write_text(f"fine and other {name}")
    with pytest.raises(KeyboardInterrupt):
        _run(archive, out, progress=_interrupt_at_the_second)
    forget(out, ["07.txt"])
    assert list(verify(out)) == []
    assert _run(archive, out).left_out == {"forgotten": 1}
    (archive / "07.txt").unlink()
    _run(archive, tmp_path / "fresh")
    assert all_bytes(out) == all_bytes(tmp_path / "fresh")


_MET = itertools.count()


def _interrupt_at_the_second(met: Any) -> None:
    if not met.kept and next(_MET):
        raise KeyboardInterrupt
