"""Reads a passage as the program does, up to the statements that the families of figures look at."""

from __future__ import annotations

from extractors.family import Reading
from pipeline.normalize import normalize
from pipeline.process import reading_of
from pipeline.read.document import read_document


def read_text(text: str) -> Reading:
    """The reading of a text without pages."""
    return reading_of(normalize(read_document(text.encode(), "passage.txt")))
