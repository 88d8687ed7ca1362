"""The registry that rules join by being declared; there is no list of rules to edit."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable, Iterable

from pipeline.audits.archive import Archive
from pipeline.audits.findings import Facts, Finding

Check = Callable[[Facts], Iterable[Finding]]
ArchiveCheck = Callable[[Archive], Iterable[Finding]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the audit. ``check`` is a pure function whose docstring is the rule's reference page."""

    name: str
    severity: str
    title_vi: str
    title_en: str
    check: Check
    explained_vi: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRule:
    """A rule over the whole archive: the same, but ``check`` sees all reports."""

    name: str
    severity: str
    title_vi: str
    title_en: str
    check: ArchiveCheck
    explained_vi: str = ""


_RULES: dict[str, Rule] = {}
_ARCHIVE_RULES: dict[str, ArchiveRule] = {}


def _not_taken(name: str) -> None:
    if name in _RULES or name in _ARCHIVE_RULES:
        raise ValueError(f"rule {name} is declared twice")


def rule(name: str, *, severity: str, vi: str, en: str, explained_vi: str) -> Callable[[Check], Check]:
    """Declare a rule. ``explained_vi`` is what the docstring says, in short and in Vietnamese.

    Raises ValueError where the name is taken.
    """

    def declare(check: Check) -> Check:
        _not_taken(name)
        _RULES[name] = Rule(
            name=name, severity=severity, title_vi=vi, title_en=en, check=check, explained_vi=explained_vi
        )
        return check

    return declare


def archive_rule(
    name: str, *, severity: str, vi: str, en: str, explained_vi: str
) -> Callable[[ArchiveCheck], ArchiveCheck]:
    """Declare a rule over the archive, as ``rule`` does. Raises ValueError where the name is taken."""

    def declare(check: ArchiveCheck) -> ArchiveCheck:
        _not_taken(name)
        _ARCHIVE_RULES[name] = ArchiveRule(
            name=name, severity=severity, title_vi=vi, title_en=en, check=check, explained_vi=explained_vi
        )
        return check

    return declare


def _load() -> None:
    package = importlib.import_module("pipeline.audits")
    for module in pkgutil.iter_modules(package.__path__, "pipeline.audits."):
        importlib.import_module(module.name)


def all_rules() -> tuple[Rule, ...]:
    """Every rule over a single report that a module of this package declares, by name."""
    _load()
    return tuple(_RULES[name] for name in sorted(_RULES))


def archive_rules() -> tuple[ArchiveRule, ...]:
    """Every rule over the archive that a module of this package declares, by name."""
    _load()
    return tuple(_ARCHIVE_RULES[name] for name in sorted(_ARCHIVE_RULES))


def every_rule() -> tuple[Rule | ArchiveRule, ...]:
    """The rules of both kinds, by name."""
    return tuple(sorted((*all_rules(), *archive_rules()), key=lambda rule: rule.name))
