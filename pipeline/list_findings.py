"""The findings of a run as a list that a person reads, filtered by rule and severity."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from extractors.columns import columns_of
from extractors.header import Header
from pipeline.errors import RasoatError
from pipeline.labels import SEVERITIES, name_of, values_of
from pipeline.tables import plain, read_table
from pipeline.wording import Wording

_LINE_LENGTH = 110
# Names of unread files that one line holds; the rest are counted.
_MOST_NAMES = 10


def select(out: Path, *, rules: Sequence[str] = (), severity: str | None = None) -> pd.DataFrame:
    """Findings of the run in ``out``, report by report, with ``source_path`` and ``section_path``.

    ``rules`` names rules ("citation.year") or families of them ("citation"); ``severity`` keeps what is at or above
    it. Raises RasoatError where ``out`` holds no run or a rule does not exist.
    """
    for name in rules:
        if not any(_is_of(rule, name) for rule in values_of("rule")):
            raise RasoatError("no_such_rule", rule=name, known=", ".join(sorted(values_of("rule"))))
    findings = read_table(out, "findings")
    documents = read_table(out, "documents")[["doc_id", "source_path", "issuer"]]
    sections = read_table(out, "sections")[["section_id", "path"]].rename(columns={"path": "section_path"})
    if rules:
        findings = findings[[any(_is_of(rule, name) for name in rules) for rule in findings["rule"]]]
    if severity:
        findings = findings[findings["severity"].isin(SEVERITIES[: SEVERITIES.index(severity) + 1])]
    joined = findings.merge(documents, on="doc_id").merge(sections, on="section_id", how="left")
    return joined.sort_values(["source_path", "finding_id"], kind="stable").reset_index(drop=True)


def unread(out: Path) -> tuple[tuple[str, str], ...]:
    """The files that the run in ``out`` could not read, with what was wrong: nothing was looked for in them.

    Raises RasoatError where ``out`` holds no run.
    """
    documents = read_table(out, "documents")
    failed = documents[documents["chars"].isna()].to_dict(orient="records")
    return tuple(sorted((name, row["error_code"]) for row in failed for name in (row["source_path"], *row["also_at"])))


def render_unread(files: Sequence[tuple[str, str]], words: Wording) -> str:
    """One line that names the files that could not be read."""
    names = [f"{name} ({code})" for name, code in files[:_MOST_NAMES]]
    told = ", ".join([*names, "…"] if len(files) > _MOST_NAMES else names)
    return words.say("audit_unread", count=len(files), files=told)


def _is_of(rule: str, name: str) -> bool:
    return rule == name or rule.startswith(f"{name}.")


def any_at(findings: pd.DataFrame, severity: str) -> bool:
    """Whether a finding is at or above this severity."""
    return bool(findings["severity"].isin(SEVERITIES[: SEVERITIES.index(severity) + 1]).any())


def as_json(findings: pd.DataFrame) -> list[dict[str, Any]]:
    """The findings as plain values, nulls as None."""
    return [{str(key): plain(value) for key, value in row.items()} for row in findings.to_dict(orient="records")]


def render(findings: pd.DataFrame, words: Wording, *, filtered: bool = False) -> str:
    """The findings, report by report: severity, rule, subject and place, then the message.

    ``filtered`` says that some were not asked for, so that none here does not mean none at all.
    """
    if findings.empty:
        return words.say("audit_none_match" if filtered else "audit_none")
    lines: list[str] = []
    for source, group in findings.groupby("source_path", sort=False):
        issuer = group["issuer"].iloc[0]
        lines.append(f"{source}" + (f" ({issuer})" if isinstance(issuer, str) else ""))
        for row in as_json(group):
            lines += lines_of(row, words)
        lines.append("")
    lines += [*_by_report(findings, words), ""]
    count, reports = len(findings), findings["doc_id"].nunique()
    found = words.say("audit_findings", count=count)
    within = words.say("audit_reports", count=reports)
    lines.append(words.say("audit_total", findings=found, reports=within))
    return "\n".join(lines)


def _by_report(findings: pd.DataFrame, words: Wording) -> Iterator[str]:
    """A line for every report: how many findings of each severity, and of which rules."""
    wide = max(len(words.say("column_report")), *map(len, findings["source_path"]))
    names = [name_of("severity", severity, words.language) for severity in SEVERITIES]
    yield "  ".join([f"{words.say('column_report'):<{wide}}", *(f"{name:>9}" for name in names)])
    for source, group in findings.groupby("source_path", sort=False):
        counts = [int((group["severity"] == severity).sum()) for severity in SEVERITIES]
        rules = ", ".join(f"{rule} {n}" for rule, n in sorted(group["rule"].value_counts().items()))
        yield "  ".join([f"{source:<{wide}}", *(f"{count or '':>9}" for count in counts), rules])


def lines_of(row: Mapping[str, Any], words: Wording, *, name: str = "") -> list[str]:
    """One finding, a row with its ``section_path``: severity, rule, subject and place, then message and suggestion.

    ``name`` opens the first line.
    """
    called = {severity: name_of("severity", severity, words.language) for severity in SEVERITIES}
    width = max(len(severity) for severity in called.values())
    place = [words.say("audit_section", path=row["section_path"])] if row["section_path"] else []
    place += [words.say("audit_page", page=row["page"])] if row["page"] else []
    at = f"  [{', '.join(place)}]" if place else ""
    opening = f"  {name}  " if name else "  "
    margin = len(opening) + width + 2
    subject = row["subject"]
    if words.language == "vi" and (header := columns_of(Header).get(subject)):
        subject = header.label_vi
    lines = [f"{opening}{called[row['severity']]:<{width}}  {row['rule']}  {subject}{at}"]
    lines += _indented(row[f"message_{words.language}"], margin)
    suggestion = row["suggestion" if words.language == "vi" else "suggestion_en"]
    if suggestion:
        lines += _indented(f"{words.say('audit_suggestion')}: {suggestion}", margin)
    return lines


def _indented(text: str, width: int) -> list[str]:
    margin = " " * width
    return textwrap.wrap(text, _LINE_LENGTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
