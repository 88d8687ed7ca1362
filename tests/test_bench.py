"""The benchmark of the whole way: every stage is measured, and measuring leaves nothing behind."""

from __future__ import annotations

from pipeline import process
from pipeline.extract import families
from quality.bench_whole import compared, shares_of_stages
from quality.samples import SAMPLES

_REPORT = (SAMPLES / "thanh-loi-2024-06.txt").read_bytes()


def test_every_stage_takes_its_share_and_nothing_stays_watched() -> None:
    before = {name: getattr(process, name) for name in ("read_document", "segment", "families", "audit")}
    spent = shares_of_stages([_REPORT], rounds=1)
    stages = {"read", "normalize", "segment", "header", "statements", "audit", "silence", "write", "rest"}
    assert spent.keys() == stages | {f"find {family.table}" for family in families()}
    assert all(seconds >= 0 for seconds in spent.values())
    assert {name: getattr(process, name) for name in before} == before


def test_ways_are_held_against_the_first() -> None:
    done: list[str] = []
    times = compared("TXT", [b"1", b"2"], {"alone": lambda _: done.append("a"), "ours": lambda _: done.append("b")}, 2)
    assert list(times.seconds) == ["alone", "ours"]
    assert done == ["a", "a", "b", "b"] * 3
