"""One report as TXT, DOCX and PDF gives one normalized text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.normalize import normalize
from pipeline.read.document import read_document
from tests.make_formats import to_docx, to_pdf, to_txt

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "corpus_samples").iterdir()
    if path.suffix in (".txt", ".docx", ".pdf")
)
WRITERS: list[Callable[[str], bytes]] = [to_txt, to_docx, to_pdf]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_format_changes_no_word(path: Path, write: Callable[[str], bytes]) -> None:
    report = normalize(read_document(path.read_bytes(), path.name))
    again = normalize(read_document(write(report.text), "report"))
    assert again.text == report.text
    assert again.footnotes == report.footnotes
