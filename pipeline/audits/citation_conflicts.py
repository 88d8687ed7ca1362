"""Rules over several citations: one document has one date, one symbol and one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.citations import Citation
from patterns.symbols import parts_of
from pipeline.audits.citation_findings import (
    by_code,
    citation_finding,
    dated_places,
    same_issuer,
    same_subject,
    wheres,
    written,
)
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, joined, same


@rule(
    "citation.date_conflict",
    severity="error",
    vi="Một văn bản có hai ngày",
    en="One document bears two dates",
    explained_vi=(
        "Một văn bản được nhắc nhiều lần chỉ có một ngày ban hành. Số bắt đầu lại mỗi năm, nên cùng số ở hai "
        "năm là hai văn bản, trừ khi số có năm, ngày tháng trùng nhau hoặc cùng trích yếu."
    ),
)
def date_conflict(facts: Facts) -> Iterator[Finding]:
    """A document that is named more than once has one date.

    Numbers begin anew each year, so one code in two years is two documents, unless its own number has a year, day and
    month agree or both mentions have the same subject. Mentions of different issuers are different documents.

    Wrong: ``Quyết định số 72/2020/QĐ-UBND ngày 20/11/2020 và Quyết định số 72/2020/QĐ-UBND ngày 19/11/2020``

    Right: ``Quyết định số 72/2020/QĐ-UBND ngày 20/11/2020 và Quyết định số 72/2020/QĐ-UBND ngày 20/11/2020``
    """
    for code, rows in by_code(facts):
        dated = [row for row in rows if row.issued_date is not None]
        clash = [row for row in dated if any(_two_dates(row, other) for other in dated)]
        if not clash:
            continue
        counts = Counter(row.issued_date for row in clash).most_common()
        usual = counts[0][0] if len(counts) > 1 and counts[0][1] > counts[1][1] else None
        yield citation_finding(
            "citation.date_conflict",
            "error",
            _with_odd_first(clash, [row for row in clash if row.issued_date != usual] if usual else clash[1:]),
            subject=code,
            stated=", ".join(written(date).vi for date in dict.fromkeys(row.issued_date for row in clash)),
            expected=usual.isoformat() if usual else None,
            suggestion=written(usual) if usual else None,
            message=Words(vi=f"Số {code} được ghi nhiều ngày: ", en=f"{code} bears several dates: ")
            + dated_places(facts, clash)
            + same("."),
        )


def _with_odd_first(rows: Sequence[Citation], odd: Sequence[Citation]) -> list[Citation]:
    return [*odd, *(row for row in rows if row not in odd)]


def _two_dates(a: Citation, b: Citation) -> bool:
    if a.issued_date is None or b.issued_date is None or a.issued_date == b.issued_date:
        return False
    if a.doc_type != b.doc_type or not same_issuer(a, b):
        return False
    if a.number_year is not None or a.issued_date.year == b.issued_date.year:
        return True
    one_day = (a.issued_date.day, a.issued_date.month) == (b.issued_date.day, b.issued_date.month)
    return one_day or same_subject(a.subject, b.subject)


@rule(
    "citation.symbol_conflict",
    severity="error",
    vi="Một văn bản có hai ký hiệu",
    en="One document bears two symbols",
    explained_vi=(
        "Cùng loại, số và ngày thì cùng một ký hiệu. Chỉ khác dấu ngăn cách là lỗi thể thức "
        "(citation.malformed), không bị nêu ở đây."
    ),
)
def symbol_conflict(facts: Facts) -> Iterator[Finding]:
    """Mentions of one type, number and date have one symbol.

    A symbol that differs in its separators alone is a matter of form (citation.malformed). Where both mentions name
    their issuers and each symbol is its issuer's own, they are two documents that share a number by chance.

    Wrong: ``Kế hoạch số 80-KH/HU ngày 11/5/2022 và Kế hoạch số 80-KH/TU ngày 11/5/2022``

    Right: ``Kế hoạch số 80-KH/HU ngày 11/5/2022 và Kế hoạch số 80-KH/HU ngày 11/5/2022``
    """
    groups: dict[tuple[object, ...], list[Citation]] = {}
    for row in facts.citations:
        if row.code is not None and row.issued_date is not None and row.number is not None:
            key = (row.doc_type, row.number.lstrip("0"), row.issued_date)
            groups.setdefault(key, []).append(row)
    for (_, _, date), rows in groups.items():
        clash = [row for row in rows if any(_two_symbols(row, other) for other in rows)]
        if not clash:
            continue
        codes = Counter(row.code for row in clash).most_common()
        usual = codes[0][0] if len(codes) > 1 and codes[0][1] > codes[1][1] else clash[0].code
        odd = [row for row in clash if row.code != usual]
        subject = odd[0].code
        assert subject is not None
        assert usual is not None
        day = clash[0].issued_date
        assert day == date
        yield citation_finding(
            "citation.symbol_conflict",
            "error",
            _with_odd_first(clash, odd),
            subject=subject,
            stated=subject,
            expected=usual,
            suggestion=usual,
            message=Words(vi="Một văn bản ngày ", en="One document of ")
            + written(day)
            + Words(vi=" có nhiều ký hiệu: ", en=" bears several symbols: ")
            + joined((_coded_places(facts, clash, code) for code, _ in codes), ", ")
            + same("."),
        )


def _coded_places(facts: Facts, rows: Sequence[Citation], code: str | None) -> Words:
    return same(f"{code} (") + wheres(facts, [row for row in rows if row.code == code]) + same(")")


def _two_symbols(a: Citation, b: Citation) -> bool:
    if parts_of(a.symbol or "") == parts_of(b.symbol or "") or None not in (a.number_year, b.number_year):
        return False
    if a.issuer is not None and b.issuer is not None:
        return same_issuer(a, b) or same_subject(a.subject, b.subject)
    return True


@rule(
    "citation.number_conflict",
    severity="warning",
    vi="Một văn bản có hai số",
    en="One document bears two numbers",
    explained_vi=(
        "Cùng loại, cơ quan ban hành, ngày và trích yếu thì cùng một số. Hai chữ số đổi chỗ biến văn bản "
        "thành một văn bản khác."
    ),
)
def number_conflict(facts: Facts) -> Iterator[Finding]:
    """Mentions of one type, issuer, date and subject have one number.

    Two digits that changed places make another document of the same one. Compared are mentions that name issuer and
    subject; where one of two names no issuer, their numbers must have the same digits.

    Wrong: ``Quyết định số 318/QĐ-UBND ngày 14/3/2023 của UBND tỉnh về việc ban hành Quy chế tiếp công dân; Quyết định
    số 381/QĐ-UBND ngày 14/3/2023 của UBND tỉnh về việc ban hành Quy chế tiếp công dân``

    Right: ``Quyết định số 318/QĐ-UBND ngày 14/3/2023 của UBND tỉnh về việc ban hành Quy chế tiếp công dân; Quyết định
    số 381/QĐ-UBND ngày 14/3/2023 của UBND tỉnh về việc ban hành Quy chế thi đua, khen thưởng``
    """
    rows = [row for row in facts.citations if row.code and row.issued_date and row.subject]
    reported: set[str] = set()
    for index, first in enumerate(rows):
        clash = [row for row in rows[index + 1 :] if _two_numbers(first, row)]
        if not clash or first.code in reported:
            continue
        group = [first, *clash]
        codes = dict.fromkeys(row.code for row in group if row.code is not None)
        reported.update(codes)
        counts = Counter(row.code for row in facts.citations if row.code in codes).most_common()
        usual = counts[0][0] if counts[0][1] > counts[-1][1] else None
        issuer = next(row.issuer for row in group if row.issuer)
        yield citation_finding(
            "citation.number_conflict",
            "warning",
            group,
            subject=first.code or "",
            stated=", ".join(codes),
            expected=usual,
            suggestion=usual,
            message=Words(vi=f"{first.doc_type} ngày ", en=f"{first.doc_type} of ")
            + written(first.issued_date)
            + Words(vi=f" của {issuer}, cùng trích yếu, có nhiều số: ", en=" with one title has several numbers: ")
            + joined((_coded_places(facts, group, code) for code in codes), ", ")
            + same("."),
        )


def _two_numbers(a: Citation, b: Citation) -> bool:
    return (
        a.number != b.number
        and a.doc_type == b.doc_type
        and a.symbol == b.symbol
        and a.issued_date == b.issued_date
        and _one_office(a, b)
        and same_subject(a.subject, b.subject)
    )


def _one_office(a: Citation, b: Citation) -> bool:
    """Whether two mentions name one issuer; or one of them does, and digits of the number changed places."""
    if a.issuer is not None and b.issuer is not None:
        return a.issuer == b.issuer
    turned = sorted(a.number or "") == sorted(b.number or "")
    return turned and (a.issuer is not None or b.issuer is not None)
