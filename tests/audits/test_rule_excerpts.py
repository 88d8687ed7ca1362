"""The wrong and the right excerpt in a rule's docstring are read as texts: the one is found, the other is not."""

from __future__ import annotations

import inspect
import re

import pytest
from small_report import REPORT

from pipeline.audits.registry import Rule, all_rules
from pipeline.process import process

# What a report of 2023 opens with: rules over citations look at its date and its issuer.
HEADER = REPORT[: REPORT.index("1. Cải cách")]


def excerpt(rule: Rule, kind: str) -> str:
    """The text between double backticks after "Wrong:" or "Right:"; ⏎ ends a line."""
    docstring = inspect.cleandoc(rule.check.__doc__ or "")
    found = re.search(rf"^{kind}[^:`]*: ``(.+?)``", docstring, re.MULTILINE | re.DOTALL)
    assert found, f"{rule.name} has no excerpt after {kind}:"
    lines = " ".join(found[1].split()).split("⏎")
    return "\n".join(line.strip() for line in lines)


@pytest.mark.parametrize("kind", ["Wrong", "Right"])
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in all_rules()])
def test_excerpts_of_a_docstring_are_what_it_says(rule: Rule, kind: str) -> None:
    opening = HEADER if rule.name.startswith("citation.") else ""
    text = opening + excerpt(rule, kind)
    found = [f for f in process(text.encode(), "excerpt.txt").rows["findings"] if f.rule == rule.name]
    if rule.name == "header.missing":
        found = [f for f in found if f.subject == "number"]
    assert bool(found) == (kind == "Wrong"), text
