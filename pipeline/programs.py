"""What other programs and data the machine has: where, which version, and how to get what is missing.

Nothing here is needed to read text, DOCX or PDF with a text layer. Readers ask ``find`` and say ``missing``; ``rasoat
doctor`` lists them all. What each is for and how to get it is in ``wording.toml``: ``program_<name>``, ``get_<name>``.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import regex

from pipeline.wording import Wording, wording

# The language that reports are recognized in, and its file below a folder of Tesseract's data.
OCR_LANGUAGE = "vie"
_TRAINED = f"{OCR_LANGUAGE}.traineddata"

MARK = "RASOAT_WORKER"
"""The variable by which the programs that a worker starts are known for its own, also when it is no longer there."""

# Where packages of Tesseract's language data put it, newest version first.
_DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)

# "tesseract 5.3.0", "LibreOffice 7.4.7.2 40(Build:2)", "Catdoc Version 0.95"
_VERSION = regex.compile(r"\d+(?:\.\d+)+")

# A program that does not tell its version by then is there, but its version is not known.
_SECONDS = 20


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program, library or data file that was looked for; ``path`` is None where the machine does not have it."""

    name: str
    path: Path | None = None
    version: str | None = None

    @property
    def found(self) -> bool:
        """Whether the machine has it."""
        return self.path is not None


def find(name: str) -> Program:
    """Where a program is, without asking for its version. Raises KeyError for a name that no search is known for."""
    return Program(name=name, path=_SEARCHES[name]())


def look_up(name: str) -> Program:
    """Where a program is and which version; starts it, which takes a second for LibreOffice."""
    found = find(name)
    return dataclasses.replace(found, version=_version(found)) if found.path is not None else found


def all_programs() -> Iterator[Program]:
    """Every program that the readers can use, with versions, in a fixed order."""
    for name in _SEARCHES:
        yield look_up(name)


def missing(name: str, words: Wording | None = None) -> str:
    """One clause for a document's reason: what is missing, and how to get it; in Vietnamese unless asked otherwise."""
    words = words or wording("vi")
    return words.say("program_missing", name=name, purpose=words.say(f"program_{name}"), get=words.say(f"get_{name}"))


def ocr_data() -> Path | None:
    """The folder with Tesseract's Vietnamese data: TESSDATA_PREFIX, or where packages put it."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    named = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    for folder in (*named, *_packaged_data()):
        if (folder / _TRAINED).is_file():
            return folder
    return None


def _packaged_data() -> Iterator[Path]:
    for pattern in _DATA_FOLDERS:
        yield from sorted(Path("/").glob(pattern.removeprefix("/")), reverse=True)


def _trained_data() -> Path | None:
    folder = ocr_data()
    return folder / _TRAINED if folder is not None else None


def _on_path(*names: str) -> Callable[[], Path | None]:
    def search() -> Path | None:
        found = next(filter(None, map(shutil.which, names)), None)
        return Path(found) if found else None

    return search


def _module(name: str) -> Callable[[], Path | None]:
    def search() -> Path | None:
        spec = importlib.util.find_spec(name)
        return Path(spec.origin) if spec is not None and spec.origin else None

    return search


# How each is looked for, in the order in which doctor lists them.
_SEARCHES: dict[str, Callable[[], Path | None]] = {
    "tesserocr": _module("tesserocr"),
    "tesseract": _on_path("tesseract"),
    "tessdata": _trained_data,
    "soffice": _on_path("soffice", "libreoffice"),
    "catdoc": _on_path("catdoc"),
}

NAMES = tuple(_SEARCHES)
"""The names that ``find`` and ``look_up`` know."""

# What to say to a program so that it tells its version.
_ASK = {"tesseract": "--version", "soffice": "--version", "catdoc": "-V"}


@functools.cache
def _version(program: Program) -> str | None:
    if program.name == "tesserocr":
        return metadata.version("tesserocr")
    if program.name not in _ASK or program.path is None:
        return None
    try:
        told = subprocess.run(
            [str(program.path), _ASK[program.name]],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _VERSION.search((told.stdout + told.stderr).decode("utf-8", "replace"))
    return match[0] if match else None
