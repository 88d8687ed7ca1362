"""Writes the reference pages below docs/reference from the program itself, or checks that they are current.

python docs/write_reference.py [--check]
"""

from __future__ import annotations

import inspect
import sys
import tomllib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import click

from pipeline.audits.registry import all_rules
from pipeline.cli import build
from pipeline.describe import as_json
from pipeline.labels import vocabularies
from pipeline.wording import LANGUAGES, wording

REFERENCE = Path(__file__).parent / "reference"
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
        "One Parquet file each, `<table>.parquet`. The same text is in the files' own metadata and in `rasoat schema`.",
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
                    + ("; [rules](rules.md)" if column.get("vocabulary") == "rule" else ""),
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


def rules_page() -> str:
    """Every rule of the audit: its docstring is its reference."""
    lines = [_MADE, "# Rules of the audit", ""]
    lines += ["A rule never changes a figure. `rasoat audit DIR --rule NAME` lists what one found.", ""]
    rules = all_rules()
    lines += _table(
        ("rule", "severity", "quy tắc", "what does not hold"),
        ((f"[`{r.name}`](#{r.name.replace('.', '')})", r.severity, r.title_vi, r.title_en) for r in rules),
    )
    for rule in rules:
        lines += ["", f"## {rule.name}", "", f"*{rule.severity}* · {rule.title_vi} · {rule.title_en}", ""]
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


def _head_comment(text: str) -> str:
    head = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        head.append(line.lstrip("# ").rstrip())
    return " ".join(head).split(". ")[0].rstrip(".")


PAGES = {"cli.md": cli_page, "tables.md": tables_page, "rules.md": rules_page, "vocabularies.md": vocabularies_page}


def main() -> int:
    """Write the pages, or with --check name those that are not current."""
    stale = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, page()
        if "--check" in sys.argv[1:]:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            REFERENCE.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"docs/reference is not current: {', '.join(stale)}; run: make docs", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
