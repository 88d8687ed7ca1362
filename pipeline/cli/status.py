"""``rasoat status``: how a folder of tables stands."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.answers import FINE, print_json
from pipeline.cli.worded import WordedCommand, folder_argument, json_option, worded
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    return worded(words, "status", _status, folder_argument(words), json_option(words))


def _status(words: Wording, *, folder: Path, as_json: bool) -> int:
    from pipeline import status

    found = status.status_of(folder)
    if as_json:
        print_json(status.as_json(found))
    else:
        click.echo(status.render(found, words))
    return FINE
