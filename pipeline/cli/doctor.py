"""``rasoat doctor``: what the machine has and lacks."""

from __future__ import annotations

import click

from pipeline.cli.answers import FINE, print_json
from pipeline.cli.worded import WordedCommand, json_option, worded
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    return worded(words, "doctor", _doctor, json_option(words))


def _doctor(words: Wording, *, as_json: bool) -> int:
    from pipeline import doctor

    programs = doctor.examine()
    if as_json:
        print_json(doctor.as_json(programs, words))
    else:
        click.echo(doctor.render(programs, words))
    return FINE
