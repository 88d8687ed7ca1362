"""One run over files that are built to break readers, beside good reports: each has its reason, none harms another."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from faulty_reader import FAULT

from pipeline.bounds import all_limits
from pipeline.run import Finished
from pipeline.tables import read_table
from tests.hostile.files import hostile_files

# What one run over them may take, on a machine that does other things as well.
_MEGABYTES = 900
_SECONDS = 300
# What a file may take in that run: its memory is that of a worker, which is the same for every file.
_FILE_SECONDS, _WORKER_MEGABYTES = 30, 1500

# Files on which a reader hangs, is killed, takes all the memory there is, or ends its process.
FAULTS = {
    "hangs.txt": ("hang", "TIMEOUT"),
    "hangs-with-a-child.txt": ("hang_with_child", "TIMEOUT"),
    "crashes.txt": ("crash", "CRASH"),
    "leaves.txt": ("leave", "CRASH"),
    "raises.txt": ("raise", "CRASH"),
    "eats.txt": ("eat_slowly", "OOM"),
    "eats-at-once.txt": ("eat_at_once", "OOM"),
}

_IMPORTED_FROM = (str(Path(__file__).parent), str(Path(__file__).parent.parent))

# Names that shells, spreadsheets and terminals stumble over; the reports in them are whole.
ODD_NAMES = (
    "a\nb.txt",
    "-rf.txt",
    "=cmd|' C calc'!A1.txt",
    "<img src=x onerror=alert(1)>.txt",
    "bao cao \u202etxt.fdp",
    "$(touch x).txt",
    "…" + "đ" * 120 + ".txt",
    os.fsdecode(b"b\xe1o c\xe1o.txt"),
)

# The greatest memory is read where an exec clears it; ru_maxrss would be that of the tests that started the program.
_PROGRAM = r"""
import re, resource, sys
from pathlib import Path
import pipeline.run
from faulty_reader import read_hostile
from pipeline.cli import invoke
pipeline.run.process = read_hostile
code = invoke(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
sys.exit(code)
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class HostileRun:
    """What a run over all hostile files and some good reports did."""

    out: Path
    documents: pd.DataFrame
    expected: dict[str, str | None]
    good: tuple[Path, ...]
    megabytes: int
    worker_megabytes: int
    seconds: float
    told: str


@pytest.fixture(scope="module")
def hostile_run(
    tmp_path_factory: pytest.TempPathFactory, sample_files: list[Path], write_odd: dict[str, bytes]
) -> HostileRun:
    root = tmp_path_factory.mktemp("hostile")
    archive, out = root / "archive", root / "out"
    archive.mkdir()
    expected: dict[str, str | None] = {}
    for name, data, code in hostile_files():
        assert name not in expected
        expected[name] = code
        (archive / name).write_bytes(data)
    for name, (what, code) in FAULTS.items():
        expected[name] = code
        (archive / name).write_bytes(FAULT + what.encode())
    for name, data in write_odd.items():
        (archive / name).write_bytes(data)
    good = tuple(sample_files[::6])
    for file in good:
        (archive / file.name).write_bytes(file.read_bytes())
    (archive / "link.txt").symlink_to("/etc/passwd")
    (archive / "up").symlink_to(root.parent)
    os.mkfifo(archive / "pipe.txt")
    started = time.monotonic()
    arguments = ["--lang", "en", "run", str(archive), "--out", str(out), "--ocr", "never"]
    arguments += ["--timeout", str(_FILE_SECONDS), "--memory", str(_WORKER_MEGABYTES)]
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=2 * _SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([os.environ["PYTHONPATH"], *_IMPORTED_FROM])},
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return HostileRun(
        out=out,
        documents=read_table(out, "documents").set_index("source_path"),
        expected=expected,
        good=good,
        megabytes=int(ended.stdout.split()[-1]),
        worker_megabytes=int(ended.stdout.split()[-2]),
        seconds=time.monotonic() - started,
        told=ended.stderr,
    )


@pytest.fixture(scope="module")
def write_odd() -> dict[str, bytes]:
    from small_report import REPORT

    return {name: (REPORT + str(number)).encode() for number, name in enumerate(ODD_NAMES)}


def test_every_hostile_file_has_its_reason(hostile_run: HostileRun) -> None:
    codes = hostile_run.documents.error_code.astype(object).where(hostile_run.documents.error_code.notna(), None)
    found = {name: codes[name] for name in hostile_run.expected}
    differing = {
        name: (code, found[name], hostile_run.documents.error_message[name])
        for name, code in hostile_run.expected.items()
        if found[name] != code
    }
    assert differing == {}
    assert len(hostile_run.expected) >= 60


def test_a_refused_file_is_never_ok(hostile_run: HostileRun) -> None:
    refused = hostile_run.documents[hostile_run.documents.error_code.notna()]
    assert set(refused.status) == {"failed", "partial"}
    assert refused.error_message.str.len().gt(10).all()


def test_the_good_reports_beside_them_are_intact(hostile_run: HostileRun, finished: Finished) -> None:
    names = [file.name for file in hostile_run.good]
    assert (hostile_run.documents.status[names] == "ok").all()
    ids = set(hostile_run.documents.doc_id[names])
    for table in ("texts", "sections", "citations", "dossiers", "procedures", "rates", "staffing", "scores"):
        beside = read_table(hostile_run.out, table)
        alone = read_table(finished.out, table)
        pd.testing.assert_frame_equal(
            beside[beside.doc_id.isin(ids)].reset_index(drop=True),
            alone[alone.doc_id.isin(ids)].reset_index(drop=True),
            check_dtype=False,
        )


def test_reports_with_odd_names_are_read_and_nothing_else_is(hostile_run: HostileRun) -> None:
    paths = set(hostile_run.documents.index)
    assert all(character < "\ud800" or character > "\udfff" for path in paths for character in path)
    odd = hostile_run.documents[~hostile_run.documents.index.isin([*hostile_run.expected])]
    assert len(odd) == len(ODD_NAMES) + len(hostile_run.good)
    assert (odd.status == "ok").all()
    assert "left out 2 symbolic links" in hostile_run.told
    assert "left out 1 special file" in hostile_run.told


def test_memory_and_time_stay_within_bounds(hostile_run: HostileRun) -> None:
    assert hostile_run.megabytes < _MEGABYTES
    assert hostile_run.worker_megabytes < _WORKER_MEGABYTES + 100
    assert hostile_run.seconds < _SECONDS


def test_every_limit_of_reading_is_hit_by_a_file(hostile_run: HostileRun) -> None:
    codes = {limit.code for _, limit in all_limits() if limit.code and limit.code.startswith("LIMIT_")}
    assert codes == {code for code in hostile_run.expected.values() if code and code.startswith("LIMIT_")}
