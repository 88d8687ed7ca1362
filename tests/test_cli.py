"""The command line: data on stdout, words for people on stderr, one line for bad use, documented exit codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from pipeline import run as run_module
from pipeline.cli import FINDINGS, FINE, INTERRUPTED, NOT_READ, build, invoke
from pipeline.read.options import ReadOptions
from pipeline.run import Finished
from pipeline.tables import read_table
from pipeline.wording import LANGUAGES, wording

Write = Callable[..., Path]
Capture = pytest.CaptureFixture[str]
HEAVY = ("pandas", "pyarrow", "numpy", "spacy", "underthesea", "pdfplumber", "pypdfium2", "docx", "regex")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["audit", "--help"], ["--version"], ["run"], ["nope"]]
)
def test_help_and_complaints_load_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from pipeline.cli import invoke; invoke(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert ended.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [None, "run", "show", "audit", "export", "serve", "schema", "doctor"])
def test_help_speaks_the_chosen_language(capsys: Capture, language: str, command: str | None) -> None:
    words = wording(language)
    assert invoke([*([command] if command else []), "--help", "--lang", language]) == FINE
    shown = capsys.readouterr()
    assert shown.out.startswith(f"{words.say('usage')}: rasoat")
    unwrapped = " ".join(shown.out.split())
    assert words.say(f"cmd_{command}" if command else "app_codes") in unwrapped
    assert shown.err == ""


def test_vietnamese_is_the_default_and_the_environment_may_choose(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke(["--help"])
    assert "Cách dùng" in capsys.readouterr().out
    monkeypatch.setenv("RASOAT_LANG", "en")
    invoke(["--help"])
    assert "Usage" in capsys.readouterr().out


def test_no_arguments_show_the_help(capsys: Capture) -> None:
    assert invoke([]) == FINE
    assert "rasoat" in capsys.readouterr().out


def test_every_option_has_a_help_text_in_both_languages() -> None:
    for language in LANGUAGES:
        for command in build(wording(language)).commands.values():
            for option in command.params:
                assert not isinstance(option, click.Option) or option.help, (language, command.name, option.name)


def test_run_writes_tables_and_sums_up_on_stderr(capsys: Capture, write_report: Write, tmp_path: Path) -> None:
    report = write_report()
    assert invoke(["run", str(report.parent), "--out", str(tmp_path / "out"), "--lang", "en"]) == FINE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Read 1 file: 1 whole, 0 in part, 0 not at all." in shown.err
    assert re.search(r"dossiers +3\b", shown.err)
    assert f"rasoat audit {tmp_path / 'out'}" in shown.err
    assert len(read_table(tmp_path / "out", "dossiers")) == 3


def test_commands_to_copy_are_quoted_for_the_shell(capsys: Capture, write_report: Write, tmp_path: Path) -> None:
    report, out = write_report("báo cáo.txt"), tmp_path / "kết quả 2"
    invoke(["run", str(report), "--out", str(out)])
    told = capsys.readouterr().err
    assert f"  rasoat audit '{out}'  " in told
    assert f"  rasoat show '{report}'  " in told
    assert f"  '{out}'/dossiers  " in told
    invoke(["audit", str(report.parent / "chưa có")])
    assert f"rasoat run NGUỒN --out '{report.parent / 'chưa có'}'" in capsys.readouterr().err


def test_run_can_sum_up_as_json(capsys: Capture, write_report: Write, tmp_path: Path) -> None:
    report = write_report()
    assert invoke(["run", str(report), "--out", str(tmp_path / "out"), "--json"]) == FINE
    summary = json.loads(capsys.readouterr().out)
    assert summary["statuses"] == {"ok": 1}
    assert summary["rows"]["dossiers"] == 3
    assert summary["findings"]["dossier.sum"] == {"error": 1}


@pytest.mark.parametrize(("options", "code"), [([], FINE), (["--strict"], NOT_READ)])
def test_a_file_that_cannot_be_read_is_told_and_fails_only_a_strict_run(
    capsys: Capture, write_report: Write, tmp_path: Path, options: list[str], code: int
) -> None:
    folder = write_report().parent
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    assert invoke(["run", str(folder), "--out", str(tmp_path / "out"), "--lang", "en", *options]) == code
    assert "rasoat: hong.pdf: failed (CORRUPT, damaged): " in capsys.readouterr().err
    assert (tmp_path / "out" / "run.json").is_file()


def test_what_a_run_leaves_out_is_told(capsys: Capture, write_report: Write, tmp_path: Path) -> None:
    folder = write_report().parent
    write_report(".an.txt")
    write_report("ghi.md")
    (folder / "link.txt").symlink_to(folder / "mot.txt")
    invoke(["run", str(folder), "--out", str(tmp_path / "out"), "--skip", "*.md", "--lang", "en"])
    told = capsys.readouterr().err
    for line in ("left out 1 hidden", "left out 1 symbolic", "left out 1 path because of --skip"):
        assert line in told


def test_debug_prints_the_details_of_a_program_error(
    write_report: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(data: bytes, name: str, options: ReadOptions) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(run_module, "process", broken)
    with caplog.at_level("DEBUG", logger="pipeline.worker"):
        invoke(["run", str(write_report()), "--out", str(tmp_path / "out"), "--debug", "--workers", "0"])
    assert "ZeroDivisionError" in caplog.text


def test_show_prints_each_fact_with_its_sentence(capsys: Capture, write_report: Write) -> None:
    assert invoke(["show", str(write_report()), "--lang", "en"]) == FINE
    shown = capsys.readouterr()
    assert shown.err == ""
    for heading in ("HEADER", "OUTLINE", "CITATIONS", "FIGURES", "FINDINGS"):
        assert heading in shown.out
    assert "45/QĐ-UBND · 2023-01-10" in shown.out
    assert "dossiers: received = 1,250" in shown.out
    assert "dossier.sum" in shown.out
    sentence = "“Toàn huyện tiếp nhận 1.250 hồ sơ, đã giải quyết 1.200 hồ sơ, đang giải quyết 40 hồ sơ.”"
    assert shown.out.count(sentence) == 2, "above its three counts and below the finding"


def test_show_prints_json_with_all_tables(capsys: Capture, write_report: Write) -> None:
    assert invoke(["show", str(write_report()), "--json"]) == FINE
    shown = json.loads(capsys.readouterr().out)
    assert shown["document"]["source_path"] == "mot.txt"
    assert [row["value"] for row in shown["dossiers"]] == [1250, 1200, 40]
    assert all(row["sentence"].startswith("Toàn huyện") for row in shown["dossiers"])
    assert {"sections", "citations", "rates", "staffing", "procedures", "scores", "findings"} <= set(shown)


def test_show_of_a_file_that_cannot_be_read_has_an_exit_code_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    assert invoke(["show", str(tmp_path / "a.pdf"), "--lang", "en"]) == NOT_READ
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "rasoat: a.pdf: failed (CORRUPT, damaged): " in shown.err
    assert invoke(["show", str(tmp_path / "a.pdf"), "--json"]) == NOT_READ
    assert json.loads(capsys.readouterr().out)["document"]["error_code"] == "CORRUPT"


def test_audit_lists_findings_by_report(capsys: Capture, finished: Finished) -> None:
    assert invoke(["audit", str(finished.out)]) == FINE
    shown = capsys.readouterr()
    assert shown.err == ""
    sources = [path for path in read_table(finished.out, "documents")["source_path"] if path in shown.out]
    assert sources == sorted(sources)
    assert sources
    assert f"{finished.rows['findings']} phát hiện trong" in shown.out


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        pytest.param(["--severity", "error"], lambda row: row["severity"] == "error", id="errors"),
        pytest.param(["--severity", "warning"], lambda row: row["severity"] != "info", id="warnings and worse"),
        pytest.param(["--rule", "dossier.sum"], lambda row: row["rule"] == "dossier.sum", id="one rule"),
        pytest.param(["--rule", "section"], lambda row: row["rule"].startswith("section."), id="a family of rules"),
        pytest.param(
            ["--rule", "section", "--rule", "dossier.sum", "--severity", "error"],
            lambda row: row["rule"] == "dossier.sum",
            id="both",
        ),
    ],
)
def test_audit_filters(
    capsys: Capture, finished: Finished, options: list[str], kept: Callable[[dict[str, str]], bool]
) -> None:
    invoke(["audit", str(finished.out), "--json"])
    everything = json.loads(capsys.readouterr().out)
    invoke(["audit", str(finished.out), "--json", *options])
    assert json.loads(capsys.readouterr().out) == [row for row in everything if kept(row)]
    assert 0 < sum(map(kept, everything)) < len(everything)


def test_audit_as_json_has_the_place_and_plain_values(capsys: Capture, finished: Finished) -> None:
    invoke(["audit", str(finished.out), "--json"])
    for row in json.loads(capsys.readouterr().out):
        assert row["source_path"]
        assert isinstance(row["evidence"], list)
        assert row["start"] is None or isinstance(row["start"], int)
        assert row["message_vi"]
        assert row["message_en"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param([], FINE, id="only listed"),
        pytest.param(["--fail-on", "error"], FINDINGS, id="errors fail"),
        pytest.param(["--fail-on", "info"], FINDINGS, id="anything fails"),
        pytest.param(["--fail-on", "error", "--rule", "section"], FINE, id="no errors among those asked for"),
    ],
)
def test_findings_decide_the_exit_code_where_asked(finished: Finished, options: list[str], code: int) -> None:
    assert invoke(["audit", str(finished.out), *options]) == code


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        pytest.param([], "No findings.\n", FINE, id="told"),
        pytest.param(["--severity", "error"], "No findings match.\n", FINE, id="with a filter"),
        pytest.param(["--strict"], "No findings.\n", NOT_READ, id="strict"),
        pytest.param(["--strict", "--fail-on", "info", "--json"], "[]\n", NOT_READ, id="as JSON"),
    ],
)
def test_audit_names_the_files_that_could_not_be_read(
    capsys: Capture, tmp_path: Path, options: list[str], said: str, code: int
) -> None:
    (tmp_path / "rong.txt").write_text("")
    out = str(tmp_path / "out")
    invoke(["run", str(tmp_path / "rong.txt"), "--out", out])
    capsys.readouterr()
    assert invoke(["audit", out, "--lang", "en", *options]) == code
    shown = capsys.readouterr()
    assert shown.out == said
    assert shown.err == "rasoat: 1 file could not be read: rong.txt (EMPTY_FILE)\n"


def test_audit_names_ten_unread_files_and_counts_the_rest(capsys: Capture, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text("")
    out = str(tmp_path / "out")
    invoke(["run", str(tmp_path), "--out", out])
    capsys.readouterr()
    assert invoke(["audit", out]) == FINE
    told = capsys.readouterr().err
    assert told.startswith("rasoat: 12 tệp không đọc được: 00.txt (EMPTY_FILE), 01.txt (EMPTY_FILE), ")
    assert told.endswith("09.txt (EMPTY_FILE), …\n")


@pytest.mark.parametrize(
    ("names", "language", "total"),
    [
        (["mot.txt"], "en", "1 finding in 1 report."),
        (["mot.txt", "hai.txt"], "en", "2 findings in 2 reports."),
        (["mot.txt"], "vi", "1 phát hiện trong 1 báo cáo."),
    ],
)
def test_audit_counts_one_and_many(
    capsys: Capture, write_report: Write, tmp_path: Path, names: list[str], language: str, total: str
) -> None:
    reports = [write_report(name, extra="\n" * number) for number, name in enumerate(names)]
    out = str(tmp_path / "out")
    invoke(["run", *map(str, reports), "--out", out])
    capsys.readouterr()
    assert invoke(["audit", out, "--rule", "dossier.sum", "--lang", language]) == FINE
    assert capsys.readouterr().out.splitlines()[-1] == total


def test_audit_of_a_run_without_findings_says_so(capsys: Capture, finished: Finished) -> None:
    assert invoke(["audit", str(finished.out), "--rule", "section", "--severity", "error", "--lang", "en"]) == FINE
    assert capsys.readouterr().out == "No findings match.\n"


def test_schema_describes_every_table(capsys: Capture, finished: Finished) -> None:
    assert invoke(["schema", "--json"]) == FINE
    described = json.loads(capsys.readouterr().out)
    assert [table["name"] for table in described["tables"]] == list(finished.rows)
    assert "received" in {code["value"] for code in described["vocabularies"]["dossier_metric"]}
    for language, word in (("vi", "có thể trống"), ("en", "may be null")):
        assert invoke(["schema", "--lang", language]) == FINE
        shown = capsys.readouterr().out
        assert word in shown
        assert all(f"\n{name}: " in f"\n{shown}" for name in finished.rows)


def _program(*arguments: str, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,  # type: ignore[call-overload]
    )


def test_a_reader_that_goes_away_is_no_failure(finished: Finished) -> None:
    with _program("schema", "--json") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == ""
        assert program.wait() == FINE


def test_vietnamese_goes_out_as_utf8_in_any_locale() -> None:
    with _program(
        "--help", env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ) as program:
        shown, _ = program.communicate()
    assert "Cách dùng" in shown


def test_an_interrupt_is_one_line(capsys: Capture, write_report: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(data: bytes, name: str, options: ReadOptions) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(run_module, "process", interrupted)
    report = write_report()
    arguments = ["run", str(report), "--out", str(report.parent / "out"), "--lang", "en", "--workers", "0"]
    # A shell that starts tests in the background has interrupts ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert invoke(arguments) == INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err.splitlines()[-1].startswith("rasoat: interrupted")
    assert not (report.parent / "out" / "run.json").exists()


def test_the_version_is_that_of_the_package(capsys: Capture) -> None:
    assert invoke(["--version"]) == FINE
    assert re.fullmatch(r"rasoat \d+\.\d+\.\d+\n", capsys.readouterr().out)
