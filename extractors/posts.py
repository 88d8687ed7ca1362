"""Who a number of people or posts counts: the words that stand behind it, and those that head it.

"57 cán bộ, công chức cấp xã" claims its own words; "Công chức: 66 người" is headed by them. What the counted words say
comes first, because a head may speak of several numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import pairwise

import regex

from extractors.cues import Cue
from extractors.labelling import Labels
from extractors.statements import Quantity, Statement, labels_of, read_labels
from patterns.vocabulary import load


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What one number tells of posts or people, resolved."""

    measure: str | None = None
    category: str | None = None
    sector: str | None = None
    confidence: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The categories and sectors that stand by one number: claimed by its noun, in its clause, or farther off."""

    counted: frozenset[str] = frozenset()
    headed: frozenset[str] = frozenset()
    far: frozenset[str] = frozenset()
    sector: str | None = None
    confidence: float = 1.0

    @property
    def category(self) -> str | None:
        """The category that its own clause names."""
        return category_of(self.counted) or category_of(self.headed)

    @property
    def reached(self) -> str | None:
        """The category of its own clause, else one reached over a delimiter."""
        found = self.category or category_of(self.far)
        return "non_specialist" if found in RANKS and "non_specialist" in self.far else found


STAFF = frozenset({"post", "person", "turn"})
OFFICES = frozenset({"agency", "office", "school", "division", "commune"})
"""What may lack a head or a deputy."""
# What the cues of people and posts speak of: posts and people, and offices that lack somebody.
COUNTED: frozenset[str | None] = STAFF | OFFICES | {None}

RANKS = ("heads", "deputies", "leaders")
_KINDS = ("officials", "civil_servants", "public_employees")
_SECTORS = ("education", "health", "culture", "other")
# Where a counted noun ends although nothing is cut: "03 công chức từ đơn vị sự nghiệp", "12 người học lớp công chức".
_ELSEWHERE = regex.compile(
    r"(?<!\w)(?:từ|sang|về|tại|thuộc|ở|để|do|theo|đi|làm|thành|giữ chức|tham gia"
    r"|tham dự|dự|học|trực|phụ trách|trong|của|so với|cho|vào)"
    r"(?!\w)",
    regex.IGNORECASE,
)

# "bổ nhiệm 06 viên chức, biên chế sự nghiệp[ được giao ]148 biên chế": the second heads the number behind it.
_HEADS_NEXT = regex.compile(
    r"[\s:]*(?:(?:được giao|hiện có|có mặt|đang làm việc|hiện nay|là|trong (?:các )?đơn vị sự nghiệp(?: công lập)?)"
    r"[\s:]*)*"
    r"(?:năm\s+(?:19|20)\d\d)?[\s:]*",
    regex.IGNORECASE,
)
# What stands before a word that opens an item of a list.
_OPENS = regex.compile(
    r"(?:^|[,;:(.+–•\t\n-]|(?<!\w)(?:và|còn|loại|biên chế|viên chức|ngành|trong đó|gồm))\s*$", regex.IGNORECASE
)


def category_of(features: frozenset[str]) -> str | None:
    """The category that features name: a rank before a kind, several kinds together are total.

    >>> category_of(frozenset({"civil_servants", "deputies"})), category_of(frozenset({"officials", "civil_servants"}))
    ('deputies', 'total')
    """
    kinds = [kind for kind in _KINDS if kind in features]
    if "non_specialist" in features:
        return "total" if kinds else "non_specialist"
    if {"heads", "deputies"} <= features:
        return "leaders"
    for rank in RANKS:
        if rank in features:
            return rank
    if "contract" in features and not kinds:
        return "contract"
    if len(kinds) == 1:
        return kinds[0]
    return "total" if kinds or "total" in features else None


def counted_phrases(statement: Statement) -> Statement:
    """The statement with every counted noun as long as its categories go: "03 cán bộ, công chức" is one noun phrase."""
    if statement.columns is not None:
        return statement
    cues = statement.cues(load("staffing_categories"))
    longer: list[Quantity] = []
    for quantity in statement.quantities:
        ends = [cue.end for cue in _claimed(statement, quantity, cues)]
        if ends and quantity.number.unit is not None and max(ends) > quantity.number.unit_end:
            quantity = dataclasses.replace(quantity, number=dataclasses.replace(quantity.number, unit_end=max(ends)))
        longer.append(quantity)
    return dataclasses.replace(statement, quantities=tuple(longer))


# "09 thành viên [do Phó Chủ tịch UBND huyện làm Tổ trưởng]": who leads them, none of those counted.
_LED_BY = regex.compile(r"(?<!\w)do\s[^;.()\d]{1,90}?\slàm\s(?:tổ trưởng|trưởng|chủ tịch)[^,;.()\d]*", regex.IGNORECASE)


def read_people(statement: Statement) -> tuple[Who, ...]:
    """Who each quantity of a statement counts."""
    sectors = _sector_labels(statement)
    if statement.columns is not None:
        labels = read_labels(statement, load("staffing_categories"), kinds=COUNTED)
        return tuple(
            Who(headed=_strong(label), sector=_sector(sector.features))
            for label, sector in zip(labels, sectors, strict=True)
        )
    cues = statement.cues(load("staffing_categories"))
    claimed = [_claimed(statement, quantity, cues) for quantity in statement.quantities]
    taken = {cue.start for own in claimed for cue in own}
    led = [m.span() for m in _LED_BY.finditer(statement.text, statement.start, statement.end)]
    heads = tuple(
        c
        for c in cues
        if c.start not in taken
        and (not c.weak or _heads_number(statement, c))
        and not any(a < c.start < b for a, b in led)
    )
    labels = _over_offices(statement, labels_of(statement, heads, kinds=COUNTED))
    contracted = _contracted(statement, claimed, labels)
    return tuple(
        Who(
            counted=frozenset({"contract"}) if quantity.position in contracted else _features(statement, own),
            headed=_features(
                statement, _of_contracts(statement, quantity, _chained(statement, _of_whom(statement, quantity, label)))
            ),
            far=frozenset(c.feature for c in label.weak if c.start < quantity.number.start),
            sector=_sector(sector.features) or _heading_sector(statement, quantity, sector),
            confidence=1.0 if own else label.confidence,
        )
        for quantity, own, label, sector in zip(statement.quantities, claimed, labels, sectors, strict=True)
    )


# "Số lượng cấp phó [của ]12 phòng chuyên môn là 19 người": whose deputies they are.
_OF_OFFICES = regex.compile(r"(?<!\w)(?:của|tại|ở|thuộc|trong)\s*$", regex.IGNORECASE)
_COME_TO = regex.compile(r"[^,;.:()\d]*(?:(?<!\w)(?:là|có|gồm|còn)|:)\s*", regex.IGNORECASE)


def _over_offices(statement: Statement, labels: Sequence[Labels]) -> tuple[Labels, ...]:
    """The labels, where counted offices stand between those who work there and their number."""
    found = list(labels)
    for quantity, following in pairwise(statement.quantities):
        at = quantity.position
        if quantity.kind not in OFFICES or following.kind not in STAFF or found[at + 1].own or not found[at].own:
            continue
        within = _OF_OFFICES.search(statement.before(at)) and _COME_TO.fullmatch(statement.before(at + 1))
        if within and all(cue.end <= quantity.number.start for cue in found[at].own):
            found[at], found[at + 1] = found[at + 1], found[at]
    return tuple(found)


def _strong(label: Labels) -> frozenset[str]:
    """The categories of a cell; "Quản lý nhà nước" is a course where its column names whom it counts."""
    return frozenset(cue.feature for cue in label.own if not cue.weak) or label.features


def _chained(statement: Statement, label: Labels) -> tuple[Cue, ...]:
    """A number's own cues, with the one that "và" joins to the first of them."""
    first = min(label.own, key=lambda c: c.start, default=None)
    joined = [c for c in label.weak if first is not None and _JOINS.fullmatch(statement.text, c.end, first.start)]
    return (*joined, *label.own)


_ONLY_ALL = regex.compile(r"(?:tổng|cộng)(?:\s(?:số|cộng|chung))*", regex.IGNORECASE)


def _of_whom(statement: Statement, quantity: Quantity, label: Labels) -> Labels:
    """A bare total's label with those it is said to be of: "Kết quả tuyển dụng viên chức: tổng số chỉ tiêu 85"."""
    if not label.own or not all(_ONLY_ALL.fullmatch(statement.text, c.start, c.end) for c in label.own):
        return label
    ahead = tuple(c for c in label.weak if not c.weak and c.end <= quantity.number.start)
    return dataclasses.replace(label, own=(*ahead, *label.own)) if ahead else label


# "Tổng số [lao động hợp đồng] theo Nghị định … trong đơn vị sự nghiệp [là] 65 người"
_CONTRACTS = regex.compile(
    r"(?:^|[\n;.+–•-])\s*(?:tổng\s+)?(?:số\s+)?(?:lao động hợp đồng|hợp đồng lao động|lao động HĐ|HĐLĐ)(?!\w)"
    r"(?P<where>[^;:()]*?(?<!\w)(?:trong|tại|ở|thuộc)\s)",
    regex.IGNORECASE,
)


def _of_contracts(statement: Statement, quantity: Quantity, headed: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """What heads a number without the offices that those under contract work in."""
    if len(headed) < 2 or not any(cue.feature == "contract" for cue in headed):
        return headed
    led = _CONTRACTS.search(statement.text, statement.start, quantity.number.start)
    return headed if led is None else tuple(cue for cue in headed if cue.start < led.end("where"))


_NAMED = regex.compile(r"(?<!\w)(?:cán bộ|công chức|viên chức|CBCC|CBCCVC)(?!\w)", regex.IGNORECASE)
_JOINS = regex.compile(r"\s*(?:,|(?:,\s*)?(?:và|cùng|cùng với)(?:\s+cả)?)\s+(?:những\s+|các\s+)?", regex.IGNORECASE)


def _features(statement: Statement, cues: Sequence[Cue]) -> frozenset[str]:
    """What cues say; "cán bộ, công chức và người hoạt động không chuyên trách" are several, not the last alone.

    So are "công chức, người lao động"; "cán bộ quản lý, giáo viên" are what the second are.
    """
    found = {cue.feature for cue in cues}
    for first, second in pairwise(sorted(cues, key=lambda c: c.start)):
        if not _JOINS.fullmatch(statement.text, first.end, second.start):
            continue
        others = {first.feature, second.feature} & {"contract", "non_specialist"}
        kinds = second if first.feature in others else first
        several = len(others) == 1 and kinds.feature in ("total", *_KINDS)
        if several and _NAMED.search(statement.text, kinds.start, kinds.end):
            found = (found - {"contract", "non_specialist", *_KINDS}) | {"total"}
        if first.feature == "leaders" and second.feature in ("total", *_KINDS):
            found -= {"leaders"}
    return frozenset(found)


# "giáo viên", "nhân viên y tế" say what somebody does; "viên chức" what he is.
STATUS = regex.compile(r"(?<!\w)(?:viên chức|công chức|cán bộ|biên chế|CBCC|CBCCVC|CCVC)(?!\w)", regex.IGNORECASE)
_LABOUR = regex.compile(r"(?<!\w)(?:hợp đồng|HĐLĐ)(?!\s+làm việc)", regex.IGNORECASE)


def _contracted(statement: Statement, claimed: Sequence[tuple[Cue, ...]], labels: Sequence[Labels]) -> frozenset[int]:
    """The positions of people told by what they do whom a contract is made with: "ký hợp đồng với 22 giáo viên".

    The next of a list goes on: "với 31 giáo viên, 04 nhân viên y tế".
    """
    found: set[int] = set()
    for quantity, own, label in zip(statement.quantities, claimed, labels, strict=True):
        number, text = quantity.number, statement.text
        if quantity.kind != "person" or {c.feature for c in own} != {"public_employees"}:
            continue
        if any(STATUS.search(text, c.start, c.end) for c in own):
            continue
        headed = [c for c in label.own if c.feature == "contract" and c.end <= number.start]
        before = statement.before(quantity.position)
        goes_on = quantity.position - 1 in found and _NEXT.fullmatch(before) and not label.own
        if goes_on or any(_LABOUR.match(text, c.start) for c in headed):
            found.add(quantity.position)
    return frozenset(found)


_NEXT = regex.compile(r"[^;.:()\d]{0,40}(?:,|(?<!\w)và)\s+", regex.IGNORECASE)


# "[Sự nghiệp y tế: ]được giao 186 người, có mặt 171 người", "Ngành giáo dục [được giao]…"
_OPENS_CLAUSE = regex.compile(
    r"(?:^|[;\n•+–-])\s*(?:riêng |đối với |trong đó:? )?(?:các )?(?:ngành |khối |sự nghiệp |lĩnh vực |đơn vị )*$",
    regex.IGNORECASE,
)
_TELLS = regex.compile(r"\s*:|\s+(?:được giao|hiện có|có mặt|được phân bổ)(?!\w)", regex.IGNORECASE)


def _heading_sector(statement: Statement, quantity: Quantity, label: Labels) -> str | None:
    """The sector that a clause opens with, for every level that it tells."""
    for cue in label.weak:
        reached = cue.end <= quantity.number.start and ";" not in statement.text[cue.end : quantity.number.start]
        if cue.weak or not reached or not _TELLS.match(statement.text, cue.end):
            continue
        if _OPENS_CLAUSE.search(statement.text[statement.start : cue.start]):
            return _sector(frozenset({cue.feature}))
    return None


def _sector_labels(statement: Statement) -> tuple[Labels, ...]:
    """The sectors by quantity; a bare "khác" is a sector only where it heads a number and opens its item.

    "y tế 92, khác 32" names one; "điều động sang các xã khác 15 người" does not.
    """
    labels = read_labels(statement, load("sectors"), kinds=COUNTED)
    if statement.columns is not None:
        return labels
    return tuple(
        dataclasses.replace(label, own=tuple(c for c in label.own if not c.weak or _opens_item(statement, c)))
        for label in labels
    )


def _opens_item(statement: Statement, cue: Cue) -> bool:
    opened = _OPENS.search(statement.text, max(statement.start, cue.start - 20), cue.start)
    return opened is not None and _heads_number(statement, cue)


# "Phó Chủ tịch UBND[ cấp xã là ]168 người"
_UP_TO_NUMBER = regex.compile(
    r"\s*(?:(?:cấp\s)?(?:tỉnh|huyện|xã|phường|các xã)\s*)?(?:là|có)?[\s:(]*", regex.IGNORECASE
)


def _heads_number(statement: Statement, cue: Cue) -> bool:
    """Whether nothing but a colon or "là" stands between a cue and the next number."""
    ahead = [n.start for n in statement.numbers if n.start >= cue.end]
    return bool(ahead) and _UP_TO_NUMBER.fullmatch(statement.text, cue.end, ahead[0]) is not None


def _sector(features: frozenset[str]) -> str | None:
    return next((sector for sector in _SECTORS if sector in features), None)


def _claimed(statement: Statement, quantity: Quantity, cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues in the noun phrase that a number counts, up to where the phrase ends.

    Commas and "và" are passed only between two categories; brackets only where they hold no number.
    """
    number = quantity.number
    open_end = number.fraction == "numerator" or number.range_part == "low"
    if open_end and number.unit_start == number.unit_end and quantity.position + 1 < len(statement.quantities):
        # "215/230 công chức", "từ 5 đến 7 viên chức": the noun stands behind the other end.
        number = statement.quantities[quantity.position + 1].number
    start = number.unit_start if number.unit is not None else number.end
    unit_end = number.whole_end
    later = [n.start for n in statement.numbers if n.start >= unit_end]
    limit = min([*later, statement.end])
    inside = [cue for cue in cues if start <= cue.start and cue.end <= limit]
    end = limit
    skip = 0
    for d in statement.clauses.between(unit_end, limit):
        if d.start < skip or any(c.start <= d.start and d.end <= c.end for c in inside):
            continue
        if d.kind == "open":
            close = next((b for a, b in statement.clauses.brackets if a == d.start), limit)
            if close <= limit:
                skip = close
                continue
        if d.kind in ("comma", "and") and any(c.end <= d.start for c in inside):
            joined = next((c for c in inside if not statement.text[d.end : c.start].strip() and c.start >= d.end), None)
            heads_next = bool(later) and joined is not None and _HEADS_NEXT.fullmatch(statement.text, joined.end, limit)
            if joined is not None and not heads_next:
                continue
        end = d.start
        break
    for match in _ELSEWHERE.finditer(statement.text, unit_end, end):
        if not any(c.start < match.end() and match.start() < c.end for c in inside):
            end = match.start()
            break
    return tuple(cue for cue in inside if cue.end <= end)
