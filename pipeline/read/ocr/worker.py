"""The recognizing process: takes files and page numbers, gives pages, until nobody asks any more.

It runs apart because a damaged file or a bug in the engine may hang or crash it: that costs a page, not the run.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

from pipeline.bounds import RECOGNIZER_MEMORY
from pipeline.read.ocr import wire
from pipeline.read.scans import ScannedPage

_DIE_WITH_PARENT = 1

# A user and a network of its own: the network leads nowhere, and the user is what lets a process ask for it.
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def serve(asked: int, answered: int, name: str, data: Path) -> None:
    """Answer until the other end is closed.

    A message is ``("open", bytes of a PDF)`` or ``("page", number from 1)``; an answer is ``("ok", value)`` or
    ``("failed", what went wrong)``.
    """
    import pypdfium2

    from pipeline.read.ocr.engines import load
    from pipeline.read.ocr.page import recognize

    try:
        engine = load(name, data)
    except Exception as error:
        wire.send(answered, ("failed", f"{type(error).__name__}: {error}"))
        return
    wire.send(answered, ("ok", None))
    document: pypdfium2.PdfDocument | None = None
    while True:
        task, value = wire.receive(asked)
        answer: tuple[str, ScannedPage | str | None]
        try:
            if task == "open":
                if document is not None:
                    document.close()
                document = pypdfium2.PdfDocument(value)
                answer = ("ok", None)
            else:
                if document is None:
                    raise ValueError("no file is open")
                page = document[value - 1]
                answer = ("ok", recognize(page, engine))
                page.close()
        except Exception as error:
            answer = ("failed", f"{type(error).__name__}: {error}")
        wire.send(answered, answer)


def limit() -> None:
    """Bound this process's memory, take its network away, and end it with its parent; where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (RECOGNIZER_MEMORY.most, RECOGNIZER_MEMORY.most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None)
            libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
            libc.unshare(_NEW_USER | _NEW_NETWORK)


def main(name: str, data: str) -> None:
    """Serve over standard input and what was standard output; libraries that print there print nowhere."""
    limit()
    asked, answered = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    with contextlib.suppress(wire.ClosedError):
        serve(asked, answered, name, Path(data))
