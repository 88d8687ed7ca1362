"""PDF: reading order, paragraphs, rows, footnotes and boxes by the places of the words."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.normalize import normalize
from pipeline.read.document import read_document
from pipeline.read.options import ReadOptions
from pipeline.read.raw import RawDocument
from tests.make_formats import PdfPages, parts_of, to_pdf

LONG = (
    "Ủy ban nhân dân huyện đã chỉ đạo các phòng, ban chuyên môn và Ủy ban nhân dân các xã, thị trấn rà soát toàn bộ "
    "quy trình nội bộ, rút ngắn thời gian tiếp nhận, luân chuyển và trả kết quả cho người dân. "
)


def _various(count: int) -> list[str]:
    """Paragraphs of which no two pages begin alike."""
    names = [
        f"xã {a}{b}" for a in ("An", "Bình", "Cẩm", "Diên", "Gia", "Hòa", "Kim") for b in (" Lạc", " Sơn", " Thủy")
    ]
    return [f"Tại {' '.join(names[i % 21 :][: 3 + i % 4])}, {LONG}".strip() for i in range(count)]


def _read(text: str, **columns: tuple[list[str], list[str]]) -> RawDocument:
    return read_document(to_pdf(text, **columns), "a.pdf")


def test_lines_of_a_paragraph_join_and_paragraphs_do_not() -> None:
    text = f"1. Công tác chỉ đạo\n{LONG * 2}Kết quả đạt 95%.\n- Tiếp nhận 12 hồ sơ.\n{LONG.strip()}"
    assert normalize(_read(text)).text == text


def test_a_paragraph_goes_on_over_pages() -> None:
    text = " ".join(_various(30))
    raw = _read(text)
    assert len(raw.page_starts) > 1
    assert normalize(raw).text == text


def test_page_numbers_are_left_out() -> None:
    text = "\n".join(_various(40))
    done = normalize(_read(text))
    assert len(done.page_starts) >= 3
    assert done.text == text


def test_running_heads_are_left_out() -> None:
    pages = PdfPages(parts_of(""))
    for number in range(1, 5):
        pages.canvas.setFont("DejaVuSerif", 9)
        pages.canvas.drawString(90, A4[1] - 30, f"Báo cáo quý II - trang {number}")
        for line in pages.wrapped(LONG * 3, pages.size):
            pages.line(line)
        pages.end_page()
    pages.canvas.save()
    text = normalize(read_document(pages.raw.getvalue(), "a.pdf")).text
    assert "Báo cáo quý II" not in text


def test_header_and_signature_are_read_column_by_column() -> None:
    header = (
        ["ỦY BAN NHÂN DÂN", "HUYỆN LA", "Số: 12/BC-UBND"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do", "La, ngày 3 tháng 4"],
    )
    signature = (["Nơi nhận:", "- Sở Nội vụ;", "- Lưu: VT."], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "", "Lê Văn A"])
    raw = _read(f"BÁO CÁO\n{LONG.strip()}", header=header, signature=signature)
    assert normalize(raw).text.split("\n") == [
        *header[0],
        *header[1],
        "BÁO CÁO",
        LONG.strip(),
        *signature[0],
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lê Văn A",
    ]


def test_blanks_of_the_header_part_no_columns() -> None:
    header = (["UBND HUYỆN LA", "Số:           /BC-UBND"], ["CỘNG HÒA XÃ HỘI", "La, ngày        tháng 4 năm 2023"])
    text = normalize(_read(f"BÁO CÁO\n{LONG.strip()}", header=header)).text
    assert text.split("\n")[:4] == [
        "UBND HUYỆN LA",
        "Số: /BC-UBND",
        "CỘNG HÒA XÃ HỘI",
        "La, ngày tháng 4 năm 2023",
    ]


def test_ruled_tables_are_rows() -> None:
    text = (
        "Kết quả theo cấp:\nCấp\tTiếp nhận trong kỳ báo cáo\tĐúng hạn\n"
        "Huyện\t2.140\t2.049\nTổng cộng\t\t2.049\nNhận xét: đạt."
    )
    assert normalize(_read(text)).text == text


def test_footnotes_below_the_rule_answer_their_anchors() -> None:
    text = (
        f"{LONG}Huyện đã ban hành kế hoạch¹ và quyết định²; {LONG * 6}\n"
        f"Các xã có 30 người³. {LONG * 6}\n"
        "¹ Kế hoạch số 4/KH-UBND ngày 05/4/2023\n"
        "² Quyết định số 5/QĐ-UBND ngày 06/4/2023 của Ủy ban nhân dân huyện về việc thành lập đoàn kiểm tra công vụ "
        "tại các xã, thị trấn và các phòng chuyên môn\n"
        "³ - Công chức: 10 người\n"
        "- Không chuyên trách: 20 người"
    )
    raw = _read(text.replace(" \n", "\n"))
    assert [note.marker for note in raw.notes] == ["1", "2", "3"]
    done = normalize(raw)
    assert done.text == text.replace(" \n", "\n")
    assert [done.text[note.anchor] for note in done.footnotes if note.anchor is not None] == ["¹", "²", "³"]


def test_every_word_has_its_box() -> None:
    data = to_pdf(f"1. Công tác chỉ đạo\n{LONG * 4}")
    raw = read_document(data, "a.pdf")
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        for box in raw.boxes:
            inside = page.crop((box.x0 - 1, box.top - 1, box.x1 + 1, box.bottom + 1)).extract_text()
            assert raw.text[box.start : box.end] in inside
    assert "".join(raw.text[box.start : box.end] for box in raw.boxes) == "".join(raw.text.split())


def test_boxes_lead_from_normalized_text_to_the_page() -> None:
    done = normalize(_read(f"1. Công tác chỉ đạo\n{LONG * 4}"))
    found = {done.text[box.start : box.end] for box in done.boxes if box.page == 1}
    assert {"Công", "chuyên"} <= found


def _scanned(pages: str) -> bytes:
    """A PDF with a page for each letter: t text, s a scan, e nothing, o text on a scan."""
    from PIL import Image

    raw = io.BytesIO()
    canvas = Canvas(raw, pagesize=A4)
    for kind in pages:
        if kind in "so":
            canvas.drawInlineImage(Image.new("L", (8, 8), 200), 0, 0, *A4)
        if kind in "to":
            canvas.drawString(72, 700, "Bao cao ket qua")
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


@pytest.mark.parametrize(
    ("pages", "problems", "layer"),
    [
        pytest.param("tt", [], "native", id="written"),
        pytest.param("te", [], "native", id="an empty page lacks nothing"),
        pytest.param("tst", ["Các trang không có lớp chữ: 2."], "native", id="a scanned page among written ones"),
        pytest.param("oo", [], "ocr", id="recognized text on scans"),
        pytest.param("to", [], "mixed", id="both"),
    ],
)
def test_says_which_pages_have_no_text(pages: str, problems: list[str], layer: str) -> None:
    raw = read_document(_scanned(pages), "a.pdf", ReadOptions(ocr="never"))
    assert [problem.message for problem in raw.problems] == problems
    assert raw.text_layer == layer
    assert len(raw.page_starts) == len(pages)
