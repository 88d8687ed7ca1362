"""What the others of a list make of a count of procedures: the rest of it, the whole of it, an answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from extractors.labelling import Labels
from extractors.procedure_scopes import LEVELS
from extractors.respectively import answering
from extractors.statements import Quantity, Statement

_ONLINE = frozenset({"online_full", "online_partial", "online_levels_3_4"})
_BY_SERVICE = _ONLINE | {"other_levels"}
_NOUN = r"(?:\s*(?:TTHC|thủ tục(?: hành chính)?|dịch vụ(?: công)?|DVC))?"
# "55 TTHC[ khác]", "60 thủ tục[ nộp hồ sơ giấy]", "[chưa đưa lên môi trường trực tuyến]": neither full nor partial.
_REST_BEHIND = regex.compile(
    _NOUN
    + r"""\s+(?:(?:thì|được|phải|vẫn|còn|hiện|là|ở|thuộc)\s+){0,2}
    (?:khác|còn\ lại
    |(?:(?:thực\ hiện|giải\ quyết|tiếp\ nhận|nộp|nhận|làm|cung\ cấp)\s+)?(?:hồ\ sơ\s+)?
        (?:theo\ (?:hình\ thức|cách|phương\ thức)\ |bằng\ |bản\ |dưới\ dạng\ )?
        (?:trực\ tiếp|hồ\ sơ\ giấy|giấy|bản\ giấy|truyền\ thống)
    |(?:chưa|không)[^,;.:()\d]*?(?:trực\ tuyến|qua\ mạng|môi\ trường\ (?:mạng|điện\ tử)|DVCTT|toàn\ trình|một\ phần))
    (?!\w)""",
    regex.IGNORECASE | regex.VERBOSE,
)
# "[khác ]33", "[, các TTHC khác: ]33"
_REST_BEFORE = regex.compile(
    r"(?:[,;:(]|(?<!\w)(?:và|còn)(?!\w))\s{0,2}(?:(?:các|số|những|còn)\s)?"
    r"(?:(?:mức|mức độ|loại|TTHC|thủ tục|dịch vụ)\s)?"
    r"(?:khác|nộp trực tiếp|trực tiếp|hồ sơ giấy)\s{0,2}(?:là|:|có|gồm)?\s{0,2}$",
    regex.IGNORECASE,
)
_LAST_LISTED = 3  # a list of levels of service is no longer


def rest_of_services(statement: Statement, quantity: Quantity, metrics: Sequence[str | None]) -> str | None:
    """What a list of full and partial services leaves: "176 toàn trình, 121 một phần, 55 TTHC khác"."""
    if statement.columns is not None or not quantity.position:
        return None
    listed = {metrics[q.position] for q in _siblings(statement, quantity)[-_LAST_LISTED:]}
    if not listed & _ONLINE:
        return None
    behind = _REST_BEHIND.match(statement.after(quantity.position))
    return "other_levels" if behind or _REST_BEFORE.search(statement.before(quantity.position)) else None


def rests_elsewhere(
    statement: Statement, label: Labels, metrics: Sequence[str | None], known: Mapping[int, Sequence[str | None]]
) -> bool:
    """Whether "còn lại" is the rest of something else than services: "189 TTHC qua một cửa, còn lại 26 TTHC"."""
    if statement.columns is not None:
        return False
    rest = [c for c in label.own if c.feature == "other_levels"]
    if any(statement.text[c.start : c.end].casefold() != "còn lại" for c in rest):
        return False
    near = [*metrics, *(m for back in range(1, 5) for m in known.get(statement.index - back, ()))]
    told = {metric for metric in metrics if metric is not None} - {"total"}
    return bool(told) and not set(near) & _BY_SERVICE


def _siblings(statement: Statement, quantity: Quantity) -> list[Quantity]:
    """The procedures before a number that are parts of the same whole."""
    before = statement.quantities[: quantity.position]
    return [q for q in before if q.kind == "procedure" and q.whole == quantity.whole]


def answers_within(statement: Statement, quantity: Quantity, metrics: Sequence[str | None]) -> str | None:
    """The metric that a number answers in a list of the same sentence, told of another level before it.

    "cấp huyện 318 (142 toàn trình, 97 một phần, 79 còn lại); cấp xã 147 (tương ứng là 61, 40 và 46)".
    """
    if statement.columns is not None:
        return None
    for run in answering(statement.text, statement.start, statement.end, statement.numbers):
        if quantity.position not in run:
            continue
        asked: list[str] = []
        for q in reversed(statement.quantities[: run[0]]):
            metric = metrics[q.position]
            if q.kind == "procedure" and metric in _BY_SERVICE and metric not in asked:
                asked.insert(0, metric)
            elif asked:
                break
        if len(asked) == len(run):
            return asked[run.index(quantity.position)]
    return None


def heads_new_level(statement: Statement, quantity: Quantity, metrics: Sequence[str | None]) -> str | None:
    """What the next level's count is: as the one that heads the level before it.

    "Cấp huyện có 309 TTHC với 138 TTHC toàn trình và 95 TTHC một phần; cấp xã có 142 TTHC": a total again.
    """
    position = quantity.position
    if not position or statement.columns is not None or quantity.scope not in LEVELS or quantity.whole is not None:
        return None
    last = statement.quantities[position - 1]
    if last.kind != "procedure" or metrics[last.position] not in _BY_SERVICE or last.scope not in LEVELS:
        return None
    if last.scope == quantity.scope or ";" not in statement.before(position):
        return None
    head = next(q for q in statement.quantities if q.kind == "procedure" and q.scope == last.scope)
    if head.position >= last.position:
        return None
    parted = any(q.whole == head.position for q in statement.quantities)
    return metrics[head.position] or ("total" if parted else None)


# "Trong đó: cấp huyện 318 thủ tục", "Nếu chia theo cấp thì …": a sentence that takes apart what the one before told.
_TAKES_APART = regex.compile(
    r"[\s\-–+•]*(?:trong\s+(?:đó|số\s+(?:đó|này))|cụ\s+thể|chia\s+ra|bao\s+gồm|gồm"
    r"|(?:nếu\s+)?(?:phân\s+)?(?:chia|phân|tính|xét)\s+theo)(?!\w)",
    regex.IGNORECASE,
)


def told_before(statement: Statement, known: Mapping[int, Sequence[str | None]]) -> str | None:
    """The metric of the sentence before, where this one takes it apart."""
    previous = statement.previous
    if previous is None or previous.index not in known or statement.columns is not None:
        return None
    if not _TAKES_APART.match(statement.text, statement.start):
        return None
    told = [metric for metric in known[previous.index] if metric is not None]
    return told[0] if len(set(told)) == 1 else None


# "[cập nhật lại ]301 TTHC", "[cập nhật, niêm yết ]263 TTHC": what is kept up to date is all that there is of a level.
_KEPT = regex.compile(
    r"(?<!\w)(?:cập nhật|duy trì|thực hiện)(?:(?:,\s*|\s+và\s+|\s+)(?:niêm yết|công khai|đăng tải|đồng bộ|lại|đầy đủ"
    r"|kịp thời|thường xuyên|xong|bổ sung đầy đủ|toàn bộ|đủ|đối với)){0,4}\s*$",
    regex.IGNORECASE,
)
_OF_LEVEL = regex.compile(
    _NOUN + r"\s+(?:(?:của\s+|ở\s+)?(?:UBND\s+)?cấp\s+(?:tỉnh|huyện|xã|quận|phường|thị xã|thành phố)"
    r"|(?:thuộc|theo)\s+(?:thẩm quyền|phạm vi)(?!\w))(?P<clause>[^,;.:()\d]*)",
    regex.IGNORECASE,
)
_ALTERED = regex.compile(
    r"(?<!\w)(?:mới|sửa đổi|ban hành|công bố|thay thế|bãi bỏ|bổ sung|quy trình|chuẩn hóa)(?!\w)", regex.IGNORECASE
)


def whole_of_level(statement: Statement, quantity: Quantity) -> bool:
    """Whether what is kept up to date are the procedures of a level, all of them: "cập nhật 301 TTHC cấp huyện"."""
    if statement.columns is not None or _KEPT.search(statement.before(quantity.position)) is None:
        return False
    owned = _OF_LEVEL.match(statement.after(quantity.position))
    return owned is not None and _ALTERED.search(owned["clause"]) is None


# "mức độ 3 là 112, mức độ 4 là 94, [cộng chung là ]206 thủ tục"
_ADDED_UP = regex.compile(
    r"[^;,]*[;,]\s*(?:và\s+)?(?:tổng\s+)?(?:cộng|tổng|cả hai mức(?: độ)?)(?:\s+(?:số|cả|là|chung|lại|có))*\s*:?\s*",
    regex.IGNORECASE,
)


def with_added_levels(statement: Statement, metrics: list[str | None]) -> list[str | None]:
    """What adds the two levels of service told right before it is of both."""
    for quantity in statement.quantities[2:]:
        position = quantity.position
        pair = {metrics[position - 1], metrics[position - 2]}
        if pair != {"online_full", "online_partial"} or metrics[position] not in ("total", None):
            continue
        if position > 2 and metrics[position - 3] == "other_levels":
            continue  # "mức độ 2: 98; mức độ 3: 117; mức độ 4: 143; tổng cộng 358": of all levels
        if statement.columns is None and _ADDED_UP.fullmatch(statement.before(position)):
            metrics = [*metrics[:position], "online_levels_3_4", *metrics[position + 1 :]]
    return metrics


# "- Đến nay, 795 thủ tục …": nothing told before the first count.
_OPENS = regex.compile(r"[\W\d]*(?:(?:tính\s+)?đến\s+[^,]*,|hiện(?:\s+(?:nay|tại))?,?)?\s*", regex.IGNORECASE)


def with_split_wholes(statement: Statement, metrics: list[str | None]) -> list[str | None]:
    """Wholes whose parts are told as full, partial and the rest are totals, whatever was done to them."""
    parts: dict[int, set[str | None]] = {}
    for quantity in statement.quantities:
        if quantity.whole is not None and quantity.kind == "procedure":
            parts.setdefault(quantity.whole, set()).add(metrics[quantity.position])
    found = list(metrics)
    for whole, told in parts.items():
        if statement.quantities[whole].kind != "procedure":
            continue
        bare = statement.quantities[whole].number.unit is None
        if bare and metrics[whole] in _ONLINE and told == {"online_full", "online_partial"}:
            found[whole] = "online_levels_3_4"  # "trong đó cấp huyện 142 (mức độ 3: 96, mức độ 4: 46)"
        if metrics[whole] not in (None, "unclassified"):
            continue
        if metrics[whole] is None and told <= _ONLINE:
            found[whole] = "total"  # "ngành y tế 94 TTHC (toàn trình: 40)"
        if metrics[whole] is None and whole == 0 and None not in told and _OPENS.fullmatch(statement.before(0)):
            found[whole] = "total"  # "795 thủ tục cấp huyện, trong đó 200 thủ tục thực hiện theo cơ chế một cửa"
        if "other_levels" in told and told & _ONLINE and told <= _BY_SERVICE:
            found[whole] = "total"
    return found
