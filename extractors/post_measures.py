"""What happened to the people or posts of a number: its verb, the level before and after a change, what lists hand down."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from extractors.cues import find_cues
from extractors.labelling import Labels
from extractors.lines import LEAD, PLAIN, leads
from extractors.posts import Post, category_of
from extractors.report import Report
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# Levels, as opposed to what happened in a period; numbers of one sentence tell of the same people as long as they are levels.
LEVELS = frozenset({"assigned", "present", "vacant", "reserve", "surplus", "planned"})
CUTS = frozenset({"reduced", "added"})
# "tinh giản từ 310 xuống còn 294", "giảm còn 75": what is left, not the cut.
_LEFT = regex.compile(r"(?<!\w)(?:còn|xuống|xuống còn|còn lại|lên|lên thành|từ)\s*$", regex.IGNORECASE)
# "(76 biên chế giảm còn 75 biên chế)": the level before the cut.
_BEFORE_CUT = regex.compile(r"[^\d,;.:()]*(?<!\w)(?:xuống|còn|lên)\s*(?:còn)?\s*$", regex.IGNORECASE)
_PLAN = regex.compile(r"(?<!\w)(?:đến năm|lộ trình|kế hoạch|dự kiến|phấn đấu|mục tiêu)(?!\w)", regex.IGNORECASE)
# "hiện có 12 …", "Công chức: 66 người", "tổng số là 214 người": said to be there.
_THERE = regex.compile(r"(?:(?<!\w)(?:có|là|còn|gồm|với|gồm có)|:)\s*$", regex.IGNORECASE)
_PART_OF_LAST = regex.compile(r"\W*(?:trong đó|cụ thể|bao gồm|gồm|cơ cấu|chia ra|trong số)(?!\w)", regex.IGNORECASE)
_LACKS = regex.compile(
    r"(?<!\w)(?:chưa có|thiếu|chưa bố trí|chưa bổ nhiệm|chưa kiện toàn|khuyết|để trống)(?!\w)", regex.IGNORECASE
)
_RANKS = frozenset({"heads", "deputies", "leaders"})
_VOCABULARY = "staffing_measures"


def lacks_holder(statement: Statement, quantity: Quantity) -> bool:
    """Whether an office is said to lack somebody: "02 phòng còn khuyết", "08 trường chưa có hiệu trưởng"."""
    after = statement.after(quantity.position)
    clause = regex.split(r"[;.:]", after, maxsplit=1)[0]
    match = _LACKS.search(clause)
    if match is None:
        return False
    if "khuyết" in match[0].casefold():
        return True
    ranks = find_cues(clause, match.end(), len(clause), load("staffing_categories"))
    return any(cue.feature in _RANKS for cue in ranks)


def own_measure(statement: Statement, quantity: Quantity, label: Labels) -> str | None:
    """The measure that a number's own clause names: the first verb before it, else the first one after it."""
    before = [cue.feature for cue in label.own if cue.start < quantity.number.start]
    after = [cue.feature for cue in label.own if cue.start >= quantity.number.start]
    ordered = before or after
    if not ordered:
        return None
    specific = [feature for feature in ordered if feature not in ("present", "assigned")]
    return specific[0] if specific else ordered[0]


def level_of_change(statement: Statement, quantity: Quantity, posts: dict[int, Post]) -> str | None:
    """The measure of a number that is a level before or after a change; None where it is none."""
    before = statement.before(quantity.position)
    follows = quantity.position + 1 < len(statement.quantities)
    left = _LEFT.search(before)
    moved = any(post.measure in CUTS or post.measure == "planned" for post in posts.values())
    change = _names_change(before)
    compared = quantity.compared and moved
    began = follows and quantity.kind == "post" and _BEFORE_CUT.fullmatch(statement.after(quantity.position))
    if not (compared or began or (left and (quantity.kind == "post" or moved or change))):
        return None
    if left and _PLAN.search(before):
        return "planned"
    known = [post.measure for post in posts.values() if post.measure in ("assigned", "present")]
    return known[-1] if known else ("assigned" if quantity.kind in ("post", None) else "present")


def _names_change(text: str) -> bool:
    return any(cue.feature in CUTS for cue in find_cues(text, 0, len(text), load(_VOCABULARY)))


def default_measure(statement: Statement, quantity: Quantity, category: str | None) -> str | None:
    """Posts without a verb are assigned ones; people who are only said to be there, or told by a heading, are present."""
    if quantity.kind == "post":
        return "assigned"
    before = statement.before(quantity.position)
    if category is None:
        return None
    if _THERE.search(before):
        return "present"
    cues = find_cues(before, 0, len(before), load("staffing_categories"))
    return "present" if cues and regex.fullmatch(r"[^,;.]*", before[cues[-1].end :]) else None


def handed_down(report: Report, statement: Statement, known: Mapping[int, Mapping[int, Post]]) -> Post | None:
    """What the sentence before ("Trong đó …"), the line above or the footnote's anchor say of this statement's numbers."""
    previous = statement.previous
    if previous is not None and known.get(previous.index):
        if _PART_OF_LAST.match(statement.text, statement.start, statement.end):
            return list(known[previous.index].values())[-1]
    note = report.footnote_at(statement.start)
    for parent in statement.parents:
        posts = known.get(parent.index)
        if not posts:
            continue
        if statement.line.in_footnote and not parent.line.in_footnote:
            anchor = note.anchor if note is not None and note.anchor is not None else parent.end
            ahead = [post for position, post in posts.items() if parent.quantities[position].number.end <= anchor]
            return ahead[-1] if ahead else next(iter(posts.values()))
        listed = LEAD < parent.line.rank < statement.line.rank < PLAIN
        if listed or leads(statement.text, parent.line.start, parent.line.end):
            wholes = [post for position, post in posts.items() if parent.quantities[position].whole is None]
            return wholes[-1] if wholes else next(iter(posts.values()))
    return None


def headings(statement: Statement) -> tuple[Post, Post]:
    """What stands above a statement: what leads to it ("Kết quả tuyển dụng:", the sentence before), and everything."""
    leading, everything = Post(), Post()
    for start, end in statement.leads:
        measures = find_cues(statement.text, start, end, load(_VOCABULARY))
        categories = find_cues(statement.text, start, end, load("staffing_categories"))
        said = Post(
            measure=measures[0].feature if measures else None,
            category=category_of(frozenset(cue.feature for cue in categories)),
        )
        if start >= statement.line.start or statement.text[end : end + 1] == ":" or leads(statement.text, start, end):
            leading = merge(leading, said)
        everything = merge(everything, said)
    return leading, everything


def merge(first: Post, second: Post) -> Post:
    """The first post, with what it leaves open told by the second."""
    return Post(
        measure=first.measure or second.measure,
        category=first.category or second.category,
        sector=first.sector or second.sector,
    )
