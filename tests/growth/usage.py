"""How the package uses its patterns: which are only matched at a place, and which see text before it is normalized."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.growth.compiled import import_all

_AT_A_PLACE = ("match", "fullmatch")
# What describes a pattern and runs none.
_DESCRIBES = ("pattern", "groupindex", "groups", "flags")
# Modules whose patterns see text as it was read, and all modules that they take patterns from.
_RAW = ("pipeline.normalize", "pipeline.read")


def _trees() -> dict[str, ast.Module]:
    return {name: ast.parse(Path(str(sys.modules[name].__file__)).read_text(encoding="utf-8")) for name in import_all()}


def matched_at_a_place() -> frozenset[str]:
    """Names of patterns that no code searches with, "extractors.bodies._KIND": they start where a caller says."""
    trees = _trees()
    searched: set[str] = set()
    for module, tree in trees.items():
        whose = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in trees
            for alias in node.names
        }
        described = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in (*_AT_A_PLACE, *_DESCRIBES)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in described:
                searched.add(whose.get(node.id, f"{module}.{node.id}"))
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and id(node) not in described:
                searched.add(node.attr)
    named = {
        f"{module}.{target.id}"
        for module, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return frozenset(name for name in named if name not in searched and name.rpartition(".")[2] not in searched)


def sees_raw_text(name: str) -> bool:
    """Whether a pattern of this name may meet text that no step of normalizing has been over."""
    return any(name.startswith(module + ".") for module in _raw_modules())


def _raw_modules() -> Iterable[str]:
    global _found
    if _found is None:
        trees = _trees()
        _found = {name for name in trees if name.startswith(_RAW)}
        for name in list(_found):
            for node in ast.walk(trees[name]):
                if isinstance(node, ast.ImportFrom) and node.module in trees:
                    _found.add(node.module)
    return _found


_found: set[str] | None = None
