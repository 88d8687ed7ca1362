"""A page that is known by its words alone: read by the second reader, or recognized from a picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from pipeline.read.pdf_layout import PageText, rules_of
from pipeline.read.pdf_lines import Word, lines_of
from pipeline.read.pdf_marks import Stroke
from pipeline.read.pdf_tables import filled, grids_of
from pipeline.read.pdf_usable import Seen, without_meaning


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WordPage:
    """Words and strokes of a page, in points from its top left."""

    number: int
    width: float
    height: float
    words: Sequence[Word]
    strokes: tuple[Stroke, ...] = ()
    unknown: int = 0
    images: float = 0.0
    recognized: float | None = None

    @property
    def seen(self) -> Seen:
        """What the page has."""
        letters = sum(len(word.text) for word in self.words)
        unknown = self.unknown + without_meaning("".join(word.text for word in self.words))
        return Seen(letters=letters, unknown=unknown, images=self.images)

    def text(self) -> PageText:
        """The page's lines and tables."""
        tables, free = filled(grids_of(self.strokes), self.words, self.number)
        return PageText(
            number=self.number,
            height=self.height,
            lines=tuple(lines_of(free, self.number)),
            tables=tables,
            rules=rules_of(self.strokes),
            recognized=self.recognized,
        )
