"""DOCX: what Word prints, not what its XML happens to store."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.normalize import normalize
from pipeline.read.document import read_document
from pipeline.read.docx_numbering import numeral
from tests.make_formats import repacked, to_docx

W = nsdecls("w")


def _text_of(xml: str, change: dict[str, Callable[[str], str]] | None = None) -> str:
    """The text of a document whose body is this XML."""
    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {nsdecls('w', 'wp', 'a', 'r')}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    raw = io.BytesIO()
    document.save(raw)
    data = repacked(raw.getvalue(), dict(change)) if change else raw.getvalue()
    return read_document(data, "a.docx").text.strip("\n")


def _p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


CASES = [
    pytest.param(_p(_r("Tiếp nhận "), _r("12")), "Tiếp nhận 12", id="runs join"),
    pytest.param(
        _p(_r("tổng "), "<w:ins>" + _r("12") + "</w:ins>", "<w:del><w:r><w:delText>11</w:delText></w:r></w:del>"),
        "tổng 12",
        id="insertions stay and deletions go",
    ),
    pytest.param(
        _p(_r("a"), "<w:moveFrom>" + _r("cũ") + "</w:moveFrom><w:moveTo>" + _r("mới") + "</w:moveTo>"),
        "amới",
        id="moved text stands at its new place",
    ),
    pytest.param(
        _p(_r("một "), properties="<w:rPr><w:del/></w:rPr>") + _p(_r("hai")), "một hai", id="a deleted paragraph mark"
    ),
    pytest.param(_p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"), "a\nb\tc", id="breaks and tabs"),
    pytest.param(
        _p("<w:r><w:t>56/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>"), "56/KH-UBND", id="no-break hyphen"
    ),
    pytest.param(_p(_r("ẩn", "<w:vanish/>"), _r("hiện")), "hiện", id="hidden text goes"),
    pytest.param(_p(_r("báo cáo", "<w:caps/>")), "BÁO CÁO", id="capitals by format"),
    pytest.param(
        _p(_r("120 m"), _r("2", '<w:vertAlign w:val="superscript"/>')), "120 m²", id="a raised digit is superscript"
    ),
    pytest.param(
        _p('<w:hyperlink r:id="x">' + _r("cổng") + "</w:hyperlink>", "<w:smartTag>" + _r(" a") + "</w:smartTag>"),
        "cổng a",
        id="links and smart tags",
    ),
    pytest.param(
        "<w:sdt><w:sdtContent>" + _p(_r("trong khung")) + "</w:sdtContent></w:sdt>", "trong khung", id="controls"
    ),
    pytest.param(
        _p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + _r("3/4/2023")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        "3/4/2023",
        id="a field prints its result",
    ),
    pytest.param(
        _p(
            _r("thân"),
            "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
            + _p(_r("trong hộp"))
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
        ),
        "thân\ntrong hộp",
        id="a text box",
    ),
]


@pytest.mark.parametrize(("xml", "expected"), CASES)
def test_reads_what_is_printed(xml: str, expected: str) -> None:
    assert _text_of(xml) == expected


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(_r(text)) if text else _p()}</w:tc>"


def test_a_row_is_its_cells_and_merged_cells_stand_once() -> None:
    rows = [
        _cell("Cấp", '<w:vMerge w:val="restart"/>') + _cell("Hồ sơ", '<w:gridSpan w:val="2"/>'),
        _cell("", "<w:vMerge/>") + _cell("Tiếp nhận") + _cell("Đúng\u00a0hạn"),
        _cell("Xã") + f"<w:tc>{_p(_r('12'))}{_p(_r('hồ sơ'))}</w:tc>" + _cell("11"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert _text_of(_p(_r("Trước")) + table + _p(_r("Sau"))).split("\n") == [
        "Trước",
        "Cấp\tHồ sơ\t",
        "\tTiếp nhận\tĐúng\u00a0hạn",
        "Xã\t12 hồ sơ\t11",
        "Sau",
    ]


def test_the_header_is_read_column_by_column() -> None:
    rows = [_cell("UBND HUYỆN LA") + _cell("CỘNG HÒA XÃ HỘI"), _cell("Số: 3/BC-UBND") + _cell("La, ngày 3 tháng 4")]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert _text_of(table).split("\n") == ["UBND HUYỆN LA", "Số: 3/BC-UBND", "CỘNG HÒA XÃ HỘI", "La, ngày 3 tháng 4"]


def _level(depth: int, form: str, text: str, extra: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inner}</w:lvl>'


OUTLINE = [
    _level(0, "upperRoman", "%1."),
    _level(1, "decimal", "%2."),
    _level(2, "decimal", "%2.%3."),
    _level(3, "lowerLetter", "%4)"),
]
BULLETS = [_level(0, "bullet", "\uf0b7"), _level(1, "bullet", "+")]


def _numbering(old: str, nums: str = "") -> str:
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'
        for number, levels in ((91, OUTLINE), (92, BULLETS))
    )
    own = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (91, 92)) + nums
    head, sep, rest = old.partition(">")
    if head.startswith("<?xml"):
        second, sep2, rest = rest.partition(">")
        head, sep = head + sep + second, sep2
    return f"{head}{sep}{lists}{own}{rest}"


def _listed(text: str, depth: int, number: int = 91) -> str:
    return _p(_r(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def _numbered(xml: str, nums: str = "") -> list[str]:
    return _text_of(xml, {"word/numbering.xml": lambda old: _numbering(old, nums)}).split("\n")


def test_automatic_numbers_are_printed() -> None:
    xml = "".join(
        _listed(text, depth)
        for text, depth in [("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 3), ("F", 1), ("G", 2), ("H", 0), ("K", 1)]
    )
    assert _numbered(xml) == ["I. A", "1. B", "1.1. C", "1.2. D", "a) E", "2. F", "2.1. G", "II. H", "1. K"]


def test_bullets_are_dashes_unless_typed_otherwise() -> None:
    assert _numbered(_listed("A", 0, 92) + _listed("B", 1, 92)) == ["- A", "+ B"]


def test_an_override_starts_a_list_again() -> None:
    again = (
        '<w:num w:numId="93"><w:abstractNumId w:val="91"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    )
    assert _numbered(_listed("A", 0) + _listed("B", 0, 93) + _listed("C", 0, 93), again) == ["I. A", "IV. B", "V. C"]


def test_an_empty_paragraph_prints_no_number_but_counts() -> None:
    assert _numbered(_listed("A", 0) + _listed("", 0) + _listed("B", 0)) == ["I. A", "", "III. B"]


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [(9, "upperRoman", "IX"), (27, "lowerLetter", "aa"), (3, "decimalZero", "03"), (3, "unknown", "3")],
)
def test_writes_numbers_as_word_does(number: int, form: str, expected: str) -> None:
    assert numeral(number, form) == expected


def test_footnotes_stand_behind_with_their_anchors() -> None:
    notes = "¹ Quyết định số 3/QĐ-UBND\n² - Mầm non: 10 trường\n- Tiểu học: 20"
    text = f"Huyện có 12 phòng¹ và 30 trường².\nKết quả tốt.\n{notes}"
    raw = read_document(to_docx(text), "a.docx")
    assert [(note.marker, raw.text[note.start : note.end]) for note in raw.notes] == [
        ("1", "¹ Quyết định số 3/QĐ-UBND"),
        ("2", "² - Mầm non: 10 trường\n- Tiểu học: 20"),
    ]
    assert [raw.text[note.anchor] for note in raw.notes if note.anchor is not None] == ["¹", "²"]
    assert normalize(raw).text == text
