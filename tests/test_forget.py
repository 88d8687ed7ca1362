"""A document that is forgotten is nowhere below the folder of tables, and the others are as they were."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from faulty_reader import read_faulty

from pipeline import generations
from pipeline.cli import BAD_USE, FINE, invoke
from pipeline.errors import RasoatError
from pipeline.forget import allow_again, forget
from pipeline.ledger import Ledger
from pipeline.read.ocr.cache import Cache
from pipeline.read.scans import ScannedPage
from pipeline.run import Finished, Met, run
from pipeline.schema import tables
from pipeline.tables import read_table
from pipeline.verify import verify

Capture = pytest.CaptureFixture[str]

# A document with rows of every kind that the reader makes: long, so that its packed rows are many bytes of their own.
_WORDS = "fine " + " ".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(40))
_NAME = "quy-mot/bao-cao-can-xoa.txt"
_DIGEST = hashlib.sha256(_WORDS.encode()).hexdigest()
_ID = _DIGEST[:16]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "quy-mot").mkdir(parents=True)
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"fine {number}")
    (folder / _NAME).write_text(_WORDS)
    return folder


def _run(folder: Path, out: Path, **named: Any) -> Finished:
    return run([folder], out, **{"reading": read_faulty, "workers": 0, **named})


def _packed(out: Path) -> bytes:
    with sqlite3.connect(Ledger.path_of(out)) as connection:
        (rows,) = connection.execute("SELECT rows FROM results WHERE doc_id = ?", (_ID,)).fetchone()
    connection.close()
    return bytes(rows)


def _traces(out: Path, packed: bytes) -> Iterator[str]:
    """Where anything of the document still stands: in rows, or as bytes of any file."""
    told = [_ID.encode(), _NAME.encode(), bytes.fromhex(_DIGEST), _WORDS[100:140].encode()]
    middle = len(packed) // 2
    pieces = [*told, packed[middle : middle + 40]]
    for path in sorted(out.rglob("*")):
        if not path.is_file() or path.name == "forgotten.txt":
            continue
        written = path.read_bytes()
        if any(piece in written for piece in pieces):
            yield path.relative_to(out).as_posix()
        elif path.suffix == ".parquet":
            rows = json.dumps(pq.read_table(path, partitioning=None).to_pylist(), default=str)
            if any(word in rows for word in (_ID, _NAME, _DIGEST, _WORDS[100:140])):
                yield path.relative_to(out).as_posix()


@pytest.mark.parametrize("named", [pytest.param(_ID, id="by its id"), pytest.param(_NAME, id="by its place")])
def test_nothing_of_it_is_left(archive: Path, tmp_path: Path, named: str) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    # An earlier generation, a copy for the browser and results that a cluster left hold it too.
    (archive / "00.txt").write_text("fine and new")
    _run(archive, out, prune=True)
    (out / "rasoat.sqlite").write_text(_WORDS)
    (out / ".rasoat" / "shards").mkdir()
    (out / ".rasoat" / "shards" / "left.arrow").write_text(_WORDS)
    packed = _packed(out)
    found = set(_traces(out, packed))
    assert {".rasoat/ledger.sqlite", "rasoat.sqlite", ".rasoat/shards/left.arrow"} <= found
    assert {name.split("/")[2] for name in found if "generations" in name} == {"000001", "000002"}
    forget(out, [named])
    assert list(_traces(out, packed)) == []
    assert list(verify(out)) == []


def test_what_failed_and_has_stood_at_several_places_goes_whole(archive: Path, tmp_path: Path) -> None:
    (archive / "bad.txt").write_text("refuse")
    (archive / "copy.txt").write_text("refuse")
    _run(archive, tmp_path / "out")
    forget(tmp_path / "out", ["copy.txt"])
    assert not {"bad.txt", "copy.txt"} & set(read_table(tmp_path / "out", "documents")["source_path"])
    assert _run(archive, tmp_path / "out").left_out == {"forgotten": 2}


@pytest.mark.parametrize("timings", [False, True])
def test_the_others_are_as_if_it_had_never_been_there(archive: Path, tmp_path: Path, timings: bool) -> None:
    out = tmp_path / "out"
    (archive / "slow.txt").write_text("slow")
    _run(archive, out, timings=timings)
    before = {table.name: read_table(out, table.name) for table in tables()}
    forget(out, [_ID])
    for name, rows in before.items():
        others = rows[rows["doc_id"] != _ID].reset_index(drop=True) if "doc_id" in rows else rows
        assert read_table(out, name).equals(others), name
    if not timings:
        (archive / _NAME).unlink()
        _run(archive, tmp_path / "fresh")
        for table in tables():
            kept, fresh = sorted((out / table.name).iterdir()), sorted((tmp_path / "fresh" / table.name).iterdir())
            assert [path.read_bytes() for path in kept] == [path.read_bytes() for path in fresh]


def test_files_without_it_are_not_written_again(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import parts

    monkeypatch.setattr(parts, "_DOCUMENTS_A_FILE", 4)
    monkeypatch.setattr(parts, "_TEXTS_A_FILE", 2)
    out = tmp_path / "out"
    _run(archive, out)
    files = {path.name: path.stat().st_ino for path in (out / "dossiers").iterdir()}
    assert len(files) == 4
    forget(out, [_ID])
    same = [path for path in (out / "dossiers").iterdir() if files.get(path.name) == path.stat().st_ino]
    # Thirteen documents make four files, twelve still do.
    assert len(same) == 3
    assert list(verify(out)) == []


def test_a_later_run_leaves_its_file_out_until_it_is_allowed_again(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    forget(out, [_ID])
    (archive / "again.txt").write_text(_WORDS)
    told: list[Met] = []
    done = _run(archive, out, progress=told.append)
    assert (done.read, done.vanished, done.left_out) == (0, 0, {"forgotten": 2})
    assert [met.source_path for met in told if met.forgotten] == ["again.txt", _NAME]
    assert _ID not in set(read_table(out, "documents")["doc_id"])
    assert allow_again(out, [_ID]) == [_ID]
    assert _run(archive, out).read == 1
    assert _ID in set(read_table(out, "documents")["doc_id"])


def test_it_stays_forgotten_where_the_ledger_is_begun_anew(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    forget(out, [_ID])
    Ledger.path_of(out).write_bytes(b"no database at all" * 1000)
    assert _run(archive, out).left_out == {"forgotten": 1}


def test_a_file_that_becomes_it_while_it_is_read_is_left_out(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    forget(out, [_ID])
    (archive / "new.txt").write_text("fine and new")

    def becoming(data: bytes, name: str, options: Any) -> Any:
        return read_faulty(_WORDS.encode() if name == "new.txt" else data, name, options)

    assert _run(archive, out, reading=becoming).left_out == {"forgotten": 2}
    assert _ID not in set(read_table(out, "documents")["doc_id"])


@pytest.mark.parametrize("step", ["forget", "wipe"])
def test_what_was_cut_short_is_finished_by_asking_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    packed, call = _packed(out), getattr(Ledger, step)

    def killed(*given: Any) -> None:
        if step == "forget":
            call(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, step, killed)
        with pytest.raises(KeyboardInterrupt):
            forget(out, [_ID])
    forget(out, [_ID])
    assert list(_traces(out, packed)) == []
    assert list(verify(out)) == []


def test_what_earlier_runs_removed_is_wiped_too(archive: Path, tmp_path: Path) -> None:
    out, removed = tmp_path / "out", b"what an earlier run removed " * 2000
    _run(archive, out)
    with contextlib.closing(sqlite3.connect(Ledger.path_of(out), isolation_level=None)) as connection:
        # Left alone, SQLite marks a place as free and leaves there what stood in it.
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE extra (bytes BLOB)")
        connection.execute("INSERT INTO extra VALUES (?)", (removed,))
        connection.execute("DROP TABLE extra")
    assert removed[:200] in Ledger.path_of(out).read_bytes()
    forget(out, [_ID])
    assert removed[:200] not in Ledger.path_of(out).read_bytes()


def test_somebody_who_reads_the_ledger_meanwhile_is_told_of(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    packed = _packed(out)
    with contextlib.closing(sqlite3.connect(Ledger.path_of(out), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM results").fetchone()
        with pytest.raises(RasoatError, match="out_in_use"):
            forget(out, [_ID])
    forget(out, [_ID])
    assert list(_traces(out, packed)) == []


def test_nothing_is_forgotten_where_one_is_not_there(archive: Path, tmp_path: Path) -> None:
    _run(archive, tmp_path / "out")
    before = generations.current(tmp_path / "out")
    with pytest.raises(RasoatError, match="no_document"):
        forget(tmp_path / "out", [_ID, "missing.txt"])
    assert generations.current(tmp_path / "out") == before
    assert _run(archive, tmp_path / "out").left_out == {}


def test_a_damaged_ledger_costs_no_tables(archive: Path, tmp_path: Path) -> None:
    _run(archive, tmp_path / "out")
    Ledger.path_of(tmp_path / "out").write_bytes(b"no database at all" * 1000)
    with pytest.raises(RasoatError, match="ledger_damaged"):
        forget(tmp_path / "out", [_ID])
    assert len(read_table(tmp_path / "out", "documents")) == 13


def test_the_last_document_leaves_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "one.txt").write_text(_WORDS)
    _run(tmp_path / "archive", tmp_path / "out")
    forget(tmp_path / "out", ["one.txt"])
    assert list(verify(tmp_path / "out")) == []
    assert _run(tmp_path / "archive", tmp_path / "out").left_out == {"forgotten": 1}


def test_its_recognized_pages_go_and_those_of_others_stay(archive: Path, tmp_path: Path) -> None:
    cache, page = Cache(tmp_path / "cache"), ScannedPage(words=(), width=1, height=1, confidence=1)
    for key in ("a" * 64, "b" * 64, "c" * 64):
        cache.put(key, page)
    cache.note(_DIGEST, ["a" * 64])
    cache.note(_DIGEST, ["b" * 64])
    cache.note("f" * 64, ["c" * 64])
    _run(archive, tmp_path / "out")
    (gone,) = forget(tmp_path / "out", [_ID], cache=tmp_path / "cache")
    assert gone.recognized == 2
    assert [cache.get(key * 64) for key in "abc"] == [None, None, page]
    assert not list((tmp_path / "cache").rglob(f"*{_DIGEST}*"))


def test_the_command_tells_what_it_did(capsys: Capture, archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _run(archive, out)
    asked = ["forget", str(out), "--cache", str(tmp_path / "cache"), "--lang", "en"]
    assert invoke([*asked, _NAME]) == FINE
    assert capsys.readouterr().out == f"forgot {_ID}, and 0 recognized pages of it\n"
    assert invoke(["status", str(out), "--lang", "en"]) == FINE
    assert "1 document is forgotten" in capsys.readouterr().out
    assert invoke([*asked, "--allow-again", "--json", _ID]) == FINE
    assert json.loads(capsys.readouterr().out) == [_ID]


@pytest.mark.parametrize("options", [[], ["--allow-again"]])
def test_a_document_that_is_not_there_is_bad_use(
    capsys: Capture, archive: Path, tmp_path: Path, options: list[str]
) -> None:
    _run(archive, tmp_path / "out")
    assert invoke(["forget", str(tmp_path / "out"), "missing.txt", *options, "--lang", "en"]) == BAD_USE
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "missing.txt" in told.err


def test_a_run_says_what_it_left_out(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "one.txt").write_text("Tiếp nhận 12 hồ sơ.", encoding="utf-8")
    asked = ["run", str(tmp_path / "archive"), "--out", str(tmp_path / "out"), "--workers", "0", "--lang", "en"]
    assert invoke(asked) == FINE
    assert invoke(["forget", str(tmp_path / "out"), "one.txt", "--no-cache"]) == FINE
    capsys.readouterr()
    assert invoke(asked) == FINE
    assert "left out 1 file that rasoat forget removed" in capsys.readouterr().err
