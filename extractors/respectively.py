"""Lists that answer lists: "cấp tỉnh, cấp huyện, cấp xã lần lượt là 99,2%, 97,05% và 99,98%"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import regex

from extractors.cues import Cue
from patterns.anchors import Anchored
from patterns.numbers import Number

# "lần lượt là", "tương ứng là", "lần lượt đạt"; "tương ứng 85,11%" of one figure answers no list.
_RESPECTIVELY = regex.compile(r"(?<!\w)(?:lần lượt|tương ứng|theo thứ tự)(?!\w)", regex.IGNORECASE)
_LISTS = Anchored(_RESPECTIVELY, r"lần lượt|tương ứng|theo thứ tự")
_TO_FIRST = regex.compile(r"[^\d.;()]{0,40}")
# Between two items of a list: "cấp tỉnh là 10.250, cấp huyện"; at least a comma or "và".
_LISTED = regex.compile(
    r"(?:[^,;\p{L}]|(?<!\p{L})(?:là|đạt|hồ sơ|lượt|bộ|TTHC|thủ tục|nhiệm vụ|tiếp nhận|có|ở|tại|năm|số|của)(?!\p{L}))*"
    r"(?:[,;]|và)(?:[^\p{L}]|(?<!\p{L})(?:và|là|đạt|hồ sơ|ở|tại|năm|số|của)(?!\p{L}))*"
)
_TO_NEXT = regex.compile(r"\s*(?:,\s*và|,|và|;)\s*(?:đạt\s+)?")


# "…, tương ứng 46%": without "là" or "với" it tells one figure.
_ALONE = regex.compile(r"tương ứng\s+\d", regex.IGNORECASE)
# "; 100%[ hồ sơ đã được số hóa]": words of its own behind an item.
_TELLS = regex.compile(r"\s*(?!và(?!\w))\p{L}")

# "8.806/8.900 (98,94%), ": a share in brackets behind an item is no item.
_PASSED = regex.compile(r"\s*\([^()]*\)")


def _bracketed(text: str, start: int, end: int) -> bool:
    """Whether a bracket opens between two offsets and stays open."""
    return text.count("(", start, end) > text.count(")", start, end)


def answering(text: str, start: int, end: int, numbers: Sequence[Number]) -> list[list[int]]:
    """Runs of at least two numbers (their positions) behind "lần lượt" and its like, cut only by commas and "và"."""
    runs: list[list[int]] = []
    for match in _LISTS.finditer(text, start, end):
        run: list[int] = []
        for position, number in enumerate(numbers):
            if number.start < match.end() or (run and _bracketed(text, numbers[run[-1]].end, number.start)):
                continue
            if run:
                last = numbers[run[-1]]
                between = _PASSED.sub("", text[last.whole_end : number.start])
                joined = bool(_TO_NEXT.fullmatch(between)) or (
                    number.fraction == "denominator" and between.strip() == "/"
                )
                # "…, tương ứng 52,47%, 3.054 hồ sơ …", "…, tương ứng 90,5%; 100% hồ sơ …": a share, no list.
                apart = (number.unit == "percent") != (last.unit == "percent")
                told = (";" in between or _ALONE.match(text, match.start(), end)) and _TELLS.match(
                    text, number.whole_end, end
                ) is not None
                joined = joined and not apart and not told
            else:
                joined = bool(_TO_FIRST.fullmatch(text, match.end(), number.start))
            if not joined:
                break
            run.append(position)
        run = [position for position in run if numbers[position].fraction != "denominator"]
        if len(run) > 1:
            runs.append(run)
    return runs


def answered(text: str, first: Number, count: int, cues: Sequence[Cue]) -> Sequence[Cue]:
    """The cues that a run answers one by one: the last ``count`` before it, where they are a list; else none."""
    asked = [cue for cue in cues if cue.end <= first.start][-count:]
    # Named units are all of one feature and differ by their names.
    told = {text[cue.start : cue.end] if cue.feature == "unit" else cue.feature for cue in asked}
    if len(asked) != count or len(told) != count:
        return ()
    listed = all(_LISTED.fullmatch(text, a.end, b.start) for a, b in itertools.pairwise(asked))
    return asked if listed else ()
