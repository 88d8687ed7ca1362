"""A one-stop office and a level go together, whatever each is called and whatever stands between them."""

from __future__ import annotations

import itertools

import pytest

from extractors.header import Header
from extractors.office_levels import office_levels

OFFICES = (
    "Bộ phận Một cửa",
    "Bộ phận “Một cửa”",
    "Bộ phận Một cửa liên thông",
    "Bộ phận một cửa hiện đại",
    "Bộ phận Tiếp nhận và Trả kết quả",
    "Bộ phận Tiếp nhận và Trả kết quả (TN&TKQ)",
    "Bộ phận tiếp nhận, trả kết quả (Bộ phận Một cửa)",
    "Bộ phận tiếp nhận và trả kết quả giải quyết thủ tục hành chính",
    "Bộ phận tiếp nhận hồ sơ và trả kết quả",
    "Bộ phận TN&TKQ",
    "Bộ phận TN và TKQ",
    "BPTN&TKQ",
    "Tổ một cửa",
    "Một cửa",
    "Trung tâm Phục vụ hành chính công",
    "Trung tâm Phục vụ hành chính công (TTPVHCC)",
    "Trung tâm Hành chính công",
    "Trung tâm PVHCC",
    "TT PVHCC",
    "TTPVHCC",
    "TTHCC",
)
LEVELS = {
    "province": ("tỉnh", "cấp tỉnh", "của tỉnh", "các sở, ban, ngành", "tại các sở", "của các sở, ngành"),
    "district": (
        "huyện",
        "thị xã",
        "quận",
        "TP",
        "cấp huyện",
        "của UBND huyện",
        "thuộc UBND thị xã",
        "thuộc Văn phòng HĐND và UBND huyện",
        "các huyện, thành phố",
        "của UBND các huyện, thị xã, thành phố",
    ),
    "commune": (
        "xã",
        "phường",
        "cấp xã",
        "của UBND xã",
        "các xã, thị trấn",
        "UBND các xã, phường",
        "tại các xã, phường, thị trấn",
        "14 xã, thị trấn",
        "14/14 phường, xã",
    ),
}
PAIRS = [
    pytest.param(f"{office} {words}", level, id=f"{office} {words}")
    for office in OFFICES
    for level, many in LEVELS.items()
    for words in many
]


@pytest.mark.parametrize(("name", "level"), PAIRS)
def test_an_office_takes_the_level_behind_it(name: str, level: str) -> None:
    text = f"Tại {name} đã tiếp nhận 812 hồ sơ."
    found = office_levels(text, 0, len(text), Header())
    assert [cue.feature for cue in found] == [level]
    assert found[0].start == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cơ chế một cửa tại huyện", "a way of working, no office"),
        ("theo cơ chế một cửa, một cửa liên thông các xã", "two ways of working"),
        ("Bộ phận Một cửa xã Tân Lập", "the office of one named commune is that commune's"),
        ("Bộ phận Một cửa Sở Xây dựng", "the office of one named department is that department's"),
        ("Bộ phận Một cửa đã nâng cấp tại huyện", "something else is said between the office and the level"),
        ("Trung tâm Y tế huyện", "no one-stop office"),
        ("kết quả của huyện", "results, no office that gives them"),
        ("Bộ phận Một cửa (12 phường)", "the bracket counts"),
    ],
)
def test_other_words_name_no_office(text: str, reason: str) -> None:
    assert office_levels(text, 0, len(text), Header()) == (), reason


CITY = Header(level="province", issuer="UBND thành phố Hải Đông")


@pytest.mark.parametrize(
    ("text", "header", "level"),
    [
        ("Trung tâm Phục vụ hành chính công thành phố Đà Nẵng", Header(), "province"),
        ("Trung tâm Phục vụ hành chính công thành phố Hòa Lạc", Header(), "district"),
        ("Trung tâm Phục vụ hành chính công thành phố", Header(), "district"),
        ("Trung tâm Phục vụ hành chính công thành phố", CITY, "province"),
        ("TTPVHCC xã Tân Lập", Header(), "commune"),
    ],
)
def test_a_city_is_a_province_or_a_district(text: str, header: Header, level: str) -> None:
    assert [cue.feature for cue in office_levels(text, 0, len(text), header)] == [level]


def test_an_office_is_found_between_two_offsets_alone() -> None:
    texts = [f"{office} huyện; " for office in OFFICES]
    ends = [0, *itertools.accumulate(map(len, texts))]
    text = "".join(texts)
    for start, end in itertools.pairwise(ends):
        assert len(office_levels(text, start, end, Header())) == 1
