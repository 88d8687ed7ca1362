"""Rules over the codes of single citations: type and symbol, form and issuer of each document that a report names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.bodies import Body, Place, find_bodies
from extractors.citation_issuer import office_of
from extractors.citations import Citation
from patterns.codes import find_codes
from patterns.phrases import Entry
from patterns.symbols import is_party, office_entries, parts_of
from patterns.vocabulary import load
from pipeline.audits.citation_findings import by_code, citation_finding, where, wheres
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words, same

# Types that always bear their own code; others are at times issued as a công văn ("Hướng dẫn số 1290/SNV-CCHC").
_ALWAYS_CODED = frozenset({"Quyết định", "Nghị quyết", "Chỉ thị", "Kế hoạch"})
# Type codes that are no unit's: CT, TT, TTr, HD and PC are departments in the number of a công văn.
_NO_UNIT = frozenset({"QĐ", "KH", "NQ", "TB", "BC", "NĐ", "CTr"})
# Types that name one document by either word.
_EITHER = frozenset({("Kết luận", "TB"), ("Quyết định", "QĐi")})


@rule(
    "citation.type_symbol",
    severity="error",
    vi="Loại văn bản khác ký hiệu",
    en="Document type and symbol disagree",
    explained_vi=(
        "Tên loại văn bản phải đi với chữ viết tắt của loại trong ký hiệu (Nghị định 30/2020/NĐ-CP, Phụ lục "
        "III): Quyết định là QĐ, Kế hoạch là KH, công văn chỉ có tên cơ quan. Sai một trong hai thì người "
        "đọc đi tìm một văn bản không có."
    ),
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


@rule(
    "citation.malformed",
    severity="warning",
    vi="Số, ký hiệu sai thể thức",
    en="Code not in the office's form",
    explained_vi=(
        "Dấu và thứ tự trong số, ký hiệu theo thể thức của cơ quan ban hành: cơ quan nhà nước viết "
        "số/LOẠI-CƠ QUAN, cơ quan Đảng viết số-LOẠI/CƠ QUAN. Văn bản liên tịch không bị xét."
    ),
)
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


@rule(
    "citation.issuer",
    severity="warning",
    vi="Cơ quan ban hành khác ký hiệu",
    en="Issuer and code disagree",
    explained_vi=(
        "Cơ quan trong ký hiệu phải là cơ quan được nêu tên: TW là Trung ương, TU là Tỉnh ủy hoặc Thành ủy, "
        "HU là Huyện ủy, CP là Chính phủ, TTg là Thủ tướng. Chỉ xét ký hiệu ứng với một cơ quan duy nhất."
    ),
)
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
