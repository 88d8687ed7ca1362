"""What the words around a percentage name together, where no single phrase of a vocabulary does."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import regex

from extractors.cues import find_cues
from extractors.kinds import PLACES
from extractors.leftovers import leftover_words
from extractors.rate_clauses import opens_with_thing
from extractors.statements import Quantity, Statement
from patterns.vocabulary import load

# "99,98% văn bản (trừ văn bản mật) được gửi, nhận điện tử", not "văn bản xin lỗi", "văn bản quy phạm pháp luật"
_DOCUMENTS = regex.compile(
    r"(?<!\w)(?:văn bản(?!\s(?:xin lỗi|quy phạm|QPPL|chỉ đạo|triển khai))|công văn|VB)(?!\w)",
    regex.IGNORECASE,
)
_ELECTRONIC = regex.compile(
    r"(?<!\w)(?:điện tử|ký số|qua mạng|trên mạng|môi trường mạng|môi trường số|trục liên thông|phần mềm|số hóa"
    r"|hệ thống quản lý văn bản)(?!\w)",
    regex.IGNORECASE,
)
# "Bộ phận Một cửa huyện tiếp nhận 281 TTHC, đạt 97,9%"
_DESK = regex.compile(
    r"(?<!\w)(?:một cửa|bộ phận tiếp nhận và trả kết quả|bộ phận TN&TKQ|bộ phận TN và TKQ"
    r"|trung tâm phục vụ hành chính công|trung tâm hành chính công|trung tâm PVHCC|TTPVHCC)(?!\w)",
    regex.IGNORECASE,
)
# What else a desk tells of its procedures.
_OTHERWISE = regex.compile(
    r"(?<!\w)(?:trực tuyến|toàn trình|một phần|bưu chính|BCCI|liên thông|rút ngắn|cắt giảm|niêm yết|công khai"
    r"|mức độ|mức|phi địa giới"
    r"|rà soát|đơn giản hóa|chuẩn hóa|công bố|sửa đổi|bãi bỏ|cấp kết quả|cấu hình|tích hợp|kết nối"
    r"|không phụ thuộc|phát sinh|quy trình|số hóa|thanh toán|phí|lệ phí)(?!\w)",
    regex.IGNORECASE,
)
# "gửi thư xin lỗi đối với 100% hồ sơ trễ hạn", "đối với 02 hồ sơ quá hạn": whom something is done to.
_OBJECT = regex.compile(
    r"(?<!\w)(?:đối với|cho|tới|đến|về|xin lỗi|kiểm tra|rà soát|gỡ|xóa)\s+(?:đủ\s+)?$", regex.IGNORECASE
)
_APOLOGY = regex.compile(r"(?<!\w)(?:xin lỗi|giải trình|làm rõ trách nhiệm|hẹn lại)(?!\w)", regex.IGNORECASE)
# "được xử lý ngay trong ngày đạt 70%": how fast, not how much of what came in.
_HOW_FAST = regex.compile(
    r"(?<!\w)(?:ngay\s+)?(?:trong\s+(?:ngày|buổi|giờ|\d+\s+(?:giờ|ngày|phút))|tại chỗ|tức thì|không chờ)(?!\w)",
    regex.IGNORECASE,
)


# A bracket without figures.
_ASIDE = regex.compile(r"\([^()\d]*\)")


# "31,9%, [tỷ lệ ]hài lòng 98%": words of the rate that is told next.
NEXT_RATE = regex.compile(
    r"(?:,|(?<!\w)và)\s+(?:tỷ lệ|tỉ lệ|mức độ|chỉ số"
    r"|(?:tổng\s)?số\s(?:hồ sơ|TTHC|thủ tục|văn bản|nhiệm vụ|phản ánh|người dân|cán bộ|công chức))(?!\w)",
    regex.IGNORECASE,
)


# "ở [hai cấp]", "tại [05 xã]"
_WHERE = regex.compile(r"(?<!\w)(?:ở|tại|của|thuộc)\s+(?:cả\s+|tất cả\s+)?$", regex.IGNORECASE)


def _tells_where(statement: Statement, quantity: Quantity) -> bool:
    """Whether a number only tells in how many places or on how many levels something was done."""
    if quantity.number.fraction is not None or not (quantity.kind in PLACES or quantity.kind == "level"):
        return False
    return _WHERE.search(statement.before(quantity.position)) is not None


def _count_before(statement: Statement, quantity: Quantity) -> Quantity | None:
    """The number before a percentage, those passed over that only tell where."""
    earlier = reversed(statement.quantities[: quantity.position])
    return next((one for one in earlier if not _tells_where(statement, one)), None)


def words_before(statement: Statement, quantity: Quantity) -> str:
    """The words between a percentage and the number before it, as ``Statement.before`` has them, places among them."""
    last = _count_before(statement, quantity)
    return statement.text[statement.start if last is None else last.number.end : quantity.number.start]


def clause_around(statement: Statement, quantity: Quantity) -> str:
    """The words of a percentage's own clause: from the figure or mark before it to the figure or mark behind it.

    A bracket without figures interrupts and is left out, and so are the words of the next rate.
    """
    text, number, at = statement.text, quantity.number, quantity.position
    quantities = statement.quantities
    start = statement.start
    last = _count_before(statement, quantity)
    if last is not None:
        # Of a count its noun is a word of the clause: "5.242/5.307 hồ sơ được cấp bản điện tử đạt 98,8%".
        start = last.number.whole_end if last.number.unit == "percent" else last.number.end
    end = quantities[at + 1].number.start if at + 1 < len(quantities) else statement.end
    marks = [d for d in statement.clauses.delimiters if d.kind in ("semicolon", "stop")]
    start = max((d.end for d in marks if start <= d.start < number.start), default=start)
    behind = number.whole_end
    end = min((d.start for d in marks if behind <= d.start < end), default=end)
    start = number.start if opens_with_thing(statement, quantity) else start
    start = max((rate.end() for rate in NEXT_RATE.finditer(text, start, number.start)), default=start)
    following = NEXT_RATE.search(text, behind, end)
    end = following.start() if following is not None else end
    return _ASIDE.sub(" ", text[start:end])


def names_documents(words: str) -> bool:
    """Whether documents are said to go or to be signed electronically.

    >>> names_documents("99% văn bản được gửi, nhận điện tử"), names_documents("100% văn bản xin lỗi gửi qua mạng")
    (True, False)
    """
    return bool(_DOCUMENTS.search(words) and _ELECTRONIC.search(words))


# "hồ sơ có kết quả bản điện tử", "kết quả giải quyết TTHC được ký số": what people get, no office mail.
_RESULTS = regex.compile(
    r"(?<!\w)(?:hồ sơ(?!\scông việc)|HS|(?:trả|cấp)\skết quả|kết quả\s(?:giải quyết|TTHC|thủ tục))(?!\w)",
    regex.IGNORECASE,
)


def names_results(words: str) -> bool:
    """Whether what is electronic or signed are dossiers and their results, no documents.

    >>> names_results("Hồ sơ trả kết quả bằng bản điện tử"), names_results("Văn bản, hồ sơ công việc được ký số")
    (True, False)
    """
    return bool(_RESULTS.search(words)) and not _DOCUMENTS.search(words)


_WORK_FILES = regex.compile(r"(?<!\w)hồ sơ công việc(?!\w)", regex.IGNORECASE)


def names_work_files(words: str) -> bool:
    """Whether files of office work are told of, and no documents beside them: a share of its own.

    >>> names_work_files("hồ sơ công việc được lập trên mạng"), names_work_files("văn bản, hồ sơ công việc ký số")
    (True, False)
    """
    return bool(_WORK_FILES.search(words)) and not _DOCUMENTS.search(words)


# "100% cơ quan, đơn vị sử dụng phần mềm quản lý văn bản": a share of offices
_USERS = regex.compile(
    r"(?<!\w)(?:cơ quan|đơn vị|phòng|ban|sở|ngành|UBND|xã|phường|thị trấn|công chức|chuyên môn)(?!\w)"
    r"[^;.:()\d]{0,60}?\s(?:sử dụng|vận hành|ứng dụng|triển khai|cài đặt|kết nối|dùng)\s"
    r"[^;.:()\d]{0,30}?(?:phần mềm|hệ thống)(?!\w)",
    regex.IGNORECASE,
)


def names_users(words: str) -> bool:
    """Whether what is told of are offices by the system that they use.

    >>> names_users("100% đơn vị sử dụng phần mềm quản lý văn bản"), names_users("100% văn bản gửi qua hệ thống")
    (True, False)
    """
    return bool(_USERS.search(words))


def taken_in_at_the_desk(statement: Statement, count: int) -> bool:
    """Whether counted procedures are those that a one-stop desk takes in."""
    counted = statement.quantities[count]
    if counted.kind != "procedure":
        return False
    before = statement.text[statement.start : statement.quantities[0].number.start]
    # "tỷ lệ TTHC trực tuyến toàn trình đạt 23% (1.875/8.156 TTHC)": the words stand before the percentage.
    bracketed = count and not regex.search(r"\p{L}", statement.before(count))
    clause = (statement.before(count - 1) if bracketed else "") + statement.before(count) + " " + statement.after(count)
    return bool(_DESK.search(before) or _DESK.search(clause)) and not _OTHERWISE.search(clause)


# "đã chuyển 100% TTHC sang tiếp nhận và giải quyết tại Trung tâm Phục vụ hành chính công"
_MOVED = regex.compile(r"(?<!\w)(?:chuyển|đưa)(?:\s+được)?\s*$", regex.IGNORECASE)
_THERE = regex.compile(
    r"\s*+(?:(?:%|phần trăm)\s*+)?(?:số\s+)?(?:TTHC|thủ tục)[^;.:()\d]{0,60}?\s(?:sang|vào|ra|về)\s[^;.:()\d]{0,60}?"
    r"(?:tại|qua|theo|ở)\s",
    regex.IGNORECASE,
)


def moved_to_the_desk(statement: Statement, quantity: Quantity) -> bool:
    """Whether a share of procedures is said to have been moved to a one-stop desk."""
    if statement.columns is not None or not _MOVED.search(statement.before(quantity.position)):
        return False
    there = _THERE.match(statement.text, quantity.number.end, statement.end)
    return there is not None and _DESK.search(statement.text, there.end(), statement.end) is not None


def is_object(statement: Statement, quantity: Quantity) -> bool:
    """Whether late dossiers are only what something is done to: "gửi thư xin lỗi đối với 100% hồ sơ trễ hạn"."""
    before = statement.text[statement.start : quantity.number.start]
    clause = clause_around(statement, quantity)
    return bool(_OBJECT.search(before)) or bool(_APOLOGY.search(clause))


def tells_how_fast(statement: Statement, quantity: Quantity) -> bool:
    """Whether what is told is done at once: a share of its own, neither resolved of received nor on time."""
    return bool(_HOW_FAST.search(clause_around(statement, quantity)))


# "100% hồ sơ được tiếp nhận, xử lý trên phần mềm một cửa": by what means, not how many are done.
_BY_WHAT = regex.compile(
    r"(?<!\w)(?:tiếp nhận|nhận)(?:,|\svà)\s(?:giải quyết|xử lý)"
    r"\s(?:trên|qua|bằng|thông qua)\s(?:phần mềm|hệ thống)(?!\w)",
    regex.IGNORECASE,
)


def tells_by_what(statement: Statement, quantity: Quantity) -> bool:
    """Whether what is told is the system that dossiers go through: a share of its own."""
    return bool(_BY_WHAT.search(clause_around(statement, quantity)))


# "Việc nộp thuế đất qua Cổng dịch vụ công chiếm 45,2%", not "hồ sơ có phí nộp trực tuyến"
_PAYING = regex.compile(
    r"(?<!\w)(?<!không phải )(?:nộp|đóng|thu|thanh toán|trả)\s(?:\p{L}+\s){0,2}?"
    r"(?:thuế|phí|lệ phí|tiền|nghĩa vụ tài chính)(?!\w)"
    r"|(?<!\w)(?:thuế|phí|lệ phí)\s(?:\p{L}+\s){0,5}?(?:nộp|đóng|thu|thanh toán)(?!\w)",
    regex.IGNORECASE,
)
_CASHLESS = regex.compile(
    r"(?<!\w)(?:trực tuyến|không dùng tiền mặt|chuyển khoản|điện tử|QR"
    r"|qua (?:cổng|mạng|ngân hàng|ví|thẻ|tài khoản))(?!\w)",
    regex.IGNORECASE,
)
# "44 nhiệm vụ (84,6%), đang triển khai 8 nhiệm vụ (15,4%)": a share of what is not done.
_UNDONE = regex.compile(
    r"(?<!\w)(?:đang|chưa|chậm|quá hạn|trễ hạn|còn lại|tạm dừng|không hoàn thành|không thực hiện)(?!\w)",
    regex.IGNORECASE,
)
_IN_BRACKET = regex.compile(r"[^,;.:()\d]*\([^()]*\)")
# "thu ngân sách 4.870 tỷ đồng, bằng 27,6% dự toán": money that is not disbursed.
_BUDGET = regex.compile(
    r"(?<!\w)(?:thu|tổng thu|chi)\s+(?:ngân sách|nội địa|thường xuyên|sự nghiệp)(?!\w)", regex.IGNORECASE
)
# "Hồ sơ đất đai chiếm 62% số hồ sơ quá hạn": what stands behind is the whole.
_TAKES_UP = regex.compile(r"(?<!\w)(?:chiếm|bằng)\s+(?:khoảng\s+|gần\s+|hơn\s+|tới\s+)?$", regex.IGNORECASE)
_WHOLE = regex.compile(r"\s*(?:trên|trong|so với)?\s*(?:tổng\s+)?số\s+(?:hồ sơ|hs)\s", regex.IGNORECASE)


def names_payment(words: str) -> bool:
    """Whether money is said to be paid without cash.

    >>> names_payment("Việc nộp thuế đất qua Cổng dịch vụ công"), names_payment("Hồ sơ nộp qua Cổng dịch vụ công")
    (True, False)
    """
    return bool(_PAYING.search(words) and _CASHLESS.search(words))


def tells_otherwise(statement: Statement, count: int) -> bool:
    """Whether counted procedures or tasks say of themselves that they are others than those before them."""
    kind, words = statement.quantities[count].kind, statement.before(count)
    if kind == "money":
        return bool(_BUDGET.search(words))
    if kind == "procedure":
        return bool(_OTHERWISE.search(regex.split("[,;(]", statement.after(count))[0]))
    if kind not in ("task", "content", "objective"):
        return False
    bracket = _IN_BRACKET.match(statement.text, statement.numbers[count].whole_end)
    behind = statement.text[bracket.end() : statement.end] if bracket else ""
    return bool(_UNDONE.search(regex.split("[,;(]", words)[-1]) or _UNDONE.match(behind.lstrip()))


def is_whole(statement: Statement, quantity: Quantity) -> bool:
    """Whether the dossiers behind a percentage are only the whole of which something takes up a share."""
    before = statement.before(quantity.position)
    if not _TAKES_UP.search(before) or not _WHOLE.match(statement.after(quantity.position)):
        return False
    start = quantity.number.start - len(before)
    told = find_cues(statement.text, start, quantity.number.start, load("dossier_cues"))
    return not any(cue.feature in ("late", "on_time", "early") for cue in told)


# "07/09 nội dung đã khắc phục xong", "đã khắc phục 24/26 hạn chế": faults, no contents of a plan
_MENDED = regex.compile(
    r"(?<!\w)(?:(?:đã|được|chưa)\s+(?:được\s+)?(?:khắc phục|chấn chỉnh)|khắc phục\s+(?:xong|được)"
    r"|(?:hạn chế|thiếu sót|tồn tại|sai sót|vi phạm|sai phạm|vấn đề)\s*[,(])(?!\w)",
    regex.IGNORECASE,
)
# "kiểm tra tối thiểu[ 30% số cơ quan]": how many are looked at
_CHECKED = regex.compile(r"(?<!\w)(?:kiểm tra|thanh tra)(?!\w)[^,;.:()]{0,30}$", regex.IGNORECASE)
_OFFICES = regex.compile(
    r"\s*(?:%\s*)?(?:tổng\s+)?(?:số\s+)?(?:các\s+)?(?:cơ quan|đơn vị|xã|phường|phòng|sở|địa phương)(?!\w)",
    regex.IGNORECASE,
)


# "kế hoạch đến năm 2026 giảm tối thiểu 5% biên chế công chức"
_CUT = regex.compile(
    r"(?<!\w)(?:giảm|cắt giảm|tinh giản|tiết kiệm)(?:\s(?:được|ít nhất|tối thiểu|khoảng|trên|hơn|thêm|từ))*\s*$",
    regex.IGNORECASE,
)
_CUT_DOWN = regex.compile(
    r"\s*+(?:%\s*+)?(?:tổng\s+)?(?:số\s+)?"
    r"(?:biên chế|công chức|viên chức|người làm việc|đầu mối|đơn vị|chi thường xuyên|kinh phí|thời gian|chi phí)(?!\w)",
    regex.IGNORECASE,
)


def tells_no_plan(statement: Statement, quantity: Quantity, count: int | None) -> bool:
    """Whether what seems done of a plan are mended faults, offices that are checked or posts that are cut."""
    if statement.columns is not None:
        return False
    words = clause_around(statement, quantity)
    if count is not None and count < quantity.position:
        words = statement.before(count) + " " + statement.after(count) + " " + words
    checked = _CHECKED.search(statement.before(quantity.position)) and _OFFICES.match(
        statement.text, quantity.number.end, statement.end
    )
    cut = _CUT.search(statement.before(quantity.position)) and _CUT_DOWN.match(
        statement.text, quantity.number.end, statement.end
    )
    return bool(checked or cut) or _MENDED.search(words) is not None


# "06 xã còn lại đạt dưới 50%": places reach a rate of their own, they are no share.
_REACH = regex.compile(r"(?<!\w)đạt(?!\w)", regex.IGNORECASE)
_BELOW = regex.compile(r"\s*(?:chỉ\s+|mới\s+)?(?:dưới|trên|hơn|chưa đến)\s+", regex.IGNORECASE)


def tells_of_reaching(between: str) -> bool:
    """Whether the words between places and a percentage say that they reach it: "đạt tỷ lệ ký số từ", "dưới"."""
    return _REACH.search(between) is not None or _BELOW.fullmatch(between) is not None


def reaches_one_by_one(statement: Statement, count: int, quantity: Quantity) -> bool:
    """Whether places or offices reach, one after the other, values of one rate."""
    number = statement.quantities[count].number
    between = statement.text[number.whole_end : quantity.number.start]
    return statement.quantities[count].kind in PLACES and tells_of_reaching(between)


def asks_back(statement: Statement) -> bool:
    """Whether a sentence gives shares of places or levels and no word of what they are shares of."""
    if statement.columns is not None or any(q.kind != "percent" or q.role != "result" for q in statement.quantities):
        return False
    spans = [(q.number.end, n.number.start) for q, n in itertools.pairwise(statement.quantities)]
    first, last = statement.quantities[0].number, statement.quantities[-1].number
    spans = [(statement.start, first.start), *spans, (last.whole_end, statement.end)]
    return all(leftover_words(statement, a, b) < 2 for a, b in spans)


# "Mức độ hài lòng qua 640 phiếu lấy ý kiến là 98,9%": the answers stand between a rate and its value.
_THROUGH = regex.compile(r"(?<!\w)(?:qua|từ|trên cơ sở|trên|theo)\s+$", regex.IGNORECASE)


def surveyed_through(statement: Statement, quantity: Quantity) -> bool:
    """Whether the count before a percentage is only that of the answers it rests on."""
    answers = quantity.position - 1
    return statement.quantities[answers].kind != "percent" and bool(_THROUGH.search(statement.before(answers)))


def gone_on(statement: Statement, told: Mapping[int, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The metrics of the sentence before, for one that gives places and shares alone: "Cao nhất là xã An Bình với 97%".

    As many shares as before answer them in their order; fewer or more go on with the one rate that was told.
    """
    metrics, previous = told[statement.index], statement.previous
    if previous is None or previous.index not in told or not asks_back(statement) or set(metrics) != {"unclassified"}:
        return None
    before = told[previous.index]
    if len(before) == len(metrics):
        return before
    return before[-1:] * len(metrics) if len(set(before)) == 1 else None
