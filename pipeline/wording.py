"""What the command line says, in Vietnamese or English, read from ``wording.toml``."""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

LANGUAGES = ("vi", "en")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The texts of one language."""

    language: str
    texts: Mapping[str, str]

    def say(self, key: str, /, **facts: object) -> str:
        """The text of this key with its places filled. Raises KeyError for a key or a place that is not there."""
        return self.texts[key].format(**facts) if facts else self.texts[key]


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
    that does not exist is left for the parser to complain about, in Vietnamese.

    >>> chosen_language(["run", "--lang", "en"], {}), chosen_language(["--lang=en"], {"RASOAT_LANG": "vi"})
    ('en', 'en')
    >>> chosen_language([], {"RASOAT_LANG": "EN"}), chosen_language([], {"RASOAT_LANG": "en_US.UTF-8"})
    ('en', 'en')
    """
    asked = environment.get("RASOAT_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    short = asked.casefold().replace("-", "_").split("_")[0]
    return short if short in LANGUAGES else "vi"
