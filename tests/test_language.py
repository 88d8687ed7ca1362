"""Words of a sentence: atoms stay whole, tokens stand where they say, and nouns are found behind numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.language import counted_nouns, read_sentence, tagged

# The first example loads the tagger.
steady = settings(deadline=None, max_examples=60)


def _spans(text: str, atoms: list[str]) -> list[tuple[int, int]]:
    """The atoms' places, each behind the one before it."""
    found, position = [], 0
    for atom in atoms:
        start = text.index(atom, position)
        position = start + len(atom)
        found.append((start, position))
    return found


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        pytest.param("thực hiện Nghị định số 61/2018/NĐ-CP về một cửa", ["61/2018/NĐ-CP"], id="code"),
        pytest.param("Nghị quyết 28-NQ/TW, Kế hoạch 12/KH-UBND", ["28-NQ/TW", "12/KH-UBND"], id="two codes"),
        pytest.param("từ ngày 15/12/2022 đến 14/6/2023", ["15/12/2022", "14/6/2023"], id="dates"),
        pytest.param("tiếp nhận 9.737 hồ sơ, đạt 99,9%", ["9.737", "99,9"], id="numbers, a sign right behind"),
        pytest.param("62/2020/NĐ-CP", ["62/2020/NĐ-CP"], id="nothing but an atom"),
        pytest.param("(12/KH-UBND)", ["12/KH-UBND"], id="brackets right beside it"),
        pytest.param("Quyết định số 15 /2021/ NĐ - CP", ["15 /2021/ NĐ - CP"], id="an atom that holds spaces"),
        pytest.param("12 345", ["12", "345"], id="atoms beside each other"),
        pytest.param("đạt 5  hồ sơ", ["5"], id="two spaces"),
        pytest.param("  5 hồ sơ ", ["5"], id="spaces at the ends"),
        pytest.param("có\t12\thồ sơ", ["12"], id="tabs"),
    ],
)
def test_every_atom_is_one_token(text: str, atoms: list[str]) -> None:
    doc = read_sentence(text, _spans(text, atoms))
    assert [token.text for token in doc if token.tag_ == "ATOM"] == atoms
    assert [(token.idx, token.idx + len(token)) for token in doc if token.tag_ == "ATOM"] == _spans(text, atoms)


def test_without_atoms_a_code_falls_apart() -> None:
    assert "61/2018/NĐ-CP" not in [token.text for token in read_sentence("Nghị định số 61/2018/NĐ-CP", [])]


def test_words_of_several_syllables_are_one_token() -> None:
    assert [token.text for token in read_sentence("tiếp nhận hồ sơ", [])] == ["tiếp nhận", "hồ sơ"]


def test_an_empty_text_has_no_words() -> None:
    assert tagged("") == []
    assert len(read_sentence("", [])) == 0


@steady
@given(
    pieces=st.lists(
        st.sampled_from(
            ["tiếp nhận", "hồ sơ", "12", "9.737", "61/2018/NĐ-CP", "Ủy ban", ",", "(", ")", "%", " ", "  ", "\t", "máy"]
        ),
        max_size=12,
    ),
    tight=st.booleans(),
)
def test_the_tokens_make_up_the_text_whatever_the_atoms(pieces: list[str], tight: bool) -> None:
    text, atoms = "", []
    for piece in pieces:
        if piece[0].isdigit():
            atoms.append((len(text), len(text) + len(piece)))
        text += piece + ("" if tight else " ")
    doc = read_sentence(text, atoms)
    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]
    assert {(token.idx, token.idx + len(token)) for token in doc if token.tag_ == "ATOM"} == set(atoms)
    assert all(a.idx + len(a) <= b.idx for a, b in itertools.pairwise(doc))


@pytest.mark.parametrize(
    ("text", "atoms", "nouns"),
    [
        pytest.param("trang bị 12 máy quét", ["12"], {"12": "máy"}, id="the first noun"),
        pytest.param("trồng 300 cây phượng", ["300"], {"300": "cây"}, id="classifier"),
        pytest.param("đã có 5 và 7 hồ sơ", ["5", "7"], {"7": "hồ sơ"}, id="no noun behind the first"),
        pytest.param("đạt 98, còn 14", ["98", "14"], {}, id="clauses end"),
        pytest.param("12 đã giải quyết", ["12"], {}, id="verb"),
        pytest.param("số 61/2018/NĐ-CP về một cửa", ["61/2018/NĐ-CP"], {}, id="code"),
    ],
)
def test_nouns_that_numbers_count(text: str, atoms: list[str], nouns: dict[str, str]) -> None:
    found = counted_nouns(text, _spans(text, atoms))
    starts = dict(zip([start for start, _ in _spans(text, atoms)], atoms, strict=True))
    assert {starts[start]: text[a:b] for start, (a, b) in found.items()} == nouns
