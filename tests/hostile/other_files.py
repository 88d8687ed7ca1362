"""Hostile texts, old Word files, and files that are not what their names say."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

Case = tuple[str, bytes, str | None]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def texts() -> Iterator[Case]:
    """Plain text that is none, or no report's."""
    noise = random.Random(7).randbytes(20_000)
    yield "empty.txt", b"", "EMPTY_FILE"
    yield "blank.txt", b" \r\n\t" * 500, "EMPTY_TEXT"
    yield "marks-only.txt", "\ufeff\u200b\u200d\u2060\n".encode() * 9, "EMPTY_TEXT"
    yield "zeros.txt", b"\0" * 50_000, "NOT_A_DOCUMENT"
    yield "noise.txt", noise, "NOT_A_DOCUMENT"
    yield "controls.txt", bytes(range(1, 9)) * 900, "NOT_A_DOCUMENT"
    yield "5-mb-line.txt", "Xã đã giải quyết 1.234 hồ sơ, đạt 98,5%; ".encode() * 110_000, "LIMIT_LINE"
    yield "5-mb-spaces.txt", b"a" + b" " * 5_000_000 + b"b", "LIMIT_LINE"
    yield "5-mb-digits.txt", b"12.345," * 800_000, "LIMIT_LINE"
    yield "long.txt", "Xã đã giải quyết 12 hồ sơ.\n".encode() * 130_000, "LIMIT_TEXT"
    yield "longer.txt", b"a line of text\n" * 1_100_000, "LIMIT_BYTES"
    yield "cut-utf-8.txt", "Công tác cải cách hành chính ".encode()[:-4] * 30, "ENCODING"
    yield "cut-utf-16.txt", b"\xff\xfe" + "Công tác".encode("utf-16-le")[:-1], "ENCODING"
    yield "surrogates.txt", b"\xff\xfe" + b"\x00\xd8" * 50, "ENCODING"


def mislabelled() -> Iterator[Case]:
    """Files whose names say another thing than their bytes."""
    yield "picture.pdf", b"\x89PNG\r\n\x1a\n" + b"abc" * 99, "TYPE_MISMATCH"
    yield "photo.docx", b"\xff\xd8\xff\xe0\x10JFIF" + b"abc" * 99, "TYPE_MISMATCH"
    yield "error-page.pdf", b"<!DOCTYPE html><html><body>404</body></html>", "TYPE_MISMATCH"
    yield "program.doc", b"MZ\x90\0\3\0\0\0\4\0" * 99, "TYPE_MISMATCH"
    yield "archive.rtf", b"Rar!\x1a\x07\x01\0" + b"abc" * 99, "TYPE_MISMATCH"
    yield "deep.rtf", b"{\\rtf1 " + b"{" * 200_000 + b"a" + b"}" * 200_001, "LIMIT_DEPTH"
    yield "picture.txt", b"GIF89a" + b"abc" * 99, "NOT_A_DOCUMENT"
    yield "packed.7z", b"7z\xbc\xaf\x27\x1c\0\4" + b"abc" * 99, "NOT_A_DOCUMENT"
    yield "data.xml", b"<?xml version='1.0'?><a/>", "NOT_A_DOCUMENT"


def old_word_files() -> Iterator[Case]:
    """OLE files whose directory leads nowhere, or round in a circle."""
    yield "cut.doc", _OLE + b"\0" * 600, "CORRUPT"
    yield "cut.xls", _OLE + b"\0" * 700, "NOT_A_DOCUMENT"
    header = bytearray(_OLE.ljust(512, b"\xff"))
    struct.pack_into("<5H", header, 24, 62, 3, 0xFFFE, 9, 6)
    struct.pack_into("<8I", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<I", header, 76, 0)
    circle = struct.pack("<4I", 0xFFFFFFFD, 1, 0xFFFFFFFE, 0xFFFFFFFF).ljust(512, b"\xff")
    yield "sectors-in-a-circle.doc", bytes(header) + circle + b"\0" * 512, "CORRUPT"
    again = bytearray(header)
    struct.pack_into("<2I", again, 68, 0, 0xFFFFFFFF)
    # Every sector of the table names sector 0 again, and is one of the table.
    count = 4_000
    tables = b"".join(struct.pack("<127I", *([0] * 127)) + struct.pack("<I", n + 1) for n in range(count))
    yield "table-of-tables.doc", bytes(again) + tables, "CORRUPT"
    yield "locked.doc", _OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "ENCRYPTED"
