"""How a folder of tables stands: what is in it, what was not read, and whether a run is at it now."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline import generations
from pipeline.errors import RasoatError
from pipeline.forgotten import forgotten
from pipeline.labels import name_of
from pipeline.ledger import Ledger
from pipeline.lock import is_locked
from pipeline.tables import manifest_of, read_batches
from pipeline.wording import Wording


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """``statuses`` are those of the documents in the tables; ``read`` are all that are read, also by a run that goes on
    or was ended, whose tables are not there yet, ``codes`` the
    reasons of what was not read whole, and ``forgotten`` counts contents that are not to be read."""

    out: Path
    version: str | None
    statuses: Mapping[str, int]
    rows: Mapping[str, int]
    read: Mapping[str, int]
    codes: Mapping[str, int]
    forgotten: int
    running: bool

    @property
    def unfinished(self) -> bool:
        """Whether there are results that no table shows yet."""
        return dict(self.statuses) != dict(self.read)


def status_of(out: Path) -> Status:
    """The state of a folder; it may be looked at while a run is at it.

    Raises RasoatError where no run ever was, or its ledger is damaged or not to be opened.
    """
    folder = generations.current(out)
    stated = (manifest_of(folder) if folder is not None else None) or {}
    if stated and not Ledger.path_of(out).exists():
        # Tables that were copied without it: they are all there is.
        read, codes = stated.get("statuses", {}), _codes_in_tables(out)
    else:
        read, codes = _in_ledger(out)
    return Status(
        out=out,
        version=stated.get("version"),
        statuses=stated.get("statuses", {}),
        rows=stated.get("rows", {}),
        read=read,
        codes=codes,
        forgotten=len(forgotten(out)),
        running=is_locked(out / generations.STATE / "lock"),
    )


def _in_ledger(out: Path) -> tuple[dict[str, int], dict[str, int]]:
    """How many documents are read of every status, and of every reason."""
    ledger = Ledger(out, write=False)
    try:
        return ledger.statuses(), ledger.codes()
    except sqlite3.Error as error:
        raise RasoatError("ledger_damaged", path=str(out)) from error
    finally:
        ledger.close()


def _codes_in_tables(out: Path) -> dict[str, int]:
    """How many documents of the tables there are of every reason."""
    codes = (code for batch in read_batches(out, "documents", ["error_code"]) for code in batch.column(0).to_pylist())
    return dict(Counter(code for code in codes if code))


def as_json(status: Status) -> dict[str, Any]:
    """The state as plain values."""
    return {**dataclasses.asdict(status), "out": str(status.out), "unfinished": status.unfinished}


def render(status: Status, words: Wording) -> str:
    """The state as lines of text."""
    say = words.say

    def counted(statuses: Mapping[str, int]) -> dict[str, int]:
        return {"total": sum(statuses.values())} | {name: statuses.get(name, 0) for name in ("ok", "partial", "failed")}

    lines = [say("status_tables", path=status.out, **counted(status.statuses))]
    if status.unfinished:
        lines.append(say("status_unfinished", **counted(status.read)))
    for code, count in sorted(status.codes.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(f"  {code:<16} {count:>9}  {name_of('error_code', code, words.language)}")
    if status.forgotten:
        lines.append(say("status_forgotten", count=status.forgotten))
    lines.append(say("status_running" if status.running else "status_idle"))
    return "\n".join(lines)
