"""The rows of one document as bytes: what a worker hands over and the ledger keeps.

Arrow's own messages without their schemas, which the program knows, in one zstd block. Nothing in them is run when
they are read.
"""

from __future__ import annotations

import functools
import hashlib
import struct
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from pipeline import schema

# Length of the block before it was compressed; then, for every table, length of its name, of its message, and both.
_SIZE, _HEAD = struct.Struct("<Q"), struct.Struct("<BQ")


@functools.cache
def _codec() -> pa.Codec:
    return pa.Codec("zstd", 3)


@functools.cache
def layout() -> str:
    """What rows that are packed look like, as a digest: those of another layout cannot be unpacked."""
    fields = [
        (table.name, field.name, str(field.type)) for table in schema.tables() for field in schema.arrow_schema(table)
    ]
    return hashlib.sha256(repr(fields).encode()).hexdigest()


def pack(tables: Mapping[str, tuple[Any, ...]]) -> bytes:
    """The rows of a document, sorted. Raises ValueError for a row that its table cannot hold."""
    pieces: list[bytes] = []
    for name, records in tables.items():
        if not records:
            continue
        (batch,) = schema.to_arrow(schema.table_named(name), records).to_batches()
        message = batch.serialize().to_pybytes()
        pieces += [_HEAD.pack(len(name), len(message)), name.encode(), message]
    whole = b"".join(pieces)
    block: bytes = _codec().compress(whole, asbytes=True)
    return _SIZE.pack(len(whole)) + block


def unpack(packed: bytes) -> dict[str, pa.RecordBatch]:
    """The rows of a document by table; tables without rows are not there."""
    (size,) = _SIZE.unpack_from(packed)
    whole = _codec().decompress(packed[_SIZE.size :], decompressed_size=size, asbytes=True)
    found: dict[str, pa.RecordBatch] = {}
    at = 0
    while at < len(whole):
        name_length, length = _HEAD.unpack_from(whole, at)
        at += _HEAD.size
        name = whole[at : at + name_length].decode()
        at += name_length
        message = pa.py_buffer(whole[at : at + length])
        found[name] = pa.ipc.read_record_batch(message, schema.arrow_schema(schema.table_named(name)))
        at += length
    return found
