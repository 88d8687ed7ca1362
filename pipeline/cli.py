"""The command line: parses, makes one call, prints, and picks an exit code.

stdout is data, stderr is for people. What a command needs is imported inside it, so that help is quick.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import cli_export
from pipeline.errors import RasoatError
from pipeline.read.options import OCR_MODES, OcrMode, ReadOptions, user_cache
from pipeline.wording import LANGUAGES, Wording, chosen_language, wording

if TYPE_CHECKING:
    from pipeline.documents import Document

FINE, FINDINGS, BAD_USE, NOT_READ, INTERRUPTED = 0, 1, 2, 3, 130
SEVERITIES = ("error", "warning", "info")


class _Worded(click.Command):
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


class _WordedGroup(_Worded, click.Group):
    """The program: the same, for a group of commands."""


def build(words: Wording) -> click.Group:
    """The program with all its texts in one language."""
    say = words.say

    def language_option() -> click.Option:
        return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=say("opt_lang"))

    def command(name: str, call: Callable[..., int], *params: click.Parameter) -> _Worded:
        made = _Worded(
            name,
            callback=call,
            params=[*params, language_option()],
            help=say(f"cmd_{name}"),
            options_metavar=say("options_metavar"),
        )
        made.words = words
        return made

    path = click.Path(path_type=Path)
    severity = click.Choice(SEVERITIES)
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=say("opt_json"))

    def reading_options() -> list[click.Option]:
        return [
            click.Option(["--ocr"], type=click.Choice(OCR_MODES), default="auto", help=say("opt_ocr")),
            click.Option(["--cache"], type=path, metavar=say("arg_dir"), help=say("opt_cache")),
            click.Option(["--no-cache"], is_flag=True, help=say("opt_no_cache")),
        ]

    def show_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
        if asked and not ctx.resilient_parsing:
            from importlib import metadata

            click.echo(f"rasoat {metadata.version('rasoat')}")
            ctx.exit()

    program = _WordedGroup(
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
                callback=show_version,
                help=say("opt_version"),
            ),
            language_option(),
        ],
    )
    program.words = words
    for made in (
        command(
            "run",
            lambda **given: _run(words, **given),
            click.Argument(["sources"], nargs=-1, required=True, type=path, metavar=say("arg_source")),
            click.Option(["--out"], required=True, type=path, metavar=say("arg_dir"), help=say("opt_out")),
            *reading_options(),
            click.Option(["--skip"], multiple=True, metavar="GLOB", help=say("opt_skip")),
            click.Option(["--timings"], is_flag=True, help=say("opt_timings")),
            click.Option(["--strict"], is_flag=True, help=say("opt_strict")),
            click.Option(["--debug"], is_flag=True, help=say("opt_debug")),
            click.Option(["--json", "as_json"], is_flag=True, help=say("opt_run_json")),
        ),
        command(
            "show",
            lambda **given: _show(words, **given),
            click.Argument(["file"], required=True, type=path, metavar=say("arg_file")),
            *reading_options(),
            click.Option(["--unexplained"], is_flag=True, help=say("opt_unexplained")),
            as_json,
        ),
        command(
            "audit",
            lambda **given: _audit(words, **given),
            click.Argument(["folder"], required=True, type=path, metavar=say("arg_dir")),
            click.Option(["--rule", "rules"], multiple=True, metavar="RULE", help=say("opt_rule")),
            click.Option(["--severity"], type=severity, help=say("opt_severity")),
            click.Option(["--fail-on"], type=severity, help=say("opt_fail_on")),
            click.Option(["--strict"], is_flag=True, help=say("opt_strict")),
            click.Option(["--format", "form"], type=click.Choice(("csv", "xlsx")), help=say("opt_format")),
            click.Option(["--to", "target"], type=path, metavar=say("arg_file"), help=say("opt_to")),
            click.Option(["--papers"], type=path, metavar=say("arg_dir"), help=say("opt_papers")),
            click.Option(["--baseline"], type=path, metavar=say("arg_file"), help=say("opt_baseline")),
            click.Option(["--write-baseline"], type=path, metavar=say("arg_file"), help=say("opt_write_baseline")),
            as_json,
        ),
        command("export", lambda **given: cli_export.export(words, **given), *cli_export.export_options(words)),
        command("schema", lambda **given: _schema(words, **given), as_json),
        command("doctor", lambda **given: _doctor(words, **given), as_json),
    ):
        program.add_command(made)
    return program


def _run(
    words: Wording,
    *,
    sources: tuple[Path, ...],
    out: Path,
    ocr: OcrMode,
    cache: Path | None,
    no_cache: bool,
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

    def tell(document: Document) -> None:
        if document.status != "ok":
            _complain(_problem(document, words))

    options = _reading(ocr, cache, no_cache)
    finished = run(sources, out, skip=skip, timings=timings, options=options, progress=tell)
    for reason, count in sorted(finished.left_out.items()):
        if reason != "out":
            _complain(words.say(f"left_out_{reason}", count=count))
    found = summary.summarize(out)
    if as_json:
        _print_json(summary.as_json(found))
    click.echo(summary.render(found, words, finished.archive), err=True)
    return NOT_READ if strict and found.statuses.get("failed") else FINE


def _reading(ocr: OcrMode, cache: Path | None, no_cache: bool) -> ReadOptions:
    """How files are to be read; what was recognized is kept in the user's cache unless another is named."""
    return ReadOptions(ocr=ocr, cache=None if no_cache else cache or user_cache())


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

    result = show.read_one(file, _reading(ocr, cache, no_cache))
    failed = result.document.status == "failed"
    if as_json:
        _print_json(show.as_json(result))
    elif not failed:
        click.echo((show.render_unexplained if unexplained else show.render)(result, words))
    if result.document.status != "ok":
        _complain(_problem(result.document, words))
    return NOT_READ if failed else FINE


def _audit(
    words: Wording,
    *,
    folder: Path,
    rules: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    strict: bool,
    form: str | None,
    target: Path | None,
    papers: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    as_json: bool,
) -> int:
    from pipeline import baseline as known
    from pipeline import list_findings

    listed = list_findings.select(folder, rules=rules, severity=severity)
    if baseline:
        listed = known.without_known(listed, baseline)
    if write_baseline:
        known.write_baseline(listed, write_baseline)
    if papers:
        from pipeline.papers import write_papers

        _complain(words.say("papers_written", count=len(write_papers(folder, listed, papers)), path=papers))
    if form:
        _export(words, listed, form, target)
    elif as_json:
        _print_json(list_findings.as_json(listed))
    else:
        click.echo(list_findings.render(listed, words, filtered=bool(rules or severity or baseline)))
    unread = list_findings.unread(folder)
    if unread:
        _complain(list_findings.render_unread(unread, words))
        if strict:
            return NOT_READ
    return FINDINGS if fail_on and list_findings.any_at(listed, fail_on) else FINE


def _export(words: Wording, listed: Any, form: str, target: Path | None) -> None:
    """The findings as a spreadsheet, into a file or, where it is text, to stdout."""
    from pipeline import export_findings

    if form == "xlsx" and target is None:
        raise RasoatError("needs_file")
    text = export_findings.as_csv(listed, words) if form == "csv" else ""
    if target is None:
        click.echo(text, nl=False)
        return
    try:
        target.write_bytes(text.encode() if form == "csv" else export_findings.as_xlsx(listed, words))
    except OSError as error:
        raise RasoatError("not_writable", path=str(target), problem=error.strerror or str(error)) from error


def _schema(words: Wording, *, as_json: bool) -> int:
    from pipeline import describe

    if as_json:
        _print_json(describe.as_json())
    else:
        click.echo(describe.render(words))
    return FINE


def _doctor(words: Wording, *, as_json: bool) -> int:
    from pipeline import doctor

    programs = doctor.examine()
    if as_json:
        _print_json(doctor.as_json(programs, words))
    else:
        click.echo(doctor.render(programs, words))
    return FINE


def _problem(document: Document, words: Wording) -> str:
    """One line for a file that was not read whole."""
    from pipeline.labels import name_of

    code = document.error_code or ""
    return words.say(
        "not_read_whole",
        path=document.source_path,
        status=name_of("status", document.status, words.language),
        code=code,
        called=name_of("error_code", code, words.language),
        message=document.error_message,
    )


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _complain(line: str) -> None:
    click.echo(f"rasoat: {line}", err=True)


def _bad_use(error: click.UsageError, words: Wording) -> str:
    """One line for a mistake on the command line: what is wrong, and what to do next."""
    command = error.ctx.command_path if error.ctx else "rasoat"
    if isinstance(error, click.NoSuchOption):
        return words.say("bad_option", option=error.option_name, command=command)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        what = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.make_metavar(error.ctx)  # type: ignore[arg-type]
        return words.say("missing", what=what, command=command)
    if isinstance(error, click.BadParameter) and error.param and isinstance(error.param.type, click.Choice):
        value = error.message.split("'")[1] if "'" in error.message else "?"
        choices = ", ".join(str(choice) for choice in error.param.type.choices)
        return words.say("bad_choice", value=value, option=error.param.opts[0], choices=choices)
    if error.ctx and isinstance(error.ctx.command, click.Group) and "'" in error.message:
        return words.say("bad_command", name=error.message.split("'")[1], known=", ".join(error.ctx.command.commands))
    return words.say("bad_use", problem=error.format_message().rstrip("."), command=command)


def invoke(arguments: Sequence[str]) -> int:
    """Run the program on these arguments and return its exit code."""
    words = wording(chosen_language(arguments, os.environ))
    try:
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
        _complain(_bad_use(error, words))
        return BAD_USE
    except RasoatError as error:
        _complain(words.say(error.reason, quoted=shlex.quote(error.facts.get("path", "")), **error.facts))
        return BAD_USE
    except (click.Abort, KeyboardInterrupt):
        _complain(words.say("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of stdout went away (rasoat audit out | head): not our failure, and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # Vietnamese goes out as UTF-8 whatever the locale says.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(invoke(sys.argv[1:]))


if __name__ == "__main__":
    main()
