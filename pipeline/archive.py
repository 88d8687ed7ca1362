"""The audit of the whole archive: reads what its rules need from the tables, and numbers what they find."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.audits.archive import COUNTED, Archive, CountLine, MentionLine, ReportLine
from pipeline.audits.findings import Finding
from pipeline.audits.registry import archive_rules

_LOG = logging.getLogger(__name__)

_MARKS = re.compile(r"[\W_]+")
_SCOPES = frozenset({"all", "province", "district", "commune"})
_ROWS_AT_A_TIME = 20_000
_TEXTS_AT_A_TIME = 200
_LONG = 500
"""Bytes of a value above which a column is of texts, of which no two are the same."""

_REPORT = tuple(name for name in ReportLine._fields if name != "digest")
_COUNT = tuple(name for name in CountLine._fields if name not in ("first", "last"))
_COUNT_ALL = (*_COUNT, "period_start", "period_end", "role", "qualifier", "field")
_MENTION = MentionLine._fields
_CODE = attrgetter("code")
"""What a mention has that names its document; a named law may have none."""


def digest_of(text: str) -> str | None:
    """What two texts with the same letters and digits share; None for a text without any.

    >>> digest_of("Tiếp nhận 9.737 hồ sơ.") == digest_of("TIẾP NHẬN\\n9737 hồ sơ"), digest_of(" - ")
    (True, None)
    """
    # Spaces first, which are most of what goes, without a pattern.
    folded = _MARKS.sub("", "".join(text.casefold().split()))
    return hashlib.sha256(folded.encode()).hexdigest()[:16] if folded else None


def archive_of(tables: Mapping[str, Sequence[Any]]) -> Archive:
    """The archive of rows that are still in memory."""
    return _archive(_Rows(tables))


def stored_archive(out: Path, digests: Mapping[str, str | None] | None = None) -> Archive:
    """The archive of a run's tables below ``out``; citations are read anew by every rule that wants them.

    ``digests`` are those of the texts, where they are known: then no text is read.
    """
    return _archive(_Stored(out), digests)


class _Rows:
    def __init__(self, tables: Mapping[str, Sequence[Any]]) -> None:
        self._tables = tables

    def values(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        for record in self._tables.get(table, ()):
            yield tuple(getattr(record, column) for column in columns)


class _Stored:
    def __init__(self, out: Path) -> None:
        self._out = out

    def values(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """The values of some columns, row by row, a batch of rows in memory at a time."""
        # Chained, so that a row passes through no frame of this function: an archive has millions.
        return chain.from_iterable(self._batches(table, columns))

    def _batches(self, table: str, columns: Sequence[str]) -> Iterator[Iterator[tuple[Any, ...]]]:
        rows = _TEXTS_AT_A_TIME if table == "texts" else _ROWS_AT_A_TIME
        for path in sorted((self._out / table).glob("*.parquet")):
            for batch in pq.ParquetFile(path).iter_batches(batch_size=rows, columns=list(columns)):
                yield zip(*(_plain(batch.column(name)) for name in columns), strict=True)


def _plain(column: pa.Array) -> list[Any]:
    """The values of a column as Python's own.

    Arrow's ``to_pylist`` makes a scalar of every value first; an archive has millions, and few of them differ.
    """
    if pa.types.is_string(column.type) and column.nbytes > _LONG * len(column):
        return list(column.to_numpy(zero_copy_only=False))
    if pa.types.is_integer(column.type) and column.null_count == 0:
        found: list[Any] = column.to_numpy().tolist()
        return found
    if pa.types.is_string(column.type) or pa.types.is_date(column.type) or pa.types.is_integer(column.type):
        encoded = column.dictionary_encode()
        values = [*encoded.dictionary.to_pylist(), None]
        # One object for each distinct value: rules that look rows up need not hash it again.
        return list(map(values.__getitem__, encoded.indices.fill_null(len(values) - 1).to_numpy().tolist()))
    plain: list[Any] = column.to_pylist()
    return plain


def _archive(source: _Rows | _Stored, digests: Mapping[str, str | None] | None = None) -> Archive:
    if digests is None:
        digests = {doc_id: digest_of(text) for doc_id, text in source.values("texts", ("doc_id", "text"))}
    reports = tuple(
        ReportLine._make((*values, digests.get(values[0]))) for values in source.values("documents", _REPORT)
    )
    counts: dict[str, list[CountLine]] = defaultdict(list)
    for *values, first, last, role, qualifier, field in source.values("dossiers", _COUNT_ALL):
        line = CountLine._make((*values, first, last))
        plain = role == "result" and qualifier is None and field is None
        if plain and line.metric in COUNTED and line.scope in _SCOPES:
            counts[line.doc_id].append(line)

    def mentions() -> Iterator[MentionLine]:
        return filter(_CODE, map(MentionLine._make, source.values("citations", _MENTION)))

    return Archive(
        reports=tuple(sorted(reports, key=lambda r: r.source_path)),
        counts={doc_id: tuple(lines) for doc_id, lines in counts.items()},
        mentions=mentions,
    )


def audit_archive(archive: Archive, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What the archive's rules find, numbered in each report behind the findings that it has already."""
    last: dict[str, int] = defaultdict(int)
    for finding in findings:
        last[finding.doc_id] = max(last[finding.doc_id], int(finding.finding_id.rpartition(":a")[2] or 0))
    found: dict[str, list[Finding]] = defaultdict(list)
    for rule in archive_rules():
        try:
            of_rule = tuple(rule.check(archive))
        except Exception:
            # A bug in one rule must not cost the run its tables.
            _LOG.exception("%s", rule.name)
            continue
        for finding in of_rule:
            found[finding.doc_id].append(finding)
    return tuple(
        _numbered(finding, last[doc_id] + count)
        for doc_id in sorted(found)
        for count, finding in enumerate(sorted(found[doc_id], key=_order), start=1)
    )


def _numbered(finding: Finding, count: int) -> Finding:
    return dataclasses.replace(finding, finding_id=f"{finding.doc_id}:a{count:04d}")


def _order(finding: Finding) -> tuple[bool, int, str, str]:
    return finding.start is None, finding.start or 0, finding.rule, finding.subject
