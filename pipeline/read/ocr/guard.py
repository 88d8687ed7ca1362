"""Keeps the recognizing process: started when first needed, alive over pages and files, ended with its children."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.read.ocr import wire
from pipeline.read.scans import ScannedPage

# Loading the engine and its data takes a second; more on a busy machine.
_START_SECONDS = 60.0

# The process finds the program where this one found it.
_BOOT = "import sys; sys.path[:] = sys.argv[3:]; from pipeline.read.ocr.worker import main; main(*sys.argv[1:3])"


class PageFailedError(Exception):
    """A page was not recognized; ``code`` is a value of the error_code labels, ``told`` what is known of the cause."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(f"{code}: {told}")
        self.code = code
        self.told = told


class Guard:
    """One recognizing process at a time, for one engine; a new one after it hung or crashed."""

    def __init__(self, name: str, data: Path, *, seconds_per_page: float) -> None:
        self._engine = (name, str(data))
        self._seconds = seconds_per_page
        self._process: subprocess.Popen[bytes] | None = None
        self._open: bytes | None = None

    def page(self, pdf: bytes, number: int) -> ScannedPage:
        """A page (from 1) of a PDF. Raises PageFailedError where it took too long, failed, or ended the process."""
        try:
            if self._process is None or self._process.poll() is not None:
                self._start()
            if self._open is not pdf:
                self._ask("open", pdf)
                self._open = pdf
            page: ScannedPage = self._ask("page", number)
        except TimeoutError:
            self.close()
            raise PageFailedError("OCR_TIMEOUT", f"{self._seconds:g} s") from None
        except wire.ClosedError:
            ended = self.close()
            raise PageFailedError("OCR_CRASH", _told(ended)) from None
        return page

    def close(self) -> int | None:
        """End the process and all that it started; return how it ended where it ended by itself."""
        process, self._process, self._open = self._process, None, None
        if process is None:
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.2)
        ended = process.poll()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            _end_group(process)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()
        return ended

    def _start(self) -> None:
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, *self._engine, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        self._answer(_START_SECONDS)

    def _ask(self, task: str, value: Any) -> Any:
        assert self._process is not None
        assert self._process.stdin is not None
        wire.send(self._process.stdin.fileno(), (task, value))
        return self._answer(self._seconds)

    def _answer(self, seconds: float) -> Any:
        assert self._process is not None
        assert self._process.stdout is not None
        state, value = wire.receive(self._process.stdout.fileno(), seconds=seconds)
        if state == "failed":
            raise PageFailedError("OCR_CRASH", value)
        return value


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and its children: it leads a group of its own."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _told(ended: int | None) -> str:
    if ended is None:
        return "?"
    if ended < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-ended).name
    return f"exit {ended}"
