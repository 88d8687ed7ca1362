"""What a run tells while it goes on."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import FINE, invoke
from pipeline.cli.progress import Progress
from pipeline.run import Finished, Met
from pipeline.wording import wording

OK = Met(source_path="a.txt", status="ok", seconds=0.5)
FAILED = Met(source_path="b.pdf", status="failed", error_code="CORRUPT", error_message="hỏng")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_a_bar_with_failures_and_problems_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress(wording("en"))
    progress.total(2)
    progress.met(FAILED)
    progress.met(OK)
    progress.close()
    shown = terminal.getvalue()
    assert "rasoat: b.pdf: failed (CORRUPT, damaged): hỏng\n" in shown
    assert "Reading: 100%" in shown
    assert "2/2" in shown
    assert "1 not read" in shown


def test_elsewhere_a_line_comes_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(wording("en"), seconds_a_line=0)
    progress.total(20)
    progress.met(OK)
    progress.close()
    told = capsys.readouterr().err
    assert told.startswith("rasoat: 1/20 files, ")
    assert "left, 0 not read\n" in told


def test_a_short_run_says_nothing_on_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(wording("en"))
    progress.total(20)
    progress.met(OK)
    progress.close()
    assert capsys.readouterr().err == ""


def test_the_log_has_a_line_for_every_file(tmp_path: Path) -> None:
    progress = Progress(wording("en"), log=tmp_path / "log")
    progress.total(3)
    progress.met(OK)
    progress.met(Met(source_path="c.txt", status="ok", duplicate=True))
    progress.end(Finished(out=tmp_path, archive=tmp_path, rows={}, left_out={}, inputs={"ok": 1}, read=1, vanished=0))
    progress.close()
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["begin", "file", "file", "end"]
    assert [line["status"] for line in lines[1:3]] == ["ok", "duplicate"]
    assert lines[1]["seconds"] == 0.5
    assert lines[3]["inputs"] == {"ok": 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_log_that_cannot_be_written_on_is_told_once_and_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(wording("en"), log=Path("/dev/full"))
    progress.total(2)
    progress.met(OK)
    progress.close()
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("rasoat: cannot write on into the log /dev/full (No space left on device)")


def test_a_run_writes_its_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("")
    arguments = ["run", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--workers", "0"]
    assert invoke([*arguments, "--log-json", str(tmp_path / "log")]) == FINE
    events = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [event.get("error_code") for event in events] == [None, "EMPTY_FILE", None]
    assert invoke([*arguments, "--lang", "en", "--log-json", str(tmp_path / "no" / "log")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_the_log_holds_no_text_of_a_report(tmp_path: Path, write_report: Callable[..., Path]) -> None:
    report = write_report(extra="Liên hệ: ông Lê Văn Thử, điện thoại 0912345678.\n")
    broken = write_report("hong.docx", extra="Bí mật trong tệp hỏng\n")
    arguments = ["run", str(report), str(broken), "--out", str(tmp_path / "out"), "--workers", "0"]
    invoke([*arguments, "--log-json", str(tmp_path / "log")])
    written = (tmp_path / "log").read_text(encoding="utf-8")
    told = written + json.dumps([json.loads(line) for line in written.splitlines()], ensure_ascii=False)
    lines = {line.strip() for path in (report, broken) for line in path.read_bytes().decode().splitlines()}
    assert len(written.splitlines()) == 4
    assert not [line for line in lines if len(line) > 12 and line in told]
    assert "0912345678" not in told
    assert "Lê Văn Thử" not in told
