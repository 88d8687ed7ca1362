"""The registry that rules join by being declared; there is no list of rules to edit."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable, Iterable

from pipeline.audits.findings import Facts, Finding

Check = Callable[[Facts], Iterable[Finding]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the audit. ``check`` is a pure function whose docstring is the rule's reference page."""

    name: str
    severity: str
    title_vi: str
    title_en: str
    check: Check


_RULES: dict[str, Rule] = {}


def rule(name: str, *, severity: str, vi: str, en: str) -> Callable[[Check], Check]:
    """Declare a rule. Raises ValueError where the name is taken."""

    def declare(check: Check) -> Check:
        if name in _RULES:
            raise ValueError(f"rule {name} is declared twice")
        _RULES[name] = Rule(name=name, severity=severity, title_vi=vi, title_en=en, check=check)
        return check

    return declare


def all_rules() -> tuple[Rule, ...]:
    """Every rule declared in a module of this package, by name."""
    package = importlib.import_module("pipeline.audits")
    for module in pkgutil.iter_modules(package.__path__, "pipeline.audits."):
        importlib.import_module(module.name)
    return tuple(_RULES[name] for name in sorted(_RULES))
