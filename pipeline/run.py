"""The main job: files and folders of reports in, tables out."""

from __future__ import annotations

import dataclasses
import fnmatch
import logging
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.archive import archive_of, audit_archive
from pipeline.documents import Document
from pipeline.errors import RasoatError
from pipeline.generations import prepare_folder
from pipeline.identify import doc_id_of
from pipeline.process import Processed, failed, process, version
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.schema import labels
from pipeline.tables import write_tables

_LOG = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of the archive; ``name`` is its path below the archive, with forward slashes."""

    name: str
    path: Path


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The files that are to be read, in order of their names."""

    folder: Path
    files: tuple[Source, ...]
    left_out: dict[str, int]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a run did.

    ``archive`` is the folder that source paths start from, ``left_out`` counts what stands in the folders but is no
    file of the archive, by reason.
    """

    out: Path
    archive: Path
    documents: tuple[Document, ...]
    rows: dict[str, int]
    left_out: dict[str, int]


@dataclasses.dataclass(slots=True)
class _Walk:
    """Files met below the sources, and a count by reason of what was left out."""

    skip: tuple[str, ...]
    out: Path | None
    files: set[Path] = dataclasses.field(default_factory=set)
    left_out: dict[str, int] = dataclasses.field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def folder(self, folder: Path, root: Path) -> None:
        """Add the regular files below a folder; links are not followed, hidden names and OUT are no part of it."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            self.leave_out("closed")
            return
        for entry in entries:
            path = Path(entry.path)
            if entry.name.startswith("."):
                self.leave_out("hidden")
            elif entry.is_symlink():
                self.leave_out("link")
            elif path == self.out:
                self.leave_out("out")
            elif any(fnmatch.fnmatchcase(path.relative_to(root).as_posix(), pattern) for pattern in self.skip):
                self.leave_out("skipped")
            elif entry.is_dir(follow_symlinks=False):
                self.folder(path, root)
            elif stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                self.files.add(path)
            else:
                self.leave_out("special")


def find_sources(sources: Sequence[Path], *, skip: Sequence[str] = (), out: Path | None = None) -> Archive:
    """The files of the archive, by name.

    A folder stands for all files below it; ``skip`` holds patterns of files and folders below it that are no part of
    the archive ("expected", "*.md"). Names are relative to the one folder given, or else to the deepest folder that all
    sources share. A source that is itself a symbolic link is followed: it was named. Raises RasoatError where a source
    does not exist or there is no file at all.
    """
    walk = _Walk(skip=tuple(skip), out=out.resolve() if out else None)
    roots: list[Path] = []
    for source in sources:
        if not source.exists():
            raise RasoatError("no_source", path=str(source))
        path = source.resolve()
        if path.is_dir():
            roots.append(path)
            walk.folder(path, path)
        else:
            roots.append(path.parent)
            walk.files.add(path)
    if not walk.files:
        raise RasoatError("no_files", path=", ".join(str(source) for source in sources))
    archive = Path(os.path.commonpath(roots))
    found = (Source(name=_printable(path.relative_to(archive)), path=path) for path in walk.files)
    files = tuple(sorted(found, key=lambda source: source.name))
    return Archive(folder=archive, files=files, left_out=walk.left_out)


def _printable(path: Path) -> str:
    """A path as text; bytes that are no UTF-8 are written as escapes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def read_all(
    sources: Iterable[Source], *, timings: bool = False, options: ReadOptions = DEFAULT
) -> Iterator[Processed]:
    """One result for every distinct content, in order of the first name; the other names in ``also_at``.

    Whatever happens to one file happens to it alone.
    """
    by_content: dict[str, list[Source]] = {}
    for source in sources:
        try:
            key = doc_id_of(source.path.read_bytes())
        except OSError as error:
            yield Processed(document=failed(None, source.name, "UNREADABLE", error.strerror or str(error)))
            continue
        by_content.setdefault(key, []).append(source)
    for places in by_content.values():
        started = time.perf_counter()
        result = _read_one(places[0], options)
        document = dataclasses.replace(
            result.document,
            also_at=tuple(place.name for place in places[1:]),
            seconds=round(time.perf_counter() - started, 3) if timings else None,
        )
        yield dataclasses.replace(result, document=document)


def _read_one(source: Source, options: ReadOptions) -> Processed:
    try:
        data = source.path.read_bytes()
    except OSError as error:
        return Processed(document=failed(None, source.name, "UNREADABLE", error.strerror or str(error)))
    try:
        return process(data, source.name, options)
    except Exception as error:
        _LOG.debug("%s", source.name, exc_info=True)
        return Processed(document=failed(data, source.name, "CRASH", f"{type(error).__name__}: {error}"))


def run(
    sources: Sequence[Path],
    out: Path,
    *,
    skip: Sequence[str] = (),
    timings: bool = False,
    options: ReadOptions = DEFAULT,
    progress: Callable[[Document], None] = lambda _: None,
) -> Finished:
    """Read all sources and write their tables below ``out``; ``progress`` is told of every document.

    The order in which the sources are named changes nothing. Raises RasoatError for bad use.
    """
    archive = find_sources(sources, skip=skip, out=out)
    prepare_folder(out)
    rows: dict[str, list[Any]] = {"labels": list(labels())}
    documents: list[Document] = []
    for result in read_all(archive.files, timings=timings, options=options):
        progress(result.document)
        documents.append(result.document)
        for table, records in result.tables().items():
            rows.setdefault(table, []).extend(records)
    findings = rows.setdefault("findings", [])
    findings += audit_archive(archive_of(rows), findings)
    counts = write_tables(out, rows, version=version())
    documents.sort(key=lambda document: document.source_path)
    return Finished(out=out, archive=archive.folder, documents=tuple(documents), rows=counts, left_out=archive.left_out)
