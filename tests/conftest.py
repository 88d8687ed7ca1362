"""What all tests share: no connections, the samples read once, and the switch that rewrites golden files."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

_OFFLINE = str(Path(__file__).parent / "offline")
sys.path.insert(0, _OFFLINE)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [_OFFLINE, os.environ.get("PYTHONPATH")]))
# The language of the tests is not that of the shell they are started from.
os.environ.pop("RASOAT_LANG", None)
# Nor is what was recognized the user's own.
os.environ["RASOAT_CACHE"] = tempfile.mkdtemp(prefix="rasoat-cache-")
atexit.register(shutil.rmtree, os.environ["RASOAT_CACHE"], ignore_errors=True)

from loopback_only import install  # noqa: E402

install()

from hypothesis import settings  # noqa: E402

# The same examples in every run, and no example fails for being slow.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

from small_report import REPORT  # noqa: E402

from pipeline.process import Processed  # noqa: E402
from pipeline.run import Finished, run  # noqa: E402
from quality.samples import SAMPLES, Sample, passages, read_samples, reports  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the expected outputs below tests/golden anew")


@pytest.fixture(scope="session")
def sample_reports() -> tuple[Sample, ...]:
    """Every annotated report of corpus_samples."""
    return reports()


@pytest.fixture(scope="session")
def sample_passages() -> tuple[Sample, ...]:
    """Every annotated passage of corpus_samples."""
    return passages()


@pytest.fixture(scope="session")
def read_reports(sample_reports: tuple[Sample, ...]) -> dict[str, Processed]:
    """What the program finds in the sample reports, by file name."""
    return read_samples(sample_reports)


@pytest.fixture(scope="session")
def read_passages(sample_passages: tuple[Sample, ...]) -> dict[str, Processed]:
    """What the program finds in the sample passages, by file name."""
    return read_samples(sample_passages)


@pytest.fixture(scope="session")
def sample_files() -> list[Path]:
    """The files of the sample reports."""
    return sorted(file for file in SAMPLES.iterdir() if file.suffix in (".txt", ".docx", ".pdf"))


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, sample_files: list[Path]) -> Finished:
    """A run over the sample reports, for tests that only look at its tables."""
    return run(sample_files, tmp_path_factory.mktemp("run") / "out")


@pytest.fixture
def write_report(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small report below a folder of its own; ``extra`` makes its bytes its own."""

    def write(name: str = "mot.txt", *, extra: str = "", folder: Path | None = None) -> Path:
        path = (folder or tmp_path / "archive") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(REPORT + extra, encoding="utf-8")
        return path

    return write
