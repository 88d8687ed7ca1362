"""A run in the browser: datasette shows it on this machine alone, and its pages load nothing from elsewhere."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli import BAD_USE, invoke
from pipeline.export import served
from pipeline.export.views import questions, views
from pipeline.run import Finished
from pipeline.schema import tables
from pipeline.wording import wording

needs_datasette = pytest.mark.skipif(
    importlib.util.find_spec("datasette") is None, reason="datasette is not installed (extra: serve)"
)
# What a page makes a browser fetch: scripts, pictures, style sheets; links that a person follows are no part of it.
_FETCHED = re.compile(r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']([^"']+)|<link\b[^>]*\bhref=["']([^"']+)""")
_STYLE = re.compile(r"""(?:@import\s+|url\(\s*)["']?([^"')\s]+)""")


def test_what_a_page_fetches_is_told_from_what_a_person_follows() -> None:
    page = (
        '<link rel="x" href="/a.css"><script src="https://cdn.example/x.js"></script><a href="https://b.example">b</a>'
    )
    assert [one or two for one, two in _FETCHED.findall(page)] == ["/a.css", "https://cdn.example/x.js"]


@pytest.fixture(scope="module")
def address(finished: Finished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where datasette shows the sample archive."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    database = tmp_path_factory.mktemp("serve") / "rasoat.sqlite"
    command = [sys.executable, "-m", "pipeline.cli", "serve", str(finished.out), "--port", str(port)]
    command += ["--sqlite", str(database)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert running.poll() is None, running.stderr.read() if running.stderr else ""
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(running.pid, signal.SIGINT)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)


def _page(address: str, path: str) -> str:
    with urllib.request.urlopen(f"{address}{path}", timeout=60) as answer:
        text: str = answer.read().decode("utf-8")
    return text


@needs_datasette
def test_pages_show_the_run_and_load_nothing_from_elsewhere(address: str) -> None:
    paths = [
        "/",
        "/rasoat",
        "/rasoat/rates",
        "/rasoat/v_findings?_facet=rule",
        "/rasoat/most_errors",
        "/rasoat?sql=select+1",
    ]
    pages = {path: _page(address, path) for path in paths}
    fetched = {one or two for page in pages.values() for one, two in _FETCHED.findall(page)}
    assert fetched
    own = urllib.parse.urlsplit(address).netloc
    assert {url for url in fetched if urllib.parse.urlsplit(url).netloc not in ("", own)} == set()
    for url in sorted(url for url in fetched if ".css" in url):
        assert not [found for found in _STYLE.findall(_page(address, url)) if found.startswith(("http", "//"))]
    assert "Báo cáo cải cách hành chính: các bảng đã kiểm tra" in pages["/"]
    assert "Mỗi tỷ lệ phần trăm là một dòng" in pages["/rasoat/rates"]
    assert "bac-thanh-2023-9m.txt" in pages["/rasoat/most_errors"]


@needs_datasette
def test_every_question_has_its_page(address: str) -> None:
    overview = _page(address, "/rasoat")
    for question in questions():
        assert f"/rasoat/{question.name}" in overview


def test_every_table_view_and_question_is_described() -> None:
    for language in ("vi", "en"):
        made = served.metadata(wording(language), "rasoat")
        held = made["databases"]["rasoat"]
        assert set(held["tables"]) == {table.name for table in tables()} | {view.name for view in views()}
        assert set(held["queries"]) == {question.name for question in questions()}
        assert all(told["description"] for told in held["tables"].values())
        assert made["license"]


def test_the_file_is_made_anew_only_for_another_run(finished: Finished, tmp_path: Path) -> None:
    file = served.up_to_date(finished.out, tmp_path / "a.sqlite", "vi")
    before = file.stat().st_mtime_ns
    assert served.up_to_date(finished.out, file, "vi").stat().st_mtime_ns == before
    assert served.up_to_date(finished.out, file, "en").stat().st_mtime_ns != before
    file.write_bytes(b"no database")
    assert served.up_to_date(finished.out, file, "en").stat().st_size > 1000


def test_without_datasette_one_line_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert invoke(["serve", str(finished.out)]) == BAD_USE
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert "pip install datasette" in told[0]
