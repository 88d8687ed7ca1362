"""In which charset a line is, by its own words: where no font tells, or the font lies.

Every charset is tried, and no charset at all; what gives likely Vietnamese words explains the line. Only what is far
more likely than anything else counts; the rest is in doubt, and a reader reports it instead of guessing.
"""

from __future__ import annotations

import dataclasses
import functools
import unicodedata
from collections.abc import Iterable, Mapping

import regex

from pipeline.read.legacy import UNICODE_LETTER, Charset, decode_legacy
from pipeline.read.syllables import IMPOSSIBLE, likelihood

# How much rarer a text in the charset is than one in no such charset, in natural logarithms, before it is looked at.
_PRIORS = {
    Charset.TCVN3: -3.0,
    Charset.VNI: -4.0,
    Charset.WINDOWS_1258: -5.0,
    Charset.VISCII: -7.0,
    Charset.VPS: -7.0,
}
CANDIDATES = tuple(_PRIORS)

# How much more likely than all others an explanation has to be.
_MARGIN = 6.0

# One word alone ("Tû") may be anything, unless no language writes like that ("HuyÖn").
_MARGIN_OF_ONE_WORD = 10.0

# A word of another language: "Orléans", and one whose letters do not go together in any: "lÖ", "c¸ch".
_FOREIGN = -13.0
_JUMBLED = -20.0
# A word seen often is Vietnamese as it stands: "báo cáo công tác" has no letter that is not in Latin-1.
_KNOWN = -9.5
# A sign that stands by itself: "°", "§", "µ".
_SIGN = -6.0

# What the charsets write with: the upper half of Latin-1, its controls included.
_LEGACY = regex.compile(r"[\x80-\xff]|[\x02\x05\x06\x14\x19\x1e]")
_HIGH = regex.compile(r"[^\x00-\x7f]|[\x02-\x06\x10-\x15\x19\x1c-\x1e]")
# Parts of a line that are looked at one by one.
_CHUNK = regex.compile(r"[^\s/,;:()]+")
# A word in a chunk: letters, and the signs between them that other charsets have as letters.
_WORD = regex.compile(r"\p{L}+")
# Signs of Latin-1 that touch a letter as no sign does: "c¸ch", "§éc"; not "«a»", "5°", "m²".
_SIGN_IN_WORD = regex.compile(r"(?<=\p{L})[¡-©«-¸»-¿×÷\x80-\x9f\xad]|[¡-¨¬-¯´¸×÷\x80-\x9f\xad](?=\p{L})")
# A capital after a small letter: "lÖ"; not "Éva".
_ODD_CAPITAL = regex.compile(r"\p{Ll}\p{Lu}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A line in Unicode, the charset it was in, and by how much that is likelier than anything else."""

    text: str
    charset: Charset
    margin: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What explains a text best: a charset, or None for no charset; with what comes second, and how far behind it is.

    ``words`` are the different words on which it rests, none where the text has nothing that could be in a charset.
    """

    charset: Charset | None
    second: Charset | None
    margin: float
    words: int

    @property
    def is_sure(self) -> bool:
        """Whether the verdict may be acted on."""
        one_word = self.charset is not None and self.words == 1
        return self.words == 0 or self.margin >= (_MARGIN_OF_ONE_WORD if one_word else _MARGIN)


def legacy_text_of(line: str) -> Decoded | None:
    """The line in Unicode where its words show beyond doubt that it is in an old charset; else None.

    >>> legacy_text_of("Tû lÖ 98,5%").text
    'Tỷ lệ 98,5%'
    >>> [legacy_text_of(line) for line in ("5 µg/l", "Tû", "Tỷ lệ", "Báo cáo công tác", "Élève à Orléans")]
    [None, None, None, None, None]
    """
    if not may_be_legacy(line):
        return None
    verdict = weigh([line])
    if verdict.charset is None or not verdict.is_sure:
        return None
    return Decoded(text=decode_legacy(line, verdict.charset), charset=verdict.charset, margin=verdict.margin)


def may_be_legacy(line: str) -> bool:
    """Whether a line has characters of an old charset, and is not Vietnamese in Unicode as it stands."""
    if line.isascii() or _LEGACY.search(line) is None or UNICODE_LETTER.search(line) is not None:
        return False
    return not all(_unchanged(chunk) > _KNOWN and chunk[0].isalpha() for chunk in _chunks(line))


def weigh(lines: Iterable[str], priors: Mapping[Charset, float] = _PRIORS) -> Verdict:
    """What explains the lines together best. Every different word counts once: a name may stand there often."""
    chunks = dict.fromkeys(chunk for line in lines for chunk in _chunks(line))
    if not chunks:
        return Verdict(charset=None, second=None, margin=0.0, words=0)
    scores: dict[Charset | None, float] = {None: sum(_unchanged(chunk) for chunk in chunks)}
    for charset, prior in priors.items():
        scores[charset] = prior + sum(_decoded(chunk, charset) for chunk in chunks)
    first, second = sorted(scores, key=lambda one: -scores[one])[:2]
    return Verdict(charset=first, second=second, margin=scores[first] - scores[second], words=len(chunks))


@functools.lru_cache(maxsize=4096)
def _chunks(line: str) -> tuple[str, ...]:
    """The chunks with a character that an old charset may have put there."""
    return tuple(chunk for chunk in _CHUNK.findall(line) if _HIGH.search(chunk))


@functools.lru_cache(maxsize=8192)
def _unchanged(chunk: str) -> float:
    """How likely a chunk is as it stands: Vietnamese in Unicode, or a word of another language."""
    if _SIGN_IN_WORD.search(chunk):
        return _JUMBLED
    words = [word for word in _WORD.findall(unicodedata.normalize("NFC", chunk)) if not word.isascii()]
    return sum(_as_it_stands(word) for word in words) if words else _SIGN


def _as_it_stands(word: str) -> float:
    if _ODD_CAPITAL.search(word):
        return _JUMBLED
    return max(_FOREIGN, likelihood(word.lower()))


@functools.lru_cache(maxsize=32768)
def _decoded(chunk: str, charset: Charset) -> float:
    """How likely a chunk is in a charset: as Vietnamese words and nothing else."""
    text = decode_legacy(chunk, charset)
    if _SIGN_IN_WORD.search(text):
        return _JUMBLED
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not words:
        return _SIGN
    return sum(_JUMBLED if _ODD_CAPITAL.search(word) else max(IMPOSSIBLE, likelihood(word.lower())) for word in words)
