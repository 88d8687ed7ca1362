"""The rules of the audit, as the page on how to read the site lists them."""

from __future__ import annotations

import inspect
import re

from pipeline.audits.registry import every_rule

_CODE = re.compile(r"``([^`]*)``")
RulePage = tuple[str, str, tuple[str, str], str, list[str]]


def rule_pages() -> list[RulePage]:
    """Every rule by name: its severity, its title in both languages, and what it holds reports to.

    That is said in Vietnamese in one paragraph, and in English by the paragraphs of the docstring, with examples.
    """
    found = []
    for rule in sorted(every_rule(), key=lambda rule: rule.name):
        explained = _CODE.sub(r"“\1”", inspect.cleandoc(rule.check.__doc__ or ""))
        parts = [" ".join(part.split()) for part in explained.split("\n\n")]
        found.append((rule.name, rule.severity, (rule.title_vi, rule.title_en), rule.explained_vi, parts))
    return found
