"""Who issues a report: the body, its level, its locality and province.

The letterhead says it best. Where it is missing or names no locality, the sentence that introduces the report, its
title, its closing sentence and the signature are asked in turn, and at last what the whole text speaks of most.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Sequence

import regex

from extractors.issuing_province import find_province
from patterns.places import (
    KIND,
    LEVELS,
    TWO_TIERS_FROM,
    Place,
    find_places,
    is_central_city,
    kind_in_full,
    place_in_capitals,
    province,
    with_small_letters,
)
from patterns.spelling import lowered
from patterns.vocabulary import load

_COMMITTEE = "UBND"
# ỦY BAN NHÂN DÂN · UBND · HĐND · SỞ NỘI VỤ · VĂN PHÒNG HĐND VÀ UBND · HUYỆN ỦY · ĐẢNG ỦY · BAN CHỈ ĐẠO · TRUNG TÂM …
# An office begins a line, so that "TỔ" in BAN TỔ CHỨC and "PHÒNG" in HẢI PHÒNG are none.
_BODY = regex.compile(
    r"""(?<![\p{L}])(?:
      (?P<assembly_office>^VĂN\s+PHÒNG(?:\s+(?:
          (?:HĐND|HỘI\s+ĐỒNG\s+NHÂN\s+DÂN|ĐĐBQH|ĐOÀN\s+ĐẠI\s+BIỂU\s+QUỐC\s+HỘI)\s*[,&VÀ-]*\s*)*
          (?:UBND|[ỦU][YỶ]\s+BAN\s+NHÂN\s+DÂN)?)?)
    | (?P<committee>(?:ỦY|UỶ)\s+BAN\s+NHÂN\s+DÂN|UBND)
    | (?P<council>HỘI\s+ĐỒNG\s+NHÂN\s+DÂN|HĐND)
    | (?P<party>(?:TỈNH|THÀNH|HUYỆN|THỊ|QUẬN|ĐẢNG)\s+(?:ỦY|UỶ)|ĐẢNG\s+BỘ)
    | (?P<office>SỞ|^(?:PHÒNG|TRUNG\s+TÂM|CHI\s+CỤC|CỤC|THANH\s+TRA|BAN|ĐOÀN|TỔ|BỘ|BẢO\s+HIỂM(?:\s+XÃ\s+HỘI)?|KHO\s+BẠC
        |CÔNG\s+AN|HỘI(?!\s+ĐỒNG)|VIỆN|TÒA|TOÀ|TRƯỜNG|BỆNH\s+VIỆN))
    )(?![\p{L}])""",
    regex.VERBOSE | regex.MULTILINE,
)
_VOWEL = r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"
_PARTY_KINDS = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "thị": "thị xã", "quận": "quận", "đảng": "xã"}
_SPEAKING_OFFICE = (
    r"(?:Sở|Phòng|Văn\s+phòng|Trung\s+tâm|Ban|Chi\s+cục|Thanh\s+tra|(?:Huyện|Thị|Thành|Tỉnh|Quận|Đảng)\s+[ủu][yỷ])"
    r"[^,.;:\n]{0,60}?"
)
# UBND huyện An Lão báo cáo · Ủy ban nhân dân thị xã đã tổng hợp, báo cáo · Sở Nội vụ báo cáo · Phòng Nội vụ xin báo cáo
_REPORTS = regex.compile(
    rf"""(?<!(?:của|gửi|với|cáo|theo|tại|do)\s)(?:(?P<committee>(?i:(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd))\s+(?P<kind>{KIND})
      | (?P<council>(?i:hội\s+đồng\s+nhân\s+dân|hđnd))\s+(?P<kind>{KIND})
      | (?P<office>{_SPEAKING_OFFICE}))
    (?P<between>[^.;:\n]{{0,80}}?)(?<!\w)(?:báo\s+cáo|kính\s+trình|tổng\s+hợp|xây\s+dựng\s+báo\s+cáo)(?!\w)""",
    regex.VERBOSE,
)
_COMMITTEE_OF = regex.compile(rf"(?i:(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd)\s+(?P<kind>{KIND})")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The issuing body in short form with its locality; each field None where the report does not tell it."""

    name: str | None = None
    level: str | None = None
    locality: str | None = None
    province: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """Where a report says who issues it. ``intro``, ``title``, ``closing`` and ``signed_for`` are texts."""

    text: str
    bodies: Sequence[str]
    symbol: str | None
    place: str | None
    title: str
    intro: str
    closing: str
    signed_for: str
    date: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Body:
    """A body: what it is, and as much of its locality as is known."""

    short: str
    office: bool = False
    kind: str | None = None
    name: str | None = None


def find_issuer(clues: Clues) -> Issuer:
    """The issuing body of a report."""
    named = _bodies(clues)
    own = named[-1] if named else _from_symbol(clues) or _Body(_COMMITTEE)
    above = next((body for body in reversed(named[:-1]) if body.name), None)
    if own.office and own.name is None and above is not None:
        # Văn phòng UBND tỉnh, Ban Tổ chức Huyện ủy
        of_above = own.short == "Văn phòng" or _is_party(above.short)
        short = f"{own.short} {above.short}" if of_above else own.short
        own = dataclasses.replace(own, short=short, kind=above.kind, name=above.name)
    own = _located(own, clues)
    if own.kind is None and own.name is None:
        name, level = (own.short, "department") if own.office else (None, None)
        return Issuer(name=name, level=level, province=_province(own, clues, named))
    locality = own.name and _with_small_letters(own.name, clues.text)
    # Huyện ủy An Lão, but Đảng ủy xã Tân Hòa
    kind = None if _is_party(own.short) and "Đảng" not in own.short else own.kind
    name = " ".join(filter(None, (own.short, kind, locality)))
    own = dataclasses.replace(own, name=locality)
    return Issuer(name=name, level=_level(own, clues), locality=locality, province=_province(own, clues, named))


def _is_party(short: str) -> bool:
    return short.lower().endswith((" ủy", " uỷ"))


def _with_small_letters(name: str, text: str) -> str:
    return with_small_letters(name, text) if name.isupper() else name


def _bodies(clues: Clues) -> list[_Body]:
    """The bodies of the letterhead from above, each with the locality behind its name."""
    block = "\n".join(clues.bodies).upper()
    starts = list(_BODY.finditer(block))
    found = []
    for i, match in enumerate(starts):
        part = block[match.start() : starts[i + 1].start() if i + 1 < len(starts) else len(block)]
        head = match.end() - match.start()
        place = place_in_capitals(part[head:])
        found.append(_body(match, part, place, clues.text))
        below = _below(part, head + place.end) if place and (match["committee"] or match["party"]) else None
        if below is not None:
            found.append(dataclasses.replace(found[-1], kind=below.kind, name=below.name))
    return found


def _below(part: str, start: int) -> Place | None:
    """The commune on a line below a committee's district, where the committee is not named again.

    >>> below = _below("UBND QUẬN BÌNH THỦY\\nPHƯỜNG LONG TUYỀN", 19)
    >>> below.kind, below.name
    ('phường', 'LONG TUYỀN')
    """
    place = place_in_capitals(part[start:])
    if place is None or LEVELS[place.kind] != "commune" or not part[: start + place.start].endswith("\n"):
        return None
    return place


def _body(match: regex.Match[str], part: str, place: Place | None, text: str) -> _Body:
    kind, name = (place.kind, place.name) if place else (None, None)
    if match["committee"] or match["council"]:
        bare = regex.search(rf"^\W*(?P<kind>{KIND})\s*$", part[match.end() - match.start() :])
        return _Body(
            _COMMITTEE if match["committee"] else "HĐND", kind=kind or (bare and kind_in_full(bare["kind"])), name=name
        )
    if match["party"]:
        words = part.split()
        if place is not None:
            return _Body(f"{words[0].capitalize()} {words[1].lower()}", kind=kind, name=name)
        rest = " ".join(words[2:]) or None
        return _Body(f"{words[0].capitalize()} ủy", kind=_PARTY_KINDS.get(words[0].lower()), name=rest)
    if match["assembly_office"]:
        return _Body(_office_name(match[0], text), office=True, kind=kind, name=name)
    head = part[: match.end() - match.start() + place.start] if place else part
    return _Body(_office_name(head, text), office=True, kind=kind, name=name)


def _office_name(capitals: str, text: str) -> str:
    """An office's name as the text or the list of issuers writes it."""
    name = " ".join(capitals.split()).strip(" -–,")
    low = lowered(name)
    entry = load("issuers").by_phrase.get(low)
    if entry is not None and (lowered(entry.canonical) == low or not _spelled_out(low)):
        return entry.canonical
    for match in regex.finditer(rf"(?<!\w){regex.escape(low)}(?!\w)", lowered(text)):
        written = text[match.start() : match.end()]
        if not written.isupper() and written[0].isupper():
            return written
    return entry.canonical if entry is not None else low[:1].upper() + low[1:]


def _spelled_out(name: str) -> bool:
    """Whether an office's name holds no abbreviation: each of its words has a vowel and nothing is joined by signs.

    >>> _spelled_out("trung tâm hành chính công"), _spelled_out("phòng lđtbxh"), _spelled_out("sở nn&ptnt")
    (True, False, False)
    """
    return all(word.isalpha() and len(word) < 8 and regex.search(_VOWEL, word) for word in name.split())


def _from_symbol(clues: Clues) -> _Body | None:
    """The body that the symbol's office code names: BC-UBND, BC-SNV, BC/HU."""
    if not clues.symbol:
        return _reporting(clues.intro) or _reporting(clues.closing)
    code = regex.split(r"[-/]", clues.symbol, maxsplit=1)[-1]
    if code.startswith(_COMMITTEE):
        return _Body(_COMMITTEE)
    spoken = _reporting(clues.intro) or _reporting(clues.closing)
    if spoken is not None and spoken.office:
        return spoken
    for entry in load("issuers").entries:
        if code.split("-")[0] in entry.attributes.get("codes", ()):
            words = entry.canonical.split()
            party = words[-1].lower() in ("ủy", "uỷ") and len(words) == 2
            kind = _PARTY_KINDS.get(words[0].lower()) if party else None
            return _Body(entry.canonical, office=not party and entry.canonical not in ("UBND", "HĐND"), kind=kind)
    return spoken


# "Phòng Nội vụ huyện", "Thanh tra xin báo cáo": where an office's name ends.
_BEHIND_OFFICE = regex.compile(r"(?<!\s)\s++(?:huyện|tỉnh|thị xã|thành phố|xã|phường|quận|xin|đã|kính)(?!\w)")


def _reporting(text: str) -> _Body | None:
    """The body that "… báo cáo" in a sentence is said of."""
    for match in _REPORTS.finditer(text):
        if match["office"]:
            place = next(find_places(match[0]), None)
            name = match["office"] if place is None else match[0][: place.start]
            office = " ".join(_BEHIND_OFFICE.split(name)[0].split())
            party = office.lower().endswith(("ủy", "uỷ"))
            return _Body(
                office, office=not party, kind=place.kind if place else None, name=place.name if place else None
            )
        place = next(find_places(match[0]), None)
        short = _COMMITTEE if match["committee"] else "HĐND"
        kind = kind_in_full(match["kind"])
        return _Body(short, kind=kind, name=place.name if place and place.kind == kind else None)
    return None


def _located(body: _Body, clues: Clues) -> _Body:
    """The body with its locality from the first clue that names one of its kind."""
    kind, name = body.kind, body.name
    spoken = _reporting(clues.intro)
    if kind is None and spoken is not None and spoken.office == body.office:
        kind, name = spoken.kind, name or spoken.name
    if kind is None and not body.office:
        kind = _kind_told(clues)
    if name is None:
        kinds = frozenset({kind}) if kind else _PROVINCES if _is_of_province(body) else None
        place = _place_told(clues, kinds, known=kind is not None, speaks=spoken is not None)
        if place is not None:
            kind, name = kind or place.kind, place.name
        elif kind is not None and clues.place and not body.office:
            name = _bare(clues.place)
        elif kinds is not None and (often := Counter(p.name for p in find_places(clues.text) if p.kind in kinds)):
            name = often.most_common(1)[0][0]
            kind = kind or ("thành phố" if is_central_city(name) else "tỉnh")
    return dataclasses.replace(body, kind=kind, name=name)


_PROVINCES = frozenset({"tỉnh", "thành phố"})


def _is_of_province(body: _Body) -> bool:
    """Whether an office is one that provinces have."""
    return body.office and body.short.startswith(("Sở", "Ban", "Trung tâm"))


def _kind_told(clues: Clues) -> str | None:
    """The kind of a committee's locality: that of the title's place, else of the first committee that is named."""
    place = next(find_places(clues.title), None)
    if place is not None:
        return place.kind
    texts = (clues.intro, clues.title, clues.closing, clues.signed_for, clues.text)
    committee = next((match for text in texts for match in _COMMITTEE_OF.finditer(text)), None)
    return kind_in_full(committee["kind"]) if committee is not None else None


def _place_told(clues: Clues, kinds: frozenset[str] | None, *, known: bool, speaks: bool) -> Place | None:
    """The first place of some kinds (of any: None) that title, introduction, closing or signature names.

    The introduction is asked where a body speaks in it; where the kind is known, its place is one with a committee.
    """
    for text in (clues.title, clues.intro, clues.closing, clues.signed_for):
        introduces = text is clues.intro
        if introduces and not speaks:
            continue
        for place in find_places(text):
            if (kinds is None or place.kind in kinds) and not (
                introduces and known and not _is_committees(text, place)
            ):
                return place
    return None


def _is_committees(text: str, place: Place) -> bool:
    return bool(
        regex.search(r"(?i:ubnd|ủy ban nhân dân|uỷ ban nhân dân|huyện ủy|trên địa bàn)\s*$", text[: place.start])
    )


def _bare(place: str) -> str:
    """The date line's place without its kind: TP. Quy Nhơn is Quy Nhơn."""
    return regex.sub(rf"^{KIND}\s*(?=\p{{Lu}})", "", place)


def _is_central(name: str, clues: Clues) -> bool:
    """A city is central by name, or where the report knows no province above it but districts (quận) below."""
    if is_central_city(name, clues.date) or (clues.date is not None and clues.date >= TWO_TIERS_FROM):
        return True
    if province(name) is not None or regex.search(r"(?i:ubnd|ủy ban nhân dân)\s+tỉnh|tỉnh\s+\p{Lu}\p{Ll}", clues.text):
        return False
    return bool(regex.search(r"(?i)(?:các|ubnd|ủy ban nhân dân)\s+(?:các\s+)?(?:quận|huyện)", clues.text))


def _level(body: _Body, clues: Clues) -> str | None:
    if body.office:
        return "department"
    if body.kind == "thành phố" and body.name and _is_central(body.name, clues):
        return "province"
    return LEVELS.get(body.kind or "")


def _province(body: _Body, clues: Clues, named: Sequence[_Body]) -> str | None:
    """The province above: of the letterhead, of the body itself, or the one that text and gazetteer agree on best."""
    if body.name and (body.kind == "tỉnh" or (body.kind == "thành phố" and _is_central(body.name, clues))):
        return body.name
    for other in named:
        if other.kind == "tỉnh" and other.name:
            return _with_small_letters(other.name, clues.text)
    above = [(other.kind, _with_small_letters(other.name, clues.text)) for other in reversed(named) if other.name]
    # HUYỆN KỲ SƠN over UBND XÃ HỮU KIỆM: a line that names no body.
    lines = [place for line in clues.bodies if (place := place_in_capitals(line.upper()))]
    for place in lines:
        if place.kind == "tỉnh" and body.kind is not None:
            return _with_small_letters(place.name, clues.text)
        above.append((place.kind, _with_small_letters(place.name, clues.text)))
    return find_province([(body.kind, body.name), *above], clues.text, clues.place, clues.date)
