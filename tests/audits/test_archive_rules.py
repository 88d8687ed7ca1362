"""The rules over the archive against their table of cases, in memory and from stored tables."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.citations import Citation
from extractors.dossiers import Dossier
from patterns.vocabulary import load
from pipeline.archive import archive_of, audit_archive, stored_archive
from pipeline.audits.findings import Finding
from pipeline.audits.registry import archive_rules
from pipeline.documents import Document, Text
from pipeline.run import run
from pipeline.tables import read_table, write_tables

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "archive_rules.toml").read_text(encoding="utf-8"))[
    "case"
]


def _period(text: str) -> tuple[datetime.date, datetime.date]:
    first, _, last = text.partition("..")
    if not last:
        first, last = f"{first}-01-01", f"{first}-12-31"
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)


def _document(line: str) -> Document:
    name, rest = line.split(" ", 1)
    locality, period = re.fullmatch(r"(.+?) (\d\S*)(?: same)?", rest).groups()  # type: ignore[union-attr]
    first, last = _period(period)
    return Document(
        doc_id=name, source_path=f"{name}.txt", status="ok", level="district", locality=locality, province="Đông Giang",
        issuer=f"UBND huyện {locality}", period_start=first, period_end=last,
    )  # fmt: skip


def tables_of(case: dict[str, Any]) -> dict[str, list[Any]]:
    """The tables that a case describes."""
    documents = [_document(line) for line in case["reports"]]
    periods = {d.doc_id: (d.period_start, d.period_end) for d in documents}
    dossiers = []
    for number, line in enumerate(case.get("counts", ())):
        name, metric, value, *rest = line.split(" ")
        fields = dict(item.split("=") for item in rest)
        first, last = _period(fields["period"]) if "period" in fields else periods[name]
        dossiers.append(
            Dossier(
                doc_id=name,
                figure_id=f"{name}:f{number:04d}",
                start=number,
                end=number + 1,
                raw=value,
                metric=metric,
                value=int(value),
                scope=fields.get("scope", "all"),
                period_start=first,
                period_end=last,
            )
        )
    citations = []
    for number, line in enumerate(case.get("mentions", ())):
        name, doc_type, code, date, issuer, subject = (item.strip() or None for item in line.split("|"))
        assert code is not None
        assert date is not None
        digits, year, symbol = re.fullmatch(r"(\d+)/(?:(\d{4})/)?(.+)", code).groups()  # type: ignore[union-attr]
        citations.append(
            Citation(
                doc_id=name,
                citation_id=f"{name}:c{number:04d}",
                start=number,
                end=number + 1,
                raw=code,
                doc_type=doc_type,
                code=code,
                number=digits,
                number_year=int(year) if year else None,
                symbol=symbol,
                issued_date=datetime.date.fromisoformat(date),
                issuer=issuer,
                subject=subject,
            )
        )
    texts = [
        Text(doc_id=d.doc_id, text="Một văn bản" if line.endswith(" same") else f"Văn bản {d.doc_id}", body_end=0)
        for d, line in zip(documents, case["reports"], strict=True)
    ]
    return {"documents": documents, "dossiers": dossiers, "citations": citations, "texts": texts}


def _told(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(f"{f.rule} {f.doc_id} {f.subject}" for f in findings)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_archive_finds_what_the_case_says(case: dict[str, Any]) -> None:
    found = audit_archive(archive_of(tables_of(case)), ())
    assert _told(found) == sorted(case["finds"]), case["reason"]
    for finding in found:
        assert not finding.message_vi[0].islower()
        assert finding.message_vi.endswith(".")
        assert finding.message_en.endswith(".")


def test_every_rule_has_cases_that_find_and_cases_that_do_not() -> None:
    for rule in archive_rules():
        assert {any(f.startswith(f"{rule.name} ") for f in case["finds"]) for case in CASES} == {True, False}


def test_stored_tables_give_the_same_findings(tmp_path: Path) -> None:
    for case in CASES[:3]:
        tables = tables_of(case)
        write_tables(tmp_path, tables, version="test")
        assert audit_archive(stored_archive(tmp_path), ()) == audit_archive(archive_of(tables), ())


def test_findings_are_numbered_behind_those_of_the_report(tmp_path: Path) -> None:
    text = "BÁO CÁO\nKết quả năm 2023\n\nI. KẾT QUẢ\nTiếp nhận 1.250 hồ sơ, đã giải quyết 1.200 hồ sơ, còn 40 hồ sơ.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace("\n\n", "\n \n"), encoding="utf-8")
    run([tmp_path], tmp_path / "out")
    findings = read_table(tmp_path / "out", "findings")
    assert findings["finding_id"].is_unique
    duplicate = findings[findings["rule"] == "archive.duplicate"]
    assert list(duplicate["subject"]) == ["b.txt"]
    others = findings[(findings["doc_id"] == duplicate["doc_id"].iloc[0]) & (findings["rule"] != "archive.duplicate")]
    assert duplicate["finding_id"].iloc[0] > others["finding_id"].max()


def test_bodies_that_ended_name_successors_that_the_list_knows() -> None:
    entries = load("issuers").entries
    ended = [entry for entry in entries if "ended" in entry.attributes]
    names = {entry.canonical for entry in entries} - {entry.canonical for entry in ended}
    assert len(ended) >= 7
    for entry in ended:
        assert set(entry.attributes["successors"]) <= names, entry.canonical
        assert isinstance(entry.attributes["ended"], datetime.date)
