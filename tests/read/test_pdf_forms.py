"""Drawings that hold drawings: how many a page unfolds to is counted before a reader unfolds them."""

from __future__ import annotations

import pytest

from pipeline.errors import ReadFailure
from pipeline.read.pdf_forms import check_forms
from tests.hostile.pdf_files import page_of, stream


def _file(forms: dict[int, tuple[bytes, bytes]], drawn: bytes = b"/X5 Do") -> bytes:
    """A page that draws the form 5; each form is what it draws, and what it names."""
    out = page_of(drawn, resources=b"/XObject<</X5 5 0 R>>").partition(b"xref\n")[0]
    for number, (content, named) in forms.items():
        described = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<%s>>>>" % named
        out += b"%d 0 obj\n%s\nendobj\n" % (number, stream(content, described))
    return out + b"trailer<</Root 1 0 R>>"


LAST = (b"1 1 m 9 9 l S", b"")


@pytest.mark.parametrize(
    "forms",
    [
        pytest.param({5: (b"/X6 Do " * 150, b"/X6 6 0 R"), 6: (b"/X7 Do " * 150, b"/X7 7 0 R"), 7: LAST}, id="wide"),
        pytest.param(
            {n: (b"/X%d Do " % (n + 1) * 2, b"/X%d %d 0 R" % (n + 1, n + 1)) for n in range(5, 25)} | {25: LAST},
            id="deep",
        ),
        pytest.param(
            {5: (b"/X6 Do /X6 Do", b"/X6 6 0 R"), 6: (b"/X5 Do /X5 Do", b"/X5 5 0 R")}, id="a circle that doubles"
        ),
    ],
)
def test_more_drawings_than_any_report_unfolds_to_are_refused(forms: dict[int, tuple[bytes, bytes]]) -> None:
    with pytest.raises(ReadFailure) as failure:
        check_forms(_file(forms))
    assert failure.value.code == "LIMIT_OBJECTS"


@pytest.mark.parametrize(
    "forms",
    [
        pytest.param({5: (b"/X6 Do " * 140, b"/X6 6 0 R"), 6: (b"/X7 Do " * 140, b"/X7 7 0 R"), 7: LAST}, id="wide"),
        pytest.param({5: (b"/X5 Do /X5 Do", b"/X5 5 0 R"), 6: LAST}, id="a form that draws itself"),
        pytest.param({5: (b"", b"/X6 6 0 R"), 6: (b"/X7 Do " * 30_000, b"/X7 7 0 R"), 7: LAST}, id="named, not drawn"),
    ],
)
def test_what_pages_hold_is_read(forms: dict[int, tuple[bytes, bytes]]) -> None:
    check_forms(_file(forms))


def test_a_file_that_cannot_be_opened_is_left_to_the_readers() -> None:
    check_forms(b"%PDF-1.7 /XObject /Subtype/Form /Subtype/Form")
