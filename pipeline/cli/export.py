"""``rasoat export``: the tables of a run in the files that other programs open."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.answers import FINE, complain
from pipeline.cli.worded import PATH, WordedCommand, folder_argument, worded
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    say = words.say
    return worded(
        words,
        "export",
        _export,
        folder_argument(words),
        click.Option(["--duckdb"], type=PATH, metavar=say("arg_file"), help=say("opt_duckdb")),
        click.Option(["--sqlite"], type=PATH, metavar=say("arg_file"), help=say("opt_sqlite")),
        click.Option(["--xlsx"], type=PATH, metavar=say("arg_file"), help=say("opt_xlsx")),
        click.Option(["--csv"], type=PATH, metavar=say("arg_dir"), help=say("opt_csv")),
    )


def _export(
    words: Wording, *, folder: Path, duckdb: Path | None, sqlite: Path | None, xlsx: Path | None, csv: Path | None
) -> int:
    from pipeline.export.folder import Targets, export

    for written in export(folder, Targets(duckdb=duckdb, sqlite=sqlite, xlsx=xlsx, csv=csv), words):
        complain(words.say("export_written", path=written.path, tables=written.tables, rows=written.rows))
        for notice in written.notices:
            complain(notice)
    return FINE
