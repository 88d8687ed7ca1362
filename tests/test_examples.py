"""The examples run over the sample archive, and every question of the cookbook is answered alike by both databases."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.export.stored import stored_tables
from pipeline.export.to_duckdb import write_duckdb
from pipeline.export.to_sqlite import write_sqlite
from pipeline.export.views import Statement, questions
from pipeline.run import Finished

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def exported(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive as DuckDB and SQLite files."""
    folder = tmp_path_factory.mktemp("examples")
    tables = stored_tables(finished.out)
    write_duckdb(tables, folder / "out.duckdb", "vi")
    write_sqlite(tables, folder / "out.sqlite", "vi")
    return folder


def test_the_pandas_example_runs(finished: Finished) -> None:
    script = ROOT / "examples" / "look_with_pandas.py"
    ended = subprocess.run(
        [sys.executable, "-X", "utf8", str(script), str(finished.out)], capture_output=True, text=True, encoding="utf-8"
    )
    assert ended.returncode == 0, ended.stderr
    assert "đã tiếp nhận" in ended.stdout
    assert "«" in ended.stdout


def _statements(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    return [statement.strip() for statement in "\n".join(lines).split(";") if statement.strip()]


def test_the_duckdb_example_runs(exported: Path, finished: Finished) -> None:
    statements = _statements((ROOT / "examples" / "look_with_duckdb.sql").read_text(encoding="utf-8"))
    assert len(statements) > 5
    with duckdb.connect(str(exported / "out.duckdb"), read_only=True) as opened:
        opened.execute(f"SET VARIABLE run = '{finished.out.as_posix()}'")
        for statement in statements:
            assert opened.execute(statement).fetchall(), statement


def test_the_words_around_a_finding_are_those_of_the_text(exported: Path) -> None:
    with duckdb.connect(str(exported / "out.duckdb"), read_only=True) as opened:
        rows = opened.execute(
            'SELECT substr(t.text, r."start" + 1, r."end" - r."start"), r.raw FROM rates r JOIN texts t USING (doc_id)'
        ).fetchall()
    assert rows
    assert [(held, raw) for held, raw in rows if held != raw] == []


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_has_one_answer_in_both_databases(exported: Path, question: Statement) -> None:
    with duckdb.connect(str(exported / "out.duckdb"), read_only=True) as opened:
        first = opened.execute(question.sql).fetchall()
    with contextlib.closing(sqlite3.connect(exported / "out.sqlite")) as opened:
        second = opened.execute(question.sql).fetchall()
    assert _plain(first) == _plain(second)
    assert first or question.name == "posts_and_people", "the samples have an answer"


def _plain(rows: list[tuple[Any, ...]]) -> list[list[str]]:
    """Rows as text: dates as ISO, numbers alike whatever their type, sorted, since null sorts differently."""
    return sorted(
        [f"{value:.4f}" if isinstance(value, int | float) else str(value) for value in row]
        for row in map(_floats, rows)
    )


def _floats(row: tuple[Any, ...]) -> list[Any]:
    return [float(value) if re.fullmatch(r"-?\d+(\.\d+)?", str(value)) else value for value in row]


def test_there_are_ten_questions_in_both_languages() -> None:
    assert len(questions()) == 10
    for question in questions():
        assert question.vi.endswith("?")
        assert question.en.endswith("?")
        assert question.sql.startswith("SELECT")


def test_the_dashboards_name_views_and_columns_that_are_there(exported: Path) -> None:
    text = (ROOT / "docs" / "dashboards.md").read_text(encoding="utf-8")
    with duckdb.connect(str(exported / "out.duckdb"), read_only=True) as opened:
        rows = opened.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    columns: dict[str, set[str]] = {}
    for table, column in rows:
        columns.setdefault(table, set()).add(column)
    assert set(re.findall(r"\bv_\w+", text)) <= set(columns)
    suggested = re.findall(r"^\| [^|]+ \| `(v_\w+)` \| ([^|]+) \|$", text, re.MULTILINE)
    assert len(suggested) > 4
    for view, named in suggested:
        assert set(re.findall(r"`(\w+)`", named)) - {"result"} <= columns[view], view
    for table, column in re.findall(r"\b(dossiers|documents)\[(\w+)\]", text):
        assert column in columns[table]
