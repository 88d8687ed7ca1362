"""Whether the tests notice when the program says something else: ``python -m quality.mutation``.

One node of a module's syntax is changed at a time: a comparison, a number, a sign, an "and", what is given back. A
process of its own imports the changed module in the place of the module and runs the tests that concern it; a mutant
that no test fails on survives. Runners that are to be had change functions only, and half of this program is
constants; so this one is its own. Heavy libraries are imported once, before the processes part, and tables of cases
are gone through without pytest first (``quality.plain_tests``): most mutants are dead before pytest would have begun.
"""

from __future__ import annotations

import argparse
import ast
import copy
import dataclasses
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from quality.plain_tests import all_pass

ROOT = Path(__file__).resolve().parent.parent
# The tests that concern a module, the likeliest to fail first: the first that fails ends them. The whole rows of three
# samples stand last, for what no table of cases sees.
_WHOLE = ("tests/test_golden.py",)
_NUMBERS = (
    "tests/test_numbers.py",
    "tests/test_staffing.py",
    "tests/test_rates.py",
    "tests/test_dossiers.py",
    "tests/test_generated_statements.py",
    *_WHOLE,
)
_DATES = ("tests/test_dates.py", "tests/test_periods_of_figures.py", "tests/test_citations.py", *_WHOLE)
_SECTIONS = ("tests/test_sections.py", "tests/test_headings.py", *_WHOLE)
_CITED = ("tests/test_citation_rules.py", *_WHOLE)
# Not what reads files in workers: there the module stands as it is.
_FIGURES = (
    "tests/audits/test_figure_rules.py",
    "tests/audits/test_report_date.py",
    "tests/audits/test_definitions.py",
    "tests/audits/test_rounded_counts.py",
    "tests/audits/test_rule_excerpts.py",
    "tests/audits/test_doubted.py",
    "tests/test_seeded.py",
    *_WHOLE,
)
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "numbers": {
        **{f"patterns.{name}": _NUMBERS for name in ("number_reading", "number_relations", "number_tokens")},
        **{f"patterns.{name}": _NUMBERS for name in ("number_words", "numerals", "units", "numbers")},
    },
    "dates": {"patterns.date_mentions": _DATES, "patterns.period_mentions": _DATES},
    "segmentation": {"pipeline.segment": _SECTIONS},
    "rules": {
        **{
            f"pipeline.audits.{name}": _FIGURES
            for name in ("rates", "dossiers", "dossier_parts", "staffing", "scores", "changes")
        },
        **{f"pipeline.audits.{name}": _FIGURES for name in ("intervals", "shares", "balances", "sections", "period")},
        "pipeline.audits.citations": _CITED,
        "pipeline.audits.citation_dates": _CITED,
        "pipeline.audits.citation_sequence": _CITED,
    },
}
_OTHER_WAY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OTHER_SIGN: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.Pow: ast.Mult,
}
# A test that takes this many times what the unchanged module takes, and some seconds, runs in circles.
_PATIENCE, _GRACE = 4.0, 20.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module with one node changed; ``number`` is the place of the change in the walk over all of them."""

    module: str
    number: int
    line: int
    told: str


def mutants(module: str) -> tuple[Mutant, ...]:
    """Every mutant of a module, in the order of its source."""
    tree = _tree(module)
    return tuple(
        Mutant(module=module, number=i, line=getattr(node, "lineno", 0), told=told)
        for i, (node, _, told) in enumerate(_changes(tree))
    )


def changed(mutant: Mutant) -> ast.Module:
    """The mutant's syntax.

    >>> found = mutants("patterns.numerals")
    >>> ast.dump(changed(found[0])) != ast.dump(_tree("patterns.numerals"))
    True
    """
    tree = _tree(mutant.module)
    for i, (node, other, _) in enumerate(_changes(tree)):
        if i == mutant.number:
            swapped = _Swapped(node, other)
            swapped.visit(tree)
            return ast.fix_missing_locations(tree)
    raise LookupError(mutant)


def _tree(module: str) -> ast.Module:
    return ast.parse(_file(module).read_text(encoding="utf-8"))


def _file(module: str) -> Path:
    return ROOT / (module.replace(".", "/") + ".py")


def _changes(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST, str]]:
    """Node, what stands in its place, and both in words; what nothing can depend on is left alone."""
    for node in _walk(tree):
        for other in _others(node):
            yield node, other, f"{_short(node)} -> {_short(other)}"


def _short(node: ast.AST) -> str:
    written = " ".join(ast.unparse(node).split())
    return written if len(written) <= 90 else written[:87] + "..."


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_comment", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _says_nothing(child):
                yield from _walk(child)


def _says_nothing(node: ast.AST) -> bool:
    """What no result depends on: asserts, imports, the texts of errors, ``strict=``, what is there for types only.

    >>> _says_nothing(ast.parse("if TYPE_CHECKING: import regex").body[0])
    True
    """
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    return isinstance(node, (ast.Assert, ast.Import, ast.ImportFrom, ast.Raise))


def _others(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = copy.deepcopy(node)
        other.ops = [_OTHER_WAY[type(node.ops[0])]()]
        yield other
    elif isinstance(node, ast.BinOp) and type(node.op) in _OTHER_SIGN and not _is_text(node):
        yield ast.BinOp(left=node.left, op=_OTHER_SIGN[type(node.op)](), right=node.right)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(op=ast.Or() if isinstance(node.op, ast.And) else ast.And(), values=node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(value=node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(value=not node.value)
    elif isinstance(node, ast.Return) and not _is_told(node.value):
        yield ast.Return(value=ast.Constant(value=None))
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(test=node.test, body=node.orelse, orelse=node.body)
    elif isinstance(node, ast.Continue):
        yield ast.Break()


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(side, (ast.JoinedStr, ast.Tuple, ast.List)) for side in (node.left, node.right))


def _is_told(value: ast.expr | None) -> bool:
    """Nothing to take away; and of True and False the other one says more than None does, where the truth is asked."""
    return value is None or (isinstance(value, ast.Constant) and (value.value is None or type(value.value) is bool))


class _Swapped(ast.NodeTransformer):
    def __init__(self, node: ast.AST, other: ast.AST) -> None:
        self._node, self._other = node, other

    def visit(self, node: ast.AST) -> ast.AST:
        """The other node where the one is met."""
        return self._other if node is self._node else super().generic_visit(node)


class _InItsPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports a mutant where its module is asked for."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self._module, self._tree = module, tree

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._module:
            return None
        return importlib.util.spec_from_file_location(fullname, _file(fullname), loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._tree, str(_file(self._module)), "exec"), module.__dict__)


def _start(tests: Sequence[str], module: str | None = None, tree: ast.Module | None = None) -> int:
    """The process that runs the tests; it ends with 0 where all of them pass."""
    process = os.fork()
    if process:
        return process
    os.setsid()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    if module is not None and tree is not None:
        sys.meta_path.insert(0, _InItsPlace(module, tree))
        try:
            # Now: pytest stands in front of all other importers, and may take a file that is named to it from the disk.
            importlib.import_module(module)
        except Exception:
            os._exit(1)
    try:
        if not all_pass(ROOT / test for test in tests if test.startswith("tests/")):
            os._exit(1)
    except Exception:
        os._exit(1)
    import pytest

    os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests])))


def _ended(process: int, seconds: float) -> bool:
    """Whether the tests of a process passed; what takes longer is ended and has failed."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return False


def _warm() -> None:
    """Import what is heavy, so that every process has it already; of ours only the compiled patterns are kept."""
    for name in ("pytest", "hypothesis", "pandas", "pyarrow.parquet", "regex", "lxml.etree", "underthesea", "duckdb"):
        importlib.import_module(name)
    # Where all patterns are in its cache, importing our modules takes half the time.
    vars(importlib.import_module("regex._main"))["_MAXCACHE"] = 10_000
    importlib.import_module("pipeline.process")
    for name in [name for name in sys.modules if name.partition(".")[0] in ("patterns", "extractors", "pipeline")]:
        del sys.modules[name]


def main() -> int:
    """Run the mutants of a sample and print the survivors; the seed makes the sample."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument(
        "groups", nargs="*", metavar="GROUP", help="numbers, dates, segmentation, rules; all by default"
    )
    parser.add_argument("--sample", type=int, default=60, help="mutants of each group")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    _warm()
    for group in asked.groups or GROUPS:
        found = [mutant for module in GROUPS[group] for mutant in mutants(module)]
        sample = random.Random(asked.seed).sample(found, min(asked.sample, len(found)))
        usual: dict[tuple[str, ...], float] = {}
        killed = 0
        for mutant in sorted(sample, key=lambda one: (one.module, one.number)):
            # The examples in a module are tests of it too.
            tests = (str(_file(mutant.module)), *GROUPS[group][mutant.module])
            if tests not in usual:
                started = time.monotonic()
                if not _ended(_start(tests), 600):
                    raise SystemExit(f"{tests} fail without a mutant")
                usual[tests] = time.monotonic() - started
            alive = _ended(_start(tests, mutant.module, changed(mutant)), _PATIENCE * usual[tests] + _GRACE)
            killed += not alive
            if alive:
                print(f"{_file(mutant.module).relative_to(ROOT)}:{mutant.line}: {mutant.told}", flush=True)
        print(f"{group}: {killed} of {len(sample)} killed, of {len(found)} mutants", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
