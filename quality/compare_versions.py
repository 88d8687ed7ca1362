"""``make diff BASE=…``: the rows that this version gains, loses and changes against another, over all samples."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Names of rows say where a row stands among others; one more row before it would change them all.
_NAMES = (
    "doc_id", "section_id", "parent_id", "citation_id", "figure_id", "finding_id", "unexplained_id", "group_id",
    "part_of", "resolves_to", "evidence", "version", "seconds", "sha256", "confidence",
)  # fmt: skip

Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def rows_of_samples() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Every row of every sample by file and table, without the names of rows, as plain values."""
    from quality.samples import as_rows, passages, read_samples, reports

    found = read_samples((*reports(), *passages()))
    return {
        name: {
            table: [{key: value for key, value in row.items() if key not in _NAMES} for row in rows]
            for table, rows in as_rows(result).items()
            if table != "texts"
        }
        for name, result in found.items()
    }


def differences(old: Mapping[str, Rows], new: Mapping[str, Rows]) -> Iterator[tuple[str, str, str, str]]:
    """File, table, sign and row of all that differs: "+" gained, "-" lost, "~" changed at the same place.

    >>> row = {"start": 3, "raw": "5 hồ sơ", "metric": "received"}
    >>> list(differences({"a": {"dossiers": [row]}}, {"a": {"dossiers": [{**row, "metric": "due"}]}}))
    [('a', 'dossiers', '~', '"5 hồ sơ": metric received -> due')]
    """
    for file in sorted({*old, *new}):
        for table in sorted({*old.get(file, {}), *new.get(file, {})}):
            before, after = (_counted(side.get(file, {}).get(table, ())) for side in (old, new))
            lost, gained = list((before - after).elements()), list((after - before).elements())
            by_place = defaultdict(list)
            for written in lost:
                by_place[_place(json.loads(written))].append(written)
            for written in gained:
                row = json.loads(written)
                same = by_place.get(_place(row))
                if same:
                    yield file, table, "~", _change(json.loads(same.pop(0)), row)
                else:
                    yield file, table, "+", written
            for rest in by_place.values():
                for written in rest:
                    yield file, table, "-", written


def _counted(rows: Iterable[Mapping[str, Any]]) -> Counter[str]:
    return Counter(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in rows)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(key) for key in ("start", "end", "rule", "subject", "source_path"))


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    told = "; ".join(
        f"{key} {old.get(key)} -> {new.get(key)}" for key in sorted({*old, *new}) if old.get(key) != new.get(key)
    )
    shown = new.get("raw") or new.get("subject") or new.get("source_path")
    return f"{json.dumps(shown, ensure_ascii=False)}: {told}"


def _at(revision: str) -> dict[str, Any]:
    """The rows that another version finds in the samples of this one. Raises SystemExit where git has no such one."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        added = subprocess.run(
            ["git", "worktree", "add", "--quiet", "--detach", str(tree), revision],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if added.returncode:
            raise SystemExit(f"diff: git knows no version {revision!r}; name a commit, a tag or a branch: BASE=v0.1.0")
        try:
            # The other version's packages, this version's way of asking them, this version's samples.
            code = (
                f"import sys; sys.path.insert(0, {str(tree)!r}); import pipeline, extractors, patterns; "
                f"sys.path.insert(0, {str(ROOT)!r}); import json; "
                "from quality.compare_versions import rows_of_samples; "
                "json.dump(rows_of_samples(), sys.stdout, ensure_ascii=False, default=str)"
            )
            told = subprocess.run(
                [sys.executable, "-P", "-c", code],
                cwd=folder, capture_output=True, text=True, check=False,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            )  # fmt: skip
            if told.returncode:
                raise SystemExit(f"diff: version {revision!r} does not run: {told.stderr.strip().splitlines()[-1]}")
            rows: dict[str, Any] = json.loads(told.stdout)
            return rows
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=False)


def main() -> None:
    """Print every difference and a count by table."""
    parser = argparse.ArgumentParser(prog="python -m quality.compare_versions", description=__doc__)
    parser.add_argument("base", help="a commit, tag or branch to compare with")
    given = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    now = json.loads(json.dumps(rows_of_samples(), ensure_ascii=False, default=str))
    for file, table, sign, row in differences(_at(given.base), now):
        counts[table, sign] += 1
        print(f"{sign} {file} {table} {row}")
    print(f"\n{'table':<14}{'gained':>8}{'lost':>8}{'changed':>9}")
    for table in sorted({table for table, _ in counts}):
        print(f"{table:<14}{counts[table, '+']:>8}{counts[table, '-']:>8}{counts[table, '~']:>9}")
    if not counts:
        print("no row differs")


if __name__ == "__main__":
    main()
