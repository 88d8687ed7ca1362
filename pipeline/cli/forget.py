"""``rasoat forget``: documents out of the tables of a run, and of all that is kept beside them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from pipeline.cli.answers import FINE, print_json
from pipeline.cli.worded import PATH, WordedCommand, folder_argument, json_option, worded
from pipeline.read.options import user_cache
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    say = words.say
    return worded(
        words,
        "forget",
        _forget,
        folder_argument(words),
        click.Argument(["documents"], nargs=-1, required=True, metavar=say("arg_documents")),
        click.Option(["--cache"], type=PATH, metavar=say("arg_dir"), help=say("opt_forget_cache")),
        click.Option(["--no-cache"], is_flag=True, help=say("opt_forget_no_cache")),
        click.Option(["--allow-again"], is_flag=True, help=say("opt_allow_again")),
        json_option(words),
    )


def _forget(
    words: Wording,
    *,
    folder: Path,
    documents: tuple[str, ...],
    cache: Path | None,
    no_cache: bool,
    allow_again: bool,
    as_json: bool,
) -> int:
    from pipeline import forget

    if allow_again:
        allowed = forget.allow_again(folder, documents)
        if as_json:
            print_json(allowed)
        else:
            for doc_id in allowed:
                click.echo(words.say("allowed_again", document=doc_id))
        return FINE
    gone = forget.forget(folder, documents, cache=None if no_cache else cache or user_cache())
    if as_json:
        print_json([dataclasses.asdict(one) for one in gone])
    else:
        for one in gone:
            click.echo(words.say("forgotten", document=one.doc_id, pages=one.recognized))
    return FINE
