"""How numbers of one text depend on each other: fractions, ranges, ranks, a percent sign noted once, years left out."""

from __future__ import annotations

import itertools

import regex

from patterns.number_tokens import Draft
from patterns.numerals import Numeral

_SLASH = regex.compile(r"[ ]?/[ ]?")
_DASH = regex.compile(r"[ ]?[-–—~][ ]?")
_TO = regex.compile(r"[ \u00a0]*\n?(?:đến|tới|hoặc)[ ](?:(?:khoảng|mức|dưới|gần|trên)[ ])?")
# "từ 20/7", "trước 30/6": without a unit these are days and months.
_DATE_CUE = regex.compile(r"(?<!\w)(?:đến|từ|trước|sau|hết|ngày|vào)\s\Z")

_PLACE_UNITS = {"commune", "district", "province", "village", "office", "agency", "division", "level", "organization"}

# xếp thứ 4, đứng vị trí thứ 2, xếp hạng chung thứ 12; not "Thứ 2 hằng tuần"
_ORDINAL = regex.compile(r"(?<!\w)thứ[ ](?:hạng[ ])?\Z")
_RANKED_ORDINAL = regex.compile(
    r"(?<!\w)(?:xếp|đứng|vị trí|vị thứ|hạng|giữ)(?!\w)[^.;,:\n0-9]{0,40}thứ[ ](?:hạng[ ])?\Z"
)
# xếp hạng 12, đứng ở vị trí số 3, xếp hạng: 4, thứ hạng 5, lên hạng 3
_RANKED = regex.compile(
    r"""
    (?<!\w)
    (?: (?:xếp|đứng|tụt|lên|xuống|giữ|ở|tại) (?:[ ](?:ở|tại|xuống|lên))? [ ] (?:thứ[ ]hạng|hạng|vị[ ]trí|vị[ ]thứ)
      | thứ[ ]hạng | vị[ ]thứ )
    (?:[ ](?:số|là))? [ ]?:?[ ]? \Z
    """,
    regex.VERBOSE,
)
# hạng 12, (hạng: 12): a rank behind a break, else a class: "bệnh viện hạng 2"
_CLASS = regex.compile(r"(?<!\w)hạng[ ]?:?[ ]?\Z")
_CLASS_APART = regex.compile(r"(?:[,;(:.\n–-]|(?<!\w)(?:và|đạt))[ ]?hạng[ ]?:?[ ]?\Z")
# What none of these patterns can do without.
_RANK_WORDS = ("thứ", "hạng", "vị", "xếp", "đứng", "top")
# xếp 12/63, hạng 12/63, vị trí 4/8
_RANKED_FRACTION = regex.compile(r"(?<!\w)(?:xếp|hạng|vị[ ]trí|đứng|top)[ ]?:?[ ]?\Z")
_ORDINAL_WORDS = {
    "nhất": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_RANK_WORD = regex.compile(
    rf"(?<!\w)(?:xếp|đứng|vị trí|vị thứ|hạng)(?!\w)[^.;,:\n0-9]{{0,40}}thứ[ ](?P<word>{'|'.join(_ORDINAL_WORDS)})(?!\w)"
)

# Tỷ lệ đúng hạn (%): 98,7; (ĐVT: %)
_PERCENT_NOTE = regex.compile(r"\([ ]?(?:(?:đvt|đơn[ ]vị(?:[ ]tính)?)[ ]?:?[ ]?)?%[ ]?\)")
_SENTENCE_END = regex.compile(r"\n|[.!?]\s+\p{Lu}")
_NOTE_REACH = 60

# A plain 2023 is a year, unless a word or a mark says that something is counted.
_COUNT_CUE = regex.compile(
    r"(?:[:=]|(?<!\w)(?:là|nhận|quyết|đạt|còn|được|có|gồm|tuyến|tiếp|hạn|cộng|tổng|gần|hơn|trên|khoảng|dưới|đến))\s*\Z"
)
_CELL_GAP = regex.compile(r"[ \t|]+")


def relate(text: str, low: str, drafts: list[Draft], start: int, end: int) -> list[Draft]:
    """Give numbers what they owe to their neighbours, and leave out those that count nothing after all."""
    drafts = _fractions(low, drafts)
    drafts = _ranks(low, drafts)
    drafts = _rank_words(low, drafts, start, end)
    _ranges(low, drafts)
    _percent_notes(text, low, drafts, start, end)
    return [draft for index, draft in enumerate(drafts) if not _is_year(low, drafts, index)]


def _fractions(low: str, drafts: list[Draft]) -> list[Draft]:
    chains: list[list[Draft]] = []
    for draft in drafts:
        if chains and _SLASH.fullmatch(low, chains[-1][-1].unit_end, draft.start):
            chains[-1].append(draft)
        else:
            chains.append([draft])
    found: list[Draft] = []
    for chain in chains:
        if len(chain) == 1 or all(draft.unit == "percent" for draft in chain):
            found.extend(chain)
        elif len(chain) == 2 and not _is_day(low, *chain):
            found.extend(_fraction(*chain))
    return found


def _fraction(numerator: Draft, denominator: Draft) -> tuple[Draft, Draft]:
    # "92,4/118 tỷ đồng" are billions both; "82/1,2 nghìn hồ sơ" are not thousands both.
    if numerator.unit is None and denominator.unit == "money":
        numerator.factor = denominator.factor
    numerator.unit = numerator.unit or denominator.unit
    denominator.unit = denominator.unit or numerator.unit
    numerator.fraction, denominator.fraction = "numerator", "denominator"
    return numerator, denominator


def _is_day(low: str, day: Draft, month: Draft) -> bool:
    """Whether two bare numbers are the day and month of a date without its year."""
    if day.unit or month.unit or day.numeral.count is None or month.numeral.count is None:
        return False
    if not (0 < day.numeral.count <= 31 and 0 < month.numeral.count <= 12):
        return False
    return _DATE_CUE.search(low, max(0, day.start - 8), day.start) is not None


def _ranks(low: str, drafts: list[Draft]) -> list[Draft]:
    """Places in an order get the unit "rank"; ordinals that are no rank are left out."""
    found: list[Draft] = []
    for draft in drafts:
        left = max(0, draft.start - 60)
        if not any(word in low[left : draft.start] for word in _RANK_WORDS):
            found.append(draft)
            continue
        is_fraction = draft.fraction == "numerator"
        if _ORDINAL.search(low, left, draft.start):
            if is_fraction or _RANKED_ORDINAL.search(low, left, draft.start):
                found.append(_as_rank(draft))
            continue
        ranked = draft.unit is None or draft.unit in _PLACE_UNITS or is_fraction
        pattern = _RANKED_FRACTION if is_fraction else _RANKED
        if ranked and (pattern.search(low, left, draft.start) or _RANKED.search(low, left, draft.start)):
            draft = _as_rank(draft)
        elif ranked and _CLASS.search(low, left, draft.start):
            if not _CLASS_APART.search(low, left, draft.start):
                continue
            draft = _as_rank(draft)
        found.append(draft)
    return found


def _as_rank(draft: Draft) -> Draft:
    draft.unit, draft.unit_start, draft.unit_end = "rank", draft.end, draft.end
    return draft


def _rank_words(low: str, drafts: list[Draft], start: int, end: int) -> list[Draft]:
    if low.find("thứ ", start, end) < 0:
        return drafts
    found = list(drafts)
    for match in _RANK_WORD.finditer(low, start, end):
        begin, stop = match.span("word")
        found = [draft for draft in found if draft.end <= begin or draft.start >= stop]
        numeral = Numeral(count=_ORDINAL_WORDS[match["word"]], exact=None)
        found.append(_as_rank(Draft(start=begin, end=stop, numeral=numeral, plain=match["word"])))
    return sorted(found, key=lambda draft: draft.start)


def _ranges(low: str, drafts: list[Draft]) -> None:
    for first, last in itertools.pairwise(drafts):
        if first.range_part or first.fraction or last.fraction or not _is_range(low, first, last):
            continue
        first.unit, first.factor = first.unit or last.unit, last.factor
        first.range_part, last.range_part = "low", "high"


def _is_range(low: str, first: Draft, last: Draft) -> bool:
    if first.unit not in (None, last.unit) or first.factor not in (1, last.factor):
        return False
    linked = _DASH.fullmatch(low, first.unit_end, last.start) or _TO.fullmatch(low, first.unit_end, last.start)
    return linked is not None and _rough(first) < _rough(last)


def _rough(draft: Draft) -> float:
    value = draft.numeral.exact if draft.numeral.exact is not None else draft.numeral.count
    return float(value or 0)


def _percent_notes(text: str, low: str, drafts: list[Draft], start: int, end: int) -> None:
    for note in _PERCENT_NOTE.finditer(low, start, end):
        reach = note.end()
        stop = _SENTENCE_END.search(text, note.end(), end)
        for draft in drafts:
            if draft.start < note.end():
                continue
            if draft.start - reach > _NOTE_REACH or (stop and draft.start > stop.start()):
                break
            reach = draft.unit_end
            if draft.unit is None and draft.fraction is None:
                draft.unit = "percent"


def _is_year(low: str, drafts: list[Draft], index: int) -> bool:
    draft = drafts[index]
    if draft.plain[:2] not in ("19", "20") or len(draft.plain) != 4 or not draft.plain.isdigit():
        return False
    if draft.factor != 1 or draft.fraction or draft.range_part or not (1945 <= int(draft.plain) <= 2060):
        return False
    if draft.unit is not None and draft.unit not in _PLACE_UNITS:
        return False
    if _COUNT_CUE.search(low, max(0, draft.start - 8), draft.start):
        return False
    before = index and _CELL_GAP.fullmatch(low, drafts[index - 1].unit_end, draft.start)
    after = index + 1 < len(drafts) and _CELL_GAP.fullmatch(low, draft.end, drafts[index + 1].start)
    return not before and not after
