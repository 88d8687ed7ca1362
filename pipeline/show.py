"""One report for a reader: header, outline, citations, figures and findings, each with its sentence."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from extractors.columns import Column, columns_of
from extractors.header import Header
from extractors.located import Figure
from extractors.sentences import split_sentences
from pipeline import run
from pipeline.audits.staffing_splits import SECTORS
from pipeline.audits.wording import number
from pipeline.errors import RasoatError
from pipeline.labels import name_of
from pipeline.list_findings import lines_of
from pipeline.process import Processed
from pipeline.read.options import DEFAULT, ReadOptions
from pipeline.sources import find_sources
from pipeline.wording import Wording

# Columns of a figure that say where it stands rather than what it is.
_PLACE = {f.name for f in dataclasses.fields(Figure)} - {"scope", "scope_name", "qualifier", "role"}
# What opens a figure's line, in this order; the rest follows with its name.
_LONGEST_LINE = 60
_LEAD = ("metric", "measure", "criterion", "category", "label")


def read_one(file: Path, options: ReadOptions = DEFAULT) -> Processed:
    """Read one file as a run would. Raises RasoatError where it does not exist or is a folder."""
    if file.is_dir():
        raise RasoatError("not_one_file", path=str(file))
    return run.read_one(find_sources([file]).files[0], options)


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


def render_unexplained(result: Processed, words: Wording) -> str:
    """The silence meter: how many numbers were seen and what became of them, then those that nothing explains."""
    document = result.document
    left = list(result.rows.get("unexplained", ()))
    unclear = [row for rows in result.rows.values() for row in rows if getattr(row, "metric", "") == "unclassified"]
    unclear += [row for row in result.rows.get("staffing", ()) if row.measure == "unclassified"]
    lines = [
        words.say(
            "show_silence",
            seen=document.numbers_seen,
            in_rows=document.numbers_in_rows,
            recognised=document.numbers_recognised,
            left=len(left),
        ),
        "",
        words.say("show_unexplained"),
    ]
    for sentence, rows in _by_sentence(result, left):
        lines.append(f"  “{sentence}”")
        for row in rows:
            kind = name_of("unexplained_kind", row.kind, words.language)
            reason = name_of("unexplained_reason", row.reason, words.language)
            lines.append(f"    {_local(row.unexplained_id)}  {row.raw}  {kind}: {reason}")
    lines += [] if left else [f"  {words.say('show_none')}"]
    lines += ["", words.say("show_unclassified")]
    for sentence, rows in _by_sentence(result, sorted(unclear, key=lambda row: row.start)):
        lines.append(f"  “{sentence}”")
        lines += [f"    {_local(row.figure_id)}  {row.raw}" for row in rows]
    lines += [] if unclear else [f"  {words.say('show_none')}"]
    return "\n".join(lines)


def _header(result: Processed, words: Wording) -> Iterator[str]:
    described = columns_of(Header)
    names = {n: described[n].label_vi if words.language == "vi" else n.replace("_", " ") for n in described}
    wide = max(len(name) for name in names.values())
    for name, called in names.items():
        value = getattr(result.document, name)
        if value is not None:
            coded = described[name].vocabulary
            yield f"  {called:<{wide}}  {name_of(coded, value, words.language) if coded else _printed(value)}"


def _outline(result: Processed, words: Wording) -> Iterator[str]:
    for section in result.rows.get("sections", ()):
        # A line of running text opens with its marker; a heading stands without it.
        told = f"{section.marker} {section.heading}" if section.heading else _shortened(section.heading_line)
        domain = f"  [{name_of('domain', section.domain, words.language)}]" if section.domain else ""
        yield f"  {'  ' * max(0, section.depth - 1)}{told}{domain}"


def _shortened(text: str) -> str:
    """The beginning of a line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_LINE:
        return line
    return line[: _LONGEST_LINE + 1].rpartition(" ")[0] + " …"


def _citations(result: Processed) -> Iterator[str]:
    for sentence, citations in _by_sentence(result, result.rows.get("citations", ())):
        yield f"  “{sentence}”"
        for citation in citations:
            facts = (citation.doc_type, citation.code or citation.number, citation.issued_date, citation.issuer)
            told = " · ".join(_printed(fact) for fact in facts if fact)
            yield f"    {_local(citation.citation_id)}  {told}"


def _figures(result: Processed, words: Wording) -> Iterator[str]:
    tables = {row.figure_id: table for table, rows in result.rows.items() for row in rows if isinstance(row, Figure)}
    figures = [row for rows in result.rows.values() for row in rows if isinstance(row, Figure)]
    figures.sort(key=lambda figure: figure.figure_id)
    for sentence, told in _by_sentence(result, figures):
        yield f"  “{sentence}”"
        for figure in told:
            facts = _facts_of(figure, result, words)
            table = tables[figure.figure_id]
            yield f"    {_local(figure.figure_id)}  {words.texts.get(f'table_{table}', table)}: {facts}"


def _by_sentence(result: Processed, rows: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Rows in reading order, those of one sentence together."""
    text = result.text.text if result.text else ""
    for sentence, group in itertools.groupby(rows, key=lambda row: sentence_of(text, row.start, row.end)):
        yield sentence, list(group)


def _facts_of(figure: Figure, result: Processed, words: Wording) -> str:
    """What a figure counts, its value, and what else is known of it; its period where that is not the report's."""
    described = columns_of(type(figure))
    told = {
        name: _fact(figure, name, described[name], words)
        for name in described
        if not (name in _PLACE or name.endswith(("decimals", "_start", "_end")))
        and getattr(figure, name) is not None
        and (name, getattr(figure, name)) != ("role", "result")
    }
    lead = ", ".join(told.pop(name) for name in _LEAD if name in told)
    counted = " = ".join(part for part in (lead, told.pop("value", "")) if part)
    rest = [f"{described[name].label_vi if words.language == 'vi' else name}: {text}" for name, text in told.items()]
    period = (figure.period_start, figure.period_end)
    if any(period) and period != (result.document.period_start, result.document.period_end):
        rest.append(words.say("show_period", first=_printed(period[0]) or "…", last=_printed(period[1]) or "…"))
    return "  ".join(part for part in (counted, f"({', '.join(rest)})" if rest else "") if part)


def _fact(figure: Figure, name: str, described: Column, words: Wording) -> str:
    """One fact of a figure: a code by its label, a number as the language writes it, with its decimals."""
    value = getattr(figure, name)
    if described.vocabulary:
        return name_of(described.vocabulary, value, words.language)
    if name == "sector" and value in SECTORS:
        return SECTORS[value].vi if words.language == "vi" else SECTORS[value].en
    if isinstance(value, int | float):
        decimals = getattr(figure, "decimals" if name == "value" else f"{name}_decimals", None)
        written = number(value, decimals)
        return written.vi if words.language == "vi" else written.en
    return _printed(value)


def _findings(result: Processed, words: Wording) -> Iterator[str]:
    paths = {section.section_id: section.path for section in result.rows.get("sections", ())}
    for finding in result.rows.get("findings", ()):
        row = _plain(finding) | {"section_path": paths.get(finding.section_id)}
        name = _local(finding.finding_id)
        yield from lines_of(row, words, name=name)
        if result.text is not None and finding.start is not None:
            yield f"{' ' * (len(name) + 4)}“{sentence_of(result.text.text, finding.start, finding.end)}”"


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
