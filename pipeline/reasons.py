"""Why a file could not be read, in English: tables hold the reason in Vietnamese, as the readers gave it."""

from __future__ import annotations

import dataclasses
import functools
import re
import string
import tomllib
from collections.abc import Iterator
from importlib import resources

from pipeline import bounds, programs
from pipeline.wording import wording

# Between two problems of one document, and between two things that are missing.
_BETWEEN = re.compile(r"; | (?=Trang )")
# A number as Vietnamese write it: 31.000
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason in both languages, with places for what differs from file to file."""

    vi: str
    en: str
    pattern: re.Pattern[str]


def in_english(message: str) -> str:
    """A message of ``documents.error_message`` in English; words of a library, and what nobody knows, stay.

    >>> in_english("a.pdf là tệp rỗng, không có byte nào.; Các trang không có lớp chữ: 2, 5.")
    'a.pdf is an empty file, without a single byte.; Pages without a text layer: 2, 5.'
    >>> in_english("OSError: no such device")
    'OSError: no such device'
    """
    return _all_translated(message) or message


def reason_in(message: str, language: str) -> str:
    """A message in the language of the reader."""
    return in_english(message) if language == "en" else message


def _all_translated(message: str) -> str | None:
    """One reason or several in English; None where one of them is not known."""
    whole = _translated(message)
    if whole is not None:
        return whole
    for boundary in _BETWEEN.finditer(message):
        first = _translated(message[: boundary.start()])
        rest = None if first is None else _all_translated(message[boundary.end() :])
        if first is not None and rest is not None:
            return first + boundary[0] + rest
    return None


def _translated(message: str) -> str | None:
    """One reason in English; None where it is none."""
    for reason in all_reasons():
        match = reason.pattern.fullmatch(message)
        if match is None:
            continue
        places = {name: _place(name, value) for name, value in match.groupdict().items()}
        if None not in places.values():
            return reason.en.format(**places)
    return None


def _place(name: str, value: str) -> str | None:
    if name == "known":
        return _all_translated(value)
    if name == "charsets":
        return value.replace(" hoặc ", " or ")
    return value.replace(".", ",") if _THOUSANDS.fullmatch(value) else value


@functools.cache
def all_reasons() -> tuple[Reason, ...]:
    """Every reason: those of the list, the limits, and the programs that may be missing."""
    return tuple(Reason(vi=vi, en=en, pattern=_pattern(vi)) for vi, en in _pairs())


def _pairs() -> Iterator[tuple[str, str]]:
    loaded = tomllib.loads((resources.files("pipeline") / "reasons.toml").read_text(encoding="utf-8"))
    yield from ((entry["vi"], entry["en"]) for entry in loaded["reason"])
    for _, limit in bounds.all_limits():
        yield limit.of_vi, limit.of_en
    english = wording("en")
    for name in programs.NAMES:
        yield programs.missing(name), programs.missing(name, english)


def _pattern(vi: str) -> re.Pattern[str]:
    """What a message of this reason looks like, with a group for every place."""
    parts = [
        re.escape(literal) + (f"(?P<{name}>.+?)" if name else "")
        for literal, name, _, _ in string.Formatter().parse(vi)
    ]
    return re.compile(rf"\A{''.join(parts)}\Z", re.DOTALL)
