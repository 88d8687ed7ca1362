"""PDF pages that mislead a reader: letters drawn late, pages askew, old fonts, broken fonts, broken pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import ReadFailure
from pipeline.normalize import normalize
from pipeline.read import pdf_pages
from pipeline.read.document import read_document
from pipeline.read.legacy import Charset, encode_legacy
from pipeline.read.options import ReadOptions
from pipeline.read.pdf import read_pdf
from pipeline.read.pdf_pages import read_pages
from tests.make_formats import FONTS, to_pdf
from tests.read.test_formats_agree import WIDE_ROWS

SAMPLES = sorted((Path(__file__).parents[2] / "corpus_samples").glob("*2023*.txt"))
SENTENCE = "Ủy ban nhân dân huyện đã tiếp nhận 1.204 hồ sơ, giải quyết đúng hạn 1.187 hồ sơ, đạt tỷ lệ 98,6%."


def _text(data: bytes) -> str:
    return normalize(read_document(data, "a.pdf")).text


def _plain(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_letters_that_another_font_draws_after_their_line_are_in_their_words(
    path: Path, request: pytest.FixtureRequest
) -> None:
    if path.stem in WIDE_ROWS:
        request.applymarker(pytest.mark.xfail(strict=True, reason=WIDE_ROWS[path.stem]))
    if path.stem == "dong-loc-2023-q1":
        request.applymarker(pytest.mark.xfail(strict=True, reason="a semicolon at a line's end is taken for a colon"))
    report = normalize(read_document(path.read_bytes(), path.name))
    data = to_pdf(report.text, lacks_letters=True)
    in_the_order_of_drawing = set(_plain(data).split())
    words = report.text.split()
    assert sum(word in in_the_order_of_drawing for word in words) < 0.7 * len(words)
    again = normalize(read_document(data, "a.pdf"))
    assert again.text == report.text
    assert again.footnotes == report.footnotes


def test_only_lines_out_of_order_are_read_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    pieces = pdf_pages.Stream._pieces

    def counted(self: pdf_pages.Stream, runs: object) -> object:
        found = pieces(self, runs)  # type: ignore[arg-type]
        asked.append(len(found))
        return found

    monkeypatch.setattr(pdf_pages.Stream, "_pieces", counted)
    assert _text(to_pdf(SENTENCE * 20)) == SENTENCE * 20
    assert sum(asked) == 0
    assert _text(to_pdf(SENTENCE, lacks_letters=True)) == SENTENCE
    assert 0 < sum(asked) <= len(SENTENCE)


def test_text_over_text_stays_two_texts() -> None:
    canvas, raw = _canvas()
    canvas.drawString(72, 700, "Kết quả giải quyết hồ sơ trong kỳ báo cáo")
    canvas.drawString(80, 702, "Người ký: Lê Văn A, cơ quan: huyện La")
    canvas.save()
    assert "Kết quả giải quyết hồ sơ trong kỳ báo cáo" in _text(raw.getvalue())


def _canvas() -> tuple[Canvas, io.BytesIO]:
    raw = io.BytesIO()
    if "DejaVuSerif" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVuSerif", str(FONTS / "DejaVuSerif-Vietnamese.ttf")))
    canvas = Canvas(raw, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setFont("DejaVuSerif", 12)
    return canvas, raw


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", [0, 90, 180, 270])
def test_a_page_is_read_however_it_lies(turn: int, drawn: int) -> None:
    canvas, raw = _canvas()
    canvas.setPageRotation(turn)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(drawn)
    canvas.drawString(-150, 20, "Biểu tổng hợp 1.204 hồ sơ")
    canvas.drawString(-150, 0, "Đúng hạn: 1.187 hồ sơ")
    canvas.save()
    document = read_document(raw.getvalue(), "a.pdf")
    assert document.text.split() == ["Biểu", "tổng", "hợp", "1.204", "hồ", "sơ", "Đúng", "hạn:", "1.187", "hồ", "sơ"]
    page = pypdfium2.PdfDocument(raw.getvalue())[0]
    picture = page.render(scale=2).to_numpy()[:, :, 0]
    for box in document.boxes:
        inside = picture[round(box.top * 2) : round(box.bottom * 2), round(box.x0 * 2) : round(box.x1 * 2)]
        assert inside.size > 0
        assert inside.min() < 100, document.text[box.start : box.end]


OLD = [
    pytest.param(b"#2eVnTime", Charset.TCVN3, SENTENCE.replace("Ủy", "Uỷ"), id="TCVN3"),
    pytest.param(b".VnArialH", Charset.TCVN3_CAPITALS, SENTENCE.upper(), id="TCVN3 capitals"),
    pytest.param(b"VNI-Times", Charset.VNI, SENTENCE, id="VNI"),
]


@pytest.mark.parametrize(("font", "charset", "text"), OLD)
def test_words_in_an_old_font_are_decoded(font: bytes, charset: Charset, text: str) -> None:
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=A4, pageCompression=0)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(40, 700, encode_legacy(text, charset))
    canvas.setFont("Times-Roman", 9)
    canvas.drawString(40, 600, "Nồng độ 5 µg/l".encode("cp1252", "ignore").decode("cp1252"))
    canvas.save()
    assert raw.getvalue().count(b"/BaseFont /Helvetica") == 1
    data = raw.getvalue().replace(b"/BaseFont /Helvetica", b"/BaseFont /" + font)
    assert _text(data).split("\n") == [text, "Nng  5 µg/l".replace("  ", " ")]


def _with_meanings_moved(data: bytes, move: Callable[[int], int]) -> bytes:
    """The file with every character's meaning changed."""
    moved, count = re.subn(
        rb"(\n<[0-9A-F]{2}> <)([0-9A-F]{4})>",
        lambda m: m[1] + b"%04X>" % move(int(m[2], 16)),
        data,
    )
    assert count > 10
    return moved


def _written(pages: int = 1) -> bytes:
    canvas, raw = _canvas()
    for _ in range(pages):
        canvas.setFont("DejaVuSerif", 12)
        for i in range(6):
            canvas.drawString(72, 700 - 20 * i, SENTENCE[:80])
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


def test_a_font_without_meanings_needs_recognition() -> None:
    with pytest.raises(ReadFailure) as raised:
        read_document(
            _with_meanings_moved(_written(), lambda code: 0xE000 + code % 0x100), "a.pdf", ReadOptions(ocr="never")
        )
    assert raised.value.code == "NEEDS_OCR"


def test_a_font_with_wrong_meanings_needs_recognition() -> None:
    pages = read_pages(_with_meanings_moved(_written(), lambda code: max(code - 29, 0x20) % 0x300))
    assert [page.wants_ocr for page in pages] == [True]


def test_what_pdfium_cannot_open_pdfplumber_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    data = to_pdf(f"{SENTENCE}\nCấp\tTiếp nhận\nHuyện\t1.204")
    expected = _text(data)

    def fails(*_: object) -> None:
        raise pypdfium2.PdfiumError("no")

    monkeypatch.setattr(pypdfium2, "PdfDocument", fails)
    assert _text(data) == expected


def test_a_page_that_pdfium_cannot_load_pdfplumber_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _written(3)
    expected = _text(data)
    chars = pdf_pages.PageChars

    class Fails(chars):  # type: ignore[misc, valid-type]
        def __init__(self, page: pypdfium2.PdfPage) -> None:
            if len(seen) == 1:
                seen.append(2)
                raise pypdfium2.PdfiumError("no")
            seen.append(1)
            super().__init__(page)

    seen: list[int] = []
    monkeypatch.setattr(pdf_pages, "PageChars", Fails)
    assert _text(data) == expected
    assert 2 in seen


def test_a_page_that_no_reader_can_load_is_named() -> None:
    data = _written(3)
    pages = [m.start() for m in re.finditer(rb"/Type /Page\b(?!s)", data)]
    assert len(pages) == 3
    broken = data[: pages[1]] + b"/Type /Pagx" + data[pages[1] + 11 :]
    document = read_document(broken, "a.pdf")
    assert document.text.count("hồ sơ") >= 4
    assert len(document.page_starts) >= 2


def test_slides_with_one_word_each_are_read() -> None:
    canvas, raw = _canvas()
    for _ in range(4):
        canvas.setFont("DejaVuSerif", 12)
        canvas.drawString(72, 800, "Kết quả")
        canvas.showPage()
    canvas.save()
    assert "Kết quả" in read_document(raw.getvalue(), "a.pdf").text


def test_text_askew_to_the_rest_is_named() -> None:
    canvas, raw = _canvas()
    canvas.setFont("DejaVuSerif", 12)
    for i in range(6):
        canvas.drawString(72, 700 - 20 * i, SENTENCE[:60])
    canvas.saveState()
    canvas.translate(300, 300)
    canvas.rotate(45)
    canvas.drawString(0, 0, SENTENCE[:70])
    canvas.restoreState()
    canvas.showPage()
    canvas.save()
    found = read_pdf(raw.getvalue())
    assert SENTENCE[:60] in found.text
    assert [(problem.code, "1." in problem.message) for problem in found.problems] == [("PART_UNREAD", True)]
