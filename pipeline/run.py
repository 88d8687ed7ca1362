"""The main job: files and folders of reports in, tables out."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.allowance import Allowance
from pipeline.assemble import assemble, names_in_out, would_lose
from pipeline.errors import RasoatError
from pipeline.forgotten import forgotten
from pipeline.generations import STATE, prepare_folder
from pipeline.guard import Stopped, cores, guarded
from pipeline.ledger import Known, Ledger
from pipeline.lock import locked
from pipeline.process import Processed, process, version
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.settings import programs_digest, settings_digest
from pipeline.sources import Source, find_sources
from pipeline.worker import Process, Reader, Result, Task, preloaded, result_of, sha256_of, stopped_result, unreadable

# What may become of a file.
_INPUTS = ("ok", "partial", "failed", "duplicate")

# Places are noted so many at a time.
_PLACES_AT_A_TIME = 1000

# Reasons that a program which is installed later takes away.
_LACKING = frozenset({"NEEDS_OCR", "NEEDS_OFFICE", "OCR_CRASH", "CONVERSION"})

# Reasons of the machine or the moment rather than the file: with --retry-failed such a file is read again too.
_PASSING = _LACKING | {"OCR_TIMEOUT"}

Engine = Callable[[Iterator[Task], Reader, Allowance], Iterator[tuple[Task, Result | Stopped]]]
"""What reads files and gives their results, in any order."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A file of the archive that is dealt with: ``kept`` where it was read in an earlier run, ``duplicate`` where its
    content stands at an earlier place too, ``forgotten`` where it is left out because it was to be forgotten."""

    source_path: str
    status: str
    error_code: str | None = None
    error_message: str | None = None
    seconds: float | None = None
    kept: bool = False
    duplicate: bool = False
    forgotten: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a run did.

    ``archive`` is the folder that source paths start from, ``left_out`` counts what stands in the folders but is no
    file of the archive, by reason. ``inputs`` counts the files by what became of them: ok, partial, failed, duplicate.
    ``read`` were read in this run; ``vanished`` contents of earlier runs stand nowhere any more: their rows were
    removed where that was asked for, else kept; ``replaced`` gave way to other content at their places.
    """

    out: Path
    archive: Path
    rows: dict[str, int]
    left_out: dict[str, int]
    inputs: dict[str, int]
    read: int
    vanished: int
    replaced: int = 0


def read_one(source: Source, options: ReadOptions = DEFAULT) -> Processed:
    """Read one file here and now; whatever happens is in its document."""
    try:
        data = source.path.read_bytes()
    except OSError as error:
        return Processed(document=unreadable(source.name, error))
    return Reader(options=options).read(data, source.name)


def run(
    sources: Sequence[Path],
    out: Path,
    *,
    skip: Sequence[str] = (),
    own: Sequence[Path] = (),
    timings: bool = False,
    options: ReadOptions = DEFAULT,
    workers: int | None = None,
    allowance: Allowance | None = None,
    prune: bool = False,
    retry_failed: bool = False,
    reading: Process | None = None,
    engine: Engine | None = None,
    total: Callable[[int], None] = lambda _: None,
    progress: Callable[[Met], None] = lambda _: None,
) -> Finished:
    """Read all sources and write their tables below ``out``.

    ``own`` are other files and folders that the program writes; where they stand in the archive they are no part of it.
    ``total`` is told of the number of files, ``progress`` of each that is dealt with.

    What an earlier run has read with the same program and settings is not read again, unless it failed and
    ``retry_failed``. Files are read by ``workers`` processes (as many as there are processors; 0: in this process,
    without bounds) or by another ``engine``; ``reading`` stands in for ``process``. The order in which the sources
    are named changes nothing. Raises RasoatError for bad use, and where documents would be lost that the tables hold.
    """
    archive = find_sources(sources, skip=skip, out=out, own=own)
    total(len(archive.files))
    prepare_folder(out, names_in_out())
    with locked(out / STATE / "lock", out):
        ledger = Ledger(out)
        try:
            with ledger.telling_problems():
                reader = Reader(options=options, process=reading or process)
                walk = _Walk(
                    ledger=ledger,
                    settings=settings_digest(options, reader.process),
                    retry_failed=retry_failed,
                    progress=progress,
                    forgotten=forgotten(out),
                )
                files: Sequence[Source] = archive.files
                while files:
                    tasks, bounds = walk.tasks(files), allowance or allowance_for(options)
                    for task, result in (
                        engine(tasks, reader, bounds) if engine else _results(tasks, reader, workers, bounds)
                    ):
                        walk.take(task, result)
                    files = walk.lost(archive.files)
                vanished, replaced = walk.finish(len(archive.files), prune=prune)
                if not prune and (lost := would_lose(out, ledger, left_out=walk.forgotten)):
                    raise RasoatError("would_lose", path=str(out), count=str(lost))
                rows = assemble(out, ledger, version=version(), timings=timings)
        finally:
            ledger.close()
    return Finished(
        out=out,
        archive=archive.folder,
        rows=rows,
        left_out=archive.left_out | ({"forgotten": walk.left_out} if walk.left_out else {}),
        inputs=walk.inputs,
        read=walk.read,
        vanished=vanished,
        replaced=replaced,
    )


def allowance_for(options: ReadOptions) -> Allowance:
    """What a document may take: where pages may have to be recognized, the time that each of them may take."""
    plain = Allowance()
    if options.ocr == "never":
        return plain
    return dataclasses.replace(plain, seconds_per_page=plain.seconds_per_page + options.seconds_per_page)


def _results(
    tasks: Iterator[Task], reader: Reader, workers: int | None, allowance: Allowance
) -> Iterator[tuple[Task, Result | Stopped]]:
    if workers == 0:
        for task in tasks:
            yield task, reader(task)
        return
    yield from guarded(reader, tasks, workers=workers or cores(), allowance=allowance, preload=preloaded(reader))


@dataclasses.dataclass(slots=True, kw_only=True)
class _Walk:
    """The walk over the files of the archive: what is to be read, and what is known of what."""

    ledger: Ledger
    settings: str
    retry_failed: bool
    progress: Callable[[Met], None]
    forgotten: frozenset[str] = frozenset()
    run: int = 0
    read: int = 0
    left_out: int = 0
    inputs: dict[str, int] = dataclasses.field(default_factory=lambda: dict.fromkeys(_INPUTS, 0))
    _met: set[str] = dataclasses.field(default_factory=set)
    _places: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    _under_way: set[str] = dataclasses.field(default_factory=set)

    def __post_init__(self) -> None:
        self.run = self.ledger.begin_run(self.settings)

    def tasks(self, files: Sequence[Source]) -> Iterator[Task]:
        """The contents that must be read, in the order of their first names; the others are told of."""
        for source in files:
            yield from self._task(source)
        self._note()

    def _task(self, source: Source) -> Iterator[Task]:
        try:
            sha256, size = sha256_of(source.path)
        except OSError as error:
            self._keep(result_of(Processed(document=unreadable(source.name, error))), source.name)
            return
        if sha256 in self.forgotten:
            self._leave_out(source.name)
            return
        doc_id = sha256[:16]
        if doc_id in self._met:
            self._place(source.name, doc_id)
            self._tell(Met(source_path=source.name, status="ok", duplicate=True))
            return
        self._met.add(doc_id)
        known = self.ledger.known(doc_id)
        if known is not None and self._holds(known, sha256, source.name):
            self._place(source.name, doc_id)
            self._tell(
                Met(
                    source_path=source.name,
                    status=known.status,
                    error_code=known.code,
                    error_message=known.message,
                    kept=True,
                )
            )
            return
        self._under_way.add(source.name)
        yield Task(name=source.name, path=source.path, sha256=sha256, size=size)

    def _holds(self, known: Known, sha256: str, name: str) -> bool:
        """Whether what is known of a content is what reading it again would find."""
        if known.sha256 != sha256 or known.settings != self.settings:
            return False
        if self.retry_failed and (known.status == "failed" or known.code in _PASSING):
            return False
        if known.code in _LACKING and known.programs != programs_digest():
            return False
        # A message may name the file that it is about.
        return known.name == name or known.name not in (known.message or "")

    def take(self, task: Task, result: Result | Stopped) -> None:
        """Keep what came of a task. A file that changed since it was met is what it was when it was read."""
        if isinstance(result, Stopped):
            result = stopped_result(task, result)
        if result.sha256 in self.forgotten:
            self._under_way.discard(task.name)
            self._leave_out(task.name)
            return
        self.read += 1
        self._met.add(result.doc_id)
        self._under_way.discard(task.name)
        self._keep(result, task.name)

    def _keep(self, result: Result, name: str) -> None:
        digest = hashlib.sha256(result.rows).hexdigest()
        self.ledger.put_result(result, settings=self.settings, programs=programs_digest(), rows_digest=digest)
        self._place(name, result.doc_id)
        self._tell(
            Met(
                source_path=name,
                status=result.status,
                error_code=result.code,
                error_message=result.message,
                seconds=result.seconds,
            )
        )

    def _leave_out(self, name: str) -> None:
        self.left_out += 1
        self.progress(Met(source_path=name, status="ok", forgotten=True))

    def _place(self, name: str, doc_id: str) -> None:
        self._places.append((name, doc_id))
        if len(self._places) >= _PLACES_AT_A_TIME:
            self._note()

    def _note(self) -> None:
        self.ledger.put_places(self._places, self.run)
        self._places.clear()

    def _tell(self, met: Met) -> None:
        self.inputs["duplicate" if met.duplicate else met.status] += 1
        self.progress(met)

    def lost(self, files: Sequence[Source]) -> list[Source]:
        """Places of a content that changed at its first place before it was read there: these are to be met again."""
        self._note()
        places = self.ledger.places_without_result(self.run, self.settings)
        self._met -= set(places.values())
        self.inputs["duplicate"] -= len(places)
        return [source for source in files if source.name in places] if places else []

    def finish(self, files: int, *, prune: bool) -> tuple[int, int]:
        """Forget what is no longer there, and see that every file is accounted for; return how many contents have
        vanished, and how many were replaced."""
        self._note()
        if sum(self.inputs.values()) + self.left_out != files or self._under_way:
            raise AssertionError(f"{files} files, but {self.inputs} and {self.left_out} left out")
        gone = self.ledger.vanished(self.run), self.ledger.replaced()
        self.ledger.settle(self.run, prune=prune)
        return gone
