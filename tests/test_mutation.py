"""The runner of mutants: what it changes, and the tests that it runs without pytest."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from quality.mutation import GROUPS, ROOT, changed, mutants
from quality.plain_tests import all_pass

MODULE = "patterns.number_words"


def test_every_mutant_of_a_module_is_another_program() -> None:
    written = {ast.unparse(changed(mutant)) for mutant in mutants(MODULE)}
    unchanged = ast.unparse(ast.parse((ROOT / "patterns" / "number_words.py").read_text(encoding="utf-8")))
    assert len(written) == len(mutants(MODULE))
    assert unchanged not in written


def test_what_is_mutated_and_what_tests_it_are_there() -> None:
    for group in GROUPS.values():
        for module, tests in group.items():
            assert (ROOT / (module.replace(".", "/") + ".py")).is_file(), module
            assert [test for test in tests if not (ROOT / test).exists()] == []


@pytest.mark.parametrize(
    ("body", "passes", "why"),
    [
        ("def test_one(): assert 1", True, "it passes"),
        ("def test_one(): assert 0", False, "it fails"),
        ("def test_one(there_is_no_such): assert 0", True, "what asks for a fixture is left to pytest"),
        ("def check_one(): assert 0", True, "it is no test"),
        ("@pytest.mark.skip\ndef test_one(): assert 0", True, "it is skipped"),
        ("@pytest.mark.xfail\ndef test_one(): assert 0", True, "it is known to fail"),
        ("@pytest.mark.xfail\ndef test_one(): assert 1", False, "it is known to fail, and passes"),
        ("@pytest.mark.parametrize('x', [1, 2])\ndef test_one(x): assert x", True, "both rows pass"),
        ("@pytest.mark.parametrize('x', [1, 0])\ndef test_one(x): assert x", False, "the second row fails"),
        ("@pytest.mark.parametrize(('x', 'y'), [(1, 1), pytest.param(1, 2)])\ndef test_one(x, y): assert x == y", False,
         "the second row fails"),
        ("@pytest.mark.parametrize('x, y', [pytest.param(1, 2, marks=pytest.mark.xfail)])\n"
         "def test_one(x, y): assert x == y", True, "its row is known to fail"),
    ],
)  # fmt: skip
def test_plain_tests_are_run_without_pytest(body: str, passes: bool, why: str, tmp_path: Path) -> None:
    file = tmp_path / "test_plain_sample.py"
    file.write_text(f"import pytest\n{body}\n", encoding="utf-8")
    assert all_pass([file]) is passes, why
