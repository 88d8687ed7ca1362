"""From citations to a finding: where they stand, how dates are written, what counts as the same document."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractors.citations import Citation
from pipeline.audits.asked_once import asked_once
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.wording import Words, joined, same

# Two subjects are one where at least this share of their words is the same, and one has as many words as this.
_SAME_WORDS = 0.8
_FEWEST_WORDS = 4
# Each of "một cửa"; not the comma behind it.
_WORD = regex.compile(r"\w+")


def citation_finding(
    rule: str,
    severity: str,
    rows: Sequence[Citation],
    *,
    subject: str,
    message: Words,
    stated: str | None = None,
    expected: str | None = None,
    suggestion: Words | str | None = None,
) -> Finding:
    """A finding that stands at the first of the rows it rests on, in the order given."""
    place = rows[0]
    return Finding(
        doc_id=place.doc_id,
        rule=rule,
        severity=severity,
        subject=subject,
        stated=stated,
        expected=expected,
        message_vi=message.vi,
        message_en=message.en,
        suggestion=suggestion.vi if isinstance(suggestion, Words) else suggestion,
        suggestion_en=suggestion.en if isinstance(suggestion, Words) else suggestion,
        evidence=tuple(row.citation_id for row in sorted(rows, key=lambda r: r.start)),
        section_id=place.section_id,
        start=place.start,
        end=place.end,
        page=place.page,
    )


@asked_once
def by_code(facts: Facts) -> tuple[tuple[str, tuple[Citation, ...]], ...]:
    """The full mentions of every code, in reading order of the first."""
    groups: dict[str, list[Citation]] = {}
    for row in facts.citations:
        if row.code is not None:
            groups.setdefault(row.code, []).append(row)
    return tuple((code, tuple(rows)) for code, rows in groups.items())


def written(date: datetime.date | None) -> Words:
    """A date as both languages of the messages write it.

    >>> written(datetime.date(2023, 4, 5)).vi, written(datetime.date(2023, 4, 5)).en
    ('05/4/2023', '5 April 2023')
    """
    if date is None:
        return Words(vi="không ngày", en="no date")
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return Words(vi=f"{date.day:02}/{month}/{date.year}", en=f"{date.day} {date:%B} {date.year}")


def where(facts: Facts, row: Citation) -> Words:
    """Where a mention stands: its section's path, and the footnote."""
    path = next((s.path for s in facts.sections if s.section_id == row.section_id), None)
    parts: list[Words] = []
    if row.in_footnote:
        parts.append(Words(vi="chú thích", en="footnote"))
    if path is not None:
        parts.append(Words(vi=f"mục {path}", en=f"section {path}"))
    elif not parts:
        opening = Words(vi="phần mở đầu", en="the opening")
        parts.append(opening if facts.sections else Words(vi="trong bài", en="in the text"))
    return joined(parts, ", ")


def wheres(facts: Facts, rows: Sequence[Citation]) -> Words:
    """The places of several mentions, each once."""
    places = dict.fromkeys(where(facts, row) for row in rows)
    return joined(places, "; ")


def dated_places(facts: Facts, rows: Sequence[Citation]) -> Words:
    """Every date with the places that bear it: "20/11/2020 (mục I/3), 19/11/2020 (mục II/3)"."""
    dates = dict.fromkeys(row.issued_date for row in rows)
    phrases = []
    for date in dates:
        bearing = [row for row in rows if row.issued_date == date]
        phrases.append(written(date) + same(" (") + wheres(facts, bearing) + same(")"))
    return joined(phrases, ", ")


def same_subject(a: str | None, b: str | None) -> bool:
    """Whether two subjects say the same, word order and small differences aside.

    >>> same_subject("ban hành Quy chế một cửa, một cửa liên thông", "Ban hành quy chế một cửa và một cửa liên thông")
    True
    >>> same_subject("chuyển đổi số", "chuyển đổi số")
    False
    """
    if a is None or b is None:
        return False
    left, right = _words(a), _words(b)
    if max(len(left), len(right)) < _FEWEST_WORDS:
        return False
    return len(left & right) / len(left | right) >= _SAME_WORDS


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def same_issuer(a: Citation, b: Citation) -> bool:
    """Whether nothing says that two mentions are of documents of different issuers; a role ("Chủ tịch") is none."""
    if a.issuer is None or b.issuer is None:
        return True
    left, right = a.issuer.casefold(), b.issuer.casefold()
    return left == right or left.endswith(f" {right}") or right.endswith(f" {left}")
