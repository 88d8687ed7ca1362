"""``make eval``: what the program finds in the samples, beside what is expected of them."""

from __future__ import annotations

import argparse
import json
import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quality.samples import SAMPLES, digest, passages, read_samples, reports, score_samples
from quality.scoring import Score

FLOORS = SAMPLES.parent / "tests" / "floors.toml"


def main() -> None:
    """Print a table for the reports and one for the passages."""
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__)
    parser.add_argument(
        "--show", action="store_true", help="print every row that was missed (-) or is not expected (+)"
    )
    parser.add_argument("--reports", type=Path, help="a folder of other reports, with --expected")
    parser.add_argument("--expected", type=Path, help="a folder of their expected rows")
    parser.add_argument("--passages", type=Path, help="a file or folder of other passages")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured now")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower them too where the figures fell")
    given = parser.parse_args()
    sets = {}
    if given.reports:
        sets["reports"] = reports(given.reports, given.expected)
    if given.passages:
        sets["passages"] = passages(given.passages)
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if not sets else {}
    for name, samples in (sets or {"reports": reports(), "passages": passages()}).items():
        result = score_samples(samples, read_samples(samples))
        if given.show:
            print_differences(result)
        print_table(f"{name} ({len(samples)})", result, floors.get(name, {}))
        if given.pin and name in floors:
            floors[name] = {"digest": digest(samples), **pinned(floors[name], result.figures(), lower=given.lower)}
    if given.pin and floors:
        write_floors(floors)


def pinned(floors: Mapping[str, Any], figures: Mapping[str, float], *, lower: bool) -> dict[str, float]:
    """The floors of one set of samples, moved up to the figures, cut to two digits; down only where told."""
    old = {table: floor for table, floor in floors.items() if table != "digest"}
    measured = {table: math.floor(figures[table] * 100) / 100 for table in old}
    return {table: measured[table] if lower else max(floor, measured[table]) for table, floor in old.items()}


def write_floors(floors: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the file of floors, its opening comment kept."""
    head = [line for line in FLOORS.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    for name, values in floors.items():
        head += ["", f"[{name}]", *(f"{table} = {json.dumps(value)}" for table, value in values.items())]
    FLOORS.write_text("\n".join(head) + "\n", encoding="utf-8")


def print_differences(result: Score) -> None:
    """Print gains and losses, one a line."""
    for difference in result.differences:
        row = json.dumps(difference.row, ensure_ascii=False, default=str)
        print(f"{difference.report} {difference.table} {difference.sign} {row}")


def print_table(title: str, result: Score, floors: Mapping[str, Any]) -> None:
    """Print the figures of one set of samples, a row for every table."""
    heads = f"{'right':>7}{'missed':>8}{'extra':>7}{'P':>8}{'R':>8}{'F1':>8}{'floor':>8}{'/1000':>7}"
    print(f"\n{title:<16}{heads}  attributes of pairs")
    fields = result.fields
    if fields.right + fields.missed:
        floor = floors.get("documents", "")
        print(f"{'documents':<16}{fields.right:>7}{fields.missed:>8}{'':>23}{fields.recall:>8.3f}{floor:>8}")
    for table, tally in result.tables.items():
        if tally.right + tally.missed + tally.extra == 0:
            continue
        notes = ", ".join(f"{c} {t.right}/{t.right + t.missed}" for c, t in result.attributes[table].items())
        print(
            f"{table:<16}{tally.right:>7}{tally.missed:>8}{tally.extra:>7}{tally.precision:>8.3f}{tally.recall:>8.3f}"
            f"{tally.f1:>8.3f}{floors.get(table, ''):>8}{result.errors_per_thousand(table):>7.2f}  {notes}"
        )


if __name__ == "__main__":
    main()
