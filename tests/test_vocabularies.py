"""Every entry of every vocabulary is exercised by its own examples."""

from __future__ import annotations

from importlib import resources

import pytest
import regex

from patterns.spelling import lowered, tone_spellings
from patterns.vocabulary import load

# The labels are coded values of the tables, no phrases.
_OTHER_FORM = {"labels"}


def _vocabulary_names() -> list[str]:
    folder = resources.files("patterns") / "vocabularies"
    return sorted(
        path.name.removesuffix(".toml")
        for path in folder.iterdir()
        if path.name.endswith(".toml") and path.name.removesuffix(".toml") not in _OTHER_FORM
    )


def _stands_in(variant: str, examples: tuple[str, ...]) -> bool:
    phrases = "|".join(regex.escape(spelling) for spelling in tone_spellings(variant))
    return any(regex.search(rf"(?<!\w)(?:{phrases})(?!\w)", lowered(example)) for example in examples)


@pytest.mark.parametrize("name", _vocabulary_names())
def test_every_entry_is_matched_by_its_examples_and_not_by_its_rejects(name: str) -> None:
    vocabulary = load(name)
    faults: list[str] = []
    for entry in vocabulary.entries:
        label = f"{entry.canonical} ({', '.join(entry.variants[:2])})"
        if not entry.source:
            faults.append(f"{label}: no source")
        for example in entry.examples:
            if not any(hit.entry is entry for hit in vocabulary.find(example)):
                faults.append(f"{label}: does not match its example {example!r}")
        for reject in entry.rejects:
            if any(hit.entry is entry for hit in vocabulary.find(reject)):
                faults.append(f"{label}: matches its reject {reject!r}")
        faults.extend(
            f"{label}: no example has {variant!r}"
            for variant in entry.variants
            if not _stands_in(variant, entry.examples)
        )
        faults.extend(
            f"{label}: no example has a phrase of the form {phrases[0]!r} …"
            for phrases in entry.forms
            if not any(
                regex.sub(r"\d+", "#", lowered(example)[hit.start : hit.end]) in phrases
                for example in entry.examples
                for hit in vocabulary.find(example)
            )
        )
    assert faults == []
