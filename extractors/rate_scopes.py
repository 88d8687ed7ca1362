"""Whose a percentage is by the rates and places around it: clauses of their own, places that reach, bare columns."""

from __future__ import annotations

import itertools

import regex

from extractors.cues import Cue
from extractors.kinds import DOSSIERS_OR_PROCEDURES
from extractors.leftovers import leftover_words
from extractors.office_levels import COMMUNES, DISTRICTS, level_of
from extractors.rate_subjects import tells_of_reaching
from extractors.statements import Quantity, Statement

# "…; [mức độ hài lòng] đạt 94%", "…; [tỷ lệ số hóa] 80%": a rate by its name; "tỷ lệ này", "tỷ lệ đạt" name none.
_NAMED = regex.compile(
    r"(?<!\w)(?:tỷ lệ|tỉ lệ|mức độ|chỉ số)\s(?!(?:đạt|là|chiếm|này|đó|trên|chung|cao|thấp|bằng|tương ứng)(?!\w))",
    regex.IGNORECASE,
)
# "đúng hạn 98,7%; trễ hạn 1,3%": shares of one whole.
_TIMED = regex.compile(r"(?<!\w)(?:đúng|trước|sớm|trễ|quá|chậm)\s+(?:hạn|hẹn)(?!\w)", regex.IGNORECASE)


def opens_clause(statement: Statement, quantity: Quantity, last: Cue | None) -> bool:
    """Whether a figure behind a percentage and a semicolon is of its own, and the level told last was that one's.

    "Tỷ lệ trễ hạn của cấp huyện 1%; mức độ hài lòng đạt 94%": the level stands inside the first clause. One that opens
    the sentence, or heads it with a colon, holds for all that follows.
    """
    if last is None or statement.columns is not None or not quantity.position:
        return False
    before = statement.quantities[quantity.position - 1]
    cuts = [mark for mark in statement.partings(quantity.position) if statement.text[mark.start] == ";"]
    if before.kind != "percent" or not cuts or last.start > cuts[-1].start or quantity.compared:
        return False
    if _heads(statement, last):
        return False
    floor = cuts[-1].end
    if quantity.kind != "percent":
        # "Tỷ lệ văn bản ký số của cấp xã 97%; có 6.210 hồ sơ …"
        clause = statement.text[statement.start : floor]
        return (
            quantity.kind == "dossier" and "văn bản" in clause.casefold() and not DOSSIERS_OR_PROCEDURES.search(clause)
        )
    named = _NAMED.search(statement.text, floor, quantity.number.start) is not None
    words = leftover_words(statement, floor, quantity.number.start)
    if words and not named:
        words += leftover_words(statement, quantity.number.whole_end, _clause_end(statement, quantity))
    if not named and words < 3:
        return False
    return not (
        _TIMED.search(statement.text, floor, quantity.number.start)
        and _TIMED.search(statement.text, statement.start, before.number.start)
    )


# "kiểm tra tại 06 đơn vị gồm: Phòng Nội vụ và UBND các xã …, đạt 60%[ kế hoạch năm]"
_INSPECTED = regex.compile(
    r"(?<!\w)kiểm tra(?!\w)[^.;]*?\d\s*(?:đơn vị|cơ quan|phòng|địa phương|xã|phường)[^.;]*?(?:gồm|là|như|\(|:)[^.;]*$",
    regex.IGNORECASE,
)
_OF_PLAN = regex.compile(
    r"\s*+(?:%\s*+)?(?:so với\s+|của\s+)?(?:kế hoạch|chỉ tiêu|số (?:cơ quan|đơn vị))(?!\w)", regex.IGNORECASE
)


def is_share_of_inspections(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage is of the plan of inspections, behind the names of those that were inspected."""
    if statement.columns is not None or quantity.kind != "percent" or not quantity.position:
        return False
    if not _OF_PLAN.match(statement.text, quantity.number.end, statement.end):
        return False
    return _INSPECTED.search(statement.text, statement.start, quantity.number.start) is not None


def _clause_end(statement: Statement, quantity: Quantity) -> int:
    """Where the next mark or figure ends a percentage's clause."""
    start = quantity.number.whole_end
    marks = (mark.start for mark in statement.clauses.delimiters if mark.start >= start and mark.kind != "and")
    return min(next(marks, statement.end), start + len(statement.after(quantity.position)))


_FRONT = regex.compile(r"[\s\-–+•*]*(?:[^,;:.()]{0,50},\s*)?(?:(?:tại|ở|đối với|riêng)\s+)?", regex.IGNORECASE)


def _heads(statement: Statement, cue: Cue) -> bool:
    """Whether a cue opens its statement, or a colon parts it from the first figure behind it."""
    if _FRONT.fullmatch(statement.text, statement.start, cue.start):
        return True
    first = next((n.start for n in statement.numbers if n.start >= cue.end), cue.end)
    return ":" in statement.text[cue.end : first]


# "12/15 xã, phường [đạt tỷ lệ ký số từ] 95% trở lên", "06 xã còn lại [đạt dưới] 50%"
_LEAST = regex.compile(r"(?<!\w)(?:từ|trên|dưới|hơn|tối thiểu|ít nhất|chưa đến)\s+$", regex.IGNORECASE)
_OR_MORE = regex.compile(r"\s*(?:trở lên|trở xuống)(?!\w)", regex.IGNORECASE)
_RATE_REACHED = regex.compile(r"\s*(?:đều\s|cùng\s|đã\s)*đạt\s(?:tỷ lệ|tỉ lệ|mức độ)\s", regex.IGNORECASE)
_REACHES = regex.compile(r"\s*(?:đều\s|cùng\s|đã\s)*(?:đạt|có)\s+", regex.IGNORECASE)
_OF_DOSSIERS = regex.compile(r"\s*+(?:%\s*+)?(?:số\s)?(?:hồ sơ|TTHC|thủ tục|văn bản)(?!\w)", regex.IGNORECASE)
_LEVELS = frozenset({"commune", "district"})


def level_that_reaches(statement: Statement, quantity: Quantity) -> str | None:
    """The level of the counted places that reach a value: "12/15 xã đạt từ 95% trở lên"; None where none do."""
    if statement.columns is not None or quantity.kind != "percent" or not quantity.position:
        return None
    places = statement.quantities[quantity.position - 1]
    between = statement.text[places.number.whole_end : quantity.number.start]
    if places.kind not in _LEVELS or not tells_of_reaching(between) or regex.search("[;.:(]", between):
        return None
    joined = quantity.position > 1 and statement.before(
        places.partner if places.partner is not None else places.position
    )
    if joined and regex.search(r"(?:sở|ngành|huyện|xã|phường|phòng|thành phố)\s+và\s+$", joined):
        return None  # "18/20 sở, ngành và 9/11 huyện đạt trên 95%": several levels
    bounded = _LEAST.search(between) or _OR_MORE.match(statement.after(quantity.position))
    # "03 xã đạt tỷ lệ hài lòng 100%", but "kiểm tra 05 xã đạt 53% kế hoạch"
    rate = _RATE_REACHED.match(between) and leftover_words(statement, places.number.whole_end, quantity.number.start)
    # "07 xã đạt 100% hồ sơ đúng hạn"
    whole = _REACHES.fullmatch(between) and _OF_DOSSIERS.match(statement.text, quantity.number.end, statement.end)
    return places.kind if bounded or rate or whole else None


# A head of columns: "Cấp huyện", "UBND các xã", "Toàn tỉnh".
_HEAD = regex.compile(
    rf"""(?<!\w)(?:(?:UBND|khối|cấp)\s+)?(?:(?P<all>toàn\s(?:tỉnh|huyện|quận|thị\sxã|thành\sphố)|chung|tổng(?:\scộng)?)
    |(?P<province>tỉnh|sở,?\sngành)|{DISTRICTS}|{COMMUNES})(?!\w)""",
    regex.VERBOSE | regex.IGNORECASE,
)
_FIGURE = regex.compile(r"\d[\d.,]*%?")
_MOST_ROWS = 20
_LONGEST_ROW = 200


def levels_above(statement: Statement) -> tuple[str, ...] | None:
    """The levels that head the figures of a row whose cells only blanks part, one a figure; None of any other line.

    "Chỉ tiêu Cấp huyện Cấp xã" over "Tỷ lệ đúng hạn 98,1% 99,2%".
    """
    if statement.columns is not None or len(statement.quantities) < 2:
        return None
    text, line = statement.text, statement.line
    parted = (text[a.whole_end : b.start] for a, b in itertools.pairwise(statement.numbers))
    if any(words.strip() for words in parted):
        return None
    figures = _figures(text, line.start, line.end)
    if figures != len(statement.quantities):
        return None
    end = line.start - 1
    for _ in range(_MOST_ROWS):
        start = text.rfind("\n", 0, max(end, 0)) + 1
        if end <= start:
            return None
        if _figures(text, start, end) != figures:
            levels = _levels_at_the_end(text, start, end)
            return levels if len(levels) == figures == len(set(levels)) else None
        end = start - 1
    return None


def _levels_at_the_end(text: str, start: int, end: int) -> tuple[str, ...]:
    """The levels that close a line, with blanks alone between and behind them."""
    levels: list[str] = []
    if end - start >= _LONGEST_ROW:
        return ()
    for match in reversed(list(_HEAD.finditer(text, start, end))):
        if text[match.end() : end].strip():
            break
        levels.insert(0, "all" if match["all"] else level_of(match))
        end = match.start()
    return tuple(levels) if regex.search(r"\p{L}", text[start:end]) else ()


def _figures(text: str, start: int, end: int) -> int:
    """How many figures close a line that words open, with blanks alone between them."""
    cells = text[start:end].split() if end - start < _LONGEST_ROW else []
    words = [i for i, cell in enumerate(cells) if cell != "%" and not _FIGURE.fullmatch(cell)]
    return sum(cell != "%" for cell in cells[words[-1] + 1 :]) if words else 0
