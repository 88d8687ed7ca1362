"""``make bench``: pages per second of the whole way, beside bare text extraction by pypdfium2."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from pipeline.process import process
from quality.samples import SAMPLES

_ROUNDS = 3


def bare_text(data: bytes) -> int:
    """Extract the text of every page and nothing else; return the number of pages."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            page.get_textpage().get_text_range()
        return len(document)
    finally:
        document.close()


def whole_way(data: bytes) -> int:
    """Bytes to rows; return the number of pages."""
    return process(data, "bench.pdf").document.pages or 0


def pages_per_second(work: Callable[[bytes], int], files: list[bytes]) -> float:
    """The best of several rounds over all files, after one that warms up (models, caches)."""
    pages = sum(work(data) for data in files)
    best = float("inf")
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        for data in files:
            work(data)
        best = min(best, time.perf_counter() - started)
    return pages / best


def main(folder: Path = SAMPLES) -> None:
    """Print both speeds and their ratio; speeds are of this machine, the ratio compares between machines."""
    files = [file.read_bytes() for file in sorted(folder.glob("*.pdf"))]
    if not files:
        print(f"no PDF below {folder}")
        return
    bare, whole = pages_per_second(bare_text, files), pages_per_second(whole_way, files)
    print(f"{len(files)} files")
    print(f"bare text extraction {bare:10.1f} pages/s")
    print(f"the whole way        {whole:10.1f} pages/s   1/{bare / whole:.0f} of bare extraction")


if __name__ == "__main__":
    main()
