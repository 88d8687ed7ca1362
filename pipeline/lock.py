"""One run at a time writes into a folder; the lock goes with the process that holds it, however it ends."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RasoatError
from pipeline.generations import not_writable


@contextlib.contextmanager
def locked(path: Path, out: Path) -> Iterator[None]:
    """Hold the lock at ``path``. Raises RasoatError where another run holds it, or it is another's file."""
    try:
        file = path.open("a")
    except OSError as error:
        raise not_writable(out, error) from error
    with file:
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            # Where the system has no such locks (Windows), SQLite's own keep the ledger whole.
            pass
        except OSError as error:
            raise RasoatError("out_in_use", path=str(out)) from error
        yield


def is_locked(path: Path) -> bool:
    """Whether a run holds the lock at ``path``; always False where the system has no such locks."""
    try:
        import fcntl

        with path.open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError):
        return False
    return False
