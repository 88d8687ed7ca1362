"""One report as a page: its text with every mark, its findings beside it, and its rows for the tables."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from extractors.columns import columns_of
from extractors.header import Header
from pipeline.audits.wording import signed
from pipeline.documents import Document
from pipeline.labels import name_of
from pipeline.questions import question
from pipeline.reasons import in_english
from pipeline.schema import table_named
from pipeline.show import sentence_of
from pipeline.site.findings_list import steps, told
from pipeline.site.marks import Mark
from pipeline.site.overview import doubted_period
from pipeline.site.page_images import PageImage, Place, places_on_pages
from pipeline.site.periods import day_vi
from pipeline.site.rows import Row, Run, fact_tables, local
from pipeline.site.text_blocks import Block, blocks, with_notes

SEVERITIES = ("error", "warning", "info")
# Columns that say where a row stands or how it is tied to others: the page has its own ways to show these.
_PLACE = {
    *(
        "doc_id",
        "section_id",
        "citation_id",
        "figure_id",
        "unexplained_id",
        "start",
        "end",
        "page",
        "raw",
        "confidence",
    ),
    *("group_id", "part_of", "scope_name", "period_end", "kind", "resolves_to", "issued_date_raw", "malformed"),
    *("in_footnote", "number", "number_year", "symbol"),
}
# What a reader looks for first; the rest follows as the table has it.
_FIRST = ("metric", "measure", "criterion", "label", "doc_type", "code", "category", "value", "scope", "field")
# The facts of a document that its page lists.
_ABOUT = (
    *("issuer", "issued_date", "recipient", "signer", "signer_role", "level", "locality", "province", "source_path"),
    *("also_at", "format", "pages", "text_layer", "ocr_confidence", "encoding", "numbers_seen", "numbers_in_rows"),
    *("numbers_recognised", "status", "version"),
)
_KEEP = {"unexplained": frozenset({"kind"})}
# What is shown with another column, or by the mark in the text.
_BESIDE = ("decimals", "percent_start", "percent_end", "deduction_start", "deduction_end")
# Longer findings (a whole section) are marked on their first line.
_LONGEST_MARK = 240


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A finding as the margin shows it."""

    id: str
    row: Row
    title: tuple[str, str]
    severity: tuple[str, str]
    place: tuple[str, str]
    quote: str
    evidence: tuple[tuple[str, str, tuple[str, str]], ...]
    question: str
    stated: tuple[str, str]
    expected: tuple[str, str]
    steps: tuple[tuple[str, ...], tuple[str, ...]]
    delta: tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """What the page of one report is made from."""

    document: Row
    about: tuple[tuple[tuple[str, str], tuple[str, str]], ...]
    sections: tuple[Row, ...]
    blocks: tuple[Block, ...]
    notes: Mapping[str, Note]
    without_place: tuple[str, ...]
    doubt: tuple[str, str, str] | None
    reason_en: str
    counts: Mapping[str, int]
    kinds: Mapping[str, int]
    facts: Mapping[str, Any]


def report_page(
    run: Run, document: Row, text: Row, cited: Mapping[str, str], names: Mapping[str, str], images: Sequence[PageImage]
) -> ReportPage:
    """The page of a report; ``cited`` has the document of every citation, ``names`` what each report is called."""
    doc_id = document["doc_id"]
    sections = run.rows("sections", doc_id)
    paths = {section["section_id"]: section["path"] for section in sections}
    rows = {table: run.rows(table, doc_id) for table in (*fact_tables(), "unexplained")}
    findings = run.rows("findings", doc_id)
    marks = [mark for table, found in rows.items() for mark in _marks(table, found)]
    marks += [mark for finding in findings if (mark := _finding_mark(finding, text["text"])) is not None]
    made = list(blocks(text, sections, marks))
    placed = {local(f["finding_id"]): f["start"] for f in findings}
    without = with_notes(made, {name: -1 if start is None else start for name, start in placed.items()})
    evidence = _evidence(rows, sections)
    notes = {local(f["finding_id"]): _note(f, text["text"], paths, evidence, names) for f in findings}
    return ReportPage(
        document=document,
        about=tuple(_about(document)),
        sections=tuple(sections),
        blocks=tuple(made),
        notes=notes,
        without_place=tuple(sorted(without)),
        doubt=_doubt(run, document),
        reason_en=in_english(document["error_message"] or ""),
        counts={s: sum(f["severity"] == s for f in findings) for s in SEVERITIES},
        kinds={table: len(found) for table, found in rows.items() if found},
        facts=_facts(document, rows, paths, cited, images, places_on_pages(marks, text["boxes"]) if images else {}),
    )


def _doubt(run: Run, document: Row) -> tuple[str, str, str] | None:
    """The finding that the report may be of another period than its title says, and its message in both languages."""
    finding = doubted_period(run, document)
    return (local(finding["finding_id"]), finding["message_vi"], finding["message_en"]) if finding else None


def _marks(table: str, rows: Iterable[Row]) -> Iterator[Mark]:
    identity = _identity(table)
    for row in rows:
        yield Mark(id=local(row[identity]), kind=table, start=row["start"], end=row["end"])


def _identity(table: str) -> str:
    return {"citations": "citation_id", "unexplained": "unexplained_id"}.get(table, "figure_id")


def _finding_mark(finding: Row, text: str) -> Mark | None:
    start, end = finding["start"], finding["end"]
    if start is None:
        return None
    if end - start > _LONGEST_MARK:
        line_end = text.find("\n", start, end)
        end = min(line_end if line_end > start else end, start + _LONGEST_MARK)
    return Mark(id=local(finding["finding_id"]), kind="finding", start=start, end=end, severity=finding["severity"])


Evidence = Callable[[str], tuple[str, tuple[str, str]] | None]


def _evidence(rows: Mapping[str, Sequence[Row]], sections: Sequence[Row]) -> Evidence:
    """Looks a row of this report up by its id: what is printed, and what it is in both languages."""
    found: dict[str, tuple[str, tuple[str, str]]] = {}
    for table, of_table in rows.items():
        described = table_named(table).columns
        coded = next((name for name in ("metric", "measure") if name in described), None)
        vocabulary = described[coded].vocabulary if coded else None
        for row in of_table:
            called = ("", "")
            if coded and vocabulary and row[coded]:
                called = (name_of(vocabulary, row[coded], "vi"), name_of(vocabulary, row[coded], "en"))
            found[row[_identity(table)]] = (" ".join(row["raw"].split()), called)
    for section in sections:
        found[section["section_id"]] = (section["path"], ("mục", "section"))
    return found.get


def _note(finding: Row, text: str, paths: Mapping[str, str], evidence: Evidence, names: Mapping[str, str]) -> Note:
    rule, path, page = finding["rule"], paths.get(finding["section_id"] or ""), finding["page"]
    place_vi = ", ".join(p for p in (f"mục {path}" if path else "", f"trang {page}" if page else "") if p)
    place_en = ", ".join(p for p in (f"section {path}" if path else "", f"page {page}" if page else "") if p)
    quote = "" if finding["start"] is None else sentence_of(text, finding["start"], finding["end"])
    return Note(
        id=local(finding["finding_id"]),
        row=finding,
        title=(name_of("rule", rule, "vi"), name_of("rule", rule, "en")),
        severity=tuple(name_of("severity", finding["severity"], language) for language in ("vi", "en")),  # type: ignore[arg-type]
        place=(place_vi, place_en),
        quote=quote if len(quote) <= 600 else f"{quote[:600].rpartition(' ')[0]} …",
        evidence=tuple(_link(row_id, finding["doc_id"], evidence, names) for row_id in finding["evidence"]),
        question=question(finding),
        stated=told(rule, finding["stated"]),
        expected=told(rule, finding["expected"]),
        steps=(steps(finding["message_vi"]), steps(finding["message_en"])),
        delta=("", "") if finding["delta"] is None else _signed(finding["delta"]),
    )


def _signed(delta: float) -> tuple[str, str]:
    off = signed(float(f"{delta:.6g}"))
    return off.vi, off.en


def _link(row_id: str, doc_id: str, evidence: Evidence, names: Mapping[str, str]) -> tuple[str, str, tuple[str, str]]:
    """Where the row stands, what is printed there, and what it is."""
    other = row_id.partition(":")[0]
    found = evidence(row_id)
    if found is not None:
        return f"#{local(row_id)}", *found
    if other != doc_id and other in names:
        return f"{other}.html#{local(row_id)}", names[other], ("báo cáo khác", "another report")
    return "", row_id, ("", "")


def _about(document: Row) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """The header's facts that a reader of the report looks for, labels and values in both languages."""
    described = {**columns_of(Document), **columns_of(Header)}
    number = "/".join(part for part in (document["number"] or "…", document["symbol"]) if part)
    if document["number"] or document["symbol"]:
        yield ("Số, ký hiệu", "number"), (number, number)
    for name in _ABOUT:
        value = document[name]
        if value is None or value == []:
            continue
        vocabulary = described[name].vocabulary
        told = (
            (name_of(vocabulary, value, "vi"), name_of(vocabulary, value, "en"))
            if vocabulary
            else (day_vi(value), value.isoformat())
            if isinstance(value, datetime.date)
            else (", ".join(value),) * 2
            if isinstance(value, list)
            else (str(value).replace(".", ","), str(value))
            if isinstance(value, float)
            else (str(value),) * 2
        )
        yield (described[name].label_vi, name.replace("_", " ")), told
    first, last = document["period_start"], document["period_end"]
    if first is not None and last is not None:
        yield ("Kỳ báo cáo", "period"), (f"{day_vi(first)} – {day_vi(last)}", f"{first} to {last}")


def _facts(
    document: Row,
    rows: Mapping[str, Sequence[Row]],
    paths: Mapping[str, str],
    cited: Mapping[str, str],
    images: Sequence[PageImage],
    places: Mapping[int, Sequence[Place]],
) -> dict[str, Any]:
    """The rows for the tables and cards, and the marks of every page, as the page's script reads them."""
    first, last = document["period_start"], document["period_end"]
    return {
        "doc": document["doc_id"],
        "period": [_json(first), _json(last)],
        "tables": [_table(name, found, paths, cited) for name, found in rows.items() if found],
        "pages": [[i.page, i.width, i.height, list(places.get(i.page, ()))] for i in images],
    }


def _table(name: str, rows: Sequence[Row], paths: Mapping[str, str], cited: Mapping[str, str]) -> dict[str, Any]:
    keep = _KEEP.get(name, frozenset())
    columns = [column for column in table_named(name).columns if column not in _PLACE or column in keep]
    columns = [c for c in columns if not c.endswith(_BESIDE) and any(row[c] is not None for row in rows)]
    columns.sort(key=lambda column: _FIRST.index(column) if column in _FIRST else len(_FIRST))
    identity = _identity(name)
    return {
        "name": name,
        "columns": columns,
        "rows": [
            [
                local(row[identity]),
                " ".join(row["raw"].split()),
                row["page"],
                paths.get(row["section_id"] or "", ""),
                row["confidence"],
                cited.get(row[identity], "") if name == "citations" else "",
                [_cell(row, column) for column in columns],
            ]
            for row in rows
        ],
    }


def _cell(row: Row, column: str) -> Any:
    """A value for the table: a number with its decimals, a scope with its name, a period as its two ends."""
    value = row[column]
    if value is None:
        return None
    if column == "scope" and row.get("scope_name"):
        return [value, row["scope_name"]]
    if column == "period_start":
        return [_json(value), _json(row["period_end"])]
    decimals = row.get("decimals" if column == "value" else f"{column}_decimals")
    return [value, decimals] if decimals is not None and isinstance(value, int | float) else _json(value)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value
