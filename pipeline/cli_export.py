"""The commands that hand a run to other programs: ``rasoat export``."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.wording import Wording


def export_options(words: Wording) -> list[click.Parameter]:
    """What ``rasoat export`` takes."""
    say, path = words.say, click.Path(path_type=Path)
    return [
        click.Argument(["folder"], required=True, type=path, metavar=say("arg_dir")),
        click.Option(["--duckdb"], type=path, metavar=say("arg_file"), help=say("opt_duckdb")),
        click.Option(["--sqlite"], type=path, metavar=say("arg_file"), help=say("opt_sqlite")),
        click.Option(["--xlsx"], type=path, metavar=say("arg_file"), help=say("opt_xlsx")),
        click.Option(["--csv"], type=path, metavar=say("arg_dir"), help=say("opt_csv")),
    ]


def export(
    words: Wording,
    *,
    folder: Path,
    duckdb: Path | None,
    sqlite: Path | None,
    xlsx: Path | None,
    csv: Path | None,
) -> int:
    """Write the run in the forms asked for, and say on stderr what was written and what was not as it is."""
    from pipeline.export.folder import Targets
    from pipeline.export.folder import export as write

    for written in write(folder, Targets(duckdb=duckdb, sqlite=sqlite, xlsx=xlsx, csv=csv), words):
        facts = {"path": written.path, "tables": written.tables, "rows": written.rows}
        for line in (words.say("export_written", **facts), *written.notices):
            click.echo(f"rasoat: {line}", err=True)
    return 0
