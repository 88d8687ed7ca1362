"""Names of the archive's files as text that can be printed: whatever a file is called, no two have one name."""

from __future__ import annotations

import re
import unicodedata

# What would be taken for an escape of ours: "\x1b", "\u200b"; not "\ bao cao"
_LIKE_AN_ESCAPE = re.compile(r"\\(?:\\|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")

# Bytes that are no UTF-8, as os.fsdecode gives them.
_FIRST_BYTE, _LAST_BYTE, _BYTES_FROM = 0xDC80, 0xDCFF, 0xDC00


def printable(name: str) -> str:
    """A name, with escapes where a character shows nothing, moves the cursor or is no character at all.

    Where there is one, or where the name itself looks as if there were, its backslashes are doubled: so no two names
    become one.

    >>> printable("quý 1/xã a.txt"), printable("a\\nb.txt"), printable("\\udcff.txt"), printable(r"\\xff.txt")
    ('quý 1/xã a.txt', 'a\\\\x0ab.txt', '\\\\xff.txt', '\\\\\\\\xff.txt')
    """
    if not any(map(_shows_nothing, name)) and not _LIKE_AN_ESCAPE.search(name):
        return name
    return "".join(_escaped(c) if c == "\\" or _shows_nothing(c) else c for c in name)


def _shows_nothing(c: str) -> bool:
    return unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")


def _escaped(c: str) -> str:
    code = ord(c)
    if c == "\\":
        return "\\\\"
    if _FIRST_BYTE <= code <= _LAST_BYTE:
        return f"\\x{code - _BYTES_FROM:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
