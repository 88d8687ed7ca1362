"""DOCX: what Word prints, not what its XML happens to store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.normalize import normalize
from pipeline.read.document import read_document
from tests.make_formats import repacked, to_docx
from tests.read.word_xml import numbering, p, r, text_of


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _symbol(font: str, character: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{character}"/></w:r>'


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


CASES = [
    pytest.param(p(r("Tiếp nhận "), r("12")), "Tiếp nhận 12", id="runs join"),
    pytest.param(
        p(r("tổng "), "<w:ins>" + r("12") + "</w:ins>", "<w:del><w:r><w:delText>11</w:delText></w:r></w:del>"),
        "tổng 12",
        id="insertions stay and deletions go",
    ),
    pytest.param(
        p(r("a"), "<w:moveFrom>" + r("cũ") + "</w:moveFrom><w:moveTo>" + r("mới") + "</w:moveTo>"),
        "amới",
        id="moved text stands at its new place",
    ),
    pytest.param(
        p(r("một "), properties="<w:rPr><w:del/></w:rPr>") + p(r("hai")), "một hai", id="a deleted paragraph mark"
    ),
    pytest.param(p("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"), "a\nb\tc", id="breaks and tabs"),
    pytest.param(p("<w:r><w:t>56/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>"), "56/KH-UBND", id="no-break hyphen"),
    pytest.param(p(r("ẩn", "<w:vanish/>"), r("hiện")), "hiện", id="hidden text goes"),
    pytest.param(p(r("báo cáo", "<w:caps/>")), "BÁO CÁO", id="capitals by format"),
    pytest.param(
        p(r("120 m"), r("2", '<w:vertAlign w:val="superscript"/>')), "120 m²", id="a raised digit is superscript"
    ),
    pytest.param(
        p('<w:hyperlink r:id="x">' + r("cổng") + "</w:hyperlink>", "<w:smartTag>" + r(" a") + "</w:smartTag>"),
        "cổng a",
        id="links and smart tags",
    ),
    pytest.param(
        "<w:sdt><w:sdtContent>" + p(r("trong khung")) + "</w:sdtContent></w:sdt>", "trong khung", id="controls"
    ),
    pytest.param(
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("3/4/2023")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        "3/4/2023",
        id="a field prints its result",
    ),
    pytest.param(
        p(_field("begin") + "<w:r><w:t>lệnh</w:t></w:r>" + _field("end") + r("Sau")),
        "Sau",
        id="a field without a result shows nothing",
    ),
    pytest.param(
        p(_field("begin"), _field("begin") + _field("separate") + r("trong") + _field("end"), _field("separate"))
        + p(r("Kết quả"), _field("end")),
        "Kết quả",
        id="a field within a field's instruction, and a result over two paragraphs",
    ),
    pytest.param(
        p(_field("begin"), "<w:r><w:instrText>REF</w:instrText></w:r>") + p(r("còn nguyên")),
        "còn nguyên",
        id="an instruction that never ends hides one paragraph at most",
    ),
    pytest.param(
        p(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="Có"/><w:listEntry w:val="Không"/></w:ddList></w:ffData></w:fldChar></w:r>',
            _field("separate"),
            _field("end"),
        ),
        "Không",
        id="a drop-down list shows its choice",
    ),
    pytest.param(
        p('<w:fldSimple w:instr="PAGE">' + r("7") + "</w:fldSimple>"), "7", id="a simple field prints its result"
    ),
    pytest.param(
        p(r("a"), r("", "<w:vanish/><w:specVanish/>"), properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
        + p(r(" b")),
        "a b",
        id="a hidden end of a paragraph joins it with the next",
    ),
    pytest.param(p(r("ẩn", '<w:vanish w:val="0"/>')), "ẩn", id="a switch that is off"),
    pytest.param(
        p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r>', r(" "), _symbol("Wingdings", "F0FE")),
        "≥5 ☑".replace("≥", "\uf0b3"),
        id="a symbol at the beginning is a bullet, another one its letter",
    ),
    pytest.param(
        p(r("Đạt "), _symbol("Symbol", "F0B3"), r("95"), _symbol("Wingdings", "F0FC")), "Đạt ≥95✓", id="symbols"
    ),
    pytest.param(
        p("<w:r><w:ruby><w:rt>" + r("âm") + "</w:rt><w:rubyBase>" + r("chữ") + "</w:rubyBase></w:ruby></w:r>"),
        "(âm)chữ",
        id="ruby keeps both",
    ),
    pytest.param(
        p(
            "<mc:AlternateContent><mc:Choice Requires='w14'>"
            + r("mới")
            + "</mc:Choice><mc:Fallback>"
            + r("cũ")
            + "</mc:Fallback></mc:AlternateContent>"
        ),
        "mới",
        id="of a choice and its fallback one",
    ),
    pytest.param(
        p(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing/></mc:Choice><mc:Fallback><w:pict>"
            "<v:shape><v:textbox><w:txbxContent>" + p(r("hộp")) + "</w:txbxContent></v:textbox></v:shape></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>",
            r("thân"),
        ),
        "thân\nhộp",
        id="a text box that only the fallback has",
    ),
    pytest.param(
        p("<w:r><w:pict><v:shape><v:textpath string='CHỮ NGHỆ THUẬT'/></v:shape></w:pict></w:r>"),
        "CHỮ NGHỆ THUẬT",
        id="word art",
    ),
    pytest.param(
        p(
            "<m:oMath><m:f><m:num><m:r><m:t>12+3</m:t></m:r></m:num><m:den><m:r><m:t>20</m:t></m:r></m:den></m:f>"
            "<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
        ),
        "(12+3)/20m²",
        id="a formula",
    ),
    pytest.param(
        p(r("C«ng ", _font(".VnTime")), r("v¨n", _font(".VnTime")), r(" số 5")),
        "Công văn số 5",
        id="TCVN3 by its font",
    ),
    pytest.param(
        p(f"<w:r><w:rPr>{_font('.VnTime')}</w:rPr><w:t>n</w:t><w:softHyphen/><w:t>íc</w:t></w:r>"),
        "nước",
        id="the letter of TCVN3 that is taken for a soft hyphen",
    ),
    pytest.param(p(r("stt", _font(".VnTimeH"))), "STT", id="plain letters in the font of capitals"),
    pytest.param(p(r("céng hßa", _font(".VnTimeH"))), "CỘNG HÒA", id="the font of capitals"),
    pytest.param(
        p(r("To", _font("VNI-Times")), r("å", _font("VNI-Times") + "<w:b/>"), r(" daân phoá", _font("VNI-Times"))),
        "Tổ dân phố",
        id="a letter of VNI that two runs share",
    ),
    pytest.param(p(r("Báo cáo quý", _font(".VnTime"))), "Báo cáo quý", id="Unicode in an old font's name"),
    pytest.param(
        p(
            "<w:sdt><w:sdtContent>" + r("một") + "</w:sdtContent></w:sdt>",
            '<w:r><w:commentReference w:id="1"/></w:r>',
            "<w:r><w:softHyphen/></w:r>",
            r("hai"),
        ),
        "mộthai",
        id="a control in the line, a comment's mark, a soft hyphen",
    ),
    pytest.param(
        p(
            r("thân"),
            "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
            + p(r("trong hộp"))
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
        ),
        "thân\ntrong hộp",
        id="a text box",
    ),
]


@pytest.mark.parametrize(("xml", "expected"), CASES)
def test_reads_what_is_printed(xml: str, expected: str) -> None:
    assert text_of(xml) == expected


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


def test_a_style_brings_its_number_its_capitals_and_its_font() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="91"/></w:numPr></w:pPr>'
        "<w:rPr><w:caps/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Than"><w:rPr>'
        f"{_font('.VnTime')}</w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    xml = p(r("Kết quả"), properties='<w:pStyle w:val="Muc"/>') + p(
        r("C«ng v¨n"), r("ẩn", '<w:rStyle w:val="An"/>'), properties='<w:pStyle w:val="Than"/>'
    )
    change: dict[str, Callable[[str], str]] = {
        "word/numbering.xml": numbering,
        "word/styles.xml": lambda old: old.replace("</w:styles>", styles),
    }
    assert text_of(xml, change).split("\n") == ["I. KẾT QUẢ", "Công văn"]


def test_a_mark_that_was_typed_for_a_note_stays() -> None:
    plain = to_docx("Huyện có 12 phòng¹ và 30 trường².\n¹ Số liệu tạm tính\n² Quyết định số 3/QĐ-UBND")
    reference = '<w:footnoteReference w:id="1"/>'
    typed = '<w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t>'
    data = repacked(
        plain,
        {
            "word/document.xml": lambda old: old.replace(reference, typed),
            "word/footnotes.xml": lambda old: old.replace("<w:r><w:footnoteRef/></w:r>", "<w:r><w:t>*</w:t></w:r>", 1),
        },
    )
    raw = read_document(data, "a.docx")
    assert [(note.marker, raw.text[note.start : note.end]) for note in raw.notes] == [
        ("*", "* Số liệu tạm tính"),
        ("1", "¹ Quyết định số 3/QĐ-UBND"),
    ]
    assert normalize(raw).text.split("\n")[0] == "Huyện có 12 phòng* và 30 trường¹."
