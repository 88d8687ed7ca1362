"""Bodies named in a text: UBND huyện Hòa Lạc, Giám đốc Sở Nội vụ tỉnh …, Ban Thường vụ Tỉnh ủy, in their short form.

A body that names no place of its own gets the report's: "UBND huyện" in a report of huyện Hòa Lạc is "UBND huyện
Hòa Lạc".
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache

import regex

from extractors.header import Header
from patterns.phrases import Entry
from patterns.places import KINDS, LEVELS, is_central_city
from patterns.spelling import lowered
from patterns.vocabulary import load

SPACE = r"[ \u00a0]"

# UBND [huyện] Hòa Lạc, UBND [TP.] Tân Long, UBND [TX] Bình Hải.
_KIND = regex.compile(rf"{SPACE}+(?P<kind>\L<kinds>)(?![\p{{L}}\p{{N}}])", kinds=list(KINDS))

# Krông Nô, Bà Rịa - Vũng Tàu, Hòa Lạc 2, Phường 1; the word after it is no name: "huyện Hòa Lạc Về việc".
_NAME = regex.compile(
    rf"""{SPACE}+(?P<name>
      (?:\p{{Lu}}[\p{{L}}'’]*|\d{{1,2}}(?![\d/.,%]|{SPACE}+\p{{Ll}}))
      (?:(?:{SPACE}+|{SPACE}*[-–]{SPACE}*)\p{{Lu}}[\p{{L}}'’]*|{SPACE}+\d{{1,2}}(?![\d/.,%]|{SPACE}+\p{{Ll}})){{0,4}})""",
    regex.VERBOSE,
)
_NO_NAME = regex.compile(
    r"""(?:Về|V/v|Ban\s[Hh]ành|Triển\s[Kk]hai|Phê\s[Dd]uyệt|Quy\s(?:định|chế|trình)|Thực\s[Hh]iện|Căn\s[Cc]ứ|Trong|Ngày|Năm\s\d|Đã
    |Khóa|Nhiệm\s[Kk]ỳ|Lần\s[Tt]hứ|Tại|Theo|Và|Kỳ\s[Hh]ọp|[IVX]+)(?!\p{L})""",
    regex.VERBOSE,
)

# Where a name in words of its own ends: Đoàn Kiểm tra công vụ | thông báo kết luận.
_OPEN_END = regex.compile(
    rf"""[,;.:()"“”\n\t]|{SPACE}+(?:về|v/v|thông{SPACE}báo|ban{SPACE}hành|quy{SPACE}định|hướng{SPACE}dẫn|triển{SPACE}khai|phê{SPACE}duyệt
    |sửa{SPACE}đổi|công{SPACE}bố|tăng{SPACE}cường|đã|ngày|tại|yêu{SPACE}cầu|đề{SPACE}nghị|giao|được|có|thực{SPACE}hiện|ký|số|năm|khóa|theo|để|nhằm
    |trong|với|của|đối|tổ{SPACE}chức|và{SPACE}(?:Quyết|Kế|Công|Thông{SPACE}báo|Nghị|Báo|Chỉ))(?![\p{{L}}])""",
    regex.VERBOSE,
)
_OPEN_WORDS = 10

# "tỉnh ủy quyền" is a verb, "UBND các xã" and "UBND cấp huyện" are many bodies.
_NO_BODY = regex.compile(r"\s+(?:quyền|thác|các|cấp)(?!\p{L})")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body at [start, end), its role included.

    ``name`` is its short form with its locality, ``level`` one of the labels or None.
    """

    start: int
    end: int
    name: str
    level: str | None
    entry: Entry


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The report's own locality, from its header: the kind and name of the issuing one, its province, the issuer."""

    kind: str | None
    name: str | None
    province: str | None
    office: str | None = None

    @property
    def province_kind(self) -> str:
        """What the province is called."""
        central = self.kind == "quận" or (self.province is not None and is_central_city(self.province))
        return "thành phố" if central else "tỉnh"


# A Party committee's name for the kind of its locality.
_COMMITTEES = {"thành ủy": "thành phố", "thị ủy": "thị xã"}


@cache
def _header_kind() -> regex.Pattern[str]:
    return regex.compile(
        r"(?<!\p{L})(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|thành ủy|thị ủy)(?!\p{L})"
    )


def place_of(header: Header) -> Place:
    """The locality that a report's header names.

    >>> place_of(Header(issuer="UBND thị xã Bình Hải", locality="Bình Hải", province="Đông Giang")).kind
    'thị xã'
    """
    kind = _header_kind().search(lowered(header.issuer)) if header.issuer else None
    province = header.province or (header.locality if header.level in ("province", "department") else None)
    word = kind[0] if kind else None
    return Place(kind=_COMMITTEES.get(word or "", word), name=header.locality, province=province, office=header.issuer)


def find_bodies(text: str, place: Place) -> tuple[Body, ...]:
    """All bodies that a text names, in reading order, without overlaps."""
    low = lowered(text)
    found: list[Body] = []
    for body in _bodies(text, low, place):
        if not found or body.start >= found[-1].end:
            found.append(body)
    return tuple(found)


def _bodies(text: str, low: str, place: Place) -> Iterator[Body]:
    for hit in load("issuers").find(text):
        opens = hit.entry.attributes.get("open", False)
        if opens and not text[hit.start].isupper():
            continue
        if _NO_BODY.match(low, hit.end):
            continue
        start, title = _role_before(low, hit.start)
        role = f"{title.canonical} " if title else ""
        end, label = hit.end, hit.entry.canonical
        if opens:
            end, label = _open_name(text, low, hit.end, label, place)
            if label == hit.entry.canonical:
                continue
            yield Body(
                start=start, end=end, name=f"{role}{label}", level=_open_level(hit.entry, label), entry=hit.entry
            )
            continue
        where, level, end = _locality(text, low, end, hit.entry, place)
        if title is not None and title.attributes.get("party"):
            level = "party"
        yield Body(start=start, end=end, name=f"{role}{label}{where}", level=level, entry=hit.entry)


@cache
def _role() -> regex.Pattern[str]:
    """[Giám đốc] Sở Nội vụ, [Ban Thường vụ] Tỉnh ủy, [TT.] HĐND."""
    return regex.compile(rf"(?<!\p{{L}})(?P<role>\L<roles>)\.?{SPACE}+$", roles=list(load("issuer_roles").by_phrase))


def _role_before(low: str, start: int) -> tuple[int, Entry | None]:
    match = _role().search(low, max(0, start - 40), start)
    if match is None:
        return start, None
    return match.start("role"), load("issuer_roles").by_phrase[match["role"]]


def _open_level(entry: Entry, label: str) -> str | None:
    if entry.attributes["level"] != "none":
        return str(entry.attributes["level"])
    kind = _header_kind().search(lowered(label))
    return LEVELS.get(kind[0]) if kind else None


_WORD = regex.compile(r"\S+")
# A kind of locality without its name.
_OPEN_KIND = regex.compile(r" (tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)$")


def _open_name(text: str, low: str, start: int, label: str, place: Place) -> tuple[int, str]:
    """A name that goes on in words up to a verb or a mark; at its end a kind of locality is completed."""
    stop = _OPEN_END.search(low, start)
    end = stop.start() if stop else len(text)
    words = _WORD.finditer(text[start:end])
    ends = [start + word.end() for word in words][:_OPEN_WORDS]
    if not ends:
        return start, label
    end = ends[-1]
    name = f"{label} {' '.join(text[start:end].split())}"
    tail = _OPEN_KIND.search(lowered(name))
    if tail:
        name = name[: tail.start()] + _named(tail[1], None, place)
    return end, name


def _locality(text: str, low: str, end: int, entry: Entry, place: Place) -> tuple[str, str | None, int]:
    """The locality after a body's name, with the space before it; the body's level; where it all ends."""
    rule, level = entry.attributes["place"], entry.attributes["level"]
    if rule == "none":
        return "", level, end
    if rule.startswith("name:"):
        kind = rule.removeprefix("name:")
        name, end = _name(text, end, place)
        if name is None:
            name = place.province if kind == "tỉnh" else place.name if kind == place.kind else None
        return ("" if name is None else f" {name}"), level, end
    match = _KIND.match(low, end)
    if match is None:
        name, after = _name(text, end, place)
        if name is not None and name in (place.name, place.province):
            kind = place.kind if name == place.name and rule != "province" else place.province_kind
            return _named(kind or "tỉnh", name, place), _level(level, kind, name, place), after
        if rule == "province" and place.province:
            return f" {place.province_kind} {place.province}", level, end
        if rule == "district" and place.kind in ("huyện", "thị xã", "quận", "thành phố") and place.name:
            return f" {place.kind} {place.name}", level, end
        if level == "place" and place.kind and place.name:
            return f" {place.kind} {place.name}", _level(level, place.kind, place.name, place), end
        return "", (None if level == "place" else level), end
    kind = KINDS[match["kind"]]
    name, after = _name(text, match.end(), place)
    if name is None and low.startswith((" các", ", "), match.end()) and kind in ("xã", "phường", "thị trấn"):
        return f" {kind}", _level(level, kind, name, place), match.end()
    return _named(kind, name, place), _level(level, kind, name, place), after


def _level(level: str, kind: str | None, name: str | None, place: Place) -> str | None:
    if level != "place":
        return level
    if kind == "thành phố" and is_provincial(name, place):
        return "province"
    return LEVELS.get(kind or "")


def is_provincial(city: str | None, place: Place) -> bool:
    """Whether a city, or "thành phố" alone, is a province's equal."""
    if city is None:
        return _means_province(place)
    return is_central_city(city) or (city == place.province and place.province_kind == "thành phố")


def _means_province(place: Place) -> bool:
    """Whether "thành phố" alone is the city that the report's locality belongs to."""
    return place.province_kind == "thành phố" and (place.kind != "thành phố" or place.name == place.province)


def _named(kind: str, name: str | None, place: Place) -> str:
    """A kind with its name: the printed one, else the report's own where that is of this kind."""
    if name is None:
        if (kind == "tỉnh" and place.province_kind == "tỉnh") or (kind == "thành phố" and _means_province(place)):
            name = place.province
        elif kind == place.kind:
            name = place.name
    return f" {kind}" if name is None else f" {kind} {name}"


def _name(text: str, start: int, place: Place) -> tuple[str | None, int]:
    """The locality's name at an offset, spelled as the header spells it, and where it ends."""
    match = _NAME.match(text, start)
    if match is None or _NO_NAME.match(match["name"]):
        return None, start
    first, name = match.start("name"), " ".join(match["name"].split())
    for own in (place.name, place.province):
        stop = first + len(own or "")
        if own and lowered(text[first:stop]) == lowered(own) and not text[stop : stop + 1].isalpha():
            return own, first + len(own)
    words = list(_WORD.finditer(match["name"]))
    for n, word in enumerate(words):
        if n and (_NO_NAME.match(match["name"], word.start()) or _starts_type(text, first + word.start())):
            cut = words[n - 1].end()
            name = " ".join(match["name"][:cut].split()).rstrip(" -–")
            return own_spelling(name, place), first + cut
    if _starts_type(text, first):
        return None, start
    return own_spelling(name, place), match.end()


def _starts_type(text: str, start: int) -> bool:
    return any(hit.start == start for hit in load("doc_types").find(text, start, start + 40))


def own_spelling(name: str, place: Place) -> str:
    """The report's own name where a printed one differs from it by one letter or a cut syllable.

    >>> own_spelling("Hòa Lac", Place(kind="huyện", name="Hòa Lạc", province=None))
    'Hòa Lạc'
    >>> own_spelling("Hòa Bình", Place(kind="huyện", name="Hòa Lạc", province=None))
    'Hòa Bình'
    """
    for own in (place.name, place.province):
        if own is None:
            continue
        printed, right = name.split(), own.split()
        differing = [(a, b) for a, b in zip(printed, right, strict=False) if lowered(a) != lowered(b)]
        if len(printed) != len(right) or len(differing) > 1 or len(right) < 2:
            continue
        if all(_one_edit(lowered(a), lowered(b)) or _cut(lowered(a), lowered(b)) for a, b in differing):
            return own
    return name


def _cut(a: str, b: str) -> bool:
    return (a.startswith(b) or b.startswith(a)) and abs(len(a) - len(b)) <= 2


def _one_edit(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1:
        return False
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[first + 1 :] == b[first + 1 :] or a[first:] == b[first + 1 :] or a[first + 1 :] == b[first:]
