"""``rasoat audit``: the findings of a run, listed, exported, or as work papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.answers import FINDINGS, FINE, NOT_READ, complain, print_json
from pipeline.cli.worded import PATH, SEVERITY, WordedCommand, folder_argument, json_option, strict_option, worded
from pipeline.errors import RasoatError
from pipeline.wording import Wording


def command(words: Wording) -> WordedCommand:
    """The command as click has it."""
    say = words.say
    return worded(
        words,
        "audit",
        _audit,
        folder_argument(words),
        click.Option(["--rule", "rules"], multiple=True, metavar="RULE", help=say("opt_rule")),
        click.Option(["--severity"], type=SEVERITY, help=say("opt_severity")),
        click.Option(["--fail-on"], type=SEVERITY, help=say("opt_fail_on")),
        strict_option(words),
        click.Option(["--format", "form"], type=click.Choice(("csv", "xlsx")), help=say("opt_format")),
        click.Option(["--to", "target"], type=PATH, metavar=say("arg_file"), help=say("opt_to")),
        click.Option(["--papers"], type=PATH, metavar=say("arg_dir"), help=say("opt_papers")),
        click.Option(["--baseline"], type=PATH, metavar=say("arg_file"), help=say("opt_baseline")),
        click.Option(["--write-baseline"], type=PATH, metavar=say("arg_file"), help=say("opt_write_baseline")),
        json_option(words),
    )


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

    if as_json and (form or target):
        raise RasoatError("one_of_two", first="--json", second="--format" if form else "--to")
    listed = list_findings.select(folder, rules=rules, severity=severity)
    if target and not form:
        form = _format_of(target)
    if baseline:
        every, listed = len(listed), known.without_known(listed, baseline)
        if every > len(listed):
            complain(words.say("baseline_known", count=every - len(listed), path=baseline))
    if write_baseline:
        known.write_baseline(listed, write_baseline)
        complain(words.say("findings_written", count=len(listed), path=write_baseline))
    if papers:
        from pipeline.papers import write_papers

        complain(words.say("papers_written", count=len(write_papers(folder, listed, papers)), path=papers))
    if form:
        _export(words, listed, form, target)
    elif as_json:
        print_json(list_findings.as_json(listed))
    else:
        click.echo(list_findings.render(listed, words, filtered=bool(rules or severity or baseline)))
    unread = list_findings.unread(folder)
    if unread:
        complain(list_findings.render_unread(unread, words))
        if strict:
            return NOT_READ
    return FINDINGS if fail_on and list_findings.any_at(listed, fail_on) else FINE


def _format_of(target: Path) -> str:
    """The format of a spreadsheet by the end of its name."""
    ends = target.suffix.lower().removeprefix(".")
    if ends not in ("csv", "xlsx"):
        raise RasoatError("needs_format", path=str(target))
    return ends


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
    complain(words.say("findings_written", count=len(listed), path=target))
