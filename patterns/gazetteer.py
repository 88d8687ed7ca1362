"""Which province a district or commune belongs to: the districts that ended on 1 July 2025, and the units they became.

Two districts of one name are told apart by their kind where they can be; what many provinces have (huyện Châu Thành)
stays open here, and the report's own words decide. The lists are read when first asked for: the districts in some
8 ms, the communes only for reports of after that day.
"""

from __future__ import annotations

import dataclasses
import datetime
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import regex

from patterns.spelling import lowered

# The last day on which there were districts.
LAST_DAY_OF_DISTRICTS = datetime.date(2025, 6, 30)

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_KIND_AND_NAME = regex.compile(r"(thành phố|thị xã|huyện|quận|xã|phường|đặc khu) (.+)")
# Names of the highlands are written as each office hears them: Đắk, Đăk, Đak, Đắc, Dak Đoa.
_HIGHLAND = regex.compile(r"(?<!\w)[đd][aăắâấ][kc](?!\w)")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A district or commune: its province, and the last day of both (None: it still is)."""

    kind: str
    name: str
    province: str
    valid_to: datetime.date | None = None
    became: tuple[str, ...] = ()


def name_key(name: str) -> str:
    """A name as it is looked up: case, the place of tone marks, dashes, apostrophes and spaces folded.

    >>> name_key("Lạc Thuỷ") == name_key("LẠC THỦY"), name_key("Đăk R’lấp") == name_key("Đắk R'Lấp")
    (True, True)
    >>> name_key("An Lão") == name_key("An Lao")
    False
    """
    letters = unicodedata.normalize("NFD", _HIGHLAND.sub("đak", lowered(name)))
    syllables = regex.split(r"[\s'’\-–]+", letters)
    return "".join(
        "".join(c for c in s if c not in _TONES) + "".join(c for c in s if c in _TONES) + " " for s in syllables if s
    ).rstrip()


def provinces_of(kind: str | None, name: str, on: datetime.date | None = None) -> tuple[str, ...]:
    """The provinces that have (had, on that day) such a locality; of its name, where none has the kind.

    >>> provinces_of("huyện", "Phù Cát"), provinces_of("thị xã", "PHÙ CÁT")
    (('Bình Định',), ('Bình Định',))
    >>> provinces_of("xã", "Đắk Wil", datetime.date(2025, 8, 1)), provinces_of("xã", "Đắk Wil")
    (('Lâm Đồng',), ())
    >>> len(provinces_of("huyện", "Châu Thành")) > 5, provinces_of("huyện", "Không Đâu")
    (True, ())
    """
    if kind in ("xã", "phường", "đặc khu", "thị trấn"):
        if on is None or on <= LAST_DAY_OF_DISTRICTS:
            return ()
        found = _communes(name)
    else:
        found = _districts().get(name_key(name), ())
    exact = [unit for unit in found if unit.kind == kind] or found
    standing = [unit for unit in exact if on is None or unit.valid_to is None or on <= unit.valid_to]
    return tuple(dict.fromkeys(unit.province for unit in standing or exact))


@cache
def _districts() -> Mapping[str, tuple[Unit, ...]]:
    """The districts by the key of their name."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for province, listed in _read("districts").items():
        for written in listed["districts"]:
            kind, name = _kind_and_name(written)
            unit = Unit(kind=kind, name=name, province=province, valid_to=LAST_DAY_OF_DISTRICTS)
            found[name_key(name)].append(unit)
        for former in listed.get("former", ()):
            kind, name = _kind_and_name(former["name"])
            unit = Unit(kind=kind, name=name, province=province, valid_to=former["until"], became=(former["became"],))
            found[name_key(name)].append(unit)
    return {key: tuple(units) for key, units in found.items()}


def _communes(name: str) -> tuple[Unit, ...]:
    """The communes, wards and special zones of that name, of after 1 July 2025."""
    key, bare = name_key(name), _without_tones(name)
    found: dict[Unit, None] = {}
    for before, units, searched in _successors_by_district():
        if bare in searched:
            for written in units.split(", "):
                kind, unit = _kind_and_name(written)
                if name_key(unit) == key:
                    found[Unit(kind=kind, name=unit, province=province_today(before))] = None
    return tuple(found)


@cache
def _successors_by_district() -> tuple[tuple[str, str, str], ...]:
    """Of every district the province, the units it became, and these as a name is looked for in them."""
    return tuple(
        (province, units, _without_tones(units))
        for province, districts in _read("successors").items()
        for units in districts.values()
    )


def _without_tones(name: str) -> str:
    """Letters alone, to pass over most names before their keys are compared."""
    letters = unicodedata.normalize("NFD", _HIGHLAND.sub("đak", lowered(name)))
    return regex.sub(r"[\u0300\u0301\u0303\u0309\u0323\s'’\-–]+", "", letters)


def successors(province: str, district: str) -> tuple[str, ...]:
    """The communes and wards that took over a district of 30 June 2025.

    >>> successors("Đắk Nông", "huyện Cư Jút")
    ('xã Cư Jút', 'xã Đắk Wil', 'xã Nam Dong')
    """
    listed = _read("successors").get(province, {}).get(district)
    return tuple(listed.split(", ")) if listed else ()


@cache
def _read(name: str) -> Mapping[str, Any]:
    path = resources.files("patterns") / "localities" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _kind_and_name(written: str) -> tuple[str, str]:
    match = _KIND_AND_NAME.fullmatch(written)
    if match is None:
        raise ValueError(f"No kind before the name: {written}")
    return match[1], match[2]


def province_today(name: str) -> str:
    """The province that one of before 1 July 2025 belongs to now.

    >>> province_today("Bình Định"), province_today("Thừa Thiên Huế"), province_today("Nghệ An")
    ('Gia Lai', 'Huế', 'Nghệ An')
    """
    from patterns.places import province  # the lists of provinces stand with the grammar of names

    entry = province(name)
    return str(entry.attributes.get("merged_into") or name) if entry else name
