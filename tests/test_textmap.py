"""The offset map: composed step by step, exact for what is copied, and the same however the steps are grouped."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.textmap import (
    Copy,
    Mapped,
    Piece,
    Put,
    SourceIndex,
    apply,
    compose,
    identity,
    source_span,
    sources,
)

TEXT = st.text(alphabet="abcđ /-\n¹", min_size=1, max_size=30)


@st.composite
def pieces(draw: st.DrawFn, text: str, *, moving: bool) -> list[Piece]:
    """Slices of a text, some replaced, some left out, and in another order if moving."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)) | {0, len(text)})
    found: list[Piece] = []
    for start, end in itertools.pairwise(cuts):
        kind = draw(st.sampled_from(["copy", "copy", "put", "drop"]))
        if kind == "copy":
            found.append(Copy(start, end))
        elif kind == "put":
            found.append(Put(draw(st.text(alphabet="xyz", max_size=3)), start, end))
    return draw(st.permutations(found)) if moving else found


@st.composite
def steps(draw: st.DrawFn, count: int, *, moving: bool) -> tuple[str, list[Mapped]]:
    """A text and the results of so many steps, each with the map to the text before it."""
    text = draw(TEXT)
    done: list[Mapped] = []
    for _ in range(count):
        before = done[-1].text if done else text
        done.append(apply(before, draw(pieces(before, moving=moving))))
    return text, done


@settings(deadline=None)
@given(steps(3, moving=True))
def test_composition_is_associative(drawn: tuple[str, list[Mapped]]) -> None:
    _, (first, second, third) = drawn
    left = compose(compose(third.segments, second.segments), first.segments)
    right = compose(third.segments, compose(second.segments, first.segments))
    assert left == right


@settings(deadline=None)
@given(steps(3, moving=True))
def test_copied_characters_are_equal_to_their_source(drawn: tuple[str, list[Mapped]]) -> None:
    text, done = drawn
    segments = identity(text).segments
    for step in done:
        segments = compose(step.segments, segments)
    for segment in segments:
        if segment.copied:
            assert done[-1].text[segment.start : segment.end] == text[segment.source_start : segment.source_end]


@settings(deadline=None)
@given(steps(2, moving=True))
def test_every_character_has_a_source(drawn: tuple[str, list[Mapped]]) -> None:
    text, done = drawn
    segments = compose(done[1].segments, done[0].segments)
    assert [s.start for s in segments] == [0, *(s.end for s in segments)][: len(segments)]
    for at in range(len(done[1].text)):
        span = source_span(segments, at, at + 1)
        assert span is not None
        assert 0 <= span[0] < span[1] <= len(text)


@settings(deadline=None)
@given(steps(2, moving=False))
def test_without_moves_the_source_rises(drawn: tuple[str, list[Mapped]]) -> None:
    _, done = drawn
    segments = compose(done[1].segments, done[0].segments)
    starts = [s.source_start for s in segments]
    assert starts == sorted(starts)


@settings(deadline=None)
@given(steps(2, moving=True))
def test_the_way_back_finds_copied_characters(drawn: tuple[str, list[Mapped]]) -> None:
    text, done = drawn
    segments = compose(done[1].segments, done[0].segments)
    index = SourceIndex(segments)
    for segment in segments:
        if segment.copied:
            for at in range(segment.start, segment.end):
                source = segment.source_start + at - segment.start
                assert any(low <= at < high for low, high in index.targets(source, source + 1))
    assert index.targets(len(text), len(text) + 1) == ()


@settings(deadline=None)
@given(TEXT)
def test_identity_is_neutral(text: str) -> None:
    same = identity(text).segments
    step = apply(text, [Copy(0, 1), Put("x", 1, 2)] if len(text) > 1 else [Copy(0, 1)]).segments
    assert compose(step, same) == step


def test_neighbouring_copies_are_one_run() -> None:
    assert len(apply("abcdef", [Copy(0, 2), Copy(2, 4), Copy(4, 6)]).segments) == 1


def test_a_slice_over_a_move_has_two_sources() -> None:
    moved = apply("số 4/KH-[1]SNV", [Copy(0, 8), Copy(11, 14), Copy(8, 11)])
    assert moved.text == "số 4/KH-SNV[1]"
    assert sources(moved.segments, 3, 11) == ((3, 8), (11, 14))
    assert source_span(moved.segments, 3, 11) == (3, 14)


def test_an_empty_slice_has_no_source() -> None:
    assert sources(identity("abc").segments, 1, 1) == ()
    assert source_span(identity("abc").segments, 1, 1) is None


def test_first_from_skips_what_was_left_out() -> None:
    index = SourceIndex(apply("ab--cd", [Copy(0, 2), Copy(4, 6)]).segments)
    assert [index.first_from(at) for at in range(7)] == [0, 1, 2, 2, 2, 3, None]


def test_a_literal_needs_a_place() -> None:
    with pytest.raises(ValueError, match="stands for no character"):
        apply("ab", [Put("x", 1, 1)])
