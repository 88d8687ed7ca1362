"""A run looked at in a browser by datasette: its SQLite export, described, on this machine alone."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.descriptions import column_description, column_title, table_description, table_title
from pipeline.errors import RasoatError
from pipeline.export.stored import stored_tables
from pipeline.export.to_sqlite import write_sqlite
from pipeline.export.views import questions, views
from pipeline.generations import current
from pipeline.schema import Table, tables
from pipeline.tables import MANIFEST
from pipeline.wording import Wording

HOST = "127.0.0.1"
DATABASE = "rasoat.sqlite"
# Coded columns that a reader narrows a table by, the most telling first, and how many are offered at once.
_FACETS = (
    "severity",
    "rule",
    "metric",
    "measure",
    "category",
    "kind",
    "scope",
    "role",
    "status",
    "level",
    "period_kind",
)
_MOST_FACETS = 4
_VIEW_FACETS = {
    "v_findings": ["severity", "rule", "locality"],
    "v_figures": ["family", "metric", "locality", "scope"],
    "v_on_time_by_locality": ["province", "report_year", "report_period_kind"],
    "v_reports": ["status", "level", "period_kind", "province"],
    "v_staffing_balance": ["year", "category", "scope"],
    "v_cited_documents": ["doc_type", "issuer_level"],
}
_SETTINGS = {"sql_time_limit_ms": 10_000, "facet_time_limit_ms": 2_000, "suggest_facets": 0, "default_page_size": 50}


def serve(out: Path, words: Wording, *, port: int, database: Path | None, tell: Callable[[str], None]) -> None:
    """Serve the run in ``out`` until it is interrupted; ``tell`` hears the address.

    Raises RasoatError where datasette is not installed or ``out`` holds no run.
    """
    if importlib.util.find_spec("datasette") is None:
        raise RasoatError("needs_datasette")
    file = up_to_date(out, database or out / DATABASE, words.language)
    with tempfile.TemporaryDirectory() as folder:
        described = Path(folder) / "metadata.json"
        described.write_text(json.dumps(metadata(words, file.stem), ensure_ascii=False), encoding="utf-8")
        tell(words.say("serving", address=f"http://{HOST}:{port}/"))
        command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(file)]
        command += ["--host", HOST, "--port", str(port), "--metadata", str(described)]
        for name, value in _SETTINGS.items():
            command += ["--setting", name, str(value)]
        with subprocess.Popen(command) as server:
            try:
                code = server.wait()
            except KeyboardInterrupt:
                server.terminate()
                return
        if code:
            raise RasoatError("not_served", port=str(port))


def up_to_date(out: Path, database: Path, language: str) -> Path:
    """The SQLite export of the run, made anew where the file is of another run, program or language."""
    manifest = (current(out) or out) / MANIFEST
    tables_here = stored_tables(out)
    text = "".join([manifest.read_text(encoding="utf-8"), language, *(view.sql for view in views())])
    mark = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1
    if _mark_of(database) != mark:
        write_sqlite(tables_here, database, language, user_version=mark)
    return database


def _mark_of(database: Path) -> int | None:
    if not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"file:{database.resolve().as_posix()}?mode=ro", uri=True)) as opened:
            found: int = opened.execute("PRAGMA user_version").fetchone()[0]
            return found
    except sqlite3.Error:
        return None


def metadata(words: Wording, database: str) -> dict[str, Any]:
    """What datasette tells of the tables, views and questions, in the language of the reader."""
    language = words.language
    described = {table.name: _table(table, language) for table in tables()}
    for view in views():
        described[view.name] = {"description": view.told(language), "facets": _VIEW_FACETS.get(view.name, [])}
    return {
        "title": words.say("xlsx_title"),
        "description": words.say("served_description"),
        "license": words.say("served_licence"),
        "databases": {
            database: {
                "tables": described,
                "queries": {q.name: {"title": q.told(language), "sql": q.sql} for q in questions()},
            }
        },
    }


def _table(table: Table, language: str) -> dict[str, Any]:
    return {
        "title": table_title(table, language),
        "description": table_description(table, language),
        "facets": [name for name in _FACETS if name in table.columns][:_MOST_FACETS],
        "columns": {
            name: f"{column_title(table, name, language)}: {column_description(table, name, language)}"
            for name in table.columns
        },
    }
