"""Lines of a text, each in the charset that its own words or those around it show."""

from __future__ import annotations

import bisect
import dataclasses
import itertools
from collections.abc import Sequence

from pipeline.read.evidence import CANDIDATES, Verdict, may_be_legacy, weigh
from pipeline.read.legacy import Charset, decode_legacy, decode_pieces
from pipeline.read.raw import Box, Problem, RawDocument, RawNote, Recognized

# By how much a line may fit another charset better and still be read in that of the lines around it: "Tû".
_TOLERANCE = 6.0

# How much likelier a line in Unicode has to be in the charset of the line before or after it, where it alone would not
# tell, and how much between two lines in the same.
_GAIN = 6.0
_GAIN_BETWEEN = 2.0

# How much likelier an old charset has to be in a text in Unicode for the doubt to be worth a word: "»raw«" is not.
_DOUBT = 4.0

# How many doubtful lines a message quotes, and how much of each.
_SHOWN = 3
_QUOTED = 40


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """Lines in Unicode; ``charsets`` has the charset each was in, None for one that is as it was.

    ``doubtful`` are the numbers of lines that are in an old charset, but nobody knows in which; they are as they were.
    """

    lines: tuple[str, ...]
    charsets: tuple[Charset | None, ...]
    doubtful: tuple[int, ...]
    candidates: tuple[Charset, ...]


def recode_lines(lines: Sequence[str], undecoded: frozenset[int] = frozenset()) -> Recoded:
    """Decode the lines that are in an old charset.

    ``undecoded`` are the numbers of lines that are bytes as Windows-1252 shows them: these are in some charset, while
    all others are taken for Unicode until they prove not to be.
    """
    verdicts = {
        number: verdict
        for number, line in enumerate(lines)
        if number in undecoded or may_be_legacy(line)
        if (verdict := weigh([line])).words
    }
    settled: dict[int, Charset | None] = {
        number: verdict.charset
        for number, verdict in verdicts.items()
        if verdict.is_sure and (verdict.charset is not None or number not in undecoded)
    }
    doubtful: list[int] = []
    candidates: dict[Charset, None] = {}
    open_lines = [number for number in verdicts if number not in settled]
    if any(settled.values()):
        around = _Neighbours(settled, verdicts, lines)
        for number in open_lines:
            charset, is_known = _by_neighbours(
                lines[number], verdicts[number], around.before[number], around.after[number], number in undecoded
            )
            if is_known:
                settled[number] = charset
            else:
                doubtful.append(number)
                candidates |= _named(verdicts[number])
    elif open_lines:
        together = weigh([lines[number] for number in open_lines])
        if together.is_sure:
            settled |= dict.fromkeys(open_lines, together.charset)
        elif undecoded or (together.charset is not None and together.margin > _DOUBT):
            doubtful = [number for number in open_lines if not undecoded or number in undecoded]
            candidates |= _named(together)
    charsets = tuple(settled.get(number) for number in range(len(lines)))
    return Recoded(
        lines=tuple(
            line if charset is None else decode_legacy(line, charset)
            for line, charset in zip(lines, charsets, strict=True)
        ),
        charsets=charsets,
        doubtful=tuple(doubtful),
        candidates=tuple(candidates),
    )


def doubt(recoded: Recoded) -> tuple[Problem, ...]:
    """What to report of the lines that may be in any of several charsets."""
    if not recoded.doubtful:
        return ()
    quoted = ", ".join(f"“{recoded.lines[number].strip()[:_QUOTED]}”" for number in recoded.doubtful[:_SHOWN])
    more = " …" if len(recoded.doubtful) > _SHOWN else ""
    candidates = " hoặc ".join(one.upper() for one in recoded.candidates)
    named = f", có thể là {candidates}" if candidates else ""
    message = f"{len(recoded.doubtful)} dòng không rõ bảng mã{named}; chữ ở đó được giữ nguyên: {quoted}{more}."
    return (Problem(code="ENCODING", message=message),)


class _Neighbours:
    """The settled lines before and after every line; a line whose letters are in Unicode is settled as well."""

    def __init__(self, settled: dict[int, Charset | None], verdicts: dict[int, Verdict], lines: Sequence[str]) -> None:
        known = {
            number: settled.get(number)
            for number, line in enumerate(lines)
            if number in settled or (number not in verdicts and not line.isascii())
        }
        self.before: list[Charset | None] = []
        last: Charset | None = None
        for number in range(len(lines)):
            self.before.append(last)
            last = known.get(number, last)
        self.after: list[Charset | None] = [None] * len(lines)
        following: Charset | None = None
        for number in reversed(range(len(lines))):
            self.after[number] = following
            following = known.get(number, following)


def _by_neighbours(
    line: str, verdict: Verdict, before: Charset | None, after: Charset | None, is_undecoded: bool
) -> tuple[Charset | None, bool]:
    """The charset of a line that does not tell by itself, and whether it is known at all."""
    around = dict.fromkeys([one for one in (before, after) if one is not None], 0.0)
    if not around:
        return None, not is_undecoded and verdict.charset is None
    among = weigh([line], around)
    if not is_undecoded:
        gain = _GAIN_BETWEEN if before == after else _GAIN
        is_gain = among.charset is not None and among.margin >= gain
        return (among.charset, True) if is_gain else (None, verdict.charset is None)
    if among.charset is None and among.margin >= _TOLERANCE:
        return None, True
    best = among.charset or next(iter(around))
    rivals = weigh([line], {charset: 0.0 if charset == best else -_TOLERANCE for charset in CANDIDATES})
    return best, rivals.charset in (best, None)


def _named(verdict: Verdict) -> dict[Charset, None]:
    return dict.fromkeys(charset for charset in (verdict.charset, verdict.second) if charset is not None)


def recode_document(document: RawDocument) -> RawDocument:
    """A document whose lines in an old charset are in Unicode, with all places moved along.

    For text whose font does not tell: a font of Unicode over the codes of TCVN3. Text recognized from pictures is left
    as it is.
    """
    if document.text_layer == "ocr" or document.text.isascii():
        return document
    lines = document.text.split("\n")
    recognized = _lines_of(lines, document.confidences)
    recoded = recode_lines(["" if number in recognized else line for number, line in enumerate(lines)])
    problems = (*document.problems, *doubt(recoded))
    if not any(recoded.charsets):
        return dataclasses.replace(document, problems=problems) if recoded.doubtful else document
    places = _Places(lines, recoded.charsets)
    names = [charset.value for charset in dict.fromkeys(recoded.charsets) if charset is not None]
    return dataclasses.replace(
        document,
        text="\n".join(
            line if charset is None else decoded
            for line, decoded, charset in zip(lines, recoded.lines, recoded.charsets, strict=True)
        ),
        page_starts=tuple(map(places.start, document.page_starts)),
        # A box that held nothing but a mark holds nothing now.
        boxes=tuple(moved for box in document.boxes if (moved := places.box(box)).start < moved.end),
        notes=tuple(map(places.note, document.notes)),
        confidences=tuple(
            one._replace(start=places.start(one.start), end=places.end(one.end)) for one in document.confidences
        ),
        problems=problems,
        encoding="+".join(dict.fromkeys([*filter(None, (document.encoding or "").split("+")), *names])),
    )


def _lines_of(lines: Sequence[str], runs: Sequence[Recognized]) -> frozenset[int]:
    """The numbers of the lines in which recognized words stand."""
    if not runs:
        return frozenset()
    starts = list(itertools.accumulate((len(line) + 1 for line in lines), initial=0))
    return frozenset(bisect.bisect_right(starts, run.start) - 1 for run in runs)


class _Places:
    """Where every character of the old text begins and ends in the new one."""

    def __init__(self, lines: Sequence[str], charsets: Sequence[Charset | None]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = [0]
        new = 0
        for line, charset in zip(lines, charsets, strict=True):
            pieces = ((1, one) for one in line) if charset is None else decode_pieces(line, charset)
            for length, letters in pieces:
                # The mark after a letter has no place of its own.
                self.starts += [new, *[new + len(letters)] * (length - 1)]
                self.ends += [new + len(letters)] * length
                new += len(letters)
            # The line feed; after the last line it is the end of the text.
            self.starts.append(new)
            new += 1
            self.ends.append(new)

    def start(self, place: int) -> int:
        """The new place of what begins here."""
        return self.starts[place]

    def end(self, place: int) -> int:
        """The new place of what ends here."""
        return self.ends[place]

    def box(self, box: Box) -> Box:
        """A box with its characters at their new places."""
        return dataclasses.replace(box, start=self.start(box.start), end=self.end(box.end))

    def note(self, note: RawNote) -> RawNote:
        """A note with its anchor and body at their new places."""
        anchor = None if note.anchor is None else self.start(note.anchor)
        return dataclasses.replace(note, anchor=anchor, start=self.start(note.start), end=self.end(note.end))
