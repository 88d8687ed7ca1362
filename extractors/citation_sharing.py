"""Dates that serve several documents: "các Quyết định số 12/QĐ-UBND, 15/QĐ-UBND ngày …", "… cùng ngày"."""

from __future__ import annotations

import dataclasses

import regex

from extractors.bodies import Body
from extractors.citation_dates import dates_in_row, same_day
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


def dated_in_turn(
    text: str, mentions: tuple[Mention, ...], dates: tuple[DateMention, ...], bodies: tuple[Body, ...]
) -> tuple[Mention, ...]:
    """The mentions, those of a list before several dates with the date that is theirs.

    "số 12/2022/NQ-HĐND và số 15/2023/NQ-HĐND ngày 08/12/2022 và ngày 14/4/2023": as many dates as documents are theirs
    in turn. Of more or fewer, a number with a year has the one date in that year.
    """
    found = list(mentions)
    for index, mention in enumerate(mentions):
        row = dates_in_row(text, mention.date, dates, bodies) if mention.date is not None else ()
        if len(row) < 2:
            continue
        first = index
        while first and _goes_on(text, found[first - 1], found[first]):
            first -= 1
        if first == index:
            continue
        listed = found[first : index + 1]
        theirs = row if len(row) == len(listed) else [_of_year(m, row) for m in listed]
        found[first : index + 1] = [dataclasses.replace(m, date=d) for m, d in zip(listed, theirs, strict=True)]
        found[index] = dataclasses.replace(found[index], end=row[-1].end)
    return tuple(found)


def _goes_on(text: str, before: Mention, after: Mention) -> bool:
    """Whether a list goes from one mention, which has no date of its own, to the next."""
    return before.date is None and LINK.fullmatch(text, before.end, after.start) is not None


def _of_year(mention: Mention, row: tuple[DateMention, ...]) -> DateMention | None:
    mine = [date for date in row if date.year is not None and date.year == mention.year]
    return mine[0] if len(mine) == 1 else None
