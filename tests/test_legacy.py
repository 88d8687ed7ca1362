"""Charsets from before Unicode: every letter there and back, and every case of tests/cases/legacy*.toml."""

from __future__ import annotations

import itertools
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.legacy import (
    Charset,
    charset_of_font,
    decode_legacy,
    decode_pieces,
    encode_legacy,
    legacy_bytes,
    western_view,
)
from quality.syllables import WRITTEN, count_words
from tests.case_tables import rows

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
ACCENTED = "".join(unicodedata.normalize("NFC", "".join(pair)) for pair in itertools.product("aăâeêioôơuưy", TONES))
SMALL = f"{ACCENTED}đbcghklmnpqrstvx"
LETTERS = SMALL + SMALL.upper()
FULL = [one for one in Charset if one not in (Charset.TCVN3, Charset.TCVN3_CAPITALS)]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["reason"]) for row in rows("legacy")])
def test_legacy_text_says_what_the_case_says(case: dict[str, Any]) -> None:
    assert decode_legacy(case["text"], Charset(case["charset"])) == case["expect"]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["font"]) for row in rows("legacy_fonts")])
def test_the_name_of_a_font_tells_its_charset(case: dict[str, Any]) -> None:
    assert charset_of_font(case["font"]) == (case["charset"] or None)


@pytest.mark.parametrize("charset", FULL)
def test_every_letter_comes_back(charset: Charset) -> None:
    assert [decode_legacy(encode_legacy(letter, charset), charset) for letter in LETTERS] == list(LETTERS)


def test_every_letter_comes_back_from_tcvn3_but_for_the_case_of_lone_capitals() -> None:
    for letter in LETTERS:
        read = decode_legacy(encode_legacy(letter, Charset.TCVN3), Charset.TCVN3)
        assert read == (letter if letter in SMALL or letter.isascii() or letter in "ĂÂÊÔƠƯĐ" else letter.lower())
        assert decode_legacy(encode_legacy(letter, Charset.TCVN3_CAPITALS), Charset.TCVN3_CAPITALS) == letter.upper()


@given(st.text(alphabet=f"{LETTERS} .,;0123456789/-%\n"), st.sampled_from(FULL))
def test_text_comes_back(text: str, charset: Charset) -> None:
    assert decode_legacy(encode_legacy(text, charset), charset) == text


@given(st.text(alphabet=f"{SMALL} .,;0123456789/-%\n"))
def test_small_letters_come_back_from_tcvn3(text: str) -> None:
    assert decode_legacy(encode_legacy(text, Charset.TCVN3), Charset.TCVN3) == text


@given(st.text(alphabet=f"{LETTERS} -%\n"), st.sampled_from(FULL))
def test_the_bytes_of_a_file_come_back(text: str, charset: Charset) -> None:
    data = legacy_bytes(text, charset)
    assert decode_legacy(western_view(data), charset) == text
    assert decode_legacy(data.decode("latin-1"), charset) == text


@given(st.text(), st.sampled_from(list(Charset)))
def test_pieces_cover_the_text(text: str, charset: Charset) -> None:
    assert sum(length for length, _ in decode_pieces(text, charset)) == len(text)


@given(st.text(alphabet=f"{LETTERS} "))
def test_windows_1258_is_that_of_python(text: str) -> None:
    assert unicodedata.normalize("NFC", legacy_bytes(text, Charset.WINDOWS_1258).decode("cp1258")) == text


def test_a_capital_of_tcvn3_takes_its_case_from_the_nearest_word_that_tells() -> None:
    text = "ỦY BAN NHÂN DÂN XÃ HÀ LÝ"
    assert decode_legacy(encode_legacy(text, Charset.TCVN3), Charset.TCVN3) == text


@pytest.mark.parametrize(("charset", "text"), [(Charset.TCVN3, "5 µg"), (Charset.VNI, "漢"), (Charset.VISCII, "“a”")])
def test_what_a_charset_cannot_write_is_refused(charset: Charset, text: str) -> None:
    with pytest.raises(ValueError, match="no way to write"):
        encode_legacy(text, charset)


def test_the_counted_words_are_mostly_those_of_the_samples() -> None:
    counted = dict(line.split() for line in WRITTEN.read_text(encoding="utf-8").splitlines())
    now = count_words()
    assert sum(count for word, count in now.items() if word in counted) > 0.95 * now.total()
    assert all(int(count) > 0 and not word.isascii() for word, count in counted.items())
