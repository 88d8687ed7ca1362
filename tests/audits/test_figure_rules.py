"""Every rule over figures, sections, header and periods against its table of cases in tests/cases/audits."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import regex
from case_facts import facts_of

from pipeline.audits.proposals import propose
from pipeline.audits.registry import Rule, all_rules

CASES = Path(__file__).parent.parent / "cases" / "audits"
PROVENANCES = {"wild", "synthetic", "negative", "known failure"}
RULES: dict[str, Rule] = {rule.name: rule for rule in all_rules()}


def _tables() -> dict[str, list[dict[str, Any]]]:
    """The cases of every rule, by the rule's name, which is the file's."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["case"] for path in sorted(CASES.glob("*.toml"))}


def _params() -> list[Any]:
    found = []
    for name, cases in _tables().items():
        for case in cases:
            failing = case["provenance"] == "known failure"
            marks = [pytest.mark.xfail(strict=True, reason=case["reason"])] if failing else []
            found.append(pytest.param(name, case, id=f"{name}: {case['id']}", marks=marks))
    return found


@pytest.mark.parametrize(("name", "case"), _params())
def test_rule_finds_what_the_case_says(name: str, case: dict[str, Any]) -> None:
    facts = facts_of(case)
    findings = propose(facts, RULES[name].check(facts))
    assert [f.subject for f in findings] == case.get("finds", []), case["reason"]
    for key in ("expected", "delta", "suggestion", "suggestion_en"):
        if key in case:
            assert getattr(findings[0], key) == (case[key] or None), case["reason"]
    for words in case.get("says", []):
        assert words in findings[0].message_vi
    for words in case.get("says_en", []):
        assert words in findings[0].message_en


@pytest.mark.parametrize(("name", "case"), _params())
def test_findings_of_a_case_rest_on_its_rows(name: str, case: dict[str, Any]) -> None:
    facts = facts_of(case)
    figures = (*facts.dossiers, *facts.rates, *facts.staffing, *facts.procedures, *facts.scores)
    known = {f.figure_id for f in figures} | {s.section_id for s in facts.sections}
    known |= {c.citation_id for c in facts.citations}
    for finding in RULES[name].check(facts):
        assert finding.rule == name
        assert finding.severity == RULES[name].severity
        assert set(finding.evidence) <= known
        assert finding.message_vi[0].isupper() or not finding.message_vi[0].isalpha()
        assert finding.message_vi.endswith(".")
        assert finding.message_en.endswith(".")


SUMS = ("dossier.sum", "staffing.sum", "procedure.sum")


@pytest.mark.parametrize(("name", "case"), [p for p in _params() if p.values[0] in SUMS and not p.marks])
def test_every_sum_in_a_message_is_right(name: str, case: dict[str, Any]) -> None:
    for finding in RULES[name].check(facts_of(case)):
        for equation in regex.split(r"nhưng |, còn |khác: | \(chênh [^)]*\)", finding.message_vi):
            terms, equals, total = equation.partition(" = ")
            if equals:
                signs = [1, *(1 if sign == "+" else -1 for sign in regex.findall(r" ([+-]) ", terms))]
                found = [int(t.split()[-1].replace(".", "")) for t in regex.split(r" [+-] ", terms)]
                summed = sum(sign * value for sign, value in zip(signs, found, strict=True))
                assert summed == int(total.replace(".", "")), equation


def test_every_rule_has_cases_that_find_and_cases_that_do_not() -> None:
    tables = _tables()
    here = {name for name in RULES if not name.startswith(("citation.", "archive."))}
    assert here <= set(tables)
    for name in here:
        assert any(case.get("finds") for case in tables[name]), f"{name} has no case with a finding"
        assert any(not case.get("finds") for case in tables[name]), f"{name} has no case without one"


def test_every_case_says_where_it_comes_from_and_why() -> None:
    for name, cases in _tables().items():
        assert len({case["id"] for case in cases}) == len(cases), name
        for case in cases:
            assert case["provenance"] in PROVENANCES, f"{name}: {case['id']}"
            assert case["reason"], f"{name}: {case['id']}"


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.name) for r in all_rules()])
def test_rules_find_nothing_in_an_empty_report(rule: Rule) -> None:
    assert tuple(rule.check(facts_of({}))) == ()
