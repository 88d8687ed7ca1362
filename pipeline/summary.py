"""What a run did, for a person: reports read, rows per table, findings by rule, where to look next."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.labels import SEVERITIES, name_of
from pipeline.tables import read_table, rows_of
from pipeline.wording import Wording


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of one run; ``findings`` is by rule, then severity; ``busiest`` has the most errors."""

    out: Path
    statuses: Mapping[str, int]
    rows: Mapping[str, int]
    findings: Mapping[str, Mapping[str, int]]
    busiest: str | None


def summarize(out: Path) -> Summary:
    """Count the rows of the run in ``out``. Raises RasoatError where it holds none."""
    documents = read_table(out, "documents", ["doc_id", "source_path", "status"])
    findings = read_table(out, "findings", ["doc_id", "rule", "severity"])
    by_rule = pd.crosstab(findings["rule"], findings["severity"])
    most = findings.groupby("doc_id", as_index=False).agg(
        errors=("severity", lambda severities: (severities == "error").sum()), count=("severity", "size")
    )
    busiest = most.merge(documents, on="doc_id").sort_values(
        ["errors", "count", "source_path"], ascending=[False, False, True]
    )
    return Summary(
        out=out,
        statuses={str(status): int(n) for status, n in documents["status"].value_counts().items()},
        rows=rows_of(out),
        findings={
            str(rule): {str(severity): int(n) for severity, n in row.items() if n} for rule, row in by_rule.iterrows()
        },
        busiest=None if busiest.empty else str(busiest["source_path"].iloc[0]),
    )


def as_json(summary: Summary) -> dict[str, Any]:
    """The summary as plain values."""
    return {**dataclasses.asdict(summary), "out": str(summary.out)}


def render(summary: Summary, words: Wording, archive: Path) -> str:
    """The summary as lines of text; ``archive`` is the folder that source paths start from."""
    say, statuses = words.say, summary.statuses
    counts = {name: statuses.get(name, 0) for name in ("ok", "partial", "failed")}
    total = sum(statuses.values())
    lines = ["", say("summary_read", total=total, **counts), ""]
    wide = max(len(name) for name in [*summary.rows, *summary.findings, say("summary_findings")])
    lines.append(f"{say('summary_tables'):<{wide}}  {say('summary_rows'):>9}")
    lines += [f"{name:<{wide}}  {count:>9}" for name, count in summary.rows.items()]
    lines.append("")
    lines += _findings(summary, words, wide)
    out = shlex.quote(str(summary.out))
    show = [(f"rasoat audit {out}", say("summary_next_audit"))]
    if summary.busiest:
        busiest, here = archive / summary.busiest, Path.cwd()
        shown = busiest.relative_to(here) if busiest.is_relative_to(here) else busiest
        show.append((f"rasoat show {shlex.quote(str(shown))}", say("summary_next_show")))
    show.append((f"rasoat site {out} --out site", say("summary_next_site")))
    show.append((f"{out}/dossiers", say("summary_next_tables")))
    show.append(("rasoat schema", say("summary_next_schema")))
    broad = max(len(what) for what, _ in show)
    return "\n".join([*lines, "", say("summary_next"), *(f"  {what:<{broad}}  {why}" for what, why in show)])


def _findings(summary: Summary, words: Wording, wide: int) -> list[str]:
    if not summary.findings:
        return [words.say("summary_no_findings")]
    severities = {severity: name_of("severity", severity, words.language) for severity in SEVERITIES}
    lines = [f"{words.say('summary_findings'):<{wide}}" + "".join(f"  {name:>9}" for name in severities.values())]
    for rule, by_severity in summary.findings.items():
        lines.append(f"{rule:<{wide}}" + "".join(f"  {by_severity.get(value, ''):>9}" for value in severities))
    totals = [sum(found.get(value, 0) for found in summary.findings.values()) for value in severities]
    lines.append(f"{words.say('summary_sum'):<{wide}}" + "".join(f"  {total:>9}" for total in totals))
    return lines
