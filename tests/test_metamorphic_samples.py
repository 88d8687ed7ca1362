"""The sample reports with other figures in them: every row keeps its meaning and takes the new figure."""

from __future__ import annotations

import random
from typing import Any

import pytest
import regex

from extractors.located import Figure
from pipeline.process import Processed, process

TABLES = ("dossiers", "rates", "staffing", "procedures")
# A small number is often said again by another one ("05 xã … 05 người"), and which follows which is then open.
_RENEWED = regex.compile(r"\d{1,3}(?:\.\d{3})+|\d{3,}")
_PERCENT = regex.compile(r"(?<=,)\d+")


def _figures(found: Processed) -> list[Any]:
    return sorted((row for table in TABLES for row in found.rows[table]), key=lambda row: (row.start, row.end))


def _renewed(text: str, rows: list[Figure], draw: random.Random) -> str:
    """The text with new digits in its figures, as many as before.

    A number that is printed twice is the same number twice: what stays equal is no coincidence in a report.
    """
    known: dict[str, str] = {}

    def other(match: regex.Match[str]) -> str:
        printed = match.group()
        while printed not in known:
            digits = (draw.choice("123456789") if i == 0 else draw.choice("0123456789") for i in range(len(printed)))
            new = "".join(digit if old.isdigit() else old for digit, old in zip(digits, printed, strict=True))
            if new not in known.values():
                known[printed] = new
        return known[printed]

    pieces: list[str] = []
    done = 0
    for row in rows:
        if row.start < done:
            continue
        pattern = _PERCENT if "%" in row.raw else _RENEWED
        pieces += [text[done : row.start], pattern.sub(other, row.raw, count=1)]
        done = row.end
    return "".join([*pieces, text[done:]])


def _meant(row: Any) -> tuple[Any, ...]:
    named = [getattr(row, name, None) for name in ("metric", "measure", "category", "role", "scope", "scope_name")]
    return (type(row).__name__, row.start, *named, row.period_start, row.period_end)


def _read_alone(row: Any) -> float | None:
    """The figure of a row as its own words print it; None where they hold more than one number."""
    printed = regex.findall(r"\d[\d.]*(?:,\d+)?", row.raw)
    return float(printed[0].replace(".", "").replace(",", ".")) if len(printed) == 1 else None


@pytest.mark.parametrize("seed", [1, 2])
def test_other_figures_change_the_values_and_nothing_else(read_reports: dict[str, Processed], seed: int) -> None:
    changed = 0
    for name, found in read_reports.items():
        if not name.endswith(".txt"):
            continue
        assert found.text is not None
        text = found.text.text
        rows = _figures(found)
        told = _renewed(text, rows, random.Random(seed))
        again = _figures(process(told.encode(), name))
        assert [_meant(row) for row in again] == [_meant(row) for row in rows], name
        for before, after in zip(rows, again, strict=True):
            assert after.raw == told[before.start : before.end], name
            expected = _read_alone(after)
            if expected is not None and before.value == _read_alone(before):
                assert after.value == expected, (name, after.raw)
                changed += after.raw != before.raw
    # Otherwise nothing was shown.
    assert changed > 500
