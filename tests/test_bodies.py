"""Bodies named in a text: short form, role, and the locality that completes them."""

from __future__ import annotations

import pytest

from extractors.bodies import Place, find_bodies, own_spelling, place_of
from extractors.header import Header

OWN = Place(kind="huyện", name="Krông Hoa", province="Đắk Giang", office="UBND huyện Krông Hoa")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # In the wild.
        pytest.param("của Ủy ban nhân dân tỉnh Đắk Giang về", ["UBND tỉnh Đắk Giang"], id="long form"),
        pytest.param("Uỷ ban nhân dân huyện", ["UBND huyện Krông Hoa"], id="old tone mark, own district"),
        pytest.param("UBND huyện Krông Hoang đã", ["UBND huyện Krông Hoa"], id="own name misspelled"),
        pytest.param("UBND huyện Krông Bình", ["UBND huyện Krông Bình"], id="a neighbour"),
        pytest.param("HĐND huyện khóa XI", ["HĐND huyện Krông Hoa"], id="a term is no name"),
        pytest.param("HĐND thành phố Tân Long.", ["HĐND thành phố Tân Long"], id="another city"),
        pytest.param("UBND TP. Quy Nhơn", ["UBND thành phố Quy Nhơn"], id="abbreviated kind"),
        pytest.param("UBND Phường 1", ["UBND phường 1"], id="a number as name"),
        pytest.param("UBND tỉnh Bà Rịa - Vũng Tàu", ["UBND tỉnh Bà Rịa - Vũng Tàu"], id="a name with a dash"),
        pytest.param("Chủ tịch UBND huyện", ["Chủ tịch UBND huyện Krông Hoa"], id="role"),
        pytest.param("Giám đốc Sở Nội vụ tỉnh", ["Giám đốc Sở Nội vụ tỉnh Đắk Giang"], id="role of a department"),
        pytest.param("Sở thông tin và Truyền thông", ["Sở Thông tin và Truyền thông tỉnh Đắk Giang"], id="department"),
        pytest.param("Phòng Nội vụ", ["Phòng Nội vụ huyện Krông Hoa"], id="office of the district"),
        pytest.param("Văn phòng HĐND&UBND huyện", ["Văn phòng HĐND và UBND huyện Krông Hoa"], id="office of both"),
        pytest.param("Tỉnh ủy về", ["Tỉnh ủy Đắk Giang"], id="Party committee"),
        pytest.param("Ban Thường vụ Huyện ủy", ["Ban Thường vụ Huyện ủy Krông Hoa"], id="standing board"),
        pytest.param("BCH Đảng bộ huyện", ["Ban Chấp hành Đảng bộ huyện Krông Hoa"], id="Party committee in full"),
        pytest.param(
            "Ban Cán sự đảng UBND tỉnh", ["Ban Cán sự đảng UBND tỉnh Đắk Giang"], id="Party body of the state"
        ),
        pytest.param("Thủ tướng", ["Thủ tướng Chính phủ"], id="short title"),
        pytest.param("Bộ trưởng Bộ Nội vụ", ["Bộ trưởng Bộ Nội vụ"], id="minister"),
        pytest.param(
            "Đoàn Kiểm tra cải cách hành chính thông báo lịch", ["Đoàn Kiểm tra cải cách hành chính"], id="open name"
        ),
        pytest.param("Ban Chỉ đạo CCHC tỉnh về", ["Ban Chỉ đạo CCHC tỉnh Đắk Giang"], id="open name, own province"),
        # Synthetic.
        pytest.param("UBND huyện Về việc", ["UBND huyện Krông Hoa"], id="a capital that begins the title"),
        pytest.param("UBND huyện Kế hoạch số 1", ["UBND huyện Krông Hoa"], id="a type word is no name"),
        pytest.param(
            "Huyện ủy, HĐND, UBND huyện",
            ["Huyện ủy Krông Hoa", "HĐND huyện Krông Hoa", "UBND huyện Krông Hoa"],
            id="three",
        ),
        # Negative.
        pytest.param("UBND các xã, thị trấn", [], id="many"),
        pytest.param("UBND cấp huyện", [], id="a level"),
        pytest.param("sở, ngành của tỉnh ủy quyền, phân cấp", [], id="a verb"),
        pytest.param("được ban chỉ đạo thực hiện", [], id="small letters are no open name"),
    ],
)
def test_bodies_have_their_short_form_and_locality(text: str, names: list[str]) -> None:
    assert [body.name for body in find_bodies(text, OWN)] == names


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("UBND tỉnh", "province"),
        ("UBND huyện", "district"),
        ("UBND xã An Bình", "commune"),
        ("UBND thành phố Hà Nội", "province"),
        ("UBND thành phố Tân Long", "district"),
        ("Sở Nội vụ", "province"),
        ("Phòng Nội vụ", "district"),
        ("Chính phủ", "central"),
        ("Huyện ủy", "party"),
        ("Ban Cán sự đảng UBND tỉnh", "party"),
    ],
)
def test_bodies_have_the_level_of_their_authority(text: str, level: str) -> None:
    assert [body.level for body in find_bodies(text, OWN)] == [level]


@pytest.mark.parametrize(
    ("printed", "own"),
    [
        pytest.param("Krông Hoang", "Krông Hoa", id="cut syllable"),
        pytest.param("Krông Hòa", "Krông Hoa", id="one letter"),
        pytest.param("Krông Bình", "Krông Bình", id="another name"),
        pytest.param("Hoa", "Hoa", id="fewer words"),
    ],
)
def test_own_names_are_spelled_as_the_header_spells_them(printed: str, own: str) -> None:
    assert own_spelling(printed, OWN) == own


def test_nothing_is_completed_without_a_header() -> None:
    nowhere = place_of(Header())
    assert [body.name for body in find_bodies("UBND tỉnh, Sở Nội vụ, Huyện ủy", nowhere)] == [
        "UBND tỉnh",
        "Sở Nội vụ",
        "Huyện ủy",
    ]
