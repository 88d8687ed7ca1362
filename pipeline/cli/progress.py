"""What a run tells while it goes on: a bar on a terminal, a line now and then elsewhere, a log where asked for."""

from __future__ import annotations

import contextlib
import datetime
import json
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.cli.answers import complain, problem
from pipeline.errors import RasoatError
from pipeline.wording import Wording

if TYPE_CHECKING:
    from pipeline.run import Finished, Met

# Where nobody looks on, a line so often.
SECONDS_A_LINE = 30.0


class Progress:
    """Follows one run. A file that was not read whole is told of at once, above the bar where there is one."""

    def __init__(self, words: Wording, *, log: Path | None = None, seconds_a_line: float | None = None) -> None:
        self._words, self._pause = words, SECONDS_A_LINE if seconds_a_line is None else seconds_a_line
        self._log: IO[str] | None = None
        self._bar: Any = None
        self._began = self._told = time.monotonic()
        self._files = self._met = self._kept = self._failed = 0
        if log is not None:
            try:
                self._log = log.open("w", encoding="utf-8")
            except OSError as error:
                raise RasoatError("not_writable", path=str(log), problem=error.strerror or str(error)) from error

    def total(self, files: int) -> None:
        """So many files are to be dealt with."""
        self._files = files
        self._write("begin", files=files)
        if sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                total=files,
                desc=self._words.say("progress_bar"),
                unit=self._words.say("progress_unit"),
                dynamic_ncols=True,
                file=sys.stderr,
            )

    def met(self, met: Met) -> None:
        """A file is dealt with."""
        self._met += 1
        self._kept += met.kept or met.duplicate or met.forgotten
        self._failed += met.status == "failed"
        self._write(
            "file",
            source_path=met.source_path,
            status="forgotten" if met.forgotten else "duplicate" if met.duplicate else met.status,
            error_code=met.error_code,
            error_message=met.error_message,
            kept=met.kept,
            seconds=met.seconds,
        )
        if met.status != "ok":
            if self._bar is not None:
                self._bar.clear()
            complain(problem(met, self._words))
        if self._bar is not None:
            self._bar.set_postfix_str(self._words.say("progress_failed", count=self._failed), refresh=False)
            self._bar.update()
        elif time.monotonic() - self._told >= self._pause:
            self._told = time.monotonic()
            complain(self._line())

    def _line(self) -> str:
        """How far the run is; what earlier runs had read says nothing of the rate."""
        seconds = time.monotonic() - self._began
        rate = max(self._met - self._kept, 1) / seconds
        return self._words.say(
            "progress_line",
            done=self._met,
            files=self._files,
            rate=f"{rate:.1f}",
            left=_minutes((self._files - self._met) / rate),
            failed=self._failed,
        )

    def end(self, finished: Finished) -> None:
        """The tables are there."""
        seconds = round(time.monotonic() - self._began, 3)
        told = {
            "inputs": finished.inputs,
            "read": finished.read,
            "vanished": finished.vanished,
            "replaced": finished.replaced,
        }
        self._write("end", seconds=seconds, rows=finished.rows, **told)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.close()
        self._close_log()

    def _write(self, event: str, **facts: Any) -> None:
        if self._log is not None:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
            try:
                self._log.write(json.dumps({"at": now, "event": event, **facts}, ensure_ascii=False) + "\n")
                self._log.flush()
            except OSError as error:
                complain(self._words.say("log_ends", path=self._log.name, problem=error.strerror or str(error)))
                self._close_log()

    def _close_log(self) -> None:
        if self._log is not None:
            # What could not be written is tried once more, and fails once more.
            with contextlib.suppress(OSError):
                self._log.close()
            self._log = None


def _minutes(seconds: float) -> str:
    """A span of time as hours and minutes.

    >>> _minutes(59), _minutes(3725)
    ('0:01', '1:02')
    """
    minutes = max(round(seconds / 60), 1)
    return f"{minutes // 60}:{minutes % 60:02}"
