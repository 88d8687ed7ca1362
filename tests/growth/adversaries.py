"""Lines that make a pattern work for nothing, built from its own parse tree.

The tree is that of the library which compiles the patterns (``regex._regex_core``): no other parser knows its syntax.
From every repeat come its body's characters, many times over, with and without what has to stand before it; from the
whole pattern come near-matches that fail at their end; and every pattern gets runs of common characters and words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import regex
import regex._regex_core as core

# What runs in broken or hostile files, whatever the pattern is.
_RUNS = (
    *'aA1 .\n(-…_,/|%"\tệI\u00a0¹',
    *("a ", "A ", "1 ", "1.", "a\n", " \n", "( ", ", ", "1/", "a.", ". ", "a, ", "1, ", "1-", "Aa ", "\t1\n"),
    *("12.345.", "12 hồ sơ, ", "xã ", "98,5%; ", "trong đó ", "tăng 12 ", "(12) ", "số ", "và ", "của ", "huyện "),
    *("12/2023 ", "ngày 31/4/2023 ", "UBND ", "năm 2023 ", "tháng 6 ", "quý I ", "số 5/KH-UBND ", "Quyết định số "),
)
# One character of each sort that classes tell apart, the likeliest first.
_ALPHABET = "a1 A\n.,-/()đệĐ:;%\"'_|+*@&=<>[]{}\t\u00a0…“”–—•°¹ₓ0IVX5x\\#~$^!?`\x0c\x00"
# Repeats up to a few times make no long run.
_LONG = 8
_MOST = 60


def adversaries(pattern: Any) -> tuple[tuple[str, str, str], ...]:
    """Lines as (before, repeated, after): what is repeated is to be repeated until the line is as long as wanted."""
    lines: dict[tuple[str, str, str], None] = {}
    tree = _tree(pattern)
    own = list(_attacks(tree))
    # Of a pattern with hundreds of repeats as many of its beginning as of its end.
    if len(own) > _MOST:
        own = own[:: len(own) // _MOST + 1]
    lines.update(dict.fromkeys(own))
    for sample in _samples(tree)[:4]:
        lines.update(dict.fromkeys([("", sample, ""), ("", sample[:-1], ""), ("", sample + " ", "")]))
    lines.update(dict.fromkeys(("", run, "") for run in _RUNS))
    return tuple(line for line in lines if line[1])


def _tree(pattern: Any) -> Any:
    text = pattern.pattern
    if isinstance(text, bytes):
        text = text.decode("latin-1")
    named = pattern.named_lists if isinstance(pattern, regex.Pattern) else {}
    flags = pattern.flags & ~(regex.DEBUG | regex.LOCALE | regex.TEMPLATE) if isinstance(pattern, regex.Pattern) else 0
    if isinstance(pattern, re.Pattern):
        flags = int(regex.VERBOSE) * bool(pattern.flags & re.VERBOSE)
    flags &= ~int(regex.ASCII | regex.UNICODE)
    while True:
        source = core.Source(text)
        info = core.Info(flags, source.char_type, named)
        info.guess_encoding = core.UNICODE
        source.ignore_space = bool(info.flags & regex.VERBOSE)
        try:
            return core._parse_pattern(source, info)
        except core._UnscopedFlagSet:
            flags = info.global_flags


def _children(node: Any) -> list[Any]:
    if isinstance(node, core.Sequence):
        return list(node.items)
    if isinstance(node, core.Branch):
        return list(node.branches)
    if isinstance(node, core.LookAroundConditional):
        return [node.subpattern, node.yes_item, node.no_item]
    if isinstance(node, core.Conditional):
        return [node.yes_item, node.no_item]
    inner = getattr(node, "subpattern", None)
    return [inner] if inner is not None else []


def _attacks(node: Any, before: str = "") -> Iterator[tuple[str, str, str]]:
    """Runs of what every repeat below a node takes; ``before`` is what leads to the node."""
    if isinstance(node, core.Sequence):
        led = before
        for item in node.items:
            yield from _attacks(item, led)
            led += next(iter(_samples(item)), "")
        return
    if isinstance(node, core.GreedyRepeat) and (node.max_count is None or node.max_count >= _LONG):
        for sample in _samples(node.subpattern)[:6]:
            if sample:
                yield before, sample, "\x01"
                yield "", sample, ""
                if before:
                    yield "", before + sample, ""
                    yield "", before + sample * 20, ""
    for child in _children(node):
        yield from _attacks(child, before)


def _samples(node: Any, depth: int = 0) -> list[str]:
    """A few short strings that a node takes, or nearly."""
    if isinstance(node, core.Sequence):
        strings = [""]
        for item in node.items:
            options = _samples(item, depth + 1) or [""]
            many = max(len(strings), min(len(options), 4))
            strings = [strings[min(i, len(strings) - 1)] + options[min(i, len(options) - 1)] for i in range(many)]
        return strings
    if isinstance(node, core.Branch):
        return [s for branch in node.branches for s in _samples(branch, depth + 1)[:2]][:8]
    if isinstance(node, core.GreedyRepeat):
        inner = _samples(node.subpattern, depth + 1)
        return [s * max(1, node.min_count) for s in inner] if inner else [""]
    if isinstance(node, core.LookAround):
        return _samples(node.subpattern, depth + 1)[:1] if node.positive else [""]
    if isinstance(node, core.StringSet):
        return sorted(node.info.kwargs[node.name], key=lambda s: (len(s), s))[:3] or [""]
    if isinstance(node, core.Character):
        return [chr(node.value)] if node.positive else [c for c in _ALPHABET if ord(c) != node.value][:3]
    if isinstance(node, (core.Any,)):
        return ["a", "1", " "]
    if isinstance(node, (core.Property, core.Range, core.SetBase)):
        return _of_class(node)
    if isinstance(node, (core.String, core.Literal)):
        return ["".join(map(chr, node.characters))]
    children = _children(node)
    return _samples(children[0], depth + 1) if children else [""]


def _of_class(node: Any) -> list[str]:
    found = [c for c in _ALPHABET if _takes(node, ord(c))]
    if not found:
        found = [chr(o) for o in range(0x20, 0x2100) if _takes(node, o)]
    # A letter, a digit, a space and a mark, where the class has them.
    sorts: dict[str, str] = {}
    for c in found:
        sorts.setdefault("letter" if c.isalpha() else "digit" if c.isdigit() else "space" if c.isspace() else "mark", c)
    return list(sorts.values())


def _takes(node: Any, character: int) -> bool:
    # A set does not count its own "not" in; a property does.
    taken = bool(node.matches(character))
    return taken == bool(node.positive) if isinstance(node, core.SetBase) else taken
