"""Where documents are mentioned: type word, code and date, and the exact span of each."""

from __future__ import annotations

import bisect
import dataclasses

import regex

from extractors.bodies import Body
from extractors.citation_dates import SPACE, own_date
from extractors.header import Header
from patterns.codes import Code, find_codes
from patterns.dates import DateMention
from patterns.phrases import Entry, Hit
from patterns.spelling import lowered
from patterns.symbols import is_party, office_entries, parts_of, type_entries
from patterns.vocabulary import load

# Quyết định [số ]707/QĐ-UBND, Quyết định [số: ]…; a scan may lose the accent before a code.
_NUMBERED = regex.compile(rf"(?<!\p{{L}})[Ss](?:ố|Ố|ô|o){SPACE}[:.]?{SPACE}$")
# Nghị định[: ]16/2015/NĐ-CP, Kế hoạch [(]số …
_ADJACENT = regex.compile(rf"{SPACE}(?:sau{SPACE})?[:(“\"]?{SPACE}")
# What is numbered like a document and is none: Mẫu số 01/ĐK, Phụ lục số 02/PL-UBND, quy trình số 15/QT-TP.
_NO_DOCUMENT = regex.compile(
    rf"""(?<!\p{{L}})(?:mẫu|biểu|biểu{SPACE}mẫu|phụ{SPACE}lục|phụ{SPACE}biểu|thửa|thửa{SPACE}đất|tờ{SPACE}bản{SPACE}đồ|giấy{SPACE}phép
    |giấy{SPACE}chứng{SPACE}nhận|gcn|quy{SPACE}trình|bảng|tiêu{SPACE}chuẩn|tcvn|qcvn|iso|đường|quốc{SPACE}lộ|số{SPACE}nhà|lô|hộp{SPACE}thư
    |điện{SPACE}thoại|tài{SPACE}khoản|mã|mã{SPACE}số|biển{SPACE}số|tiểu{SPACE}khu|chứng{SPACE}chỉ|hồ{SPACE}sơ)
    {SPACE}(?:số)?{SPACE}[:(]?{SPACE}$""",
    regex.VERBOSE,
)
# Type words that are verbs as well: "theo quy định 61/2018/NĐ-CP" names no quy định.
_ALSO_VERBS = frozenset({"Quy định", "Hướng dẫn", "Báo cáo", "Thông báo", "Kết luận", "Quyết định", "Lệnh", "Luật"})
# Between a type word and the number of its document: "Kế hoạch [kiểm tra công tác CCHC năm 2023] (số 55/KH-UBND".
_BREAK = regex.compile(r"[;:\n.!?)]|\(\s*+\S")
_MIDDLE_CHARACTERS = 140
# After another mention: 62/2020/NĐ-CP[, ]106/2020/NĐ-CP
LINK = regex.compile(rf"{SPACE}(?:[,;]{SPACE})?(?:và|cùng(?:{SPACE}với)?|hoặc|&|đến|[-–])?{SPACE}(?:các{SPACE})?")
# The report's own number stands before its title, alone in its line, or among the first lines where no title is known.
_TITLE = regex.compile(r"^[^\S\n]*(?:BÁO\s+CÁO|Báo\s+cáo[^\S\n]*$)", regex.MULTILINE)
_HEAD_LINES = 6
_LONGEST_HEAD = 1500
_OWN_LINE = regex.compile(rf"{SPACE}[Ss]ố{SPACE}[:.]?{SPACE}$")
_OWN_ANNEX = regex.compile(r"(?:kèm theo|đính kèm)[^\n.;]{0,40}$")

# Kế hoạch [số 25], Quyết định [766], Nghị định [61/2018]; not "Kế hoạch số 25/KH-UBND", "Báo cáo 6 tháng".
_SHORT = regex.compile(
    rf"{SPACE}(?P<word>số{SPACE}[:.]?{SPACE})?(?P<number>\d{{1,5}}[a-hđ]?)(?:/(?P<year>(?:19|20)\d{{2}}))?"
    rf"(?![\p{{L}}\d]|[/.,:\-–]\d|{SPACE}[/\-–]{SPACE}\p{{L}}|{SPACE}%|/)"
)
# Kế hoạch số 25[, 26][ và số 27]
_MORE_SHORTS = regex.compile(
    rf"{SPACE}(?:,|;|và|,{SPACE}và){SPACE}(?:số{SPACE})?(?P<number>\d{{1,5}}[a-hđ]?)"
    rf"(?![\p{{L}}\d]|[/.,:\-–]\d|{SPACE}[/\-–]{SPACE}\p{{L}}|{SPACE}%|/)"
)
_COUNTED = regex.compile(
    rf"{SPACE}(?:hồ{SPACE}sơ|trường{SPACE}hợp|người|tháng|quý|năm(?!{SPACE}(?:19|20)\d\d)|nội{SPACE}dung|nhiệm{SPACE}vụ|văn{SPACE}bản|đơn{SPACE}vị|cơ{SPACE}quan|lượt|thủ{SPACE}tục|giờ|cán{SPACE}bộ|công{SPACE}chức|viên{SPACE}chức)"
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention at [start, end), its own date included. ``code`` is None for a short reference.

    ``own_type`` says that the type word stands before this very mention; ``typed`` that one stands before it or before
    the list it is in. ``number`` and ``year`` are those of the code or of the short reference.
    """

    start: int
    end: int
    doc_type: str | None
    number: str
    year: int | None = None
    code: Code | None = None
    symbol: str | None = None
    own_type: bool = False
    typed: bool = False
    numbered: bool = False
    date: DateMention | None = None

    @property
    def short(self) -> bool:
        """Whether the mention leaves out the symbol of its code."""
        return self.code is None


def find_mentions(
    text: str, header: Header, body_end: int, dates: tuple[DateMention, ...], bodies: tuple[Body, ...]
) -> tuple[Mention, ...]:
    """All mentions of other documents, full and short, in reading order."""
    types = [hit for hit in load("doc_types").find(text) if _is_word(text, hit)]
    ends = [hit.end for hit in types]
    found: list[Mention] = []
    for code in find_codes(text):
        mention = _mention(text, code, types, ends, found[-1] if found else None)
        if mention is None:
            continue
        dated = _dated(text, mention, dates, bodies)
        if not _is_own(text, code, dated, header, body_end):
            found.append(dated)
    taken = [(m.start, m.end) for m in found]
    shorts = [short for hit in types if (first := _short(text, hit, found)) for short in _short_list(text, first)]
    shorts = [_dated(text, short, dates, bodies) for short in shorts]
    found.extend(s for s in shorts if not any(a < s.end and s.start < b for a, b in taken))
    return tuple(sorted(found, key=lambda m: m.start))


def _dated(text: str, mention: Mention, dates: tuple[DateMention, ...], bodies: tuple[Body, ...]) -> Mention:
    date = own_date(text, mention.end, dates, bodies)
    return mention if date is None else dataclasses.replace(mention, date=date, end=date.end)


def _is_word(text: str, hit: Hit) -> bool:
    """Abbreviations are written in capitals; a word of several letters may be small."""
    printed = text[hit.start : hit.end]
    return " " in printed or len(printed) > 4 or printed[0].isupper()


def goes_with(entry: Entry, symbol: str) -> bool:
    """Whether a document type may carry a symbol.

    >>> entries = {e.canonical: e for e in load("doc_types").entries}
    >>> goes_with(entries["Quy định"], "QĐ/TW"), goes_with(entries["Kế hoạch"], "QĐ-UBND")
    (True, False)
    """
    if entry.attributes.get("generic"):
        return True
    kind, offices = parts_of(symbol)
    symbols = entry.attributes["symbols"]
    if kind is None:
        assembly = bool(offices) and offices[0].startswith(("QH", "UBTVQH"))
        return assembly == (entry.canonical in ("Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết"))
    return kind in symbols or (kind not in type_entries() and kind.startswith(tuple(symbols)))


def type_of_symbol(symbol: str) -> str | None:
    """The document type that a symbol alone names; a công văn where it has an office and no type.

    >>> type_of_symbol("QĐ-UBND"), type_of_symbol("UBND-NV"), type_of_symbol("QH14"), type_of_symbol("TT/HU")
    ('Quyết định', 'Công văn', 'Luật', 'Thông tri')
    """
    kind, offices = parts_of(symbol)
    if kind is None:
        first = offices[0] if offices else ""
        if first.startswith("QH"):
            return "Luật"
        if first.startswith("UBTVQH"):
            return "Nghị quyết"
        return "Công văn" if first in office_entries() or len(offices) > 1 else None
    party = bool(offices) and is_party(offices[-1])
    entries = type_entries()[kind]
    fitting = [e for e in entries if e.attributes["party" if party else "state"]]
    return (fitting or list(entries))[0].canonical


def _mention(text: str, code: Code, types: list[Hit], ends: list[int], last: Mention | None) -> Mention | None:
    line = text.rfind("\n", 0, code.start) + 1
    number_word = _NUMBERED.search(text, line, code.start)
    start = number_word.start() if number_word else code.start
    if _NO_DOCUMENT.search(lowered(text[max(line, start - 40) : code.start])):
        return None
    linked = last is not None and last.end <= start and LINK.fullmatch(text, last.end, start) is not None
    hit = _adjacent(text, code, types, ends, start, number_word is not None)
    own = hit is not None
    known = number_word is not None and (code.strong or type_of_symbol(code.symbol) is not None)
    if hit is None and not linked and (known or code.strong):
        hit = _before(text, code, types, ends, start, max(line, last.end if last else 0))
    if hit is None and not (known or code.strong or linked):
        return None
    begins = start if hit is None or (not own and "(" in text[hit.end : start]) else hit.start
    doc_type = _doc_type(code, hit.entry if hit else None, last)
    # Kế hoạch số 25/KH, Đề án 06/CP: a type or a nickname, no office that numbers documents.
    nickname = hit is not None and bool(hit.entry.attributes.get("attached")) and not code.strong
    partial = nickname or parts_of(code.symbol) == (code.symbol, ())
    if partial and not own:
        return None
    return Mention(
        start=begins,
        end=code.end,
        doc_type=doc_type,
        number=code.number,
        year=code.year,
        code=None if partial else code,
        symbol=code.symbol,
        own_type=hit is not None,
        typed=hit is not None or (linked and last is not None and last.typed),
        numbered=number_word is not None,
    )


def _doc_type(code: Code, entry: Entry | None, last: Mention | None) -> str | None:
    """The type that the word before a code names, else the one of the list it is in, else the symbol's."""
    if entry is not None and not entry.attributes.get("generic"):
        return entry.canonical
    named = type_of_symbol(code.symbol)
    if entry is None and last is not None and last.doc_type is not None:
        before = next((e for e in load("doc_types").entries if e.canonical == last.doc_type), None)
        if before is not None and goes_with(before, code.symbol) and (last.symbol == code.symbol or named is None):
            return before.canonical
    return named


def _adjacent(text: str, code: Code, types: list[Hit], ends: list[int], start: int, numbered: bool) -> Hit | None:
    """The type word right before a number."""
    index = bisect.bisect_right(ends, start) - 1
    if index < 0 or not _ADJACENT.fullmatch(text, types[index].end, start):
        return None
    hit = types[index]
    small = text[hit.start].islower()
    if hit.entry.canonical in _ALSO_VERBS and not goes_with(hit.entry, code.symbol) and small:
        return None
    return hit if numbered or code.strong or not small else None


def _before(text: str, code: Code, types: list[Hit], ends: list[int], start: int, floor: int) -> Hit | None:
    """A type word farther before, of the type that the symbol names, in the same clause."""
    index = bisect.bisect_right(ends, start) - 1
    while index >= 0 and types[index].start >= max(floor, start - _MIDDLE_CHARACTERS):
        hit = types[index]
        if _BREAK.search(text[hit.end : start]):
            return None
        if goes_with(hit.entry, code.symbol) and not hit.entry.attributes.get("generic"):
            return hit
        index -= 1
    return None


def _is_own(text: str, code: Code, mention: Mention, header: Header, body_end: int) -> bool:
    """Whether a code is the report's own: its number line, or the number that an annex repeats."""
    same = header.number == code.number and (header.symbol is None or header.symbol == code.symbol)
    if mention.own_type:
        annexed = _OWN_ANNEX.search(lowered(text[max(0, mention.start - 60) : mention.start])) is not None
        day = mention.date.date if mention.date else None
        other_day = None not in (day, header.issued_date) and day != header.issued_date
        return same and mention.doc_type == "Báo cáo" and (annexed or not other_day)
    if not mention.numbered:
        return False
    title = _TITLE.search(text, 0, min(body_end, _LONGEST_HEAD))
    if title is not None and mention.start < title.start():
        return True
    line = text.rfind("\n", 0, mention.start) + 1
    alone = _OWN_LINE.fullmatch(text, line, code.start) is not None
    return alone and (same or (title is None and 0 < text.count("\n", 0, line) < _HEAD_LINES))


def _short(text: str, hit: Hit, full: list[Mention]) -> Mention | None:
    """A reference by type and number alone. Without "số" it must name a document of this report or a known scheme."""
    match = _SHORT.match(text, hit.end)
    if match is None or hit.entry.attributes.get("generic"):
        return None
    if _COUNTED.match(lowered(text), match.end()) and not (match["word"] and match["year"]):
        return None
    number = match["number"]
    capital = text[hit.start].isupper()
    if match["word"] is None:
        same = any(m.number.lstrip("0") == number.lstrip("0") and m.doc_type == hit.entry.canonical for m in full)
        scheme = hit.entry.canonical == "Đề án" and number.startswith("0")
        if not capital or not (same or scheme or match["year"]):
            return None
    return Mention(
        start=hit.start,
        end=match.end(),
        doc_type=hit.entry.canonical,
        number=number,
        year=int(match["year"]) if match["year"] else None,
        own_type=True,
        typed=True,
        numbered=match["word"] is not None,
    )


def _short_list(text: str, first: Mention) -> list[Mention]:
    """A short reference and the numbers that go on its list: Kế hoạch số 25, 26 và 27."""
    found = [first]
    while first.numbered and first.year is None:
        match = _MORE_SHORTS.match(text, found[-1].end)
        if match is None or _names_what_it_counts(text, match.end()):
            break
        found.append(
            dataclasses.replace(
                first, start=match.start("number"), end=match.end(), number=match["number"], own_type=False
            )
        )
    return found


def _names_what_it_counts(text: str, end: int) -> bool:
    """Whether a word behind a number makes it a count: "Kế hoạch số 25 và 12 văn bản" lists no plan 12."""
    return regex.match(rf"{SPACE}(?!(?:và|của|ngày|nêu|trên)(?!\p{{L}}))\p{{Ll}}", text[end : end + 20]) is not None
