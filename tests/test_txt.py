"""Text files in every charset, and in several at once: what is read, what is in doubt, and what must stay as it is."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ReadFailure
from pipeline.read.document import read_document
from pipeline.read.evidence import legacy_text_of
from pipeline.read.legacy import Charset, encode_legacy, legacy_bytes, western_view
from pipeline.read.raw import Box, RawDocument, RawNote, Recognized
from pipeline.read.recode import recode_document, recode_lines
from pipeline.read.txt import read_txt
from quality.samples import SAMPLES, Sample
from tests.case_tables import rows
from tests.small_report import REPORT

FILE_CHARSETS = [charset for charset in Charset if charset is not Charset.TCVN3_CAPITALS]
REPORTS = ("phuoc-khe-2023-h1.txt", "thanh-loi-2024-06.txt")


def folded(text: str) -> list[str]:
    """The lines without their case, which TCVN3 does not keep in full."""
    return text.lower().split("\n")


@pytest.mark.parametrize("case", [pytest.param(row, id=row["reason"]) for row in rows("evidence")])
def test_a_line_is_decoded_only_where_its_words_leave_no_doubt(case: dict[str, Any]) -> None:
    found = legacy_text_of(case["text"])
    assert ("" if found is None else found.text) == case["reads"]


@pytest.mark.parametrize("charset", FILE_CHARSETS)
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_in_an_old_charset_is_read_as_in_unicode(
    name: str, charset: Charset, sample_reports: tuple[Sample, ...]
) -> None:
    text = next(sample.data.decode("utf-8-sig") for sample in sample_reports if sample.name == name)
    text = "".join(letter for letter in text if writable(letter, charset))
    read = read_txt(legacy_bytes(text, charset))
    assert (read.encoding, read.problems) == (charset.value, ())
    assert folded(read.text) == folded(text)
    if charset is not Charset.TCVN3:
        assert read.text == text


def writable(letter: str, charset: Charset) -> bool:
    try:
        encode_legacy(letter, charset)
    except ValueError:
        return False
    return True


def test_unicode_is_never_taken_for_something_else(sample_reports: tuple[Sample, ...]) -> None:
    for sample in sample_reports:
        if not sample.name.endswith(".txt"):
            continue
        source = sample.data.decode("utf-8-sig")
        for text in (unicodedata.normalize("NFC", source), unicodedata.normalize("NFD", source)):
            for codec, name in (("utf-8", "utf-8"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")):
                read = read_txt(text.encode(codec))
                assert (read.text, read.encoding) == (text, name), sample.name


@pytest.mark.parametrize("charset", [Charset.TCVN3, Charset.VNI])
def test_paragraphs_pasted_into_a_text_in_unicode_are_decoded(charset: Charset) -> None:
    pasted = "Tỷ lệ hồ sơ giải quyết đúng hạn của các xã, thị trấn đạt 98,5%.\nTỷ\nTiếp tục thực hiện kế hoạch."
    text = f"{REPORT}\n{encode_legacy(pasted, charset)}\n{REPORT}"
    read = read_txt(text.encode())
    assert read.text == f"{REPORT}\n{pasted}\n{REPORT}"
    assert (read.encoding, read.problems) == (f"utf-8+{charset}", ())


def test_bytes_of_another_charset_in_a_text_in_utf_8_are_decoded_by_line() -> None:
    appended = "Số hồ sơ đã tiếp nhận là 1.250 hồ sơ.\nĐã giải quyết đúng hạn 1.240 hồ sơ."
    read = read_txt(REPORT.encode() + b"\n" + legacy_bytes(appended, Charset.TCVN3))
    assert read.text == f"{REPORT}\n{appended}"
    assert read.encoding == "utf-8+tcvn3"


def test_two_charsets_in_one_file_are_told_apart() -> None:
    one = "Công tác cải cách hành chính tiếp tục được quan tâm chỉ đạo."
    two = "Việc giải quyết thủ tục hành chính được thực hiện đúng quy định."
    read = read_txt(legacy_bytes(one, Charset.TCVN3) + b"\n" + legacy_bytes(two, Charset.VNI))
    assert (read.text, read.encoding) == (f"{one}\n{two}", "tcvn3+vni")


def test_text_in_windows_1252_stays_what_it_is() -> None:
    text = "Où est passé l’élève de français ?\nIl a été reçu dès l’été à Orléans."
    read = read_txt(text.encode("cp1252"))
    assert (read.text, read.encoding) == (text, "windows-1252")


@pytest.mark.parametrize("data", [b"So: 12\nT\xfb 98", b"abc \xb5 d\n"])
def test_too_little_to_tell_is_reported(data: bytes) -> None:
    with pytest.raises(ReadFailure, match="không đủ để biết chắc") as failure:
        read_txt(data)
    assert failure.value.code == "ENCODING"


def test_a_line_in_doubt_is_reported_and_kept() -> None:
    text = legacy_bytes("Công tác cải cách hành chính được quan tâm chỉ đạo.\n", Charset.TCVN3)
    read = read_txt(text + "ñaõ".encode("cp1252"))
    assert [problem.code for problem in read.problems] == ["ENCODING"]
    assert "“ñaõ”" in read.problems[0].message
    assert read.text.endswith("ñaõ")


def test_a_short_line_that_may_be_legacy_is_reported_in_unicode_too() -> None:
    read = read_txt("Báo cáo\nTû\nsố 5".encode())
    assert (read.text, [problem.code for problem in read.problems]) == ("Báo cáo\nTû\nsố 5", ["ENCODING"])
    assert read_txt("Nồng độ là\n5 µg/l, 20 °C, 10 m²\nsố 5".encode()).problems == ()


@given(st.data())
@settings(max_examples=40)
def test_lines_in_several_charsets_are_each_read_in_theirs(data: st.DataObject) -> None:
    source = [line for line in (SAMPLES / REPORTS[0]).read_text(encoding="utf-8-sig").split("\n") if len(line) > 40]
    clean, mixed = [], []
    for line in data.draw(st.lists(st.sampled_from(source), min_size=2, max_size=8)):
        charset = data.draw(st.sampled_from([None, Charset.TCVN3, Charset.VNI, Charset.WINDOWS_1258]))
        clean.append(line)
        mixed.append(line if charset is None else western_view(legacy_bytes(line, charset)))
    assert [line.lower() for line in recode_lines(mixed).lines] == [line.lower() for line in clean]


def test_damaged_utf_8_is_not_taken_for_a_charset() -> None:
    with pytest.raises(ReadFailure, match="bị hỏng hoặc bị cắt"):
        read_txt(REPORT.encode()[:-30] + b"\xe1\xba")


def test_binary_data_is_no_text() -> None:
    with pytest.raises(ReadFailure) as failure:
        read_txt(bytes(range(256)) * 40)
    assert failure.value.code == "NOT_A_DOCUMENT"


def test_places_move_along_with_the_letters() -> None:
    line = encode_legacy("Tỷ lệ hồ sơ", Charset.VNI)
    text = f"Một\n{line}\nHai"
    boxes = tuple(
        Box(start=i, end=i + 1, page=1, x0=i, top=0, x1=i + 1, bottom=1) for i, one in enumerate(text) if one != "\n"
    )
    note = RawNote(marker="1", anchor=text.index("\nHai"), start=text.index("Hai"), end=len(text))
    document = RawDocument(format="pdf", text=text, page_starts=(0, text.index("Hai")), boxes=boxes, notes=(note,))
    moved = recode_document(document)
    assert moved.text.startswith("Một\nTỷ lệ hồ sơ")
    assert (moved.encoding, moved.page_starts) == ("vni", (0, moved.text.index("Hai")))
    assert moved.text[moved.notes[0].start : moved.notes[0].end] == "Hai"
    assert moved.text[moved.notes[0].anchor :] == "\nHai"
    boxed = [moved.text[box.start : box.end] for box in moved.boxes]
    assert "".join(boxed) == moved.text.replace("\n", "")
    assert {len(one) for one in boxed} == {1}


def test_the_reader_of_a_format_hands_on_unicode() -> None:
    read = read_document(legacy_bytes(REPORT, Charset.TCVN3), "a.txt")
    assert folded(read.text) == folded(REPORT)


def test_text_from_pictures_is_left_as_it_is() -> None:
    words = "Sè l­îng hå s¬"
    run = Recognized(start=len(words) + 1, end=2 * len(words) + 1, confidence=0.5)
    mixed = RawDocument(format="pdf", text=f"{words}\n{words}", text_layer="mixed", confidences=(run,))
    assert recode_document(mixed).text == f"Số lượng hồ sơ\n{words}"
    document = RawDocument(format="pdf", text="Tû lÖ 98,5%", text_layer="ocr")
    assert recode_document(document) is document
