"""Write patterns/words/pairs.txt: which words stand beside each other in reports.

Counted in the project's own samples and vocabularies, names left out. Run by hand when many samples have come:
``.venv/bin/python scripts/write_word_pairs.py``.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import regex

from patterns.damage import FIGURE, one_spelling

HERE = Path(__file__).parent.parent
WORD = regex.compile(r"\p{L}+|\d[\d.,/]*|[^\s\p{L}]")
# Two words for one thing, of which the samples hold only one often enough.
ALSO = ("hàng ngày", "hàng tuần", "hàng tháng", "hàng quý", "hàng năm")
NO_WORDS = {"provinces.toml"}


def texts() -> Iterator[str]:
    """The sentences and phrases of the project itself."""
    yield from ALSO * 2
    for path in sorted((HERE / "corpus_samples").glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    for path in sorted((HERE / "corpus_samples" / "passages").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]
    for path in sorted((HERE / "patterns" / "vocabularies").glob("*.toml")):
        if path.name in NO_WORDS:
            continue
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("entry", ()):
            yield from map(str, (*entry["variants"], *entry.get("examples", ())))


def words(text: str) -> Iterator[str | None]:
    """The words in small letters, # for a figure; None between sentences, at signs, and for names."""
    for line in text.splitlines():
        yield None
        capitals = sum(c.isupper() for c in line) > 0.6 * sum(c.isalpha() for c in line)
        found = [match[0] for match in WORD.finditer(line)]
        for i, word in enumerate(found):
            if word[0].isdigit():
                yield FIGURE
                continue
            title = word[0].isupper() and not capitals
            beside = found[i + 1 : i + 2] + found[i - 1 : i] * (i > 0)
            name = title and any(other[0].isupper() and other[1:].islower() for other in beside)
            yield (
                one_spelling(word.lower())
                if word[0].isalpha() and not name and (capitals or word[1:].islower())
                else None
            )


def main() -> None:
    """Count and write; one line a first word: the word, then every word seen behind it."""
    behind: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts():
        before = None
        for word in words(text):
            if before is not None and word is not None:
                behind[before][word] += 1
            before = word
    # What stands there once may be one of the damaged words that the samples hold on purpose.
    often = {first: sorted(w for w, n in following.items() if n > 1) for first, following in behind.items()}
    lines = [" ".join((first, *following)) for first, following in sorted(often.items()) if following]
    (HERE / "patterns" / "words" / "pairs.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
