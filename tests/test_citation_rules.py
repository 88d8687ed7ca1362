"""The rules over citations against whole texts: every case lists all that they find, so that silence is tested too."""

from __future__ import annotations

import dataclasses
import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.citations import find_citations
from extractors.family import Reading
from extractors.header import Header
from extractors.report import Report, Section
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import Rule, all_rules

CASES = tomllib.loads((Path(__file__).parent / "cases" / "citation_rules.toml").read_text(encoding="utf-8"))["case"]
RULES: tuple[Rule, ...] = tuple(rule for rule in all_rules() if rule.name.startswith("citation."))
HEADER = Header(
    issuer="UBND huyện Hòa Lạc", level="district", locality="Hòa Lạc", province="Đông Giang", issued_year=2023
)


def _facts(case: dict[str, Any]) -> Facts:
    text = case["text"]
    year = case.get("header", {}).get("issued_year", 2023)
    header = dataclasses.replace(HEADER, issued_year=year or None)
    section = Section(
        section_id="s0001",
        ordinal=1,
        depth=1,
        marker="I",
        marker_kind="roman",
        path="I",
        start=0,
        end=len(text),
        heading_end=0,
        raw="",
    )
    citations = find_citations(Reading(report=Report(text=text, sections=(section,)), header=header))
    return Facts(
        doc_id="d", header=header, sections=(section,), citations=citations, report_date=case.get("report_date")
    )


def _findings(case: dict[str, Any]) -> list[Finding]:
    facts = _facts(case)
    return [finding for rule in RULES for finding in rule.check(facts)]


def _params() -> list[Any]:
    return [pytest.param(case, id=f"{case['provenance']}: {case['reason']}") for case in CASES]


@pytest.mark.parametrize("case", _params())
def test_rules_find_what_the_case_says_and_nothing_else(case: dict[str, Any]) -> None:
    found = [f"{f.rule} {f.subject} -> {f.suggestion}" for f in _findings(case)]
    assert sorted(found) == sorted(case["finds"]), case["reason"]


@pytest.mark.parametrize("case", [case for case in _params() if "told" in case.values[0]])
def test_findings_say_what_the_case_says(case: dict[str, Any]) -> None:
    told = [
        f"{f.rule} | {f.stated or '-'} | {f.expected or '-'} | {f.message_vi} | {f.message_en}" for f in _findings(case)
    ]
    assert told == case["told"]


@pytest.mark.parametrize("case", _params())
def test_findings_have_their_place_and_their_evidence(case: dict[str, Any]) -> None:
    facts = _facts(case)
    known = {row.citation_id: row for row in facts.citations}
    severities = {rule.name: rule.severity for rule in RULES}
    for finding in _findings(case):
        assert finding.severity == severities[finding.rule]
        assert finding.evidence
        assert set(finding.evidence) <= set(known)
        assert finding.start in {known[row].start for row in finding.evidence}
        assert finding.section_id == "s0001"
        assert "mục I" in finding.message_vi
        assert "section I" in finding.message_en
        assert finding.message_vi.endswith(".")
        assert finding.message_en.endswith(".")
        assert "None" not in finding.message_vi + finding.message_en


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in RULES])
def test_a_rule_has_a_reference_page_and_cases_of_both_kinds(rule: Rule) -> None:
    page = rule.check.__doc__ or ""
    assert "Wrong" in page
    assert "Right:" in page
    firing = [case for case in CASES if any(line.startswith(rule.name + " ") for line in case["finds"])]
    assert firing
    assert any(case["provenance"] == "negative" for case in CASES)


def test_messages_name_the_dates_in_both_languages() -> None:
    text = "Quyết định số 83/2020/QĐ-UBND ngày 17/9/2020; Quyết định số 83/2020/QĐ-UBND ngày 16/9/2020."
    (finding,) = _findings({"text": text})
    assert finding.message_vi == "Số 83/2020/QĐ-UBND được ghi nhiều ngày: 17/9/2020 (mục I), 16/9/2020 (mục I)."
    assert finding.message_en == (
        "83/2020/QĐ-UBND bears several dates: 17 September 2020 (section I), 16 September 2020 (section I)."
    )
    assert finding.evidence == ("c0001", "c0002")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, False),
        ({"raw": "Luật số 72/2025/QH15 ngày 08/5/2024"}, True),
        ({"issuer_level": "district"}, True),
        ({"section_id": "s0002"}, True),
        ({"start": 0}, True),
        ({"issued_date": datetime.date(2024, 5, 9)}, True),
    ],
    ids=["borrowed", "its own", "of the same level", "of another section", "named first", "of another day"],
)
def test_a_date_may_be_that_of_a_document_of_another_level_before_it(change: dict[str, Any], found: bool) -> None:
    text = "Ngày 08/5/2024, UBND huyện ban hành Quyết định số 94/QĐ-UBND; Luật số 72/2025/QH15."
    facts = _facts({"text": text, "header": {"issued_year": 2025}})
    decision, law = facts.citations
    given: dict[str, Any] = {"issued_date": decision.issued_date, **change}
    dated = dataclasses.replace(facts, citations=(decision, dataclasses.replace(law, **given)))
    rule = next(rule for rule in RULES if rule.name == "citation.year")
    assert bool(tuple(rule.check(dated))) is found
