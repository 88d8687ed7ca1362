"""One report for a reader: header, outline, citations, figures and findings, each with its sentence."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.columns import columns_of
from extractors.header import Header
from extractors.located import Figure
from extractors.sentences import split_sentences
from pipeline.errors import RasoatError
from pipeline.labels import vocabularies
from pipeline.process import Processed
from pipeline.run import find_sources, read_all
from pipeline.wording import Wording

# Columns of a figure that say where it stands rather than what it is.
_PLACE = {f.name for f in dataclasses.fields(Figure)} - {"scope", "scope_name", "qualifier", "role"}
# What opens a figure's line, in this order; the rest follows with its name.
_LEAD = ("metric", "measure", "criterion", "category", "label")


def read_one(file: Path) -> Processed:
    """Read one file as a run would. Raises RasoatError where it does not exist or is a folder."""
    if file.is_dir():
        raise RasoatError("not_one_file", path=str(file))
    return next(iter(read_all(find_sources([file]).files)))


def sentence_of(text: str, start: int, end: int) -> str:
    """The sentence that holds text[start:end], within its line; the whole line where the passage spans several."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if "\n" not in text[first:last]:
        for a, b in split_sentences(text, first, last):
            if a <= start and end <= b:
                return text[a:b].strip()
    return " ".join(text[first:last].split())


def as_json(result: Processed) -> dict[str, Any]:
    """All rows of the report by table, without the text itself; what has a place has its sentence too."""
    text = result.text.text if result.text else ""
    found: dict[str, Any] = {"document": _plain(result.document)}
    for table, records in result.rows.items():
        found[table] = [_plain(record) | _sentence(record, text, table) for record in records]
    return found


def _sentence(record: Any, text: str, table: str) -> dict[str, str]:
    if table == "sections" or record.start is None:
        return {}
    return {"sentence": sentence_of(text, record.start, record.end)}


def _plain(record: Any) -> dict[str, Any]:
    values = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    return {
        name: value.isoformat()
        if isinstance(value, datetime.date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }


def render(result: Processed, words: Wording) -> str:
    """The report as lines of text."""
    parts = [
        ("show_header", list(_header(result, words))),
        ("show_sections", list(_outline(result, words))),
        ("show_citations", list(_citations(result))),
        ("show_figures", list(_figures(result, words))),
        ("show_findings", list(_findings(result, words))),
    ]
    lines: list[str] = []
    for heading, content in parts:
        lines += [words.say(heading), *(content or [f"  {words.say('show_none')}"]), ""]
    return "\n".join(lines).rstrip()


def _header(result: Processed, words: Wording) -> Iterator[str]:
    described = columns_of(Header)
    names = {n: described[n].label_vi if words.language == "vi" else n.replace("_", " ") for n in described}
    wide = max(len(name) for name in names.values())
    for name, called in names.items():
        value = getattr(result.document, name)
        if value is not None:
            coded = described[name].vocabulary
            yield f"  {called:<{wide}}  {_label(coded, value, words) if coded else _printed(value)}"


def _outline(result: Processed, words: Wording) -> Iterator[str]:
    for section in result.rows.get("sections", ()):
        heading = section.heading or section.raw[:60].replace("\n", " ") + " …"
        domain = f"  [{_label('domain', section.domain, words)}]" if section.domain else ""
        yield f"  {'  ' * max(0, section.depth - 1)}{section.marker} {heading}{domain}"


def _citations(result: Processed) -> Iterator[str]:
    for citation in result.rows.get("citations", ()):
        facts = [citation.doc_type, citation.code or citation.number, _printed(citation.issued_date), citation.issuer]
        yield f"  {_local(citation.citation_id)}  " + " · ".join(str(fact) for fact in facts if fact)
        yield from _quoted(result, citation)


def _figures(result: Processed, words: Wording) -> Iterator[str]:
    figures = [(t, row) for t, rows in result.rows.items() for row in rows if isinstance(row, Figure)]
    for table, figure in sorted(figures, key=lambda item: item[1].figure_id):
        described = columns_of(type(figure))
        values = {n: getattr(figure, n) for n in described if n not in _PLACE}
        told = {
            name: _label(described[name].vocabulary, value, words) if described[name].vocabulary else _printed(value)
            for name, value in values.items()
            if value is not None and (name, value) != ("role", "result")
        }
        lead = [told.pop(name) for name in _LEAD if name in told]
        value = f" = {told.pop('value')}" if "value" in told else ""
        rest = ", ".join(f"{described[n].label_vi if words.language == 'vi' else n}: {told[n]}" for n in told)
        yield f"  {_local(figure.figure_id)}  {table}: {', '.join(lead)}{value}  ({rest})"
        yield from _quoted(result, figure)


def _findings(result: Processed, words: Wording) -> Iterator[str]:
    for finding in result.rows.get("findings", ()):
        severity = _label("severity", finding.severity, words)
        message = finding.message_vi if words.language == "vi" else finding.message_en
        yield f"  {_local(finding.finding_id)}  {severity}  {finding.rule}  {finding.subject}: {message}"
        yield from _quoted(result, finding)


def _quoted(result: Processed, row: Any) -> Iterator[str]:
    if result.text is not None and row.start is not None:
        yield f"         “{sentence_of(result.text.text, row.start, row.end)}”"


def _label(vocabulary: str | None, value: Any, words: Wording) -> str:
    codes = {code.value: code for code in vocabularies()[vocabulary or ""]}
    return str(getattr(codes[value], words.language))


def _printed(value: Any) -> str:
    if value is None:
        return ""
    return (
        value.isoformat()
        if isinstance(value, datetime.date)
        else f"{value:.12g}"
        if isinstance(value, float)
        else str(value)
    )


def _local(row_id: str) -> str:
    """The part of an id that tells rows of one document apart."""
    return row_id.split(":")[-1]
