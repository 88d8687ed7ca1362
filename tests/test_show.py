"""What one report looks like to its reader: each line says where, in the reader's language, and says it once."""

from __future__ import annotations

import pytest

from pipeline.process import Processed
from pipeline.show import render
from pipeline.wording import wording

Reports = dict[str, Processed]


def _part(result: Processed, language: str, heading: str) -> list[str]:
    """The lines below one heading."""
    shown = render(result, wording(language))
    return shown[shown.index(wording(language).say(heading)) :].split("\n\n")[0].splitlines()[1:]


@pytest.mark.parametrize(
    ("language", "place", "suggestion"),
    [
        ("vi", "dossier.sum  2316  [mục II/2/2.2]", "Gợi ý: đang giải quyết cấp huyện: 145 → 165"),
        ("en", "dossier.sum  2316  [section II/2/2.2]", "Suggestion: đang giải quyết cấp huyện: 145 → 165"),
    ],
)
def test_a_finding_says_where_it_stands_and_what_would_mend_it(
    read_reports: Reports, language: str, place: str, suggestion: str
) -> None:
    lines = _part(read_reports["cam-hai-2022-q3.txt"], language, "show_findings")
    (at,) = (number for number, line in enumerate(lines) if line.endswith(place))
    following = [line.strip() for line in lines[at:]]
    assert suggestion in following
    assert following[following.index(suggestion) + 1].startswith("“")
