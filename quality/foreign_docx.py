"""``python -m quality.foreign_docx FOLDER``: Word files of others beside an independent reader of them.

docx2python reads a package on its own; what it finds in the body and the notes must stand in our text too. Left out of
the comparison are signs it adds itself (links, names of pictures, numbers of notes) and what Word does not show.
"""

from __future__ import annotations

import dataclasses
import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import regex

from pipeline.errors import ReadFailure
from pipeline.read.document import read_document

ENDINGS = frozenset({".docx", ".docm", ".dotx", ".doc", ".dot", ".rtf", ".odt", ".fodt"})

# "----media/image1.png----", "----footnote2----", "<a href=…>": what docx2python writes between the words.
_ADDED = regex.compile(
    r"----Image alt text---->[^\n]*?<(?=----)"
    r"|----(?:media/[^\n]*?|(?:foot|end)note\d+)----|(?:foot|end)note\d+\)|<[^<>\n]{1,400}>"
)

# Words of letters alone: numbers of lists and notes are counted in one reader and not in the other.
_WORD = regex.compile(r"\p{L}{2,}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One file: what became of it, and the words that only the other reader found."""

    name: str
    outcome: str
    message: str = ""
    lost: tuple[str, ...] = ()


def words(text: str) -> Counter[str]:
    """The words of a text in small letters, counted."""
    return Counter(_WORD.findall(text.casefold()))


def other_text(data: bytes) -> str:
    """The text of a DOCX by docx2python: body and notes, without headers, footers and comments."""
    from docx2python import docx2python

    with docx2python(io.BytesIO(data), duplicate_merged_cells=False) as read:
        pieces = [*_flat(read.body), *_flat(read.footnotes), *_flat(read.endnotes)]
    return _ADDED.sub(" ", "\n".join(pieces))


def _flat(nested: Any) -> Iterator[str]:
    if isinstance(nested, str):
        yield nested
    else:
        for inner in nested:
            yield from _flat(inner)


def compare(data: bytes, name: str) -> Compared:
    """Read one file both ways. Whatever but ReadFailure our reader raises is its fault, and the outcome "crash"."""
    message = ""
    try:
        document = read_document(data, name)
        text, outcome = document.text, "partial" if document.problems else "ok"
        message = "; ".join(problem.message for problem in document.problems)
    except ReadFailure as failure:
        text, outcome, message = "", failure.code, failure.message
    except Exception as error:
        return Compared(name=name, outcome="crash", message=f"{type(error).__name__}: {error}")
    if not data.startswith(b"PK"):
        return Compared(name=name, outcome=outcome, message=message)
    try:
        other = words(other_text(data))
    except Exception:
        # The other reader gives up where ours may go on.
        return Compared(name=name, outcome=outcome, message=message)
    # A box and what older programs show instead of it are two for the other reader, so that counts say nothing here.
    return Compared(name=name, outcome=outcome, message=message, lost=tuple(other.keys() - words(text).keys()))


def main(folder: Path) -> None:
    """Print what became of every file below a folder that did not go well, and the counts."""
    outcomes: Counter[str] = Counter()
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file()):
        compared = compare(path.read_bytes(), path.name)
        outcomes[f"{path.suffix.lower()} {compared.outcome}"] += 1
        if compared.lost:
            outcomes["with words that the other reader alone found"] += 1
        if compared.lost or compared.outcome != "ok":
            lost = ", ".join(sorted(compared.lost)[:12])
            print(f"{compared.outcome:14} {compared.name}: {compared.message}{' LOST ' + lost if lost else ''}")
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:5} {outcome}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
