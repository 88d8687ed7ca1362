"""Statements of a grammar: what was chosen first is what is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from case_tables import read
from statement_grammar import Grammar, Told

from extractors.dossiers import find_dossiers
from extractors.rates import find_rates

_KINDS: dict[str, Callable[[Grammar], Told]] = {
    "sentence": Grammar.sentence,
    "items": Grammar.items,
    "levels": Grammar.levels,
    "rates": Grammar.rates,
    "table": Grammar.table,
}


def _wrong(kind: str, seeds: range) -> list[str]:
    wrong = []
    for seed in seeds:
        told = _KINDS[kind](Grammar(seed))
        reading = read(told.text)
        figures = find_rates(reading) if kind == "rates" else find_dossiers(reading)
        found = tuple((row.metric, row.scope, float(row.value)) for row in figures)
        if found != tuple((metric, scope, float(value)) for metric, scope, value in told.rows):
            wrong.append(f"{seed}: {told.text}\n  {found}\n  {told.rows}")
    return wrong


@pytest.mark.parametrize("kind", _KINDS)
def test_what_the_grammar_tells_is_read(kind: str) -> None:
    wrong = _wrong(kind, range(60))
    assert not wrong, "\n".join(wrong)
