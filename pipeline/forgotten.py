"""The contents that are not to be read again: digests alone, in a file of their own below OUT.

They do not stand in the ledger, which is begun anew where it is damaged or of another layout: what was forgotten must
not come back with it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from pipeline.generations import STATE, not_writable

_FILE = "forgotten.txt"


def forgotten(out: Path) -> frozenset[str]:
    """The digests (SHA-256) of the contents that a run leaves out. Raises RasoatError where they cannot be had."""
    try:
        return frozenset((out / STATE / _FILE).read_text("ascii").split())
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise not_writable(out, error) from error


def keep_forgotten(out: Path, digests: Iterable[str]) -> None:
    """Write the list, in one step. Raises RasoatError where the system does not let us."""
    path = out / STATE / _FILE
    beside = path.with_name(f".{_FILE}.new")
    try:
        beside.unlink(missing_ok=True)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.writelines(f"{digest}\n" for digest in sorted(digests))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise not_writable(out, error) from error
