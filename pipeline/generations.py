"""The tables of a run as a reader meets them: all of one run or all of another, at any moment.

The files of a run stand in a folder of their own, a generation: ``OUT/.rasoat/generations/<number>/<table>/``. The link
``OUT/.rasoat/current`` leads to one of them, and ``OUT/<table>`` and ``OUT/run.json`` lead through it: one rename
puts a new run in the place of the old for all tables at once. A file that did not change is the same file in both (a
hard link). The generation before stays until the next one comes, for readers that are still at it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import RasoatError
from pipeline.parts import is_part

STATE = ".rasoat"
_GENERATIONS, _CURRENT = "generations", "current"


def prepare_folder(out: Path, names: Iterable[str] = ()) -> None:
    """Make the folder for the tables, before the long work.

    Raises RasoatError where it cannot be written into or holds no symbolic links, or where something that is not ours
    stands at one of the ``names``, the tables and files that are to stand there.
    """
    try:
        if out.exists() and not out.is_dir():
            raise RasoatError("out_is_a_file", path=str(out))
        # Tables name their files, and what is no UTF-8 they cannot.
        str(out).encode()
        if (strange := _strange(out, names)) is not None:
            raise RasoatError("out_has_other", path=str(out), name=strange)
        (out / STATE / _GENERATIONS).mkdir(parents=True, exist_ok=True)
        for folder in (out, out / STATE):
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _try_link(out / STATE)
    except OSError as error:
        raise not_writable(out, error) from error
    except UnicodeEncodeError as error:
        raise not_writable(out, OSError(errno.EILSEQ, os.strerror(errno.EILSEQ))) from error


def _try_link(folder: Path) -> None:
    """Make a link and remove it: what cannot hold one would fail when the tables are shown, behind all the work."""
    link = folder / f"link-{os.getpid()}"
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(_GENERATIONS)
    except OSError as error:
        raise OSError(error.errno, f"{error.strerror}: symbolic link") from error
    link.unlink()


def _strange(out: Path, names: Iterable[str]) -> str | None:
    """What stands in the place of a table or file of ours and is none; tables may have been copied without links."""
    there = [out / name for name in names if (out / name).exists() and not (out / name).is_symlink()]
    tables = [path for path in there if path.is_dir() and all(is_part(file.name) for file in path.iterdir())]
    others = [path for path in there if path not in tables and not (tables and path.suffix == ".json")]
    return others[0].name if others else None


def not_writable(out: Path, error: OSError) -> RasoatError:
    """What to tell of a folder that the system does not let us write into."""
    return RasoatError("out_not_writable", path=str(out), problem=error.strerror or str(error))


def current(out: Path) -> Path | None:
    """The folder of the generation that a reader meets now, or None where there is none.

    Who reads several files takes this once: what comes after does not change it. A folder of tables that was copied
    without its state is its own generation. Raises RasoatError where the system does not let us look.
    """
    link = out / STATE / _CURRENT
    try:
        if link.is_dir():
            return link.resolve()
        return out if out.is_dir() else None
    except PermissionError as error:
        raise RasoatError("source_closed", path=str(link), problem=error.strerror or str(error)) from error


@contextlib.contextmanager
def made_anew(out: Path, names: Iterable[str]) -> Iterator[Path]:
    """A new, empty generation to write ``names`` (tables and files) into; readers meet it when all is written.

    Where that fails, or was ended, nothing of it is left.
    """
    made = _begin(out)
    try:
        yield made
        _publish(out, made, names)
    except BaseException:
        if current(out) != made.resolve():
            shutil.rmtree(made, ignore_errors=True)
        raise


def _begin(out: Path) -> Path:
    """A new, empty generation that no reader sees; what a killed run left unfinished is taken away."""
    folder = out / STATE / _GENERATIONS
    now = current(out)
    last = int(now.name) if now is not None and now.parent == folder.resolve() else 0
    for left in _numbered(folder):
        if int(left.name) > last:
            shutil.rmtree(left)
    made = folder / f"{last + 1:06d}"
    made.mkdir(parents=True)
    return made


def keep_file(old: Path, new: Path) -> None:
    """Take a file of an earlier generation over into a new one: the same file where links can be had, else a copy."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy(old, new)


def _publish(out: Path, made: Path, names: Iterable[str]) -> None:
    """Let readers meet the generation ``made`` from now on; ``names`` are the tables and files that it holds."""
    for path in (*made.rglob("*"), made, made.parent):
        _sync(path)
    before = current(out)
    _put_link(out / STATE / _CURRENT, Path(_GENERATIONS, made.name))
    for name in names:
        _put_link(out / name, Path(STATE, _CURRENT, name))
        # Where an earlier version wrote the table.
        (out / f"{name}.parquet").unlink(missing_ok=True)
    _sync(out / STATE)
    _sync(out)
    for old in _numbered(made.parent):
        if old.name != made.name and (before is None or old.name != before.name):
            shutil.rmtree(old)


def keep_current_alone(out: Path) -> None:
    """Remove all generations but the one that readers meet, also for readers that are still at another."""
    now = current(out)
    for path in _numbered(out / STATE / _GENERATIONS):
        if now is None or path.resolve() != now:
            shutil.rmtree(path)


def _numbered(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.isdecimal())


def _put_link(link: Path, target: Path) -> None:
    """Make a link, or let one lead elsewhere, in one step."""
    if link.is_symlink() and link.readlink() == target:
        return
    if link.is_dir() and not link.is_symlink():
        _take_away(link)
    beside = link.with_name(f".{link.name.lstrip('.')}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    os.replace(beside, link)


def _take_away(folder: Path) -> None:
    """Remove a folder of a table's files that is no link: tables that were copied with their links followed."""
    for path in folder.iterdir():
        if is_part(path.name):
            path.unlink()
    folder.rmdir()


def _sync(path: Path) -> None:
    """Make a file or the names in a folder last; where a folder cannot be opened (Windows) the system sees to it."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        with contextlib.suppress(PermissionError):
            os.fsync(handle)
    finally:
        os.close(handle)
