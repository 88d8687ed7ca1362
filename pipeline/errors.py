"""What goes wrong: bad use raises, bad input becomes a row."""

from __future__ import annotations

import functools
from typing import Any


class RasoatError(Exception):
    """Bad use: ``reason`` names a message of ``wording.toml`` that says in one line what to do next."""

    def __init__(self, reason: str, **facts: str) -> None:
        super().__init__(": ".join([reason, *facts.values()]))
        self.reason = reason
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        """As it goes from one machine to another: with its facts."""
        return functools.partial(RasoatError, self.reason, **self.facts), ()


class ReadFailure(Exception):
    """A file that cannot be read: becomes a row of documents with status failed.

    ``code`` is a value of the error_code labels, ``message`` says for a person what is wrong with the file.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
