"""Whether the text of a PDF page can be used, or only a picture of it can be read."""

from __future__ import annotations

import dataclasses

import numpy as np
import regex

from pipeline.read.syllables import is_syllable

# A page is unreadable where this share of its characters has no meaning.
_UNKNOWN = 0.3

# Text on a picture of this share of the page was recognized, not written.
SCANNED = 0.4

# A scan with fewer characters than this has a stamp or a signature's text on it, not its own.
_LITTLE = 200

# A page without text is a drawing of text where it has this many drawings (letters as outlines).
_OUTLINES = 60

# Text is of a broken font where this share of so many words or more is no Vietnamese.
_BROKEN = 0.6
_FEWEST = 30

# Text with this share of the commonest small letters needs no closer look: what a broken font gives is moved by some
# places, and has capitals and signs where small letters were. So text of another language is left alone.
_SMALL = 0.35

# "hồ", "UBND"; not "số5" and not "a".
_WORD = regex.compile(r"(?<![\w])[^\W\d_]{2,}(?![\w])")

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

    >>> is_garbled("%iR FiR NӃW TXҧ FҧL FiFK 77+& QăP Vӕ OLӋX " * 9)
    True
    >>> is_garbled("BÁO CÁO SỐ 12/BC-UBND CỦA UBND HUYỆN VỀ CCHC, TTHC VÀ VBQPPL NĂM 2023 " * 9)
    False
    """
    if sum(map(text.count, "aeiouybcdghlmnprst")) > _SMALL * (len(text) - text.count(" ")):
        return False
    words = _WORD.findall(text)
    return len(words) >= _FEWEST and sum(not is_syllable(word.lower()) for word in words) > _BROKEN * len(words)
