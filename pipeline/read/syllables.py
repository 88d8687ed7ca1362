"""How likely a word is in a Vietnamese report: by how often it was seen, else by whether it can be a syllable."""

from __future__ import annotations

import functools
import math
import unicodedata
from importlib import resources

import regex

# "ngh" + "iêng", "qu" + "y", "" + "ương": a beginning and a rhyme, without the tone; not "franc", "blô", "str".
_BEGINNINGS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]|"
_OPEN_RHYMES = (
    "a|ai|am|an|ang|anh|ao|au|ay|ăm|ăn|ăng|âm|ân|âng|âu|ây|e|em|en|eng|eo|ê|êm|ên|ênh|êu|i|ia|im|in|inh|iu|iêm|iên|iêng"
    "|iêu|o|oa|oai|oam|oan|oang|oanh|oao|oay|oăm|oăn|oăng|oe|oen|oeo|oi|om|on|ong|oong|ô|ôi|ôm|ôn|ông|ơ|ơi|ơm|ơn"
    "|u|ua|ui|um|un|ung|uôi|uôm|uôn|uông|uân|uâng|uây|uê|uênh|uơ|uy|uya|uynh|uyu|uyên|ư|ưa|ưi|ưng|ưu|ươi|ươm|ươn"
    "|ương|ươu|y|yêm|yên|yêng|yêu|ya|uyn|ưm|ưn|uai|uan|uang|uao|uay|uăn|uăng|ue|ui"
)
_STOPPED_RHYMES = (
    "ac|ach|ap|at|ăc|ăp|ăt|âc|âp|ât|ec|ep|et|êch|êp|êt|ich|ip|it|iêc|iêp|iêt|oac|oach|oap|oat|oăc|oăp|oăt|oet|oc|op"
    "|ot|ooc|ôc|ôp|ôt|ơp|ơt|uc|up|ut|uôc|uôt|uât|uêch|uych|uyt|uyêt|ưc|ưt|ươc|ươp|ươt|yêt|uac|uach|uat|uăc|uăt|iêc"
)
_SYLLABLE = regex.compile(f"(?:{_BEGINNINGS})(?:(?P<open>{_OPEN_RHYMES})|(?P<stopped>{_STOPPED_RHYMES}))")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# A rhyme that ends in c, ch, p or t has one of these tones.
_TONES_OF_STOPPED = "\u0301\u0323"

# What a word costs that was never seen, in natural logarithms: a syllable that can be one, and anything else.
_POSSIBLE = -11.5
IMPOSSIBLE = -18.0


def is_syllable(word: str) -> bool:
    """Whether a small-letter word has the form of a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiêng", "quỹ", "hòa", "hoà", "mát", "màt", "françai", "ộtộ")]
    [True, True, True, True, True, False, False, False]
    """
    apart = unicodedata.normalize("NFD", word)
    tones = [letter for letter in apart if letter in _TONES]
    plain = "".join(letter for letter in apart if letter not in _TONES)
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain))
    if match is None or len(tones) > 1:
        return False
    return match["stopped"] is None or (len(tones) == 1 and tones[0] in _TONES_OF_STOPPED)


@functools.lru_cache(maxsize=8192)
def likelihood(word: str) -> float:
    """The logarithm of how likely a small-letter word with accents is among the words of a report.

    >>> likelihood("lệ") > likelihood("lơ") > likelihood("lệl")
    True
    """
    counts, total = _counted()
    seen = counts.get(word)
    if seen is not None:
        return math.log(seen / total)
    return _POSSIBLE if is_syllable(word) else IMPOSSIBLE


@functools.cache
def _counted() -> tuple[dict[str, int], int]:
    lines = (resources.files("pipeline") / "read" / "syllables.txt").read_text(encoding="utf-8").splitlines()
    counts = {word: int(count) for word, count in (line.split() for line in lines)}
    return counts, sum(counts.values())
