"""Rules over the documents that the archive cites: one document, one date, one symbol, one place in its register."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import regex

from extractors.citation_issuer import office_of
from patterns.codes import find_codes
from patterns.symbols import parts_of
from pipeline.audits.archive import Archive, MentionLine, archive_finding
from pipeline.audits.citation_findings import written
from pipeline.audits.citation_sequence import longest_rise
from pipeline.audits.document_tally import DocumentTally
from pipeline.audits.findings import Finding
from pipeline.audits.registry import archive_rule
from pipeline.audits.wording import Words, number

CENTRAL = frozenset({"CP", "TTg", "TW", "QH", "UBTVQH", "CTN"})
"""Offices of which there is one, so that a code of theirs names one document whoever cites it."""

FEWEST = 2
"""Reports that must agree before another is a minority."""

TIMES = 2
"""How many times as many they must be."""

FEWEST_IN_REGISTER = 6
"""Documents of one office, type and year below which nothing is said about their order."""

FEWEST_AGAINST = 3

ORDERED = 0.75
"""Share of a register that must be in order; with less, several registers stand under one name."""

_LETTERS = regex.compile(r"[^\p{L}\p{N}]+")
_DIGITS = regex.compile(r"\d+")
_REPLACES = regex.compile(r"(?<!\p{L})(?:thay thế|bãi bỏ)(?!\p{L})", regex.IGNORECASE)


@cache
def _office(symbol: str | None) -> str | None:
    """The office in a symbol; an archive has thousands of symbols and millions of mentions."""
    return office_of(symbol)


@cache
def _kind(symbol: str | None) -> str | None:
    """The type in a symbol."""
    return parts_of(symbol or "")[0]


@cache
def _leading_number(number: str | None) -> int | None:
    """The digits that a number begins with: 30 of 30c, 66 of 66.1.

    >>> _leading_number("30c"), _leading_number(None)
    (30, None)
    """
    digits = _DIGITS.match(number or "")
    return int(digits[0]) if digits else None


@cache
def _folded(issuer: str) -> str:
    return issuer.casefold()


def owner_of(line: MentionLine) -> str | None:
    """Whose document it is: the one office of its kind, or the issuer named; None where several could be meant."""
    if _office(line.symbol) in CENTRAL or line.issuer_level == "central":
        return "central"
    return None if line.issuer is None else _folded(line.issuer)


DateKey = tuple[str | None, str, str]


def _date_key(line: MentionLine) -> DateKey | None:
    owner = owner_of(line)
    return None if owner is None or line.issued_date is None else (line.doc_type, line.code, owner)


def _one_document(a: datetime.date, b: datetime.date, numbered: bool) -> bool:
    """Whether two dates of one code can be meant for one document: numbers begin anew each year."""
    return numbered or a.year == b.year or (a.day, a.month) == (b.day, b.month)


@archive_rule(
    "archive.citation_date",
    severity="warning",
    vi="Ngày văn bản khác các báo cáo khác",
    en="A document's date differs from that in other reports",
    explained_vi=(
        "Cùng loại, số, ký hiệu và cơ quan ban hành là một văn bản, có một ngày. Ngày ít gặp hơn ít nhất hai "
        "lần và ít hơn hai báo cáo được nêu kèm ngày của số đông."
    ),
)
def check_citation_dates(archive: Archive) -> Iterable[Finding]:
    """The archive agrees on a document's date.

    Mentions of one type, code and issuer are one document; codes without a year begin anew each year, so dates in two
    years are two documents unless day and month agree. A date that is outnumbered by at least two to one, and by two
    reports or more, is named with that of the majority; a date outside the year that the code is numbered in is none.

    Wrong: ``Quyết định số 707/QĐ-UBND ngày 09/3/2023`` in five reports, ``ngày 03/9/2023`` in this one

    Right: ``Quyết định số 707/QĐ-UBND ngày 09/3/2023`` in all of them
    """
    tally: DocumentTally[DateKey, datetime.date] = DocumentTally()
    years: dict[DateKey, int] = {}
    for line in archive.told_once():
        key = _date_key(line)
        if key is not None and line.issued_date is not None:
            tally.add(key, line.issued_date, line.doc_id)
            if line.number_year is not None:
                years[key] = line.number_year
    wrong: dict[DateKey, dict[datetime.date, tuple[datetime.date, int, int]]] = {}
    for key, counts in tally.conflicting():
        for date, count in counts.items():
            usual, most = max(
                (
                    (d, n)
                    for d, n in counts.items()
                    if _one_document(d, date, key in years) and years.get(key, d.year) == d.year
                ),
                default=(date, count),
                key=lambda item: (item[1], item[0] == date, item[0]),
            )
            if usual != date and most >= FEWEST and most >= TIMES * count:
                wrong.setdefault(key, {})[date] = (usual, most, count)
    del tally
    yield from _dated_otherwise(archive, wrong) if wrong else ()


def _dated_otherwise(
    archive: Archive, wrong: Mapping[DateKey, Mapping[datetime.date, tuple[datetime.date, int, int]]]
) -> Iterator[Finding]:
    usual_ids: dict[tuple[DateKey, datetime.date], list[str]] = defaultdict(list)
    odd: dict[tuple[str, str], list[MentionLine]] = {}
    for line in archive.mentions():
        key = _date_key(line)
        if key is None or line.issued_date is None or key not in wrong:
            continue
        if line.issued_date in wrong[key]:
            odd.setdefault((line.doc_id, line.code), []).append(line)
        elif len(usual_ids[(key, line.issued_date)]) < FEWEST_AGAINST:
            usual_ids[(key, line.issued_date)].append(line.citation_id)
    for lines in odd.values():
        line = lines[0]
        key = _date_key(line)
        assert key is not None
        assert line.issued_date is not None
        usual, most, _ = wrong[key][line.issued_date]
        yield archive_finding(
            "archive.citation_date",
            "warning",
            line,
            subject=line.code,
            stated=line.issued_date.isoformat(),
            expected=usual.isoformat(),
            message=Words(
                vi=f"số {line.code} ghi ngày {written(line.issued_date).vi}, còn {most} báo cáo khác ghi ngày "
                f"{written(usual).vi}.",
                en=f"{line.code} is dated {written(line.issued_date).en}, while {most} other reports have "
                f"{written(usual).en}.",
            ),
            evidence=(*(other.citation_id for other in lines[1:]), *usual_ids[(key, usual)]),
            suggestion=written(usual),
        )


CodeKey = tuple[str, datetime.date, str]


def _code_key(line: MentionLine) -> CodeKey | None:
    owner = owner_of(line)
    if owner is None or line.issued_date is None or line.number is None:
        return None
    return (line.number.lstrip("0"), line.issued_date, owner)


def _letters(code: str) -> str:
    return _LETTERS.sub("", code).casefold()


@archive_rule(
    "archive.citation_code",
    severity="warning",
    vi="Ký hiệu văn bản khác các báo cáo khác",
    en="A document's symbol differs from that in other reports",
    explained_vi=(
        "Cùng số, ngày và cơ quan ban hành là một văn bản. Ký hiệu ít gặp hơn ít nhất hai lần và ít hơn hai "
        "báo cáo được nêu kèm ký hiệu của số đông."
    ),
)
def check_citation_codes(archive: Archive) -> Iterable[Finding]:
    """The archive agrees on a document's symbol.

    Mentions of one number, date and issuer are one document. A code that is outnumbered by at least two to one, and by
    two reports or more, is named with that of the majority; separators alone are ``citation.malformed``.

    Wrong: ``Kế hoạch số 25/KH-UBND ngày 10/2/2023`` in four reports, ``Kế hoạch số 25/QĐ-UBND ngày 10/2/2023`` here

    Right: ``Kế hoạch số 25/KH-UBND ngày 10/2/2023`` in all of them
    """
    tally: DocumentTally[CodeKey, str] = DocumentTally()
    for line in archive.told_once():
        key = _code_key(line)
        if key is not None:
            tally.add(key, line.code, line.doc_id)
    wrong: dict[tuple[CodeKey, str], tuple[str, int]] = {}
    for key, counts in tally.conflicting():
        usual, most = max(counts.items(), key=lambda item: (item[1], item[0]))
        for code, count in counts.items():
            if _letters(code) != _letters(usual) and most >= FEWEST and most >= TIMES * count:
                wrong[(key, code)] = (usual, most)
    del tally
    if not wrong:
        return
    told: set[tuple[str, str]] = set()
    for line in archive.mentions():
        key = _code_key(line)
        if key is None or (key, line.code) not in wrong or (line.doc_id, line.code) in told:
            continue
        told.add((line.doc_id, line.code))
        usual, most = wrong[(key, line.code)]
        yield archive_finding(
            "archive.citation_code",
            "warning",
            line,
            subject=line.code,
            stated=line.code,
            expected=usual,
            message=Words(
                vi=f"văn bản số {key[0]} ngày {written(line.issued_date).vi} ở đây là {line.code}, còn {most} báo cáo "
                f"khác ghi {usual}.",
                en=f"document {key[0]} of {written(line.issued_date).en} is {line.code} here, and {usual} in {most} "
                "other reports.",
            ),
            suggestion=Words(vi=usual, en=usual),
        )


@archive_rule(
    "archive.citation_sequence",
    severity="info",
    vi="Số văn bản ngoài khoảng cơ quan đã ban hành đến ngày đó",
    en="A number outside the span that its office had reached",
    explained_vi=(
        "Trong một năm, số văn bản của một cơ quan tăng theo ngày ban hành. Nêu ít văn bản nhất mà bỏ chúng "
        "ra thì thứ tự đúng; mỗi văn bản bị nêu phải có ít nhất ba văn bản khác nói ngược lại."
    ),
)
def check_citation_sequence(archive: Archive) -> Iterable[Finding]:
    """Within a year the numbers of an office rise with their dates, over all reports that cite them.

    The archive knows more of a register than one report. Of the documents of one office, type and year the fewest are
    named that leave the others in order, where at least three others speak against each.

    Wrong: ``Kế hoạch số 190/KH-UBND ngày 20/3/2023``, while numbers of April to June 2023 run from 61 to 120

    Right: ``Kế hoạch số 55/KH-UBND ngày 20/3/2023``
    """
    registers: dict[tuple[object, ...], dict[str, tuple[datetime.date, int, MentionLine]]] = defaultdict(dict)
    for line in archive.mentions():
        if line.issued_date is None or line.number_year not in (None, line.issued_date.year):
            continue
        owner, value = owner_of(line), _leading_number(line.number)
        if owner is None or value is None:
            continue
        form = line.number_year is not None
        key = (line.doc_type, _kind(line.symbol), _office(line.symbol), form, line.issued_date.year, owner)
        registers[key].setdefault(line.code, (line.issued_date, value, line))
    for documents in registers.values():
        if len(documents) >= FEWEST_IN_REGISTER:
            yield from _out_of_order(sorted(documents.values(), key=lambda item: item[:2]))


def _out_of_order(items: list[tuple[datetime.date, int, MentionLine]]) -> Iterator[Finding]:
    kept = [items[i] for i in longest_rise([item[1] for item in items])]
    if len(kept) < ORDERED * len(items):
        return
    names = {item[2].citation_id for item in kept}
    for date, value, line in items:
        if line.citation_id in names:
            continue
        against = [o for o in kept if o[0] != date and (o[1] < value) != (o[0] < date)]
        if len(against) < FEWEST_AGAINST:
            continue
        before = max((o[1] for o in kept if o[0] <= date), default=0)
        after = min((o[1] for o in kept if o[0] >= date), default=0)
        span_vi = f"từ {number(before).vi}" + (f" đến {number(after).vi}" if after else " trở lên")
        span_en = f"from {number(before).en}" + (f" to {number(after).en}" if after else " up")
        yield archive_finding(
            "archive.citation_sequence",
            "info",
            line,
            subject=line.code,
            stated=str(value),
            expected=f"{before}-{after}" if after else f">= {before}",
            message=Words(
                vi=f"số {line.code} ngày {written(date).vi} nằm ngoài khoảng số của cơ quan quanh ngày đó ({span_vi}).",
                en=f"{line.code} of {written(date).en} is outside its office's numbers around that day ({span_en}).",
            ),
            evidence=tuple(o[2].citation_id for o in against[:FEWEST_AGAINST]),
        )


@archive_rule(
    "archive.replaced",
    severity="info",
    vi="Viện dẫn văn bản đã bị thay thế",
    en="A document is cited after it was replaced",
    explained_vi=(
        "Báo cáo nên viện dẫn văn bản mới khi văn bản cũ đã bị thay thế. Chỉ biết những thay thế mà trích "
        "yếu trong một báo cáo nào đó có ghi; viện dẫn việc đã làm theo văn bản cũ vẫn có thể đúng, nên đây "
        "chỉ là lưu ý."
    ),
)
def check_replaced(archive: Archive) -> Iterable[Finding]:
    """A report that cites a document after another replaced it should cite the new one.

    Known are only the replacements that the subject of a document names in some report ("… thay thế Quyết định số
    12/2020/QĐ-UBND"). A document may rightly be cited for what was done under it, so this only informs.

    Wrong: ``Quyết định số 12/2020/QĐ-UBND`` in a report of 2024, while ``Quyết định số 40/2022/QĐ-UBND … thay thế
    Quyết định số 12/2020/QĐ-UBND`` stands in another

    Right: ``Quyết định số 40/2022/QĐ-UBND`` in a report of 2024
    """
    replaced: dict[tuple[str, str], MentionLine] = {}
    for line in archive.mentions():
        word = _REPLACES.search(line.subject) if line.subject else None
        owner = owner_of(line)
        if word is None or owner is None or line.issued_date is None or line.subject is None:
            continue
        for code in find_codes(line.subject[word.end() :]):
            # Only codes with a year of their own name one document for good.
            if code.year is not None and code.code != line.code:
                replaced.setdefault((owner, code.code), line)
    if not replaced:
        return
    dates = {r.doc_id: r.period_end or r.issued_date for r in archive.reports}
    told: set[tuple[str, str]] = set()
    for line in archive.mentions():
        new = replaced.get((owner_of(line) or "", line.code))
        day = dates.get(line.doc_id)
        if new is None or new.issued_date is None or day is None or day <= new.issued_date:
            continue
        if (line.doc_id, line.code) in told or new.doc_id == line.doc_id:
            continue
        told.add((line.doc_id, line.code))
        yield archive_finding(
            "archive.replaced",
            "info",
            line,
            subject=line.code,
            stated=line.code,
            expected=new.code,
            message=Words(
                vi=f"số {line.code} đã bị thay thế bởi {new.code} ngày {written(new.issued_date).vi}.",
                en=f"{line.code} was replaced by {new.code} of {written(new.issued_date).en}.",
            ),
            evidence=(new.citation_id,),
            suggestion=Words(vi=new.code, en=new.code),
        )
