"""``rasoat site``: the run as a folder of pages that open by double click."""

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
        "site",
        _site,
        folder_argument(words),
        click.Option(["--out"], required=True, type=PATH, metavar=say("arg_dir"), help=say("opt_site_out")),
        click.Option(["--sources"], type=PATH, metavar=say("arg_dir"), help=say("opt_sources")),
    )


def _site(words: Wording, *, folder: Path, out: Path, sources: Path | None) -> int:
    from pipeline.site.build import write_site

    written = write_site(folder, out, sources)
    for reason, count in sorted(written.without_pages.items()):
        complain(words.say(f"without_pages_{reason}", count=count))
    megabytes = f"{written.size / 1e6:.1f}"
    complain(
        words.say(
            "site_written",
            reports=written.reports,
            files=written.files,
            size=megabytes.replace(".", ",") if words.language == "vi" else megabytes,
            index=out / "index.html",
        )
    )
    return FINE
