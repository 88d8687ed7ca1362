"""Every compiled pattern that the package holds, wherever it holds it."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
import sys
import types
from collections import deque
from typing import Any

import regex

Pattern = regex.Pattern | re.Pattern  # type: ignore[type-arg]

PACKAGES = ("patterns", "extractors", "pipeline")
# Modules that start something or need a program that is not everybody's.
_NOT_IMPORTED = ("pipeline.cli.__main__", "pipeline.scale.dask_engine", "pipeline.scale.spark_engine")


def _ours(name: str | None) -> bool:
    return name is not None and name.split(".")[0] in PACKAGES


def import_all() -> list[str]:
    """Import every module of the package; gives their names."""
    names = []
    for package in PACKAGES:
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, package + "."):
            if module.name not in _NOT_IMPORTED:
                importlib.import_module(module.name)
                names.append(module.name)
    return sorted(names)


def compiled_patterns() -> dict[str, Any]:
    """The patterns by the name they are first reached by: "patterns.codes._CODE", "extractors.kinds._FORMS[3]".

    The walk goes over the references of the modules' values: lists, records, closures, the memory of cached functions.
    It ends at what belongs to somebody else.
    """
    found: dict[str, Any] = {}
    seen: set[int] = set()
    queue: deque[tuple[str, Any]] = deque()
    for name in import_all():
        for key, value in vars(sys.modules[name]).items():
            if not key.startswith("__"):
                queue.append((f"{name}.{key}", value))
    patterns: set[tuple[str, int]] = set()
    while queue:
        name, value = queue.popleft()
        if id(value) in seen or _leave(value):
            continue
        seen.add(id(value))
        if isinstance(value, (regex.Pattern, re.Pattern)):
            if (value.pattern, value.flags) not in patterns:
                patterns.add((value.pattern, value.flags))
                found[name] = value
            continue
        if isinstance(value, types.FunctionType):
            parts: list[Any] = [value.__closure__, value.__defaults__, value.__kwdefaults__]
        else:
            parts = gc.get_referents(value)
        queue.extend((name if "[" in name else f"{name}[…]", part) for part in parts)
    return {f"{name}#{i}" if "[" in name else name: value for i, (name, value) in enumerate(found.items())}


def _leave(value: Any) -> bool:
    if value is None or isinstance(value, (str, bytes, int, float, types.ModuleType, types.CodeType)):
        return True
    if isinstance(value, (type, types.FunctionType)):
        return not _ours(value.__module__)
    return False
