"""The engine: Tesseract as a library (tesserocr) where it is installed, else as a program."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from pipeline.programs import OCR_LANGUAGE, find, look_up, missing, ocr_data
from pipeline.read.ocr.pictures import Grey

# Text of several columns and tables, found by Tesseract itself.
_AUTOMATIC = 3


class NoEngineError(Exception):
    """The machine cannot recognize text; the message says what is missing."""


class Engine(Protocol):
    """Something that recognizes a page."""

    def hocr(self, grey: Grey, dpi: int) -> str:
        """What stands on a picture, as hOCR."""


def find_engine() -> tuple[str, Path]:
    """The name of the engine and the folder of its data. Raises NoEngineError where one is missing."""
    name = next((name for name in ("tesserocr", "tesseract") if find(name).found), None)
    data = ocr_data()
    lacking = [*(("tesserocr",) if name is None else ()), *(("tessdata",) if data is None else ())]
    if name is None or data is None:
        raise NoEngineError("; ".join(map(missing, lacking)))
    return name, data


def identity(name: str, data: Path) -> str:
    """What decides an engine's answers: its version and its data."""
    digest = hashlib.sha256((data / f"{OCR_LANGUAGE}.traineddata").read_bytes()).hexdigest()
    return f"{name} {look_up(name).version} {digest[:16]}"


def load(name: str, data: Path) -> Engine:
    """The engine, ready. Raises RuntimeError where its data cannot be used."""
    # One thread a page: Tesseract's own threads cost more than they gain.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    return _Library(data) if name == "tesserocr" else _Program(data)


class _Library:
    """Tesseract in this process."""

    def __init__(self, data: Path) -> None:
        import tesserocr

        self._api = tesserocr.PyTessBaseAPI(path=str(data) + os.sep, lang=OCR_LANGUAGE, psm=_AUTOMATIC)

    def hocr(self, grey: Grey, dpi: int) -> str:
        """What stands on a picture, as hOCR."""
        plain = np.ascontiguousarray(grey)
        height, width = plain.shape
        self._api.SetImageBytes(plain.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(dpi)
        try:
            return str(self._api.GetHOCRText(0))
        finally:
            self._api.Clear()


class _Program:
    """Tesseract as a program of its own for each page."""

    def __init__(self, data: Path) -> None:
        self._program = str(find("tesseract").path)
        self._data = str(data)

    def hocr(self, grey: Grey, dpi: int) -> str:
        """What stands on a picture, as hOCR. Raises RuntimeError with the program's last words where it fails."""
        picture = io.BytesIO()
        Image.fromarray(grey).save(picture, format="PPM")
        arguments = ["-", "-", "-l", OCR_LANGUAGE, "--psm", str(_AUTOMATIC), "--dpi", str(dpi)]
        ended = subprocess.run(
            [self._program, *arguments, "--tessdata-dir", self._data, "hocr"],
            input=picture.getvalue(),
            capture_output=True,
            check=False,
        )
        if ended.returncode:
            told = ended.stderr.decode("utf-8", "replace").strip().splitlines()
            raise RuntimeError(told[-1] if told else f"tesseract: {ended.returncode}")
        return ended.stdout.decode("utf-8", "replace")
