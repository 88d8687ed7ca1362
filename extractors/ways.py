"""The way of dossiers through an office, as each number of a statement tells it: received, resolved, late, online …"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractors.cues import Cue, find_cues
from extractors.kinds import DOSSIERS
from extractors.labelling import Labels
from extractors.listed_ways import ACTIONS, CHANNELS, TIMING, Way, close_list, look_ahead
from extractors.statements import Quantity, Statement, labels_of, row_cues
from extractors.untold_ways import WAYS, Taken, Told, take_way, words_before
from extractors.way_context import TOPICS, Known, features_above, with_base_told, without_doers
from extractors.way_neighbours import (
    REMAINS,
    all_in_term,
    asked_share,
    beside_pending_in_term,
    brackets_fraction,
    followed_way,
    goes_on_resolved,
    joined,
    over_brackets,
    overdue_now,
    sum_of_parts,
    summed,
)
from extractors.way_tables import step_above, whole_columns, without_row_total
from patterns.vocabulary import Vocabulary, load

# What the larger number of a fraction is where another role leads the clause.
_BASES = frozenset({"receive", "payable"})


# What the vocabulary's cues speak of.
_KINDS: frozenset[str | None] = frozenset({"dossier", "percent", "percentage_point", None})


# Asked for every cut between two numbers, of the same few sets.
@lru_cache(maxsize=1024)
def excludes(features: frozenset[str]) -> bool:
    """Whether no number can be all of these."""
    timing = features & TIMING
    actions = features & {"resolve", "pending", "returned", "cancelled", "carried", "payable"}
    if {"pending", "carried"} <= actions:
        actions -= {"pending"}  # "nhận bàn giao 65 hồ sơ chưa giải quyết xong": what is carried over was pending
    if {"carried", "receive"} <= features and "total" not in features:
        return True  # "67 hồ sơ kỳ trước chuyển qua, nhận mới 7.518 hồ sơ"
    return len(timing) > 1 or len(actions) > 1 or {"online", "direct"} <= features or {"on_time", "pending"} <= features


# Counts and rates are found one after the other, from the same statements.
@lru_cache(maxsize=1)
def read_ways(statements: tuple[Statement, ...]) -> tuple[tuple[Statement, tuple[Way, ...]], ...]:
    """Every statement with the ways of its quantities, dossiers or not (a rate takes its way from the same words)."""
    vocabulary = load("dossier_cues")
    known: Known = {}
    for statement in statements:
        cues = _of_row(statement, vocabulary) if statement.columns is not None else statement.cues(vocabulary)
        labels = labels_of(statement, _apart(statement, _spelled_out(statement, cues)), excludes, _KINDS)
        ways = _settle(statement, labels, known)
        known[statement.index] = (statement, ways)
    return tuple(known.values())


# "Mức 3", "Mức độ 4" at the head of a row: dossiers of such services, whichever way they came.
_SERVICE_LEVEL = regex.compile(r"(?:hồ sơ\s+|dịch vụ công\s+)?mức(?: độ)? \d(?:, ?\d)*", regex.IGNORECASE)


def _of_row(statement: Statement, vocabulary: Vocabulary) -> tuple[Cue, ...]:
    """The cues of a table row's heads, but for the level of services that its own head names."""
    text = statement.text
    return tuple(
        cue
        for cue in row_cues(statement, vocabulary)
        if cue.start < statement.start or not _SERVICE_LEVEL.fullmatch(text, cue.start, cue.end)
    )


# "ĐH: 429; QH: 2" where dossiers are counted; elsewhere ĐH is a degree and TN a place or a name.
_ABBREVIATION = regex.compile(r"[bcdđghklmnpqrstvx]{2,4}", regex.IGNORECASE)


def _spelled_out(statement: Statement, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """The cues without bare abbreviations, but for those in capitals where dossiers are counted or named before."""
    text, counted = statement.text, any(quantity.kind == "dossier" for quantity in statement.quantities)
    return tuple(
        cue
        for cue in cues
        if not _ABBREVIATION.fullmatch(text, cue.start, cue.end)
        or (
            text[cue.start : cue.end].isupper()
            and (counted or DOSSIERS.search(text, max(statement.start, cue.start - 40), cue.start))
        )
    )


# "1.760[ trước hạn, đúng hạn ]1.820": early and on time together are one cue, unless each touches a number of its own.
_EARLY_AND_ON_TIME = regex.compile(r"(?P<early>(?:trước|sớm) hạn),\s(?P<on_time>đúng hạn)", regex.IGNORECASE)


def _apart(statement: Statement, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    if statement.columns is not None:
        return cues
    found: list[Cue] = []
    for cue in cues:
        both = _EARLY_AND_ON_TIME.fullmatch(statement.text, cue.start, cue.end) if cue.feature == "on_time" else None
        ends = [n.whole_end for n in statement.numbers if n.whole_end <= cue.start]
        starts = [n.start for n in statement.numbers if n.start >= cue.end]
        touches = bool(ends and starts) and not statement.text[ends[-1] : cue.start].strip()
        if both is not None and touches and not statement.text[cue.end : starts[0]].strip(" :là"):
            found += [Cue(feature=name, start=both.start(name), end=both.end(name)) for name in ("early", "on_time")]
        else:
            found.append(cue)
    return tuple(found)


_LATE_OF = regex.compile(
    r"\s*(?:hồ sơ\s+)?(?:bị\s+)?(?:trễ hạn|quá hạn|trễ hẹn)\s+(?:đã\s+)?(?:có|được|phải|thực hiện|gửi)(?!\w)",
    regex.IGNORECASE,
)


_AMONG_WHAT = frozenset({"receive", "resolve", "total"})
_AMONG = regex.compile(r"(?<!\w)trong\s+(?:tổng\s+)?số(?!\w)[^,;:.()\d]*\s(?:có|thì)\s*$", regex.IGNORECASE)


def _own(statement: Statement, position: int, label: Labels) -> frozenset[str]:
    """The features told beside one number; of a fraction, what stands before it is the numerator's.

    "giải quyết 90/95 hồ sơ tiếp nhận": resolved 90 of 95 received; "82/95 hồ sơ nộp trực tuyến": 82 were.
    """
    number = statement.quantities[position].number
    if statement.columns is not None:
        return without_row_total(statement, label)
    if number.fraction is None:
        return _handed_over(statement, position, label)
    before = frozenset(cue.feature for cue in label.own if cue.end <= number.start)
    after = label.features - before
    if before and before <= _AMONG_WHAT and after & (CHANNELS | TIMING) and _AMONG.search(statement.before(position)):
        # "trong tổng số tiếp nhận có 820/940 hồ sơ nộp trực tuyến": what they are out of is the denominator's
        return after if number.fraction == "numerator" else before
    told = bool(before & (ACTIONS | TIMING | CHANNELS))
    if not told and _LATE_OF.match(statement.text, number.whole_end):
        return frozenset({"late"})  # "201/377 hồ sơ trễ hạn có văn bản xin lỗi"
    topic = {cue.feature for cue in label.weak if cue.end <= number.start} & (ACTIONS | TIMING)
    if number.fraction == "numerator" and not told and topic and after <= _BASES:
        return frozenset()  # "thanh toán trực tuyến: cấp tỉnh 20/30 hồ sơ phải nộp phí": the opening's, not the base's
    if number.fraction == "numerator" and "resolve" in before and not before & TIMING:
        before |= after & {"on_time", "early"}  # "giải quyết 1.190/1.200 hồ sơ đúng hạn"
    if number.fraction == "numerator":
        return before if told else before | after
    told = told or _shares_bracket(statement, position - 1)
    if "payable" in after:
        return frozenset(
            {"payable"}
        )  # "7.410/9.026 hồ sơ phát sinh phí được thanh toán trực tuyến": paid are the 7.410
    if told and after & {"receive", "resolve", "due", "to_process", "carried"}:
        return after
    if label.features & {"paid_online", "digitized"}:
        return after & CHANNELS
    return frozenset()


# "bàn giao 310 hồ sơ cho xã mới": who hands over has not resolved them; who "nhận bàn giao" carries them on.
_HANDED = regex.compile(r"(?<!nhận )(?<!\w)bàn giao$", regex.IGNORECASE)
_HANDED_TO = regex.compile(
    r"\s*(?:còn\s+)?(?:dở dang\s+|đang giải quyết\s+)?(?:lại\s+)?(?:cho|sang|về|tới)\s", regex.IGNORECASE
)


def _handed_over(statement: Statement, position: int, label: Labels) -> frozenset[str]:
    number = statement.quantities[position].number
    given = [c for c in label.own if c.feature == "carried" and _HANDED.search(statement.text[: c.end][-9:])]
    if given and given[-1].end <= number.start and _HANDED_TO.match(statement.text, number.whole_end):
        return (label.features - {"carried"}) | {"pending"}
    return label.features


def _shares_bracket(statement: Statement, position: int) -> bool:
    """Whether a numerator opens the bracket behind a percentage."""
    quantities = statement.quantities
    if position == 0 or quantities[position].number.fraction != "numerator" or statement.columns is not None:
        return False
    return quantities[position - 1].kind == "percent" and statement.before(position).rstrip().endswith("(")


def _settle(statement: Statement, labels: tuple[Labels, ...], known: Known) -> tuple[Way, ...]:
    """The way of every number, in reading order: what stands beside it, completed by what was settled before it."""
    context = features_above(statement, known)
    surveyed = _surveyed(statement)
    labels = summed(statement, over_brackets(statement, labels))
    labels = with_base_told(statement, without_doers(statement, labels))
    topic = _topic(statement)
    wholes = whole_columns(statement, labels)
    settled: list[Way] = []
    for quantity, label in zip(statement.quantities, labels, strict=True):
        own = _told_beside(statement, quantity, labels, settled)
        if statement.columns is not None and own & TIMING and not own & ACTIONS:
            own |= step_above(statement, label, known)
        if quantity.position in wholes and quantity.kind == "dossier":
            own |= {"to_process"}
        if topic and _under_topic(quantity, own):
            own |= topic
        if _shares_bracket(statement, quantity.position) and settled[-1].own:
            # "98,9% … đúng hạn (11.342/11.468 hồ sơ)": the numerator is what the percentage is of.
            settled.append(dataclasses.replace(settled[-1], surveyed=False))
            continue
        whole = _whole_of(quantity, settled, context)
        told = Told(
            statement=statement, quantity=quantity, label=label, own=own, whole=whole, settled=settled, known=known
        )
        taken = _complete(told)
        settled.append(
            Way(
                own=taken.features if taken.own else own,
                features=taken.features,
                confidence=round(max(0.1, label.confidence - taken.loss), 2),
                surveyed=quantity.position in surveyed,
            )
        )
    look_ahead(statement, settled)
    close_list(statement, settled)
    _compare_with_next(statement, settled)
    return tuple(settled)


def _told_beside(
    statement: Statement, quantity: Quantity, labels: tuple[Labels, ...], settled: Sequence[Way]
) -> frozenset[str]:
    """What the words beside a number say of it, with what a share or a sum is asked of."""
    own = _own(statement, quantity.position, labels[quantity.position])
    if quantity.kind == "percent":
        own -= {"average"}  # "bình quân 9 tháng 1,5%" goes on with the rate
        if brackets_fraction(statement, quantity):
            own = settled[-2].own or own
    if own & {"pending", "rest"} and not own & TIMING and all_in_term(statement, quantity):
        own |= {"not_due"}
    if not own & WAYS:
        own |= asked_share(statement, quantity, settled)
        if quantity.kind == "dossier" and sum_of_parts(statement, quantity.position, labels):
            own |= {"to_process"}
    return own


def _under_topic(quantity: Quantity, own: frozenset[str]) -> bool:
    """Whether what the words before the colon name is done to these papers too."""
    told = quantity.number.fraction == "numerator" and own <= _UNDER_TOPIC
    return told and ("online" not in own or "payable" in own)


def _whole_of(quantity: Quantity, settled: Sequence[Way], context: frozenset[str]) -> frozenset[str]:
    """What a number's whole is of; without one, what the lines above speak of."""
    if quantity.whole is not None:
        return settled[quantity.whole].features
    if any("resolve" in way.own for way in settled):
        return context - {"pending", "rest"}  # "Đang giải quyết 17.018, cụ thể: cấp tỉnh đã giải quyết 58.907, …"
    return context


def _complete(told: Told) -> Taken:
    """The whole way of a number from what is told beside it."""
    own = told.own
    if not own & WAYS:
        return Taken(own, 0.2) if own & TOPICS else take_way(told)
    if own & ACTIONS == {"aspect"} and not own & TIMING:
        given = _given_for(told.statement, told.quantity, told.whole, told.settled)
        return Taken(own | given | (words_before(told) & _GIVEN))
    if own <= CHANNELS and told.settled and joined(told.statement, told.quantity, told.settled[-1]):
        return Taken(own | {"resolve"})  # "trả 186 hồ sơ tại nhà và 12 hồ sơ qua bưu điện"
    if not own & ACTIONS and own & TIMING:
        return Taken(own | _timed(told))
    if "resolve" in own and "late" in own and "pending" in told.whole and "resolve" not in told.whole:
        return Taken((own - {"resolve"}) | {"pending"})
    return Taken(own)


_PENDING, _RESOLVED, _NEITHER = frozenset({"pending"}), frozenset({"resolve"}), frozenset[str]()


def _timed(told: Told) -> frozenset[str]:
    """Whether "trong hạn", "quá hạn" are told of what is pending or of what was resolved."""
    statement, quantity, own, settled = told.statement, told.quantity, told.own, told.settled
    if told.whole & {"pending", "rest"} and "resolve" not in told.whole:
        return _PENDING
    if "late" in own and overdue_now(statement, quantity, settled):
        return _PENDING  # "hiện tồn 137 hồ sơ, 9 hồ sơ đã quá hạn"
    if "late" in own and beside_pending_in_term(statement, quantity, settled):
        return _PENDING  # "đang giải quyết 5.337, trong hạn 5.161, quá hạn 176 hồ sơ"
    if "in_term" in own and REMAINS.search(statement.before(quantity.position)):
        return _PENDING  # "hiện còn 104 hồ sơ trong hạn"
    if "in_term" in own and ("resolve" in told.whole or goes_on_resolved(statement, quantity, settled)):
        return _RESOLVED
    return _NEITHER


def _compare_with_next(statement: Statement, settled: list[Way]) -> None:
    """ "So với quý I (871 hồ sơ), số tiếp nhận tăng 73": the earlier value is one of what follows."""
    if len(settled) < 2:
        return
    first, second = statement.quantities[:2]
    alike = second.kind in (first.kind, "percent") and settled[1].own & ACTIONS
    if first.compared and not settled[0].own and alike:
        settled[0] = dataclasses.replace(settled[0], features=settled[1].features)


_ANSWERS = frozenset({"satisfied", "dissatisfied"})


def _surveyed(statement: Statement) -> frozenset[int]:
    """The positions of the quantities that tell how many were satisfied, or were not."""
    vocabulary = load("rate_cues")
    cues = row_cues(statement, vocabulary) if statement.columns is not None else statement.cues(vocabulary)
    if not any(cue.feature in _ANSWERS for cue in cues):
        return frozenset()
    labels = labels_of(statement, cues)
    return frozenset(position for position, label in enumerate(labels) if label.features & _ANSWERS)


# What is done to papers, told once before a colon: "Số hóa: thành phần hồ sơ khi tiếp nhận 8.450/9.012 hồ sơ".
_TOPICAL = frozenset({"digitized", "paid_online"})
_UNDER_TOPIC = frozenset({"receive", "resolve", "about_receive", "about_resolve", "payable", "online", "total"})


def _topic(statement: Statement) -> frozenset[str]:
    """What the words before a statement's colon, else the line it stands under, say is done to the papers counted."""
    if statement.columns is not None or not any(q.number.fraction for q in statement.quantities):
        return frozenset()
    colon = statement.text.find(":", statement.start, statement.quantities[0].number.start)
    spans = [(statement.start, colon)] if colon > 0 else []
    for start, end in (*spans, *statement.leads[:1]):
        told = {cue.feature for cue in find_cues(statement.text, start, end, load("dossier_cues"))}
        if told & _TOPICAL and told <= _TOPICAL | TOPICS | {"total"}:
            return frozenset(told & _TOPICAL)
    return frozenset()


# What a reason is given for.
_GIVEN = frozenset({"returned", "cancelled"})


def _given_for(
    statement: Statement, quantity: Quantity, whole: frozenset[str], settled: Sequence[Way]
) -> frozenset[str]:
    """What a property is the reason of: "trả lại 30 hồ sơ, gồm 21 hồ sơ thiếu thành phần, 09 hồ sơ sai thẩm quyền"."""
    if quantity.whole is not None:
        return whole
    followed = followed_way(statement, quantity.position, settled)
    marks = statement.clauses.between(statement.quantities[quantity.position - 1].number.end, quantity.number.start)
    listed = followed is not None and all(d.kind in ("comma", "and") for d in marks)
    return followed.features & _GIVEN if followed is not None and listed else frozenset()
