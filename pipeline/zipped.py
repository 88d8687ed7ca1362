"""Archives of reports: the members of a ZIP file as files of their own, read one by one and never written to disk."""

from __future__ import annotations

import contextlib
import functools
import io
import posixpath
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.bounds import FILE_BYTES
from pipeline.errors import ReadFailure
from pipeline.read.other_files import is_document
from pipeline.read.preflight import check_package, unpacked
from pipeline.source_names import printable

_LOCKED = 1


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A file in an archive, by its place there: its name decides nothing about where bytes come from or go to."""

    archive: Path
    index: int

    def read_bytes(self) -> bytes:
        """The member's bytes. Raises OSError where they cannot be had."""
        try:
            opened = _opened(self.archive, self.archive.stat().st_mtime_ns)
            return unpacked(opened, opened.infolist()[self.index])
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, LookupError) as error:
            raise OSError(f"thành phần của tệp nén bị hỏng: {error}") from error

    def open(self, _mode: Literal["rb"]) -> io.BytesIO:
        """The member's bytes as a file."""
        return io.BytesIO(self.read_bytes())


@functools.lru_cache(maxsize=1)
def _opened(archive: Path, _changed: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(archive)


def members(path: Path) -> tuple[list[tuple[str, Member]], dict[str, int]] | None:
    """The files in an archive by their names, and a count by reason of what is left out.

    None where the file is no archive of files, or none that is safe to look into: then it is a file like any other, and
    reading it says what is wrong.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if is_document(archive):
                return None
            check_package(archive)
            if any(member.flag_bits & _LOCKED for member in archive.infolist()):
                return None
            found: list[tuple[str, Member]] = []
            contents: dict[str, tuple[int, int]] = {}
            left_out: dict[str, int] = {}
            for index, member in enumerate(archive.infolist()):
                # Not is_dir(): that asks for the last letter of a name, and a member may have none.
                if member.filename.endswith("/"):
                    continue
                reason = _reason(member)
                if reason is not None:
                    left_out[reason] = left_out.get(reason, 0) + 1
                    continue
                name, content = _safe(member), (member.CRC, member.file_size)
                if contents.setdefault(name, content) != content:
                    # Two charsets that spell one name.
                    return None
                found.append((name, Member(path, index)))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, ReadFailure):
        return None
    return (found, left_out) if found else None


def _reason(member: zipfile.ZipInfo) -> str | None:
    """Why a member is no file of the archive."""
    parts = member.filename.replace("\\", "/").split("/")
    if not member.filename:
        return "special"
    if any((part.startswith(".") and part != ".") or part == "__MACOSX" for part in parts):
        return "hidden"
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "link"
    return "special" if stat.S_IFMT(mode) not in (0, stat.S_IFREG) or not FILE_BYTES.holds(member.file_size) else None


def _safe(member: zipfile.ZipInfo) -> str:
    """A member's name as text: Vietnamese names of programs that do not say so are UTF-8 all the same."""
    name = member.filename.replace("\\", "/").strip("/")
    if not member.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return printable(posixpath.normpath(name))
