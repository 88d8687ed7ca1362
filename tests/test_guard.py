"""Files that hang, crash or eat the memory cost themselves alone, and the other files are read as ever."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from faulty_reader import SLEEP, read_faulty

from pipeline.allowance import Allowance, memory_of
from pipeline.guard import Stopped, guarded
from pipeline.run import Finished, run
from pipeline.tables import read_table

QUICK = Allowance(seconds=5, memory=600 << 20)


def _archive(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _run(folder: Path, out: Path, **named: Any) -> Finished:
    return run([folder], out, **{"reading": read_faulty, "workers": 2, "allowance": QUICK, **named})


def _documents(out: Path) -> dict[str, dict[str, Any]]:
    return {row["source_path"]: row for row in read_table(out, "documents").to_dict(orient="records")}


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        pytest.param("hang", "TIMEOUT", "5 giây", id="hangs"),
        pytest.param("crash", "CRASH", "SIGSEGV", id="crashes"),
        pytest.param("leave", "CRASH", "exit 7", id="ends the process"),
        pytest.param("eat_slowly", "OOM", "600 MB", id="eats the memory"),
        pytest.param("eat_at_once", "OOM", "600 MB", id="asks for more memory than there is"),
        pytest.param("raise", "CRASH", "ZeroDivisionError: by zero", id="raises"),
    ],
)
def test_a_bad_file_costs_itself_alone(tmp_path: Path, content: str, code: str, told: str) -> None:
    files = {f"{n}.txt": f"fine {n}" for n in range(8)} | {"3b.txt": content}
    finished = _run(_archive(tmp_path / "archive", files), tmp_path / "out")
    assert finished.inputs == {"ok": 8, "partial": 0, "failed": 1, "duplicate": 0}
    rows = _documents(tmp_path / "out")
    assert (rows["3b.txt"]["status"], rows["3b.txt"]["error_code"]) == ("failed", code)
    assert told in rows["3b.txt"]["error_message"]
    assert rows["3b.txt"]["sha256"]
    assert {row["status"] for name, row in rows.items() if name != "3b.txt"} == {"ok"}


def test_what_crashed_twice_is_not_tried_again_until_asked(tmp_path: Path) -> None:
    folder = _archive(tmp_path / "archive", {"a.txt": "crash", "b.txt": "fine"})
    assert _run(folder, tmp_path / "out").read == 2
    assert _run(folder, tmp_path / "out").read == 0
    assert _run(folder, tmp_path / "out", retry_failed=True).read == 1


def test_a_file_whose_worker_was_killed_is_tried_again(tmp_path: Path) -> None:
    folder = _archive(tmp_path / "archive", {"a.txt": f"crash_once {tmp_path / 'was'}", "b.txt": "fine"})
    assert _run(folder, tmp_path / "out").inputs["ok"] == 2


def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    folder = _archive(tmp_path / "archive", {"a.txt": "hang_with_child"})
    assert _run(folder, tmp_path / "out").inputs["failed"] == 1
    assert not [command for command in _commands() if command.startswith(f"{SLEEP} 3600.25")]


def _commands() -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@dataclasses.dataclass(frozen=True)
class _Task:
    number: int
    size: int = 0


def _pid(task: _Task, tell_pages: Any) -> int:
    time.sleep(0.02)
    return os.getpid()


def _slow_pages(task: _Task, tell_pages: Any) -> str:
    tell_pages(task.number)
    time.sleep(1.2)
    return "done"


def _raise(task: _Task, tell_pages: Any) -> None:
    raise KeyError(task.number)


def test_every_task_has_one_result_though_workers_are_killed_at_random() -> None:
    tasks = [_Task(n) for n in range(150)]
    seen: dict[int, int] = {}
    killed = 0
    for task, result in guarded(_pid, tasks, workers=2, allowance=Allowance(attempts=9)):
        assert not isinstance(result, Stopped)
        assert task.number not in seen
        seen[task.number] = result
        if len(seen) % 20 == 0:
            os.kill(result, signal.SIGKILL)
            killed += 1
    assert sorted(seen) == list(range(150))
    assert len(set(seen.values())) >= killed


def test_more_pages_have_more_time() -> None:
    allowance = Allowance(seconds=0.6, seconds_per_page=0.5, attempts=1)
    found = dict(guarded(_slow_pages, [_Task(0), _Task(40)], workers=2, allowance=allowance))
    assert isinstance(found[_Task(0)], Stopped)
    assert found[_Task(40)] == "done"


def test_an_error_of_the_call_itself_is_raised() -> None:
    with pytest.raises(KeyError):
        list(guarded(_raise, [_Task(1)], workers=1, allowance=Allowance()))


def test_no_process_is_left_where_nobody_asks_any_more() -> None:
    results = guarded(_pid, (_Task(n) for n in range(100)), workers=2, allowance=Allowance())
    _, pid = next(results)
    results.close()
    deadline = time.monotonic() + 5
    while memory_of(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert memory_of(pid) == 0


def test_tasks_are_taken_only_when_a_worker_is_free() -> None:
    taken = 0

    def tasks() -> Any:
        nonlocal taken
        for n in range(50):
            taken += 1
            yield _Task(n)

    ahead = []
    for done, _ in enumerate(guarded(_pid, tasks(), workers=2, allowance=Allowance()), start=1):
        ahead.append(taken - done)
    assert max(ahead) <= 2


def test_a_thread_may_run_a_guard() -> None:
    found: list[Any] = []
    thread = threading.Thread(
        target=lambda: found.extend(guarded(_pid, [_Task(1)], workers=1, allowance=Allowance())), daemon=True
    )
    thread.start()
    thread.join(60)
    assert len(found) == 1
