"""Questions about a report that several rules ask, and that are answered once for all of them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

from pipeline.audits.findings import Facts

Answered = TypeVar("Answered")


def asked_once(answer: Callable[[Facts], Answered]) -> Callable[[Facts], Answered]:
    """The same question, answered the first time that it is asked of a report; the answer must not be altered.

    Answers stay with the Facts and go with them; changed Facts are other Facts, without answers.
    """

    @functools.wraps(answer)
    def asked(facts: Facts) -> Answered:
        if asked not in facts.answers:
            facts.answers[asked] = answer(facts)
        found: Answered = facts.answers[asked]
        return found

    return asked
