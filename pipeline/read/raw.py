"""What every reader delivers, whatever the format."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A run of characters text[start:end] of the raw text on a page (from 1), in PDF points from the top left."""

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Recognized(NamedTuple):
    """A run of characters text[start:end] of the raw text that was recognized from a picture, 0 to 1 sure."""

    start: int
    end: int
    confidence: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RawNote:
    """A footnote that the format itself knows: its anchor's offset and its body text[start:end] in the raw text."""

    marker: str
    anchor: int | None
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read; the document is then partial."""

    code: str
    message: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """The text as a reader delivers it, one line a line or paragraph, before normalization.

    Offsets of ``page_starts``, ``boxes`` and ``notes`` are code points of ``text``. For TXT, ``text`` is the decoded
    file (after the byte order mark), so that its offsets are those of the source itself. In a PDF's text a line feed
    alone stands inside a paragraph and an empty line between two. A note's slice holds its printed marker; a note
    without a marker goes on with the one before it. ``confidences`` are the runs read from pictures in the order of the
    text, ``ocr_confidence`` is their mean by characters, None where nothing was recognized.
    """

    format: str
    text: str
    page_starts: tuple[int, ...] = ()
    boxes: Sequence[Box] = ()
    notes: tuple[RawNote, ...] = ()
    encoding: str | None = None
    text_layer: str = "native"
    ocr_confidence: float | None = None
    confidences: tuple[Recognized, ...] = ()
    problems: tuple[Problem, ...] = ()
