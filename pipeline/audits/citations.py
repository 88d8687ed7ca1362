"""Rules over single citations: type and symbol, year, date, form and issuer of each document that a report names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.bodies import Body, Place, find_bodies
from extractors.citation_issuer import office_of
from extractors.citations import Citation
from patterns.codes import find_codes
from patterns.dates import find_dates
from patterns.symbols import is_party, office_entries, parts_of
from patterns.vocabulary import Entry, load
from pipeline.audits.citation_findings import by_code, citation_finding, dated_places, where, wheres, written
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, same

# Types that always bear their own code; others are at times issued as a công văn ("Hướng dẫn số 1290/SNV-CCHC").
_ALWAYS_CODED = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị", "Kế hoạch"})
# Type codes that are no unit's: CT, TT, TTr, HD and PC are departments in the number of a công văn.
_NO_UNIT = frozenset({"QĐ", "KH", "NQ", "TB", "BC", "NĐ", "CTr"})
# Types that name one document by either word.
_EITHER = frozenset({("Kết luận", "TB"), ("Quyết định", "QĐi")})
# Where so many documents would be later than the report, it is the report's date that is wrong.
_FEW_LATE = 3
_LATE_SHARE = 0.25


@rule(
    "citation.type_symbol",
    severity="error",
    vi="Loại văn bản khác ký hiệu",
    en="Document type and symbol disagree",
)
def type_symbol(facts: Facts) -> Iterator[Finding]:
    """The type word goes with the type code of the number.

    Every type has its code (Nghị định 30/2020/NĐ-CP, Phụ lục III; for the Party, Hướng dẫn 36-HD/VPTW): a Quyết định is
    numbered QĐ, a Kế hoạch KH, a công văn has the offices alone. Either the word or the code is wrong, and a reader
    looks for a document that does not exist. Types that are issued under a decision (quy chế, quy định, đề án) may
    bear its code.

    Wrong: ``Quyết định số 356/KH-UBND``

    Right: ``Quyết định số 356/QĐ-UBND``
    """
    for code, rows in by_code(facts):
        wrong = [row for row in rows if _type_disagrees(row)]
        if not wrong:
            continue
        row = wrong[0]
        symbols = _entry(row).attributes["symbols"]
        right = _with_type(row, symbols)
        needs = same(f"“{symbols[0]}”" if symbols else "")
        if not symbols or row.doc_type == "Công văn":
            needs = Words(vi="ký hiệu không ghi loại", en="a symbol without a type")
        printed = parts_of(row.symbol or "")[0] or row.symbol
        yield citation_finding(
            "citation.type_symbol",
            "error",
            wrong,
            subject=code,
            stated=code,
            expected=right,
            suggestion=right,
            message=Words(
                vi=f"“{row.doc_type}” đi với {needs.vi}, nhưng số {code} mang ký hiệu “{printed}”",
                en=f"“{row.doc_type}” goes with {needs.en}, but {code} bears “{printed}”",
            )
            + same(" (")
            + wheres(facts, wrong)
            + same(")."),
        )


def _entry(row: Citation) -> Entry:
    return next(e for e in load("doc_types").entries if e.canonical == row.doc_type)


def _type_disagrees(row: Citation) -> bool:
    entry = next((e for e in load("doc_types").entries if e.canonical == row.doc_type), None)
    if entry is None or entry.attributes.get("generic") or row.symbol is None:
        return False
    kind, offices = parts_of(row.symbol)
    symbols = entry.attributes["symbols"]
    if kind is None:
        state = bool(offices) and (offices[0] in ("UBND", "HĐND") or _one_level(offices[0]) == "province")
        return entry.canonical in _ALWAYS_CODED and state
    if kind in symbols or (entry.canonical, kind) in _EITHER:
        return False
    if len(kind) >= 4 and kind.startswith(tuple(symbols)):
        return False
    if entry.canonical == "Công văn":
        return kind in _NO_UNIT
    return not (entry.attributes.get("attached") and kind in ("QĐ", "NQ"))


def _one_level(office: str) -> str | None:
    levels = {str(entry.attributes["level"]) for entry in office_entries().get(office, ())}
    return levels.pop() if len(levels) == 1 else None


def _with_type(row: Citation, symbols: Sequence[str]) -> str | None:
    """The code with the type's own symbol: 356/QĐ-UBND for a Quyết định 356/KH-UBND."""
    if not symbols or row.code is None or row.symbol is None:
        return None
    kind, offices = parts_of(row.symbol)
    head = row.code.removesuffix(row.symbol)
    if row.doc_type == "Công văn":
        return head + "-".join(offices) if offices else None
    return head + (symbols[0] + row.symbol.removeprefix(kind) if kind else f"{symbols[0]}-{row.symbol}")


@rule("citation.year", severity="error", vi="Năm trong số khác năm ban hành", en="Number and date name different years")
def year(facts: Facts) -> Iterator[Finding]:
    """The year inside a number is the year of the document's date.

    Normative documents carry their year in the number; a date of another year is a slip in one of the two.

    Wrong: ``Nghị định số 117/2013/NĐ-CP ngày 07/10/2021``

    Right: ``Nghị định số 117/2013/NĐ-CP ngày 07/10/2013``
    """
    for code, rows in by_code(facts):
        wrong = [r for r in rows if r.number_year and r.issued_date and r.issued_date.year != r.number_year]
        wrong = [r for r in wrong if not _borrowed(r, facts.citations)]
        if not wrong:
            continue
        row = wrong[0]
        assert row.number_year is not None
        date = _in_year(row, rows)
        yield citation_finding(
            "citation.year",
            "error",
            wrong,
            subject=code,
            stated=row.issued_date.isoformat() if row.issued_date else None,
            expected=str(row.number_year),
            suggestion=None if date is None else written(date),
            message=Words(vi=f"Số {code} là của năm {row.number_year}", en=f"{code} is numbered {row.number_year}")
            + Words(vi=", nhưng ghi ngày ", en=", but dated ")
            + dated_places(facts, wrong)
            + same("."),
        )


def _borrowed(row: Citation, citations: Sequence[Citation]) -> bool:
    """Whether a mention has its date from a document of another level named before it.

    "Ngày 08/5/2024, UBND huyện ban hành Quyết định số 94/QĐ-UBND; Luật số 72/2025/QH15 …": no date is said of the law.
    """
    assert row.issued_date is not None
    return str(row.issued_date.year) not in row.raw and any(
        c.issued_date == row.issued_date
        and c.section_id == row.section_id
        and c.start < row.start
        and c.issuer_level != row.issuer_level
        for c in citations
    )


def _in_year(row: Citation, rows: Sequence[Citation]) -> datetime.date | None:
    """The date that another mention gives in the right year, else the same day of that year."""
    dates = [r.issued_date for r in rows if r.issued_date and r.issued_date.year == row.number_year]
    if dates:
        return dates[0]
    try:
        return row.issued_date.replace(year=row.number_year or 0) if row.issued_date else None
    except ValueError:
        return None


@rule("citation.date_invalid", severity="error", vi="Ngày không có thật", en="The date does not exist")
def date_invalid(facts: Facts) -> Iterator[Finding]:
    """The date of a document exists in the calendar.

    A date without a year is incomplete, not wrong, and is left alone.

    Wrong: ``Công văn số 402/UBND-NV ngày 31/4/2023``

    Right: ``Công văn số 402/UBND-NV ngày 30/4/2023``
    """
    for code, rows in by_code(facts):
        wrong = [row for row in rows if row.issued_date is None and _impossible(row.issued_date_raw)]
        if not wrong:
            continue
        raw = " ".join((wrong[0].issued_date_raw or "").split())
        date = next((row.issued_date for row in rows if row.issued_date), None)
        yield citation_finding(
            "citation.date_invalid",
            "error",
            wrong,
            subject=code,
            stated=raw,
            expected=date.isoformat() if date else None,
            suggestion=written(date) if date else None,
            message=Words(
                vi=f"Số {code} ghi “{raw}”, là ngày không có thật (",
                en=f"{code} bears “{raw}”, a day that does not exist (",
            )
            + wheres(facts, wrong)
            + same(")."),
        )


def _impossible(raw: str | None) -> bool:
    dates = find_dates(raw) if raw else ()
    return any(d.date is None and None not in (d.day, d.month, d.year) for d in dates)


@rule("citation.future", severity="error", vi="Văn bản sau ngày báo cáo", en="Document later than the report")
def future(facts: Facts) -> Iterator[Finding]:
    """No document is dated or numbered after the report that names it.

    The report's date is that of its header; where that has a year alone, the year's last day. Where many documents are
    later, the header is wrong, and the year that the documents speak of counts instead.

    Wrong, in a report of 2023: ``Nghị định số 85/2026/NĐ-CP``

    Right: ``Nghị định số 85/2016/NĐ-CP``
    """
    limit = _limit(facts)
    if limit is None:
        return
    for code, rows in by_code(facts):
        late = [row for row in rows if _later(row, limit)]
        if not late:
            continue
        row = late[0]
        numbered = row.number_year is not None and row.number_year > limit.year
        when = Words(vi=f"năm {row.number_year}", en=str(row.number_year)) if numbered else written(row.issued_date)
        yield citation_finding(
            "citation.future",
            "error",
            late,
            subject=code,
            stated=str(row.number_year) if numbered else row.issued_date.isoformat() if row.issued_date else None,
            expected=f"<= {limit.year}" if numbered else f"<= {limit.isoformat()}",
            message=Words(vi=f"Số {code} là của " if numbered else f"Số {code} ghi ngày ", en=f"{code} is of ")
            + when
            + Words(vi=", sau ngày báo cáo (", en=", after the report (")
            + wheres(facts, late)
            + same(")."),
        )


def _later(row: Citation, limit: datetime.date) -> bool:
    numbered = row.number_year is not None and row.number_year > limit.year
    return numbered or (row.issued_date is not None and row.issued_date > limit)


def _limit(facts: Facts) -> datetime.date | None:
    """The last day that a document may bear; moved on, year by year, while too many are later."""
    limit, header = facts.report_date, facts.header
    titled = header.title is not None or header.symbol is not None
    # A year in a text without a header may be anything's; only a header's own year dates a report.
    if limit is None and (header.issued_year or (header.period_year and titled)):
        # A report on a year may be written in the next one.
        limit = datetime.date(header.issued_year or (header.period_year or 0) + 1, 12, 31)
    dated = [rows[0] for _, rows in by_code(facts) if rows[0].issued_date or rows[0].number_year]
    while limit is not None:
        late = [row for row in dated if _later(row, limit)]
        if len(late) < _FEW_LATE or len(late) <= _LATE_SHARE * len(dated):
            break
        limit = datetime.date(limit.year + (limit.month == 12 and limit.day == 31), 12, 31)
    return limit


@rule("citation.malformed", severity="warning", vi="Số, ký hiệu sai thể thức", en="Code not in the office's form")
def malformed(facts: Facts) -> Iterator[Finding]:
    """The separators of a code and their order are those of its office's form.

    State offices write number/TYPE-OFFICE, the Party number-TYPE/OFFICE. Joint documents and offices whose codes
    state and Party share are left alone.

    Wrong: ``Nghị quyết số 05/NQ-TU``

    Right: ``Nghị quyết số 05-NQ/TU``
    """
    for code, rows in by_code(facts):
        wrong = [row for row in rows if row.malformed]
        if not wrong:
            continue
        found = find_codes(code)
        right = found[0].expected if found else None
        office = office_of(wrong[0].symbol)
        party = office is not None and is_party(office)
        form = Words(vi="của Đảng", en="Party") if party else Words(vi="của cơ quan nhà nước", en="state")
        yield citation_finding(
            "citation.malformed",
            "warning",
            wrong,
            subject=code,
            stated=code,
            expected=right,
            suggestion=right,
            message=Words(
                vi=f"Số {code} sai thể thức ký hiệu {form.vi}", en=f"{code} has not the form of a {form.en} code"
            )
            + Words(vi=f", đúng là {right} (", en=f", {right} (")
            + wheres(facts, wrong)
            + same(")."),
        )


@rule("citation.issuer", severity="warning", vi="Cơ quan ban hành khác ký hiệu", en="Issuer and code disagree")
def issuer(facts: Facts) -> Iterator[Finding]:
    """The office in the code is that of the issuer named.

    TW is the central Party, TU a Tỉnh ủy or Thành ủy, HU a Huyện ủy, CP the government, TTg its head. Only codes that
    stand for one body are tested.

    Wrong: ``Kế hoạch số 204-KH/TU của Huyện ủy``

    Right: ``Kế hoạch số 204-KH/HU của Huyện ủy``
    """
    for code, rows in by_code(facts):
        wrong = [row for row in rows if _issuer_disagrees(row)]
        if not wrong:
            continue
        row = wrong[0]
        office = office_of(row.symbol)
        meant = " / ".join(dict.fromkeys(e.canonical for e in office_entries().get(office or "", ())))
        yield citation_finding(
            "citation.issuer",
            "warning",
            wrong,
            subject=code,
            stated=row.issuer,
            expected=meant or None,
            message=Words(vi=f"Số {code} mang ký hiệu “{office}”", en=f"{code} bears “{office}”")
            + Words(vi=f", nhưng ghi là của {row.issuer} (", en=f", but is said to be of {row.issuer} (")
            + where(facts, row)
            + same(")."),
        )


# The kind of locality in the name of a Party committee, and the codes it uses.
_COMMITTEES = {
    "tỉnh": {"TU"},
    "thành phố": {"TU", "ThU"},
    "huyện": {"HU"},
    "quận": {"QU"},
    "thị xã": {"ThU", "TXU", "TU"},
    "xã": {"ĐU"},
    "phường": {"ĐU"},
    "thị trấn": {"ĐU"},
}
_PARTY_CODES = frozenset({"TW", "TU", "HU", "QU", "ThU", "TXU"})
_CERTAIN = frozenset({"UBND", "HĐND", "CP", "TTg", "CTN", "QH", "UBTVQH"})


@lru_cache(maxsize=1024)
def _body(name: str) -> Body | None:
    """What the issuers' list says of an issuer named; reports name the same few again and again."""
    return next(iter(find_bodies(name, Place(kind=None, name=None, province=None))), None)


def _issuer_disagrees(row: Citation) -> bool:
    office = office_of(row.symbol)
    if row.issuer is None or office is None:
        return False
    body = _body(row.issuer)
    if body is None:
        return False
    if office in _PARTY_CODES:
        return _committee_disagrees(office, row.issuer, body.entry)
    alone = len(office_entries().get(office, ())) == 1 and "/" not in (row.symbol or "")
    if office not in _CERTAIN and not (alone and _one_level(office) in ("province", "central")):
        return False
    if body.entry in office_entries()[office] or body.entry.attributes.get("open"):
        return False
    # An office drafts for the authority it serves.
    return not (office in ("UBND", "HĐND") and body.entry.canonical.startswith("Văn phòng"))


def _committee_disagrees(office: str, name: str, entry: Entry) -> bool:
    if entry.attributes["level"] != "party":
        return entry.attributes["level"] in ("central", "place", "province", "district")
    codes = set(entry.attributes["codes"])
    if len(codes) > 3:
        kinds = [kind for kind in sorted(_COMMITTEES, key=len, reverse=True) if f" {kind}" in name.casefold()]
        codes = _COMMITTEES[kinds[0]] if kinds else codes
    return not entry.attributes.get("open") and office not in codes
