"""Commands whose help is in the language of the reader, and the options that several of them have."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from pipeline.errors import RasoatError
from pipeline.read.options import OCR_MODES, OcrMode, ReadOptions, user_cache
from pipeline.wording import LANGUAGES, Wording


class _Place(click.Path):
    """A path that says something: an empty one, of a variable that is not set, would be the folder one stands in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        if value == "" and param is not None:
            what = param.opts[0] if isinstance(param, click.Option) else param.metavar
            raise RasoatError("empty_path", what=what or "")
        return super().convert(value, param, ctx)


# Whether a file can be opened is for the run to tell: it is a row of the archive, no bad use.
PATH = _Place(path_type=Path, readable=False)
SEVERITY = click.Choice(("error", "warning", "info"))


class Number(click.FloatRange):
    """A number within bounds; what is none is told of in the reader's language, with the bounds."""

    def __init__(self, words: Wording, *, least: int) -> None:
        super().__init__(min=least)
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number, where it is one and within the bounds."""
        with _told(self._words, "bad_number", self, value, param):
            number = super().convert(value, param, ctx)
            return number if math.isfinite(number) else self.fail("not finite")


class Whole(click.IntRange):
    """A whole number within bounds, told of in the same way."""

    def __init__(self, words: Wording, *, least: int, most: int | None = None) -> None:
        super().__init__(min=least, max=most)
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The whole number, where it is one and within the bounds."""
        with _told(self._words, "bad_whole", self, value, param):
            return super().convert(value, param, ctx)


@contextlib.contextmanager
def _told(
    words: Wording, reason: str, bounds: click.IntRange | click.FloatRange, value: Any, param: click.Parameter | None
) -> Iterator[None]:
    """Bad use in our words instead of click's."""
    try:
        yield
    except click.BadParameter as error:
        within = "bounds_least" if bounds.max is None else "bounds_both"
        told = words.say(within, least=bounds.min, most=bounds.max)
        raise RasoatError(reason, value=str(value), option=param.opts[0] if param else "", bounds=told) from error


class WordedCommand(click.Command):
    """A command whose help has its headings and its --help line in the chosen language."""

    words: Wording

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{self.words.say('usage')}: "
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and, for the program itself, its commands."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        records = [(name, text.replace("[required]", f"[{self.words.say('required')}]")) for name, text in records]
        with formatter.section(self.words.say("options")):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            with formatter.section(self.words.say("commands")):
                formatter.write_dl([(name, command.help or "") for name, command in self.commands.items()])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help, described in the chosen language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.words.say("opt_help")
        return option


class WordedGroup(WordedCommand, click.Group):
    """The program: the same, for a group of commands."""


def worded(words: Wording, name: str, call: Callable[..., int], *params: click.Parameter) -> WordedCommand:
    """The command ``name``: ``call`` is given the words and the parameters, and returns an exit code."""
    made = WordedCommand(
        name,
        callback=lambda **given: call(words, **given),
        params=[*params, language_option(words)],
        help=words.say(f"cmd_{name}"),
        options_metavar=words.say("options_metavar"),
    )
    made.words = words
    return made


def language_option(words: Wording) -> click.Option:
    """The option --lang; it is looked for before anything is parsed, and only described here."""
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=words.say("opt_lang"))


def json_option(words: Wording, says: str = "opt_json") -> click.Option:
    """The option --json."""
    return click.Option(["--json", "as_json"], is_flag=True, help=words.say(says))


def strict_option(words: Wording) -> click.Option:
    """The option --strict."""
    return click.Option(["--strict"], is_flag=True, help=words.say("opt_strict"))


def folder_argument(words: Wording) -> click.Argument:
    """The folder of a run, for commands that look at one."""
    return click.Argument(["folder"], required=True, type=PATH, metavar=words.say("arg_dir"))


def reading_options(words: Wording) -> list[click.Option]:
    """The options of commands that read files."""
    return [
        click.Option(["--ocr"], type=click.Choice(OCR_MODES), default="auto", help=words.say("opt_ocr")),
        click.Option(["--cache"], type=PATH, metavar=words.say("arg_dir"), help=words.say("opt_cache")),
        click.Option(["--no-cache"], is_flag=True, help=words.say("opt_no_cache")),
    ]


def reading(ocr: OcrMode, cache: Path | None, no_cache: bool) -> ReadOptions:
    """How files are to be read; what was recognized is kept in the user's cache unless another is named."""
    return ReadOptions(ocr=ocr, cache=None if no_cache else cache or user_cache())
