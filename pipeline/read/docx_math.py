"""Formulas of a DOCX, as one would type them on a line."""

from __future__ import annotations

import regex
from lxml import etree

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"

_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_PLAIN_POWER = regex.compile(r"[+-]?\d{1,3}|n")

# A numerator or denominator of one number or word needs no brackets.
_ONE_TERM = regex.compile(r"[\w.,%]*|\(.*\)")


def linear(element: etree._Element) -> str:
    """A formula on one line: "(12+3)/20×100%", "m²", "√(2)"."""
    kind = element.tag.removeprefix(M) if isinstance(element.tag, str) else ""
    if kind == "t" or element.tag == _WORD_TEXT:
        return element.text or ""
    if kind == "f":
        return f"{_term(_part(element, 'num'))}/{_term(_part(element, 'den'))}"
    if kind == "sSup":
        power = _part(element, "sup")
        raised = power.translate(_RAISED) if _PLAIN_POWER.fullmatch(power) else f"^{_term(power)}"
        return _part(element, "e") + raised
    if kind == "rad":
        return f"√({_part(element, 'e')})"
    if kind == "d":
        look = element.find(f"{M}dPr")
        inner = ", ".join(linear(part) for part in element.findall(f"{M}e"))
        return f"{_sign(look, 'begChr', '(')}{inner}{_sign(look, 'endChr', ')')}"
    if kind == "nary":
        sign = _sign(element.find(f"{M}naryPr"), "chr", "∫")
        return sign + "".join(_part(element, name) for name in ("sub", "sup", "e"))
    return "".join(linear(part) for part in element)


def _part(element: etree._Element, name: str) -> str:
    part = element.find(f"{M}{name}")
    return "" if part is None else "".join(linear(inner) for inner in part)


def _term(text: str) -> str:
    return text if _ONE_TERM.fullmatch(text) else f"({text})"


def _sign(look: etree._Element | None, name: str, usual: str) -> str:
    sign = look.find(f"{M}{name}") if look is not None else None
    return usual if sign is None else sign.get(f"{M}val", "")
