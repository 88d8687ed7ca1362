"""What the command line says, in Vietnamese or English, read from ``wording.toml``."""

from __future__ import annotations

import dataclasses
import functools
import string
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

LANGUAGES = ("vi", "en")


class _Counting(string.Formatter):
    """Fills places; one that holds the words for one and for more takes the right ones behind its number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """``{count:file is|files are}`` becomes "1 file is" or "2 files are"."""
        one, more, rest = format_spec.partition("|")
        return (
            f"{value} {one if str(value) == '1' else rest}" if more else str(super().format_field(value, format_spec))
        )


_COUNTING = _Counting()


def filled(text: str, facts: Mapping[str, object]) -> str:
    """A text with its places filled. Raises KeyError for a place that nothing is known for.

    >>> filled("{count:report|reports} of {year}", {"count": 1, "year": 2023})
    '1 report of 2023'
    """
    return _COUNTING.vformat(text, (), facts)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts of one language."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, /, **facts: object) -> str:
        """The text of this key with its places filled. Raises KeyError for a key or a place that is not there.

        >>> wording("en").say("audit_reports", count=1), wording("en").say("audit_reports", count=3)
        ('1 report', '3 reports')
        """
        return filled(self.texts[key], facts) if facts else self.texts[key]


@functools.cache
def all_texts() -> Mapping[str, Mapping[str, str]]:
    """The texts of every language, by key."""
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        (resources.files("pipeline") / "wording.toml").read_text(encoding="utf-8")
    )
    return loaded


def wording(language: str) -> Wording:
    """The texts of a language. Raises KeyError where there are none."""
    return Wording(language=language, texts=all_texts()[language])


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language to speak: ``--lang`` wherever it stands, else RASOAT_LANG, else Vietnamese.

    It is looked up before the command line is parsed, because help and complaints are in that language too; a language
    that does not exist is complained about in Vietnamese.

    >>> chosen_language(["run", "--lang", "en"], {}), chosen_language(["--lang=en"], {"RASOAT_LANG": "vi"})
    ('en', 'en')
    >>> chosen_language([], {"RASOAT_LANG": "EN"}), chosen_language([], {"RASOAT_LANG": "en_US.UTF-8"})
    ('en', 'en')
    """
    return _known(_asked_for(arguments) or environment.get("RASOAT_LANG", "")) or "vi"


def unknown_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """What RASOAT_LANG asks for in vain, where ``--lang`` does not overrule it; None where there is nothing wrong.

    >>> unknown_language([], {"RASOAT_LANG": "fr"}), unknown_language(["--lang", "en"], {"RASOAT_LANG": "fr"})
    ('fr', None)
    """
    wanted = environment.get("RASOAT_LANG", "")
    return wanted if wanted and not _known(wanted) and _asked_for(arguments) is None else None


def _asked_for(arguments: Sequence[str]) -> str | None:
    """What ``--lang`` says, wherever it stands."""
    asked = None
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return asked


def _known(asked: str) -> str | None:
    """The language that is meant ("en_US.UTF-8" is en), where it is one of ours."""
    short = asked.casefold().replace("-", "_").split("_")[0]
    return short if short in LANGUAGES else None
