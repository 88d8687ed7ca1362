"""``rasoat show``: one report for a reader."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.answers import FINE, NOT_READ, complain, print_json, problem
from pipeline.cli.worded import PATH, WordedCommand, json_option, reading, reading_options, worded
from pipeline.read.options import OcrMode
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    return worded(
        words,
        "show",
        _show,
        click.Argument(["file"], required=True, type=PATH, metavar=words.say("arg_file")),
        *reading_options(words),
        click.Option(["--unexplained"], is_flag=True, help=words.say("opt_unexplained")),
        json_option(words),
    )


def _show(
    words: Wording,
    *,
    file: Path,
    ocr: OcrMode,
    cache: Path | None,
    no_cache: bool,
    unexplained: bool,
    as_json: bool,
) -> int:
    from pipeline import show

    result = show.read_one(file, reading(ocr, cache, no_cache))
    failed = result.document.status == "failed"
    if as_json:
        print_json(show.as_json(result))
    elif not failed:
        click.echo((show.render_unexplained if unexplained else show.render)(result, words))
    if result.document.status != "ok":
        complain(problem(result.document, words))
    return NOT_READ if failed else FINE
