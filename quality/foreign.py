"""``python -m quality.foreign FOLDER``: read files that others made, and say what comes out that should not.

A file may fail with a reason, but no reader may raise anything else, and no file in which a plain text reader finds
letters may come out empty. Files that lie inside archives (.tar.gz, .zip, .whl) are not looked at: unpack them first.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from pipeline.errors import ReadFailure
from pipeline.read.document import read_document
from pipeline.read.options import ReadOptions

_ENDINGS = (".pdf", ".docx")

# Fewer letters than this may be a page number.
_LETTERS = 20


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came out of a file: "read", "partial", the code of a failure, or "CRASH"."""

    path: Path
    outcome: str
    letters: int = 0
    plain_letters: int = 0
    pages: int = 0
    seconds: float = 0.0
    message: str = ""

    @property
    def is_wrong(self) -> bool:
        """It raised, or came out empty although there are letters in it."""
        if self.outcome == "CRASH":
            return True
        unread = self.outcome not in ("read", "partial")
        return unread and self.outcome not in ("ENCRYPTED", "NEEDS_OCR") and self.plain_letters >= _LETTERS


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Read every PDF and DOCX file below a folder."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file()):
        yield outcome_of(path)


def outcome_of(path: Path) -> Outcome:
    """Read one file, and by a plain reader."""
    data = path.read_bytes()
    started = time.perf_counter()
    try:
        # Scans would be recognized for hours; whether a page wants that is what shows here.
        raw = read_document(data, path.name, ReadOptions(ocr="never"))
    except ReadFailure as failure:
        outcome, letters, pages, message = failure.code, 0, 0, failure.message
    except Exception as error:
        outcome, letters, pages, message = "CRASH", 0, 0, repr(error)
    else:
        outcome = "partial" if raw.problems else "read"
        letters, pages = letters_of(raw.text), len(raw.page_starts)
        message = "; ".join(problem.message for problem in raw.problems)
    seconds = time.perf_counter() - started
    plain = plain_letters(data) if path.suffix.lower() == ".pdf" else 0
    return Outcome(
        path=path, outcome=outcome, letters=letters, plain_letters=plain, pages=pages, seconds=seconds, message=message
    )


def plain_letters(data: bytes) -> int:
    """How many letters and digits pdfium alone finds; 0 where it cannot open the file."""
    count = 0
    try:
        document = pypdfium2.PdfDocument(data)
        for page in document:
            count += letters_of(page.get_textpage().get_text_range(errors="replace"))
        document.close()
    except pypdfium2.PdfiumError:
        return count
    return count


def letters_of(text: str) -> int:
    """How many letters and digits there are."""
    return sum(map(str.isalnum, text))


def main(folder: Path) -> int:
    """Print how many files came out how, and every one that came out wrong; return how many did."""
    found = list(outcomes(folder))
    pages, seconds = sum(one.pages for one in found), sum(one.seconds for one in found)
    print(f"{len(found)} files, {pages} pages read, {seconds:.1f} s")
    for outcome, count in Counter((one.path.suffix.lower(), one.outcome) for one in found).most_common():
        print(f"{count:6} {' '.join(outcome)}")
    for one in found:
        name = one.path.relative_to(folder)
        if one.outcome not in ("read", "partial"):
            print(f"{one.outcome} {name} ({one.plain_letters} letters by pdfium): {one.message[:150]}")
        elif one.letters < 0.9 * one.plain_letters:
            print(f"fewer {name}: {one.letters} letters, {one.plain_letters} by pdfium; {one.message[:80]}")
    wrong = [one for one in found if one.is_wrong]
    print(f"{len(wrong)} wrong")
    return len(wrong)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python -m quality.foreign FOLDER")
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
