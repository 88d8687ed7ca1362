"""Takes a document out of a folder of tables: out of its ledger, its tables and what was recognized on its pages.

Nothing stays but the digest of its content, so that no later run reads it again. The steps are in such an order that a
forgetting which was cut short is finished by asking for it once more, by the id.
"""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline import generations
from pipeline.assemble import assemble, would_lose
from pipeline.errors import RasoatError
from pipeline.export.served import DATABASE
from pipeline.forgotten import forgotten, keep_forgotten
from pipeline.ledger import Ledger
from pipeline.lock import locked
from pipeline.process import version
from pipeline.tables import MANIFEST, read_batches

# What else a run and its readers leave below OUT with the text of reports: it is made again when it is asked for.
_SHARDS = "shards"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A document that was forgotten; ``recognized`` counts its pages in the cache, which are gone too."""

    doc_id: str
    recognized: int


def forget(out: Path, documents: Sequence[str], *, cache: Path | None = None) -> list[Forgotten]:
    """Forget documents, each named by its id or by a place of the archive at which it stands.

    ``cache`` is the folder that keeps what was recognized. Raises RasoatError for a document that the folder does not
    hold, and nothing is then forgotten.
    """
    with _locked(out), _opened(out) as ledger:
        before = forgotten(out)
        ids = list(dict.fromkeys(_id_of(ledger, before, out, named) for named in documents))
        digests = {doc_id: digest for doc_id in ids if (digest := _digest_of(ledger, before, doc_id))}
        timed = _timed(out)
        keep_forgotten(out, before | set(digests.values()))
        ledger.forget(ids)
        if _has_tables(out):
            assemble(out, ledger, version=version(), timings=timed)
        _take_away(out)
        counted = {doc_id: _forget_pages(cache, digests.get(doc_id)) for doc_id in ids}
        ledger.wipe()
    return [Forgotten(doc_id=doc_id, recognized=pages) for doc_id, pages in counted.items()]


def allow_again(out: Path, documents: Sequence[str]) -> list[str]:
    """Let later runs read contents, named by their ids, that were forgotten; return the ids."""
    with _locked(out):
        before = forgotten(out)
        lifted = {digest for named in documents for digest in before if named in (digest[:16], digest)}
        for named in documents:
            if not any(named in (digest[:16], digest) for digest in lifted):
                raise RasoatError("not_forgotten", document=named, path=str(out))
        keep_forgotten(out, before - lifted)
    return sorted(digest[:16] for digest in lifted)


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Hold the lock of a folder of tables. Raises RasoatError where no run ever was."""
    if not Ledger.path_of(out).is_file():
        raise RasoatError("no_run", path=str(out))
    with locked(out / generations.STATE / "lock", out):
        yield


@contextlib.contextmanager
def _opened(out: Path) -> Iterator[Ledger]:
    """The ledger, where it is sound: one that would be begun anew would empty the tables."""
    try:
        looked_at = Ledger(out, write=False)
        try:
            sound = looked_at.is_current() and looked_at.is_sound()
        finally:
            looked_at.close()
    except sqlite3.Error:
        sound = False
    if not sound:
        raise RasoatError("ledger_damaged", path=str(out))
    ledger = Ledger(out)
    try:
        if would_lose(out, ledger, left_out=forgotten(out)):
            raise RasoatError("ledger_damaged", path=str(out))
        yield ledger
    finally:
        ledger.close()


def _id_of(ledger: Ledger, before: frozenset[str], out: Path, named: str) -> str:
    """The id of a document that is named by its id or place; one that was forgotten before is known by its id."""
    if (doc_id := ledger.id_at(named)) is not None:
        return doc_id
    if ledger.known(named) is not None or any(digest[:16] == named for digest in before):
        return named
    raise RasoatError("no_document", document=named, path=str(out))


def _digest_of(ledger: Ledger, before: frozenset[str], doc_id: str) -> str | None:
    """The digest of a document's content; None for a file whose bytes could not be had."""
    known = ledger.known(doc_id)
    return known.sha256 if known is not None else next((one for one in before if one[:16] == doc_id), None)


def _has_tables(out: Path) -> bool:
    """Whether a run has ended here; where none has, the next one makes the tables."""
    folder = generations.current(out)
    return folder is not None and (folder / MANIFEST).is_file()


def _timed(out: Path) -> bool:
    """Whether the tables were made with the time that every document took."""
    return _has_tables(out) and any(
        batch.column(0).null_count < batch.num_rows for batch in read_batches(out, "documents", ["seconds"])
    )


def _take_away(out: Path) -> None:
    """Remove what still holds the text of reports that are in the tables no more."""
    try:
        generations.keep_current_alone(out)
        shards = out / generations.STATE / _SHARDS
        if shards.is_dir():
            shutil.rmtree(shards)
        for ending in ("", "-wal", "-shm", "-journal"):
            (out / f"{DATABASE}{ending}").unlink(missing_ok=True)
    except OSError as error:
        raise generations.not_writable(out, error) from error


def _forget_pages(cache: Path | None, digest: str | None) -> int:
    """Remove what was recognized on the pages of a file from the cache; return on how many pages."""
    if cache is None or digest is None:
        return 0
    from pipeline.read.ocr.cache import Cache

    try:
        return Cache(cache).forget(digest)
    except OSError as error:
        raise RasoatError("not_writable", path=str(cache), problem=error.strerror or str(error)) from error
