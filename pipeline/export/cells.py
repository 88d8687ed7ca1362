"""What every spreadsheet that the program writes must be: it runs nothing, and the same rows are the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

# A cell that opens with one of these is a formula, or is taken for one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The time of writing that files bear in the place of the real one.
EPOCH = datetime(2000, 1, 1)


def harmless(value: Any) -> Any:
    """A cell's value, text that a spreadsheet would run opened by an apostrophe; numbers stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless("- 2,9 điểm"), harmless(-7), harmless("9737")
    ("'=HYPERLINK(1)", "'- 2,9 điểm", -7, '9737')
    """
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def undated(data: bytes) -> bytes:
    """A ZIP file (XLSX, DOCX) whose members bear no time of writing, so that the same rows give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "docProps/core.xml":
                content = _without_times(content)
            new.writestr(zipfile.ZipInfo(member.filename, date_time=(1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _without_times(core: bytes) -> bytes:
    """Core properties with the fixed day in the place of the times that libraries write."""
    stamp = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", stamp, core)
