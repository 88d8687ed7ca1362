"""``python -m quality.bench_docx``: the time of reading DOCX files, beside python-docx alone, and the characters wrong.

The files are the sample reports, written as Word files with notes, lists, tables, tracked changes and old fonts.
"""

from __future__ import annotations

import dataclasses
import io
import time
from collections.abc import Callable, Iterator

import docx
from rapidfuzz.distance import Levenshtein

from pipeline.normalize import normalize
from pipeline.read.document import read_document
from pipeline.read.docx import read_docx
from quality.formats.rich_word_files import to_rich_docx, to_tcvn3_docx
from quality.formats.word_files import to_docx
from quality.samples import SAMPLES

_ROUNDS = 5


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DocxSpeed:
    """Seconds for all files by our reader and by python-docx's paragraphs alone, and the share of characters wrong."""

    files: int
    ours: float
    alone: float
    wrong: float


def paragraphs_alone(data: bytes) -> int:
    """The paragraphs by python-docx, without tables, notes, numbers of lists or text boxes; return the characters."""
    return sum(len(paragraph.text) for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def measure() -> DocxSpeed:
    """Read every sample in every way in which it is written as a Word file."""
    pairs = list(_pairs())
    files = [data for _, data in pairs]
    wrong = sum(Levenshtein.distance(text, normalize(read_document(data, "a.docx")).text) for text, data in pairs)
    return DocxSpeed(
        files=len(files),
        ours=_seconds(lambda data: len(read_docx(data).text), files),
        alone=_seconds(paragraphs_alone, files),
        wrong=wrong / sum(len(text) for text, _ in pairs),
    )


def _pairs() -> Iterator[tuple[str, bytes]]:
    for path in sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".docx")):
        text = normalize(read_document(path.read_bytes(), path.name)).text
        yield from ((text, write(text)) for write in (to_docx, to_rich_docx, to_tcvn3_docx))


def _seconds(work: Callable[[bytes], int], files: list[bytes]) -> float:
    """The best of several rounds over all files."""
    best = float("inf")
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        for data in files:
            work(data)
        best = min(best, time.perf_counter() - started)
    return best


def line(speed: DocxSpeed) -> str:
    """One line: the times compare between machines by their ratio.

    >>> line(DocxSpeed(files=2, ours=0.5, alone=1.0, wrong=0.0))
    '2 DOCX files: 250.0 ms a file, 0.50 times python-docx alone; 0.0000 % of characters wrong'
    """
    return (
        f"{speed.files} DOCX files: {speed.ours / speed.files * 1000:.1f} ms a file,"
        f" {speed.ours / speed.alone:.2f} times python-docx alone; {speed.wrong * 100:.4f} % of characters wrong"
    )


if __name__ == "__main__":
    print(line(measure()))
