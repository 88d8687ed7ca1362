"""``rasoat run``: files and folders in, tables out."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.answers import FINE, NOT_READ, complain, print_json, problem
from pipeline.cli.worded import PATH, WordedCommand, json_option, reading, reading_options, strict_option, worded
from pipeline.read.options import OcrMode
from pipeline.wording import Wording

if TYPE_CHECKING:
    from pipeline.run import Met


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    say = words.say
    return worded(
        words,
        "run",
        _run,
        click.Argument(["sources"], nargs=-1, required=True, type=PATH, metavar=say("arg_source")),
        click.Option(["--out"], required=True, type=PATH, metavar=say("arg_dir"), help=say("opt_out")),
        *reading_options(words),
        click.Option(["--workers"], type=click.IntRange(min=0), metavar="N", help=say("opt_workers")),
        click.Option(["--prune"], is_flag=True, help=say("opt_prune")),
        click.Option(["--retry-failed"], is_flag=True, help=say("opt_retry_failed")),
        click.Option(["--skip"], multiple=True, metavar="GLOB", help=say("opt_skip")),
        click.Option(["--timings"], is_flag=True, help=say("opt_timings")),
        strict_option(words),
        click.Option(["--debug"], is_flag=True, help=say("opt_debug")),
        json_option(words, "opt_run_json"),
    )


def _run(
    words: Wording,
    *,
    sources: tuple[Path, ...],
    out: Path,
    ocr: OcrMode,
    cache: Path | None,
    no_cache: bool,
    workers: int | None,
    prune: bool,
    retry_failed: bool,
    skip: tuple[str, ...],
    timings: bool,
    strict: bool,
    debug: bool,
    as_json: bool,
) -> int:
    from pipeline import summary
    from pipeline.run import run

    if debug:
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format="%(name)s: %(message)s")
        for noisy in ("pdfminer", "pdfplumber"):
            logging.getLogger(noisy).setLevel(logging.WARNING)

    def tell(met: Met) -> None:
        if met.status != "ok":
            complain(problem(met, words))

    options = reading(ocr, cache, no_cache)
    finished = run(
        sources,
        out,
        skip=skip,
        timings=timings,
        options=options,
        workers=workers,
        prune=prune,
        retry_failed=retry_failed,
        progress=tell,
    )
    for reason, count in sorted(finished.left_out.items()):
        if reason != "out":
            complain(words.say(f"left_out_{reason}", count=count))
    if finished.vanished:
        complain(words.say("vanished_removed" if prune else "vanished_kept", count=finished.vanished))
    found = summary.summarize(out)
    if as_json:
        print_json(summary.as_json(found))
    click.echo(summary.render(found, words, finished.archive), err=True)
    return NOT_READ if strict and found.statuses.get("failed") else FINE
