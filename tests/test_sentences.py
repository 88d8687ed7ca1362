"""Sentences of a line: their places are exact, and abbreviations and brackets do not end them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.sentences import split_sentences


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("Đã nhận 5 hồ sơ", ["Đã nhận 5 hồ sơ"], id="no stop"),
        pytest.param("Đã nhận 5 hồ sơ. Còn 2 hồ sơ.", ["Đã nhận 5 hồ sơ.", "Còn 2 hồ sơ."], id="two"),
        pytest.param("Nhận 9.737 hồ sơ. Trả 9.700 hồ sơ.", ["Nhận 9.737 hồ sơ.", "Trả 9.700 hồ sơ."], id="thousands"),
        pytest.param("Đạt 98.5%. Còn 1.5% trễ hạn.", ["Đạt 98.5%.", "Còn 1.5% trễ hạn."], id="decimal dot"),
        pytest.param("Ngày 12.6.2023 đã nhận 5 hồ sơ.", ["Ngày 12.6.2023 đã nhận 5 hồ sơ."], id="date with dots"),
        pytest.param("TT. Thị ủy báo cáo 5 hồ sơ.", ["TT. Thị ủy báo cáo 5 hồ sơ."], id="TT."),
        pytest.param("UBND TP. Tân Sơn nhận 5 hồ sơ.", ["UBND TP. Tân Sơn nhận 5 hồ sơ."], id="TP."),
        pytest.param("Nhận tại Q. Bình Lộc 5 hồ sơ.", ["Nhận tại Q. Bình Lộc 5 hồ sơ."], id="Q."),
        pytest.param("ThS. Nguyễn Văn An dự.", ["ThS. Nguyễn Văn An dự."], id="title of a person"),
        pytest.param("II. Kết quả đạt được.", ["II. Kết quả đạt được."], id="roman marker"),
        pytest.param("3. Kết quả đạt được.", ["3. Kết quả đạt được."], id="arabic marker"),
        pytest.param("Đúng hạn 98, trễ 10. Còn 2 hồ sơ.", ["Đúng hạn 98, trễ 10.", "Còn 2 hồ sơ."], id="short number"),
        pytest.param("Theo Điều 5. Quy chế làm việc.", ["Theo Điều 5. Quy chế làm việc."], id="what is numbered"),
        pytest.param(
            "Có lỗi (do mạng. Đã sửa). Nhận 5 hồ sơ.", ["Có lỗi (do mạng. Đã sửa).", "Nhận 5 hồ sơ."], id="brackets"
        ),
        pytest.param("Đã đạt. và vượt kế hoạch.", ["Đã đạt. và vượt kế hoạch."], id="lower case behind"),
        pytest.param("Đã nhận chưa? Đã nhận!", ["Đã nhận chưa?", "Đã nhận!"], id="other stops"),
    ],
)
def test_sentences_end_where_they_end(text: str, sentences: list[str]) -> None:
    assert _split(text) == sentences


def test_a_line_inside_a_text_is_split_at_the_same_places() -> None:
    before, line = "Phần mở đầu. Có hai câu.\n", "Đã nhận 5 hồ sơ. Còn 2 hồ sơ."
    text = before + line + "\nDòng sau. Hết."
    spans = split_sentences(text, len(before), len(before) + len(line))
    assert [text[a:b] for a, b in spans] == ["Đã nhận 5 hồ sơ.", "Còn 2 hồ sơ."]


_PIECES = """Đã nhận 9.737 TP. TT. Q. ... . ? ! ( ) … ” " '' Ủy II. 3. và “ `` & / \u200b"""


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from([*_PIECES.split(), "  ", "\u00a0", "5 hồ sơ"]),
        min_size=1,
        max_size=14,
    ),
    st.booleans(),
)
def test_the_sentences_hold_all_words_of_their_line(pieces: list[str], tight: bool) -> None:
    line = ("" if tight else " ").join(pieces)
    text = "Mở đầu.\n" + line + "\nHết."
    start, end = 8, 8 + len(line)
    spans = split_sentences(text, start, end)
    assert all(start <= a < b <= end for a, b in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert not text[start:end].strip() or all(text[i].isspace() for i in range(start, end) if i not in covered)
