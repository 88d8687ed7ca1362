"""The program as a whole: its commands, and what becomes of mistakes, interrupts and readers that go away."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import signal
import sys
from collections.abc import Sequence

import click

from pipeline.cli.answers import BAD_USE, FINE, INTERRUPTED, complain
from pipeline.cli.worded import WordedGroup, language_option
from pipeline.errors import RasoatError
from pipeline.wording import LANGUAGES, Wording, chosen_language, unknown_language, wording

# "Got unexpected extra argument (x)", "Got unexpected extra arguments (x y)"
_EXTRA = re.compile(r"unexpected extra arguments? \((.+)\)", re.DOTALL)

# The files of the commands, in the order in which help lists them.
_COMMANDS = ("run", "status", "verify", "show", "audit", "site", "export", "serve", "forget", "schema", "doctor")


def build(words: Wording) -> click.Group:
    """The program with all its texts in one language."""
    say = words.say
    program = WordedGroup(
        "rasoat",
        help=say("app"),
        epilog=say("app_codes"),
        options_metavar=say("options_metavar"),
        subcommand_metavar=say("arguments_metavar"),
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_version,
                help=say("opt_version"),
            ),
            language_option(words),
        ],
    )
    program.words = words
    for name in _COMMANDS:
        program.add_command(importlib.import_module(f"pipeline.cli.{name}").command(words))
    return program


def _show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib import metadata

        click.echo(f"rasoat {metadata.version('rasoat')}")
        ctx.exit()


def _bad_use(error: click.UsageError, words: Wording) -> str:
    """One line for a mistake on the command line: what is wrong, and what to do next."""
    command = error.ctx.command_path if error.ctx else "rasoat"
    if isinstance(error, click.BadOptionUsage):
        # click knows no more of the option than its name and an English sentence.
        lacking = "requires" in error.message
        return words.say("no_value" if lacking else "needless_value", option=error.option_name, command=command)
    if extra := _EXTRA.search(error.message):
        return words.say("needless_argument", what=extra[1], command=command)
    if isinstance(error, click.NoSuchOption):
        return words.say("bad_option", option=error.option_name, command=command)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        what = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.make_metavar(error.ctx)  # type: ignore[arg-type]
        return words.say("missing", what=what, command=command)
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        value = error.message.split("'")[1] if "'" in error.message else "?"
        choices = ", ".join(str(choice) for choice in error.param.type.choices)
        return words.say("bad_choice", value=value, option=error.param.opts[0], choices=choices)
    if error.ctx and isinstance(error.ctx.command, click.Group):
        known = ", ".join(error.ctx.command.commands)
        if "'" in error.message:
            return words.say("bad_command", name=error.message.split("'")[1], known=known)
        return words.say("no_command", known=known)
    return words.say("bad_use", problem=error.format_message().rstrip("."), command=command)


def invoke(arguments: Sequence[str]) -> int:
    """Run the program on these arguments and return its exit code."""
    words = wording(chosen_language(arguments, os.environ))
    try:
        if strange := unknown_language(arguments, os.environ):
            raise RasoatError("bad_language", value=strange, choices=", ".join(LANGUAGES))
        if not arguments:
            arguments = ["--help"]
        program = build(words)
        # Not program.main(): that ends the process where the reader of stdout goes away.
        with program.make_context("rasoat", list(arguments)) as context:
            code = program.invoke(context)
        sys.stdout.flush()
        return code if isinstance(code, int) else FINE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as error:
        complain(_bad_use(error, words))
        return BAD_USE
    except RasoatError as error:
        complain(words.say(error.reason, quoted=shlex.quote(error.facts.get("path", "")), **error.facts))
        return BAD_USE
    except (click.Abort, KeyboardInterrupt):
        complain(words.say("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout went away (rasoat audit out | head): not our failure, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Entry point of the console script."""
    for name in ("SIGTERM", "SIGHUP"):
        # Who is told to end, or whose terminal is closed, ends as by Ctrl-C; nohup has the second ignored.
        if (number := getattr(signal, name, None)) and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        # Vietnamese goes out as UTF-8 whatever the locale says.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(invoke(sys.argv[1:]))
