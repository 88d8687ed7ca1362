"""The rule over the register of an office: numbers rise with their dates."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

import regex

from extractors.citation_issuer import office_of
from extractors.citations import Citation
from patterns.symbols import is_party, parts_of
from pipeline.audits.citation_findings import citation_finding, where, written
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, joined, same

# Without an issuer, mentions of several offices may stand together: one of them must contradict more than one other.
_FEWEST_UNNAMED = 2
_SHOWN = 3
# "Chủ tịch UBND tỉnh", "Ban Thường vụ Huyện ủy"; not "Giám đốc Sở" within a longer name.
_ROLE = regex.compile(r"^(?:Phó )?(?:Chủ tịch|Giám đốc|Thường trực|Ban Thường vụ) ")
# "30c" of 30c/NQ-CP; no part of "c30".
_DIGITS = regex.compile(r"\d+")


@rule(
    "citation.sequence",
    severity="info",
    vi="Số không theo thứ tự ngày",
    en="Numbers do not rise with their dates",
    explained_vi=(
        "Trong một năm, số văn bản cùng loại của một cơ quan tăng theo ngày. Nêu ít văn bản nhất mà bỏ chúng "
        "ra thì thứ tự đúng."
    ),
)
def sequence(facts: Facts) -> Iterator[Finding]:
    """Within a year the numbers of one office, type and form rise with their dates.

    An office numbers its documents of a type in one register each year; the Party in one for each term. Of the
    documents that are out of order the fewest are named that leave the others in order.

    Wrong: ``Kế hoạch số 64/KH-UBND ngày 06/4/2023 và Kế hoạch số 58/KH-UBND ngày 11/4/2023 của UBND xã``

    Right: ``Kế hoạch số 58/KH-UBND ngày 06/4/2023 và Kế hoạch số 64/KH-UBND ngày 11/4/2023 của UBND xã``
    """
    for rows in _registers(facts.citations):
        kept = _longest_rise(rows)
        for row in rows:
            if row in kept:
                continue
            against = [other for other in kept if _out_of_order(row, other)]
            if row.issuer is None and len(against) < _FEWEST_UNNAMED:
                continue
            nearest = sorted(against, key=lambda r: abs(_number(r) - _number(row)))[:_SHOWN]
            others = sorted(nearest, key=_order)
            yield citation_finding(
                "citation.sequence",
                "info",
                [row, *others],
                subject=row.code or "",
                stated=row.issued_date.isoformat() if row.issued_date else None,
                message=Words(vi=f"Số {row.code} ngày ", en=f"{row.code} of ")
                + written(row.issued_date)
                + same(" (")
                + where(facts, row)
                + Words(vi=") không theo thứ tự với ", en=") is out of order with ")
                + joined((_dated(other) for other in others), ", ")
                + same("."),
            )


def _dated(row: Citation) -> Words:
    return same(f"{row.code} ") + Words(vi="ngày ", en="of ") + written(row.issued_date)


def _registers(citations: Sequence[Citation]) -> Iterator[list[Citation]]:
    """The documents of each register, each once, by date and number. A công văn of any unit is in its office's."""
    groups: dict[tuple[object, ...], dict[str, Citation]] = {}
    for row in citations:
        if row.code is None or row.issued_date is None or row.number is None or row.malformed:
            continue
        office = office_of(row.symbol)
        kind, _ = parts_of(row.symbol or "")
        if office is None or row.number_year not in (None, row.issued_date.year):
            continue
        # A term is not known from the text; within one year the Party's numbers rise as well.
        form = (row.number_year is not None, is_party(office))
        key = (row.doc_type, kind, office, form, row.issued_date.year, _without_role(row.issuer))
        groups.setdefault(key, {}).setdefault(row.code, row)
    for documents in groups.values():
        if len(documents) > 1:
            yield sorted(documents.values(), key=_order)


def _without_role(issuer: str | None) -> str | None:
    return None if issuer is None else _ROLE.sub("", issuer)


def _number(row: Citation) -> int:
    digits = _DIGITS.match(row.number or "")
    return int(digits[0]) if digits else 0


def _order(row: Citation) -> tuple[str, int]:
    return (row.issued_date.isoformat() if row.issued_date else "", _number(row))


def _out_of_order(a: Citation, b: Citation) -> bool:
    if a.issued_date is None or b.issued_date is None or a.issued_date == b.issued_date:
        return False
    return (_number(a) < _number(b)) != (a.issued_date < b.issued_date)


def _longest_rise(rows: Sequence[Citation]) -> list[Citation]:
    """The largest part of the rows whose numbers rise, the earliest such; rows come by date."""
    return [rows[index] for index in longest_rise([_number(row) for row in rows])]


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """The positions of the longest part of the numbers that rises, the earliest such.

    >>> longest_rise([41, 55, 43, 49, 60])
    [0, 2, 3, 4]
    """
    tails: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for index, number in enumerate(numbers):
        place = bisect.bisect_right(tails, number)
        before.append(last[place - 1] if place else None)
        if place == len(tails):
            tails.append(number)
            last.append(index)
        else:
            tails[place], last[place] = number, index
    kept: list[int] = []
    step: int | None = last[-1] if last else None
    while step is not None:
        kept.append(step)
        step = before[step]
    return kept[::-1]
