"""What an OLE file holds at its top, by its directory: an embedded sheet does not make a Word document a sheet."""

from __future__ import annotations

import struct
from collections.abc import Iterator

# The first bytes of an OLE file: a Word document of before 2007, or a DOCX under a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512
_ENTRY = 128
# Sector numbers from here on are marks: end of a chain, free, and the like; the same for entries.
_MARKS = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_TABLES_IN_HEADER = 109

# In the first bytes of a WordDocument stream: what it is, and the flag of a password.
_WORD_MAGIC = (0xA5EC, 0xA5DC)
_UNDER_PASSWORD = 0x0100
_FLAGS_END = 12


class BrokenDirectory(ValueError):
    """An OLE file whose directory cannot be followed."""


class OleFile:
    """The names at the top of an OLE file. Raises BrokenDirectory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            shift, small = struct.unpack_from("<2H", data, 30)
            first, self._least = struct.unpack_from("<I4xI", data, 48)
            if not (7 <= shift <= 16 and small < shift):
                raise BrokenDirectory("sector size")
            self._sector, self._small = 1 << shift, 1 << small
            self._table = self._read_table()
            directory = b"".join(self._chain(first))
            # Small streams lie together in one that begins here.
            self._small_ones = struct.unpack_from("<I", directory, 116)[0]
            self._streams = {name: place for name, *place in self._top(directory)}
        except struct.error as error:
            raise BrokenDirectory(str(error)) from error

    def __contains__(self, name: object) -> bool:
        return name in self._streams

    def is_word_under_password(self) -> bool:
        """Whether the text of a Word document is encrypted."""
        sector, size = self._streams["WordDocument"]
        if size < self._least:
            at = sector * self._small
            begin = b"".join(self._chain(self._small_ones))[at : at + self._small]
        else:
            begin = next(self._chain(sector), b"")
        if len(begin) < _FLAGS_END:
            raise BrokenDirectory("no text")
        magic, flags = struct.unpack_from("<H8xH", begin)
        return magic in _WORD_MAGIC and bool(flags & _UNDER_PASSWORD)

    def _place(self, sector: int) -> int:
        return int(max(_HEADER, self._sector) + sector * self._sector)

    def _read_table(self) -> list[int]:
        """The next sector of every sector."""
        sectors = list(struct.unpack_from(f"<{_TABLES_IN_HEADER}I", self._data, 76))
        more, count = struct.unpack_from("<2I", self._data, 68)
        seen: set[int] = set()
        while count and more < _MARKS and more not in seen:
            seen.add(more)
            numbers = struct.unpack_from(f"<{self._sector // 4}I", self._data, self._place(more))
            sectors += numbers[:-1]
            more = numbers[-1]
        table: list[int] = []
        # A table that names the same sectors again and again would grow with the square of the file.
        most = len(self._data) // self._sector + self._sector
        for sector in sectors:
            if len(table) > most:
                raise BrokenDirectory("table")
            block = self._data[self._place(sector) : self._place(sector) + self._sector] if sector < _MARKS else b""
            table += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        return table

    def _chain(self, sector: int) -> Iterator[bytes]:
        seen: set[int] = set()
        while sector < _MARKS:
            if sector in seen or sector >= len(self._table):
                raise BrokenDirectory("chain")
            seen.add(sector)
            yield self._data[self._place(sector) : self._place(sector) + self._sector]
            sector = self._table[sector]

    def _top(self, directory: bytes) -> Iterator[tuple[str, int, int]]:
        """Name, first sector and size of what stands in the root, whose entries are a tree of neighbours."""
        waiting = [struct.unpack_from("<I", directory, 76)[0]]
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number == _NONE or number in seen:
                continue
            seen.add(number)
            entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
            length, left, right = *struct.unpack_from("<H", entry, 64), *struct.unpack_from("<2I", entry, 68)
            yield (
                entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace"),
                *struct.unpack_from("<2I", entry, 116),
            )
            waiting += [left, right]
