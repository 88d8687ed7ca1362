"""How the documents of an archive are spread over the files of a table.

Which file a document's rows stand in follows from its id and the number of documents alone: the same archive makes the
same files however it was read, and a document that changes costs the files that it stands in.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import schema

# "part-00003-of-00008.parquet"; not "dossiers.parquet"
_NAME = re.compile(r"part-(?P<index>\d{5})-of-(?P<count>\d{5})\.parquet")

# Documents whose rows make one file, at most on the average: some 20 MB of texts, some 5 MB of anything else.
_DOCUMENTS_A_FILE = 8192
_TEXTS_A_FILE = 1024

# Rows of one group; small enough to skip by, large enough to compress. A row of texts is a whole report.
_ROWS_A_GROUP = 64_000
_TEXTS_A_GROUP = 256

# So many pieces wait before they are made one.
_PIECES = 256

# Hex digits of an id that decide its file: enough for the largest number that a name can tell.
_DIGITS = 8
_MOST_FILES = 1 << 16


def files_of(table: str, documents: int) -> int:
    """Into how many files a table of so many documents goes: a power of two.

    >>> [files_of("dossiers", n) for n in (0, 8192, 8193, 20_000)], files_of("texts", 20_000)
    ([1, 1, 2, 4], 32)
    """
    if table == "labels":
        return 1
    each = _TEXTS_A_FILE if table == "texts" else _DOCUMENTS_A_FILE
    count = 1
    while documents > each * count and count < _MOST_FILES:
        count *= 2
    return count


def file_of(doc_id: str, count: int) -> int:
    """Which of ``count`` files holds the rows of a document: ids run on from file to file.

    >>> file_of("00ab54a98ceb1f0a", 4), file_of("ffab54a98ceb1f0a", 4), file_of("ffab54a98ceb1f0a", 1)
    (0, 3, 0)
    """
    return int(doc_id[:_DIGITS], 16) * count >> 4 * _DIGITS


def first_of(index: int, count: int) -> str:
    """What the smallest id of a file begins with; of the file behind the last one, something above all ids.

    >>> first_of(0, 4), first_of(1, 4), first_of(4, 4) > "ffffffffffffffff"
    ('00000000', '40000000', True)
    """
    return "g" if index >= count else f"{(index << 4 * _DIGITS) // count:0{_DIGITS}x}"


def name_of_part(index: int, count: int) -> str:
    """The name of a file, counted from 0; it tells of how many, so that files of two layouts are never taken together.

    >>> name_of_part(3, 8)
    'part-00003-of-00008.parquet'
    """
    return f"part-{index:05d}-of-{count:05d}.parquet"


def is_part(name: str) -> bool:
    """Whether a name is that of a table's file.

    >>> is_part("part-00003-of-00008.parquet"), is_part("dossiers.parquet")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None


class PartWriter:
    """Writes pieces of a table, which come in order, as one Parquet file.

    zstd, a checksum on every page, no time stamps: the same rows are the same bytes, however they are cut into pieces.
    No more than one group of rows is held.
    """

    def __init__(self, path: Path, table: schema.Table) -> None:
        self._schema = schema.arrow_schema(table)
        self._most = _TEXTS_A_GROUP if table.name == "texts" else _ROWS_A_GROUP
        self._few: list[pa.Table] = []
        self._waiting: list[pa.Table] = []
        self._held = self.rows = 0
        if table.private:
            path.touch(mode=0o600)
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="zstd", write_page_checksum=True, store_schema=True
        )

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, piece: pa.Table) -> None:
        """Add rows behind those that were added before."""
        self._few.append(piece)
        if len(self._few) >= _PIECES:
            self._join()
        self._held += piece.num_rows
        self.rows += piece.num_rows
        if self._held >= self._most:
            self._flush(self._held - self._held % self._most)

    def _join(self) -> None:
        """Make one of the pieces that came since: a piece of a few rows takes far more memory than its rows."""
        if self._few:
            self._waiting.append(pa.concat_tables(self._few).combine_chunks())
            self._few = []

    def _flush(self, size: int) -> None:
        self._join()
        together = pa.concat_tables(self._waiting).combine_chunks()
        self._writer.write_table(together.slice(0, size), row_group_size=self._most)
        self._waiting, self._held = [together.slice(size)], together.num_rows - size

    def close(self) -> None:
        """Write what is left; a file without rows has its schema."""
        if self._held or not self.rows:
            self._few.append(self._schema.empty_table())
            self._flush(self._held)
        self._writer.close()
