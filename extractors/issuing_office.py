"""Whether a name is that of the office that issues the report, however it is shortened."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.header import Header

_WORD = regex.compile(r"[\p{L}\d]+(?:&[\p{L}]+)*")
# A locality's kind in an office's name: behind it stands whose office it is.
_KINDS = frozenset({"tỉnh", "huyện", "quận", "xã", "phường", "khu", "cấp", "các", "thành", "thị"})


def names_issuer(name: str, header: Header) -> bool:
    """Whether a name is that of the office whose report it is: in full, without its locality, with words made initials.

    A passage without a header, and a committee's report, have no such office.

    >>> header = Header(issuer="Bảo hiểm xã hội tỉnh Đông Giang", level="department", symbol="BC-BHXH")
    >>> [names_issuer(name, header) for name in ("BHXH tỉnh", "BHXH huyện", "Bảo hiểm xã hội", "Sở Nội vụ")]
    [True, False, True, False]
    >>> header = Header(issuer="Sở Tài nguyên và Môi trường tỉnh Đông Giang", level="department", symbol="BC-STNMT")
    >>> names_issuer("Sở TN&MT", header)
    True
    """
    if header.issuer is None or header.level != "department" or not (header.title or header.symbol):
        return False
    issuer = [word.casefold() for word in _WORD.findall(header.issuer)]
    at = 0
    for word in _WORD.findall(name):
        told = _told(word, issuer, at)
        if told == 0:
            # What follows the whole name tells what the office does; another kind of place is another office.
            ended = at > 1 and (at >= len(issuer) or issuer[at] in _KINDS)
            return ended and word.islower() and word not in _KINDS
        at += told
    return at > 1


def _told(word: str, issuer: Sequence[str], at: int) -> int:
    """How many words of the issuer's name, from one of them on, a word of another name stands for."""
    if at < len(issuer) and word.casefold() == issuer[at]:
        return 1
    initials = [letter.casefold() for letter in word if letter != "&"] if word.isupper() and len(word) > 1 else []
    taken = at
    for letter in initials:
        while taken < len(issuer) and issuer[taken] == "và" and letter != "v":
            taken += 1
        if taken >= len(issuer) or issuer[taken][0] != letter:
            return 0
        taken += 1
    return taken - at
