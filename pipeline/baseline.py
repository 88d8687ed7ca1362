"""Known findings: what an office has seen and accepted, kept quiet until it changes.

A locator is made of what a finding says, not of ids and offsets: the report's path, the rule and the subject, of which
a report has one. It survives a new run, a new version of the program and a corrected paragraph elsewhere in the text.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from pipeline.errors import RasoatError

_LOCATOR = ("source_path", "rule", "subject")


def without_known(findings: pd.DataFrame, file: Path) -> pd.DataFrame:
    """The findings that the baseline in ``file`` does not know. Raises RasoatError where it cannot be read."""
    try:
        known = {tuple(entry[name] for name in _LOCATOR) for entry in json.loads(file.read_text("utf-8"))["known"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RasoatError("no_baseline", path=str(file)) from error
    new = [tuple(row) not in known for row in findings[list(_LOCATOR)].itertuples(index=False)]
    return findings[pd.Series(new, index=findings.index, dtype=bool)].reset_index(drop=True)


def write_baseline(findings: pd.DataFrame, file: Path) -> None:
    """Write a baseline that knows these findings. Raises RasoatError where it cannot be written."""
    rows = sorted(map(tuple, findings[list(_LOCATOR)].itertuples(index=False)))
    known = [dict(zip(_LOCATOR, row, strict=True)) for row in dict.fromkeys(rows)]
    try:
        file.write_text(json.dumps({"known": known}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise RasoatError("not_writable", path=str(file), problem=error.strerror or str(error)) from error
