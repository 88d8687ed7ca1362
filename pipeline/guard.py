"""Workers under guard: what hangs, crashes or eats the memory is ended, and costs the one task that it was at.

A worker is a process that takes one task at a time. It is forked from a server that has loaded all there is to load
once, so that a new one in the place of a dead one is there in milliseconds.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Protocol, TypeVar

from pipeline.allowance import Allowance, bind_worker, end_marked, memory_of
from pipeline.scratch import Room

# A worker is renewed after so many tasks: what libraries do not give back is given back.
_TASKS_A_WORKER = 500

# How often memory and time are looked at.
_SECONDS_A_LOOK = 0.1

# A worker that is not ready by then will never be; its task is given to another.
_START_SECONDS = 180.0

# Workers that end before their first task, one after the other, until we give up: something is wrong with all of them.
_MOST_STILLBORN = 20


class Sized(Protocol):
    """A task: what is known of it decides how long it may take."""

    @property
    def size(self) -> int:
        """Its bytes."""


T = TypeVar("T", bound=Sized)
R = TypeVar("R")

Call = Callable[[T, Callable[[int], None]], R]
"""What a worker does with a task; it may tell how many pages it has found, and then has time for them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A task that was not done: ``code`` is TIMEOUT, OOM or CRASH.

    ``limit`` is what was exceeded, in seconds or bytes; ``told`` says how a process ended that did so by itself.
    """

    code: str
    told: str = ""
    limit: float = 0


@dataclasses.dataclass(slots=True)
class _Worker(Generic[T]):
    """A worker and what it is at."""

    process: BaseProcess
    connection: Connection
    mark: str
    scratch: str
    ready: bool = False
    done: int = 0
    task: T | None = None
    began: float = 0.0
    seconds: float = 0.0


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def guarded(
    call: Call[T, R], tasks: Iterable[T], *, workers: int, allowance: Allowance, preload: Sequence[str] = ()
) -> Iterator[tuple[T, R | Stopped]]:
    """What ``call`` makes of every task, in the order in which they are done.

    ``call`` and the tasks must be picklable; ``preload`` names modules that workers find loaded. A task whose worker
    ended is tried again when all others are done, then it is Stopped. An exception of ``call`` other than a lack of
    memory is raised here. Who stops asking ends the workers.
    """
    guard: _Guard[T, R] = _Guard(call, workers=workers, allowance=allowance, preload=preload)
    try:
        yield from guard.results(iter(tasks))
    finally:
        guard.end()


class _Guard(Generic[T, R]):
    def __init__(self, call: Call[T, R], *, workers: int, allowance: Allowance, preload: Sequence[str]) -> None:
        # Found out here and not in every worker: what cannot be handed over is a mistake of the caller.
        pickle.dumps(call)
        self._call, self._allowance, self._most = call, allowance, workers
        kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context: Any = multiprocessing.get_context(kind)
        if kind == "forkserver":
            self._context.set_forkserver_preload(list(preload))
        self._room = Room()
        self._workers: list[_Worker[T]] = []
        self._again: deque[T] = deque()
        self._attempts: dict[int, int] = {}
        self._stillborn = itertools.count(1)

    def results(self, tasks: Iterator[T]) -> Iterator[tuple[T, R | Stopped]]:
        more = True
        while True:
            while more and self._has_room():
                task = next(tasks, None)
                if task is None:
                    more = False
                else:
                    self._give(self._idle(), task)
            # What ended a worker is tried again when nothing else can suffer from it.
            while not more and self._again and self._has_room():
                self._give(self._idle(), self._again.popleft())
            if not any(worker.task is not None for worker in self._workers):
                if not more and not self._again:
                    return
                continue
            yield from self._look()

    def _has_room(self) -> bool:
        return len(self._workers) < self._most or any(worker.task is None for worker in self._workers)

    def _idle(self) -> _Worker[T]:
        """A worker that has nothing to do, started where there is none; not before there is a task for it."""
        for worker in self._workers:
            if worker.task is None:
                return worker
        self._workers.append(self._start())
        return self._workers[-1]

    def _start(self) -> _Worker[T]:
        ours, theirs = self._context.Pipe()
        mark, scratch = uuid.uuid4().hex, self._room.folder()
        process = self._context.Process(
            target=_serve, args=(theirs, self._call, mark, scratch, self._allowance.memory), daemon=True
        )
        with _interrupts_held():
            process.start()
        theirs.close()
        return _Worker(process=process, connection=ours, mark=mark, scratch=scratch)

    def _give(self, worker: _Worker[T], task: T) -> None:
        while True:
            try:
                worker.connection.send(task)
                break
            except OSError:
                # It ended while it had nothing to do.
                self._replace_stillborn(worker)
        worker.task, worker.began = task, time.monotonic()
        worker.seconds = self._allowance.time_for(task.size) if worker.ready else _START_SECONDS

    def _replace_stillborn(self, worker: _Worker[T]) -> None:
        if next(self._stillborn) > _MOST_STILLBORN:
            raise RuntimeError("workers end before they have done anything")
        self._replace(worker)

    def _look(self) -> Iterator[tuple[T, R | Stopped]]:
        busy: dict[Any, _Worker[T]] = {worker.connection: worker for worker in self._workers if worker.task is not None}
        for connection in wait(list(busy), _SECONDS_A_LOOK):
            worker = busy.pop(connection)
            try:
                kind, value = worker.connection.recv()
            except (EOFError, OSError):
                yield from self._ended(worker, Stopped(code="CRASH", told=_how(worker.process)))
                continue
            assert worker.task is not None
            if kind == "ready":
                worker.ready, worker.began = True, time.monotonic()
                worker.seconds = self._allowance.time_for(worker.task.size)
            elif kind == "pages":
                worker.seconds = self._allowance.time_for(worker.task.size, value)
            elif kind == "memory":
                yield from self._ended(worker, self._out_of_memory())
            elif kind == "raised":
                raise value
            else:
                task, worker.task, worker.done = worker.task, None, worker.done + 1
                self._attempts.pop(id(task), None)
                self._stillborn = itertools.count(1)
                if worker.done >= _TASKS_A_WORKER:
                    self._replace(worker)
                yield task, value
        for worker in busy.values():
            if worker.connection.poll():
                # It was done while we were busy with others.
                continue
            if time.monotonic() - worker.began > worker.seconds:
                yield from self._ended(worker, Stopped(code="TIMEOUT", limit=worker.seconds))
            elif memory_of(worker.process.pid or 0) > self._allowance.memory:
                yield from self._ended(worker, self._out_of_memory())

    def _out_of_memory(self) -> Stopped:
        return Stopped(code="OOM", limit=self._allowance.memory)

    def _ended(self, worker: _Worker[T], stopped: Stopped) -> Iterator[tuple[T, R | Stopped]]:
        """A worker that ended or is to be ended: another in its place, and its task for later or given up."""
        task = worker.task
        assert task is not None
        if not worker.ready:
            self._replace_stillborn(worker)
            self._give(worker, task)
            return
        self._replace(worker)
        attempts = self._attempts[id(task)] = self._attempts.get(id(task), 0) + 1
        if attempts < self._allowance.attempts:
            self._again.append(task)
        else:
            del self._attempts[id(task)]
            yield task, stopped

    def _replace(self, worker: _Worker[T]) -> None:
        _end(worker)
        new = self._start()
        for field in dataclasses.fields(_Worker):
            setattr(worker, field.name, getattr(new, field.name))

    def end(self) -> None:
        """End all workers and what they started."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()
        self._room.close()


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let what is started meanwhile know no interrupts: Ctrl-C is for us, and we end what we have started.

    Signals that are held back are inherited, and so a server that is still loading says nothing of its own; ours comes
    as soon as this is over.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started with the first worker unless it is there, it would let signals through when it is.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(worker: _Worker[Any]) -> None:
    """End a worker: kindly where it has nothing to do, so that it closes what it opened."""
    worker.connection.close()
    if worker.task is None:
        worker.process.join(1)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    if worker.task is not None or worker.process.exitcode != 0:
        end_marked(worker.mark)
    worker.process.close()
    shutil.rmtree(worker.scratch, ignore_errors=True)


def _how(process: BaseProcess) -> str:
    """How a process ended, in a word."""
    process.join(1)
    code = process.exitcode
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


def _serve(connection: Connection, call: Call[Any, Any], mark: str, scratch: str, memory: int) -> None:
    """A worker's life: tasks come, results go, until the other end is closed."""
    import atexit

    bind_worker(mark, memory)
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    # stdout carries data, and none of it is a library's.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        connection.send(("ready", None))
        while True:
            task = connection.recv()
            try:
                answer = ("done", call(task, lambda pages: connection.send(("pages", pages))))
            except MemoryError:
                answer = ("memory", None)
            except Exception as error:
                answer = ("raised", error)
            connection.send(answer)
    except (EOFError, OSError):
        # A forked process does not do by itself what was left for its end: closing the recognizing process.
        atexit._run_exitfuncs()
