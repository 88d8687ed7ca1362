"""Bad use of the command line: one line that says what to do next, in the language chosen, and its exit code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import BAD_USE, FINE, invoke
from pipeline.run import Finished

Write = Callable[..., Path]
Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["run"], "SOURCE… is missing; see: rasoat run --help", id="no source"),
        pytest.param(["run", "here"], "--out is missing; see: rasoat run --help", id="no folder for tables"),
        pytest.param(["show"], "FILE is missing; see: rasoat show --help", id="no file"),
        pytest.param(["shw"], "there is no command shw; the commands are: run, status, verify, show", id="no command"),
        pytest.param(["audit", "x", "--al"], "there is no option --al; see: rasoat audit --help", id="no option"),
        pytest.param(["schema", "x"], "x is too much; see: rasoat schema --help", id="one argument too many"),
        pytest.param(
            ["run", "here", "--out", "x", "--workers", "-1"],
            "-1 cannot be used for --workers; give a whole number of at least 0",
            id="a number below what there is",
        ),
        pytest.param(
            ["run", "here", "--out", "x", "--workers", "two"],
            "two cannot be used for --workers; give a whole number of at least 0",
            id="no number",
        ),
        pytest.param(
            ["serve", "here", "--port", "99999"],
            "99999 cannot be used for --port; give a whole number from 1 to 65535",
            id="a number above what there is",
        ),
        pytest.param(
            ["run", "here", "--out", "x", "--timeout", "inf"],
            "inf cannot be used for --timeout; give a number of at least 1",
            id="no end of seconds",
        ),
        pytest.param(
            ["run", "here", "--out", "x", "--timeout", "nan"],
            "nan cannot be used for --timeout; give a number of at least 1",
            id="not a number",
        ),
        pytest.param(["run", "", "--out", "x"], "SOURCE… is empty; name a file or folder", id="an empty source"),
        pytest.param(["run", "here", "--out", ""], "--out is empty; name a file or folder", id="an empty folder"),
        pytest.param(["run", "here", "--out"], "there is no value behind --out; see: rasoat", id="a value is missing"),
        pytest.param(
            ["run", "x", "--out", "y", "--prune=3"], "--prune takes no value; leave out", id="a value too many"
        ),
        pytest.param([], "the command is missing; the commands are: run, status", id="a language and nothing else"),
        pytest.param(
            ["audit", "x", "--json", "--format", "csv"],
            "--json and --format do not go together; choose one of them",
            id="two forms of the findings",
        ),
        pytest.param(
            ["audit", "x", "--json", "--to", "f.csv"],
            "--json and --to do not go together; choose one of them",
            id="two forms of the findings, one by its name",
        ),
        pytest.param(
            ["audit", "x", "--severity", "bad"],
            "bad cannot be used for --severity; choose one of: error, warning, info",
            id="no such severity",
        ),
        pytest.param(["run", "/nowhere/at/all", "--out", "x"], "there is no /nowhere/at/all; name a", id="no folder"),
        pytest.param(["show", "/nowhere.txt"], "there is no /nowhere.txt; name a file", id="show: no file"),
        pytest.param(["show", "/"], "show takes one file, for a whole folder use: rasoat run /", id="show: a folder"),
        pytest.param(["audit", "/nowhere"], "run: rasoat run SOURCE --out /nowhere", id="audit: no run"),
    ],
)
def test_bad_use_is_one_line_that_says_what_to_do_next(capsys: Capture, arguments: list[str], told: str) -> None:
    assert invoke(["--lang", "en", *arguments]) == BAD_USE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert shown.err.startswith("rasoat: ")
    assert told in shown.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["run", "here", "--out", "x", "--workers", "-1"], id="a number out of bounds"),
        pytest.param(["run", "here", "--out"], id="a value is missing"),
        pytest.param(["run", "x", "--out", "y", "--prune=3"], id="a value too many"),
        pytest.param(["schema", "x"], id="an argument too many"),
        pytest.param(["--lang", "vi"], id="no command"),
    ],
)
def test_no_word_of_the_parser_is_left_in_vietnamese(capsys: Capture, arguments: list[str]) -> None:
    assert invoke(arguments) == BAD_USE
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert not re.search(r"\b(is|not|valid|argument|option|value|missing)\b", told, re.IGNORECASE)


def test_a_language_of_the_environment_that_is_not_there_is_bad_use(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASOAT_LANG", "fr")
    assert invoke(["schema"]) == BAD_USE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "rasoat: fr không dùng được cho RASOAT_LANG; chọn một trong: vi, en\n"
    assert invoke(["schema", "--lang", "en"]) == FINE


def test_a_rule_that_does_not_exist_is_bad_use(capsys: Capture, finished: Finished) -> None:
    assert invoke(["audit", str(finished.out), "--rule", "no.rule", "--lang", "en"]) == BAD_USE
    assert "there is no rule no.rule; the rules are:" in capsys.readouterr().err
