"""The value of each number: which mark is the decimal one, the sign, the qualifier before it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex

from patterns.number_relations import relate
from patterns.number_tokens import Draft, read_tokens
from patterns.vocabulary import load

# Shares and points are small and have decimals: 10.973 điểm, 12,608 %.
_DECIMAL_UNITS = {"percent", "per_mille", "percentage_point", "point"}
# Measures have both thousands and decimals; there the comma is the decimal mark.
_MEASURES = {"money", "area", "length", "weight", "volume", "time", "data_volume", "times"}
_MILLION = 1_000_000
# đạt chỉ số 86.265, tỷ lệ 97,305: a share or an index without its sign.
_SHARE_CUE = regex.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ|chỉ số|hệ số|điểm|bình quân|trung bình)(?!\w)[^.;\n0-9]{0,20}\Z")

_BRACKET_SIGN = regex.compile(r"[(\[][ ]?(?P<sign>[-–−+])[ ]?\Z")
_TIED_SIGN = regex.compile(r"(?<=[^\s\d%][ :;,=])(?P<sign>[-–+])\Z|(?P<sign>−)[ ]?\Z")
_SIGNS = ("-", "–", "−", "+")
_SIGNED_UNITS = {*_DECIMAL_UNITS, None}

# Where one stands on or under something, "trên" and "dưới" are no qualifiers: "35 nhiệm vụ trên 06 lĩnh vực".
_LOCATIVE = {"trên", "dưới"}
_GROUNDS = {
    "field", "commune", "district", "province", "village", "system", "content", "site", "office", "agency", "division",
    "school", "index", "criterion", "form", "level", "account", "device", "step", "kind", "group", "news", "process",
}  # fmt: skip


def read_drafts(text: str, low: str, start: int, end: int) -> list[Draft]:
    """All numbers of text[start:end] with their values; ``low`` is the text in lower case."""
    drafts = relate(text, low, read_tokens(text, low, start, end), start, end)
    if not drafts:
        return drafts
    thousands = {draft.numeral.mark for draft in drafts if draft.numeral.both and _is_count(draft)}
    # Beside counts, or beside each other, numbers with a dot before three digits are counts too.
    if any(map(_is_count, drafts)) or sum(draft.numeral.mark == "." and draft.unit is None for draft in drafts) > 1:
        thousands.add(".")
    decimals = {mark for draft in drafts for mark in ",." if draft.numeral.count is None and mark in draft.plain[-8:]}
    before: Draft | None = None
    for index, draft in enumerate(drafts):
        following = drafts[index + 1] if draft.fraction == "numerator" else None
        _set_value(low, draft, following, thousands, decimals)
        if _has_minus(low, draft):
            draft.sign = -1
        draft.qualifier = _qualifier(low, draft, before)
        before = draft
    return drafts


def _is_count(draft: Draft) -> bool:
    """Whether the unit is one of things that are counted one by one."""
    return draft.unit is not None and draft.unit not in _DECIMAL_UNITS | _MEASURES and draft.factor == 1


def _set_value(low: str, draft: Draft, denominator: Draft | None, thousands: set[str], decimals: set[str]) -> None:
    numeral = draft.numeral
    if numeral.both:
        as_count, draft.ambiguous = _reads_as_count(low, draft, denominator, thousands, decimals)
    else:
        as_count = numeral.count is not None
    value = Decimal(numeral.count or 0) if as_count else (numeral.exact or Decimal(0))
    draft.value = value * draft.factor
    draft.decimals = 0 if as_count else numeral.decimals


def _reads_as_count(
    low: str, draft: Draft, denominator: Draft | None, thousands: set[str], decimals: set[str]
) -> tuple[bool, bool]:
    """Whether the mark of a numeral like 12.608 separates thousands, and whether that stays open."""
    numeral = draft.numeral
    if draft.unit in _DECIMAL_UNITS:
        return False, False
    if draft.factor > 1 and draft.unit != "money":
        return numeral.mark == "." and draft.factor < _MILLION, numeral.mark == "."
    if draft.unit in _MEASURES:
        return numeral.mark == ".", numeral.mark == ","
    if draft.unit is not None:
        return True, False
    if denominator is not None and denominator.numeral.count is not None and numeral.exact is not None:
        return not numeral.exact <= denominator.numeral.count < (numeral.count or 0), False
    if _SHARE_CUE.search(low, max(0, draft.start - 40), draft.start):
        return False, True
    if numeral.mark in thousands:
        return True, False
    other = "," if numeral.mark == "." else "."
    known = other in thousands or numeral.mark in decimals if numeral.mark == "," else other in decimals
    return numeral.mark == ".", not known


def _has_minus(low: str, draft: Draft) -> bool:
    left = max(0, draft.start - 4)
    if low[left : draft.start].rstrip(" ")[-1:] not in _SIGNS:
        return False
    match = _BRACKET_SIGN.search(low, left, draft.start)
    if match is None and draft.unit in _SIGNED_UNITS and draft.range_part is None:
        match = _TIED_SIGN.search(low, left, draft.start)
    return match is not None and match["sign"] != "+"


@cache
def _qualifiers() -> tuple[regex.Pattern[str], tuple[str, ...]]:
    """A qualifier right before a number, and what the text before it then ends with, spaces aside."""
    phrases = list(load("qualifiers").by_phrase)
    pattern = regex.compile(
        r"(?<!\w)(?P<phrase>\L<phrases>)[ \u00a0]*\n?(?P<from>[ ]?từ[ ])?[ \u00a0]*\Z", phrases=phrases
    )
    return pattern, (*phrases, "từ")


def _qualifier(low: str, draft: Draft, before: Draft | None) -> str | None:
    if draft.fraction == "denominator" or draft.unit == "rank":
        return None
    left = max(0, draft.start - 24)
    pattern, endings = _qualifiers()
    told = low[left : draft.start].rstrip(" \u00a0\n").endswith(endings)
    match = pattern.search(low, left, draft.start) if told else None
    if match is None or (match["from"] and draft.range_part != "low"):
        # "khoảng 40 - 50 hồ sơ" is about both.
        if before is not None and before.range_part == "low" and draft.range_part == "high":
            return "about" if before.qualifier == "about" else None
        return None
    name = load("qualifiers").by_phrase[match["phrase"]].canonical
    if name not in ("about", "over", "under"):
        return None
    if match["phrase"] in _LOCATIVE and (draft.plain.startswith("0") or (draft.unit in _GROUNDS and draft.value < 100)):
        return None
    return name
