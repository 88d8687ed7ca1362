"""Reading on a cluster: the same bytes as on one machine, also where workers die; and what was left is taken in."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faulty_reader import read_faulty
from table_bytes import all_bytes

from pipeline.allowance import Allowance
from pipeline.cli import BAD_USE, invoke
from pipeline.errors import RasoatError
from pipeline.run import Finished, run
from pipeline.scale import Cluster, shards
from pipeline.scale.shards import Shard, read_results, read_shard, write_results
from pipeline.settings import settings_digest
from pipeline.tables import read_table
from pipeline.worker import Reader, Task, sha256_of

QUICK = Allowance(seconds=5)
READER = Reader(process=read_faulty)


def _run(folder: Path, out: Path, **named: Any) -> Finished:
    return run([folder], out, **{"reading": read_faulty, "allowance": QUICK, **named})


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.txt").write_text(f"{'slow' if number % 3 == 0 else 'fine'} {number}")
    (folder / "copy.txt").write_text("fine 1")
    (folder / "crash.txt").write_text("crash")
    return folder


@pytest.fixture
def local(archive: Path, tmp_path: Path) -> dict[str, bytes]:
    """The bytes that a run on this machine writes."""
    _run(archive, tmp_path / "local", workers=1)
    return all_bytes(tmp_path / "local")


def _tasks(archive: Path, count: int) -> tuple[Task, ...]:
    return tuple(
        Task(name=path.name, path=path, sha256=sha256_of(path)[0], size=sha256_of(path)[1])
        for path in sorted(archive.glob("0*.txt"))[:count]
    )


def _shard(archive: Path, store: str, count: int = 5, **named: Any) -> Shard:
    settings = settings_digest(READER.options, read_faulty)
    given = {"tasks": _tasks(archive, count), "reader": READER, "allowance": QUICK, "settings": settings}
    return Shard(**{**given, "store": store, **named})


@pytest.mark.parametrize("store", ["memory://results/of/run", "folder"])
def test_a_shard_is_committed_as_one_file_and_read_back(archive: Path, tmp_path: Path, store: str) -> None:
    where = str(tmp_path / "store") if store == "folder" else store
    shard = _shard(archive, where)
    assert read_shard(shard) == shard.file
    read = dict(read_results(where, shard.file))
    assert list(read) == [task.name for task in shard.tasks]
    assert all(result == READER(task).__class__(**_without_time(result, task)) for task, result in _pairs(shard, read))
    if store == "folder":
        assert [path.name for path in (tmp_path / "store").iterdir()] == [shard.file]
    shards.remove(where, shard.file)
    assert list(read_results(where, shard.file)) == []


def _pairs(shard: Shard, read: dict[str, Any]) -> list[tuple[Task, Any]]:
    return [(task, read[task.name]) for task in shard.tasks]


def _without_time(result: Any, task: Task) -> dict[str, Any]:
    here = READER(task)
    names = [name for name in here.__dataclass_fields__ if name != "seconds"]
    return {name: getattr(here, name) for name in names} | {"seconds": result.seconds}


def test_a_damaged_file_of_results_says_nothing(archive: Path, tmp_path: Path) -> None:
    shard = _shard(archive, str(tmp_path))
    read_shard(shard)
    whole = (tmp_path / shard.file).read_bytes()
    (tmp_path / shard.file).write_bytes(whole[: len(whole) // 2])
    assert list(read_results(str(tmp_path), shard.file)) == []
    at = whole.index(b"\x28\xb5\x2f\xfd") + 30
    (tmp_path / shard.file).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert len(list(read_results(str(tmp_path), shard.file))) == len(shard.tasks) - 1


def test_a_machine_with_another_program_refuses(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(RasoatError, match="other_program"):
        read_shard(_shard(archive, str(tmp_path), settings="0" * 64))


class _Here:
    """An engine for tests: shards one after the other in this process; may end after some, as a killed program does."""

    def __init__(self, ends_after: int | None = None) -> None:
        self.ends_after, self.read = ends_after, 0

    def run_shards(self, cluster: Cluster, asked: Iterator[Shard]) -> Iterator[str]:
        for shard in asked:
            name = read_shard(shard)
            self.read += len(shard.tasks)
            if self.ends_after is not None and self.read >= self.ends_after:
                raise KeyboardInterrupt
            yield name


def test_what_a_program_left_that_ended_is_taken_in_by_the_next(
    archive: Path, tmp_path: Path, local: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, out = tmp_path / "store", tmp_path / "out"
    cluster = Cluster(engine="here", store=str(store), shard_size=7)
    monkeypatch.setattr(shards, "ENGINES", {"here": "engine_for_tests"})
    first, then = _Here(ends_after=20), _Here()
    monkeypatch.setitem(sys.modules, "engine_for_tests", first)
    with pytest.raises(KeyboardInterrupt):
        _run(archive, out, engine=cluster)
    assert len(list(store.iterdir())) == 1
    monkeypatch.setitem(sys.modules, "engine_for_tests", then)
    _run(archive, out, engine=cluster)
    assert first.read + then.read == 61
    assert list(store.iterdir()) == []
    assert all_bytes(out) == local


class _Elsewhere(_Here):
    """An engine whose machines write where this one does not see it."""

    def run_shards(self, cluster: Cluster, asked: Iterator[Shard]) -> Iterator[str]:
        for shard in asked:
            self.read += len(shard.tasks)
            yield shard.file


def test_a_place_that_this_machine_does_not_see_is_told_at_the_first_shard(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "ENGINES", {"here": "engine_for_tests"})
    engine = _Elsewhere()
    monkeypatch.setitem(sys.modules, "engine_for_tests", engine)
    cluster = Cluster(engine="here", store=str(tmp_path / "store"), shard_size=7)
    with pytest.raises(RasoatError, match="shards_not_seen"):
        _run(archive, tmp_path / "out", engine=cluster)
    assert engine.read == 7


@pytest.mark.parametrize("store", ["nonsense://x", "/proc/none"])
def test_a_place_that_cannot_take_results_is_told_by_the_machine_that_finds_out(archive: Path, store: str) -> None:
    with pytest.raises(RasoatError) as told:
        read_shard(_shard(archive, store))
    here = pickle.loads(pickle.dumps(told.value))
    assert (here.reason, here.facts) == ("shards_closed", told.value.facts)
    assert here.facts["path"] == store


@contextlib.contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    """A cluster of Dask workers on this machine, which know the reader for tests."""
    pytest.importorskip("distributed", reason="needs the extra dask")
    from distributed import LocalCluster

    here = str(Path(__file__).parent)
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", path)
        with LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
        ) as cluster:
            yield cluster


@pytest.fixture(scope="module")
def scheduler() -> Iterator[Any]:
    """A cluster of two Dask workers."""
    with _cluster(2) as cluster:
        yield cluster


def _kill_workers(scheduler: Any, killed: list[int], stop: threading.Event) -> None:
    """Kill a worker of the cluster, and later another."""
    for turn in range(2):
        if stop.wait(2.0):
            return
        with contextlib.suppress(Exception):
            pid = list(scheduler.workers.values())[turn % 2].process.process.pid
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)


def test_a_dask_run_whose_workers_are_killed_writes_the_same_bytes(
    archive: Path, tmp_path: Path, local: dict[str, bytes], scheduler: Any
) -> None:
    killed: list[int] = []
    stop = threading.Event()
    killer = threading.Thread(target=_kill_workers, args=(scheduler, killed, stop), daemon=True)
    cluster = Cluster(engine="dask", store=str(tmp_path / "store"), scheduler=scheduler.scheduler_address, shard_size=5)
    killer.start()
    began = time.monotonic()
    finished = _run(archive, tmp_path / "out", engine=cluster)
    stop.set()
    killer.join()
    assert finished.inputs == {"ok": 60, "partial": 0, "failed": 1, "duplicate": 1}
    assert all_bytes(tmp_path / "out") == local
    assert killed or time.monotonic() - began < 2
    crashed = read_table(tmp_path / "out", "documents").set_index("source_path").loc["crash.txt"]
    assert crashed["error_code"] == "CRASH"
    assert _run(archive, tmp_path / "out", engine=cluster).read == 0


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:9"])
def test_a_scheduler_that_is_not_there_is_told(
    archive: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dask = pytest.importorskip("dask", reason="needs the extra dask")
    pytest.importorskip("distributed", reason="needs the extra dask")
    threads = threading.active_count()
    cluster = Cluster(engine="dask", store=str(tmp_path / "store"), scheduler=address)
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(RasoatError) as told:
        _run(archive, tmp_path / "out", engine=cluster)
    assert (told.value.reason, told.value.facts["address"]) == ("no_scheduler", address)
    if address == "nonsense":
        assert threading.active_count() == threads


def test_a_scheduler_that_goes_away_is_told_and_costs_nothing_that_was_read(
    archive: Path, tmp_path: Path, local: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    with _cluster(1) as dying:
        cluster = Cluster(engine="dask", store=str(tmp_path / "store"), scheduler=dying.scheduler_address, shard_size=2)
        with pytest.raises(RasoatError, match="scheduler_lost"):
            _run(archive, out, engine=cluster, progress=lambda _: dying.close())
    assert _run(archive, out, workers=1).rows["documents"] == 61
    assert all_bytes(out) == local


@pytest.mark.skipif("RASOAT_TEST_SPARK" not in os.environ, reason="takes minutes; set RASOAT_TEST_SPARK=1")
def test_a_spark_run_writes_the_same_bytes(
    archive: Path, tmp_path: Path, local: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark", reason="needs the extra spark")
    here, root = Path(__file__).parent, Path(__file__).parent.parent
    path = os.pathsep.join(filter(None, [str(here), str(root), os.environ.get("PYTHONPATH")]))
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    cluster = Cluster(engine="spark", store=str(tmp_path / "store"), scheduler="local[2]", shard_size=20)
    try:
        _run(archive, tmp_path / "out", engine=cluster)
    except Exception as error:
        if type(error).__name__ in ("PySparkRuntimeError", "FileNotFoundError") and "java" in str(error).lower():
            pytest.skip("needs Java")
        raise
    assert all_bytes(tmp_path / "out") == local


def test_an_engine_that_is_not_installed_is_told(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "ENGINES", {"dask": "pipeline.scale.no_such_engine"})
    command = ["run", str(archive), "--out", str(tmp_path / "out"), "--engine", "dask", "--lang", "en"]
    assert invoke(command) == BAD_USE
    assert "--engine dask needs --scheduler ADDRESS" in capsys.readouterr().err
    assert invoke([*command, "--scheduler", "tcp://127.0.0.1:1"]) == BAD_USE
    assert "pip install 'rasoat[dask]'" in capsys.readouterr().err


def test_a_scheduler_without_an_engine_is_bad_use(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["run", str(archive), "--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:1", "--lang", "en"]
    assert invoke(command) == BAD_USE
    assert "--scheduler goes with --engine dask" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_results_are_written_in_one_order(archive: Path, tmp_path: Path) -> None:
    pairs = [(task, READER(task)) for task in _tasks(archive, 4)]
    write_results(str(tmp_path), "a", pairs)
    write_results(str(tmp_path), "b", list(reversed(pairs)))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
