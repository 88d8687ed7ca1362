"""The province above the body that issues a report: what the report says of it, weighed with what the gazetteer knows.

The letterhead's own province stands. Else the provinces that the text names are counted, those that stand with an
authority or right behind the body's own name twice. A name that the gazetteer has once (huyện Phù Cát) is settled by
it, unless the text gives the body to another province; one that it has often (huyện Châu Thành) by the text alone.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

import regex

from patterns.gazetteer import provinces_of
from patterns.places import find_places, is_central_city, province

_AUTHORITIES = regex.compile(
    r"(?i:ubnd|ủy ban nhân dân|uỷ ban nhân dân|hđnd|hội đồng nhân dân|chủ tịch|sở [\p{Ll}, -]{3,40}|của)\s*$"
)
_PARTY_OF_PROVINCE = regex.compile(r"Tỉnh\s+[ủu][yỷ]\s+(?P<name>\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,2})")
_DISTRICT_KINDS = ("huyện", "quận", "thị xã", "thành phố")
# A province that as many places name beside an authority is the report's own, whatever the gazetteer says.
_SAID_OF_THE_BODY = 2


def find_province(
    localities: Sequence[tuple[str | None, str | None]], text: str, place: str | None, on: datetime.date | None
) -> str | None:
    """The province of the first of ``localities`` (kind and name: the body's own, then those above it) that tells it.

    >>> find_province([("huyện", "Phù Cát")], "UBND huyện Phù Cát báo cáo", None, None)
    'Bình Định'
    >>> find_province([("huyện", "An Lão")], "theo Kế hoạch của UBND thành phố Hải Phòng", None, None)
    'Hải Phòng'
    >>> find_province([("huyện", "An Lão")], "UBND huyện An Lão báo cáo", None, None) is None
    True
    """
    own = localities[0][1] if localities else None
    named = _named(text, own, on, beside_cities=bool(localities) and localities[0][0] == "quận")
    for known in _known(localities, text, on):
        said = [name for name, _ in named.most_common() if name in known]
        if said:
            return said[0]
        if len(known) == 1 and (not named or named.most_common(1)[0][1] < _SAID_OF_THE_BODY):
            return known[0]
    if named:
        return named.most_common(1)[0][0]
    entry = province(place or "", on)
    return entry.canonical if entry is not None and (own is None or entry.canonical != own) else None


def _named(text: str, own: str | None, on: datetime.date | None, *, beside_cities: bool) -> Counter[str]:
    """The provinces that the text names, with the weight of where they stand."""
    counted: Counter[str] = Counter()
    for found in find_places(text):
        if found.kind == "tỉnh" or (
            found.kind == "thành phố" and found.name != own and (is_central_city(found.name, on) or beside_cities)
        ):
            before = text[max(0, found.start - 80) : found.start]
            follows_own = own is not None and before.rstrip(" ,-–(").endswith(own)
            counted[found.name] += 2 if follows_own or _AUTHORITIES.search(before) else 1
    for match in _PARTY_OF_PROVINCE.finditer(text):
        counted[match["name"]] += 2
    counted.pop(own or "", None)
    return counted


def _known(
    localities: Sequence[tuple[str | None, str | None]], text: str, on: datetime.date | None
) -> list[tuple[str, ...]]:
    """What the gazetteer says of each locality, and of the district that the text names most where none is known."""
    known = [found for kind, name in localities if name and (found := provinces_of(kind, name, on))]
    if known or not localities or localities[0][0] in _DISTRICT_KINDS:
        return known
    districts = Counter((p.kind, p.name) for p in find_places(text) if p.kind in _DISTRICT_KINDS)
    return [found for (kind, name), _ in districts.most_common(1) if (found := provinces_of(kind, name, on))]
