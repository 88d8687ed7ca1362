"""Which field of administration (lĩnh vực) each quantity of a statement belongs to."""

from __future__ import annotations

import dataclasses

import regex

from extractors.cues import Cue
from extractors.statements import Quantity, Statement, labels_of
from patterns.phrases import Hit
from patterns.spelling import lowered
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
            if (a, b) == statement.field_cell:
                continue
            for hit in load("fields").find(text, a, b):
                if not text[a : hit.start].strip(" .0123456789") or _NAMED.search(text, a, hit.start):
                    found.append(Cue(feature=hit.entry.canonical, start=hit.start, end=hit.end))
        return tuple(found)
    for hit in load("fields").find(text, statement.start, statement.end):
        if _OF_AN_OFFICE.search(text, max(statement.start, hit.start - 40), hit.start):
            continue
        named = _NAMED.search(text, max(statement.start, hit.start - 12), hit.start)
        if not named and _counted(statement, hit):
            found.append(Cue(feature=hit.entry.canonical, start=hit.start, end=hit.end))
            continue
        listed = found and not text[found[-1].end : hit.start].strip(" ,và-")
        if (named and named.end() == hit.start) or listed or _HEADS.match(text, hit.end):
            found.append(Cue(feature=hit.entry.canonical, start=hit.start, end=hit.end))
    return tuple(found)


# "Phòng Quản lý đô thị (01 hồ sơ)", "nghĩa vụ tài chính: 12": a field's words in another name.
_OF_AN_OFFICE = regex.compile(
    r"(?<!\w)(?:Phòng|Sở|Ban|Chi cục|Cục|Đăng ký|Trung tâm|Bộ phận|Tổ|Công chức|Đội|Hạt|Trạm|Kho bạc)\s+"
    r"(?:[\p{L}&,-]+\s+){0,3}$|(?<!\w)nghĩa vụ\s$",
    regex.IGNORECASE,
)


def _counted(statement: Statement, hit: Hit) -> bool:
    """Whether a field stands right behind counted dossiers: "742 hồ sơ chứng thực"."""
    return any(
        n.unit == "dossier" and n.unit_end <= hit.start and not statement.text[n.unit_end : hit.start].strip()
        for n in statement.numbers
    )


_COLON = regex.compile(
    r"\s*(?:[:,]|\(|(?:đã\s+)?(?:tiếp nhận|nhận|có|phát sinh|giải quyết|trả|còn|tồn|đạt|xử lý)(?!\w))"
)


def _leads(statement: Statement, cue: Cue, quantity: Quantity) -> bool:
    """Whether a field opens its clause, so that it holds for the figures behind: "Lĩnh vực đất đai: …"."""
    if cue.end > quantity.number.start or not _COLON.match(statement.text, cue.end):
        return False
    named = _NAMED.search(statement.text, max(statement.start, cue.start - 12), cue.start)
    start = named.start() if named else cue.start
    before = statement.text[statement.start : start].rstrip(" -–+*•.0123456789")
    return (
        not before
        or before[-1] in ";:.)"
        or before.casefold().endswith(("trong đó", "riêng", "đối với", "ở", "về", "tthc", "hồ sơ", "thủ tục", "thuộc"))
    )


def _ends(statement: Statement, cue: Cue, quantity: Quantity) -> bool:
    """Whether the clause that a field opened is over."""
    between = statement.clauses.between(cue.end, quantity.number.start)
    return any(d.kind == "semicolon" and statement.clauses.depth(d.start) == 0 for d in between)


# "Lĩnh vực đất đai", "3. Hộ tịch": the name of a field in its cell.
_HEADED = regex.compile(
    r"\W*(?:\d{1,2}[.)]\s*)?(?:(?:thuộc\s+)?(?:nhóm\s+)?lĩnh vực\s+(?!khác))?(?P<name>.*?)\W*",
    regex.IGNORECASE | regex.DOTALL,
)


def _name_of(text: str, start: int, end: int) -> str:
    """The field that a cell of a column of fields names: the one known by these words, else the words themselves."""
    match = _HEADED.fullmatch(text, start, end)
    assert match is not None
    name = match.span("name")
    known = [hit for hit in load("fields").find(text, *name) if (hit.start, hit.end) == name]
    return known[0].entry.canonical if known else " ".join(lowered(match["name"]).split())


def settle_fields(statement: Statement) -> tuple[Quantity, ...]:
    """Give every quantity the field its clause names; a total that several fields share has none."""
    if statement.field_cell is not None:
        name = _name_of(statement.text, *statement.field_cell)
        return tuple(
            dataclasses.replace(quantity, field=None if quantity.kind in _STAFF else name)
            for quantity in statement.quantities
        )
    cues = field_cues(statement)
    if not cues:
        return statement.quantities
    settled: list[Quantity] = []
    leading: Cue | None = None
    several = len({cue.feature for cue in cues}) > 1
    for quantity, label in zip(statement.quantities, labels_of(statement, cues), strict=True):
        # "Riêng lĩnh vực đất đai, tỷ lệ …": named at the opening of the sentence.
        opening = [cue for cue in label.weak if cue.end <= quantity.number.start]
        names = {cue.feature for cue in label.own or opening}
        before = quantity.number.unit == "percent" or quantity.number.fraction == "denominator"
        field = next(iter(names)) if len(names) == 1 else None
        if not names and before and settled:
            # "37 hồ sơ (đất đai 35, xây dựng 02), chiếm 0,8%": behind the bracket all are meant again.
            depth = statement.clauses.depth(quantity.number.start) if statement.columns is None else 0
            last = settled[-1]
            while last.whole is not None and statement.clauses.depth(last.number.start) > depth:
                last = settled[last.whole]
            field = last.field
        elif not names and leading is not None and not (several and _ends(statement, leading, quantity)):
            field = leading.feature
        if len(names) == 1 and statement.columns is None:
            cue = next(cue for cue in (*label.own, *opening) if cue.feature == field)
            leading = cue if _leads(statement, cue, quantity) else None
        if field is None and not names and quantity.whole is not None:
            field = settled[quantity.whole].field  # "8.406 hồ sơ thuế, trong đó trực tuyến 7.930"
        # Posts and people are counted by sector, not by field.
        field = None if quantity.kind in _STAFF else field
        settled.append(quantity if field == quantity.field else dataclasses.replace(quantity, field=field))
    return tuple(settled)
