"""Both languages say everything."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import pipeline
from pipeline.wording import LANGUAGES, all_texts, chosen_language, wording

_NUMBERS = ("{count}", "{total}", "{rows}", "{tables}", "{files}", "{reports}", "{pages}", "{seen}")
_SOURCES = Path(pipeline.__file__).parent


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    texts = all_texts()
    assert set(texts) == set(LANGUAGES)
    assert set(texts["vi"]) == set(texts["en"])


@pytest.mark.parametrize("key", sorted(all_texts()["vi"]))
def test_both_languages_fill_the_same_places(key: str) -> None:
    texts = all_texts()
    assert texts["vi"][key].strip()
    assert texts["en"][key].strip()
    assert _places(texts["vi"][key]) == _places(texts["en"][key])


def test_a_number_and_what_it_counts_agree() -> None:
    english, vietnamese = wording("en"), wording("vi")
    assert english.say("left_out_link", count=1) == "left out 1 symbolic link"
    assert english.say("left_out_link", count=2) == "left out 2 symbolic links"
    assert english.say("baseline_known", count=1, path="known.toml").startswith("1 finding is known from known.toml")
    assert vietnamese.say("audit_findings", count=1) == "1 phát hiện"


# Nouns that stand behind a number: in English it is one of them or several.
_COUNTED = re.compile(r"\{\w+\} (?!of\b|in\b|not\b|whole\b)\w+", re.IGNORECASE)


@pytest.mark.parametrize("key", sorted(all_texts()["en"]))
def test_no_english_text_counts_one_thing_as_several(key: str) -> None:
    counted = [found for found in _COUNTED.findall(all_texts()["en"][key]) if found.startswith(_NUMBERS)]
    assert counted == []


def test_no_text_is_left_in_the_other_language() -> None:
    texts = all_texts()
    same = {key for key in texts["vi"] if texts["vi"][key] == texts["en"][key]}
    assert same == {"not_read_whole", "able_old_word"}


def test_every_text_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in _SOURCES.rglob("*.py"))
    # Keys that are put together: say(f"cmd_{name}"), say(f"left_out_{reason}").
    unused = [
        key
        for key in all_texts()["vi"]
        if not re.search(rf'["\']{key}["\']', code)
        and not key.startswith(
            ("cmd_", "left_out_", "table_", "program_", "get_", "able_", "without_pages_", "verify_")
        )
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        pytest.param([], {}, "vi", id="Vietnamese is the default"),
        pytest.param(["--lang", "en"], {}, "en", id="before the command"),
        pytest.param(["audit", "out", "--lang=en"], {}, "en", id="after the command"),
        pytest.param([], {"RASOAT_LANG": "en"}, "en", id="from the environment"),
        pytest.param(["--lang", "vi"], {"RASOAT_LANG": "en"}, "vi", id="the option wins"),
        pytest.param([], {"RASOAT_LANG": "fr"}, "vi", id="a language that is not there"),
        pytest.param(["show", "--", "--lang=en"], {}, "vi", id="a file of that name"),
        pytest.param(["--lang"], {}, "vi", id="a value is missing"),
    ],
)
def test_the_language_is_chosen(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert chosen_language(arguments, environment) == language
