"""The normalized text: its map back to the source, its footnotes, pages and boxes, for any text at all."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.normalize import Normalized, normalize
from pipeline.read.document import read_document
from pipeline.read.raw import Box, RawDocument
from pipeline.textmap import source_span

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "corpus_samples").iterdir()
    if path.suffix in (".txt", ".docx", ".pdf")
)

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "I. KẾT QUẢ",
                "1. Công tác chỉ đạo",
                "- Tiếp nhận 12 hồ sơ;",
                "¹ Công văn số 3/UBND",
                "<sup>2</sup> Kế hoạch số 5/KH-",
                "UBND ngày 3/4/2023 của huyện¹ và xã²",
                "đã ban hành",
                "[1] Quyết định",
                "kèm theo [1]",
                "",
                "",
                "\f",
                "2",
                "**Nội dung:** *một*",
                "Cấp\tSố\tTỷ lệ",
                "| Xã | 12 |",
                "|---|---|",
                "UBND XÃ      CỘNG HÒA XÃ HỘI",
                "Nơi nhận:      TM. ỦY BAN NHÂN DÂN",
                "BÁO CÁO",
                "Qui\u0323 đi\u0323nh\u00a0HÐND",
                "[a](https://b.vn) ![c](d) [![e](f)](https://g.vn)",
                "\\- &amp; &#8203; <br>",
            ]
        ),
        st.text(max_size=12),
    ),
    max_size=25,
)


def assert_maps_back(done: Normalized, source: str) -> None:
    """Every character has a place in the source, and every copied one is that place's."""
    at = 0
    for segment in done.segments:
        assert segment.start == at
        at = segment.end
        assert 0 <= segment.source_start < segment.source_end <= len(source)
        if segment.copied:
            assert done.text[segment.start : segment.end] == source[segment.source_start : segment.source_end]
    assert at == len(done.text)


@settings(deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_any_text_is_normalized_and_maps_back(lines: list[str], end: str) -> None:
    source = end.join(lines)
    done = normalize(RawDocument(format="txt", text=source))
    assert_maps_back(done, source)
    assert 0 <= done.body_end <= len(done.text)
    assert unicodedata.is_normalized("NFC", done.text)
    assert "\f" not in done.text
    assert "\n\n" not in done.text
    for note in done.footnotes:
        assert done.body_end <= note.start < note.end <= len(done.text)
        assert note.anchor is None or note.anchor < done.body_end


@settings(deadline=None)
@given(LINES)
def test_a_paragraph_is_one_line_of_a_pdf(lines: list[str]) -> None:
    source = "\n".join(lines)
    boxes = tuple(
        Box(start=i, end=i + 1, page=1, x0=0.0, top=0.0, x1=1.0, bottom=1.0) for i in range(0, len(source), 3)
    )
    done = normalize(RawDocument(format="pdf", text=source, boxes=boxes, page_starts=(0, len(source) // 2)))
    assert_maps_back(done, source)
    assert list(done.page_starts) == sorted(done.page_starts)
    for box in done.boxes:
        assert 0 <= box.start < box.end <= len(done.text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_map_back(path: Path) -> None:
    raw = read_document(path.read_bytes(), path.name)
    done = normalize(raw)
    assert_maps_back(done, raw.text)
    assert sum(s.end - s.start for s in done.segments if s.copied) > 0.98 * len(done.text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_normalized_text_is_left_as_it_is(path: Path) -> None:
    done = normalize(read_document(path.read_bytes(), path.name))
    again = normalize(RawDocument(format="txt", text=done.text))
    assert again.text == done.text
    assert again.footnotes == done.footnotes


def test_a_code_over_a_footnote_has_both_places() -> None:
    source = "Theo hướng dẫn¹ tại Kế hoạch số 19/KH-\n\n¹ Công văn số 44/UBND\n\nSNV ngày 11/4/2023.\n"
    done = normalize(RawDocument(format="txt", text=source))
    start = done.text.index("19/KH-SNV")
    span = source_span(done.segments, start, start + len("19/KH-SNV"))
    assert span is not None
    assert source[slice(*span)] == "19/KH-\n\n¹ Công văn số 44/UBND\n\nSNV"


def test_boxes_follow_their_words() -> None:
    source = "Đã ban  hành\nkế hoạch"
    words = [(0, 2), (3, 6), (8, 12), (13, 15), (16, 21)]
    boxes = tuple(Box(start=s, end=e, page=1, x0=float(s), top=0.0, x1=float(e), bottom=9.0) for s, e in words)
    done = normalize(RawDocument(format="pdf", text=source, boxes=boxes, page_starts=(0,)))
    assert done.text == "Đã ban hành kế hoạch"
    assert [done.text[box.start : box.end] for box in done.boxes] == ["Đã", "ban", "hành", "kế", "hoạch"]
    assert [box.x0 for box in done.boxes] == [0.0, 3.0, 8.0, 13.0, 16.0]


def test_pages_begin_where_their_first_words_went() -> None:
    source = "Trang một.\n\n2\n\nTrang hai."
    done = normalize(RawDocument(format="pdf", text=source, page_starts=(0, 12)))
    assert [done.text[start:].split()[0:2] for start in done.page_starts] == [["Trang", "một."], ["2", "Trang"]]


def test_edits_name_their_step() -> None:
    done = normalize(RawDocument(format="txt", text="**Đã** ban\u00a0hành HÐND¹.\n\n¹ Công văn\n"))
    steps = {edit.step: edit for edit in done.edits}
    assert {"plain_spaces", "lookalikes", "strong_marks", "footnotes"} <= set(steps)
    assert steps["lookalikes"].replacement == "Đ"
    moved = [edit for edit in done.edits if edit.moved_to is not None]
    assert all(edit.step == "footnotes" for edit in moved)
