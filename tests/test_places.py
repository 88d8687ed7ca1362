"""Places, closings and domains: what headers and headings are made of."""

from __future__ import annotations

import datetime

import pytest

from patterns.closing import find_closing
from patterns.domains import own_domain, section_domain
from patterns.places import find_places, is_central_city, place_in_capitals, province, with_small_letters
from patterns.vocabulary import load

NAMED = [
    ("UBND huyện An Lạc ban hành", ["huyện An Lạc"]),
    ("thị xã Tân Lộc năm 2022", ["thị xã Tân Lộc"]),
    ("TP. Quy Nhơn, tỉnh Bình Định", ["thành phố Quy Nhơn", "tỉnh Bình Định"]),
    ("tỉnh Bà Rịa - Vũng Tàu về việc", ["tỉnh Bà Rịa - Vũng Tàu"]),
    ("UBND Phường 7 báo cáo", ["phường 7"]),
    ("huyện Đắk R'lấp đã", ["huyện Đắk R'lấp"]),
    ("huyện Ea H'leo, tỉnh Đắk Lắk", ["huyện Ea H'leo", "tỉnh Đắk Lắk"]),
    ("tỉnh Lâm Đồng Khóa X", ["tỉnh Lâm Đồng"]),
    ("xã hội hóa và xã, phường", []),
    ("tỉnh Ủy và huyện Ủy", []),
    ("UBND huyện Phòng Nội vụ", []),
    ("các huyện, thị xã", []),
    ("phường 3.204 hồ sơ", []),
]


@pytest.mark.parametrize(("text", "names"), [pytest.param(*row, id=row[0]) for row in NAMED])
def test_finds_named_localities(text: str, names: list[str]) -> None:
    assert [place.full for place in find_places(text)] == names


@pytest.mark.parametrize("text", [text for text, _ in NAMED])
def test_a_place_is_where_it_says(text: str) -> None:
    for place in find_places(text):
        assert text[place.start : place.end].endswith(place.name)


def test_reads_a_place_in_capitals() -> None:
    place = place_in_capitals("ỦY BAN NHÂN DÂN HUYỆN KRÔNG TÂY")
    assert place is not None
    assert (place.kind, with_small_letters(place.name, "")) == ("huyện", "Krông Tây")


def test_knows_the_provinces_of_before_and_after_july_2025() -> None:
    before, after = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)
    names = [entry.canonical for entry in load("provinces").entries]
    assert sum(province(name, before) is not None for name in names) == 63
    assert sum(province(name, after) is not None for name in names) == 34
    for entry in load("provinces").entries:
        if entry.attributes.get("merged_into"):
            assert entry.attributes["merged_into"] in names


def test_hue_is_a_central_city_from_2025() -> None:
    assert is_central_city("Huế", datetime.date(2025, 3, 1))
    assert not is_central_city("Huế", datetime.date(2024, 3, 1))


CLOSINGS = [
    ("Nơi nhận:\n- Lưu: VT.", "Nơi nhận:"),
    ("*Nơi nhận:*\n- Lưu: VT.", "*Nơi nhận:*"),
    ("Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Sở Nội vụ;", "Nơi nhận:"),
    ("Trên đây là báo cáo của xã./.\nNơi nhận:", "Trên đây là"),
    ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "TM. ỦY BAN"),
    ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
    ("T/M BAN THƯỜNG VỤ\nBÍ THƯ", "T/M BAN"),
    ("CHỦ TỊCH\nLê Văn A", "CHỦ TỊCH"),
]
NO_CLOSINGS = [
    "Nơi nhận hồ sơ là Bộ phận Một cửa.",
    "QUÝ IV NĂM 2022",
    "TMĐT phát triển nhanh.",
    "Chủ tịch UBND huyện chỉ đạo.",
    "Trên đây còn nhiều việc.",
    "Trên đây là kết quả của phần này.\nII. KIẾN NGHỊ\nKhông có.",
]


@pytest.mark.parametrize(("tail", "first"), [pytest.param(*row, id=row[1]) for row in CLOSINGS])
def test_finds_where_the_body_ends(tail: str, first: str) -> None:
    text = f"I. KẾT QUẢ\nTốt.\n{tail}"
    assert text[find_closing(text).start :].startswith(first)


@pytest.mark.parametrize("tail", NO_CLOSINGS)
def test_common_words_close_nothing(tail: str) -> None:
    text = f"I. KẾT QUẢ\n{tail}"
    assert find_closing(text).start == len(text)


OWN_DOMAINS = [
    ("CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "direction"),
    ("Kiểm tra, rà soát văn bản quy phạm pháp luật", "institutions"),
    ("Công tác kiểm tra", "direction"),
    ("Kiểm soát thủ tục hành chính", "procedures"),
    ("Đánh giá, xếp loại chất lượng cán bộ", "civil_service"),
    ("ĐÁNH GIÁ CHUNG", "assessment"),
    ("Đánh giá tác động của cải cách", "impact"),
    ("TỒN TẠI, HẠN CHẾ VÀ GIẢI PHÁP KHẮC PHỤC", "assessment"),
    ("PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV", "plan"),
    ("NHIỆM VỤ 3 THÁNG CUỐI NĂM", "plan"),
    ("KIẾN NGHỊ, ĐỀ XUẤT", "proposals"),
    ("Xử lý phản ánh, kiến nghị của người dân", "procedures"),
    ("KẾT QUẢ THỰC HIỆN", None),
    ("KẾT QUẢ ĐẠT ĐƯỢC", None),
    ("Cải cách thể chế, thủ tục hành chính, tổ chức bộ máy và tài chính công", None),
    (None, None),
]


@pytest.mark.parametrize(("heading", "domain"), OWN_DOMAINS)
def test_names_the_domain_of_a_heading(heading: str | None, domain: str | None) -> None:
    assert own_domain(heading) == domain


INHERITED = [
    ("Nguyên nhân", "assessment", "assessment"),
    ("Giải pháp khắc phục", "assessment", "plan"),
    ("Hạn chế về tài chính công", "assessment", "finance"),
    ("Một số nơi chưa quan tâm chỉ đạo, điều hành công tác cải cách hành chính ở cấp xã", "assessment", "assessment"),
    ("Văn phòng chưa báo cáo việc số hóa", "procedures", "procedures"),
    (None, "digital", "digital"),
    ("Cải cách thể chế", "direction", "institutions"),
    ("Cải cách thể chế", None, "institutions"),
]


@pytest.mark.parametrize(("heading", "parent", "domain"), INHERITED)
def test_a_section_inherits_its_domain(heading: str | None, parent: str | None, domain: str | None) -> None:
    assert section_domain(heading, parent) == domain
