"""Keeps what was recognized, by what is on the page and what read it, so that a second run costs nothing.

A file is written beside its place and renamed: runs at the same time see whole files or none, and write the same.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.pdf_lines import Word
from pipeline.read.scans import ScannedPage


def page_keys(pdf: bytes, numbers: list[int], reader: str) -> dict[int, str]:
    """A name for each page: of its pictures and their places where it has nothing else, else of the file.

    The same scanned page in another file, or in a file to which pages were added, has the same name.
    """
    whole = hashlib.sha256(pdf).hexdigest()
    keys: dict[int, str] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in numbers:
            page = document[number - 1]
            content = _picture_digest(page) or f"{whole} {number}"
            keys[number] = hashlib.sha256(f"{reader}\n{content}".encode()).hexdigest()
            page.close()
    finally:
        document.close()
    return keys


def _picture_digest(page: pypdfium2.PdfPage) -> str | None:
    """A digest of a page that is nothing but pictures; None for any other."""
    digest = hashlib.sha256(repr((page.get_size(), page.get_bbox(), page.get_rotation())).encode())
    found = 0
    for drawn in page.get_objects(max_depth=1):
        if drawn.type != pdfium.FPDF_PAGEOBJ_IMAGE:
            return None
        facts = drawn.get_metadata()
        told = [facts.width, facts.height, facts.bits_per_pixel, facts.colorspace, drawn.get_matrix().get()]
        digest.update(repr((told, drawn.get_filters())).encode())
        digest.update(memoryview(drawn.get_data()))
        found += 1
    return digest.hexdigest() if found else None


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).replace(place)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise


def _lines(path: Path) -> list[str]:
    """The pages that a list names; what is damaged in it names none."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split()
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [line for line in lines if len(line) == _DIGITS and line.isalnum()]


class Cache:
    """A folder of recognized pages. What cannot be read or written is as if it were not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "ocr"

    def get(self, key: str) -> ScannedPage | None:
        """The page of this name, None where it is not kept."""
        try:
            kept = json.loads(self._place(key).read_text(encoding="utf-8"))
            words = tuple(Word(**dict(zip(_FIELDS, word, strict=True))) for word in kept.pop("words"))
            strokes = tuple((a, b, c, d) for a, b, c, d in kept.pop("strokes"))
            return ScannedPage(words=words, strokes=strokes, **kept)
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, key: str, page: ScannedPage) -> None:
        """Keep a page under this name."""
        kept = {field.name: getattr(page, field.name) for field in dataclasses.fields(ScannedPage)}
        kept["words"] = [[getattr(word, name) for name in _FIELDS] for word in page.words]
        with contextlib.suppress(OSError):
            _write(self._place(key), json.dumps(kept, ensure_ascii=False, separators=(",", ":")))

    def note(self, file: str, keys: Iterable[str]) -> None:
        """Note which pages are those of a file (its SHA-256), so that they can be forgotten with it."""
        listed = self._list_of(file)
        with contextlib.suppress(OSError):
            before = set(_lines(listed))
            if not before.issuperset(keys):
                _write(listed, "".join(f"{key}\n" for key in sorted(before.union(keys))))

    def forget(self, file: str) -> int:
        """Remove the pages of a file, and return how many there were. Raises OSError.

        Another file with the same scanned page has it recognized again.
        """
        listed, removed = self._list_of(file), 0
        for key in _lines(listed):
            with contextlib.suppress(FileNotFoundError):
                self._place(key).unlink()
                removed += 1
        listed.unlink(missing_ok=True)
        return removed

    def _list_of(self, file: str) -> Path:
        return self._folder / "files" / file[:2] / f"{file}.txt"

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


# A name of a page has so many letters and digits.
_DIGITS = hashlib.sha256().digest_size * 2

_FIELDS = tuple(field.name for field in dataclasses.fields(Word))
