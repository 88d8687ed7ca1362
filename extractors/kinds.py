"""What each number of a statement counts, and which number it is a part of."""

from __future__ import annotations

import dataclasses

import regex

from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# After a bare number the clause ends or goes on with a verb or connector; a word that is neither is a noun we do not know.
_BARE_AFTER = regex.compile(
    r"""\s*(?:$|[,.;:)\](\t\n|/–\-⁰¹²³⁴-⁹]|(?:và|còn|đạt|chiếm|tăng|giảm|so|bằng|tương|trong|là|lần|gồm|được|đúng|trễ|quá|trước|đã|thì|nhưng)(?!\w))""",
    regex.VERBOSE,
)
# Kinds that are no counts of things and hand nothing on to the next number.
MEASURES = frozenset({"percent", "percentage_point", "money", "time", "area", "length", "rank", "point", "level"})
_PART_MARK = regex.compile(r"(?:trong đó|bao gồm|gồm|chia ra|cụ thể|trong số đó|:)[^.;]*$", regex.IGNORECASE)


def settle_kinds(statement: Statement, inherited: str | None = None) -> tuple[Quantity, ...]:
    """Give every quantity its kind: its own unit, else the noun before it, else that of the number it follows."""
    units = load("units")
    nouns = [hit for hit in units.find(statement.text, statement.start, statement.end)]
    settled: list[Quantity] = []
    last_counted = inherited
    for quantity in statement.quantities:
        number = quantity.number
        kind = number.unit
        if kind is None:
            after = statement.text[number.end : statement.end]
            if _BARE_AFTER.match(after) or number.fraction == "numerator":
                floor = settled[-1].number.end if settled else statement.start
                before = [
                    hit for hit in nouns if floor <= hit.start < number.start and hit.entry.canonical not in MEASURES
                ]
                kind = before[-1].entry.canonical if before else last_counted
        if kind is not None and kind not in MEASURES:
            last_counted = kind
        settled.append(dataclasses.replace(quantity, kind=kind))
    return tuple(settled)


def settle_wholes(statement: Statement) -> tuple[Quantity, ...]:
    """Tie parts to their wholes: what stands in brackets behind a number, or behind "trong đó" or a colon.

    A later "trong đó" makes the number right before it a whole of its own; numbers of another kind are tied only by
    brackets.
    """
    quantities = list(statement.quantities)
    clauses = statement.clauses
    brackets = clauses.brackets
    open_wholes: list[tuple[int, int]] = []  # (whole, depth)
    settled: list[Quantity] = []
    for i, quantity in enumerate(quantities):
        number = quantity.number
        depth = clauses.depth(number.start)
        holder = max((a for a, b in brackets if a < number.start < b), default=None)
        open_wholes = [(w, d) for w, d in open_wholes if d <= depth]
        whole: int | None = None
        if holder is not None:
            ahead = [q.position for q in settled if q.number.end <= holder]
            if ahead and clauses.depth(quantities[ahead[-1]].number.start) < depth:
                whole = ahead[-1]
        before = statement.before(i)
        mark = _PART_MARK.search(before)
        if i and mark and depth == clauses.depth(quantities[i - 1].number.start):
            same_kind = quantity.kind == quantities[i - 1].kind or mark[0][0] != ":"
            colon_only = mark[0].startswith(":")
            named = before[: mark.start()].strip(" ,.;")
            unit_only = not named or named.casefold() in _unit_words(statement, i - 1)
            if same_kind and (not colon_only or unit_only):
                open_wholes.append((i - 1, depth))
        if (open_wholes and whole is None) or (open_wholes and whole is not None and open_wholes[-1][0] > whole):
            whole = open_wholes[-1][0]
        if whole is not None and quantities[whole].number.fraction == "denominator" and whole > 0:
            whole -= 1
        settled.append(dataclasses.replace(quantity, whole=whole))
    return tuple(settled)


def _unit_words(statement: Statement, position: int) -> set[str]:
    number = statement.quantities[position].number
    return {statement.text[number.unit_start : number.unit_end].strip().casefold()}
