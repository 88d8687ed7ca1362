"""No pattern's work grows faster than its text: each meets lines built from its own parse tree, at two lengths."""

from __future__ import annotations

import pytest
import regex
from small_report import REPORT

from pipeline.process import process
from tests.growth.adversaries import adversaries
from tests.growth.compiled import PACKAGES, compiled_patterns, composed_in_calls, written_in_calls
from tests.growth.measure import growing
from tests.growth.usage import matched_at_a_place, sees_raw_text


@pytest.fixture(scope="module")
def patterns() -> dict[str, object]:
    """All patterns, those included that functions build when they are first called."""
    process(REPORT.encode(), "a.txt")
    return compiled_patterns()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_pattern_grows_faster_than_its_text(package: str, patterns: dict[str, object]) -> None:
    at_a_place = matched_at_a_place()
    fast = {
        name: found
        for name, pattern in patterns.items()
        if name.startswith(package + ".")
        and (found := growing(pattern, raw=sees_raw_text(name), at_a_place=name in at_a_place))
    }
    assert fast == {}


def test_no_pattern_written_in_a_call_grows_faster_than_its_text() -> None:
    fast = {
        name: found
        for name, (pattern, at_a_place) in written_in_calls().items()
        if (found := growing(pattern, raw=sees_raw_text(name), at_a_place=at_a_place))
    }
    assert fast == {}


def test_patterns_composed_in_calls_are_known() -> None:
    """They are made of words and of parts that the patterns above hold: nothing in them repeats without end beside
    what it could take itself."""
    assert {call.partition(":")[0] for call in composed_in_calls()} == {
        "extractors.citation_issuer",
        "extractors.citation_mentions",
        "extractors.issuer",
        "pipeline.normalize.normalized",
    }


def test_the_walk_finds_the_patterns_that_functions_build(patterns: dict[str, object]) -> None:
    assert len(patterns) > 500
    assert {name.partition(".")[0] for name in patterns} == set(PACKAGES)
    assert any(name.startswith("patterns.number_tokens._magnitudes[") for name in patterns)


@pytest.mark.parametrize(
    ("written", "at_a_place", "grows"),
    [
        (r"\s*[xy]", False, True),
        (r"\s*[xy]", True, False),
        (r"(?<!\s)\s*+[xy]", False, False),
        (r"a+a+[bc]", True, True),
        (r"\p{Lu}\p{Ll}{0,20}[xy]", False, False),
        (r"\([^)]*[)\]]", False, True),
        (r"\([^()]{0,60}[)\]]", False, False),
    ],
)
def test_growth_is_noticed_and_only_growth(written: str, at_a_place: bool, grows: bool) -> None:
    assert (growing(regex.compile(written), raw=True, at_a_place=at_a_place) is not None) == grows


def test_lines_come_from_the_parse_tree() -> None:
    lines = adversaries(regex.compile(r"số \d+(?:/KH-\p{Lu}{1,9})*;"))
    assert ("số ", "1", "\x01") in lines
    assert ("số 1", "/KH-A", "\x01") in lines
