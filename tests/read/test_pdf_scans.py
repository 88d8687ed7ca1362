"""PDF pages without usable text are asked of a recognizer, and read like any other."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import ReadFailure
from pipeline.read.pdf import read_pdf
from pipeline.read.pdf_lines import Word
from pipeline.read.raw import Problem
from pipeline.read.scans import ScannedPage


class Recognizer:
    """Recognizes the same line on every page that it is asked for, but for those that it cannot."""

    def __init__(self, *, always: bool = False, fails: frozenset[int] = frozenset()) -> None:
        self.always = always
        self.fails = fails
        self.asked: list[int] = []
        self.problems: tuple[Problem, ...] = ()

    def pages(self, data: bytes, numbers: Sequence[int]) -> Mapping[int, ScannedPage]:
        self.asked += numbers
        return {number: _page(number) for number in numbers if number not in self.fails}


def _page(number: int) -> ScannedPage:
    words = tuple(
        Word(text=text, x0=70.0 + 60 * i, x1=120.0 + 60 * i, top=100.0, bottom=112.0, size=12.0, confidence=confidence)
        for i, (text, confidence) in enumerate((("Trang", 0.9), (f"số{number}", 0.5), ("nhận", 0.8), ("dạng.", 0.8)))
    )
    return ScannedPage(words=words, width=A4[0], height=A4[1], confidence=0.75)


def _pdf(pages: str) -> bytes:
    """A page for each letter: t text, s a scan, k a scan with the text of a signature on it."""
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=A4)
    for kind in pages:
        if kind in "sk":
            canvas.drawInlineImage(Image.new("L", (800, 1100), 200), 0, 0, *A4)
        if kind == "t":
            canvas.drawString(72, 700, "Bao cao ket qua trong ky")
        if kind == "k":
            canvas.drawString(300, 60, "Ky so: UBND")
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


@pytest.mark.parametrize(
    ("pages", "asked", "layer"),
    [
        pytest.param("tst", [2], "mixed", id="a scan among written pages"),
        pytest.param("ss", [1, 2], "ocr", id="scans alone"),
        pytest.param("tt", [], "native", id="no scan"),
        pytest.param("tk", [2], "mixed", id="a scan with a signature's text"),
    ],
)
def test_pages_without_usable_text_are_recognized(pages: str, asked: list[int], layer: str) -> None:
    recognizer = Recognizer()
    raw = read_pdf(_pdf(pages), recognizer)
    assert recognizer.asked == asked
    assert raw.text_layer == layer
    assert raw.problems == ()
    assert [f"số{number}" in raw.text for number in asked] == [True] * len(asked)
    assert (raw.ocr_confidence is None) == (not asked)


def test_every_recognized_word_says_how_sure_it_is_and_where_it_stands() -> None:
    raw = read_pdf(_pdf("ts"), Recognizer())
    assert [(raw.text[run.start : run.end], run.confidence) for run in raw.confidences] == [
        ("Trang", 0.9),
        ("số2", 0.5),
        ("nhận", 0.8),
        ("dạng.", 0.8),
    ]
    boxes = {raw.text[box.start : box.end]: box for box in raw.boxes}
    assert (boxes["nhận"].page, boxes["nhận"].x0, boxes["nhận"].bottom) == (2, 190.0, 112.0)
    # Kept to four digits.
    assert raw.ocr_confidence == pytest.approx((5 * 0.9 + 3 * 0.5 + 4 * 0.8 + 5 * 0.8) / 17, abs=5e-5)


def test_all_pages_are_recognized_where_that_is_asked_for() -> None:
    raw = read_pdf(_pdf("tt"), Recognizer(always=True))
    assert raw.text_layer == "ocr"
    assert "Bao cao" not in raw.text


def test_a_page_that_is_not_recognized_is_named() -> None:
    raw = read_pdf(_pdf("tss"), Recognizer(fails=frozenset({3})))
    assert [(problem.code, problem.message) for problem in raw.problems] == [
        ("NEEDS_OCR", "Các trang không có lớp chữ: 3.")
    ]


def test_a_signature_on_a_scan_is_not_its_text() -> None:
    assert [problem.code for problem in read_pdf(_pdf("tk")).problems] == ["NEEDS_OCR"]


def test_scans_alone_without_a_recognizer_fail() -> None:
    with pytest.raises(ReadFailure) as raised:
        read_pdf(_pdf("ss"))
    assert raised.value.code == "NEEDS_OCR"
