"""How long a document may take and how much memory, and what happens to the processes that take more."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import os
import signal
import sys
from pathlib import Path

from pipeline.programs import MARK

_MEGABYTE = 1 << 20
_DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a document may take: so many seconds, more for its megabytes and its pages, and so many bytes of memory.

    The seconds are those of a machine of 2020 that is busy with other things, many times over: what takes longer hangs.
    A page that must be recognized takes seconds, one that hangs has a limit of its own (``ReadOptions``).
    """

    seconds: float = 120.0
    seconds_per_megabyte: float = 15.0
    seconds_per_page: float = 10.0
    memory: int = 2048 * _MEGABYTE
    attempts: int = 2

    def time_for(self, size: int, pages: int = 0) -> float:
        """The seconds for a document of so many bytes and, where they are known, pages.

        >>> Allowance().time_for(2 << 20), Allowance().time_for(2 << 20, 40)
        (150.0, 550.0)
        """
        return self.seconds + self.seconds_per_megabyte * size / _MEGABYTE + self.seconds_per_page * pages


def bind_worker(mark: str, memory: int) -> None:
    """Bind this process: it ends with the program, dumps no core, and has so much memory beyond what it has now."""
    os.environ[MARK] = mark
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Addresses are taken before memory is: half as many again, and the exact limit is watched from outside.
        resource.setrlimit(resource.RLIMIT_AS, (addresses := _pages(os.getpid(), 0) + memory * 3 // 2, addresses))


def memory_of(pid: int) -> int:
    """The bytes of memory that a process has; 0 where the system does not tell."""
    try:
        return _pages(pid, 1)
    except OSError:
        return 0


def _pages(pid: int, field: int) -> int:
    """A field of the system's account of a process's pages: 0 is its addresses, 1 is its memory."""
    told = Path(f"/proc/{pid}/statm").read_text().split()
    return int(told[field]) * os.sysconf("SC_PAGE_SIZE")


def end_marked(mark: str) -> None:
    """Kill all that a worker started and that outlived it: LibreOffice is three processes in a group of their own."""
    wanted = f"{MARK}={mark}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (folder / "environ").read_bytes() + b"\0":
                os.kill(int(folder.name), signal.SIGKILL)
