"""What is done: every content that was read, with its rows, and the places of the archive at which it stands.

A result is there from the moment it is written; a kill at any time costs what workers were at. It holds as long as
content, program and settings are the same. SQLite in write-ahead mode, one file below OUT.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import RasoatError
from pipeline.generations import STATE, not_writable
from pipeline.packed import layout
from pipeline.worker import Result

_FILE = "ledger.sqlite"

# Raised when the tables below change: an older ledger is begun anew, and all is read again.
_LAYOUT = 1

_TABLES = """
CREATE TABLE results (
    doc_id TEXT PRIMARY KEY, sha256 TEXT, name TEXT NOT NULL, size INTEGER, status TEXT NOT NULL, code TEXT,
    message TEXT, seconds REAL NOT NULL, text_digest TEXT, settings TEXT NOT NULL, programs TEXT NOT NULL,
    rows_digest TEXT NOT NULL, rows BLOB NOT NULL
);
CREATE TABLE places (name TEXT PRIMARY KEY, doc_id TEXT NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX places_by_document ON places (doc_id, name);
CREATE TABLE files (generation TEXT, name TEXT, inputs TEXT NOT NULL, PRIMARY KEY (generation, name)) WITHOUT ROWID;
"""

# How rows that were read with certain settings are packed; ledgers of before do not have it, and know of none.
_PACKINGS = "CREATE TABLE IF NOT EXISTS packings (settings TEXT PRIMARY KEY, layout TEXT NOT NULL) WITHOUT ROWID"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a content without its rows; ``settings`` and ``programs`` are those that it was read with."""

    sha256: str | None
    name: str
    status: str
    code: str | None
    message: str | None
    settings: str
    programs: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document of the archive: its first place, the others, and its packed rows."""

    doc_id: str
    name: str
    also_at: tuple[str, ...]
    seconds: float
    rows: bytes


class Ledger:
    """The ledger of a folder of tables; one run at a time."""

    def __init__(self, out: Path, *, write: bool = True) -> None:
        self.path, self._out = self.path_of(out), out
        self._connection = self._open() if write else self._open_to_read()

    @staticmethod
    def path_of(out: Path) -> Path:
        """Where the ledger of a folder of tables stands."""
        return out / STATE / _FILE

    def _open_to_read(self) -> sqlite3.Connection:
        """The database as it is. Raises RasoatError where it may not be read, or is none."""
        address = f"{self.path.resolve().as_uri()}?mode=ro"
        try:
            with self.path.open("rb"):
                pass
            for immutable in ("", "&immutable=1"):
                connection = sqlite3.connect(address + immutable, uri=True)
                try:
                    connection.execute("PRAGMA user_version")
                    return connection
                except sqlite3.OperationalError:
                    # On a medium that cannot be written nobody writes, and SQLite cannot make the files of readers.
                    connection.close()
        except FileNotFoundError as error:
            raise RasoatError("no_run", path=str(self._out)) from error
        except OSError as error:
            problem = error.strerror or str(error)
            raise RasoatError("source_closed", path=str(self.path), problem=problem) from error
        except sqlite3.DatabaseError as error:
            raise RasoatError("ledger_damaged", path=str(self._out)) from error
        raise RasoatError("ledger_damaged", path=str(self._out))

    def _open(self) -> sqlite3.Connection:
        """The database, made anew where it is of another layout or damaged."""
        with self.telling_problems():
            for _ in range(2):
                self._keep_private()
                connection = sqlite3.connect(self.path, isolation_level=None)
                try:
                    connection.execute("PRAGMA journal_mode = WAL")
                    # A killed program loses nothing; a lost power supply at most the last moments, never the file.
                    connection.execute("PRAGMA synchronous = NORMAL")
                    found = connection.execute("PRAGMA user_version").fetchone()[0]
                    if found == 0:
                        connection.executescript(f"BEGIN;{_TABLES}PRAGMA user_version = {_LAYOUT};COMMIT;")
                    if found in (0, _LAYOUT):
                        connection.execute(_PACKINGS)
                        return connection
                except sqlite3.DatabaseError as error:
                    if isinstance(error, sqlite3.OperationalError):
                        connection.close()
                        raise
                connection.close()
                self._remove()
        raise AssertionError("a new ledger is always of this layout")

    def _keep_private(self) -> None:
        """Make the file: it holds what private tables hold, and SQLite gives the files beside it its permissions."""
        try:
            self.path.touch(mode=0o600)
            # Another's file that we may write into keeps the permissions that its owner gave it.
            with contextlib.suppress(PermissionError):
                self.path.chmod(0o600)
        except OSError as error:
            raise not_writable(self._out, error) from error

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the ledger; what was written stays."""
        self._connection.close()

    @contextlib.contextmanager
    def telling_problems(self) -> Iterator[None]:
        """Turn what the system does not let us do (a full disk, a folder without permission) into bad use.

        A database that turns out to be damaged is removed: the next run reads all again.
        """
        try:
            yield
        except sqlite3.OperationalError as error:
            raise RasoatError("out_not_writable", path=str(self._out), problem=str(error)) from error
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:
                raise
            self.close()
            self._remove()
            raise RasoatError("ledger_removed", path=str(self._out)) from error

    def is_sound(self) -> bool:
        """Whether every result is as it was written, and the database itself is whole."""
        try:
            if self._connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return False
            kept = self._connection.execute("SELECT rows, rows_digest FROM results")
            return all(hashlib.sha256(rows).hexdigest() == digest for rows, digest in kept)
        except (sqlite3.Error, TypeError, OverflowError, UnicodeError):
            return False

    def is_current(self) -> bool:
        """Whether it is of the layout that this program writes."""
        return bool(self._connection.execute("PRAGMA user_version").fetchone() == (_LAYOUT,))

    def begin_run(self, settings: str) -> int:
        """The number of this run, which reads with these settings: places that are met in it bear it."""
        self._connection.execute("INSERT OR REPLACE INTO packings VALUES (?, ?)", (settings, layout()))
        (last,) = self._connection.execute("SELECT coalesce(max(run), 0) FROM places").fetchone()
        return int(last) + 1

    def known(self, doc_id: str) -> Known | None:
        """What is known of a content."""
        names = [field.name for field in dataclasses.fields(Known)]
        row = self._connection.execute(f"SELECT {', '.join(names)} FROM results WHERE doc_id = ?", (doc_id,)).fetchone()
        return Known(**dict(zip(names, row, strict=True))) if row else None

    def put_places(self, places: Iterable[tuple[str, str]], run: int) -> None:
        """Note which contents (ids) stand at which places (names) in this run."""
        with self.telling_problems(), self._all_or_nothing():
            self._connection.executemany(
                "INSERT INTO places VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET doc_id = excluded.doc_id,"
                " run = excluded.run",
                ((name, doc_id, run) for name, doc_id in places),
            )

    def put_result(self, result: Result, *, settings: str, programs: str, rows_digest: str) -> None:
        """Keep a result, in the place of an earlier one of the same content."""
        values = [getattr(result, field.name) for field in dataclasses.fields(Result)]
        names = [field.name for field in dataclasses.fields(Result)] + ["settings", "programs", "rows_digest"]
        with self.telling_problems():
            self._connection.execute(
                f"INSERT OR REPLACE INTO results ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                (*values, settings, programs, rows_digest),
            )

    def places_without_result(self, run: int, settings: str) -> dict[str, str]:
        """The places of a run whose content (id) was never read with its settings, by name."""
        return dict(
            self._connection.execute(
                "SELECT name, doc_id FROM places WHERE run = ?"
                " AND doc_id NOT IN (SELECT doc_id FROM results WHERE settings = ?)",
                (run, settings),
            )
        )

    def replaced(self) -> int:
        """How many contents stand nowhere any more because others stand at their places."""
        query = f"SELECT count(*) FROM results WHERE sha256 IS NOT NULL AND NOT {_STANDING}"
        return int(self._connection.execute(query).fetchone()[0])

    def vanished(self, run: int) -> int:
        """How many contents of earlier runs stand nowhere any more."""
        found = self._connection.execute(f"SELECT count(DISTINCT doc_id) FROM places WHERE {_GONE}", (run, run))
        return int(found.fetchone()[0])

    def settle(self, run: int, *, prune: bool) -> None:
        """Forget the places where nothing stands any more, and the contents that stand nowhere.

        A content that this run met nowhere is kept with its last places unless ``prune`` is asked for; a file whose
        bytes could not be had is never kept.
        """
        with self.telling_problems(), self._all_or_nothing():
            execute = self._connection.execute
            execute(f"DELETE FROM places WHERE run < ? AND NOT ({_GONE})", (run, run, run))
            if prune:
                execute("DELETE FROM places WHERE run < ?", (run,))
            execute(
                "DELETE FROM places WHERE run < ? AND doc_id IN (SELECT doc_id FROM results WHERE sha256 IS NULL)",
                (run,),
            )
            execute("DELETE FROM results WHERE doc_id NOT IN (SELECT doc_id FROM places)")

    def unusable(self) -> int:
        """How many documents have rows that cannot be unpacked: another version's, or damaged ones."""
        found = self._connection.execute(
            f"SELECT count(*) FROM results WHERE {_STANDING}"
            " AND settings NOT IN (SELECT settings FROM packings WHERE layout = ?)",
            (layout(),),
        )
        return int(found.fetchone()[0])

    def id_at(self, name: str) -> str | None:
        """The content (id) that stands at a place."""
        row = self._connection.execute("SELECT doc_id FROM places WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def forget(self, ids: Iterable[str]) -> None:
        """Remove contents and their places, and overwrite where they stood."""
        gone = [(doc_id,) for doc_id in ids]
        with self.telling_problems():
            self._connection.execute("PRAGMA secure_delete = ON")
            with self._all_or_nothing():
                self._connection.executemany("DELETE FROM places WHERE doc_id = ?", gone)
                self._connection.executemany("DELETE FROM results WHERE doc_id = ?", gone)

    def wipe(self) -> None:
        """Write the file anew, so that no byte of what was removed at any time is left in it or beside it.

        Raises RasoatError where somebody is reading it: what stands beside it cannot be emptied then.
        """
        with self.telling_problems():
            self._connection.execute("VACUUM")
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise RasoatError("out_in_use", path=str(self._out))

    def codes(self) -> dict[str, int]:
        """How many documents there are of every reason code."""
        found = self._connection.execute("SELECT code, count(*) FROM results WHERE code IS NOT NULL GROUP BY code")
        return {str(code): int(count) for code, count in found}

    def statuses(self, run: int | None = None) -> dict[str, int]:
        """How many documents there are of every status; of one run, those that it met."""
        where = "" if run is None else "WHERE doc_id IN (SELECT doc_id FROM places WHERE run = ?)"
        given = () if run is None else (run,)
        found = self._connection.execute(f"SELECT status, count(*) FROM results {where} GROUP BY status", given)
        return {str(status): int(count) for status, count in found}

    def count(self) -> int:
        """How many documents there are."""
        return int(self._connection.execute(f"SELECT count(*) FROM results WHERE {_STANDING}").fetchone()[0])

    def entries(self, first: str, behind: str) -> Iterator[Entry]:
        """The documents whose ids lie from ``first`` to before ``behind``, in the order of their ids.

        Raises RasoatError where rows are not as they were written, when all others are given: the next run reads these
        again.
        """
        damaged: list[tuple[str]] = []
        for doc_id, seconds, rows, digest in self._connection.execute(
            "SELECT doc_id, seconds, rows, rows_digest FROM results"
            f" WHERE doc_id >= ? AND doc_id < ? AND {_STANDING} ORDER BY doc_id",
            (first, behind),
        ):
            if hashlib.sha256(rows).hexdigest() != digest:
                damaged.append((doc_id,))
                continue
            name, *others = self._places(doc_id)
            yield Entry(doc_id=doc_id, name=name, also_at=tuple(others), seconds=seconds, rows=rows)
        if damaged:
            self._connection.executemany("UPDATE results SET settings = '' WHERE doc_id = ?", damaged)
            raise RasoatError("results_damaged", path=str(self._out), count=str(len(damaged)))

    def fingerprints(self, first: str, behind: str) -> Iterator[tuple[str, ...]]:
        """What decides how the files with these documents look: every document's rows and places."""
        for doc_id, digest, seconds in self._connection.execute(
            "SELECT doc_id, rows_digest, seconds FROM results"
            f" WHERE doc_id >= ? AND doc_id < ? AND {_STANDING} ORDER BY doc_id",
            (first, behind),
        ):
            yield (doc_id, digest, str(seconds), *self._places(doc_id))

    def text_digests(self) -> dict[str, str | None]:
        """What stands for the text of every document that has one."""
        return dict(self._connection.execute("SELECT doc_id, text_digest FROM results WHERE text_digest IS NOT NULL"))

    def _places(self, doc_id: str) -> list[str]:
        found = self._connection.execute("SELECT name FROM places WHERE doc_id = ? ORDER BY name", (doc_id,))
        return [str(name) for (name,) in found]

    def inputs_of(self, name: str, generation: str) -> str | None:
        """What a file of a generation was made from, as a digest; None where it is not known."""
        row = self._connection.execute(
            "SELECT inputs FROM files WHERE name = ? AND generation = ?", (name, generation)
        ).fetchone()
        return str(row[0]) if row else None

    def put_inputs(self, inputs: Iterable[tuple[str, str]], generation: str, *, before: str) -> None:
        """Note what the files of a generation were made from, and forget all but this one and the one ``before``."""
        with self.telling_problems(), self._all_or_nothing():
            rows = ((generation, name, digest) for name, digest in inputs)
            self._connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)
            self._connection.execute("DELETE FROM files WHERE generation NOT IN (?, ?)", (generation, before))

    @contextlib.contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


# A result whose content stands somewhere; one of a run that was ended, or of what a file was before, may stand nowhere.
_STANDING = "EXISTS (SELECT 1 FROM places WHERE places.doc_id = results.doc_id)"

# A place of an earlier run whose content this run met nowhere, and where nothing else stands now.
_GONE = "run < ? AND doc_id NOT IN (SELECT doc_id FROM places WHERE run = ?)"
