"""``rasoat run``: files and folders in, tables out."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.answers import FINE, NOT_READ, complain, print_json
from pipeline.cli.progress import Progress
from pipeline.cli.worded import (
    PATH,
    Number,
    Whole,
    WordedCommand,
    json_option,
    reading,
    reading_options,
    strict_option,
    worded,
)
from pipeline.errors import RasoatError
from pipeline.read.options import OcrMode
from pipeline.wording import Wording

if TYPE_CHECKING:
    from pipeline.allowance import Allowance
    from pipeline.read.options import ReadOptions
    from pipeline.run import Engine


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
        click.Option(["--with-personal-data"], is_flag=True, help=say("opt_with_personal_data")),
        click.Option(["--without-signers"], is_flag=True, help=say("opt_without_signers")),
        click.Option(["--workers"], type=Whole(words, least=0), metavar="N", help=say("opt_workers")),
        click.Option(
            ["--engine"], type=click.Choice(("local", "dask", "spark")), default="local", help=say("opt_engine")
        ),
        click.Option(["--scheduler"], metavar="ADDRESS", help=say("opt_scheduler")),
        click.Option(["--shards"], metavar="URL", help=say("opt_shards")),
        click.Option(
            ["--shard-size"], type=Whole(words, least=1), default=500, metavar="N", help=say("opt_shard_size")
        ),
        click.Option(["--timeout"], type=Number(words, least=1), metavar="S", help=say("opt_timeout")),
        click.Option(["--memory"], type=Whole(words, least=256), metavar="MB", help=say("opt_memory")),
        click.Option(["--prune"], is_flag=True, help=say("opt_prune")),
        click.Option(["--retry-failed"], is_flag=True, help=say("opt_retry_failed")),
        click.Option(["--skip"], multiple=True, metavar="GLOB", help=say("opt_skip")),
        click.Option(["--timings"], is_flag=True, help=say("opt_timings")),
        strict_option(words),
        click.Option(["--log-json"], type=PATH, metavar=say("arg_file"), help=say("opt_log_json")),
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
    with_personal_data: bool,
    without_signers: bool,
    workers: int | None,
    engine: str,
    scheduler: str | None,
    shards: str | None,
    shard_size: int,
    timeout: float | None,
    memory: int | None,
    prune: bool,
    retry_failed: bool,
    skip: tuple[str, ...],
    timings: bool,
    strict: bool,
    log_json: Path | None,
    debug: bool,
    as_json: bool,
) -> int:
    from pipeline import summary
    from pipeline.run import run

    if debug:
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format="%(name)s: %(message)s")
        for noisy in ("pdfminer", "pdfplumber"):
            logging.getLogger(noisy).setLevel(logging.WARNING)

    options = dataclasses.replace(
        reading(ocr, cache, no_cache), personal_data=with_personal_data, signers=not without_signers
    )
    progress = Progress(words, log=log_json)
    try:
        finished = run(
            sources,
            out,
            skip=skip,
            own=[path for path in (log_json, options.cache, Path(shards) if shards else None) if path],
            timings=timings,
            options=options,
            workers=workers,
            allowance=_allowance(options, timeout, memory),
            engine=_engine(engine, out, scheduler, shards, shard_size),
            prune=prune,
            retry_failed=retry_failed,
            total=progress.total,
            progress=progress.met,
        )
        progress.end(finished)
    finally:
        progress.close()
    for reason, count in sorted(finished.left_out.items()):
        if reason != "out":
            complain(words.say(f"left_out_{reason}", count=count))
    if duplicates := finished.inputs.get("duplicate"):
        complain(words.say("duplicates", count=duplicates))
    if finished.replaced:
        complain(words.say("replaced", count=finished.replaced))
    if finished.vanished:
        complain(words.say("vanished_removed" if prune else "vanished_kept", count=finished.vanished))
    if with_personal_data:
        complain(words.say("personal_data_written", count=finished.rows["personal_data"], path=out / "personal_data"))
    found = summary.summarize(out)
    if as_json:
        did = {name: getattr(finished, name) for name in ("inputs", "read", "vanished", "replaced", "left_out")}
        print_json(summary.as_json(found) | did)
    click.echo(summary.render(found, words, finished.archive), err=True)
    return NOT_READ if strict and found.statuses.get("failed") else FINE


def _engine(engine: str, out: Path, scheduler: str | None, shards: str | None, shard_size: int) -> Engine | None:
    """What reads files on a cluster, where the user asked for one."""
    if engine == "local":
        for option, given in (("--scheduler", scheduler), ("--shards", shards)):
            if given is not None:
                raise RasoatError("needs_engine", option=option)
        return None
    from pipeline.scale import Cluster

    if scheduler is None and engine == "dask":
        raise RasoatError("engine_needs", engine=engine)
    # Two runs that hand over in one place must not take each other's results for left ones.
    own = hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:16]
    store = f"{shards.rstrip('/')}/{own}" if shards else str(out.resolve() / ".rasoat" / "shards")
    return Cluster(engine=engine, store=store, scheduler=scheduler, shard_size=shard_size)


def _allowance(options: ReadOptions, timeout: float | None, memory: int | None) -> Allowance:
    """What a document may take, where the user asked for other bounds."""
    from pipeline.run import allowance_for

    usual = allowance_for(options)
    return dataclasses.replace(usual, seconds=timeout or usual.seconds, memory=memory << 20 if memory else usual.memory)
