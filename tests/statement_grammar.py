"""A grammar of statements: sentences, lists and tables whose expected rows are known because they were chosen first.

Everything an office varies is a choice here: the verb, whether the noun is dropped, the side the role stands on, what
joins the clauses, brackets, fractions and the order. Places and figures are invented.
"""

from __future__ import annotations

import dataclasses
import random

Row = tuple[str, str, float]

_OPENINGS = (
    ("", "all"),
    ("Trong kỳ báo cáo, ", "all"),
    ("Tính đến nay, toàn huyện ", "all"),
    ("Bộ phận Một cửa huyện ", "district"),
    ("UBND cấp xã ", "commune"),
    ("Cấp huyện: ", "district"),
    ("Trung tâm Phục vụ hành chính công tỉnh ", "province"),
    ("Kết quả tại các xã, thị trấn: ", "commune"),
    ("Qua thống kê, trên địa bàn tỉnh ", "all"),
)
# What is said before the number; "{}" stands for it with its noun, or without.
_BEFORE = {
    "received": (
        "tiếp nhận {}",
        "đã tiếp nhận {}",
        "số hồ sơ tiếp nhận là {}",
        "tổng số hồ sơ tiếp nhận: {}",
        "nhận {}",
    ),
    "resolved": ("giải quyết {}", "đã giải quyết xong {}", "đã trả kết quả {}", "số đã xử lý là {}", "hoàn thành {}"),
    "resolved_on_time": ("đúng hạn {}", "trả đúng hẹn {}", "trước và đúng hạn {}", "giải quyết sớm hoặc đúng hạn {}"),
    "resolved_early": ("trước hạn {}", "trả sớm {}", "giải quyết trước thời hạn {}"),
    "resolved_late": ("trễ hạn {}", "giải quyết quá hạn {}", "trả chậm {}", "trễ hẹn {}"),
    "pending": ("đang giải quyết {}", "đang xử lý {}", "còn tồn {}", "số đang thụ lý là {}", "chuyển kỳ sau {}"),
    "pending_on_time": ("chưa đến hạn {}", "đang giải quyết trong hạn {}", "còn trong hạn {}"),
    "received_online": ("trực tuyến {}", "nộp trực tuyến {}", "tiếp nhận qua mạng {}", "qua Cổng Dịch vụ công {}"),
    "received_direct": ("trực tiếp {}", "nộp trực tiếp {}", "qua dịch vụ bưu chính công ích {}", "hồ sơ giấy {}"),
    "carried_over": ("kỳ trước chuyển sang {}", "tồn đầu kỳ {}", "từ kỳ trước chuyển qua {}"),
    "returned": ("trả lại {}", "công dân rút {}", "từ chối tiếp nhận {}"),
}
_AFTER = {
    "received": ("{} được tiếp nhận", "{} mới phát sinh", "{} đã tiếp nhận"),
    "resolved": ("{} đã giải quyết", "{} được giải quyết xong", "{} đã có kết quả"),
    "resolved_on_time": ("{} đúng hạn", "{} được trả đúng hẹn", "{} giải quyết trước và đúng hạn"),
    "resolved_early": ("{} trước hạn", "{} trả sớm hạn"),
    "resolved_late": ("{} trễ hạn", "{} bị quá hạn", "{} trả chậm"),
    "pending": ("{} đang giải quyết", "{} đang được xử lý", "{} còn tồn"),
    "pending_on_time": ("{} chưa đến hạn", "{} còn trong hạn giải quyết"),
    "received_online": ("{} nộp trực tuyến", "{} trực tuyến", "{} qua mạng"),
    "received_direct": ("{} nộp trực tiếp", "{} qua bưu điện"),
    "carried_over": ("{} kỳ trước chuyển sang", "{} từ kỳ trước chuyển qua"),
    "returned": ("{} bị trả lại", "{} công dân xin rút"),
}
# What follows what: a total with its parts.
_PARTS = {
    "received": (("received_online", "received_direct"), ("carried_over",)),
    "resolved": (
        ("resolved_on_time", "resolved_late"),
        ("resolved_early", "resolved_on_time", "resolved_late"),
        ("resolved_late",),
    ),
    "pending": (("pending_on_time",),),
}
_HEADS = {
    "received": ("Tiếp nhận", "Tổng số tiếp nhận", "Số hồ sơ tiếp nhận"),
    "resolved": ("Đã giải quyết", "Số hồ sơ đã giải quyết"),
    "resolved_on_time": ("Đúng hạn", "Trước và đúng hạn"),
    "resolved_late": ("Trễ hạn", "Quá hạn"),
    "pending": ("Đang giải quyết", "Đang xử lý"),
    "received_online": ("Trực tuyến", "Nộp trực tuyến"),
    "carried_over": ("Kỳ trước chuyển sang", "Tồn đầu kỳ"),
}
_ROWS = (("Cấp tỉnh", "province"), ("Cấp huyện", "district"), ("Cấp xã", "commune"), ("Tổng cộng", "all"))


_RATES = {
    "on_time_rate": ("tỷ lệ giải quyết đúng hạn", "tỷ lệ hồ sơ trả đúng và trước hạn", "tỷ lệ hồ sơ đúng hẹn"),
    "late_rate": ("tỷ lệ hồ sơ quá hạn", "tỷ lệ trễ hạn"),
    "online_rate": ("tỷ lệ hồ sơ trực tuyến", "tỷ lệ hồ sơ nộp qua mạng", "tỷ lệ tiếp nhận hồ sơ trực tuyến"),
    "online_payment_rate": ("tỷ lệ thanh toán trực tuyến", "tỷ lệ hồ sơ thanh toán phí, lệ phí trực tuyến"),
    "digitization_rate": ("tỷ lệ số hóa hồ sơ", "tỷ lệ hồ sơ được số hóa", "tỷ lệ số hóa kết quả giải quyết"),
    "satisfaction_rate": (
        "mức độ hài lòng",
        "tỷ lệ hài lòng của người dân",
        "tỷ lệ người dân hài lòng và rất hài lòng",
    ),
    "disbursement_rate": ("tỷ lệ giải ngân vốn đầu tư công", "giải ngân kế hoạch vốn"),
    "e_document_rate": ("tỷ lệ văn bản được ký số", "tỷ lệ văn bản điện tử"),
    "plan_completion_rate": ("tỷ lệ hoàn thành nhiệm vụ", "kết quả thực hiện kế hoạch CCHC"),
}
_REACHED = (" đạt ", " là ", " đạt tỷ lệ ", " ước đạt ", ": ", " bằng ")
_AIMED = (" đạt tối thiểu ", " đạt từ ", " ít nhất ", " không dưới ")
_LEVELS = (("cấp tỉnh", "province"), ("cấp huyện", "district"), ("cấp xã", "commune"))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A text and the rows (metric, scope, value) that it tells, in reading order."""

    text: str
    rows: tuple[Row, ...]


class Grammar:
    """Statements drawn by one seed."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def _figure(self, metric: str) -> int:
        small = metric in ("resolved_late", "pending_on_time", "returned", "carried_over")
        return self._draw.randint(3, 99) if small else self._draw.randint(100, 29999)

    def _printed(self, value: int, *, noun: bool) -> str:
        digits = f"{value:,}".replace(",", ".") if self._draw.random() < 0.8 else str(value)
        return digits + (self._draw.choice((" hồ sơ", " hồ sơ", " HS")) if noun else "")

    def _clause(self, metric: str, *, after: bool, noun: bool) -> tuple[str, int]:
        value = self._figure(metric)
        form = self._draw.choice((_AFTER if after else _BEFORE)[metric])
        return form.format(self._printed(value, noun=noun or after)), value

    def sentence(self) -> Told:
        """One sentence: an opening, totals, and their parts behind "trong đó", a colon or in brackets."""
        opening, scope = self._draw.choice(_OPENINGS)
        after = self._draw.random() < 0.25
        rows: list[Row] = []
        clauses: list[str] = []
        for position, metric in enumerate(("received", "resolved", "pending")[: self._draw.randint(1, 3)]):
            clause, value = self._clause(metric, after=after, noun=position == 0 or self._draw.random() < 0.7)
            rows.append((metric, scope, value))
            if self._draw.random() < 0.5:
                parts = self._draw.choice(_PARTS[metric])
                told = [self._clause(part, after=after, noun=self._draw.random() < 0.6) for part in parts]
                rows += [(part, scope, number) for part, (_, number) in zip(parts, told, strict=True)]
                joined = self._draw.choice((", ", "; ")).join(text for text, _ in told)
                form = self._draw.choice(("{} ({})", "{}, trong đó {}", "{} (trong đó: {})", "{}, gồm {}"))
                clause = form.format(clause, joined)
            clauses.append(clause)
        return Told(text=opening + self._draw.choice(("; ", ", ", "; ")).join(clauses) + ".", rows=tuple(rows))

    def levels(self) -> Told:
        """One indicator of several levels, or several of each, in one sentence."""
        levels = list(_LEVELS[self._draw.randint(0, 1) :])
        metric = self._draw.choice(("received", "resolved", "resolved_late", "received_online", "resolved_on_time"))
        values = [self._figure("received") for _ in levels]
        printed = [self._printed(value, noun=True) for value in values]
        told = self._draw.choice(_BEFORE[metric])
        names = [name for name, _ in levels]
        joined = self._draw.choice((", ", "; "))
        form = self._draw.randint(0, 3)
        if form == 0:  # cấp huyện tiếp nhận 5 hồ sơ, cấp xã tiếp nhận 7 hồ sơ
            clauses = [f"{name} {told.format(count)}" for name, count in zip(names, printed, strict=True)]
            text = joined.join(clauses)
        elif form == 1:  # tiếp nhận: cấp huyện 5 hồ sơ, cấp xã 7 hồ sơ
            head = told.format("").strip(" :").removesuffix(" là")
            text = f"{head}: " + joined.join(f"{name} {count}" for name, count in zip(names, printed, strict=True))
        elif form == 2:  # 5 hồ sơ đã giải quyết ở cấp huyện, 7 hồ sơ …
            after = self._draw.choice(_AFTER[metric])
            clauses = [f"{after.format(count)} ở {name}" for name, count in zip(names, printed, strict=True)]
            text = joined.join(clauses)
        else:  # tiếp nhận ở cấp huyện và cấp xã lần lượt là 5 hồ sơ và 7 hồ sơ
            head = told.format("").strip(" :").removesuffix(" là")
            text = f"{head} ở {', '.join(names[:-1])} và {names[-1]} lần lượt là "
            text += f"{', '.join(printed[:-1])} và {printed[-1]}"
        rows = tuple((metric, scope, value) for (_, scope), value in zip(levels, values, strict=True))
        return Told(text=text[0].upper() + text[1:] + ".", rows=rows)

    def rates(self) -> Told:
        """Rates one after the other, reached or aimed at."""
        opening, scope = self._draw.choice(_OPENINGS)
        aimed = self._draw.random() < 0.25
        opening = "Phấn đấu năm 2025, " if aimed else opening
        metrics = self._draw.sample(sorted(_RATES), self._draw.randint(1, 4))
        rows: list[Row] = []
        clauses: list[str] = []
        for metric in metrics:
            value = self._draw.randint(10, 999) / 10
            printed = f"{value:.1f}".replace(".", ",") + self._draw.choice(("%", "%", " %"))
            words = self._draw.choice(_RATES[metric]) + self._draw.choice(_AIMED if aimed else _REACHED)
            clauses.append(words + printed)
            rows.append((metric, "all" if aimed else scope, value))
        return Told(text=opening + self._draw.choice((", ", "; ")).join(clauses) + ".", rows=tuple(rows))

    def items(self) -> Told:
        """A list under a head, its parts under their total."""
        head, scope = self._draw.choice((("Kết quả giải quyết hồ sơ", "all"), ("Kết quả tại cấp xã", "commune")))
        lines = [f"{head}:"]
        rows: list[Row] = []
        for metric in ("received", "resolved", "pending"):
            clause, value = self._clause(metric, after=False, noun=True)
            rows.append((metric, scope, value))
            parts = self._draw.choice(_PARTS[metric]) if self._draw.random() < 0.6 else ()
            lines.append(f"- {clause[0].upper()}{clause[1:]}{', trong đó:' if parts else '.'}")
            for part in parts:
                told, number = self._clause(part, after=False, noun=self._draw.random() < 0.5)
                rows.append((part, scope, number))
                lines.append(f"+ {told[0].upper()}{told[1:]}.")
        return Told(text="\n".join(lines), rows=tuple(rows))

    def table(self) -> Told:
        """Levels as rows, indicators as columns, cut by tabs, pipes or wide spaces."""
        metrics = self._draw.sample(sorted(_HEADS), self._draw.randint(3, 5))
        if "resolved" not in metrics and set(metrics) & {"resolved_on_time", "resolved_late"}:
            metrics.insert(0, "resolved")
        heads = ["Đơn vị", *(self._draw.choice(_HEADS[metric]) for metric in metrics)]
        body = [
            [name, *(str(self._draw.randint(0, 9999)) for _ in metrics)]
            for name, _ in _ROWS[self._draw.randint(0, 2) :]
        ]
        scopes = dict(_ROWS)
        rows = tuple(
            (metric, scopes[row[0]], int(cell)) for row in body for metric, cell in zip(metrics, row[1:], strict=True)
        )
        style = self._draw.choice(("tab", "pipe", "framed", "numbered"))
        if style == "numbered":
            heads, body = ["STT", *heads], [[str(i), *row] for i, row in enumerate(body, 1)]
        cut = "\t" if style in ("tab", "numbered") else " | "
        lines = [cut.join(row) for row in (heads, *body)]
        if style == "framed":
            lines = [f"| {line} |" for line in lines]
            lines.insert(1, "|" + "---|" * len(heads))
        return Told(text="\n".join(lines), rows=rows)
