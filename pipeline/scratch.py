"""Room for the temporary files of workers, which goes with the program, however that ends.

What a worker leaves there may be a whole report. A program that ends by itself removes its room; the room of one that
was killed is removed by the next, which knows it by its lock: that goes with the process that holds it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path

from pipeline.errors import RasoatError

_PREFIX = "rasoat-run-"
# A socket's path has 103 bytes at most; workers are started over one that stands 32 bytes below the folder.
_LONGEST = 103 - 32


class Room:
    """A folder of this program below the system's folder for temporary files.

    Raises RasoatError where none can be had.
    """

    def __init__(self) -> None:
        try:
            if len(os.fsencode(tempfile.gettempdir())) > _LONGEST:
                raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
            _remove_left(Path(tempfile.gettempdir()))
            self.path, self._lock = _locked()
        except OSError as error:
            problem = error.strerror or str(error)
            raise RasoatError("not_writable", path=tempfile.tempdir or "TMPDIR", problem=problem) from error

    def folder(self) -> str:
        """A new folder in it."""
        return tempfile.mkdtemp(prefix="worker-", dir=self.path)

    def close(self) -> None:
        """Remove it, with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _locked() -> tuple[Path, int | None]:
    """A new room, and what holds its lock; None where the system has no such locks (Windows)."""
    try:
        import fcntl
    except ImportError:
        return Path(tempfile.mkdtemp(prefix=_PREFIX)), None
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = os.open(path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_SH)
        if path.is_dir():
            return path, lock
        # Another program took it for one that was left, before it had its lock.
        os.close(lock)


def _remove_left(folder: Path) -> None:
    """Remove the rooms of programs that are no more. Those of other users are theirs."""
    try:
        import fcntl
    except ImportError:
        return
    for path in folder.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            lock = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                if os.fstat(lock).st_uid == os.geteuid():
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(lock)
