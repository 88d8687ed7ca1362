"""What a worker does with one file: reads it, finds all there is in it, and packs the rows.

Whatever is wrong with a file becomes a row; only what ends the process itself is left to the guard.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from pipeline.archive import digest_of
from pipeline.bounds import FILE_BYTES, PAGES
from pipeline.documents import Document
from pipeline.guard import Stopped
from pipeline.packed import pack
from pipeline.process import Processed, failed, failed_row, process
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.zipped import Member

_LOG = logging.getLogger(__name__)

# What a stopped worker is told of, in documents.error_message; the reason is its error_code.
_STOPPED = {
    "TIMEOUT": "Đọc quá {limit:.0f} giây, đã dừng.",
    "OOM": "Cần hơn {megabytes:.0f} MB bộ nhớ, đã dừng.",
    "CRASH": "Tiến trình đọc tệp này bị ngắt giữa chừng ({told}).",
}

Process = Callable[[bytes, str, ReadOptions], Processed]
"""What makes rows of a file's bytes."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A file that is to be read; ``sha256`` and ``size`` are those that it had when it was met."""

    name: str
    path: Path | Member
    sha256: str
    size: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one content: how reading it went, and its packed rows.

    ``name`` is the place at which it was read, which messages may name. ``text_digest`` stands for its text among
    those of the archive.
    """

    doc_id: str
    sha256: str | None
    name: str
    size: int | None
    status: str
    code: str | None
    message: str | None
    seconds: float
    text_digest: str | None
    rows: bytes


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads files, in a worker or here."""

    options: ReadOptions = DEFAULT
    process: Process = process

    def __call__(self, task: Task, tell_pages: Callable[[int], None] = lambda _: None) -> Result:
        """The result of a task. Raises MemoryError; everything else that goes wrong is in the result."""
        started = time.perf_counter()
        if not FILE_BYTES.holds(task.size):
            told = FILE_BYTES.failure(task.size)
            row = failed_row(task.name, told.code, told.message, size=task.size, sha256=task.sha256)
            return result_of(Processed(document=row))
        try:
            data = task.path.read_bytes()
        except OSError as error:
            return result_of(Processed(document=unreadable(task.name, error)))
        if pages := _pages(data):
            tell_pages(pages)
        read = self.read(data, task.name)
        try:
            return result_of(read, seconds=time.perf_counter() - started)
        except (ValueError, ArithmeticError, pa.ArrowException) as error:
            # Rows that no table can hold: that is this file's matter, and no other's.
            return result_of(Processed(document=_crashed(data, task.name, error)))

    def read(self, data: bytes, name: str) -> Processed:
        """What is found in a file. Raises MemoryError."""
        try:
            return self.process(data, name, self.options)
        except MemoryError:
            raise
        except Exception as error:
            return Processed(document=_crashed(data, name, error))


def _crashed(data: bytes, name: str, error: Exception) -> Document:
    """The row of a file at which the program failed."""
    _LOG.debug("%s", name, exc_info=error)
    return failed(data, name, "CRASH", f"{type(error).__name__}: {error}")


def unreadable(name: str, error: OSError) -> Document:
    """The row of a file whose bytes could not be had."""
    return failed(None, name, "UNREADABLE", error.strerror or str(error))


def result_of(read: Processed, *, seconds: float = 0.0) -> Result:
    """A document's rows as they are kept."""
    document = read.document
    return Result(
        doc_id=document.doc_id,
        sha256=document.sha256,
        name=document.source_path,
        size=document.bytes,
        status=document.status,
        code=document.error_code,
        message=document.error_message,
        seconds=round(seconds, 3),
        text_digest=digest_of(read.text.text) if read.text else None,
        rows=pack(read.tables()),
    )


def stopped_result(task: Task, stopped: Stopped) -> Result:
    """The result of a file that ended its worker, or that its worker was ended for."""
    message = _STOPPED[stopped.code].format(limit=stopped.limit, megabytes=stopped.limit / (1 << 20), told=stopped.told)
    row = failed_row(task.name, stopped.code, message, size=task.size, sha256=task.sha256)
    return result_of(Processed(document=row))


def preloaded(reader: Reader) -> list[str]:
    """The modules that workers find loaded."""
    return ["pipeline.worker", "pipeline.warm" if reader.process is process else reader.process.__module__]


def _pages(data: bytes) -> int:
    """The number of pages of a PDF, which decides how long it may take; 0 where it is none or does not tell."""
    if not data.startswith(b"%PDF-"):
        return 0
    import pypdfium2

    with contextlib.suppress(Exception):
        document = pypdfium2.PdfDocument(data)
        try:
            return min(len(document), PAGES.most)
        finally:
            document.close()
    return 0


def sha256_of(path: Path | Member) -> tuple[str, int]:
    """The digest and the size of a file. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()
