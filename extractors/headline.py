"""The headline of a report: its type, its title, and whom it is addressed to."""

from __future__ import annotations

import dataclasses
from functools import cache

import regex

from patterns.markers import read_markers
from patterns.spelling import lowered
from patterns.vocabulary import load

_LINE = regex.compile(r"[^\n]+")
_MARKUP = regex.compile(r"[*_#`]+")
# ———— · ------- · ***** under a title
_RULE = regex.compile(r"[\s\-–—_=.*~+]+")
# Kính gửi: Sở Nội vụ · Kính trình: … · *Kính gửi:*
_ADDRESS = regex.compile(
    r"(?m)^[\s*_]*Kính\s+(?:gửi|trình)\s*[*_]*\s*:?[*_]*[ \t]*(?P<receiver>[^\n]*)", regex.IGNORECASE
)
_LIST_ITEM = regex.compile(r"\s*[-–+•*]\s*(?P<item>\S.*)")
# Thực hiện Kế hoạch số … · Căn cứ … · UBND huyện báo cáo …: how the text below a title begins
_INTRODUCTION = regex.compile(
    r"""(?:thực\s+hiện|căn\s+cứ|theo|để|nhằm|trong|qua|ngày|(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd|hđnd|được\s+sự|tiếp\s+tục|sau\s+khi|sở
    |phòng|ban|trên\s+cơ\s+sở|xét|năm\s+\d|quý|phúc\s+đáp|thời\s+gian|huyện\s+ủy|đảng\s+ủy|triển\s+khai|tiếp\s+theo)(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE,
)
# (Kèm theo Công văn số …) · (Dự thảo): no part of the title; (Từ ngày … đến ngày …) is one
_ASIDE = regex.compile(r"[(\[](?!\s*từ\s+ngày)", regex.IGNORECASE)
# … UBND huyện báo cáo như sau
_REPORTING = regex.compile(r"(?<=\s)báo cáo(?:\s+(?:kết quả|tình hình))?(?:\s+(?:cụ thể|như sau))*[\s.:]*$")
_MOST_TITLE_LINES = 6
_LONGEST_LINE = 45
_LONGEST_EPITHET = 2


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """``start`` is where the type stands (0 where there is none), ``end`` where the text below begins."""

    doc_type: str | None
    title: str | None
    recipient: str | None
    start: int
    end: int


@cache
def _types() -> dict[str, str]:
    """Names of document types in capitals, the longest first."""
    names = {entry.canonical.upper(): entry.canonical for entry in load("doc_types").entries}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


def find_headline(text: str, limit: int) -> Headline:
    """Read type, title and recipient of the report above text[:limit] (its first section).

    >>> head = find_headline("BÁO CÁO\\nCông tác CCHC\\nquý I năm 2023\\nKính gửi: Sở Nội vụ.\\nI. KẾT QUẢ", 60)
    >>> head.doc_type, head.title, head.recipient
    ('Báo cáo', 'Công tác CCHC quý I năm 2023', 'Sở Nội vụ')
    """
    lines = [(match.start(), match.end()) for match in _LINE.finditer(text, 0, limit)]
    address = _ADDRESS.search(text, 0, limit)
    recipient = _recipient(text, address, limit) if address else None
    for i, (start, end) in enumerate(lines):
        found = _type_in(text[start:end])
        if found:
            doc_type, rest = found
            title, stop = _title(text, lines[i + 1 :], rest)
            return Headline(doc_type=doc_type, title=title, recipient=recipient, start=start, end=stop or end)
    return Headline(doc_type=None, title=None, recipient=recipient, start=0, end=0)


def _plain(line: str) -> str:
    return " ".join(_MARKUP.sub("", line).replace("|", " ").split())


def _type_in(line: str) -> tuple[str, str] | None:
    """The type and what follows it, for a line that begins with a type in capitals or is nothing else."""
    plain = _plain(line)
    for capitals, name in _types().items():
        if lowered(plain).rstrip(" .:") == lowered(name):
            return name, ""
        if plain.startswith(capitals) and not plain[len(capitals) : len(capitals) + 1].isalnum():
            return name, plain[len(capitals) :].lstrip(" .:-–")
    if lowered(plain).replace(" ", "") == "báocáo":
        return "Báo cáo", ""
    # A title in small letters without the type's own line: "Báo cáo kết quả công tác cải cách hành chính quý I"
    if plain.startswith("Báo cáo ") and len(plain.split()) <= _LONGEST_LINE and plain[-1:] not in ".:;,":
        return "Báo cáo", plain.removeprefix("Báo cáo ")
    return None


def _title(text: str, lines: list[tuple[int, int]], rest: str) -> tuple[str | None, int]:
    """The title from the type's line and those below it, and where the last of them ends."""
    pieces = [rest] if rest else []
    stop = 0
    for start, end in lines:
        line = _plain(text[start:end])
        if not line or _RULE.fullmatch(line):
            continue
        if len(pieces) >= _MOST_TITLE_LINES or _ADDRESS.match(line) or read_markers(text, start, end):
            break
        if _ASIDE.match(line):
            continue
        # BÁO CÁO SƠ KẾT is a type with an epithet, and no title yet.
        if not _belongs_to_title(line, first=len(" ".join(pieces).split()) <= _LONGEST_EPITHET):
            break
        pieces.append(line)
        stop = end
    title = regex.sub(r"[\s./;:,\-–]+$", "", " ".join(pieces))
    return (title or None), stop


def _belongs_to_title(line: str, *, first: bool) -> bool:
    words = len(line.split())
    introduces = bool(_INTRODUCTION.match(line)) and line[:1].isupper() and not line.isupper()
    if line.rstrip().endswith(":") or _REPORTING.search(line) or words > (60 if first else _LONGEST_LINE):
        return False
    if first:
        return not (introduces and (words > 25 or line.rstrip().endswith((".", ";"))))
    return not (introduces and (words > 12 or line.rstrip()[-1:] in ".;,")) and not (words > 20 and line.endswith("."))


def _recipient(text: str, address: regex.Match[str], limit: int) -> str | None:
    receiver = _cleaned(address["receiver"])
    receivers = [receiver] if receiver else []
    for match in _LINE.finditer(text, address.end(), limit):
        item = _LIST_ITEM.fullmatch(match[0])
        if item:
            receivers.append(_cleaned(item["item"]))
        elif receivers or len(match[0].split()) > 20:
            break
        else:
            receivers.append(_cleaned(match[0]))
    return "; ".join(filter(None, receivers)) or None


def _cleaned(name: str) -> str:
    return regex.sub(r"^[\s\-–+•:]+|[\s.;,:/]+$", "", _plain(name))
