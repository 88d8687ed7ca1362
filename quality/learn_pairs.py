"""Writes patterns/report_pairs.txt: which words stand side by side in reports, learned from the samples.

The repair of damaged keywords and torn words asks it whether a word is one that reports use and whether two words make
sense together. A pair is kept where it occurs twice; a number is the word 0.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from patterns.keywords import words_of
from pipeline.normalize import normalize, repairs
from pipeline.read.document import read_document
from quality.samples import passages, reports

# Written with the damage of a scan: its wrong words are not to be learned.
_DAMAGED = "dak-lang-2023-index.txt"
FILE = Path(__file__).parent.parent / "patterns" / "report_pairs.txt"


def pairs_of(texts: Iterable[str]) -> list[str]:
    """Pairs of neighbouring words, sorted; words that are no syllables of the language are left out.

    >>> pairs_of(["đã tiếp nhận 12 hồ sơ", "tiếp nhận 5 hồ sơ, tiêp nhân"])
    ['0 hồ', 'hồ sơ', 'nhận 0', 'tiếp nhận']
    """
    known = repairs.language().syllables
    counts: Counter[str] = Counter()
    for text in texts:
        for words in words_of(text):
            for first, second in itertools.pairwise(words):
                if all(word == "0" or word in known for word in (first, second)):
                    counts[f"{first} {second}"] += 1
    return sorted(pair for pair, count in counts.items() if count > 1)


def main() -> None:
    """Write the file from all samples."""
    samples = (*reports(), *passages())
    texts = [normalize(read_document(sample.data, sample.name)).text for sample in samples if sample.name != _DAMAGED]
    found = pairs_of(texts)
    FILE.write_text("".join(f"{pair}\n" for pair in found), encoding="utf-8")
    print(f"{len(found)} pairs in {FILE.name}")


if __name__ == "__main__":
    main()
