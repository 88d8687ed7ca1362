"""What the sentence before, the lines above and a footnote's anchor say of people or posts."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.cues import find_cues
from extractors.lines import LEAD, PLAIN, leads
from extractors.post_tables import adds_rows
from extractors.posts import Post, category_of
from extractors.report import Report
from extractors.statements import Statement
from patterns.vocabulary import load

_PART_OF_LAST = regex.compile(
    r"\W*(?:trong đó|cụ thể|bao gồm|gồm|cơ cấu|chia ra|trong số"
    r"|(?P<anew>(?:nếu\s)?(?:phân\s)?(?:chia|tính|xét|phân)\s+theo))"
    r"(?!\w)",
    regex.IGNORECASE,
)


def goes_on(statement: Statement) -> bool:
    """Whether a sentence opens with the parts of what the one before counted: "Trong đó: công chức 11"."""
    return _PART_OF_LAST.match(statement.text, statement.start, statement.end) is not None


def handed_down(report: Report, statement: Statement, known: Mapping[int, Mapping[int, Post]]) -> Post | None:
    """What the sentence before ("Trong đó …"), the line above or the footnote's anchor say of a statement's numbers."""
    previous = statement.previous
    if previous is not None and known.get(previous.index) and goes_on(statement):
        return _divided(statement, previous, known[previous.index])
    note = report.footnote_at(statement.start)
    for parent in statement.parents:
        posts = known.get(parent.index)
        if not posts or _led_by_another(statement, parent):
            continue
        if statement.line.in_footnote and not parent.line.in_footnote:
            anchor = note.anchor if note is not None and note.anchor is not None else parent.end
            ahead = [post for position, post in posts.items() if parent.quantities[position].number.end <= anchor]
            return ahead[-1] if ahead else next(iter(posts.values()))
        listed = LEAD < parent.line.rank < statement.line.rank < PLAIN
        if listed or _leads_to(statement, parent.line.start, parent.line.end, parent.line.index):
            wholes = [post for position, post in posts.items() if parent.quantities[position].whole is None]
            return wholes[-1] if wholes else next(iter(posts.values()))
    return None


def _divided(statement: Statement, previous: Statement, posts: Mapping[int, Post]) -> Post:
    """What the parts of a sentence are parts of: the last number before it; what is divided anew is a whole itself."""
    match = _PART_OF_LAST.match(statement.text, statement.start, statement.end)
    if match is not None and match["anew"]:
        wholes = [post for position, post in posts.items() if previous.quantities[position].whole is None]
        return (wholes or list(posts.values()))[-1]
    return list(posts.values())[-1]


def _led_by_another(statement: Statement, parent: Statement) -> bool:
    """Whether the sentence that leads to a statement is not the one with the figures, and says itself of whom."""
    spans = [(a, b) for a, b in statement.leads if parent.end < a < b <= parent.line.end]
    return any(_said(statement, a, b).category is not None for a, b in spans)


def _leads_to(statement: Statement, start: int, end: int, index: int) -> bool:
    """Whether a line that opens a list opens this statement; a whole paragraph further down is no item of the list."""
    line = statement.line
    paragraph = line.rank == PLAIN and statement.columns is None and statement.text[start:end].rstrip().endswith(":")
    paragraph = paragraph and line.index > index + 1 and statement.text[line.start : line.end].rstrip().endswith(".")
    return leads(statement.text, start, end) and not paragraph


def headings(statement: Statement) -> tuple[Post, Post]:
    """What stands above a statement: what leads to it ("Kết quả tuyển dụng:", the sentence before), and headings."""
    leading, everything = Post(), Post()
    same_line = [span for span in statement.leads if span[0] >= statement.line.start]
    above = [span for span in statement.leads if span[0] < statement.line.start]
    if statement.columns is not None and adds_rows(statement):
        # "Tổng cộng" below "2.2 Sự nghiệp khác" adds all the rows
        above = [span for span in above if "\t" not in statement.text[slice(*span)]]
    for start, end in statement.caption:
        everything = merge(everything, _said(statement, start, end))
    for start, end in same_line:
        leading = merge(leading, _said(statement, start, end))
    for (start, end), index in zip(above, statement.line.parents, strict=False):
        said = _said(statement, start, end)
        if statement.text[end : end + 1] == ":" or _leads_to(statement, start, end, index):
            leading = merge(leading, said)
        elif not statement.text[start:end].rstrip().endswith((".", ":")):
            everything = merge(everything, said)
    return leading, everything


def _said(statement: Statement, start: int, end: int) -> Post:
    measures = find_cues(statement.text, start, end, load("staffing_measures"))
    categories = find_cues(statement.text, start, end, load("staffing_categories"))
    return Post(
        measure=measures[0].feature if measures else None,
        category=category_of(frozenset(cue.feature for cue in categories if not cue.weak)),
    )


def merge(first: Post, second: Post) -> Post:
    """The first post, with what it leaves open told by the second."""
    return Post(
        measure=first.measure or second.measure,
        category=first.category or second.category,
        sector=first.sector or second.sector,
    )
