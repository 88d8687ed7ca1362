"""What the PDF reader asks of whoever recognizes the words of scanned pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.read.pdf_lines import Word
from pipeline.read.raw import Problem


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """The words recognized on a page, in points from its top left; confidences are 0 to 1.

    ``strokes`` are the level and upright lines drawn on it, as x0, top, x1, bottom. A page that lay askew was turned
    by ``turned`` degrees (counterclockwise, about its middle) first, so that lines are level; places are those of the
    turned page.
    """

    words: tuple[Word, ...]
    width: float
    height: float
    confidence: float
    strokes: tuple[tuple[float, float, float, float], ...] = ()
    turned: float = 0.0


class Scans(Protocol):
    """Recognizes pages; ``always`` asks for all pages of a file, not only those without usable text."""

    @property
    def always(self) -> bool:
        """Whether pages that have text are recognized too."""

    def pages(self, data: bytes, numbers: Sequence[int]) -> Mapping[int, ScannedPage]:
        """The pages of a PDF with these numbers (from 1); one that could not be recognized is left out."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why pages were left out of the last answer."""
