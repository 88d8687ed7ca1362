"""Words of a sentence: spaCy holds it, underthesea cuts and tags it, and numbers, dates and codes stay whole.

The word cutter tears codes and dates apart ("61/2018/NĐ-CP"), so it sees only the text between the atoms that the
grammar has found before. It is slow (about a millisecond a sentence), so it is asked only about sentences that need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Span = tuple[int, int]

_TOKENIZER = "rasoat.underthesea.v1"
_ATOM = "ATOM"
# Tags of underthesea for nouns: common, classifier, unit, abbreviation.
_NOUNS = ["N", "Nc", "Nu", "Ny", "Nb"]


class UndertheseaTokenizer:
    """A spaCy tokenizer that cuts Vietnamese into words and leaves atoms whole.

    Called with a text alone it has no atoms; :func:`read_sentence` gives them.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str, atoms: Sequence[Span] = ()) -> Doc:
        """Words and their tags; an atom is one word, whatever stands in it."""
        from spacy.tokens import Doc

        words: list[str] = []
        tags: list[str] = []
        spaces: list[bool] = []
        position = 0

        def add(word: str, tag: str) -> None:
            nonlocal position
            words.append(word)
            tags.append(tag)
            position += len(word)
            spaces.append(position < len(text) and text[position] == " ")
            position += spaces[-1]

        def add_between(end: int) -> None:
            for word, tag in tagged(text[position:end].strip()):
                gap = len(text[position:end]) - len(text[position:end].lstrip())
                if gap:
                    add(text[position : position + gap], "_SP")
                if not text.startswith(word, position):
                    break
                add(word, tag)
            while position < end:
                rest = text[position:end].split(" ")[0]
                add(rest or " ", "X" if rest.strip() else "_SP")

        for start, end in atoms:
            add_between(start)
            add(text[start:end], _ATOM)
        add_between(len(text))
        return Doc(self.vocab, words=words, spaces=spaces, tags=tags)


def tagged(text: str) -> list[tuple[str, str]]:
    """Words and part-of-speech tags by underthesea, in order.

    >>> tagged("tiếp nhận hồ sơ")
    [('tiếp nhận', 'V'), ('hồ sơ', 'N')]
    """
    if not text:
        return []
    import underthesea

    return [(word, tag) for word, tag in underthesea.pos_tag(text)]


@lru_cache(maxsize=1)
def _nlp() -> Language:
    import spacy
    from spacy.util import registry

    def create_tokenizer() -> Any:
        return lambda nlp: UndertheseaTokenizer(nlp.vocab)

    if not registry.has("tokenizers", _TOKENIZER):
        registry.tokenizers(_TOKENIZER, func=create_tokenizer)
    return spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": _TOKENIZER}}})


@lru_cache(maxsize=1)
def _counted() -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(_nlp().vocab)
    matcher.add("COUNTED", [[{"TAG": _ATOM}, {"TAG": {"IN": _NOUNS}}]])
    return matcher


def read_sentence(text: str, atoms: Sequence[Span]) -> Doc:
    """The sentence as a spaCy Doc whose tokens are words and atoms; ``atoms`` are ordered spans that do not overlap."""
    tokenizer = _nlp().tokenizer
    assert isinstance(tokenizer, UndertheseaTokenizer)
    return tokenizer(text, atoms)


def counted_nouns(text: str, atoms: Sequence[Span]) -> dict[int, Span]:
    """For each atom that a noun follows, its start and the noun's span: what the number counts.

    >>> counted_nouns("trang bị 12 máy quét và 38", [(9, 11), (24, 26)])
    {9: (12, 15)}
    """
    return _counted_nouns(text, tuple(atoms))


# Every number of a sentence asks for the same.
@lru_cache(maxsize=16)
def _counted_nouns(text: str, atoms: tuple[Span, ...]) -> dict[int, Span]:
    doc = read_sentence(text, atoms)
    found: dict[int, Span] = {}
    for _, start, _ in _counted()(doc):
        noun = doc[start + 1]
        found[doc[start].idx] = (noun.idx, noun.idx + len(noun.text))
    return found
