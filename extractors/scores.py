"""Points of the reform index, in reports about it."""

from __future__ import annotations

import dataclasses
from typing import Any

import regex

from extractors.columns import column
from extractors.family import Family, Reading
from extractors.figures import figure_fields
from extractors.located import Figure
from extractors.statements import Quantity, Statement


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Score(Figure):
    """One criterion's points: 9.465/12 điểm, đạt chỉ số 78.88 %, xếp vị trí thứ 5 (- 2.535 điểm)."""

    criterion: str | None = column("Marker of the section or item; null for the whole index", "Tiêu chí", default=None)
    label: str | None = column("Name of the criterion, in the text's words", "Tên tiêu chí", default=None)
    score: float | None = column("Points reached", "Điểm đạt", unit="points", default=None)
    score_decimals: int | None = column(
        "Digits written after the decimal mark of the score", "Số lẻ của điểm đạt", default=None
    )
    max_score: float | None = column("Points there are", "Điểm tối đa", unit="points", default=None)
    percent: float | None = column("The percentage stated beside them", "Tỷ lệ", unit="percent", default=None)
    percent_decimals: int | None = column(
        "Digits written after the decimal mark of the percentage", "Số lẻ của tỷ lệ", default=None
    )
    deduction: float | None = column("Points lost, as a positive number", "Điểm trừ", unit="points", default=None)
    deduction_decimals: int | None = column(
        "Digits written after the decimal mark of the deduction", "Số lẻ của điểm trừ", default=None
    )
    rank: int | None = column("Rank stated beside them", "Xếp hạng", default=None)
    percent_start: int | None = column(
        "Where the percentage stands, which is not where the points do",
        "Đầu của tỷ lệ",
        unit="code points",
        default=None,
    )
    percent_end: int | None = column("Its end", "Cuối của tỷ lệ", unit="code points", default=None)
    deduction_start: int | None = column(
        "Where the points lost stand", "Đầu của điểm trừ", unit="code points", default=None
    )
    deduction_end: int | None = column("Their end", "Cuối của điểm trừ", unit="code points", default=None)


# "bị trừ 1,8 điểm", "mất 0,5 điểm", "(trừ: 0,5 điểm)"
_LOST = regex.compile(r"(?<!\w)(?:bị trừ|trừ|mất|bị mất|điểm trừ|thiếu|hụt)(?:\s+(?:là|đi|hết))?\W*$", regex.IGNORECASE)
# "điểm tối đa 13 điểm", "(thang điểm 8 điểm)", "trên tổng số 13 điểm": the points there are.
_MOST = regex.compile(
    r"(?<!\w)(?:tối đa|điểm chuẩn|thang điểm|trên tổng số|trên tổng|tổng điểm tối đa|(?<=điểm\s)trên)"
    r"(?:\s+(?:là|của tiêu chí|điểm))*\W*$",
    regex.IGNORECASE,
)
# "điểm đạt 12,5 điểm", "đạt được 9 điểm", "tự chấm 7,5 điểm": the points reached.
_REACHED = regex.compile(
    r"(?<!\w)(?:điểm đạt|đạt|đạt được|tự chấm|tự đánh giá|thẩm định|được chấm|điểm đạt được|được|tổng điểm|tổng số điểm"
    r"|điểm tổng hợp|điểm số|chấm)"
    r"(?:\s+(?:là|điểm|được))*\W*$",
    regex.IGNORECASE,
)
# "Chỉ số CCHC năm 2021 đạt 88,16/100 điểm": the index itself, in whatever report.
_INDEX = regex.compile(r"(?<!\w)(?:chỉ số (?:CCHC|cải cách hành chính)|par[ -]?index)(?!\w)[^.;]*$", regex.IGNORECASE)
# "điểm tối đa 2,0": points without their noun behind.
_POINTS_BEFORE = regex.compile(
    r"(?<!\w)(?:điểm|thang điểm)(?:\s+(?:tối đa|chuẩn|là|của tiêu chí|đạt|được))*\s*:?\s*$", regex.IGNORECASE
)
# "Tiêu chí 1.2.1: …": the item names its criterion by its number.
_BY_NUMBER = regex.compile(
    r"[\s\-–+*•]*(?:\d+[.)]\s+|[a-zđ][.)]\s+)?(?:tiêu chí(?: thành phần)?|TCTP|TC|mục)\s+"
    r"(?:số\s+)?(?P<number>\d+(?:\.\d+)+)(?![\w.,]*\d)",
    regex.IGNORECASE,
)
# "Điểm số", "Tổng điểm", "Điểm Chỉ số CCHC năm 2023": the head of a column of points.
_POINTS_HEAD = regex.compile(r"(?:tổng\s+)?(?:số\s+)?điểm(?!\s+(?:cầu|trường|bưu))(?!\w)", regex.IGNORECASE)
# "Phòng Nội vụ", "Sở Tư pháp", "Xã An Bình": a row about a unit, whose ordinal is no criterion.
_UNIT_ROW = regex.compile(
    r"\W*(?:phòng|sở|ubnd|ủy ban|xã|phường|thị trấn|huyện|thị xã|thành phố|quận|ban|chi cục|trung tâm|văn phòng"
    r"|thanh tra|tỉnh|bộ|cục|công an)(?!\w)",
    regex.IGNORECASE,
)
# What the whole index is out of.
_WHOLE_INDEX = 100
# A report is about the index where at least so many criteria state points; one figure in passing is no table of scores.
_LEAST = 2


def find_scores(reading: Reading) -> tuple[Score, ...]:
    """Find every criterion's points, in reading order; none in a report that is not about the index."""
    rows = [row for statement in reading.statements for row in _rows(reading, statement)]
    return tuple(rows) if len(rows) >= _LEAST or any(_of_the_index(reading, row) for row in rows) else ()


def _of_the_index(reading: Reading, row: Score) -> bool:
    """Whether a row alone shows what it is of: its line names the index, or what was lost stands beside it.

    "Lĩnh vực thể chế đạt 14,25/16 điểm, bị trừ 1,75 điểm": one criterion, in whatever report.
    """
    if row.score is None:
        return False
    assessed = row.max_score is not None and row.deduction is not None
    return assessed or bool(_INDEX.search(_line_before(reading, row)))


def _line_before(reading: Reading, row: Score) -> str:
    """The line that a row stands in, up to its points."""
    text = reading.report.text
    return text[text.rfind("\n", 0, row.start) + 1 : row.start]


# "Xếp hạng", "Vị trí": the head of a column of ranks.
_RANK_HEAD = regex.compile(r"(?<!\w)(?:xếp hạng|thứ hạng|hạng|xếp thứ|vị trí|vị thứ)(?!\w)", regex.IGNORECASE)
_TOTAL_ROW = regex.compile(r"\W*(?:tổng|cộng)(?!\w)", regex.IGNORECASE)


def _head(statement: Statement, quantity: Quantity) -> str:
    """The head of a figure's column, from the top."""
    assert statement.columns is not None
    return " ".join(statement.text[a:b].strip() for a, b in statement.columns[quantity.position] if b < statement.start)


def _lost(statement: Statement, quantity: Quantity) -> bool:
    number = quantity.number
    if statement.columns is not None:
        return quantity.kind == "point" and bool(_LOST.search(_head(statement, quantity)))
    return number.unit == "point" and (number.sign < 0 or bool(_LOST.search(statement.before(quantity.position))))


def _named(statement: Statement, quantity: Quantity) -> str | None:
    """Which points a number states by the words before it or its column's head: max_score, score or none of them."""
    if quantity.number.fraction is not None:
        return None
    before = statement.before(quantity.position)
    if statement.columns is not None:
        before = _head(statement, quantity)
        if quantity.kind != "point" and not (quantity.number.unit is None and _POINTS_HEAD.search(before)):
            return None
    elif quantity.number.unit != "point" and not (quantity.number.unit is None and _POINTS_BEFORE.search(before)):
        return None
    if _MOST.search(before):
        return "max_score"
    if statement.columns is not None and _POINTS_HEAD.match(before.strip()):
        return "score"
    return "score" if _REACHED.search(before) else None


# "(-0,75 điểm", "(− 0.5 điểm": points lost, in brackets behind their reason.
_BRACKETED = regex.compile(r"\(\s{0,2}[-–−]?\s{0,2}$")


def _rows(reading: Reading, statement: Statement) -> list[Score]:
    """The rows of one statement.

    A fraction of points opens one, and so do points named as the most there are or as those reached, and a deduction
    without points before it. Points reached out of nobody knows how many are no row, but in a table that ranks them.
    """
    walk = _Walk(reading, statement)
    for quantity in statement.quantities:
        walk.take(quantity)
    walk.close()
    return walk.rows


class _Walk:
    """The walk over a statement's quantities: a row is open until another begins, and takes what is told of it."""

    def __init__(self, reading: Reading, statement: Statement) -> None:
        self.rows: list[Score] = []
        self._reading, self._statement = reading, statement
        self._opened: dict[str, Any] = {}
        self._first: Quantity | None = None
        self._role = "result"

    def take(self, quantity: Quantity) -> None:
        """Add the next quantity to the open row, or open one with it."""
        number = quantity.number
        named = _named(self._statement, quantity)
        if named != "max_score" and (self._first is None or named == "score"):
            self._role = quantity.role  # that of the points, not of the most there are ("tối đa 12 điểm")
        if number.unit == "point" and number.fraction == "numerator" and quantity.partner is not None:
            self.close()
            self._first = quantity
            most = self._statement.quantities[quantity.partner].number.value
            self._opened = {"score": number.value, "score_decimals": number.decimals, "max_score": most}
        elif _lost(self._statement, quantity):
            self._take_lost(quantity)
        elif named is not None:
            self._take_named(quantity, named)
        elif "score" in self._opened:
            self._take_told(quantity)

    def close(self) -> None:
        """End the open row, if any; one that lacks what makes a row is left."""
        opened, first, statement = self._opened, self._first, self._statement
        ranked = statement.columns is not None and {"score", "rank"} <= opened.keys()
        if first is not None and ({"score", "max_score"} <= opened.keys() or "deduction" in opened or ranked):
            fields = figure_fields(self._reading, statement, first)
            criterion, label = _criterion(self._reading, statement, first)
            self.rows.append(Score(criterion=criterion, label=label, **(fields | {"role": self._role} | opened)))
        self._opened, self._first = {}, None

    def _take_lost(self, quantity: Quantity) -> None:
        """Points lost belong to the points before them, which lose but once."""
        number = quantity.number
        if "score" not in self._opened or "deduction" in self._opened:
            self.close()
            self._first = quantity
        self._opened |= {"deduction": abs(number.value), "deduction_decimals": number.decimals}
        self._opened |= {"deduction_start": number.start, "deduction_end": number.end}
        if self._first is quantity and _BRACKETED.search(self._statement.text, self._statement.start, number.start):
            self._role = "result"  # "chưa đạt chuẩn (-0,75 điểm)": lost, whatever is said to fall short

    def _take_named(self, quantity: Quantity, named: str) -> None:
        """Points named as reached or as the most; named again they open a row: self-assessed, then by another."""
        if named in self._opened:
            # Both are out of the same.
            keeps = next(iter(self._opened)) == "max_score" or self._statement.columns is not None
            most = self._opened.get("max_score") if keeps else None
            self.close()
            self._opened = {"max_score": most} if most is not None and named == "score" else {}
        self._first = self._first or quantity
        self._opened[named] = quantity.number.value
        if named == "score":
            self._opened["score_decimals"] = quantity.number.decimals

    def _take_told(self, quantity: Quantity) -> None:
        """A share or a rank behind the points, each once."""
        number = quantity.number
        if _is_share(self._statement, quantity) and "percent" not in self._opened:
            self._opened |= {"percent": number.value, "percent_decimals": number.decimals}
            self._opened |= {"percent_start": number.start, "percent_end": number.end}
        elif _is_rank(self._statement, quantity) and "rank" not in self._opened:
            self._opened["rank"] = int(number.value)


# "đạt 85,64/100 điểm; [Chỉ số hài lòng (SIPAS) đạt] 80,92%": a share of its own.
_OTHER_INDEX = regex.compile(
    r";\s*(?:riêng\s+|còn\s+)?(?:chỉ số|mức độ|tỷ lệ|tỉ lệ)\s(?!cải cách|CCHC|đạt|này|chung)[^;]*$", regex.IGNORECASE
)


def _is_share(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number is the percentage beside points: by its sign, its column, or behind "chỉ số"."""
    if statement.columns is not None:
        return quantity.kind == "percent"
    if _OTHER_INDEX.search(statement.before(quantity.position)):
        return False
    bare = quantity.number.unit is None and statement.before(quantity.position).rstrip().endswith("chỉ số")
    return quantity.number.unit == "percent" or bare


def _is_rank(statement: Statement, quantity: Quantity) -> bool:
    number = quantity.number
    if statement.columns is not None and _RANK_HEAD.search(_head(statement, quantity)):
        return True
    return number.unit == "rank" and number.fraction != "denominator"


def _criterion(reading: Reading, statement: Statement, first: Quantity) -> tuple[str | None, str | None]:
    """The criterion that points belong to, and its name where the line tells it; none for the whole index.

    In a table the row's ordinal and words; in running text the section's marker.
    """
    text = reading.report.text
    section = reading.report.section_at(statement.start)
    if statement.columns is not None:
        words = [text[a:b].strip() for a, b in statement.columns[first.position] if a >= statement.start]
        if any(_TOTAL_ROW.match(word) for word in words):
            return None, None
        if words and _UNIT_ROW.match(words[0]):
            return None, words[0]
        if statement.ordinal is not None:
            marker = text[slice(*statement.ordinal)].strip(" .)")
            return marker or None, next(iter(words), None)
    numbered = _BY_NUMBER.match(text, statement.line.start, first.number.start)
    if numbered is not None:
        return numbered["number"], None
    partner = statement.quantities[first.partner].number.value if first.partner is not None else None
    line = text[text.rfind("\n", 0, first.number.start) + 1 : first.number.start]
    if section is None or (partner == _WHOLE_INDEX and _INDEX.search(line)):
        return None, None
    heads = section.start <= statement.start < section.heading_end
    return section.marker, section.heading if heads else None


FAMILY = Family(
    table="scores", description="A row for every criterion of the index with its points", record=Score, find=find_scores
)
