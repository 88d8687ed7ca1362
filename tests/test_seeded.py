"""The invented reports add up and raise no alarm, and every kind of error that is put into them is found."""

from __future__ import annotations

import random

import pytest

from quality.seeded import KINDS, alarms, altered, backlog, blind, found, read
from quality.seeded_reports import make


@pytest.mark.parametrize("number", range(8))
def test_an_invented_report_adds_up_and_raises_no_alarm(number: int) -> None:
    made = make(number)
    assert made.holds({})
    assert [(f.rule, f.subject) for f in alarms(read(made.text()).rows["findings"])] == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_every_kind_is_found(kind: str) -> None:
    seeded = missed = 0
    for number in (100, 101, 103):
        made = make(number)
        error = KINDS[kind](made, random.Random(number))
        if error is None or not error.visible:
            continue
        seeded += 1
        result = read(altered(made, error))
        missed += not found(result.rows["findings"], error, result)
    assert seeded
    assert missed == 0


def test_a_backlog_that_is_not_carried_is_found() -> None:
    tally, false = backlog(2)
    assert (tally.found, false) == (2, 0)


def test_a_percentage_sees_less_the_larger_the_count() -> None:
    assert blind(100, 1) <= blind(1000, 1) <= blind(10_000, 1) <= blind(100_000, 1)
    assert blind(10_000, 2) <= blind(10_000, 1) <= blind(10_000, 0)
