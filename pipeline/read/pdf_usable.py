"""Whether the text of a PDF page can be used, or only a picture of it can be read."""

from __future__ import annotations

import dataclasses

import numpy as np
import regex

# A page is unreadable where this share of its characters has no meaning.
_UNKNOWN = 0.3

# Text on a picture of this share of the page was recognized, not written.
SCANNED = 0.4

# A scan with fewer characters than this has a stamp or a signature's text on it, not its own.
_LITTLE = 200

# A page without text is a drawing of text where it has this many drawings (letters as outlines).
_OUTLINES = 60

# Text is of a broken font where so many words or more have on an average this many marks of no writing.
_BROKEN = 0.5
_FEWEST = 30

# Text with this share of the commonest small letters needs no closer look: what a broken font gives is moved by some
# places, and has capitals and signs where small letters were.
_SMALL = 0.35

# "7KH", "q"w", "FiR", "TXҧ": what a font without a table of meanings gives; not "UBND", "TTg", "QĐ-UBND", "CCHC".
_NO_WRITING = regex.compile(
    r"""(?<=[a-z])[A-Z](?=[a-z])|(?<![A-Z])\d[A-Z]{2}|[a-zA-Z\d][$%^&*=<>@\\|~{}\#_+]+(?=[a-zA-Z\d])
    |[$%^&*=<>@\\|~{}\#_+]{2}|[a-zA-Z][\u0250-\u1dff\u2c00-\ud7ff]|[\u0250-\u1dff\u2c00-\ud7ff][a-zA-Z]
    |[\p{Lu}\d]\p{Ll}\p{Lu}|(?<=\s)[%&'*+]\p{L}|(?<=\d\d)[+&'$]""",
    regex.VERBOSE,
)

# Control characters, private ones and the mark of what is unknown: no text is written with them.
_WITHOUT_MEANING = np.zeros(0x10000, dtype=bool)
for _first, _last in ((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xE000, 0xF8FF), (0xFFFD, 0xFFFD)):
    _WITHOUT_MEANING[_first : _last + 1] = True


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a page has: characters, those without a meaning, pictures and scans (shares of it), drawings, texts."""

    letters: int
    unknown: int
    images: float = 0.0
    scans: float = 0.0
    drawings: int = 0
    texts: int = 0

    @property
    def blind(self) -> bool:
        """There is something on the page, but no text that can be read; an empty page is not blind."""
        if self.letters:
            return self.unknown > _UNKNOWN * self.letters
        return self.images > 0 or self.drawings >= _OUTLINES

    @property
    def thin(self) -> bool:
        """The page is a scan, and the text on it is not its own."""
        return self.scans > SCANNED and self.letters < _LITTLE


def without_meaning(text: str) -> int:
    r"""How many characters have no meaning.

    >>> without_meaning("a\uf0b7 b\x03\ufffd")
    3
    """
    units = np.frombuffer(text.encode("utf-16-le", "replace"), dtype=np.uint16)
    return int(_WITHOUT_MEANING[units].sum())


def is_garbled(text: str) -> bool:
    """Whether most of the words are no writing: the font's table of meanings is broken.

    >>> is_garbled("%iR FiR NӃW TXҧ FҧL FiFK 77+& QăP Vӕ OLӋX " * 5)
    True
    >>> is_garbled("Báo cáo số 12/BC-UBND của UBND huyện về CCHC, TTHC và VBQPPL năm 2023 (95,5%) " * 5)
    False
    """
    words = text.count(" ") + text.count("\n")
    if words < _FEWEST:
        return False
    if sum(map(text.count, "aeiouybcdghlmnprst")) > _SMALL * (len(text) - words):
        return False
    return len(_NO_WRITING.findall(text)) > _BROKEN * words
