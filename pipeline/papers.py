"""Work papers: for every report a page that an inspector can file and send, in Vietnamese, as DOCX and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from extractors.columns import columns_of
from extractors.header import Header
from extractors.located import Figure
from pipeline.audits.wording import number_vi
from pipeline.errors import RasoatError
from pipeline.extract import families
from pipeline.labels import name_of
from pipeline.list_findings import as_json
from pipeline.paper_docx import as_docx
from pipeline.paper_html import as_html
from pipeline.paper_record import Evidence, Item, Paper
from pipeline.questions import as_printed, question
from pipeline.show import sentence_of
from pipeline.tables import read_table

_ORDER = ("error", "warning", "info")
# The parts of a message that are computations of their own.
_NEXT_LINE = re.compile(r"; (?:cách tính khác: |nor )?|(?<=\.) (?=[A-ZĐ])")
_LONGEST_NAME = 80
# The marks of a list item, which are no part of what it says.
_BULLETS = "-–—+*•● \t"


def papers_of(out: Path, findings: pd.DataFrame) -> Iterator[Paper]:
    """A paper for every report of the run in ``out`` that has one of the findings, by path."""
    documents = {row["doc_id"]: row for row in as_json(read_table(out, "documents"))}
    sections = read_table(out, "sections")[["section_id", "path"]]
    paths: dict[str, str] = dict(zip(sections["section_id"], sections["path"], strict=True))
    texts = read_table(out, "texts").set_index("doc_id")["text"]
    wanted = {str(row) for evidence in findings["evidence"] for row in evidence}
    rows = {key: {**row, "source": documents[row["doc_id"]]["source_path"]} for key, row in _evidence(out, wanted)}
    for source, group in findings.groupby("source_path", sort=True):
        document = documents[group["doc_id"].iloc[0]]
        text = str(texts.get(document["doc_id"], ""))
        found = sorted(as_json(group), key=lambda row: (_ORDER.index(row["severity"]), row["finding_id"]))
        items = tuple(_item(number, row, text, rows, paths) for number, row in enumerate(found, start=1))
        yield Paper(source=str(source), about=tuple(_about(document)), items=items)


def _evidence(out: Path, wanted: set[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of the run that findings rest on, by their ids, with what each is."""
    for family in families():
        identity = "figure_id" if issubclass(family.record, Figure) else "citation_id"
        described = columns_of(family.record)
        if identity not in described:
            continue
        frame = read_table(out, family.table)
        for row in as_json(frame[frame[identity].isin(wanted)]):
            coded = next((name for name in ("metric", "measure") if name in described), None)
            vocabulary = described[coded].vocabulary if coded else None
            called = name_of(vocabulary, row[coded], "vi") if coded and vocabulary else None
            yield row[identity], {**row, "called": called}


def _about(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the paper says of the report: the fields of its header that it has."""
    described = columns_of(Header)
    yield "Tệp", document["source_path"]
    number, symbol = document.get("number"), document.get("symbol")
    if number or symbol:
        yield "Số, ký hiệu", "/".join(part for part in (number or "…", symbol) if part)
    for name in ("issuer", "title", "issued_date", "signer"):
        value = document.get(name)
        if value is not None:
            yield described[name].label_vi, _date(value)
    first, last = document.get("period_start"), document.get("period_end")
    if first is not None and last is not None:
        yield "Kỳ báo cáo", f"từ {_date(first)} đến {_date(last)}"


def _date(value: Any) -> str:
    """A day as Vietnamese papers write it."""
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)


def _item(
    number: int, row: Mapping[str, Any], text: str, rows: Mapping[str, Mapping[str, Any]], paths: Mapping[str, str]
) -> Item:
    quoted = None if row["start"] is None else sentence_of(text, int(row["start"]), int(row["end"]))
    lines = [_line(line) for line in _NEXT_LINE.split(row["message_vi"]) if line.strip()]
    if row["delta"] is not None:
        stated, expected = (as_printed(row["rule"], row[name]) for name in ("stated", "expected"))
        off = number_vi(float(f"{row['delta']:.6g}"))
        share = row["rule"].split(".")[0] in ("rate", "ratio")
        of, off_by = ("%", " điểm phần trăm") if share else ("", "")
        lines.append(f"Báo cáo ghi {stated}{of}; tính lại {expected}{of}; chênh lệch {off}{off_by}.")
    evidence = tuple(_source(rows[i], row["doc_id"], paths) for i in row["evidence"] if i in rows)
    return Item(
        number=number,
        rule=row["rule"],
        title=name_of("rule", row["rule"], "vi"),
        severity=name_of("severity", row["severity"], "vi"),
        place=", ".join(_place(row["section_path"], row["page"])),
        quotation=None if quoted is None else quoted.lstrip(_BULLETS),
        computation=tuple(lines),
        evidence=evidence,
        suggestion=row["suggestion"],
        question=question(row),
    )


def _line(text: str) -> str:
    """A computation on a line of its own.

    >>> _line("đã tiếp nhận 2.195, còn đã giải quyết 2.151")
    'Đã tiếp nhận 2.195, còn đã giải quyết 2.151.'
    """
    line = text.strip().rstrip(".;")
    return f"{line[0].upper()}{line[1:]}."


def _place(path: str | None, page: Any) -> Iterator[str]:
    if path:
        yield f"mục {path}"
    if page is not None:
        yield f"trang {int(page)}"


def _source(row: Mapping[str, Any], doc_id: str, paths: Mapping[str, str]) -> Evidence:
    place = ", ".join(_place(paths.get(row["section_id"] or ""), row["page"]))
    if row["doc_id"] != doc_id:
        place = f"báo cáo khác ({row['source']})" + (f", {place}" if place else "")
    return Evidence(raw=" ".join(row["raw"].split()), called=row["called"], place=place)


def file_name(source: str) -> str:
    """A file name made of a report's path, without what file systems do not like.

    >>> file_name("huyện/Báo cáo 6 tháng.pdf")
    'huyện-Báo-cáo-6-tháng.pdf'
    """
    return re.sub(r"[^\w.]+", "-", source)[-_LONGEST_NAME:].strip("-") or "bao-cao"


def write_papers(out: Path, findings: pd.DataFrame, folder: Path) -> tuple[Path, ...]:
    """Write every paper as DOCX and as HTML; return the files. Raises RasoatError where they cannot be written."""
    written: list[Path] = []
    taken: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for paper in papers_of(out, findings):
            name = file_name(paper.source)
            while name in taken:
                name = f"{name}-2"
            taken.add(name)
            for ending, data in ((".docx", as_docx(paper)), (".html", as_html(paper).encode())):
                file = folder / f"{name}{ending}"
                file.write_bytes(data)
                written.append(file)
    except OSError as error:
        raise RasoatError("not_writable", path=str(folder), problem=error.strerror or str(error)) from error
    return tuple(written)
