"""The gazetteer: which province a locality belongs to, and what the districts became."""

from __future__ import annotations

import datetime
import tomllib
from importlib import resources
from typing import Any

import pytest

from patterns.gazetteer import LAST_DAY_OF_DISTRICTS, name_key, province_today, provinces_of, successors
from patterns.places import TWO_TIERS_FROM, province
from patterns.vocabulary import load

BEFORE, AFTER = datetime.date(2023, 6, 1), datetime.date(2025, 9, 1)
CASES = [
    ("huyện", "Phù Cát", BEFORE, ("Bình Định",), "a name that stands once"),
    ("huyện", "PHÙ CÁT", BEFORE, ("Bình Định",), "capitals"),
    ("thành phố", "Tuy Hoà", BEFORE, ("Phú Yên",), "tone marks placed the old way"),
    ("huyện", "Đăk Đoa", BEFORE, ("Gia Lai",), "the highlands' many spellings"),
    ("huyện", "Ia H’Drai", BEFORE, ("Kon Tum",), "a curved apostrophe"),
    ("thành phố", "Phan Rang – Tháp Chàm", BEFORE, ("Ninh Thuận",), "a dash of another width"),
    ("huyện", "An Lão", BEFORE, ("Bình Định", "Hải Phòng"), "two provinces have one"),
    ("huyện", "Việt Yên", datetime.date(2022, 1, 1), ("Bắc Giang",), "a district before it was a town"),
    ("thị xã", "Phù Cát", BEFORE, ("Bình Định",), "another kind than the list's, of a name that stands once"),
    ("huyện", "Kỳ Sơn", datetime.date(2019, 5, 1), ("Hòa Bình", "Nghệ An"), "one of two that were"),
    ("huyện", "Kỳ Sơn", BEFORE, ("Nghệ An",), "the one of them that is left"),
    ("thành phố", "Huế", BEFORE, ("Thừa Thiên Huế",), "the city before it was a province's equal"),
    ("xã", "Đắk Wil", AFTER, ("Lâm Đồng",), "a commune of today"),
    ("phường", "Bình Thuỷ", AFTER, ("Cần Thơ",), "a ward of today"),
    ("xã", "Đắk Wil", BEFORE, (), "communes of before July 2025 are not listed"),
    ("huyện", "Hòa Lạc Trung", BEFORE, (), "no such district"),
]


@pytest.mark.parametrize(("kind", "name", "on", "found", "why"), [pytest.param(*row, id=row[4]) for row in CASES])
def test_knows_the_provinces_of_a_name(
    kind: str, name: str, on: datetime.date, found: tuple[str, ...], why: str
) -> None:
    assert tuple(sorted(provinces_of(kind, name, on))) == found, why


def test_accents_are_not_folded() -> None:
    assert name_key("Phú Tân") != name_key("Phù Tân")
    assert provinces_of("huyện", "Phu Cat", BEFORE) == ()


def _listed(name: str) -> dict[str, Any]:
    path = resources.files("patterns") / "localities" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_lists_hold_what_the_official_ones_count() -> None:
    districts, became = _listed("districts"), _listed("successors")
    assert sum(len(listed["districts"]) for listed in districts.values()) == 696
    assert len(became) == 63
    today = {
        (province_today(p), unit)
        for p, listed in became.items()
        for units in listed.values()
        for unit in units.split(", ")
    }
    assert len(today) == 3321
    assert len({p for p, _ in today}) == 34


def test_every_district_became_something_in_a_province_that_is() -> None:
    names = {entry.canonical for entry in load("provinces").entries}
    for before, listed in _listed("districts").items():
        assert before in names
        assert province(province_today(before), TWO_TIERS_FROM) is not None
        assert all(successors(before, district) for district in listed["districts"])


def test_districts_ended_the_day_before_the_two_tiers_began() -> None:
    assert LAST_DAY_OF_DISTRICTS + datetime.timedelta(days=1) == TWO_TIERS_FROM
    for listed in _listed("districts").values():
        assert all(former["until"] <= LAST_DAY_OF_DISTRICTS for former in listed.get("former", ()))
