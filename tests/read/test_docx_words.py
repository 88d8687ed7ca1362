"""No word of a DOCX is lost: what an independent reader finds in a file stands in our text, as often."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.normalize import normalize
from pipeline.read.document import read_document
from quality.foreign_docx import compare, other_text, words
from quality.formats.rich_word_files import to_rich_docx
from tests.make_formats import repacked, to_docx

SAMPLES = Path(__file__).parents[2] / "corpus_samples"
WORD_FILES = sorted(SAMPLES.glob("*.docx"))
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REPORTS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".docx"))


def _without_fallbacks(xml: str) -> str:
    """The other reader takes a text box and what older programs show instead of it as two."""
    return re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)


def _with_relations(xml: str) -> str:
    """The other reader stops where the notes do not declare a name that they do not use."""
    return xml if "xmlns:r=" in xml else re.sub(r"(?<=<w:footnotes)(?=\s)", f' xmlns:r="{_R}"', xml, count=1)


def _for_the_other(data: bytes) -> bytes:
    changes = {"word/document.xml": _without_fallbacks, "word/footnotes.xml": _with_relations}
    members = zipfile.ZipFile(io.BytesIO(data)).namelist()
    return repacked(data, {name: change for name, change in changes.items() if name in members})


def _assert_no_word_lost(data: bytes) -> None:
    text = read_document(data, "a.docx").text
    other = words(other_text(_for_the_other(data)))
    assert sum(other.values()) > 100
    assert other - words(text) == {}


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.name)
def test_no_word_of_a_sample_is_lost(path: Path) -> None:
    _assert_no_word_lost(path.read_bytes())


@pytest.mark.parametrize("write", [to_docx, to_rich_docx], ids=lambda write: write.__name__)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_no_word_of_a_made_file_is_lost(path: Path, write: Callable[[str], bytes]) -> None:
    text = normalize(read_document(path.read_bytes(), path.name)).text
    _assert_no_word_lost(write(text))


def test_a_file_that_cannot_be_read_is_an_outcome() -> None:
    assert compare(b"PK\x03\x04", "a.docx").outcome == "CORRUPT"


def test_words_that_we_lack_are_named() -> None:
    data = to_docx("Xã đã tiếp nhận hồ sơ đúng hạn")
    assert compare(data, "a.docx").lost == ()
    assert words(other_text(data)) == words("Xã đã tiếp nhận hồ sơ đúng hạn")
