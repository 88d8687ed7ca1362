"""``make bench``: what the machinery around reading costs, for archives of any size.

    python -m quality.bench_scale [--real REPORTS] [--most FILES] [--whole FILES] [--plot]

Two workers against one over the same invented reports, side by side; then archives of growing size through a reader
that takes no time, so that what is left is the engine's own: its time and memory a file, and what a second run costs.
With ``--whole`` an archive of invented reports, each another, is read in earnest, and then run over once more.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractors.dossiers import Dossier
from pipeline.documents import Document, Text
from pipeline.identify import doc_id_of
from pipeline.process import Processed
from pipeline.read.options import ReadOptions
from quality.scale_plot import svg
from quality.seeded_reports import LOCALITIES, make

_SIZES = (1_000, 5_000, 20_000)
_PLOT = Path(__file__).resolve().parent.parent / "docs" / "scale.svg"
_MODELS = 8
_SECONDS_A_LOOK = 0.5

# A process of its own for every run, so that its memory is its own.
_RUN = """
import json, sys, time
from pathlib import Path
from pipeline.run import run
from quality.bench_scale import read_quickly
began = time.perf_counter()
done = run(
    [Path(sys.argv[1])], Path(sys.argv[2]), workers=int(sys.argv[3]),
    reading=read_quickly if sys.argv[4] == "quick" else None,
)
print(json.dumps([time.perf_counter() - began, done.read]))
"""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What a run took: seconds, seconds of a processor in all its processes, and the most memory that these had
    together, in bytes."""

    seconds: float
    cpu: float
    memory: int
    read: int


def write_reports(folder: Path, count: int, *, length: int = 1, models: int = _MODELS) -> None:
    """So many invented reports below a folder, a thousand in each folder of it; no two have the same bytes, and so
    many of them have figures and places of their own."""
    made = [_moved(make(seed).text(), seed) for seed in range(min(count, models))]
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made[number % len(made)] * length + f"\nSố lưu: {number}.\n", encoding="utf-8")


_FIRST = (
    *("An", "Bình", "Cam", "Đại", "Đông", "Gia", "Hà", "Hải", "Hòa", "Hưng"),
    *("Kim", "Lâm", "Long", "Lương", "Mỹ", "Nam", "Ngọc", "Ninh", "Phú", "Phước"),
)
_SECOND = (
    *("Châu", "Cường", "Điền", "Giang", "Hà", "Hội", "Khê", "Lạc", "Lâm", "Lộc"),
    *("Lý", "Minh", "Nghĩa", "Phong", "Quang", "Sơn", "Tâm", "Thạch", "Thành", "Xuân"),
)


def _moved(report: str, seed: int) -> str:
    """A report in a place that only one in eight thousand has: no office reports on one period many times over."""
    name = f"{_FIRST[seed % 20]} {_SECOND[seed // 20 % 20]} {_SECOND[seed // 400 % 20]}"
    for told in LOCALITIES.values():
        old = told.partition(" ")[2]
        report = report.replace(old, name).replace(old.upper(), name.upper())
    return report


def read_quickly(data: bytes, name: str, _options: ReadOptions) -> Processed:
    """A document, its text and five counts: next to no time for reading, so that the engine's own is what is left."""
    doc_id, text = doc_id_of(data), data.decode()
    document = Document(
        doc_id=doc_id,
        source_path=name,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        chars=len(text),
        level="district",
        # Every locality has a hundred reports, as in an archive of many years.
        locality=f"Huyện {int(doc_id, 16) % 200}",
        status="ok",
    )
    counts = tuple(
        Dossier(
            doc_id=doc_id,
            figure_id=f"{doc_id}:f{number:04d}",
            start=number,
            end=number + 1,
            raw=text[number],
            metric="received",
            value=number,
        )
        for number in range(5)
    )
    return Processed(
        document=document, text=Text(doc_id=doc_id, text=text, body_end=len(text)), rows={"dossiers": counts}
    )


def take(folder: Path, out: Path, *, workers: int, reader: str) -> Took:
    """Run over a folder in a process of its own."""
    command = [sys.executable, "-c", _RUN, str(folder), str(out), str(workers), reader]
    memory, cpu = 0, dict[int, float]()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            family = _family(process.pid)
            memory = max(memory, sum(map(_share_of_memory, family)))
            cpu |= {pid: used for pid in family if (used := _cpu(pid))}
            time.sleep(_SECONDS_A_LOOK)
        assert process.stdout is not None
        told = process.stdout.read()
    if process.returncode:
        raise RuntimeError(told)
    seconds, read = json.loads(told.splitlines()[-1])
    return Took(seconds=seconds, cpu=sum(cpu.values()), memory=memory, read=read)


def _cpu(pid: int) -> float:
    """The seconds that a process has had of a processor."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in _family(int(child)))]


def _share_of_memory(pid: int) -> int:
    """The bytes of a process, what it shares with others counted in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def two_against_one(reports: int) -> None:
    """Print how much faster two workers are, each run begun twice and its better time taken."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_reports(root / "few", 2)
        write_reports(root / "archive", reports)
        seconds: dict[int, float] = {}
        for workers in (1, 2, 1, 2):
            # What starting takes is no part of it: a run over two files is taken away.
            turn = f"{workers}-{time.monotonic_ns()}"
            start = take(root / "few", root / f"few-{turn}", workers=workers, reader="real").seconds
            whole = take(root / "archive", root / f"out-{turn}", workers=workers, reader="real").seconds
            seconds[workers] = min(seconds.get(workers, whole), whole - start)
    print(
        f"{reports} reports: one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s, {seconds[1] / seconds[2]:.2f} times"
    )
    print(f"  {seconds[1] / reports * 1000:.0f} ms a report; load of the machine {os.getloadavg()[0]:.1f}")


def whole(files: int) -> None:
    """Print what an archive of reports costs that are all different, read in earnest, and a second run over it."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_reports(root / "archive", files, models=files)
        took = [take(root / "archive", root / "out", workers=2, reader="real") for _ in range(2)]
    first, second = took
    assert (first.read, second.read) == (files, 0)
    print(f"{files} reports, each another, two workers; load of the machine {os.getloadavg()[0]:.1f}")
    for what, run in zip(("first", "second"), took, strict=True):
        print(f"  {what} run: {run.seconds:.1f} s, of a processor {run.cpu:.1f} s, {run.memory / 1e6:.0f} MB")
    print(f"  the second takes {second.seconds / first.seconds:.1%} of the first")


def growth(most: int, plot: bool) -> None:
    """Print what archives of growing size cost through a reader that takes no time, and what a second run costs."""
    points = []
    print(
        f"{'files':>8}  {'first run':>9}  {'processor':>9}  {'a file':>8}  {'second':>8}  {'processor':>9}  {'MB':>5}"
    )
    with tempfile.TemporaryDirectory() as name:
        write_reports(Path(name) / "none", 1)
        start = take(Path(name) / "none", Path(name) / "out", workers=2, reader="quick").cpu
    for files in (size for size in _SIZES if size <= most):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            write_reports(root / "archive", files)
            first = take(root / "archive", root / "out", workers=2, reader="quick")
            second = take(root / "archive", root / "out", workers=2, reader="quick")
            assert (first.read, second.read) == (files, 0)
            memory = max(first.memory, second.memory)
            points.append((files, first.cpu, second.cpu, memory / 1e6))
        print(
            f"{files:>8}  {first.seconds:>7.1f} s  {first.cpu:>7.1f} s  {(first.cpu - start) / files * 1000:>5.2f} ms"
            f"  {second.seconds:>6.1f} s  {second.cpu:>7.1f} s  {memory / 1e6:>5.0f}",
            flush=True,
        )
    if plot:
        _PLOT.write_text(svg(points), encoding="utf-8")


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--real", type=int, default=200)
    parser.add_argument("--most", type=int, default=_SIZES[-1])
    parser.add_argument("--whole", type=int, default=0)
    parser.add_argument("--plot", action="store_true")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if asked.real:
        two_against_one(asked.real)
    growth(asked.most, asked.plot)
    if asked.whole:
        whole(asked.whole)


if __name__ == "__main__":
    main()
