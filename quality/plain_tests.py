"""The tests of a file that need nothing of pytest but their parameters, run without it.

A table of cases is read in a tenth of the time that pytest takes to collect it, which is what a mutant mostly dies of.
Tests with fixtures, with more than one list of parameters or with generated examples are left to pytest.
"""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any


def all_pass(files: Iterable[Path]) -> bool:
    """Whether no such test fails, and none passes that is known to fail."""
    return all(_passes(test, values, bad) for file in files for test, values, bad in _calls(_imported(file)))


def _imported(file: Path) -> ModuleType:
    """A test file as a module, under a name that pytest gives to none, so that pytest imports it anew."""
    for folder in (str(file.parent), str(file.parent.parent)):
        # As pytest does, for what lies beside the tests.
        if folder not in sys.path:
            sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(f"plain_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _calls(module: ModuleType) -> Iterator[tuple[Callable[..., None], dict[str, Any], bool]]:
    """Every test with the values of its parameters, and whether it is known to fail."""
    for name, test in vars(module).items():
        if not name.startswith("test_") or not inspect.isfunction(test) or hasattr(test, "hypothesis"):
            continue
        marks = getattr(test, "pytestmark", [])
        bad = any(mark.name == "xfail" for mark in marks)
        if any(mark.name.startswith("skip") for mark in marks):
            continue
        lists = [mark.args for mark in marks if mark.name == "parametrize"]
        names, rows = _parameters(lists[0]) if lists else ([], [((), bad)])
        if len(lists) > 1 or set(names) != set(inspect.signature(test).parameters):
            continue
        for values, known in rows:
            yield test, dict(zip(names, values, strict=True)), bad or known


def _parameters(given: Sequence[Any]) -> tuple[list[str], list[tuple[Sequence[Any], bool]]]:
    """The names of a list of parameters and its rows, each with whether it is known to fail; none that is skipped.

    >>> _parameters(("case, tail", [(1, "a"), (2, "b")]))
    (['case', 'tail'], [((1, 'a'), False), ((2, 'b'), False)])
    """
    names = [name.strip() for name in given[0].split(",")] if isinstance(given[0], str) else list(given[0])
    rows: list[tuple[Sequence[Any], bool]] = []
    for row in given[1]:
        marks = [mark.name for mark in getattr(row, "marks", ())]
        if not any(mark.startswith("skip") for mark in marks):
            plain = row if len(names) > 1 else (row,)
            rows.append((getattr(row, "values", plain) if hasattr(row, "marks") else plain, "xfail" in marks))
    return names, rows


def _passes(test: Callable[..., None], values: dict[str, Any], bad: bool) -> bool:
    """Whether a test does what is known of it: fails where that is known (``bad``), and passes elsewhere."""
    try:
        test(**values)
    except Exception:
        return bad
    return not bad
