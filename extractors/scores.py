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


# "bị trừ 1,8 điểm", "mất 0,5 điểm", "(trừ: 0,5 điểm)"
_LOST = regex.compile(r"(?<!\w)(?:bị trừ|trừ|mất|bị mất|điểm trừ|thiếu|hụt)(?:\s+(?:là|đi|hết))?\W*$", regex.IGNORECASE)
# "điểm tối đa 13 điểm", "(thang điểm 8 điểm)", "trên tổng số 13 điểm": the points there are.
_MOST = regex.compile(
    r"(?<!\w)(?:tối đa|điểm chuẩn|thang điểm|trên tổng số|trên tổng|tổng điểm tối đa)"
    r"(?:\s+(?:là|của tiêu chí|điểm))*\W*$",
    regex.IGNORECASE,
)
# "điểm đạt 12,5 điểm", "đạt được 9 điểm", "tự chấm 7,5 điểm": the points reached.
_REACHED = regex.compile(
    r"(?<!\w)(?:điểm đạt|đạt|đạt được|tự chấm|tự đánh giá|thẩm định|được chấm|điểm đạt được)"
    r"(?:\s+(?:là|điểm|được))*\W*$",
    regex.IGNORECASE,
)
# "Chỉ số CCHC năm 2021 đạt 88,16/100 điểm": the index itself, in whatever report.
_INDEX = regex.compile(r"(?<!\w)(?:chỉ số (?:CCHC|cải cách hành chính)|par[ -]?index)(?!\w)[^.;]*$", regex.IGNORECASE)
# A report is about the index where at least so many criteria state points; one figure in passing is no table of scores.
_LEAST = 2


def find_scores(reading: Reading) -> tuple[Score, ...]:
    """Find every criterion's points, in reading order; none in a report that is not about the index."""
    rows = [row for statement in reading.statements for row in _rows(reading, statement)]
    about_index = any(row.score is not None and _INDEX.search(_line_before(reading, row)) for row in rows)
    return tuple(rows) if len(rows) >= _LEAST or about_index else ()


def _line_before(reading: Reading, row: Score) -> str:
    """The line that a row stands in, up to its points."""
    text = reading.report.text
    return text[text.rfind("\n", 0, row.start) + 1 : row.start]


def _lost(statement: Statement, quantity: Quantity) -> bool:
    number = quantity.number
    return number.unit == "point" and (number.sign < 0 or bool(_LOST.search(statement.before(quantity.position))))


def _named(statement: Statement, quantity: Quantity) -> str | None:
    """Which points a number states by the words before it or its column's head: max_score, score or none of them."""
    if quantity.number.fraction is not None:
        return None
    before = statement.before(quantity.position)
    if statement.columns is not None:
        before = statement.text[slice(*statement.columns[quantity.position][0])]
    elif quantity.number.unit != "point":
        return None
    if _MOST.search(before):
        return "max_score"
    return "score" if _REACHED.search(before) else None


def _rows(reading: Reading, statement: Statement) -> list[Score]:
    """The rows of one statement.

    A fraction of points opens one, and so do points named as the most there are or as those reached, and a deduction
    without points before it. Points reached out of nobody knows how many are no row.
    """
    rows: list[Score] = []
    section = reading.report.section_at(statement.start)
    heads = section is not None and section.start <= statement.start < section.heading_end
    opened: dict[str, Any] = {}
    first: Quantity | None = None

    def close() -> None:
        nonlocal opened, first
        if first is not None and ({"score", "max_score"} <= opened.keys() or "deduction" in opened):
            fields = figure_fields(reading, statement, first)
            rows.append(
                Score(
                    criterion=section.marker if section is not None else None,
                    label=section.heading if section is not None and heads else None,
                    **(fields | opened),
                )
            )
        opened, first = {}, None

    for quantity in statement.quantities:
        number = quantity.number
        named = _named(statement, quantity)
        if number.unit == "point" and number.fraction == "numerator" and quantity.partner is not None:
            close()
            opened, first = {"score": number.value, "score_decimals": number.decimals}, quantity
            opened["max_score"] = statement.quantities[quantity.partner].number.value
        elif _lost(statement, quantity):
            if "score" not in opened or "deduction" in opened:
                close()
                first = quantity
            opened |= {"deduction": abs(number.value), "deduction_decimals": number.decimals}
        elif named is not None:
            if named in opened:
                close()
            first = first or quantity
            opened[named] = number.value
            if named == "score":
                opened["score_decimals"] = number.decimals
        elif "score" in opened:
            bare = number.unit is None and statement.before(quantity.position).rstrip().endswith("chỉ số")
            if (number.unit == "percent" or bare) and "percent" not in opened:
                opened |= {"percent": number.value, "percent_decimals": number.decimals}
            elif number.unit == "rank" and number.fraction != "denominator" and "rank" not in opened:
                opened["rank"] = int(number.value)
    close()
    return rows


FAMILY = Family(
    table="scores", description="A row for every criterion of the index with its points", record=Score, find=find_scores
)
