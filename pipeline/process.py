"""One report from bytes to rows: read, normalize, segment, extract, audit."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Mapping
from importlib import metadata
from typing import Any

from extractors.family import Reading
from extractors.header import Header, find_header
from extractors.located import Located
from extractors.reading import read_statements
from extractors.report import Report
from patterns.personal_data import masked
from pipeline import identify
from pipeline.audits.definitions import with_definitions
from pipeline.audits.doubted import doubted
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.period import report_date
from pipeline.audits.proposals import propose
from pipeline.audits.registry import Rule, all_rules
from pipeline.bounds import PATTERN_SECONDS
from pipeline.change_words import read_changes
from pipeline.documents import Document, Text
from pipeline.errors import ReadFailure
from pipeline.extract import families
from pipeline.normalize import Normalized, normalize, without_name
from pipeline.personal import personal_data
from pipeline.read.document import read_document
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.read.raw import Problem, RawDocument
from pipeline.recognized import as_sure_as_words, uncertain
from pipeline.reporting_periods import read_periods
from pipeline.schema import check_codes, table_named
from pipeline.segment import segment
from pipeline.silence import Silence, measure


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """All rows of one document, by table; ``report`` is None where the file could not be read."""

    document: Document
    text: Text | None = None
    report: Report | None = None
    rows: Mapping[str, tuple[Any, ...]] = dataclasses.field(default_factory=dict)

    def tables(self) -> dict[str, tuple[Any, ...]]:
        """The rows of every table this document has rows in."""
        texts = () if self.text is None else (self.text,)
        return {"documents": (self.document,), "texts": texts, **self.rows}


@functools.cache
def version() -> str:
    """The version of the program, as installed."""
    return metadata.version("rasoat")


def process(data: bytes, name: str, options: ReadOptions = DEFAULT) -> Processed:
    """Read one file and find all there is in it. ``name`` helps to tell its format and becomes ``source_path``.

    A file that cannot be read, or in which a pattern is sought too long, is a failed document. A rule that raises is a
    problem of the document, which is then partial. Anything else that raises is a bug and is left to the caller.
    """
    try:
        raw = read_document(data, name, options)
    except ReadFailure as failure:
        return Processed(document=failed(data, name, failure.code, failure.message))
    try:
        return _found(data, name, options, raw)
    except TimeoutError:
        # Nothing but a pattern waits here: the file was read already, and nothing is written yet.
        stopped = PATTERN_SECONDS.failure()
        return Processed(document=failed(data, name, stopped.code, stopped.message))


def _found(data: bytes, name: str, options: ReadOptions, raw: RawDocument) -> Processed:
    """All there is in what was read of a file."""
    doc_id = identify.doc_id_of(data)
    normalized = normalize(raw)
    # Who signed is known before any statement is read, so that the text without the name is the only one read.
    known = None if options.signers else find_header(report_of(normalized))
    if known is not None and known.signer:
        normalized = without_name(normalized, known.signer)
    reading = reading_of(normalized, known)
    report, header = reading.report, reading.header
    facts = {family.table: tuple(family.find(reading)) for family in families()}
    found = as_sure_as_words({"sections": report.sections, **facts}, normalized.recognized)
    rows = identify.identify(found, doc_id)
    rows["rates"] = with_definitions(rows["rates"], rows["dossiers"])
    report = dataclasses.replace(report, sections=rows["sections"])
    facts_read = _facts(doc_id, report, header, rows)
    findings, problems = audit(facts_read, all_rules())
    doubts, more = _doubts(facts_read)
    problems = (*problems, *more)
    silence = measure(dataclasses.replace(reading, report=report), rows, doc_id, doubts)
    rows = {**rows, "findings": findings, "unexplained": silence.unexplained}
    if options.personal_data:
        rows["personal_data"] = personal_data(normalized, doc_id)
    if not options.signers:
        header = dataclasses.replace(header, signer=None)
    for table, records in rows.items():
        check_codes(table_named(table), records)
    return Processed(
        document=_document(data, name, raw, normalized, header, (*raw.problems, *problems), silence),
        text=_text(doc_id, normalized),
        report=report,
        rows=rows,
    )


def reading_of(normalized: Normalized, header: Header | None = None) -> Reading:
    """A normalized text with its sections, header (where it is not known already) and statements.

    It is what every family of facts looks at.
    """
    report = report_of(normalized)
    header = header or find_header(report)
    return Reading(report=report, header=header, statements=read_statements(report, header))


def report_of(normalized: Normalized) -> Report:
    """A normalized text with its sections."""
    return Report(
        text=normalized.text,
        sections=segment(normalized.text, normalized.body_end, normalized.page_starts),
        footnotes=normalized.footnotes,
        body_end=normalized.body_end,
        page_starts=normalized.page_starts,
    )


def audit(facts: Facts, rules: tuple[Rule, ...]) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """What the rules find in the facts of one report, with a problem for every rule that raised."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    for rule in rules:
        try:
            findings.extend(rule.check(facts))
        except Exception as error:
            problems.append(_raised(rule.name, error))
    try:
        findings = list(propose(facts, findings))
    except Exception as error:
        problems.append(_raised("suggestions", error))
    return identify.number_findings(findings, facts.doc_id), tuple(problems)


def _raised(name: str, error: Exception) -> Problem:
    """The problem of a document on which a rule, or a step behind the rules, raised."""
    return Problem(code="RULE_FAILED", message=f"{name}: {type(error).__name__}: {error}")


def _doubts(facts: Facts) -> tuple[tuple[Located, ...], tuple[Problem, ...]]:
    """The rows that were probably misread, or a problem where that could not be told."""
    try:
        return doubted(facts), ()
    except Exception as error:
        return (), (_raised("doubts", error),)


def failed(data: bytes | None, name: str, code: str, message: str) -> Document:
    """The row of a file that could not be read; ``data`` is None where its bytes could not be had."""
    size, digest = (None, None) if data is None else (len(data), hashlib.sha256(data).hexdigest())
    return failed_row(name, code, message, size=size, sha256=digest)


def failed_row(name: str, code: str, message: str, *, size: int | None, sha256: str | None) -> Document:
    """The row of a file that was not read, where no more than its size and digest are known, or not even these.

    A scan that nobody could recognize is not failed but partial: nothing is wrong with it.
    """
    return Document(
        doc_id=sha256[:16] if sha256 else identify.doc_id_of(f"unreadable:{name}".encode()),
        source_path=name,
        bytes=size,
        sha256=sha256,
        status="partial" if code == "NEEDS_OCR" else "failed",
        error_code=code,
        error_message=masked(message),
        version=version(),
    )


def _facts(doc_id: str, report: Report, header: Header, rows: Mapping[str, tuple[Any, ...]]) -> Facts:
    """What the rules see. Tables that they do not know (a new family of facts) are left out."""
    known = {field.name for field in dataclasses.fields(Facts)}
    tables: dict[str, Any] = {table: records for table, records in rows.items() if table in known}
    facts = Facts(
        doc_id=doc_id,
        header=header,
        periods=read_periods(report, header, rows.get("citations", ())),
        changes=tuple(read_changes(report, (*rows.get("dossiers", ()), *rows.get("rates", ())))),
        **tables,
    )
    return dataclasses.replace(facts, report_date=report_date(facts))


def _document(
    data: bytes,
    name: str,
    raw: RawDocument,
    normalized: Normalized,
    header: Header,
    problems: tuple[Problem, ...],
    silence: Silence,
) -> Document:
    read = {field.name: getattr(header, field.name) for field in dataclasses.fields(Header)}
    return Document(
        **read,
        doc_id=identify.doc_id_of(data),
        source_path=name,
        format=raw.format,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        pages=len(normalized.page_starts) or None,
        chars=len(normalized.text),
        text_layer=raw.text_layer,
        ocr_confidence=raw.ocr_confidence,
        encoding=raw.encoding,
        numbers_seen=silence.seen,
        numbers_in_rows=silence.in_rows,
        numbers_recognised=silence.recognised,
        unexplained_share=silence.share,
        status="partial" if problems else "ok",
        error_code=problems[0].code if problems else None,
        error_message=masked("; ".join(problem.message for problem in problems)) or None,
        version=version(),
    )


def _text(doc_id: str, normalized: Normalized) -> Text:
    return Text(
        doc_id=doc_id,
        text=normalized.text,
        body_end=normalized.body_end,
        page_starts=normalized.page_starts,
        segments=normalized.segments,
        boxes=normalized.boxes,
        uncertain=uncertain(normalized.recognized),
        repairs=normalized.repairs,
    )
