"""Facts from a report: every module of the package ``extractors`` that declares a FAMILY is asked."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from extractors.family import Family


@functools.cache
def families() -> tuple[Family, ...]:
    """Every family of facts, by table name; adding one is adding a file to ``extractors``.

    Raises ValueError where two modules fill the same table.
    """
    package = importlib.import_module("extractors")
    found: dict[str, Family] = {}
    for module in pkgutil.iter_modules(package.__path__, "extractors."):
        family = getattr(importlib.import_module(module.name), "FAMILY", None)
        if isinstance(family, Family):
            if family.table in found:
                raise ValueError(f"two modules of extractors fill the table {family.table}")
            found[family.table] = family
    return tuple(found[table] for table in sorted(found))
