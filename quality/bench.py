"""``make bench``: pages per second of reading and of the whole way, beside other readers of the same files.

Every speed stands beside how many characters come out wrong, in percent: fast and wrong is no bargain.
"""

from __future__ import annotations

import dataclasses
import io
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2

from pipeline.normalize import normalize
from pipeline.process import process
from pipeline.read.document import read_document
from quality.formats.pdf_files import to_pdf
from quality.samples import SAMPLES

_ROUNDS = 3

Reader = Callable[[bytes], str]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How fast a reader was over the files, and how many of 100 characters it got wrong."""

    name: str
    pages_per_second: float
    errors: float


def bare_text(data: bytes) -> str:
    """The text of every page as pdfium gives it, and nothing else."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def plumbed_text(data: bytes) -> str:
    """The text of every page by pdfplumber."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def read_text(data: bytes) -> str:
    """The text as the reader of PDF files delivers it."""
    return read_document(data, "bench.pdf").text


def whole_way(data: bytes) -> str:
    """Bytes to rows; the normalized text."""
    text = process(data, "bench.pdf").text
    return text.text if text else ""


def speeds(
    readers: Mapping[str, Reader], files: Sequence[bytes], texts: Sequence[str], pages: int, rounds: int = _ROUNDS
) -> list[Speed]:
    """The best round of each reader; the readers take turns, so that what else the machine does meets them alike."""
    errors = {
        name: sum(errors_of(read(data), text) for data, text in zip(files, texts, strict=True)) / len(files)
        for name, read in readers.items()
    }
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(rounds):
        for name, read in readers.items():
            started = time.perf_counter()
            for data in files:
                read(data)
            best[name] = min(best[name], time.perf_counter() - started)
    return [Speed(name=name, pages_per_second=pages / best[name], errors=errors[name]) for name in readers]


def errors_of(read: str, written: str) -> float:
    """The share of characters in percent that are not where they were written, by the words they stand in.

    Words are compared by how often each occurs, so that it costs no more than counting: the order of paragraphs, page
    numbers and line ends count for nothing, a letter that is torn out of its word for the whole word.

    >>> errors_of("S : /BC-UBND ố", "Số: /BC-UBND")
    27.272727272727273
    """
    left = _counted(written)
    total = sum(len(word) * count for word, count in left.items())
    found = _counted(read)
    missed = sum(len(word) * max(count - found.get(word, 0), 0) for word, count in left.items())
    return 100 * missed / max(total, 1)


def _counted(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in unicodedata.normalize("NFC", text).replace("\ufffe", "-").split():
        counts[word] = counts.get(word, 0) + 1
    return counts


def main(folder: Path = SAMPLES) -> None:
    """Print the speeds; they are of this machine, their ratios compare between machines."""
    samples = [path for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".docx", ".pdf")]
    texts = [normalize(read_document(path.read_bytes(), path.name)).text for path in samples]
    readers: dict[str, Reader] = {"pypdfium2, bare": bare_text, "read": read_text, "pdfplumber": plumbed_text}
    for title, lacks_letters in (("PDF", False), ("PDF whose font lacks letters", True)):
        files = [to_pdf(text, lacks_letters=lacks_letters) for text in texts]
        _print(title, files, texts, readers)
    files = [path.read_bytes() for path in samples if path.suffix == ".pdf"]
    written = [text for path, text in zip(samples, texts, strict=True) if path.suffix == ".pdf"]
    _print("sample PDF files", files, written, {**readers, "the whole way": whole_way})


def _print(title: str, files: Sequence[bytes], texts: Sequence[str], readers: Mapping[str, Reader]) -> None:
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in files)
    found = speeds(readers, files, texts, pages)
    print(f"{title}: {len(files)} files, {pages} pages")
    for speed in found:
        slower = found[0].pages_per_second / speed.pages_per_second
        print(f"  {speed.name:16} {speed.pages_per_second:9.1f} pages/s  {slower:6.1f}x  {speed.errors:6.2f} % wrong")


if __name__ == "__main__":
    main()
