"""OCR beside the bare engine on the same pictures: seconds a page, characters that are wrong, and what each step gains.

``.venv/bin/python -m quality.bench_ocr`` prints the tables of docs/ocr.md. Scans are made of a sample's pages.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import itertools
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image

from pipeline.process import process
from pipeline.read.ocr import hocr
from pipeline.read.ocr.engines import Engine, find_engine, load
from pipeline.read.ocr.guard import Guard
from pipeline.read.ocr.page import FIRST, SECOND, render
from pipeline.read.ocr.pictures import Grey, skew_of, turned, without_lines, without_red, without_specks
from quality.samples import SAMPLES

# The makers of scans stand with the tests that use them.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

_SAMPLES = ("phuoc-khe-2023-h1.txt", "vinh-son-tinh-2022-year.txt")

Pixels = npt.NDArray[np.uint8]


def distance(found: str, wanted: str) -> int:
    """The fewest characters to insert, delete or replace.

    >>> distance("hồ so", "hồ sơ"), distance("", "abc")
    (1, 3)
    """
    letters = np.array([ord(letter) for letter in wanted])
    places = np.arange(len(letters) + 1)
    before = places
    for count, letter in enumerate(found, start=1):
        row = np.empty_like(before)
        row[0] = count
        row[1:] = np.minimum(before[1:] + 1, before[:-1] + (letters != ord(letter)))
        before = np.minimum.accumulate(row - places) + places
    return int(before[-1])


def _grey(pixels: Pixels) -> Grey:
    return np.asarray(Image.fromarray(pixels).convert("L"))


def _level(grey: Grey) -> Grey:
    return turned(grey, -skew_of(grey))


# What is done to a picture, step by step.
STEPS: dict[str, Callable[[Pixels], Grey]] = {
    "bare": _grey,
    "red off": without_red,
    "red off, level": lambda pixels: _level(without_red(pixels)),
    "red off, specks off, level": lambda pixels: _level(without_specks(without_red(pixels))),
    "all, lines off": lambda pixels: without_lines(_level(without_specks(without_red(pixels))), FIRST)[0],
}


@dataclasses.dataclass(slots=True)
class Score:
    """Characters wrong and in all, pages, and seconds."""

    wrong: int = 0
    letters: int = 0
    pages: int = 0
    seconds: float = 0.0

    def add(self, found: str, wanted: str, seconds: float) -> None:
        """Count a page."""
        self.wrong += distance(" ".join(found.split()), " ".join(wanted.split()))
        self.letters += len(" ".join(wanted.split()))
        self.pages += 1
        self.seconds += seconds

    def told(self) -> str:
        """The rates as cells of a table."""
        return f"{100 * self.wrong / max(self.letters, 1):.2f} % | {self.seconds / max(self.pages, 1):.2f}"


def _text(engine: Engine, grey: Grey, dpi: int) -> str:
    return " ".join(word.text for word in hocr.words_of(engine.hocr(grey, dpi), dpi))


def _processor(work: Callable[..., Any], *given: Any) -> tuple[Any, float]:
    """What a call gives, and the processor time it took: the clock tells little on a busy machine."""
    started = time.process_time()
    return work(*given), time.process_time() - started


def _beside(pixels: Pixels) -> float:
    """Seconds of processor that preparing a rendered page takes."""

    def prepare() -> None:
        ready = without_specks(without_red(pixels))
        without_lines(turned(ready, -skew_of(ready)), FIRST)

    return _processor(prepare)[1]


def _born(name: str) -> bytes:
    formats = importlib.import_module("make_formats")
    done = process((SAMPLES / name).read_bytes(), name)
    assert done.text is not None
    made: bytes = formats.to_pdf(done.text.text)
    return made


def _pages(pdf: bytes, numbers: Iterable[int]) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[number - 1].get_textpage().get_text_range() for number in numbers]


def main(arguments: list[str] | None = None) -> None:
    """Print what each step gains on clean and rough scans, then the cost of all that is around the engine."""
    scans = importlib.import_module("make_scans")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2, help="pages of each sample")
    count = parser.parse_args(arguments).pages
    name, data = find_engine()
    engine = load(name, data)
    scanners = {
        "clean, 200 dpi": dataclasses.replace(scans.CLEAN, dpi=200),
        "office, 200 dpi": scans.Scanner(dpi=200),
        "office, 300 dpi": scans.Scanner(dpi=300),
        "rough, 150 dpi": scans.Scanner(dpi=150, noise=15, quality=40),
    }
    print(f"Engine: {name}\n\n| scan | read at | prepared | wrong characters | seconds a page |\n|---|---|---|---|---|")
    bare = Score()
    ours = Score()
    guard = Guard(name, data, seconds_per_page=600)
    numbers = list(range(1, count + 1))
    beside = alone = 0.0
    for (called, scanner), sample in itertools.product(scanners.items(), _SAMPLES[:1]):
        born = _born(sample)
        scan = scans.to_scan(born, scanner, pages=tuple(numbers))
        wanted = _pages(born, numbers)
        document = pypdfium2.PdfDocument(scan)
        for dpi, steps in ((FIRST, STEPS), (SECOND, dict(list(STEPS.items())[-2:-1]))):
            scores = {step: Score() for step in steps}
            for page, text in zip(document, wanted, strict=True):
                pixels = render(page, dpi)
                for step, prepare in steps.items():
                    ready = prepare(pixels)
                    started = time.perf_counter()
                    found = _text(engine, ready, dpi)
                    scores[step].add(found, text, time.perf_counter() - started)
            for step, score in scores.items():
                print(f"| {called} | {dpi} | {step} | {score.told()} |")
        guard.page(scan, 1)
        for page, number, text in zip(document, numbers, wanted, strict=True):
            pixels = render(page, FIRST)
            ready = _grey(pixels)
            started = time.perf_counter()
            found = _text(engine, ready, FIRST)
            bare.add(found, text, time.perf_counter() - started)
            beside += _beside(pixels)
            alone += _processor(_text, engine, ready, FIRST)[1]
            started = time.perf_counter()
            read = guard.page(scan, number)
            ours.add(" ".join(word.text for word in read.words), text, time.perf_counter() - started)
    guard.close()
    print("\n| | wrong characters | seconds a page |\n|---|---|---|")
    print(f"| the engine alone, on the pictures as they are | {bare.told()} |")
    print(f"| rendering, preparing, guarding and the engine | {ours.told()} |")
    print(f"\nPreparing a page, in processor time: {100 * beside / alone:.1f} % of the engine's")
    overhead = 100 * (ours.seconds / bare.seconds - 1)
    print(f"Overhead with rendering, the guard and second looks, by the clock: {overhead:.1f} %")


if __name__ == "__main__":
    main()
