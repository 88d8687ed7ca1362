"""The way of dossiers through an office, as each number of a statement tells it: received, resolved, late, online …"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractors.cues import Cue, find_cues
from extractors.labelling import Labels
from extractors.listed_ways import ACTIONS, CHANNELS, TIMING, Way, close_list, look_ahead
from extractors.statements import Quantity, Statement, labels_of, row_cues
from extractors.way_context import (
    TOPICS,
    Known,
    explains_a_figure,
    features_above,
    way_by_field,
    way_ranked,
    way_repeated,
)
from extractors.way_neighbours import (
    REMAINS,
    WITH,
    aligned_way,
    all_in_term,
    asked_share,
    behind_comma,
    beside_pending_in_term,
    brackets_fraction,
    followed_way,
    goes_on_resolved,
    joined,
    level_of_share,
    over_brackets,
    overdue_now,
    remains,
    sum_of_parts,
    summed,
)
from extractors.way_tables import whole_columns
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
_DOSSIERS = regex.compile(r"(?<!\w)(?:hồ sơ|HS)(?!\w)", regex.IGNORECASE)
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
            and (counted or _DOSSIERS.search(text, max(statement.start, cue.start - 40), cue.start))
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
    if number.fraction is None or statement.columns is not None:
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
    context = features_above(statement, known)
    surveyed = _surveyed(statement)
    labels = summed(statement, over_brackets(statement, labels))
    topic = _topic(statement)
    wholes = whole_columns(statement, labels)
    settled: list[Way] = []
    for quantity, label in zip(statement.quantities, labels, strict=True):
        own = _own(statement, quantity.position, label)
        if quantity.kind == "percent":
            own -= {"average"}  # "bình quân 9 tháng 1,5%" goes on with the rate
            if brackets_fraction(statement, quantity):
                own = settled[-2].own or own
        if own & {"pending", "rest"} and not own & TIMING and all_in_term(statement, quantity):
            own |= {"not_due"}
        if quantity.position in wholes and quantity.kind == "dossier":
            own |= {"to_process"}
        if not own & (ACTIONS | TIMING | CHANNELS):
            own |= asked_share(statement, quantity, settled)
            if quantity.kind == "dossier" and sum_of_parts(statement, quantity.position, labels):
                own |= {"to_process"}
        if (
            topic
            and quantity.number.fraction == "numerator"
            and own <= _UNDER_TOPIC
            and ("online" not in own or "payable" in own)
        ):
            own |= topic
        shared = _shares_bracket(statement, quantity.position)
        if shared and settled[-1].own:
            # "98,9% … đúng hạn (11.342/11.468 hồ sơ)": the numerator is what the percentage is of.
            settled.append(dataclasses.replace(settled[-1], surveyed=False))
            continue
        features = own
        confidence = label.confidence
        whole = settled[quantity.whole].features if quantity.whole is not None else context
        if quantity.whole is None and any("resolve" in way.own for way in settled):
            whole = whole - {"pending", "rest"}  # "Đang giải quyết 17.018, cụ thể: cấp tỉnh đã giải quyết 58.907, …"
        if own & TOPICS and not own & (ACTIONS | TIMING | CHANNELS):
            confidence -= 0.2
        elif not own & (ACTIONS | TIMING | CHANNELS):
            # What the number does not tell: words over a comma, then the number it follows or is a part of.
            repeated = way_repeated(statement, quantity.position, known)
            weak = frozenset(c.feature for c in label.weak if c.start < quantity.number.start) - {"total"}
            followed = followed_way(statement, quantity.position, settled)
            if "total" in own and {"receive", "carried"} <= frozenset().union(*(w.features for w in settled)):
                features = frozenset({"to_process"})
            elif (
                quantity.kind == "dossier"
                and "total" in own
                and followed is not None
                and followed.features & (TIMING | CHANNELS)
            ):
                # "trực tuyến 1.208, trực tiếp 310, tổng cộng 1.518": the sum of its kinds, whatever they are.
                features = followed.features - TIMING - CHANNELS or frozenset(
                    {"receive" if followed.features & CHANNELS else "resolve"}
                )
            elif not own and remains(statement, quantity):
                features = frozenset({"rest"})
            elif repeated is not None and "total" not in own:
                features = repeated.features
                if quantity.number.fraction == "denominator":
                    own = features  # "giải quyết 3.614 hồ sơ …; số hóa 3.320/3.614 hồ sơ": told of it before
            elif weak & (ACTIONS | TIMING | CHANNELS) and "total" not in own:
                features = own | weak
                confidence -= 0.2
            elif quantity.kind == "dossier" and settled and WITH.fullmatch(statement.before(quantity.position)):
                features = settled[-1].features
                confidence -= 0.1
            elif not own and (aligned := aligned_way(statement, quantity, settled)) is not None:
                features = aligned.features  # "tỉnh 31.240 đã trả, đúng hạn 30.915; huyện 54.118, đúng hạn 52.760"
                confidence -= 0.1
            elif followed is not None:
                features = followed.features
                confidence -= 0.1
            elif (
                not own and not explains_a_figure(statement) and (listed := way_by_field(statement, known)) is not None
            ):
                features = listed.features
                confidence -= 0.2
            elif quantity.kind == "dossier" and (ranked := way_ranked(statement, known)) is not None:
                features = ranked.features
                confidence -= 0.2
            elif whole & (ACTIONS | TIMING | CHANNELS | TOPICS):
                features = whole | own
                confidence -= 0.2
            elif level_of_share(statement, quantity) and settled[-1].features:
                features = settled[-1].features
                confidence -= 0.2
            elif (behind := behind_comma(statement, quantity, label)) and "total" not in own:
                features = own | behind  # "3.012 hồ sơ được luân chuyển, tiếp nhận"
                confidence -= 0.3
            else:
                features = own | (label.weak_features & TOPICS)
                confidence -= 0.3
        elif own & ACTIONS == {"aspect"} and not own & TIMING:
            led = frozenset(c.feature for c in label.weak if c.start < quantity.number.start)
            features = own | _given_for(statement, quantity, whole, settled) | (led & _GIVEN)
        elif own <= CHANNELS and settled and joined(statement, quantity, settled[-1]):
            features = own | {"resolve"}  # "trả 186 hồ sơ tại nhà và 12 hồ sơ qua bưu điện"
        elif not own & ACTIONS and own & TIMING:
            # "trong hạn", "quá hạn" of what is pending, or of what was resolved.
            if whole & {"pending", "rest"} and not whole & {"resolve"}:
                features = own | {"pending"}
            elif "late" in own and overdue_now(statement, quantity, settled):
                features = own | {"pending"}  # "hiện tồn 137 hồ sơ, 9 hồ sơ đã quá hạn"
            elif "late" in own and beside_pending_in_term(statement, quantity, settled):
                features = own | {"pending"}  # "đang giải quyết 5.337, trong hạn 5.161, quá hạn 176 hồ sơ"
            elif "in_term" in own and REMAINS.search(statement.before(quantity.position)):
                features = own | {"pending"}  # "hiện còn 104 hồ sơ trong hạn"
            elif "in_term" in own and (whole & {"resolve"} or goes_on_resolved(statement, quantity, settled)):
                features = own | {"resolve"}
        elif own & {"resolve"} and {"late"} & own and whole & {"pending"} and "resolve" not in whole:
            features = (own - {"resolve"}) | {"pending"}
        settled.append(
            Way(
                own=own,
                features=features,
                confidence=round(max(0.1, confidence), 2),
                surveyed=quantity.position in surveyed,
            )
        )
    look_ahead(statement, settled)
    close_list(statement, settled)
    for i, quantity in enumerate(statement.quantities[:-1]):
        # "So với quý I (871 hồ sơ), số tiếp nhận tăng 73": the earlier value is one of what follows.
        alike = statement.quantities[i + 1].kind in (quantity.kind, "percent") and settled[i + 1].own & ACTIONS
        if quantity.compared and i == 0 and not settled[i].own and alike:
            settled[i] = dataclasses.replace(settled[i], features=settled[i + 1].features)
    return tuple(settled)


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
