"""The named patterns of the steps: what each matches and what it must not."""

from __future__ import annotations

import pytest
import regex

from pipeline.normalize import characters, columns, joining, lines, marks, notes, pages
from pipeline.normalize.draft import rewritten
from pipeline.textmap import apply

PATTERNS = [
    (lines.PART, ["PHẦN THỨ NHẤT", "Phần II", "PHỤ LỤC 1", "Biểu số 2", "Bảng 3.", "Điều 4."], ["Phần mềm một cửa"]),
    (lines.ROMAN, ["I. KẾT QUẢ", "II- Đánh giá", "III/ Kiến nghị", "IV . Phương hướng"], ["I. kết quả", "Internet"]),
    (
        lines.ARABIC,
        ["1. Công tác", "2- Về", "3/ Cải cách", "4) Tiếp tục", "5.Tài chính", "7. công tác"],
        ["43/KH-UBND", "12/3/2023", "1.553 hồ sơ", "2023. Trong đó", "5-7 ngày", "05-NQ/TU"],
    ),
    (
        lines.DECIMAL,
        ["1.1. Mức độ", "2.3 Công tác", "7.4 và 7.5 Tỷ lệ", "2.1.3. Về"],
        ["62.5 % kế hoạch", "10.973/13 điểm", "1.553 hồ sơ", "99.87%, 02 hồ sơ"],
    ),
    (
        lines.LETTER,
        ["a) Về", "đ. Kết quả", "b)Tiếp nhận", "a1) Kết quả", "a- Trong khối Đảng", "B. KẾT QUẢ"],
        ["a. kết quả", "ý kiến", "T. Ư"],
    ),
    (lines.ITEM, ["- Tiếp nhận", "+ Đúng hạn", "* Thị xã", "• Cấp xã", "(1) Rà soát", "-Tiếp nhận"], ["-2025", "(1)"]),
    (lines.YEARS_TAIL, ["- 2025; Chỉ thị", "-2025"], ["- 20 hồ sơ", "- 100% xã"]),
    (lines.MARK_FIRST, ["-UBND ngày", "/QĐ-TTg", "/2023"], ["- UBND huyện", "-Tiếp nhận"]),
    (lines.CODE_FIRST, ["1847/QĐ-TTg", "05-NQ/TU", "30a/2008/NQ-CP", "09/3/2023"], ["1. Công tác", "12 hồ sơ"]),
    (
        lines.RAISED_NOTE,
        ["¹ Quyết định", "¹³Trong năm", "⁷ - Lãnh đạo", "² “Đề án"],
        ["²; Triển khai", "³.", "1 Quyết định"],
    ),
    (lines.PLAIN_NOTE, ["[1] Công văn", "(2) Kế hoạch", "3 Thông báo"], ["3 thông báo", "1\tĐất đai", "2023 - 2025"]),
    (lines.TITLE_WORD, ["BÁO CÁO", "BÁO CÁO KẾT QUẢ"], ["Báo cáo kết quả", "BÁO CHÍ"]),
    (
        lines.HEADER_LINE,
        [
            "Số: 12/BC-UBND",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "CỘNG HOÀ XÃ HỘI",
            "Độc lập - Tự do",
            "An Lạc, ngày 3 tháng 4 năm 2023",
            "An Lạc, ngày tháng năm 2023",
            "UBND HUYỆN AN LẠC",
        ],
        ["UBND huyện đã ban hành", "Số hồ sơ là 12", "Trong tháng, ngày 3 tháng 4 năm 2023 huyện đã ban hành"],
    ),
    (lines.RECIPIENTS, ["Nơi nhận:", "NƠI NHẬN"], ["Nơi tiếp nhận"]),
    (
        lines.LAST_RECIPIENT,
        ["- Lưu: VT, NV.", "-Lưu: VP, VT.", "Lưu: Văn thư", "- Lưu VT"],
        ["- Lưu trữ hồ sơ", "- Lưu ý: các xã", "- Như trên"],
    ),
    (
        lines.SIGNATURE,
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "T/M BAN THƯỜNG VỤ", "CHỦ TỊCH", "PHÓ GIÁM ĐỐC"],
        ["Chủ tịch UBND huyện", "TM & DV", "CHỦ TỊCH UBND HUYỆN ĐÃ KÝ"],
    ),
    (
        joining.KEPT_TOGETHER,
        ["số 34/2016/NĐ-CP", "số 5-NQ/TU", "ngày 14/5/2016", "ngày 18 tháng 4"],
        ["số 12 hồ sơ", "số 1.204 hồ sơ", "ngày 12 người"],
    ),
    (lines.LABELLED, ["Đơn vị chủ trì: Phòng Nội vụ"], ["đã giải quyết; trong đó: 12", "Tỷ lệ đạt 95 %"]),
    (pages.PAGE_NUMBER, ["2", "- 2 -", "Trang 3", "Trang 3/12", "Page 4 of 9"], ["2023", "12 hồ sơ", "2.", "1.553"]),
    (notes.RAISED_ANCHOR, ["huyện¹,", "năm 2023²"], ["120 m²", "1,5 km²", "10³ đơn vị"]),
    (notes.BRACKET_ANCHOR, ["huyện [1],", "huyện[12]."], ["[một]"]),
    (notes.ROUND_ANCHOR, ["huyện(1);", "2023(2)"], ["gồm: (1) rà soát", "biểu (3)"]),
    (notes.GLUED_ANCHOR, ["huyện1;", "năm 20231.", "kiểm tra12 "], ["năm 2023", "T1", "COVID19", "mức 4", "H1N1"]),
    (
        notes.DOCUMENT,
        ["Công văn số 12/UBND", "- CV 12/UBND", "Quyết định 5/QĐ-UBND"],
        ["Công chức: 12 người", "Trong đó 12"],
    ),
    (notes.LABELLED_ITEM, ["- Về kiểm tra: huyện đã"], ["- Cử 12 người", "- Tiếp nhận 3; trả: 2"]),
    (notes.COUNTED_ITEM, ["- Lĩnh vực đất đai: 09 thủ tục"], ["- Về kiểm tra: huyện đã"]),
    (
        notes.COUNT_ALONE,
        ["- Lĩnh vực đất đai: 09 thủ tục", "- Hồ sơ chậm: 1.017 hồ sơ."],
        ["- Cấp xã: 120 hồ sơ, đã trả 118 hồ sơ", "- Về kiểm tra: huyện đã"],
    ),
    (marks.BOLD, ["**Nội dung:** 12", "**TM. ỦY BAN\nCHỦ TỊCH**"], ["** không **", "****", "2**3"]),
    (marks.ITALIC, ["*(có phụ lục)*", "(*trong đó*)"], ["* Thị xã: 12 * 3", "(*) ghi chú (*)", "2*3*4"]),
    (marks.RULE_LINE, ["|---|:--:|", "--- | ---", "***", "____", "––––", "```"], ["- 2 -", "--", "a---b"]),
    (marks.HEADING_MARK, ["## 1. Công tác", "> trích"], ["#1", "số #12"]),
    (marks.LINK, ["[Cổng](https://example.vn)"], ["[1] (2)", "[Đã ký](nháp)"]),
    (marks.ESCAPE, ["1\\. Công", "\\- a"], ["C:\\a"]),
    (characters.SYMBOL_BULLET, ["\uf0b7 Tiếp nhận", "  \uf02dTiếp"], ["a \uf0b7 b"]),
    (characters.MARKER_TAB, ["1.\tCông tác", "-\tTiếp nhận", "II.\tKết quả"], ["1\tĐất đai", "1.\tĐất đai\t512"]),
    (columns.WIDE_GAP, ["UBND    CỘNG HÒA", "Số\tNgày"], ["hai  khoảng", "   đầu dòng"]),
    (
        columns.HEADER_RIGHT,
        ["CỘNG HÒA", "An Lạc, ngày   tháng 9 năm 2022"],
        ["/BC-UBND   An Lạc, ngày 3 tháng 4 năm 2022"],
    ),
]


def _cases(matching: bool) -> list[object]:
    return [
        pytest.param(pattern, text, id=f"{i}-{text}")
        for i, (pattern, good, bad) in enumerate(PATTERNS)
        for text in (good if matching else bad)
    ]


def _found(pattern: regex.Pattern[str], text: str) -> bool:
    inside = (
        notes.RAISED_ANCHOR,
        notes.BRACKET_ANCHOR,
        notes.ROUND_ANCHOR,
        notes.GLUED_ANCHOR,
        marks.BOLD,
        marks.ITALIC,
        marks.LINK,
        marks.ESCAPE,
        columns.WIDE_GAP,
    )
    if pattern is pages.PAGE_NUMBER:
        return pattern.fullmatch(text) is not None
    return (pattern.search(text) if pattern in inside else pattern.match(text)) is not None


@pytest.mark.parametrize(("pattern", "text"), _cases(True))
def test_pattern_matches(pattern: regex.Pattern[str], text: str) -> None:
    assert _found(pattern, text)


@pytest.mark.parametrize(("pattern", "text"), _cases(False))
def test_pattern_does_not_match(pattern: regex.Pattern[str], text: str) -> None:
    assert not _found(pattern, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Một.\n\n2\n\nHai.", "Một.\n\n2\n\nHai.", id="one number that cuts no sentence stays"),
        pytest.param("đã tiếp nhận\n2\nhồ sơ", "đã tiếp nhận\n\f\nhồ sơ", id="a number that cuts a sentence"),
        pytest.param("12\n13\n14", "12\n13\n14", id="a column of numbers is none"),
        pytest.param("A\tB\n2\nC\tD", "A\tB\n2\nC\tD", id="a number between rows is a cell"),
        pytest.param(
            f"{'một ' * 150}\n2\n{'hai ' * 150}\n3\nba",
            f"{'một ' * 150}\n\f\n{'hai ' * 150}\n\f\nba",
            id="numbers that count on a page apart",
        ),
        pytest.param(
            f"{'một ' * 150}của\n2\ntỉnh {'hai ' * 150}.\n3\nBa {'ba ' * 200}\n- 4 -\nBốn",
            f"{'một ' * 150}của\n\f\ntỉnh {'hai ' * 150}.\n\f\nBa {'ba ' * 200}\n\f\nBốn",
            id="a number counts on from one that cuts a sentence",
        ),
        pytest.param(
            "theo Nghị định số\n4\n58/2017/NĐ-CP",
            "theo Nghị định số\n\f\n58/2017/NĐ-CP",
            id="a number between an announced code and its word",
        ),
        pytest.param("đạt\n4\n12 hồ sơ", "đạt\n4\n12 hồ sơ", id="a number that is announced and no code's stays"),
    ],
)
def test_page_numbers_go_where_the_pages_show_them(text: str, expected: str) -> None:
    assert rewritten(pages.page_numbers, text) == expected


def test_columns_with_a_blank_number_part_at_the_right_gap() -> None:
    text = "UBND XÃ LA        CỘNG HÒA\n\nSố:     /BC-UBND        La, ngày     tháng 5 năm 2023\n\nBÁO CÁO\n"
    pieces = columns.side_by_side(text)
    assert pieces is not None
    assert apply(text, pieces).text.split("\n")[:2] == ["UBND XÃ LA", ""]
    assert "\nLa, ngày     tháng 5 năm 2023\n" in apply(text, pieces).text
    assert "\nSố:     /BC-UBND\n" in apply(text, pieces).text
