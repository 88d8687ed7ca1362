"""How a command answers: exit codes, JSON on stdout, lines for people on stderr."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from pipeline.wording import Wording

if TYPE_CHECKING:
    from pipeline.documents import Document
    from pipeline.run import Met

FINE, FINDINGS, BAD_USE, NOT_READ, INTERRUPTED = 0, 1, 2, 3, 130


def print_json(value: Any) -> None:
    """A value as JSON on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def complain(line: str) -> None:
    """One line for a person on stderr."""
    click.echo(f"rasoat: {line}", err=True)


def problem(document: Document | Met, words: Wording) -> str:
    """One line for a file that was not read whole."""
    from pipeline.labels import name_of
    from pipeline.reasons import reason_in

    code = document.error_code or ""
    return words.say(
        "not_read_whole",
        path=document.source_path,
        status=name_of("status", document.status, words.language),
        code=code,
        called=name_of("error_code", code, words.language),
        message=reason_in(document.error_message or "", words.language),
    )
