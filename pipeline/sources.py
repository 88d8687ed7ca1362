"""The files of an archive: what is read, and what stands beside it and is left out."""

from __future__ import annotations

import dataclasses
import fnmatch
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import RasoatError
from pipeline.zipped import Member, members


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of the archive; ``name`` is its path below the archive, with forward slashes."""

    name: str
    path: Path | Member


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The files that are to be read, in order of their names."""

    folder: Path
    files: tuple[Source, ...]
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
    does not exist or is the folder for the tables, ``out``, or where there is no file at all.
    """
    walk = _Walk(skip=tuple(skip), out=out.resolve() if out else None)
    roots: list[Path] = []
    for source in sources:
        if not source.exists():
            raise RasoatError("no_source", path=str(source))
        path = source.resolve()
        if path.is_dir() and path == walk.out:
            raise RasoatError("out_is_source", path=str(out))
        if path.is_dir():
            roots.append(path)
            walk.folder(path, path)
        else:
            roots.append(path.parent)
            walk.files.add(path)
    if not walk.files:
        raise RasoatError("no_files", path=", ".join(str(source) for source in sources))
    archive = Path(os.path.commonpath(roots))
    found = (source for path in walk.files for source in _of_file(path, archive, walk))
    files = tuple(sorted(found, key=lambda source: source.name))
    return Archive(folder=archive, files=files, left_out=walk.left_out)


def _of_file(path: Path, archive: Path, walk: _Walk) -> Iterator[Source]:
    """A file, or what an archive of files (.zip) holds, with the archive's name before theirs."""
    name = _printable(path.relative_to(archive))
    inside = members(path) if path.suffix.lower() == ".zip" else None
    if inside is None:
        yield Source(name=name, path=path)
        return
    for inner, member in inside[0]:
        if any(fnmatch.fnmatchcase(f"{name}/{inner}", pattern) for pattern in walk.skip):
            walk.leave_out("skipped")
        else:
            yield Source(name=f"{name}/{inner}", path=member)
    for reason, count in inside[1].items():
        walk.left_out[reason] = walk.left_out.get(reason, 0) + count


def _printable(path: Path) -> str:
    """A path as text; bytes that are no UTF-8 are written as escapes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
