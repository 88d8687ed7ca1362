"""``python -m quality.bench_whole``: the time of the whole way beside readers that only take out text.

Same files, one process, warm, in one run: PDF beside bare pypdfium2, DOCX beside python-docx alone, TXT by 2,000
characters with the share of each stage. Times are of the processor, the best of several rounds in which all take turns:
they compare between machines by their ratios. The whole way is read, normalize, segment, find, audit and write. What a
worker remembers of a text is forgotten between rounds: an archive does not hold the same report again and again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import extract, process
from pipeline.normalize import normalize
from pipeline.packed import pack
from pipeline.read.document import read_document
from quality.bench import bare_text
from quality.bench_docx import paragraphs_alone
from quality.formats.pdf_files import to_pdf
from quality.formats.word_files import to_docx
from quality.samples import SAMPLES

_ROUNDS = 3
# What a page of a report holds, roughly.
_CHARACTERS = 2000

# The functions that ``pipeline.process`` goes through, by what they do; families are stages of their own.
_STAGES = {
    "read_document": "read",
    "normalize": "normalize",
    "segment": "segment",
    "find_header": "header",
    "read_statements": "statements",
    "audit": "audit",
    "measure": "silence",
}

Work = Callable[[bytes], object]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds of processor time of each way over the same files, the first being what the others are held against."""

    title: str
    files: int
    seconds: Mapping[str, float]

    def lines(self) -> Iterator[str]:
        """One line for each way, with its ratio.

        >>> print(*Times(title="PDF", files=2, seconds={"bare": 0.1, "whole": 0.5}).lines(), sep="\\n")
        PDF: 2 files
          bare                        50.0 ms a file    1.0x
          whole                      250.0 ms a file    5.0x
        """
        yield f"{self.title}: {self.files} files"
        alone = next(iter(self.seconds.values()))
        for name, seconds in self.seconds.items():
            yield f"  {name:22} {seconds / self.files * 1000:9.1f} ms a file {seconds / alone:6.1f}x"


def whole_way(data: bytes) -> bytes:
    """A file's rows as a worker hands them over."""
    return pack(process.process(data, "bench").tables())


def forget_texts() -> None:
    """Empty every cache that is bounded: those hold what was found in texts, the others what the program is made of."""
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] in ("pipeline", "extractors", "patterns"):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
                    value.cache_clear()


def compared(title: str, files: Sequence[bytes], ways: Mapping[str, Work], rounds: int = _ROUNDS) -> Times:
    """The best round of each way; the ways take turns, so that what else the machine does meets them alike."""
    best = dict.fromkeys(ways, float("inf"))
    for count in range(rounds + 1):
        for name, work in ways.items():
            forget_texts()
            started = time.process_time()
            for data in files:
                work(data)
            # In the first round, models and lists of words are loaded.
            if count:
                best[name] = min(best[name], time.process_time() - started)
    return Times(title=title, files=len(files), seconds=best)


def shares_of_stages(files: Sequence[bytes], rounds: int = _ROUNDS) -> dict[str, float]:
    """Seconds of processor time that each stage takes over text files, the best of several rounds, and the rest."""
    best: dict[str, float] = {}
    for count in range(rounds + 1):
        forget_texts()
        with _watched() as spent:
            started = time.process_time()
            for data in files:
                tables = process.process(data, "bench.txt").tables()
                written = time.process_time()
                pack(tables)
                spent["write"] += time.process_time() - written
            spent["rest"] = time.process_time() - started - sum(spent.values())
        if count:
            best = {name: min(best.get(name, seconds), seconds) for name, seconds in spent.items()}
    return best


@contextlib.contextmanager
def _watched() -> Iterator[dict[str, float]]:
    """What the stages of ``pipeline.process`` take while this is open."""
    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            found = work(*given, **named)
            spent[stage] += time.process_time() - started
            return found

        return run

    kept = {name: getattr(process, name) for name in (*_STAGES, "families")}
    families = tuple(dataclasses.replace(one, find=timed(f"find {one.table}", one.find)) for one in extract.families())
    try:
        for name, stage in _STAGES.items():
            setattr(process, name, timed(stage, kept[name]))
        setattr(process, "families", lambda: families)  # noqa: B010
        yield spent
    finally:
        for name, work in kept.items():
            setattr(process, name, work)


def lines_of_stages(seconds: Mapping[str, float], characters: int) -> Iterator[str]:
    """A line for each stage: what it takes for 2,000 characters, and its share.

    >>> print(*lines_of_stages({"read": 0.001, "audit": 0.003}, 4000), sep="\\n")
    TXT: 2.00 ms for 2,000 characters
      read                   0.50 ms  25 %
      audit                  1.50 ms  75 %
    """
    total = sum(seconds.values())
    yield f"TXT: {total * 1000 * _CHARACTERS / characters:.2f} ms for 2,000 characters"
    for name, spent in seconds.items():
        yield f"  {name:18} {spent * 1000 * _CHARACTERS / characters:8.2f} ms {100 * spent / total:3.0f} %"


def main(folder: Path = SAMPLES) -> None:
    """Print the times of all three formats, in a process that is made ready as workers are."""
    importlib.import_module("pipeline.warm")
    plain = [path.read_bytes() for path in sorted(folder.glob("*.txt"))]
    texts = [normalize(read_document(data, "bench.txt")).text for data in plain]
    pdf = [to_pdf(text) for text in texts] + [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]
    docx = [to_docx(text) for text in texts] + [path.read_bytes() for path in sorted(folder.glob("*.docx"))]
    for title, files, alone, work in (
        ("PDF", pdf, "pypdfium2, bare text", bare_text),
        ("DOCX", docx, "python-docx alone", paragraphs_alone),
    ):
        ways: dict[str, Work] = {alone: work, "read": _read, "the whole way": whole_way}
        print(*compared(title, files, ways).lines(), sep="\n")
    print(*lines_of_stages(shares_of_stages(plain), sum(map(len, texts))), sep="\n")


def _read(data: bytes) -> object:
    return read_document(data, "bench")


if __name__ == "__main__":
    main()
