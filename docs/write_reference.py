"""Writes the reference pages and the output shown in the READMEs; with --check, tells which are not current.

A README names a command in a comment, ``<!-- output of: COMMAND -->``; what the command prints stands in the block
below it, made here over a copy of the samples.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import shlex
import shutil
import sqlite3
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

import click

from pipeline.audits.registry import every_rule
from pipeline.bounds import all_limits
from pipeline.cli import build, invoke, progress
from pipeline.describe import as_json
from pipeline.export.to_sqlite import ddl
from pipeline.export.views import questions, views
from pipeline.labels import vocabularies
from pipeline.schema import tables
from pipeline.wording import LANGUAGES, wording

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
_MADE = "<!-- Made by docs/write_reference.py; do not edit: run make docs. -->"
_WIDTH = 100
_SPOKEN = {"vi": "Tiếng Việt", "en": "English"}


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    cells = [list(head)]
    cells.append(["---"] * len(cells[0]))
    cells += [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return ["| " + " | ".join(row) + " |" for row in cells]


def cli_page() -> str:
    """Every command with its help, in both languages."""
    lines = [_MADE, "# Command line", ""]
    lines += [
        "stdout carries data, stderr speaks to people. Vietnamese unless `--lang en` or `RASOAT_LANG=en` says so.",
        "",
    ]
    for language in LANGUAGES:
        program = build(wording(language))
        lines += [f"## {_SPOKEN[language]}", ""]
        for command in (program, *program.commands.values()):
            name = "rasoat" if command is program else f"rasoat {command.name}"
            context = click.Context(command, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH)
            lines += [f"### `{name}`", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(lines)


def tables_page() -> str:
    """Every table with its columns."""
    lines = [_MADE, "# Tables", ""]
    lines += [
        "A folder of Parquet files each, `<table>/part-*.parquet`. The same text is in the files' own metadata and in "
        "`rasoat schema`.",
        "",
    ]
    for table in as_json()["tables"]:
        lines += [f"## {table['name']}", "", f"{table['description']}.", ""]
        lines += _table(
            ("column", "type", "null", "meaning", "nhãn"),
            (
                (
                    f"`{column['name']}`",
                    _kind(column["type"]),
                    "yes" if column["nullable"] else "",
                    column["description"]
                    + (f" ({column['unit']})" if "unit" in column else "")
                    + (f"; [{v}](vocabularies.md#{v})" if (v := column.get("vocabulary")) and v != "rule" else "")
                    + ("; [rules](rules.md)" if column.get("vocabulary") == "rule" else "")
                    + (f" → `{column['refers_to']}`" if "refers_to" in column else ""),
                    column["label_vi"],
                )
                for column in table["columns"]
            ),
        )
        lines.append("")
    return "\n".join(lines)


def _kind(kind: str) -> str:
    """An Arrow type in short: list<element: struct<start: int64 not null, …> not null> is a list of its names."""
    if not kind.startswith("list<"):
        return kind
    if "struct<" not in kind:
        return "list of " + kind.removeprefix("list<element: ").removesuffix(" not null>")
    inside = kind[kind.index("struct<") + len("struct<") : kind.rindex(">", 0, kind.rindex(">"))]
    return "list of " + ", ".join(part.split(":")[0].strip() for part in inside.split(","))


def views_page() -> str:
    """Every ready view of the database exports with its columns and its statement."""
    lines = [_MADE, "# Views", ""]
    lines += [
        "Ready in the files that `rasoat export DIR` writes by `--duckdb` and `--sqlite`; the same statement in both.",
        "",
    ]
    with sqlite3.connect(":memory:") as database:
        for table in tables():
            database.execute(ddl(table, "en"))
        for view in views():
            database.execute(view.sql)
            columns = [name for name, *_ in database.execute(f"SELECT * FROM {view.name}").description]
            lines += [f"## {view.name}", "", f"{view.en}.", "", f"{view.vi}.", ""]
            lines += [f"Columns: {', '.join(f'`{name}`' for name in columns)}.", "", "```sql", view.sql, "```", ""]
    return "\n".join(lines)


def questions_page() -> str:
    """What auditors ask, each with the query that answers it."""
    lines = [_MADE, "# Questions", ""]
    lines += [
        "What auditors ask of an archive, with the query that answers it. They run alike over the files of",
        "`rasoat export DIR --duckdb FILE` and `--sqlite FILE`, and are ready in `rasoat serve DIR`; the views that",
        "they stand on: [reference/views.md](reference/views.md).",
        "",
    ]
    for question in questions():
        lines += [f"## {question.en}", "", f"{question.vi} (`{question.name}`)", ""]
        lines += ["```sql", question.sql, "```", ""]
    return "\n".join(lines)


def rules_page() -> str:
    """Every rule of the audit: its docstring is its reference."""
    lines = [_MADE, "# Rules of the audit", ""]
    lines += ["A rule never changes a figure. `rasoat audit DIR --rule NAME` lists what one found.", ""]
    rules = every_rule()
    lines += _table(
        ("rule", "severity", "quy tắc", "what does not hold"),
        ((f"[`{r.name}`](#{r.name.replace('.', '')})", r.severity, r.title_vi, r.title_en) for r in rules),
    )
    for rule in rules:
        lines += ["", f"## {rule.name}", "", f"*{rule.severity}* · {rule.title_vi} · {rule.title_en}", ""]
        lines += [f"> {rule.explained_vi}", ""]
        lines.append(inspect.cleandoc(rule.check.__doc__ or "").replace("``", "`"))
    return "\n".join(lines) + "\n"


def vocabularies_page() -> str:
    """Every coded value, and the lists of phrases that the program reads by."""
    lines = [_MADE, "# Vocabularies", "", "## Coded values", ""]
    lines += [
        "What a coded column can hold. The table `labels` has the same. A value outside its list stops the row.",
        "",
    ]
    for name, codes in sorted(vocabularies().items()):
        if name == "rule":
            continue
        lines += [f"### {name}", ""]
        lines += _table(
            ("value", "tiếng Việt", "English", "definition"),
            ((f"`{c.value}`", c.vi, c.en, c.definition) for c in codes),
        )
        lines.append("")
    lines += [
        "## Phrases",
        "",
        "Lists of what things are called, in `patterns/vocabularies`; every entry has examples and a source.",
        "",
    ]
    files = sorted(
        (f for f in (resources.files("patterns") / "vocabularies").iterdir() if f.name.endswith(".toml")),
        key=lambda f: f.name,
    )
    phrases = [file for file in files if "entry" in tomllib.loads(file.read_text(encoding="utf-8"))]
    lines += _table(
        ("list", "what it is for"), ((f"`{f.name}`", _head_comment(f.read_text(encoding="utf-8"))) for f in phrases)
    )
    return "\n".join(lines) + "\n"


def limits_page() -> str:
    """Every bound with its reason code."""
    lines = [_MADE, "# Limits", ""]
    lines += [
        "How much of everything is read. A file that goes beyond one is a row of `documents` with the reason code",
        "beside it; a program that does is ended, and its file has the reason code of what it was asked for. No report",
        "comes near them. They stand in `pipeline/bounds.py`.",
        "",
    ]
    lines += _table(
        ("limit", "at most", "of", "của", "reason code"),
        (
            (f"`{name}`", f"{one.most:,}", one.of_en, one.of_vi, f"`{one.code}`" if one.code else "")
            for name, one in all_limits()
        ),
    )
    return "\n".join(lines) + "\n"


def _head_comment(text: str) -> str:
    head = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        head.append(line.lstrip("# ").rstrip())
    return " ".join(head).split(". ")[0].rstrip(".")


def _arguments(command: str) -> list[str]:
    """The arguments of rasoat in a command as a README shows it; those of `make run` are read from the Makefile."""
    if command == "make run":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        left_out = re.search(r"^NO_REPORTS := (.*)$", makefile, re.MULTILINE)
        assert left_out, "Makefile: NO_REPORTS"
        return ["run", "corpus_samples", *shlex.split(left_out[1]), "--out", "out"]
    return shlex.split(command.removeprefix("rasoat"))


def _printed(command: str) -> str:
    """What a command prints, stderr included."""
    language = re.match(r"RASOAT_LANG=(\w+) ", command)
    asked, _, cut = command.removeprefix(language[0] if language else "").partition(" | head -n ")
    os.environ["RASOAT_LANG"] = language[1] if language else "vi"
    shown = io.StringIO()
    # How far a run is depends on the machine.
    progress.SECONDS_A_LINE = float("inf")
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        invoke(_arguments(asked))
    lines = shown.getvalue().strip("\n").splitlines()
    return "\n".join(line.rstrip() for line in (lines[: int(cut)] if cut else lines))


def with_output(readme: str) -> str:
    """A README with what its commands print now. The working directory holds a copy of the samples."""

    def block(match: re.Match[str]) -> str:
        return f"{match[1]}\n\n```text\n{_printed(match[2])}\n```\n"

    return re.sub(r"(<!-- output of: (.+?) -->)\n(?:\n```text\n.*?\n```\n)?", block, readme, flags=re.DOTALL)


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page with its text."""
    yield REFERENCE / "cli.md", cli_page()
    yield REFERENCE / "tables.md", tables_page()
    yield REFERENCE / "views.md", views_page()
    yield ROOT / "docs" / "questions.md", questions_page()
    yield REFERENCE / "rules.md", rules_page()
    yield REFERENCE / "vocabularies.md", vocabularies_page()
    yield REFERENCE / "limits.md", limits_page()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        shutil.copytree(ROOT / "corpus_samples", "corpus_samples")
        for name in ("README.md", "README.vi.md"):
            yield ROOT / name, with_output((ROOT / name).read_text(encoding="utf-8"))


def main() -> int:
    """Write the pages, or with --check name those that are not current."""
    stale = []
    for path, text in pages():
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(str(path.relative_to(ROOT)))
    if stale:
        print(f"not current: {', '.join(stale)}; run: make docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
