"""Rules over what the archive says of single documents: their subject, and whether their office still existed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache, lru_cache

import regex

from extractors.citation_issuer import office_of
from patterns.phrases import Entry
from patterns.vocabulary import load
from pipeline.audits.archive import Archive, MentionLine, archive_finding
from pipeline.audits.archive_citations import FEWEST, FEWEST_AGAINST, TIMES, owner_of
from pipeline.audits.citation_findings import written
from pipeline.audits.document_tally import DocumentTally
from pipeline.audits.findings import Finding
from pipeline.audits.registry import archive_rule
from pipeline.audits.tables import TWO_TIERS_SINCE
from pipeline.audits.wording import Words

FEWEST_WORDS = 4
"""Words below which a subject ("chuyển đổi số") is a shortened one."""

APART = 0.1
"""Share of words that two subjects may have in common and still be of two documents.

Offices shorten subjects and write CCHC for cải cách hành chính; hardly a word in common is more than that.
"""

_WORD = regex.compile(r"\w+")
# UBND [huyện T]rà Lăng, Phòng Nội vụ [quận 3], [Huyện ủy]; not UBND xã Trà Lăng
_DISTRICT = regex.compile(r"(?<!\p{L})(?:(?:huyện|quận|thị xã) (?:\p{Lu}|\d)|(?:[Hh]uyện|[Qq]uận|[Tt]hị) ủy(?!\p{L}))")

SubjectKey = tuple[str | None, str, datetime.date, str]


def _subject_key(line: MentionLine) -> SubjectKey | None:
    owner = owner_of(line)
    if owner is None or line.issued_date is None or line.subject is None:
        return None
    return (line.doc_type, line.code, line.issued_date, owner)


@lru_cache(maxsize=1 << 16)
def _words(subject: str) -> frozenset[str]:
    return frozenset(_WORD.findall(subject.casefold()))


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    return min(len(a), len(b)) >= FEWEST_WORDS and len(a & b) <= APART * len(a | b)


@archive_rule(
    "archive.citation_subject",
    severity="info",
    vi="Trích yếu văn bản khác các báo cáo khác",
    en="A document's subject differs from that in other reports",
    explained_vi=(
        "Cùng loại, số, ngày và cơ quan ban hành là một văn bản, có một trích yếu. Nêu trích yếu hầu như "
        "không có từ nào chung với trích yếu của số đông; viết tắt, viết gọn không bị nêu."
    ),
)
def check_citation_subjects(archive: Archive) -> Iterable[Finding]:
    """The archive agrees on what a document is about.

    Mentions of one type, code, date and issuer are one document. A subject that has hardly a word in common with the
    one that at least two to one, and two reports or more, give it is named with theirs: the number may be another
    document's. Shortened subjects and other wordings are left alone.

    Wrong: ``Quyết định số 707/QĐ-UBND ngày 09/3/2023 về giao biên chế sự nghiệp giáo dục`` in this report,
    ``về công bố chỉ số cải cách hành chính`` in five others

    Right: ``Quyết định số 707/QĐ-UBND ngày 09/3/2023 về chỉ số cải cách hành chính năm 2022`` in this one
    """
    tally: DocumentTally[SubjectKey, frozenset[str]] = DocumentTally()
    for line in archive.told_once():
        key = _subject_key(line)
        if key is not None and line.subject is not None:
            tally.add(key, _words(line.subject), line.doc_id)
    usual: dict[SubjectKey, tuple[frozenset[str], int]] = {}
    for key, counts in tally.conflicting():
        words, most = max(counts.items(), key=lambda item: (item[1], sorted(item[0])))
        if most >= FEWEST and any(_apart(words, other) and most >= TIMES * n for other, n in counts.items()):
            usual[key] = (words, most)
    if not usual:
        return
    odd: dict[tuple[SubjectKey, str], MentionLine] = {}
    agreeing: dict[SubjectKey, list[MentionLine]] = {}
    for line in archive.mentions():
        key = _subject_key(line)
        if key is None or key not in usual or line.subject is None:
            continue
        words, most = usual[key]
        mine = _words(line.subject)
        if mine == words:
            agreeing.setdefault(key, []).append(line)
        elif _apart(words, mine) and most >= TIMES * tally.of(key).get(mine, 1):
            odd.setdefault((key, line.doc_id), line)
    for (key, _), line in odd.items():
        told, most = agreeing[key][0].subject or "", usual[key][1]
        yield archive_finding(
            "archive.citation_subject",
            "info",
            line,
            subject=line.code,
            stated=line.subject,
            expected=told,
            message=Words(
                vi=f"số {line.code} ghi trích yếu “{line.subject}”, còn {most} báo cáo khác ghi “{told}”.",
                en=f"{line.code} is said to be about “{line.subject}”, while {most} other reports have “{told}”.",
            ),
            evidence=tuple(other.citation_id for other in agreeing[key][:FEWEST_AGAINST]),
        )


@archive_rule(
    "archive.office_ended",
    severity="warning",
    vi="Văn bản của cơ quan đã kết thúc hoạt động",
    en="A document of an office that no longer existed",
    explained_vi=(
        "Cơ quan đã kết thúc hoạt động không ban hành văn bản: cấp huyện kết thúc ngày 01/7/2025, các bộ hợp "
        "nhất ngày 01/3/2025. Hoặc ngày, hoặc tên cơ quan bị ghi sai."
    ),
)
def check_ended_offices(archive: Archive) -> Iterable[Finding]:
    """No office issues anything after it ended.

    The district level ended on 1 July 2025, and with it the offices of every huyện, quận and thị xã; a thành phố may be
    a province's, and a phường or xã took over many names. Ministries that were merged on 1 March 2025 bear that day in
    the list of issuers. A date after that day, or the office named, is wrong.

    Wrong: ``Kế hoạch số 15/KH-UBND ngày 22/7/2025 của UBND huyện Trà Lăng``

    Right: ``Kế hoạch số 15/KH-UBND ngày 22/7/2025 của UBND xã Trà Lăng``
    """
    told: set[tuple[str, str]] = set()
    for line in archive.mentions():
        if line.issued_date is None or line.issued_date < _FIRST_END or (line.doc_id, line.code) in told:
            continue
        ended = _ended(line, line.issued_date)
        if ended is None:
            continue
        told.add((line.doc_id, line.code))
        office, why = ended
        date = written(line.issued_date)
        yield archive_finding(
            "archive.office_ended",
            "warning",
            line,
            subject=line.code,
            stated=office,
            message=Words(
                vi=f"số {line.code} ghi ngày {date.vi} của {office}, ", en=f"{line.code} of {date.en} is said "
            )
            + Words(vi="nhưng ", en=f"to be of {office}, but ")
            + why,
        )


_NO_DISTRICTS = Words(vi="cấp huyện đã kết thúc hoạt động từ ngày 01/7/2025.", en="districts ended on 1 July 2025.")


def _ended(line: MentionLine, date: datetime.date) -> tuple[str, Words] | None:
    """The office, and why it could issue nothing on a day; None where it could."""
    if date >= TWO_TIERS_SINCE and line.issuer is not None and _DISTRICT.search(line.issuer):
        return line.issuer, _NO_DISTRICTS
    body = _entry(line.issuer, line.symbol)
    if body is None or date < body.attributes["ended"]:
        return None
    day, heirs = written(body.attributes["ended"]), ", ".join(body.attributes["successors"])
    vi = f"cơ quan này đã được hợp nhất từ ngày {day.vi}; nhiệm vụ chuyển về {heirs}."
    return body.canonical, Words(vi=vi, en=f"that office was merged on {day.en}; its work went to {heirs}.")


@cache
def _merged() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """The bodies that have ended, by name and by the code in their symbols."""
    ended = [entry for entry in load("issuers").entries if "ended" in entry.attributes]
    return {e.canonical: e for e in ended}, {code: e for e in ended for code in e.attributes["codes"]}


_FIRST_END = datetime.date(2025, 3, 1)
"""Before this day no office of the list had ended."""


@cache
def _entry(issuer: str | None, symbol: str | None) -> Entry | None:
    """The ended body that a mention names, by its name or, where it names none, by its symbol."""
    by_name, by_code = _merged()
    return by_name.get(issuer) if issuer is not None else by_code.get(office_of(symbol) or "")
