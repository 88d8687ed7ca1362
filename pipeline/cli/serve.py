"""``rasoat serve``: a run in the browser, by datasette, on this machine alone."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.answers import FINE, complain
from pipeline.cli.worded import PATH, Whole, WordedCommand, folder_argument, worded
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    say = words.say
    return worded(
        words,
        "serve",
        _serve,
        folder_argument(words),
        click.Option(["--port"], type=Whole(words, least=1, most=65535), default=8001, help=say("opt_port")),
        click.Option(["--sqlite"], type=PATH, metavar=say("arg_file"), help=say("opt_serve_sqlite")),
    )


def _serve(words: Wording, *, folder: Path, port: int, sqlite: Path | None) -> int:
    from pipeline.export.served import serve

    serve(folder, words, port=port, database=sqlite, tell=complain)
    return FINE
