"""Words of a PDF in fonts from before Unicode, which draw Vietnamese letters in the places of Western ones."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

import numpy as np

from pipeline.read.legacy import Charset, charset_of_font, decode_legacy

# Western characters that no Vietnamese word in Unicode has, and that old fonts draw as letters; "°", "§" and "±" may
# stand in any report, and then the fonts' names are asked for nothing.
_OLD_LETTERS = np.zeros(0x10000, dtype=bool)
_OLD_LETTERS[[*range(0xA1, 0xC0), *map(ord, "ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ")]] = True
_OLD_LETTERS[[*map(ord, "«­°²³·»")]] = False


def has_old_letters(text: str) -> bool:
    """Whether a page may hold words in an old font, so that it is worth asking for the names of its fonts.

    >>> has_old_letters("Tû lÖ"), has_old_letters("Tyû leä"), has_old_letters("Tỷ lệ")
    (True, True, False)
    """
    units = np.frombuffer(text.encode("utf-16-le", "replace"), dtype=np.uint16)
    return bool(_OLD_LETTERS[units].any())


def decode_words(words: Sequence[str], fonts: Sequence[str]) -> list[str]:
    """The words of a line in Unicode, each by its font; words of one font together, for the capitals among them.

    >>> decode_words(["Tû", "lÖ", "µg/l"], [".VnTime", ".VnTime", "Arial"])
    ['Tỷ', 'lệ', 'µg/l']
    """
    decoded: list[str] = []
    charsets = [_charset(font) for font in fonts]
    for charset, group in itertools.groupby(zip(charsets, words, strict=True), key=lambda pair: pair[0]):
        texts = [word for _, word in group]
        decoded += decode_legacy(" ".join(texts), charset).split(" ") if charset else texts
    return decoded


@functools.lru_cache(maxsize=256)
def _charset(font: str) -> Charset | None:
    return charset_of_font(font)
