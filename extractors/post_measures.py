"""What happened to the people or posts of a number: its verb, and the levels around a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from extractors.cues import Cue, find_cues
from extractors.labelling import Labels
from extractors.post_events import HAPPENED, cut_with_money
from extractors.post_verbs import verbs_of
from extractors.posts import RANKS, Post
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# Levels, as opposed to what happened in a period; the levels of one sentence tell of the same people.
LEVELS = frozenset({"assigned", "present", "vacant", "reserve", "surplus", "planned"})
CUTS = frozenset({"reduced", "added"})
# "tinh giản từ 310 xuống còn 294", "giảm còn 75": what is left, not the cut.
_LEFT = regex.compile(r"(?<!\w)(?:còn|xuống|xuống còn|còn lại|lên|lên thành|từ)\s*$", regex.IGNORECASE)
# "bổ sung 25 biên chế; tổng số biên chế sau khi bổ sung là 1.445": what there is then.
_NEW_TOTAL = regex.compile(
    r"[;,]\s*(?:nâng\s|đưa\s)?(?:tổng|số)(?:\s+số)?\s+(?:lượng\s+)?(?:biên chế|người làm việc|chỉ tiêu)[^;:()\d]*"
    r"(?<!\w)(?:sau (?:khi )?(?:bổ sung|tinh giản|điều chỉnh|cắt giảm|sắp xếp))[^;:()\d]*$",
    regex.IGNORECASE,
)
# "(76 biên chế giảm còn 75 biên chế)": the level before the cut.
_BEFORE_CUT = regex.compile(r"[^\d,;.:()]*(?<!\w)(?:xuống|còn|lên)\s*(?:còn)?\s*$", regex.IGNORECASE)
# "nâng tổng số tinh giản từ đầu năm lên 19": the events so far, no level.
_EVENTS_SO_FAR = regex.compile(r"(?<!\w)(?:nâng|đưa)\s+(?:tổng\s+)?số\s[^,;.:()\d]*$", regex.IGNORECASE)
_PLAN = regex.compile(r"(?<!\w)(?:đến năm|lộ trình|kế hoạch|dự kiến|phấn đấu|mục tiêu)(?!\w)", regex.IGNORECASE)
_LACKS = regex.compile(
    r"(?<!\w)(?:chưa có|thiếu|chưa bố trí|chưa bổ nhiệm|chưa kiện toàn|khuyết|để trống)(?!\w)", regex.IGNORECASE
)
# "Biên chế giao: 68; thực hiện: 64": beside what was assigned, what is there.
_CARRIED_OUT = regex.compile(
    r"(?<!\w)(?:thực hiện|thực tế|thực tế có|đã tuyển|đã ký)\s*(?:là|có|:)?\s*$", regex.IGNORECASE
)
# "lớp an toàn thông tin có 58 cán bộ, công chức dự"
_COURSE = regex.compile(r"(?<!\w)(?:lớp|khóa|khoá)\s[^.;]*$", regex.IGNORECASE)
_ATTENDED = regex.compile(r"[^.;:()\d]*?(?<!\w)(?:tham dự|dự|tham gia|theo học|tham gia học)(?!\w)", regex.IGNORECASE)
# "04 người chưa bố trí" still wait for a post; "04 biên chế chưa bố trí" are free.
_WAITING = regex.compile(r"[^.,;:()\d]*?(?<!\w)chưa (?:được )?(?:bố trí|sắp xếp|phân công)(?!\w)", regex.IGNORECASE)
_JOINED = regex.compile(r"[^,;.:()\d]*(?<!\w)(?:và|cùng|cùng với)\s*", regex.IGNORECASE)
_LISTED = regex.compile(r"[^,;.:()\d]*,\s*")
# What may head a list of bare numbers of people ("Kết quả tinh giản: đợt 1: 07 người, đợt 2: 05 người"), or be the
# topic of a sentence; courses are held for others too.
_EVENTS = HAPPENED - {"trained"}
# "Bồi dưỡng kiến thức quốc phòng, an ninh: 45 người": a course that only staff take.
_COURSE_FOR_STAFF = regex.compile(
    r"\W*(?:đào tạo,? )?bồi dưỡng\s(?:kiến thức|nghiệp vụ|ngạch|lý luận|kỹ năng|ngoại ngữ|tiếng|tin học|quản lý)",
    regex.IGNORECASE,
)
_STAFF_EVENT = regex.compile(r"tinh gi[ảa][nm]|biên chế", regex.IGNORECASE)
_VOCABULARY = "staffing_measures"


# "cử 02 công chức [tiếp nhận hồ sơ tại …]": sent to work, not to learn.
_AT_WORK = regex.compile(
    r"\s*(?:[^\W\d]+,?\s+){0,5}?(?:tiếp nhận|nhận|trực|làm việc|hỗ trợ|hướng dẫn|phối hợp)(?!\w)"
    r"(?![^;.:]*(?<!\w)(?:lớp|khóa|khoá|đào tạo|bồi dưỡng|tập huấn|học)(?!\w))",
    regex.IGNORECASE,
)
# "09 công chức [được cử đến làm việc]"
_SENT_TO_WORK = regex.compile(
    r"(?:được\s+)?cử\s+(?:đến|về|sang|xuống|ra|tới)?\s*"
    r"(?:làm việc|công tác|trực|hỗ trợ|tiếp nhận|thường trực|tăng cường)(?!\w)",
    regex.IGNORECASE,
)
# "cử 02 công chức, 01 viên chức [tham gia Đoàn kiểm tra]"
_TAKES_PART = regex.compile(
    r"[^;.:()]{0,80}?(?<!\w)tham gia\s+(?:các\s+)?(?:đoàn|tổ|ban|hội đồng|hội thi|cuộc thi|lực lượng)(?!\w)",
    regex.IGNORECASE,
)
_ONLY_SENT = regex.compile(r"(?<!\w)cử(?:\s+được)?\s*$", regex.IGNORECASE)
_THERE_ARE = regex.compile(r"(?<!\w)(?<!hiện )(?:đã\s+)?có(?:\s+thêm)?\s*$", regex.IGNORECASE)
_UNDERGONE = regex.compile(r"\s*(?:[^\W\d]+,?\s+){0,4}?(?:được|bị|xin|đã|nghỉ|thôi)\s", regex.IGNORECASE)
_SETTLED = regex.compile(r"(?<!\w)(?:chế độ|chính sách)(?:\s+cho|\s+đối với|\s+với)?\s*$", regex.IGNORECASE)
_LEAVES = regex.compile(r"\s*(?:[^\W\d]+,?\s+){0,8}?(?:nghỉ|thôi)\s(?!chế độ thai)", regex.IGNORECASE)
# "còn lại 23 người, đang chờ [giải quyết chế độ]": nothing happened yet.
_STILL = regex.compile(
    r"(?<!\w)(?:chờ|cần|tiếp tục|sẽ|xem xét|chưa)(?:\s+(?:được|thực hiện|xem xét))?\s+$", regex.IGNORECASE
)


def _waits(statement: Statement, cue: Cue) -> bool:
    """Whether what is told behind people is still to be done with them."""
    return cue.feature == "other" and _STILL.search(statement.text, statement.start, cue.start) is not None


_CLAUSE_END = regex.compile(r"[;.:]")


def lacks_holder(statement: Statement, quantity: Quantity) -> bool:
    """Whether an office is said to lack somebody: "02 phòng còn khuyết", "08 trường chưa có hiệu trưởng"."""
    after = statement.after(quantity.position)
    if quantity.number.fraction == "numerator" and quantity.position + 1 < len(statement.quantities):
        after = statement.after(quantity.position + 1)  # "05/12 phòng còn thiếu cấp phó"
    clause = _CLAUSE_END.split(after, maxsplit=1)[0]
    match = _LACKS.search(clause)
    if match is None:
        return False
    if "khuyết" in match[0].casefold():
        return True
    ranks = find_cues(clause, match.end(), len(clause), load("staffing_categories"))
    return any(cue.feature in RANKS for cue in ranks)


def own_measure(statement: Statement, quantity: Quantity, label: Labels) -> str | None:
    """The measure that a number's own clause names: the first verb before it, else the first one after it."""
    ahead = [cue for cue in label.own if cue.start < quantity.number.start]
    before = [cue.feature for cue in ahead if not _ends_last_clause(statement, quantity, cue, ahead)]
    after = [cue.feature for cue in label.own if cue.start >= quantity.number.start and not _waits(statement, cue)]
    ordered = before or after
    if statement.columns is None and set(ordered) <= {"present", "assigned", "vacant"}:
        behind = statement.after(quantity.position)
        if quantity.kind == "person" and _WAITING.match(behind):
            return "other"
        if _ATTENDED.match(behind) and _COURSE.search(statement.before(quantity.position)):
            return "trained"
    if before == ["present"] and _THERE_ARE.search(statement.before(quantity.position)):
        # "đã có 12 người được giải quyết thôi việc": what became of them, not how many there are
        undergone = _UNDERGONE.match(statement.text, quantity.number.whole_end, statement.end)
        happened = [cue.feature for cue in label.own if undergone and cue.start < undergone.end() + 20]
        ordered = happened or before
    sent = ordered == ["trained"] and _ONLY_SENT.search(statement.before(quantity.position))
    if sent and (
        _AT_WORK.match(statement.text, quantity.number.whole_end, statement.end)
        or _TAKES_PART.match(statement.text, quantity.number.whole_end, statement.end)
    ):
        return "other"
    settled = before == ["other"] and _SETTLED.search(statement.before(quantity.position))
    if settled and _LEAVES.match(statement.text, quantity.number.whole_end, statement.end):
        return "dismissed"  # "giải quyết chế độ cho 05 viên chức nghỉ hưu"
    if ordered == ["trained"] and any(_SENT_TO_WORK.match(statement.text, cue.start) for cue in label.own):
        return "present" if _THERE_ARE.search(statement.before(quantity.position)) else "other"
    if not ordered:
        return None
    specific = [feature for feature in ordered if feature not in ("present", "assigned")]
    return specific[0] if specific else ordered[0]


# "cử 13 công chức [đi đào tạo, bồi dưỡng]": where the number before was sent.
_SENT = regex.compile(
    r"[^;.:()\d]*?(?<!\w)(?:đi|tham gia|tham dự|dự|theo học)\s(?:học\s|các\s|lớp\s|khóa\s|chương trình\s)*[^,;.:()\d]*"
    r"(?:,\s(?:bồi dưỡng|tập huấn)[^,;.:()\d]*)?",
    regex.IGNORECASE,
)


def _ends_last_clause(statement: Statement, quantity: Quantity, cue: Cue, ahead: Sequence[Cue]) -> bool:
    """Whether a verb tells where the people before were sent: "cử 13 … đi đào tạo, bồi dưỡng, bổ nhiệm [05]"."""
    if cue.feature != "trained" or not quantity.position or statement.columns is not None:
        return False
    others = [c for c in ahead if c.start >= cue.end and c.feature != "trained"]
    if not others:
        return False
    last = statement.quantities[quantity.position - 1].number
    between = statement.text[cue.end : others[0].start]
    return "," in between and _SENT.fullmatch(statement.text, last.whole_end, cue.end) is not None


def told_together(statement: Statement, quantity: Quantity, measures: Sequence[Labels]) -> str | None:
    """The verb said once behind several counts: "02 cán bộ, 01 công chức và 03 viên chức bị xử lý kỷ luật".

    A count that goes on in a list has the list's verb before it.
    """
    there = {cue.feature for cue in measures[quantity.position].own} <= {"present"}
    there = there and _THERE_ARE.search(statement.before(quantity.position)) is not None
    if statement.columns is not None or (measures[quantity.position].own and not there):
        return None
    first = quantity.position
    while first and joined(statement, first - 1, listed=True) and not measures[first - 1].own:
        first -= 1
    if first and ";" not in statement.before(first):
        return None
    last = quantity.position
    while last + 1 < len(statement.quantities) and joined(statement, last, listed=True):
        last += 1
        if measures[last].own:
            break
    if last == quantity.position:
        return cut_with_money(statement, quantity)
    if not (joined(statement, last - 1) or (there and _other_kinds(statement, last))):
        return None
    other = statement.quantities[last]
    if any(cue.start < other.number.start for cue in measures[last].own):
        return None
    return own_measure(statement, other, measures[last])


def _other_kinds(statement: Statement, position: int) -> bool:
    """Whether the number before counts people of another kind: "có 02 công chức, 03 viên chức bị …", all of them."""
    told = [
        {cue.feature for cue in find_cues(statement.text, n.unit_start, n.unit_end, load("staffing_categories"))}
        for n in (q.number for q in statement.quantities[position - 1 : position + 1])
    ]
    return all(told) and "total" not in told[0] | told[1] and not told[0] & told[1]


def joined(statement: Statement, position: int, *, listed: bool = False) -> bool:
    """Whether "và" alone, or in a list a comma, joins a count to the next of its kind."""
    quantity, other = statement.quantities[position : position + 2]
    between = statement.text[quantity.number.unit_end : other.number.start]
    same = other.kind == quantity.kind and quantity.number.unit is not None
    return same and bool(_JOINED.fullmatch(between) or (listed and _LISTED.fullmatch(between)))


def title_measure(statement: Statement) -> str | None:
    """What the line right above a table says of its numbers: "Biên chế được giao qua các năm"."""
    if statement.columns is None:
        return None
    head = min(a for spans in statement.columns for a, _ in spans)
    above = statement.text[: statement.text.rfind("\n", 0, head) + 1].rstrip("\n")
    title = above[above.rfind("\n") + 1 :]
    if "\t" in title or title.rstrip().endswith((".", ";")):
        return None
    cues = find_cues(title, 0, len(title), load(_VOCABULARY))
    return cues[0].feature if cues else None


# "Về tinh giản, trong kỳ có 05 trường hợp …", "Đối với việc điều động: …": what a sentence is about, told first.
_TOPIC = regex.compile(
    r"[\s\-+*•]*(?:Riêng )?(?:[Vv]ề|Đối với|Công tác)(?: việc| công tác)?\s+(?P<topic>[^,:;.\d]{3,60})[,:]"
)
# "mở 02 lớp về đạo đức công vụ cho 164 cán bộ": those a class is held for.
_CLASS_FOR = regex.compile(
    r"(?<!\w)(?:lớp|khóa|khoá)\s+(?!\d)[^.;\d]{0,90}(?<!\w)cho\s+(?:gần\s+|hơn\s+|trên\s+)?$", regex.IGNORECASE
)


def topic_measure(statement: Statement, quantity: Quantity) -> str | None:
    """What happened to the people of a sentence by its topic, or by the class that is held for them."""
    if statement.columns is not None:
        return None
    if _CLASS_FOR.search(statement.before(quantity.position)):
        return "trained"
    match = _TOPIC.match(statement.text, statement.start, statement.end)
    if match is None:
        return None
    told = {cue.feature for cue in find_cues(statement.text, *match.span("topic"), load(_VOCABULARY))}
    return next(iter(told)) if len(told) == 1 and told <= _EVENTS else None


def carried_out(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> str | None:
    """What a number is that is said to be what came of a quota before it."""
    quota = any(post.measure in ("assigned", "planned") for post in posts.values())
    return "present" if quota and _CARRIED_OUT.search(statement.before(quantity.position)) else None


def goes_with_given(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> bool:
    """Whether a bare number is what came of the quota right before it: "được giao 91, thực hiện 88"."""
    last = posts.get(quantity.position - 1)
    bare = quantity.kind in (None, "other") and quantity.number.unit is None and statement.columns is None
    return (
        bare
        and last is not None
        and last.measure == "assigned"
        and _JUST_THEN.fullmatch(statement.before(quantity.position)) is not None
    )


_JUST_THEN = regex.compile(
    r"\s*[,;]\s*(?:đã\s+)?(?:thực hiện|thực tế|thực có|có mặt|hiện có|sử dụng)\s*:?\s*", regex.IGNORECASE
)


def level_of_change(statement: Statement, quantity: Quantity, posts: Mapping[int, Post]) -> str | None:
    """The measure of a number that is a level before or after a change, or planned; None where it is neither."""
    before = statement.before(quantity.position)
    follows = quantity.position + 1 < len(statement.quantities)
    left = _LEFT.search(before)
    if _NEW_TOTAL.search(before):
        return "assigned" if quantity.kind == "post" else "present"
    goal = _PLAN.search(before) is not None
    if not goal and posts and quantity.kind == "post":
        # "đến năm 2026 giảm 5% công chức (còn 86 biên chế) và 10% viên chức (còn 1.188 biên chế)"
        goal = posts[max(posts)].measure == "planned" and ";" not in before and "(" in before
    planned = bool(left and left[0].strip().casefold() != "từ" and goal)
    moved = any(post.measure in CUTS or post.measure == "planned" for post in posts.values())
    compared = quantity.compared and moved
    began = follows and quantity.kind == "post" and _BEFORE_CUT.fullmatch(statement.after(quantity.position))
    if not (compared or began or planned or (left and (moved or _names_change(before)))):
        return None
    if planned:
        return "planned"
    so_far = _EVENTS_SO_FAR.search(before)
    event = _named_event(so_far[0]) if so_far else None
    if event is not None:
        return event
    known = [post.measure for post in posts.values() if post.measure in ("assigned", "present")]
    return known[-1] if known else ("assigned" if quantity.kind in ("post", None) else "present")


def raises_events(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number is the sum that events so far are raised to: "nâng tổng số tinh giản từ đầu năm lên 19"."""
    return _EVENTS_SO_FAR.search(statement.before(quantity.position)) is not None


def sole_measure(statement: Statement, quantity: Quantity) -> str | None:
    """The one event that all verbs before a number name, however far off they stand."""
    if statement.columns is not None:
        return None
    features = {cue.feature for cue in verbs_of(statement) if cue.end <= quantity.number.start}
    return features.pop() if len(features) == 1 and not features & LEVELS else None


def headed_event(statement: Statement, quantity: Quantity) -> bool:
    """Whether the words up to a sentence's first colon name the one event that its numbers count."""
    head = statement.text[statement.start : quantity.number.start].partition(":")
    event = sole_measure(statement, quantity)
    if head[1] and event == "trained" and _COURSE_FOR_STAFF.match(head[0]):
        return True
    if not head[1] or event not in _EVENTS or (event == "reduced" and not _STAFF_EVENT.search(head[0])):
        return False
    return any(cue.end <= statement.start + len(head[0]) for cue in verbs_of(statement))


def _named_event(text: str) -> str | None:
    cues = find_cues(text, 0, len(text), load(_VOCABULARY))
    return next((cue.feature for cue in cues if cue.feature in _EVENTS), None)


def _names_change(text: str) -> bool:
    return any(cue.feature in CUTS for cue in find_cues(text, 0, len(text), load(_VOCABULARY)))
