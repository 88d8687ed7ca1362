"""The value of each number: which mark is the decimal one, the sign, the qualifier before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
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
    thousands = {draft.numeral.mark for draft in drafts if draft.numeral.both and _is_count(draft)}
    # Beside counts, or beside each other, numbers with a dot before three digits are counts too.
    if any(map(_is_count, drafts)) or sum(draft.numeral.mark == "." and draft.unit is None for draft in drafts) > 1:
        thousands.add(".")
    decimals = {mark for draft in drafts for mark in ",." if draft.numeral.count is None and mark in draft.plain[-8:]}
    read: list[Draft] = []
    for index, draft in enumerate(drafts):
        following = drafts[index + 1] if draft.fraction == "numerator" else None
        draft = _with_value(low, draft, following, thousands, decimals)
        read.append(_with_qualifier(low, _with_sign(low, draft), read[-1:]))
    return read


def _is_count(draft: Draft) -> bool:
    """Whether the unit is one of things that are counted one by one."""
    return draft.unit is not None and draft.unit not in _DECIMAL_UNITS | _MEASURES and draft.factor == 1


def _with_value(low: str, draft: Draft, denominator: Draft | None, thousands: set[str], decimals: set[str]) -> Draft:
    numeral = draft.numeral
    ambiguous = False
    if numeral.both:
        as_count, ambiguous = _reads_as_count(low, draft, denominator, thousands, decimals)
    else:
        as_count = numeral.count is not None
    value = Decimal(numeral.count or 0) if as_count else (numeral.exact or Decimal(0))
    return dataclasses.replace(
        draft,
        value=value * draft.factor,
        decimals=0 if as_count else numeral.decimals,
        ambiguous=ambiguous,
    )


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


def _with_sign(low: str, draft: Draft) -> Draft:
    left = max(0, draft.start - 4)
    match = _BRACKET_SIGN.search(low, left, draft.start)
    if match is None and draft.unit in _SIGNED_UNITS and draft.range_part is None:
        match = _TIED_SIGN.search(low, left, draft.start)
    if match is None or match["sign"] == "+":
        return draft
    return dataclasses.replace(draft, sign=-1)


@cache
def _qualifiers() -> regex.Pattern[str]:
    phrases = list(load("qualifiers").by_phrase)
    return regex.compile(
        r"(?<!\w)(?P<phrase>\L<phrases>)[ \u00a0]*\n?(?P<from>[ ]?từ[ ])?[ \u00a0]*\Z", phrases=phrases
    )


def _with_qualifier(low: str, draft: Draft, before: Iterable[Draft]) -> Draft:
    if draft.fraction == "denominator" or draft.unit == "rank":
        return draft
    match = _qualifiers().search(low, max(0, draft.start - 24), draft.start)
    if match is None or (match["from"] and draft.range_part != "low"):
        # "khoảng 40 - 50 hồ sơ" is about both.
        shared = [one.qualifier for one in before if one.range_part == "low" and draft.range_part == "high"]
        return dataclasses.replace(draft, qualifier="about") if shared == ["about"] else draft
    name = load("qualifiers").by_phrase[match["phrase"]].canonical
    if name not in ("about", "over", "under"):
        return draft
    if match["phrase"] in _LOCATIVE and (draft.plain.startswith("0") or (draft.unit in _GROUNDS and draft.value < 100)):
        return draft
    return dataclasses.replace(draft, qualifier=name)
