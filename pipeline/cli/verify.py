"""``rasoat verify``: whether the tables of a run are as they were written."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import click

from pipeline.cli.answers import FINDINGS, FINE, print_json
from pipeline.cli.worded import WordedCommand, folder_argument, json_option, worded
from pipeline.wording import Wording

# One damaged file may make millions of rows wrong; who reads has seen enough.
_MOST = 1000


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    return worded(words, "verify", _verify, folder_argument(words), json_option(words))


def _verify(words: Wording, *, folder: Path, as_json: bool) -> int:
    from pipeline.ledger import Ledger
    from pipeline.verify import verify

    faults = list(itertools.islice(verify(folder), _MOST))
    if as_json:
        print_json([dataclasses.asdict(fault) for fault in faults])
    else:
        for fault in faults:
            click.echo(words.say(f"verify_{fault.what}", where=fault.where))
        ledger = Ledger.path_of(folder).relative_to(folder).as_posix()
        click.echo(
            words.say("verify_faults", count=len(faults), ledger=ledger) if faults else words.say("verify_sound")
        )
    return FINDINGS if faults else FINE
