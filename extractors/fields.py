"""Which field of administration (lĩnh vực) each quantity of a statement belongs to."""

from __future__ import annotations

import dataclasses

import regex

from extractors.cues import Cue
from extractors.statements import Quantity, Statement, labels_of
from patterns.vocabulary import load

# "lĩnh vực đất đai", "thuộc lĩnh vực Hộ tịch"
_NAMED = regex.compile(r"(?<!\w)lĩnh vực\s+", regex.IGNORECASE)
# "- Đất đai: 512 hồ sơ", "; hộ tịch 1.330": a field by its bare name right before its figure or colon.
_HEADS = regex.compile(r"\s*(?::|\(|\d)")


_STAFF = ("post", "person", "turn")


def field_cues(statement: Statement) -> tuple[Cue, ...]:
    """Fields named after "lĩnh vực", before a colon or figure, or as the head of a table row."""
    text = statement.text
    found: list[Cue] = []
    if statement.columns is not None:
        for a, b in sorted({span for spans in statement.columns for span in spans}):
            for hit in load("fields").find(text, a, b):
                if not text[a : hit.start].strip(" .0123456789") or _NAMED.search(text, a, hit.start):
                    found.append(Cue(feature=hit.entry.canonical, start=hit.start, end=hit.end))
        return tuple(found)
    for hit in load("fields").find(text, statement.start, statement.end):
        named = _NAMED.search(text, max(statement.start, hit.start - 12), hit.start)
        listed = found and not text[found[-1].end : hit.start].strip(" ,và-")
        if (named and named.end() == hit.start) or listed or _HEADS.match(text, hit.end):
            found.append(Cue(feature=hit.entry.canonical, start=hit.start, end=hit.end))
    return tuple(found)


def settle_fields(statement: Statement) -> tuple[Quantity, ...]:
    """Give every quantity the field its clause names; a total that several fields share has none."""
    cues = field_cues(statement)
    if not cues:
        return statement.quantities
    settled: list[Quantity] = []
    for quantity, label in zip(statement.quantities, labels_of(statement, cues), strict=True):
        # "Riêng lĩnh vực đất đai, tỷ lệ …": named at the opening of the sentence.
        opening = [cue for cue in label.weak if cue.end <= quantity.number.start]
        names = {cue.feature for cue in label.own or opening}
        before = quantity.number.unit == "percent" or quantity.number.fraction == "denominator"
        field = next(iter(names)) if len(names) == 1 else None
        if not names and before and settled:
            field = settled[-1].field
        # Posts and people are counted by sector, not by field.
        settled.append(dataclasses.replace(quantity, field=None if quantity.kind in _STAFF else field))
    return tuple(settled)
