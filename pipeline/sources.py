"""The files of an archive: what is read, and what stands beside it and is left out."""

from __future__ import annotations

import dataclasses
import errno
import fnmatch
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import RasoatError
from pipeline.source_names import printable
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
    own: frozenset[Path]
    files: set[Path] = dataclasses.field(default_factory=set)
    left_out: dict[str, int] = dataclasses.field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def folder(self, root: Path) -> None:
        """Add the regular files below a folder; links are not followed, hidden names and ours are no part of it."""
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            try:
                entries = list(os.scandir(folder))
            except OSError:
                self.leave_out("closed")
                continue
            for entry in entries:
                path = Path(entry.path)
                if (reason := self._left_out(entry, path, root)) is not None:
                    self.leave_out(reason)
                elif _kind(entry) == "folder":
                    waiting.append(path)
                else:
                    self.files.add(path)

    def _left_out(self, entry: os.DirEntry[str], path: Path, root: Path) -> str | None:
        """Why what stands in a folder is no part of the archive; None where it is one."""
        if entry.name.startswith("."):
            return "hidden"
        if (kind := _kind(entry)) in ("link", "special"):
            return kind
        if path in self.own:
            return "out"
        below = path.relative_to(root).as_posix()
        return "skipped" if any(fnmatch.fnmatchcase(below, pattern) for pattern in self.skip) else None


def _kind(entry: os.DirEntry[str]) -> str:
    """What stands in a folder; where the system does not say, a file: reading it tells what is the matter."""
    try:
        if entry.is_symlink():
            return "link"
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "file" if stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode) else "special"
    except OSError:
        return "file"


def find_sources(
    sources: Sequence[Path], *, skip: Sequence[str] = (), out: Path | None = None, own: Sequence[Path] = ()
) -> Archive:
    """The files of the archive, by name.

    A folder stands for all files below it; ``skip`` holds patterns of files and folders below it that are no part of
    the archive ("expected", "*.md"), and neither are the folder for the tables, ``out``, and what else the program
    writes, ``own``. Names are relative to the one folder given, or else to the deepest folder that all sources share. A
    source that is itself a symbolic link is followed: it was named. Raises RasoatError where a source does not exist or
    may not be looked at or is ``out``, or where there is no file at all.
    """
    ours = [_resolved(path) for path in ([out] if out else []) + list(own)]
    walk = _Walk(skip=tuple(skip), own=frozenset(ours))
    roots: list[Path] = []
    for source in sources:
        mode = _mode(source)
        path = _resolved(source)
        if stat.S_ISDIR(mode) and out is not None and path == ours[0]:
            raise RasoatError("out_is_source", path=str(out))
        if stat.S_ISDIR(mode):
            roots.append(path)
            walk.folder(path)
        elif stat.S_ISREG(mode):
            roots.append(path.parent)
            walk.files.add(path)
        else:
            walk.leave_out("special")
    if not walk.files:
        named = ", ".join(str(source) for source in sources)
        if "closed" in walk.left_out:
            raise RasoatError("source_closed", path=named, problem=os.strerror(errno.EACCES))
        raise RasoatError("no_files", path=named)
    archive = Path(os.path.commonpath(roots))
    found = (source for path in walk.files for source in _of_file(path, archive, walk))
    files = tuple(sorted(found, key=lambda source: source.name))
    return Archive(folder=archive, files=files, left_out=walk.left_out)


def _resolved(path: Path) -> Path:
    """A path without links in it; links that lead in a circle are left as they are."""
    return Path(os.path.realpath(path))


def _mode(source: Path) -> int:
    """What a source is. Raises RasoatError where it is not there, or the system does not say."""
    try:
        return source.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RasoatError("no_source", path=str(source)) from error
    except OSError as error:
        raise RasoatError("source_closed", path=str(source), problem=error.strerror or str(error)) from error


def _of_file(path: Path, archive: Path, walk: _Walk) -> Iterator[Source]:
    """A file, or what an archive of files (.zip) holds, with the archive's name before theirs."""
    name = printable(os.fsencode(path.relative_to(archive).as_posix()).decode("utf-8", "surrogateescape"))
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
