"""Shards: some hundred files that are read together, and the one file that holds what came of them.

A file of results is named by the settings and the contents that it is about, so that it is the same file whoever made
it and however often. It is there as a whole or not at all: written beside its place and renamed on a file system, put
in one piece into an object store. The program that was started takes it in and removes it; one that was left by a
program that ended is taken in by the next.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import importlib
import itertools
import multiprocessing
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from pipeline.allowance import Allowance
from pipeline.errors import RasoatError
from pipeline.guard import Stopped, guarded
from pipeline.settings import settings_digest
from pipeline.worker import Reader, Result, Task, preloaded, stopped_result

# The engines, and the module here that knows each: a function ``run_shards(cluster, shards) -> names of files``.
ENGINES = {"dask": "pipeline.scale.dask_engine", "spark": "pipeline.scale.spark_engine"}

_ENDING = ".results"
_DIGITS = 16

_COLUMNS = pa.schema(
    [
        ("task", pa.string()),
        ("doc_id", pa.string()),
        ("sha256", pa.string()),
        ("name", pa.string()),
        ("size", pa.int64()),
        ("status", pa.string()),
        ("code", pa.string()),
        ("message", pa.string()),
        ("seconds", pa.float64()),
        ("text_digest", pa.string()),
        ("rows", pa.large_binary()),
        ("rows_digest", pa.string()),
    ]
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Files to be read together, all that a worker needs to do so, and where it puts what comes of them."""

    tasks: tuple[Task, ...]
    reader: Reader
    allowance: Allowance
    settings: str
    store: str
    workers: int = 1

    @property
    def file(self) -> str:
        """The name of its file of results."""
        contents = hashlib.sha256("".join(f"{task.sha256}{task.name}\0" for task in self.tasks).encode()).hexdigest()
        return f"{self.settings[:_DIGITS]}-{contents[:_DIGITS]}{_ENDING}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """An engine that people operate, and the folder or address that all its machines see (any that fsspec knows).

    Calling it reads files as ``guarded`` does on one machine.
    """

    engine: str
    store: str
    scheduler: str | None = None
    shard_size: int = 500

    def __call__(
        self, tasks: Iterator[Task], reader: Reader, allowance: Allowance
    ) -> Iterator[tuple[Task, Result | Stopped]]:
        """The result of every task, as shards are done.

        Raises RasoatError where the engine cannot be had, or the place of results not by all machines.
        """
        try:
            run_shards: Callable[[Cluster, Iterator[Shard]], Iterator[str]]
            run_shards = importlib.import_module(ENGINES[self.engine]).run_shards
        except ImportError as error:
            raise RasoatError("no_engine", engine=self.engine, problem=str(error)) from error
        settings = settings_digest(reader.options, reader.process)
        waiting: dict[str, Task] = {}
        left = self._left(settings)

        def unknown() -> Iterator[Task]:
            for task in tasks:
                waiting[task.name] = task
                if task.sha256 not in left:
                    yield task

        def shards() -> Iterator[Shard]:
            remaining = unknown()
            while some := tuple(itertools.islice(remaining, self.shard_size)):
                yield Shard(tasks=some, reader=reader, allowance=allowance, settings=settings, store=self.store)

        seen = False

        def done(file: str) -> Iterator[tuple[Task, Result]]:
            nonlocal seen
            if not seen and not is_there(self.store, file):
                raise RasoatError("shards_not_seen", path=self.store)
            seen = True
            for name, result in read_results(self.store, file):
                if (task := waiting.get(name)) is not None:
                    del waiting[name]
                    yield task, result
            remove(self.store, file)

        for file in run_shards(self, shards()):
            yield from done(file)
        by_content = {task.sha256: task for task in waiting.values()}
        for file in sorted(set(left.values())):
            for _, result in read_results(self.store, file):
                task = by_content.pop(result.sha256 or "", None)
                if task is not None and task.name == result.name:
                    del waiting[task.name]
                    yield task, result
            remove(self.store, file)
        # A file that another program made says nothing of these: another name, or it was taken away meanwhile.
        if waiting:
            yield from self(iter(list(waiting.values())), reader, allowance)

    def _left(self, settings: str) -> dict[str, str]:
        """Contents that a program which ended before its time had read, and the files of results that hold them."""
        system, folder = _store(self.store)
        with telling_problems(self.store):
            try:
                names = sorted(path.rpartition("/")[2] for path in system.ls(folder, detail=False))
            except FileNotFoundError:
                return {}
        ours = [name for name in names if name.startswith(settings[:_DIGITS]) and name.endswith(_ENDING)]
        return {result.sha256: name for name in ours for _, result in read_results(self.store, name) if result.sha256}


_DAEMON = threading.Lock()


def read_shard(shard: Shard) -> str:
    """What a worker of the engine does: read a shard under guard, and commit its file of results; return its name.

    Raises RasoatError where the program here is not that which asks.
    """
    if settings_digest(shard.reader.options, shard.reader.process) != shard.settings:
        raise RasoatError("other_program")
    with _children_allowed():
        results = [
            (task, stopped_result(task, result) if isinstance(result, Stopped) else result)
            for task, result in guarded(
                shard.reader,
                shard.tasks,
                workers=shard.workers,
                allowance=shard.allowance,
                preload=preloaded(shard.reader),
            )
        ]
    with telling_problems(shard.store):
        write_results(shard.store, shard.file, results)
    return shard.file


@contextlib.contextmanager
def telling_problems(store: str) -> Iterator[None]:
    """Turn what a machine is not let do in the place of results into bad use."""
    try:
        yield
    except OSError as error:
        raise RasoatError("shards_closed", path=store, problem=error.strerror or str(error)) from error


@contextlib.contextmanager
def _children_allowed() -> Iterator[None]:
    """Let this process have children although its engine made it a daemon, which by itself says it must not."""
    own: Any = multiprocessing.current_process()
    with _DAEMON:
        own._config["daemon"] = False
    yield


def write_results(store: str, name: str, results: Sequence[tuple[Task, Result]]) -> None:
    """Commit a file of results: whole, or not there."""
    rows = [
        {"task": task.name, "rows_digest": hashlib.sha256(result.rows).hexdigest()}
        | {field.name: getattr(result, field.name) for field in dataclasses.fields(Result)}
        for task, result in sorted(results, key=lambda pair: pair[0].name)
    ]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, _COLUMNS) as writer:
        writer.write_table(pa.Table.from_pylist(rows, schema=_COLUMNS))
    system, folder = _store(store)
    system.makedirs(folder, exist_ok=True)
    beside = f"{folder}/{name}.{uuid.uuid4().hex}"
    system.pipe_file(beside, sink.getvalue().to_pybytes())
    # On an object store a copy and a removal, of an object that is whole as soon as it is there.
    system.mv(beside, f"{folder}/{name}")


def read_results(store: str, name: str) -> Iterator[tuple[str, Result]]:
    """The results in a file, each with the name of its task; none where the file is not there or damaged."""
    system, folder = _store(store)
    try:
        rows = pa.ipc.open_file(pa.py_buffer(system.cat_file(f"{folder}/{name}"))).read_all().to_pylist()
    except (FileNotFoundError, pa.ArrowInvalid):
        return
    for row in rows:
        if hashlib.sha256(row["rows"]).hexdigest() == row.pop("rows_digest"):
            yield row.pop("task"), Result(**row)


def is_there(store: str, name: str) -> bool:
    """Whether this machine sees a file of results."""
    system, folder = _store(store)
    return bool(system.exists(f"{folder}/{name}"))


def remove(store: str, name: str) -> None:
    """Take a file of results away, where it is still there."""
    system, folder = _store(store)
    with contextlib.suppress(FileNotFoundError):
        system.rm_file(f"{folder}/{name}")


def _store(store: str) -> tuple[Any, str]:
    import fsspec

    try:
        system, folder = fsspec.core.url_to_fs(store)
    except (ImportError, ValueError) as error:
        # A protocol that nobody knows, or one whose package is not installed: fsspec says which.
        raise RasoatError("shards_closed", path=store, problem=str(error)) from error
    return system, folder.rstrip("/")
