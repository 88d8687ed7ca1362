"""Whatever stands in an archive is a file of it under a name of its own, or is counted among what was left out."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_reader import read_faulty

from pipeline.errors import RasoatError
from pipeline.run import run
from pipeline.source_names import printable
from pipeline.sources import find_sources
from pipeline.tables import read_table


def _named(folder: Path, *names: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(f"fine {number}")
    return folder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(b"\xff.txt", rb"\xff.txt", id="an escape and what looks like one"),
        pytest.param(b"\\\xff.txt", rb"\\xff.txt", id="with backslashes before them"),
        pytest.param("\x9b.txt".encode(), b"\x9b.txt", id="a control character and a byte that is no UTF-8"),
        pytest.param("\u200b.txt".encode(), rb"\u200b.txt", id="a character without width"),
        pytest.param("é.txt".encode(), "e\u0301.txt".encode(), id="composed and not"),
    ],
)
def test_two_files_are_never_called_the_same(tmp_path: Path, one: bytes, other: bytes) -> None:
    archive = _named(tmp_path / "archive", one, other)
    done = run([archive], tmp_path / "out", workers=0, reading=read_faulty)
    assert done.rows["documents"] == done.inputs["ok"] == 2


def test_a_name_does_not_reach_the_terminal_as_commands(tmp_path: Path) -> None:
    (found,) = find_sources([_named(tmp_path / "archive", b"a\x1b[2J\nb.txt")]).files
    assert found.name == r"a\x1b[2J\x0ab.txt"


def test_a_name_of_letters_stays_as_it_is() -> None:
    for name in ("quý 1/Báo cáo (bản 2).txt", r"a\b.txt", "e\u0301.txt", "năm\u00a02023.txt"):
        assert printable(name) == name


@pytest.mark.parametrize(
    "members", [[("a//b.txt", "fine 1"), ("a/b.txt", "fine 2")], [("./b.txt", "fine 1"), ("b.txt", "fine 2")]]
)
def test_two_members_of_one_name_are_one_failed_file(tmp_path: Path, members: list[tuple[str, str]]) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    run([tmp_path / "a.zip"], tmp_path / "out", workers=0)
    assert list(read_table(tmp_path / "out", "documents").error_code) == ["UNSAFE_NAMES"]


def test_members_may_be_named_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("./x/b.txt", "fine")
    assert [source.name for source in find_sources([tmp_path / "a.zip"]).files] == ["a.zip/x/b.txt"]


def test_a_special_file_that_is_named_is_left_out(tmp_path: Path) -> None:
    archive = _named(tmp_path / "archive", b"a.txt")
    os.mkfifo(tmp_path / "fifo")
    found = find_sources([archive, tmp_path / "fifo", Path("/dev/zero")])
    assert (len(found.files), found.left_out) == (1, {"special": 2})
    with pytest.raises(RasoatError, match="no_files"):
        find_sources([tmp_path / "fifo"])


def test_folders_may_be_as_deep_as_the_system_lets_them(tmp_path: Path) -> None:
    here, depth = os.getcwd(), 1200
    try:
        os.chdir(tmp_path)
        for _ in range(depth):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").touch()
        os.chdir(tmp_path)
        assert [source.name for source in find_sources([tmp_path]).files] == ["d/" * depth + "a.txt"]
    finally:
        # pytest's own way to remove it would not come to the end.
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
        os.chdir(here)


def test_what_the_program_writes_is_no_report(tmp_path: Path) -> None:
    archive = _named(tmp_path / "archive", b"a.txt", b"log.json")
    done = run([archive], archive / "out", own=[archive / "log.json"], workers=0, reading=read_faulty)
    assert (sum(done.inputs.values()), done.left_out) == (1, {"out": 1})


@pytest.fixture
def another_user() -> Iterator[None]:
    """Ask as somebody whom permissions hold for."""
    if os.getuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("root alone, and no other user to be")
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """An archive with a folder that may be listed and not entered, one that may not be listed, and a report."""
    archive = _named(tmp_path / "archive", b"a.txt")
    listed, shut = _named(archive / "listed", b"b.txt"), _named(archive / "shut", b"c.txt")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/") and folder.is_relative_to("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    listed.chmod(0o444)
    shut.chmod(0o000)
    yield archive
    listed.chmod(0o755)
    shut.chmod(0o755)


def test_folders_that_may_not_be_entered_stop_nothing(closed: Path, another_user: None) -> None:
    found = find_sources([closed])
    assert [source.name for source in found.files] == ["a.txt", "listed/b.txt"]
    assert found.left_out == {"closed": 1}


@pytest.mark.parametrize("source", ["shut/c.txt", "shut", "n" * 300])
def test_a_source_that_may_not_be_looked_at_is_bad_use(closed: Path, another_user: None, source: str) -> None:
    with pytest.raises(RasoatError, match="source_closed"):
        find_sources([closed / source])
