"""Where the body of a report ends: the closing sentence, the list of receivers, the signature."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import regex

from patterns.markers import read_markers

# Trên đây là báo cáo … · Trên đây là kết quả … kính báo cáo (at a line's start)
_STATEMENT = regex.compile(r"(?m)^[\s*_\-]*(?:Trên đây,?\s+(?:là|UBND|Ủy ban|Uỷ ban)|TRÊN ĐÂY LÀ)")
# Nơi nhận: · *Nơi nhận:* · NƠI NHẬN · Nơi gửi: (not: "Nơi nhận hồ sơ là Bộ phận Một cửa")
_RECEIVERS = regex.compile(
    r"(?m)^[\s*_|]*(?:Nơi nhận|NƠI NHẬN|Nơi gửi|Noi nhận|Nơi nhân)[\s*_]*(?::|$|\s+(?=\p{Lu}{2}))"
)
# TM. ỦY BAN NHÂN DÂN · T/M BAN THƯỜNG VỤ · KT. GIÁM ĐỐC · TL. CHỦ TỊCH · Q. CHỦ TỊCH · CHỦ TỊCH, GIÁM ĐỐC on a line
_SIGNATURE = regex.compile(
    r"""(?m)^[\s*_|]*(?:
      (?:TM|T/M|T\.M|KT|K/T|K\.T|TL|T/L|TUQ|T/UQ|Q)\s?[./:]+\s*(?=\p{Lu}{2})
    | (?:TM|T/M|KT|K/T|TL|T/L|TUQ)\s+(?=(?:ỦY|UỶ|UBND|HĐND|CHỦ|GIÁM|BAN|TRƯỞNG|CHÁNH|BÍ)(?!\p{L}))
    | (?:PHÓ\s+)?(?:CHỦ\s+TỊCH|GIÁM\s+ĐỐC|TRƯỞNG\s+(?:PHÒNG|BAN|ĐOÀN)|BÍ\s+THƯ|CHÁNH\s+(?:VĂN\s+PHÒNG|THANH\s+TRA)
      |(?:CHI\s+)?CỤC\s+TRƯỞNG|HIỆU\s+TRƯỞNG|THỦ\s+TRƯỞNG(?:\s+ĐƠN\s+VỊ)?)(?:\s+(?:PHỤ\s+TRÁCH|THƯỜNG\s+TRỰC))?[\s*_]*$
    )""",
    regex.VERBOSE,
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Offsets of the closing's parts; each None where the report has none.

    ``statement`` is the sentence "Trên đây là báo cáo …", ``receivers`` the line "Nơi nhận:", ``signature`` the first
    line of the signature. ``start`` is where the numbered body ends.
    """

    start: int
    statement: int | None
    receivers: int | None
    signature: int | None


# Asked for by those who cut the sections and by those who read the signature.
@lru_cache(maxsize=8)
def find_closing(text: str, end: int | None = None) -> Closing:
    """The closing of the report text[:end]: what follows it (an appendix) is no numbered body any more.

    >>> report = "I. KẾT QUẢ\\nTốt.\\nTrên đây là báo cáo của phòng./.\\nNơi nhận:\\n- Lưu: VT."
    >>> find_closing(report).start == report.index("Trên đây")
    True
    """
    end = len(text) if end is None else end
    receivers = _RECEIVERS.search(text, 0, end)
    # The signature stands beside or below the receivers; without them it is the last such line.
    signatures = [match.start() for match in _SIGNATURE.finditer(text, 0, end)]
    if receivers:
        signature = next((at for at in signatures if at > receivers.start() - 400), None)
    else:
        signature = _last_block(signatures)
    limit = min((at for at in (receivers and receivers.start(), signature) if at is not None), default=end)
    statements = [match.start() for match in _STATEMENT.finditer(text, 0, limit)]
    # A statement that ends a part is followed by numbered lines; it is not the report's last sentence.
    statement = statements[-1] if statements and not _goes_on(text, statements[-1], limit) else None
    return Closing(
        start=limit if statement is None else statement,
        statement=statement,
        receivers=receivers.start() if receivers else None,
        signature=signature,
    )


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether numbered lines follow."""
    lines = regex.finditer(r"[^\n]+", text, pos=start, endpos=end)
    return any(marker.doubt < 0.5 for line in lines for marker in read_markers(text, line.start(), line.end()))


def _last_block(starts: list[int]) -> int | None:
    """The first of the last lines that stand close together."""
    if not starts:
        return None
    block = starts[-1]
    for at in reversed(starts[:-1]):
        if block - at > 120:
            break
        block = at
    return block
