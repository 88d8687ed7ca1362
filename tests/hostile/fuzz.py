"""Fuzzes the readers with atheris: ``python -m tests.hostile.fuzz --seconds 600``; what it finds is kept as a case.

The first byte of an input chooses where the rest goes: a file as it is, or the part of a file that its own reader sees
only when the wrapping is right. Whatever a reader raises beside ReadFailure is a find; so is a hang or a gigabyte.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

# No other program is found, so that none is started.
os.environ["PATH"] = ""

import atheris

with atheris.instrument_imports(include=["pipeline.read", "pipeline.normalize"]):
    import pipeline.read.docx
    import pipeline.read.pdf
    import pipeline.read.pdf_rescue  # noqa: F401, imported here so that it is watched
    from pipeline.errors import ReadFailure
    from pipeline.normalize import normalize
    from pipeline.read.document import read_document
    from pipeline.read.options import ReadOptions

from tests.hostile import office_files, pdf_files
from tests.hostile.files import hostile_files

_NEVER = ReadOptions(ocr="never")
_SMALL = 4_000


def _part(name: str) -> Callable[[bytes], bytes]:
    main = office_files.body(office_files.paragraph())
    return lambda data: office_files.package(main, (name, data))


_WRAPPED: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data,
    lambda data: office_files.package(data),
    lambda data: office_files.package(office_files.body(data.decode("utf-8", "replace"))),
    _part("word/styles.xml"),
    _part("word/numbering.xml"),
    _part("word/footnotes.xml"),
    _part("word/_rels/document.xml.rels"),
    pdf_files.page_of,
    lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data,
    lambda data: b"%PDF-1.4\n" + data,
)


def one_input(data: bytes) -> None:
    """Read one input, and bring its text into form."""
    if not data:
        return
    wrapped = _WRAPPED[data[0] % len(_WRAPPED)](data[1:])
    try:
        normalize(read_document(wrapped, "a.bin", _NEVER))
    except ReadFailure:
        return


def seeds(folder: Path) -> None:
    """Inputs to begin with: the small hostile files, and a word of each part."""
    for name, data, _ in hostile_files():
        if len(data) < _SMALL:
            (folder / name).write_bytes(b"\0" + data)
    inner = office_files.paragraph() + '<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:sdt/><w:altChunk r:id="r1"/>'
    page = b"BT /F1 12 Tf 72 700 Td (12 ho so) Tj ET 1 1 m 9 9 l S"
    for place in range(1, len(_WRAPPED)):
        (folder / f"xml-{place}").write_bytes(bytes([place]) + office_files.body(inner).encode())
        (folder / f"body-{place}").write_bytes(bytes([place]) + inner.encode())
        (folder / f"page-{place}").write_bytes(bytes([place]) + page)


def main() -> None:
    """Fuzz for so many seconds; a find is written into the folder named."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--finds", type=Path, default=Path("fuzz-finds"))
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    asked.finds.mkdir(exist_ok=True)
    corpus = Path(tempfile.mkdtemp(prefix="rasoat-fuzz-"))
    seeds(corpus)
    options = [
        f"-max_total_time={asked.seconds}",
        f"-artifact_prefix={asked.finds}/",
        *("-rss_limit_mb=1500", "-timeout=20", "-max_len=20000", "-print_final_stats=1"),
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
