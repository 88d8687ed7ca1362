"""The parts of a document code after its number: type codes and the codes of offices, as official forms have them.

Characters are repaired here (QD for QĐ, HDND for HĐND, TTG for TTg, Ð for Đ), never what a code says: an office or an
order of parts that is wrong stays as printed.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import regex

from patterns.phrases import Entry
from patterns.vocabulary import load

# Offices of the Party stand after a slash: 28-NQ/TW, 15-CTr/HU, 04-HD/BTCTU.
PARTY_OFFICES = frozenset({"TW", "TU", "HU", "QU", "ThU", "TXU", "ĐU", "ĐUK"})
_PARTY_ENDINGS = ("TW", "TU", "HU", "QU", "ThU")

# Offices of the state that no Party office shares its code with; those with other codes are left alone.
_STATE_OFFICE = regex.compile(
    r"UBND|CTUBND|HĐND|CP|TTg|CTN|VPCP|VPUBND|UBTVQH\d*|BNV|BTP|BYT|BXD|BTTTT|BGDĐT|S(?:NV|TP|TC|YT|XD|CT)"
)

# 14 in QH14 and 15 in UBTVQH15 are terms of the National Assembly.
_ASSEMBLY = regex.compile(r"(?P<body>QH|UBTVQH)(?P<term>[0-9OoIl]{1,2})")

# Unknown codes are capitals, with a digit or two behind them (KT1), or capitals around one or two small letters (SNgV).
_CAPITALS = regex.compile(r"[A-ZĐ]{2,20}[0-9]{0,2}|[A-ZĐ]")
_MIXED = regex.compile(r"[A-ZĐ]{1,4}[a-z]{1,2}[A-ZĐ]{1,6}|[A-ZĐ]{2}[a-z]")

# What parts the codes of a symbol.
_PART_MARK = regex.compile(r"[-/&._]")

# Words that a missing space ties to a code: "QĐ-UBNDngày".
_GLUED = regex.compile(r"(?<=[A-ZĐ])(?:ngày|của|về|năm|và)[\p{L}0-9]*$")


@cache
def type_entries() -> dict[str, tuple[Entry, ...]]:
    """Type code -> the document types it stands for; QĐ is a quyết định and, with the Party, a quy định."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in load("doc_types").entries:
        for symbol in entry.attributes["symbols"]:
            found[symbol] = (*found.get(symbol, ()), entry)
    return found


@cache
def office_entries() -> dict[str, tuple[Entry, ...]]:
    """Code of an office -> the bodies it stands for; BTC is a ministry and a Party committee."""
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in load("issuers").entries:
        for code in entry.attributes["codes"]:
            found[code] = (*found.get(code, ()), entry)
    return found


def _folded(text: str) -> str:
    """Capitals without accents, the many forms of Đ as D."""
    plain = unicodedata.normalize("NFD", text.upper().replace("Ð", "D").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _capitals(text: str) -> str:
    return text.replace("ð", "Đ").replace("Ð", "Đ").upper()


@cache
def _lookup(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """Codes by their capitals and by their letters without accents; a key that two codes share is left out."""
    codes = {"type": tuple(type_entries()), "office": tuple(office_entries())}[kind]
    tables: list[dict[str, str]] = []
    for key_of in (_capitals, _folded):
        groups: dict[str, list[str]] = {}
        for code in codes:
            groups.setdefault(key_of(code), []).append(code)
        tables.append({key: group[0] for key, group in groups.items() if len(group) == 1})
    return tables[0], tables[1]


def repair(token: str, *, first: bool) -> str | None:
    """The known code that a token stands for, or None. ``first`` says that it follows the number, where types stand.

    >>> repair("QD", first=True), repair("HDND", first=False), repair("TTG", first=False), repair("TƯ", first=False)
    ('QĐ', 'HĐND', 'TTg', 'TW')
    >>> repair("NV1", first=False)
    """
    assembly = _ASSEMBLY.fullmatch(token)
    if assembly:
        return assembly["body"] + assembly["term"].translate(str.maketrans("OoIl", "0011"))
    if token.upper() == "TƯ":
        return "TW"
    if token in office_entries() or (first and token in type_entries()):
        return token
    for kind in ("type", "office") if first else ("office",):
        capitals, letters = _lookup(kind)
        known = capitals.get(_capitals(token))
        # Two letters are too few to tell a lost stroke from another code, but for types before an office.
        if known is None and (len(token) > 2 or kind == "type"):
            known = letters.get(_folded(token))
        if known is not None:
            return known
    return None


def read_token(printed: str, *, first: bool) -> tuple[str, int] | None:
    """A part of a symbol, repaired, and how many of the printed characters it takes; None where it is a word.

    >>> read_token("UBNDngày", first=False)
    ('UBND', 4)
    >>> read_token("Trong", first=False)
    """
    glued = _GLUED.search(printed)
    token = printed[: glued.start()] if glued else printed
    known = repair(token, first=first)
    if known is not None:
        return known, len(token)
    plain = token.replace("Ð", "Đ").replace("ð", "đ")
    if _CAPITALS.fullmatch(plain) or _MIXED.fullmatch(plain):
        return plain, len(token)
    return None


@lru_cache(maxsize=4096)
def parts_of(symbol: str) -> tuple[str | None, tuple[str, ...]]:
    """The type code of a symbol, None where it has none, and the codes of offices and units after it.

    >>> parts_of("QĐ-UBND"), parts_of("UBND-NV"), parts_of("NQ/TW"), parts_of("QH14")
    (('QĐ', ('UBND',)), (None, ('UBND', 'NV')), ('NQ', ('TW',)), (None, ('QH14',)))
    """
    tokens = [t for t in _PART_MARK.split(symbol) if t]
    if tokens and is_type(tokens[0]) and not (len(tokens) == 1 and tokens[0] in office_entries()):
        return tokens[0], tuple(tokens[1:])
    return None, tuple(tokens)


def is_type(token: str) -> bool:
    """Whether a token is a type code."""
    return token in type_entries()


def is_party(office: str) -> bool:
    """Whether the code of an office is one of the Party's.

    >>> is_party("TW"), is_party("BTCTU"), is_party("UBND"), is_party("SNV")
    (True, True, False, False)
    """
    return office in PARTY_OFFICES or (len(office) > 3 and office.endswith(_PARTY_ENDINGS))


def is_state(office: str) -> bool:
    """Whether the code of an office is the state's beyond doubt."""
    return _STATE_OFFICE.fullmatch(office) is not None
