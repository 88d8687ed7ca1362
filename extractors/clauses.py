"""How a sentence is cut: delimiters and brackets, each with the cost of reaching over it."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from functools import cached_property

import regex

from patterns.spelling import lowered

# A cue belongs to a number the more cheaply it reaches it. Up to CLOSE_BY it stands in the number's own clause.
COSTS = {
    "comma": 1.5,
    "semicolon": 4.0,
    "colon": 2.5,
    "open": 3.0,
    "close": 3.0,
    "within": 2.5,  # trong đó, gồm
    "and": 0.5,
    "have": 1.1,
    "stop": 6.0,
    "cell": 8.0,
}
CLOSE_BY = 1.2

# "tổ chức, cá nhân", "xã, phường", "gửi, nhận": one thing in two words, whose comma cuts nothing; each first word with
# those that go with it.
_PAIRS = {
    "tổ chức": "cá nhân|công dân|doanh nghiệp",
    "(?:cá nhân|công dân)": "tổ chức",
    "người dân": "doanh nghiệp|tổ chức",
    "(?:sở|ban|phòng|ngành|cơ quan)": "ban|ngành|phòng|đơn vị|địa phương",
    "(?:xã|phường|huyện|quận)": "phường|thị trấn|đặc khu|thị xã|thành phố",
    "phường": "xã",
    "thị xã": "thành phố",
    "gửi": "nhận",
    "phí": "lệ phí",
    "phản ánh": "kiến nghị",
    "khiếu nại": "tố cáo",
    "cán bộ": "công chức|viên chức",
    "công chức": "viên chức",
    "(?:%|phần) hồ sơ": "giấy tờ|kết quả|tài liệu",
    "giấy tờ": "hồ sơ|kết quả|tài liệu",
}
_PAIRED = "|".join(rf"(?<={first},) (?:{second})" for first, second in _PAIRS.items()).replace(" ", r"\ ")

# "46% TTHC …, [tỷ lệ cán bộ] đạt chuẩn 17%"; "tỷ lệ đạt", "tỷ lệ này" name none.
_ANEW = regex.compile(
    r"\s*(?:(?:tỷ lệ|tỉ lệ)\s(?!(?:đạt|là|chiếm|này|đó|trên|chung|cao|thấp|bằng|tương ứng|khá|rất)(?!\w))\p{L}"
    r"|(?:mức độ|chỉ số|số (?:tthc|thủ tục|văn bản|nhiệm vụ|phản ánh|người dân|cán bộ|công chức))(?!\w))"
)
_ANEW_COST = 3.0

# For a text in lower case. A word's first letter is asked before what stands before it, which costs more.
_DELIMITER = regex.compile(
    rf"""(?=[tbgcvhnđp])(?<!\w)(?:
        (?P<within>(?:trong\ đó|bao\ gồm|gồm\ có|gồm|chia\ ra|cụ\ thể|cụ\ thể\ là
            |trong\ số\ đó|trong\ số\ này)(?!\w))
        |(?P<and>(?:và|còn|cùng\ với|hoặc|nhưng|trong\ khi|ngoài\ ra|đồng\ thời)(?!\w))
        |(?P<have>có(?!\w))
        |(?P<comma>(?:hầu\ hết|phần\ lớn|đa\ số)(?=\ (?:được|đều|đã)\s)
            |trên(?=\ tổng)(?<=hồ\ sơ[^\d,;.:()%]{{0,40}}\ trên)))
    |(?P<comma>,(?:(?!\d)|(?<!\d,))(?!(?:{_PAIRED}|(?<=tăng,|giảm,)\ với\ tổng)(?!\w))
        |\ [-–]\ |/(?=\ ?(?:tổng|\d))(?<=\p{{L}}\ ?/))
    |(?P<semicolon>;)|(?P<colon>:)|(?P<open>[(\[])|(?P<close>[)\]])
    |(?P<semicolon>\.(?=\s+trong\ (?:đó|số\ đó|số\ này)(?!\w)))|(?P<stop>[.!?](?=\s|$))|(?P<cell>[\t|\n])""",
    regex.VERBOSE,
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Delimiter:
    """A cut at [start, end) of the sentence's text."""

    kind: str
    start: int
    end: int
    anew: bool = False
    """Whether a rate by its name begins behind a comma or "và": what stands on the other side is not told of it."""

    @property
    def cost(self) -> float:
        """What it costs to reach over it."""
        return _ANEW_COST if self.anew else COSTS[self.kind]


@dataclasses.dataclass(frozen=True)
class Clauses:
    """The delimiters of text[start:end]; offsets are the text's."""

    text: str
    start: int
    end: int

    @cached_property
    def delimiters(self) -> tuple[Delimiter, ...]:
        """Every mark and joining word that ends a clause, in reading order."""
        found = []
        low = lowered(self.text)
        for match in _DELIMITER.finditer(low, self.start, self.end):
            assert match.lastgroup is not None
            anew = match.lastgroup in ("comma", "and") and _ANEW.match(low, match.end()) is not None
            found.append(Delimiter(kind=match.lastgroup, start=match.start(), end=match.end(), anew=anew))
        return tuple(found)

    def between(self, start: int, end: int) -> list[Delimiter]:
        """Delimiters that lie inside [start, end)."""
        return [d for d in self.delimiters if start <= d.start and d.end <= end]

    def depth(self, offset: int) -> int:
        """How many brackets are open at an offset; a closing bracket without an opening one is ignored."""
        starts, depths = self._depths
        return depths[bisect_left(starts, offset)]

    @cached_property
    def _depths(self) -> tuple[list[int], list[int]]:
        """Where the brackets stand, and how many are open before each of them and behind the last."""
        starts, depths = [], [0]
        for d in self.delimiters:
            if d.kind in ("open", "close"):
                starts.append(d.start)
                depths.append(depths[-1] + 1 if d.kind == "open" else max(0, depths[-1] - 1))
        return starts, depths

    @cached_property
    def brackets(self) -> tuple[tuple[int, int], ...]:
        """Spans of the brackets, the marks included; an unclosed one runs to the end."""
        spans, stack = [], []
        for d in self.delimiters:
            if d.kind == "open":
                stack.append(d.start)
            elif d.kind == "close" and stack:
                spans.append((stack.pop(), d.end))
        spans += [(start, self.end) for start in stack]
        return tuple(sorted(spans))
