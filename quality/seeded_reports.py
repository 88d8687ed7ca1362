"""Invented reports in which everything adds up, in the wordings that offices use, for the levels that report.

A report is lines with places to fill and the figures that fill them. Its own equations are kept beside it, so that it
is known of every altered report whether arithmetic can see the alteration.
"""

from __future__ import annotations

import dataclasses
import datetime
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

from pipeline.audits.intervals import agrees, rounded
from pipeline.audits.wording import number_vi

LOCALITIES = {"province": "tỉnh Đông Giang", "district": "huyện Hòa Lạc", "commune": "xã Cam Lý"}
WHOLE = {"province": "toàn tỉnh", "district": "toàn huyện", "commune": "toàn xã"}
LEVELS = {"province": ("province", "district", "commune"), "district": ("district", "commune"), "commune": ()}
NAMES = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
PERIODS = {
    "quý I năm 2023": (datetime.date(2023, 1, 1), datetime.date(2023, 3, 31)),
    "quý II năm 2023": (datetime.date(2023, 4, 1), datetime.date(2023, 6, 30)),
    "6 tháng đầu năm 2023": (datetime.date(2023, 1, 1), datetime.date(2023, 6, 30)),
    "9 tháng đầu năm 2023": (datetime.date(2023, 1, 1), datetime.date(2023, 9, 30)),
    "năm 2023": (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)),
}

Equation = tuple[tuple[str, ...], tuple[str, ...]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RatePlace:
    """A percentage of a report: 100 * the part / the sum of the whole, with so many decimals."""

    key: str
    part: str
    whole: tuple[str, ...]
    decimals: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An invented report: lines with places, the printed texts that fill them, and what must hold of the counts."""

    lines: tuple[str, ...]
    counts: Mapping[str, int]
    texts: Mapping[str, str]
    equations: tuple[Equation, ...]
    rates: tuple[RatePlace, ...]

    def text(self, changed: Mapping[str, str] | None = None, without: str | None = None) -> str:
        """The report as printed, with other texts in some places, and without the lines that hold ``without``."""
        printed = {**{k: number_vi(v) for k, v in self.counts.items()}, **self.texts, **(changed or {})}
        kept = [line for line in self.lines if without is None or without not in line]
        return "\n".join(line.format(**printed) for line in kept) + "\n"

    def holds(self, changed: Mapping[str, int], rate: Mapping[str, str] | None = None) -> bool:
        """Whether every equation and every rate holds with other counts and rates."""
        counts = {**self.counts, **changed}
        if any(sum(counts[k] for k in left) != sum(counts[k] for k in right) for left, right in self.equations):
            return False
        printed = {**self.texts, **(rate or {})}
        return all(agrees(float(printed[r.key].replace(",", ".")), r.decimals, _share(counts, r)) for r in self.rates)


def _share(counts: Mapping[str, int], rate: RatePlace) -> Fraction:
    whole = sum(counts[k] for k in rate.whole)
    return Fraction(100 * counts[rate.part], whole) if whole else Fraction(0)


class _Maker:
    """Draws one report; every place that a line names has its value by then."""

    def __init__(self, chance: random.Random, level: str, period: str, opening: Mapping[str, int] | None) -> None:
        self.chance, self.level, self.period, self.opening = chance, level, period, opening
        self.counts: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.equations: list[Equation] = []
        self.rates: list[RatePlace] = []

    def flows(self, whose: str, size: int) -> None:
        """The dossiers of one level: what came in, what was done in time or late, what is left."""
        draw, at = self.chance.randrange, self.counts
        at[f"{whose}.carried"] = self.opening[whose] if self.opening else draw(size // 40, size // 15)
        at[f"{whose}.received"] = draw(size, 3 * size)
        at[f"{whose}.to_process"] = at[f"{whose}.carried"] + at[f"{whose}.received"]
        at[f"{whose}.pending"] = draw(size // 40, size // 15)
        at[f"{whose}.resolved"] = at[f"{whose}.to_process"] - at[f"{whose}.pending"]
        at[f"{whose}.late"] = draw(size // 90, size // 30)
        at[f"{whose}.on_time"] = at[f"{whose}.resolved"] - at[f"{whose}.late"]

    def close(self, whose: str) -> None:
        """What must hold of the dossiers of one level, and the rates that follow."""
        w = whose
        self.equations += [
            ((f"{w}.to_process",), (f"{w}.carried", f"{w}.received")),
            ((f"{w}.to_process",), (f"{w}.resolved", f"{w}.pending")),
            ((f"{w}.resolved",), (f"{w}.on_time", f"{w}.late")),
        ]
        self.rate(f"{w}.rate", f"{w}.on_time", (f"{w}.resolved",), self.chance.choice((1, 2, 2)))

    def rate(self, key: str, part: str, whole: tuple[str, ...], decimals: int) -> None:
        """A percentage that follows from the counts."""
        place = RatePlace(key=key, part=part, whole=whole, decimals=decimals)
        self.texts[key] = number_vi(rounded(_share(self.counts, place), decimals), decimals)
        self.rates.append(place)

    def parts(self, whole: str, names: tuple[str, ...], low: int, high: int) -> None:
        """A total and its parts."""
        keys = tuple(f"{whole}.{name}" for name in names)
        for key in keys:
            self.counts[key] = self.chance.randrange(low, high)
        self.counts[whole] = sum(self.counts[key] for key in keys)
        self.equations.append(((whole,), keys))

    def statement(self, whose: str, name: str, wording: int) -> str:
        """The dossiers of one level in one of the wordings."""
        w = "{" + whose + ".%s}"
        f = {k: w % k for k in ("carried", "received", "to_process", "pending", "resolved", "late", "on_time", "rate")}
        opened = name[0].upper() + name[1:]
        return (
            f"{opened} phải giải quyết {f['to_process']} hồ sơ (kỳ trước chuyển sang {f['carried']} hồ sơ, tiếp nhận "
            f"mới {f['received']} hồ sơ); đã giải quyết {f['resolved']} hồ sơ, trong đó đúng hạn {f['on_time']} hồ sơ, "
            f"trễ hạn {f['late']} hồ sơ; đang giải quyết {f['pending']} hồ sơ; tỷ lệ giải quyết đúng hạn đạt "
            f"{f['rate']}%.",
            f"Tổng số hồ sơ phải giải quyết {name} là {f['to_process']} hồ sơ, gồm: kỳ trước chuyển qua {f['carried']} "
            f"hồ sơ, tiếp nhận trong kỳ {f['received']} hồ sơ. Đã giải quyết {f['resolved']} hồ sơ (đúng hạn "
            f"{f['on_time']} hồ sơ, đạt tỷ lệ {f['rate']}%; quá hạn {f['late']} hồ sơ), còn {f['pending']} hồ sơ đang "
            "giải quyết.",
            f"Trong kỳ, {name} có {f['to_process']} hồ sơ phải giải quyết (tồn kỳ trước {f['carried']} hồ sơ, tiếp "
            f"nhận {f['received']} hồ sơ); kết quả: đã giải quyết {f['resolved']} hồ sơ, trong đó giải quyết đúng hạn "
            f"{f['on_time']} hồ sơ (đạt {f['rate']}%), giải quyết trễ hạn {f['late']} hồ sơ; hồ sơ đang giải quyết "
            f"{f['pending']} hồ sơ.",
        )[wording]

    def dossiers(self) -> Iterator[str]:
        """The paragraphs on dossiers: the whole locality, then its levels."""
        wording, levels = self.chance.randrange(3), LEVELS[self.level]
        for level in levels:
            self.flows(level, self.chance.choice((900, 2500, 12_000)))
        if levels:
            for name in ("carried", "received", "to_process", "pending", "resolved", "late", "on_time"):
                keys = tuple(f"{level}.{name}" for level in levels)
                self.counts[f"all.{name}"] = sum(self.counts[key] for key in keys)
                self.equations.append(((f"all.{name}",), keys))
        else:
            self.flows("all", 2500)
        self.close("all")
        yield self.statement("all", WHOLE[self.level], wording)
        for level in levels:
            self.close(level)
            yield "- " + self.statement(level, NAMES[level], wording)

    def people(self) -> Iterator[str]:
        """The paragraphs on staff."""
        self.parts("staff", ("education", "health", "culture", "other"), 40, 700)
        yield (
            "Tổng số viên chức được giao {staff} người, trong đó: sự nghiệp giáo dục {staff.education} người, sự "
            "nghiệp y tế {staff.health} người, sự nghiệp văn hóa {staff.culture} người, sự nghiệp khác {staff.other} "
            "người."
        )

    def procedures(self) -> Iterator[str]:
        """The paragraph on procedures, where the locality has levels below it."""
        levels = LEVELS[self.level]
        if levels:
            self.parts("procedures", levels, 60, 400)
            parts = ", ".join(f"{NAMES[level]} {{procedures.{level}}} thủ tục" for level in levels)
            yield f"Tổng số thủ tục hành chính là {{procedures}} thủ tục, trong đó: {parts}."

    def report(self) -> Made:
        """All of it."""
        locality, first_last = LOCALITIES[self.level], PERIODS[self.period]
        day = first_last[1] - datetime.timedelta(days=self.chance.randrange(3, 12))
        self.counts["tasks"] = self.chance.randrange(24, 60)
        self.counts["tasks.done"] = self.counts["tasks"] - self.chance.randrange(2, 15)
        self.rate("tasks.rate", "tasks.done", ("tasks",), 1)
        self.texts |= {"decree": "23/4/2018", "plan": "KH-UBND", "plan_again": "KH-UBND"}
        place = locality.split(" ", 1)[1]
        body = "UBND " + locality
        lines = [
            "ỦY BAN NHÂN DÂN",
            locality.upper(),
            "Số: 112/BC-UBND",
            f"{place}, ngày {day.day} tháng {day.month} năm {day.year}",
            "BÁO CÁO",
            f"Kết quả công tác cải cách hành chính {self.period}",
            f"Thực hiện Nghị định số 61/2018/NĐ-CP ngày {{decree}} của Chính phủ, {body} báo cáo như sau:",
            "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
            f"{body} đã ban hành Kế hoạch số 15/{{plan}} ngày 12/01/2023 về cải cách hành chính năm 2023; đến nay hoàn "
            "thành {tasks.done}/{tasks} nhiệm vụ, đạt {tasks.rate}%.",
            "II. KẾT QUẢ THỰC HIỆN",
            "1. Cải cách thể chế",
            "Công tác xây dựng, rà soát văn bản được thực hiện nghiêm túc.",
            "2. Cải cách thủ tục hành chính",
            "2.1. Tình hình giải quyết hồ sơ",
            *self.dossiers(),
            "2.2. Kiểm soát thủ tục hành chính",
            "Việc niêm yết, công khai được thực hiện thường xuyên." + "".join(f" {p}" for p in self.procedures()),
            "2.3. Cơ chế một cửa",
            "Bộ phận một cửa hoạt động nền nếp.",
            "3. Cải cách tổ chức bộ máy, chế độ công vụ",
            *self.people(),
            "III. ĐÁNH GIÁ CHUNG",
            "Nhìn chung các nhiệm vụ tại Kế hoạch số 15/{plan_again} ngày 12/01/2023 được triển khai đúng tiến độ.",
            "IV. PHƯƠNG HƯỚNG",
            "Tiếp tục nâng cao chất lượng giải quyết thủ tục hành chính.",
        ]
        return Made(
            lines=tuple(_placed(line) for line in lines),
            counts={_key(k): v for k, v in self.counts.items()},
            texts={_key(k): v for k, v in self.texts.items()},
            equations=tuple((tuple(map(_key, a)), tuple(map(_key, b))) for a, b in self.equations),
            rates=tuple(
                dataclasses.replace(r, key=_key(r.key), part=_key(r.part), whole=tuple(map(_key, r.whole)))
                for r in self.rates
            ),
        )


def _key(key: str) -> str:
    return key.replace(".", "__")


def _placed(line: str) -> str:
    """The line with places whose names str.format takes for names: {all.received} has a dot."""
    out, inside = [], False
    for character in line:
        inside = character == "{" or (inside and character != "}")
        out.append("__" if inside and character == "." else character)
    return "".join(out)


def make(seed: int, *, opening: Mapping[str, int] | None = None, period: str | None = None) -> Made:
    """The invented report of a seed: level, wording and period are drawn, and so are all figures."""
    chance = random.Random(seed)
    level = ("district", "province", "commune", "district")[seed % 4]
    drawn = chance.choice(tuple(PERIODS))
    return _Maker(chance, level, period or drawn, opening).report()
