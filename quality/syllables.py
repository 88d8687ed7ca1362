"""Counts the accented words of the samples and vocabularies: what the reader of old charsets knows Vietnamese by.

``python -m quality.syllables`` writes ``pipeline/read/syllables.txt`` anew. The counts are evidence, not a list of what
is right: a text with other words is read as well, so the file need not follow every change of the samples.
"""

from __future__ import annotations

import collections
import unicodedata
from pathlib import Path

import regex

from quality.samples import SAMPLES, passages

ROOT = SAMPLES.parent
WRITTEN = ROOT / "pipeline" / "read" / "syllables.txt"
_WORD = regex.compile(r"\p{L}+")


def count_words() -> collections.Counter[str]:
    """How often every word with a letter beyond ASCII stands in what the project itself has written."""
    texts = [sample.data.decode() for sample in passages()]
    for folder, pattern in (
        (SAMPLES, "*.txt"),
        (SAMPLES / "build", "*.layout"),
        (ROOT / "patterns" / "vocabularies", "*.toml"),
    ):
        texts += [path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern))]
    counts: collections.Counter[str] = collections.Counter()
    for text in texts:
        words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
        counts.update(word for word in words if not word.isascii())
    return counts


def write(path: Path = WRITTEN) -> None:
    """One word a line with its count, the most frequent first."""
    counts = count_words()
    lines = [f"{word} {count}" for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
