"""What the numbers beside one in its statement tell of its way: joined, aligned, followed, still open."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import regex

from extractors.cues import Cue
from extractors.labelling import Labels
from extractors.listed_ways import ACTIONS, CHANNELS, TIMING, Way
from extractors.statements import Quantity, Statement

_AND = regex.compile(r"[^,;:.()]*(?<!\w)(?:và|cùng)\s+", regex.IGNORECASE)


# "tiếp nhận tăng 21,4% (từ 38.120 lên 46.278 hồ sơ)"
_FROM_LEVEL = regex.compile(r"\s*(?:%|phần trăm)?[^\d,;.:()]*\(\s*từ\s+", regex.IGNORECASE)


def level_of_share(statement: Statement, quantity: Quantity) -> bool:
    """Whether a count is the level that the percentage before it started from."""
    at = quantity.position
    share = at > 0 and quantity.kind == "dossier" and statement.quantities[at - 1].kind == "percent"
    return share and bool(_FROM_LEVEL.fullmatch(statement.before(at)))


_ALREADY_LATE = regex.compile(r"\s*+(?:hồ sơ|HS)?\s*+(?:đã|đang|bị)\s++(?:trễ|quá|chậm)", regex.IGNORECASE)


def overdue_now(statement: Statement, quantity: Quantity, settled: Sequence[Way]) -> bool:
    """Whether dossiers are said to be late already right behind those that are pending."""
    if statement.columns is not None or not quantity.position or "pending" not in settled[-1].own:
        return False
    open_list = ";" not in statement.before(quantity.position)
    return open_list and bool(_ALREADY_LATE.match(statement.text, quantity.number.end))


def joined(statement: Statement, quantity: Quantity, last: Way) -> bool:
    """Whether "và" alone joins a figure to what was given back, so that one verb holds for both."""
    both = quantity.number.fraction is None and statement.columns is None and quantity.whole is None
    return both and "resolve" in last.own and bool(_AND.fullmatch(statement.before(quantity.position)))


# "giảm 46 hồ sơ ([từ ]121 hồ sơ còn 75 hồ sơ)": the level it fell to, not what is left of the first.
_FROM_LEVEL_DOWN = regex.compile(r"(?<!\w)từ\s+$", regex.IGNORECASE)
# "đã xong 620 hồ sơ, còn 45 hồ sơ": what is left, where nothing else is said of it.
REMAINS = regex.compile(r"(?<!\w)(?<!(?:xuống|giảm|chỉ|vẫn)\s)còn\s+(?:khoảng\s+|hơn\s+|gần\s+)?$", regex.IGNORECASE)


# "còn 83 hồ sơ (trong hạn 80; quá hạn 3)": what is left, by its time.
_IN_PARTS = regex.compile(
    r"\(\s*(?:trong đó|gồm)?\s*:?\s*(?:còn\s+)?(?:trong hạn|chưa đến hạn|trong thời hạn|quá hạn|đã quá hạn)\s*:?",
    regex.IGNORECASE,
)


def remains(statement: Statement, quantity: Quantity) -> bool:
    """Whether dossiers are what is left of those before: "nhận 812, trả 790, còn 22"."""
    if quantity.kind != "dossier" or not quantity.position:
        return False
    if _FROM_LEVEL_DOWN.search(statement.before(quantity.position - 1)):
        return False
    rest = statement.after(quantity.position).strip(" .;,)")
    if rest and not _IN_PARTS.fullmatch(rest):
        return False
    return bool(REMAINS.search(statement.before(quantity.position)))


def over_brackets(statement: Statement, labels: tuple[Labels, ...]) -> tuple[Labels, ...]:
    """What is told behind a bracketed share is told of its count: "8.812/9.140 hồ sơ (96,4%) thanh toán trực tuyến"."""
    found = list(labels)
    for quantity in statement.quantities[1:] if statement.columns is None else ():
        at = quantity.position
        if quantity.number.fraction == "numerator" and statement.quantities[at - 1].kind == "percent":
            _before_bracket(statement, found, at)
        bare = not labels[at - 1].features & (ACTIONS | TIMING | CHANNELS)
        ahead = statement.quantities[at - 1].number.whole_end
        opens = statement.text.rfind("(", ahead, quantity.number.start)
        behind = [c for c in labels[at].own if ahead <= c.start < opens or c.start > quantity.number.end]
        if quantity.kind == "percent" and bare and behind and _BRACKET.fullmatch(statement.before(at)):
            shared = dataclasses.replace(labels[at - 1], own=(*labels[at - 1].own, *behind))
            first = at - 2 if statement.quantities[at - 1].number.fraction == "denominator" else at - 1
            found[first] = shared
    return tuple(found)


def _before_bracket(statement: Statement, found: list[Labels], at: int) -> None:
    """Give a share what stands between it and the fraction in its bracket: "99,2% hồ sơ đúng hạn (1.190/1.200)"."""
    before = statement.before(at)
    if not before.rstrip().endswith("(") or ";" in before:
        return
    share, opens = found[at - 1], statement.text.rfind("(", 0, statement.quantities[at].number.start)
    moved = tuple(c for c in found[at].own if statement.quantities[at - 1].number.end <= c.start < opens)
    if not moved or (share.features & TIMING and {c.feature for c in moved} & TIMING):
        return
    found[at - 1] = dataclasses.replace(share, own=(*share.own, *moved))
    for position in (at, at + 1):
        found[position] = dataclasses.replace(
            found[position], own=tuple(c for c in found[position].own if c not in moved)
        )


# "2.317 hồ sơ, cộng với[ 145 hồ sơ tồn quý trước ]là 2.462 hồ sơ"
_PLUS = regex.compile(
    r"[^\d.;:()]*(?<!\w)(?:(?:cộng|cùng|gộp)\s+(?:với|cả|thêm)|kể\s+cả|tính\s+cả)(?:\s+số)?\s*", regex.IGNORECASE
)
_MAKES = regex.compile(
    r"[\s,)]*(?:thì\s+)?(?:là|thành|có|được|tổng\s+(?:cộng|số)(?:\s+(?:là|có))?|có\s+tổng\s+(?:cộng|số)(?:\s+là)?)\s*",
    regex.IGNORECASE,
)


def summed(statement: Statement, labels: tuple[Labels, ...]) -> tuple[Labels, ...]:
    """What is added to what came in is carried over, and what both make is to be processed."""
    found = list(labels)
    for quantity in statement.quantities[1:-1] if statement.columns is None else ():
        at, text = quantity.position, statement.text
        following = statement.quantities[at + 1]
        if quantity.kind != "dossier" or following.kind != "dossier" or not _PLUS.fullmatch(statement.before(at)):
            continue
        carried = [c for c in (*labels[at].own, *labels[at + 1].own) if c.feature == "carried"]
        if not carried or carried[-1].start < statement.quantities[at - 1].number.end:
            continue
        behind = max(carried[-1].end, quantity.number.whole_end)
        if behind <= following.number.start and _MAKES.fullmatch(text, behind, following.number.start):
            made = Cue(feature="to_process", start=behind, end=following.number.start)
            found[at] = dataclasses.replace(labels[at], own=(carried[-1],))
            kept = tuple(c for c in labels[at + 1].own if c is not carried[-1] and c.feature != "receive")
            found[at + 1] = dataclasses.replace(labels[at + 1], own=(made, *kept))
    return tuple(found)


# "hồ sơ (tương đương 96,4%)"
_BRACKET = regex.compile(r"[^\d,;.:()]{0,40}\(\s*(?:[^\d,;.:()]{0,25}\s)?", regex.IGNORECASE)


def goes_on_resolved(statement: Statement, quantity: Quantity, settled: Sequence[Way]) -> bool:
    """Whether "trong hạn" follows what was resolved: "đã giải quyết: 5.012; trong hạn: 5.005; quá hạn: 7"."""
    followed = followed_way(statement, quantity.position, settled)
    return followed is not None and "resolve" in followed.features and not followed.features & {"pending"}


def beside_pending_in_term(statement: Statement, quantity: Quantity, settled: Sequence[Way]) -> bool:
    """Whether a figure follows what is pending in term: the overdue beside it are pending too.

    In a list that tells one total by its times ("đúng hạn 760, chưa đến hạn 40, trễ hạn 12") the late go with those on
    time, unless late ones were told before or a semicolon stands between.
    """
    followed = followed_way(statement, quantity.position, settled)
    if followed is None or statement.columns is not None or "resolve" in followed.features:
        return False
    if not followed.own & {"in_term", "not_due"}:
        return False
    if "pending" in followed.own and ";" not in statement.before(quantity.position):
        return True  # "đang giải quyết trong hạn 370 hồ sơ, quá hạn 9 hồ sơ"
    for other in reversed(statement.quantities[: quantity.position]):
        told = settled[other.position].features
        if other.kind != "dossier" or told & {"in_term", "not_due"}:
            continue
        between = statement.clauses.between(other.number.end, quantity.number.start)
        if other.whole != quantity.whole or any(d.kind in ("semicolon", "stop") for d in between):
            return True
        return not told & {"on_time", "early"}
    return True


# "có 3.001 hồ sơ (nhận mới 3.000, kỳ trước chuyển qua 01)"
_PARTS = regex.compile(r"\s*+(?:(?:hồ sơ|HS)\s*+)?(?:\(|,?\s*+(?:trong đó|gồm|bao gồm))", regex.IGNORECASE)


def sum_of_parts(statement: Statement, position: int, labels: Sequence[Labels]) -> bool:
    """Whether a count is told by its parts, those received and those carried over: all there is to process."""
    number = statement.quantities[position].number
    if number.fraction is not None or statement.columns is not None or not _PARTS.match(statement.text, number.end):
        return False
    parts = [labels[q.position].features for q in statement.quantities if q.whole == position][:2]
    told = frozenset().union(*parts)
    return len(parts) == 2 and {"receive", "carried"} <= told


def brackets_fraction(statement: Statement, quantity: Quantity) -> bool:
    """Whether a percentage stands in brackets right behind a fraction, whose last words then tell what it is out of.

    "đã số hóa 4.102/4.219 hồ sơ có kết quả (97,23%)": what was digitized, not what was resolved.
    """
    if quantity.kind != "percent" or quantity.position < 2 or statement.columns is not None:
        return False
    before = statement.quantities[quantity.position - 1]
    fraction = before.number.fraction == "denominator" and before.kind == "dossier"
    return fraction and statement.before(quantity.position).rstrip().endswith("(")


# "đang xử lý 349 hồ sơ[, tất cả đều chưa đến hạn]"
_ALL_IN_TERM = regex.compile(
    r"[^,;.:()\d]{0,50}[,(]?\s*(?:và\s+)?"
    r"(?:tất\s+cả|toàn\s+bộ|đều|(?:các|những|số)\s+hồ\s+sơ\s+(?:này|trên|đó))"
    r"(?:\s+(?:hồ\s+sơ|đều|còn|vẫn|đang|thuộc|diện|nằm|trong\s+thời\s+gian)){0,4}\s+"
    r"(?:trong\s+(?:thời\s+)?hạn|(?:chưa|không)\s+(?:đến|tới|quá)\s+hạn|còn\s+hạn)(?!\w)",
    regex.IGNORECASE,
)


def all_in_term(statement: Statement, quantity: Quantity) -> bool:
    """Whether a clause of its own says of pending dossiers that all of them are in term."""
    if statement.columns is not None or quantity.kind != "dossier" or quantity.number.fraction is not None:
        return False
    return _ALL_IN_TERM.match(statement.after(quantity.position)) is not None


def asked_share(statement: Statement, quantity: Quantity, settled: Sequence[Way]) -> frozenset[str]:
    """What a share told before says of a fraction that answers the same: "trực tuyến ở huyện 78%; ở xã 82/90 hồ sơ"."""
    at = quantity.position
    if quantity.number.fraction != "numerator" or not at or statement.columns is not None:
        return frozenset()
    if statement.quantities[at - 1].kind != "percent" or quantity.scope == statement.quantities[at - 1].scope:
        return frozenset()
    return settled[at - 1].own


def aligned_way(statement: Statement, quantity: Quantity, settled: Sequence[Way]) -> Way | None:
    """The way of the figure that opens the clause before, where one behind a semicolon opens with a figure alike.

    Offices list levels, places and fields one like the other and name what they count in the first.
    """
    at = quantity.position
    if not at or quantity.kind != "dossier" or statement.columns is not None or quantity.number.fraction is not None:
        return None
    cuts = [d.start for d in statement.clauses.delimiters if d.kind == "semicolon" and d.start < quantity.number.start]
    if not cuts or statement.quantities[at - 1].number.end > cuts[-1] or statement.clauses.depth(cuts[-1]):
        return None
    floor = cuts[-2] if len(cuts) > 1 else statement.start
    opening = next(q for q in statement.quantities if q.number.start >= floor)
    alone = opening.position == at - 1
    alike = opening.kind == quantity.kind and opening.number.fraction is None and opening.scope != "all"
    return settled[opening.position] if alike and not alone and quantity.scope != "all" else None


def behind_comma(statement: Statement, quantity: Quantity, label: Labels) -> frozenset[str]:
    """What is told of a number behind commas alone."""
    end = quantity.number.end
    reached = [c for c in label.weak if c.start >= end and not regex.search(r"[:;().]", statement.text[end : c.start])]
    return frozenset(cue.feature for cue in reached) & (ACTIONS | TIMING | CHANNELS)


def followed_way(statement: Statement, position: int, settled: Sequence[Way]) -> Way | None:
    """The way of the quantity that this one goes on from: its fraction's, or the one before it of its kind and whole.

    A percentage goes on from the count right before it.
    """
    quantity = statement.quantities[position]
    if quantity.number.fraction == "denominator" and position:
        return settled[position - 1]
    depth = statement.clauses.depth
    for other in reversed(statement.quantities[:position]):
        if quantity.number.unit == "percent" and other.number.unit != "percent":
            return settled[other.position]
        if other.number.fraction == "denominator":
            continue  # the next number goes on from what is a share, not from what it is a share of
        same_depth = depth(other.number.start) == depth(quantity.number.start)
        if other.kind == quantity.kind and (other.whole == quantity.whole or (quantity.whole is None and same_depth)):
            return settled[other.position]
        if quantity.whole == other.position:
            return settled[other.position]
    return None
