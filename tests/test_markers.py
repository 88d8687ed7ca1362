"""Markers: how the beginning of a line may be read."""

from __future__ import annotations

import pytest

from patterns.markers import distance, follows, read_markers

READINGS = [
    # line, level, printed, rest
    ("I. KẾT QUẢ", "roman", "I", "KẾT QUẢ"),
    ("IV- ĐÁNH GIÁ", "roman", "IV", "ĐÁNH GIÁ"),
    ("III/ ĐÁNH GIÁ", "roman", "III", "ĐÁNH GIÁ"),
    ("VI) ĐÁNH GIÁ", "roman", "VI", "ĐÁNH GIÁ"),
    ("II: ĐÁNH GIÁ", "roman", "II", "ĐÁNH GIÁ"),
    ("II – ĐÁNH GIÁ", "roman", "II", "ĐÁNH GIÁ"),
    ("V KIẾN NGHỊ, ĐỀ XUẤT", "roman", "V", "KIẾN NGHỊ, ĐỀ XUẤT"),
    ("II1. ĐÁNH GIÁ", "roman", "III", "ĐÁNH GIÁ"),
    ("lV. ĐÁNH GIÁ", "roman", "IV", "ĐÁNH GIÁ"),
    ("1. Thể chế", "arabic", "1", "Thể chế"),
    ("1. Nhiệm vụ tháng 5, 6", "arabic", "1", "Nhiệm vụ tháng 5, 6"),
    ("12- Thể chế", "arabic", "12", "Thể chế"),
    ("3/ Thể chế", "arabic", "3", "Thể chế"),
    ("4) Thể chế", "arabic", "4", "Thể chế"),
    ("5: Thể chế", "arabic", "5", "Thể chế"),
    ("6.- Thể chế", "arabic", "6", "Thể chế"),
    ("02. Thể chế", "arabic", "2", "Thể chế"),
    ("1.\tThể chế", "arabic", "1", "Thể chế"),
    ("l. Thể chế", "arabic", "1", "Thể chế"),
    ("**1. Thể chế", "arabic", "1", "Thể chế"),
    ("1.1. Văn bản", "decimal", "1.1", "Văn bản"),
    ("2.6 Văn bản", "decimal", "2.6", "Văn bản"),
    ("1.1.2. Văn bản", "decimal", "1.1.2", "Văn bản"),
    ("1. 2. Văn bản", "decimal", "1.2", "Văn bản"),
    ("3.1) Văn bản", "decimal", "3.1", "Văn bản"),
    ("II.3. Văn bản", "decimal", "II.3", "Văn bản"),
    ("7.4 và 7.5 Tỷ lệ", "decimal", "7.4", "Tỷ lệ"),
    ("3.3, 3.4. Tỷ lệ", "decimal", "3.3", "Tỷ lệ"),
    ("a) Văn bản", "letter", "a", "Văn bản"),
    ("b. Văn bản", "letter", "b", "Văn bản"),
    ("c/ Văn bản", "letter", "c", "Văn bản"),
    ("d- Văn bản", "letter", "d", "Văn bản"),
    ("đ) Văn bản", "letter", "đ", "Văn bản"),
    ("a)Văn bản", "letter", "a", "Văn bản"),
    ("B. KẾT QUẢ", "capital", "B", "KẾT QUẢ"),
    ("ii) Văn bản", "small_roman", "ii", "Văn bản"),
    ("PHẦN THỨ NHẤT", "part", "PHẦN THỨ NHẤT", ""),
    ("Phần thứ hai: PHƯƠNG HƯỚNG", "part", "Phần thứ hai", "PHƯƠNG HƯỚNG"),
    ("PHẦN II. PHƯƠNG HƯỚNG", "part", "PHẦN II", "PHƯƠNG HƯỚNG"),
    ("Phần 1 - Kết quả", "part", "Phần 1", "Kết quả"),
]

NO_MARKERS = [
    "1.552 là số hồ sơ",
    "15 loại thủ tục",
    "02 hồ sơ trễ hạn",
    "100% văn bản điện tử",
    "62.5 % kế hoạch",
    "2.5/2.5 điểm",
    "05/05 đơn vị",
    "15/6/2023 là hạn gửi",
    "12.5.2023 họp",
    "1-6-2023 họp",
    "10-12 người",
    "7 - 8 cuộc họp",
    "2023. Trong năm",
    "- Tiếp nhận 12 hồ sơ",
    "+ Đúng hạn",
    "* Cấp xã",
    "(1) Đất đai",
    "1\tLê Văn A\tTrưởng phòng",
    "2.\tLê Văn A\tTrưởng phòng",
    "| 1. | Lê Văn A |",
    "1. Đất đai 512 488 24",
    "2. Hộ tịch 1.330 1.330 100%",
    "Phần mềm một cửa",
    "Phần thứ hai của kế hoạch",
    "UBND huyện báo cáo",
    "a",
    "¹ Quyết định số 5/QĐ-UBND",
]


@pytest.mark.parametrize(("line", "level", "printed", "rest"), [pytest.param(*row, id=row[0]) for row in READINGS])
def test_reads_a_marker(line: str, level: str, printed: str, rest: str) -> None:
    readings = {(marker.level, marker.printed, line[marker.end :]) for marker in read_markers(line)}
    assert (level, printed, rest) in readings


@pytest.mark.parametrize("line", NO_MARKERS)
def test_reads_no_marker(line: str) -> None:
    assert read_markers(line) == ()


def test_keeps_the_last_number_of_a_shared_marker() -> None:
    (marker,) = (marker for marker in read_markers("7.4 và 7.5 Tỷ lệ") if marker.level == "decimal")
    assert (marker.numbers, marker.through) == ((7, 4), 5)


def test_gives_offsets_of_the_text() -> None:
    text = "Tốt.\n1. Thể chế"
    (marker,) = read_markers(text, 5)
    assert (text[marker.start : marker.end], text[marker.end :]) == ("1. ", "Thể chế")


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        ("a", "b", 1),
        ("d", "đ", 1),
        ("đ", "e", 1),
        ("d", "e", 1),
        ("e", "f", 1),
        ("e", "g", 1),
        ("c", "c", 0),
        ("a", "c", 2),
    ],
)
def test_letters_run_in_either_alphabet(before: str, after: str, steps: int) -> None:
    assert distance("letter", ord(before), ord(after)) == steps
    assert follows("letter", ord(before), ord(after)) == (steps == 1)
