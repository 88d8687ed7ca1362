"""Dates that serve several documents: "các Quyết định số 12/QĐ-UBND, 15/QĐ-UBND ngày …", "… cùng ngày"."""

from __future__ import annotations

import regex

from extractors.citation_dates import same_day
from extractors.citation_issuer import Issue
from extractors.citation_mentions import LINK, Mention
from patterns.dates import DateMention

# Kế hoạch số 13/KH-UBND [cùng] ngày 12/3/2023: the date of the linked ones before it as well.
_BOTH = regex.compile(r"(?<!\p{L})(?:cùng|đều)\s+(?:được\s+)?(?:ký\s+|ban\s+hành\s+)?$", regex.IGNORECASE)


def shared_dates(text: str, mentions: tuple[Mention, ...], issues: tuple[Issue, ...]) -> tuple[DateMention | None, ...]:
    """The date that each mention without its own has from a neighbour.

    The date at the end of a list serves the numbers before it that have no type word of their own between them; a
    number whose own year is another one keeps none.
    """
    found: list[DateMention | None] = [None] * len(mentions)
    for index in range(len(mentions) - 2, -1, -1):
        here, after = mentions[index], mentions[index + 1]
        date = after.date or found[index + 1]
        if here.date is not None or date is None or not LINK.fullmatch(text, issues[index].end, after.start):
            continue
        both = after.date is not None and _BOTH.search(text, here.end, after.date.start) is not None
        if (both or not after.own_type) and here.year in (None, date.year):
            found[index] = date
    for index, mention in enumerate(mentions):
        if index and mention.date is None and found[index] is None and same_day(text, mention.end):
            found[index] = mentions[index - 1].date or found[index - 1]
    return tuple(found)
