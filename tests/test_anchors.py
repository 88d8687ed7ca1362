"""Anchors: a pattern with its anchor finds what the pattern finds alone, in every window of every text."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import extractors
import patterns
from patterns import anchors
from patterns.anchors import Anchored, Together
from patterns.spelling import lowered
from quality.samples import SAMPLES


def _anchored() -> Iterator[tuple[str, Anchored]]:
    for package in (patterns, extractors):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                yield from ((f"{module.name}.{name}{at}", one) for at, one in enumerate(_inside(value)))


def _inside(value: Any) -> Iterator[Anchored]:
    if isinstance(value, Anchored):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _inside(item)


ANCHORED = dict(_anchored())
_TOKENS = (
    "ngày", "tháng", "năm", "quý", "từ", "đến", "nay", "cùng kỳ", "giai đoạn", "học", "nửa", "đầu", "cuối", "t", "số",
    "mười", "một", "ba", "của", "và", "giờ", "h", "QĐ-UBND", "NĐ", "UBND", "CTr", "H", "hồ sơ", "vn", "www", "http://",
    "@", "2023", "19", "2020", "24", "7", "09", "30c", "4.0", "0912345678", "1900", "O", "l2", "(", ")", "[", "]",
    "<sup>", ".", ",", ":", ";", "-", "–", "/", "+", "|", "*", " ", " ", " ", "\n", "\t", "\u00a0", "…", "%",
    "xã", "phường", "thị trấn", "huyện",
    "thị xã", "tại", "của", "Phòng Tư pháp", "Công an", "Tân Lập", "tỉnh", "đạt",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_TOKENS), max_size=24).map("".join)


def _spans(found: Iterator[regex.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in found]


def _assert_same(one: Anchored, text: str, start: int, end: int) -> None:
    alone = _spans(one.pattern.finditer(text, start, end))
    assert _spans(one.finditer(text, start, end)) == alone
    first = one.search(text, start, end)
    assert (first.span() if first else None) == (alone[0] if alone else None)


def test_patterns_with_anchors_are_found() -> None:
    assert len(ANCHORED) > 25


def _texts() -> Iterator[str]:
    """The passages, and what none of them holds."""
    yield "số 707 QĐ-UBND tại https://motcua.hoalac.gov.vn [12], nửa đầu năm 2023, năm học 2023-2024"
    yield "- 7.1. Tỷ lệ: từ tháng 12/2022 đến tháng 6/2023, số điện thoại 0918037364, 24/7"
    yield "cách mạng công nghiệp 4.0 từ năm 2021 đến nay"
    yield "12 lao động hợp đồng 68, 5 hợp đồng theo Nghị định 111"
    for file in sorted((SAMPLES / "passages").glob("*.jsonl")):
        for written in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(written)["text"]


@pytest.mark.parametrize("name", ANCHORED)
def test_nothing_is_missed_in_any_line_of_the_passages(name: str) -> None:
    one, matches = ANCHORED[name], 0
    for text in _texts():
        for form in (text, lowered(text)):
            for line in regex.finditer(r"[^\n]+", form):
                _assert_same(one, form, *line.span())
            matches += len(_spans(one.pattern.finditer(form)))
    assert matches, "a pattern that is found nowhere tests nothing"


@given(text=_TEXTS, cuts=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_nothing_is_missed_between_any_two_offsets(text: str, cuts: tuple[float, float]) -> None:
    start, end = sorted(round(cut * len(text)) for cut in cuts)
    for form in (text, lowered(text)):
        for one in ANCHORED.values():
            _assert_same(one, form, start, end)


@given(text=_TEXTS, cuts=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_one_look_for_many_patterns_finds_the_anchors_of_each(text: str, cuts: tuple[float, float]) -> None:
    start, end = sorted(round(cut * len(text)) for cut in cuts)
    together = Together(*((one, name) for name, one in ANCHORED.items()))
    alone = [name for name, one in ANCHORED.items() if one.may_stand(text, start, end)]
    assert [name for _, name in together.standing(text, start, end)] == alone


def test_a_pattern_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "SECONDS", 0.05)
    endless, text = Anchored(regex.compile(r"(?:a|b|ab)+(?=c)d"), "a"), "ab" * 3000 + "cd"
    with pytest.raises(TimeoutError):
        endless.search(text, 0, len(text))
    with pytest.raises(TimeoutError):
        list(endless.finditer(text, 0, len(text)))
    with pytest.raises(TimeoutError):
        list(Together((endless, None)).finditer(text, 0, len(text)))
