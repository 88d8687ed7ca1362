"""``rasoat schema``: what the tables hold."""

from __future__ import annotations

import click

from pipeline.cli.answers import FINE, print_json
from pipeline.cli.worded import WordedCommand, json_option, worded
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    return worded(words, "schema", _schema, json_option(words))


def _schema(words: Wording, *, as_json: bool) -> int:
    from pipeline import describe

    if as_json:
        print_json(describe.as_json())
    else:
        click.echo(describe.render(words))
    return FINE
