"""Where things stand on a PDF's pages: figures in their boxes, tables over a page's end."""

from __future__ import annotations

import io

import pdfplumber
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractors.located import Located
from pipeline.process import Processed, process
from pipeline.read.document import read_document
from quality.samples import Sample
from tests.make_formats import FONTS, to_pdf

# Pixels a point.
_SCALE = 3


def _boxed(result: Processed) -> list[tuple[str, str, tuple[int, float, float, float, float]]]:
    """Every located row with the words of its text and their boxes."""
    assert result.text is not None
    found = []
    for rows in result.rows.values():
        for row in rows:
            if not isinstance(row, Located):
                continue
            for box in result.text.boxes:
                if box.start < row.end and row.start < box.end:
                    word = result.text.text[box.start : box.end]
                    found.append((row.raw, word, (box.page, box.x0, box.top, box.x1, box.bottom)))
    return found


@pytest.mark.parametrize("lacks_letters", [False, True], ids=["one font", "letters drawn late"])
def test_figures_stand_in_their_boxes(sample_reports: tuple[Sample, ...], lacks_letters: bool) -> None:
    sample = next(s for s in sample_reports if s.name.startswith("phuoc-khe"))
    read = process(sample.data, sample.name)
    assert read.text is not None
    data = to_pdf(read.text.text, lacks_letters=lacks_letters)
    boxed = _boxed(process(data, "a.pdf"))
    assert len(boxed) > 200
    pictures = [page.render(scale=_SCALE).to_numpy()[:, :, 0] for page in pypdfium2.PdfDocument(data)]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pages = {page.page_number: page for page in pdf.pages}
        for _, word, (page, x0, top, x1, bottom) in set(boxed):
            left, right = round(x0 * _SCALE), round(x1 * _SCALE)
            inside = pictures[page - 1][round(top * _SCALE) : round(bottom * _SCALE), left:right]
            assert inside.min() < 128, (word, page)
            middle = pages[page].crop((x0 - 0.5, (top + bottom) / 2 - 1, x1 + 0.5, (top + bottom) / 2 + 1))
            assert middle.extract_text().replace(" ", "").translate(_DIGITS) == word.translate(_DIGITS), page


_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _table(canvas: Canvas, top: float, rows: list[list[str]]) -> None:
    for i, row in enumerate(rows):
        for k, cell in enumerate(row):
            canvas.rect(72 + 150 * k, top - 20 * (i + 1), 150, 20)
            canvas.drawString(76 + 150 * k, top - 20 * (i + 1) + 6, cell)


def _pages(*pages: list[list[str]]) -> str:
    if "DejaVuSerif" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVuSerif", str(FONTS / "DejaVuSerif-Vietnamese.ttf")))
    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=A4)
    for rows in pages:
        canvas.setFont("DejaVuSerif", 11)
        _table(canvas, 700, rows)
        canvas.showPage()
    canvas.save()
    return read_document(raw.getvalue(), "a.pdf").text


HEAD = ["STT", "Lĩnh vực", "Tiếp nhận"]


@pytest.mark.parametrize(
    ("pages", "rows"),
    [
        pytest.param(
            [[HEAD, ["1", "Đất đai", "120"]], [HEAD, ["2", "Hộ tịch", "80"]]],
            ["STT\tLĩnh vực\tTiếp nhận", "1\tĐất đai\t120", "2\tHộ tịch\t80"],
            id="a repeated head stands once",
        ),
        pytest.param(
            [[HEAD, ["1", "Lao động, thương", "120"]], [["", "binh và xã hội", ""], ["2", "Hộ tịch", "80"]]],
            ["STT\tLĩnh vực\tTiếp nhận", "1\tLao động, thương binh và xã hội\t120", "2\tHộ tịch\t80"],
            id="a row that the page's end cuts is whole",
        ),
        pytest.param(
            [[HEAD, ["1", "Đất đai", "120"]], [["", "Hộ tịch", "80"]]],
            ["STT\tLĩnh vực\tTiếp nhận", "1\tĐất đai\t120", "\tHộ tịch\t80"],
            id="a row with nothing in its first cell is a row",
        ),
        pytest.param(
            [[HEAD, ["1", "Đất đai", "120"]], [[*HEAD, "Ghi chú"], ["1", "Hộ tịch", "80", "x"]]],
            ["STT\tLĩnh vực\tTiếp nhận", "1\tĐất đai\t120", "STT\tLĩnh vực\tTiếp nhận\tGhi chú", "1\tHộ tịch\t80\tx"],
            id="another table keeps its head",
        ),
    ],
)
def test_a_table_goes_on_over_a_page(pages: list[list[list[str]]], rows: list[str]) -> None:
    assert [line for line in _pages(*pages).split("\n") if line] == rows
