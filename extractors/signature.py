"""The signature of a report: who signed it, in which office."""

from __future__ import annotations

import dataclasses
from functools import cache

import regex

from patterns.closing import Closing
from patterns.spelling import lowered
from patterns.vocabulary import load

_LINE = regex.compile(r"[^\n]+")
_MARKUP = regex.compile(r"[*_#|`]+")
# KT. CHỦ TỊCH · K/T GIÁM ĐỐC · TL. CHỦ TỊCH · TUQ. GIÁM ĐỐC · T/M BAN THƯỜNG VỤ: signed for somebody else
_FOR_ANOTHER = regex.compile(r"(?<!\w)(?:KT|K/T|K\.T|TL|T/L|T\.L|TUQ|T/UQ|TM|T/M|T\.M)\s?[./:]*\s*$")
_DEPUTISING = regex.compile(r"(?<!\w)(?:KT|K/T|K\.T)\s?[./:]*\s*$")
# Q. CHỦ TỊCH · Q.GIÁM ĐỐC · QUYỀN CHỦ TỊCH: acting
_ACTING = regex.compile(r"(?<!\w)(?:Q\s?[./]|QUYỀN)\s*$")
# (Đã ký) · Đã ký · (Ký tên, đóng dấu) · Ký bởi: …
_SIGNED = regex.compile(
    r"[(\[]?\s*(?:đã\s+ký|ký\s+(?:tên|bởi|số)|chữ\s+ký|người\s+ký|ngày\s+ký|signed|\(ký\)).*", regex.IGNORECASE
)
# ThS. · TS. · BS.CKI. · Ông · Đ/c before a name
_DEGREE = regex.compile(
    r"^(?:(?:ThS|Ths|TS|PGS|GS|BS|BSCK\w*|CK\w*|KS|Ks|CN|LS|KTS|NGƯT|Ông|Bà|Đ/c|đ/c|Đồng\s+chí)(?:\s*[.,:]\s*|\s+))+"
)
# Nguyễn Văn An · Y Bhiông Knul · H' Yim Kđoh · NGUYỄN THỊ HOA · Lê Trần Hà-My (not: Như trên, Sở Nội vụ, TT. Huyện ủy)
_NAME_WORD = r"(?:\p{Lu}\p{Ll}*(?:['’-]\s?\p{L}\p{Ll}*){0,4}['’]?)"
_NAME = regex.compile(
    rf"(?:{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,5}}|\p{{Lu}}[\p{{Lu}}'’]*(?:\s+\p{{Lu}}[\p{{Lu}}'’]*){{1,5}})"
)
# "- Lưu: VT, NV. Nguyễn Văn An": the name beside the last of the receivers
_TRAILING_NAME = regex.compile(
    rf"(?:[;.,:)]|\p{{Lu}}{{2,9}}|\s)\s{{0,9}}(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD}){{2,4}})\s*$"
)
_NO_NAME = regex.compile(
    r"^(?i:nơi nhận|như trên|phụ lục|biểu|bảng|ủy ban|uỷ ban|ubnd|hđnd|phòng|sở|văn phòng|huyện|tỉnh|hội đồng"
    r"|ban thường vụ|chủ tịch|giám đốc|bí thư|trưởng|chánh|việt nam|hạnh phúc|danh sách|tổng hợp|dân tộc|họ tên)(?!\w)"
)
_MOST_LINES = 40


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The name below the signature and the signer's office; ``body`` is what stands behind "TM."."""

    signer: str | None = None
    role: str | None = None
    body: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Office:
    line: int
    role: str
    deputises: bool
    after: str


def find_signature(text: str, closing: Closing, end: int) -> Signature:
    """Read the signature in text[closing.start:end].

    >>> from patterns.closing import find_closing
    >>> tail = "Nơi nhận:\\n- Lưu: VT.\\nTM. ỦY BAN NHÂN DÂN\\nKT. CHỦ TỊCH\\nPHÓ CHỦ TỊCH\\nLê Thị Bình"
    >>> found = find_signature(tail, find_closing(tail), len(tail))
    >>> found.signer, found.role, found.body
    ('Lê Thị Bình', 'Phó Chủ tịch', 'ỦY BAN NHÂN DÂN')
    """
    starts = [at for at in (closing.receivers, closing.signature) if at is not None]
    if not starts:
        return Signature()
    lines = [_plain(match[0]) for match in _LINE.finditer(text, min(starts), end)][:_MOST_LINES]
    offices = _offices(lines)
    return Signature(signer=_signer(lines, offices), role=_role(offices), body=_body(lines))


def _plain(line: str) -> str:
    return " ".join(_MARKUP.sub(" ", line).split())


@cache
def _office_pattern() -> regex.Pattern[str]:
    names = {phrase.upper() for phrase in load("offices").by_phrase}
    return regex.compile(r"(?<!\w)\L<names>(?!\w)", names=sorted(names))


def _offices(lines: list[str]) -> list[_Office]:
    """Offices in capitals, or alone on their line, down to the first name below them."""
    found: list[_Office] = []
    for i, line in enumerate(lines):
        if found and i > found[-1].line and _is_name(line):
            break
        capitals = line.upper() if lowered(line) in load("offices").by_phrase else line
        for match in _office_pattern().finditer(capitals):
            before = capitals[: match.start()]
            entry = load("offices").by_phrase[lowered(match[0])]
            branch = regex.match(r"(?:\s++\p{Lu}{2,}+(?!\p{Ll})(?:\s+(?:-|&)(?=\s))?+)*+", capitals[match.end() :])
            after = capitals[match.end() :]
            role = entry.canonical
            if (
                branch
                and branch[0].strip()
                and entry.attributes.get("branch")
                and not _office_pattern().search(branch[0])
            ):
                role = f"{role} {branch[0].strip().capitalize()}"
                after = after[branch.end() :]
            if _ACTING.search(before):
                role = f"Quyền {role}"
            if _FOR_ANOTHER.search(before):
                if _DEPUTISING.search(before):
                    found.append(_Office(i, f"Phó {role}", True, ""))
                continue
            found.append(_Office(i, role, False, after))
    return found


def _role(offices: list[_Office]) -> str | None:
    """The signer's own office: the last one that is not another's."""
    own = [office for office in offices if not office.deputises]
    return (own or offices)[-1].role if offices else None


# TM. ỦY BAN NHÂN DÂN HUYỆN
_ON_BEHALF = regex.compile(r"(?<!\w)(?:TM|T/M|T\.M)\s?[./:]*\s*(?P<body>\p{Lu}[\p{Lu}\s]+(?!\p{Ll}))")


def _body(lines: list[str]) -> str | None:
    for line in lines:
        match = _ON_BEHALF.search(line)
        if match:
            return match["body"].strip()
    return None


def _is_name(line: str) -> bool:
    name = _DEGREE.sub("", line).strip(" .")
    return bool(_NAME.fullmatch(name)) and not (_NO_NAME.search(name) or _office_pattern().search(name.upper()))


def _signer(lines: list[str], offices: list[_Office]) -> str | None:
    if not offices:
        return None
    last = offices[-1]
    beside = last.after.strip(" .:;-")
    if _is_name(beside):
        return _written(beside)
    below = lines[last.line + 1 :]
    for line in below:
        if not _SIGNED.fullmatch(line) and _is_name(line):
            return _written(line)
    for line in lines[last.line :]:
        trailing = _TRAILING_NAME.search(line)
        if trailing and not _NO_NAME.search(trailing["name"]):
            return _written(trailing["name"])
    return _named_by_model([line for line in below[:4] if len(line.split()) <= 6 and line[:1] not in "-–+•("])


def _written(name: str) -> str:
    plain = _DEGREE.sub("", name).strip(" .")
    return plain.title() if plain.isupper() else plain


def _named_by_model(lines: list[str]) -> str | None:
    """A person's name in short lines below the office that the rules did not read as one."""
    lines = [line for line in lines if line and not _SIGNED.fullmatch(line) and not _NO_NAME.search(line)]
    if not lines:
        return None
    # Loading the model takes seconds; few reports need it.
    from underthesea import ner

    for line in lines:
        words = [word for word, _, _, tag in ner(line) if tag.endswith("-PER")]
        if words:
            return " ".join(words)
    return None
