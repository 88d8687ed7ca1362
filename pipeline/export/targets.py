"""Files put in their places whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RasoatError

# Written beside its place: only a rename inside one folder cannot be interrupted half-way.
_UNFINISHED = ".{name}.unfinished"
# What databases keep beside a file while they write it.
_BESIDE = (".wal", ".tmp", "-journal")


@contextlib.contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A path to write to, its folder made, which takes the place of ``target`` when all went well and is gone when not.

    Raises RasoatError where nothing can be written there.
    """
    path = target.with_name(_UNFINISHED.format(name=target.name))
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        target.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        yield path
        os.replace(path, target)
    except OSError as error:
        raise RasoatError("not_writable", path=str(target), problem=error.strerror or str(error)) from error
    finally:
        for left in (path, *(path.with_name(path.name + ending) for ending in _BESIDE)):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
