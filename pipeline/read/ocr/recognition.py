"""Recognizes scanned pages for the PDF reader: from the cache, or by the recognizing process."""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
from collections.abc import Mapping, Sequence

from pipeline.read.ocr.cache import Cache, page_keys
from pipeline.read.ocr.engines import NoEngineError, find_engine, identity
from pipeline.read.ocr.guard import Guard, PageFailedError
from pipeline.read.ocr.page import FIRST, REVISION, SECOND, SURE
from pipeline.read.options import ReadOptions
from pipeline.read.raw import Problem
from pipeline.read.scans import ScannedPage

# A process that cannot even start so many times in a row will not start for the next page either.
_PATIENCE = 3

_CAUSES = {
    "OCR_TIMEOUT": "nhận dạng quá thời hạn",
    "OCR_CRASH": "chương trình nhận dạng gặp lỗi",
}


class Recognizer:
    """Tesseract behind the guard and the cache; ``problems`` tells of the last file."""

    def __init__(self, options: ReadOptions) -> None:
        self._always = options.ocr == "always"
        self._cache = Cache(options.cache) if options.cache is not None else None
        self._guard: Guard | None = None
        self._reader = ""
        self._problems: tuple[Problem, ...] = ()
        self._seconds = options.seconds_per_page

    @property
    def always(self) -> bool:
        """Whether pages that have text are recognized too."""
        return self._always

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why pages were left out of the last answer."""
        return self._problems

    def pages(self, data: bytes, numbers: Sequence[int]) -> Mapping[int, ScannedPage]:
        """The pages of a PDF with these numbers (from 1); one that could not be recognized is left out."""
        self._problems = ()
        if not numbers:
            return {}
        try:
            guard = self._ready()
        except NoEngineError as error:
            named = ", ".join(map(str, numbers))
            self._problems = (Problem(code="NEEDS_OCR", message=f"Không nhận dạng được các trang {named}: {error}."),)
            return {}
        keys = page_keys(data, list(numbers), self._reader) if self._cache is not None else {}
        if self._cache is not None:
            # Before anything is kept: a page that no list names could not be forgotten.
            self._cache.note(hashlib.sha256(data).hexdigest(), keys.values())
        found: dict[int, ScannedPage] = {}
        failed: dict[tuple[str, str], list[int]] = {}
        in_a_row = 0
        for number in numbers:
            page = self._cache.get(keys[number]) if self._cache is not None else None
            if page is None and in_a_row < _PATIENCE:
                try:
                    page = guard.page(data, number)
                    in_a_row = 0
                except PageFailedError as error:
                    failed.setdefault((error.code, error.told), []).append(number)
                    in_a_row += 1
                    continue
                if self._cache is not None:
                    self._cache.put(keys[number], page)
            if page is None:
                failed.setdefault(("OCR_CRASH", "…"), []).append(number)
            else:
                found[number] = page
        self._problems = tuple(
            Problem(code=code, message=f"Trang {', '.join(map(str, pages))}: {_CAUSES[code]} ({told}).")
            for (code, told), pages in failed.items()
        )
        return found

    def close(self) -> None:
        """End the recognizing process; the next page starts another."""
        if self._guard is not None:
            self._guard.close()

    def _ready(self) -> Guard:
        if self._guard is None:
            name, folder = find_engine()
            self._reader = f"{identity(name, folder)} {REVISION} {FIRST} {SECOND} {SURE}"
            self._guard = Guard(name, folder, seconds_per_page=self._seconds)
        return self._guard


def recognizer(options: ReadOptions) -> Recognizer | None:
    """The recognizer for these options, the same for every file this process reads; None where none is wanted."""
    return None if options.ocr == "never" else _kept(options, os.getpid())


@functools.cache
def _kept(options: ReadOptions, _process: int) -> Recognizer:
    # A forked process has a recognizer of its own: two that talk to one would take each other's answers.
    made = Recognizer(options)
    atexit.register(made.close)
    return made
