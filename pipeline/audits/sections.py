"""Rules over the outline: markers run in order below each heading."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extractors.report import Section
from pipeline.audits.asked_once import asked_once
from pipeline.audits.findings import Facts, Finding
from pipeline.audits.registry import rule
from pipeline.audits.wording import Words

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters that Vietnamese lists run through (Nghị định 30/2020/NĐ-CP numbers points a, b, c …)."""

SKIPPED_LETTERS = frozenset("đfjwz")
"""Letters that a list may use or leave out without a hole."""

_ALPHABET = "abcdđefghijklmnopqrstuvwxyz"

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

# PHẦN THỨ NHẤT, Phần II, PHẦN 3
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("nhất", "hai nhì", "ba", "tư bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1
    )
    for word in words.split()
}

# "7.4 và 7.5 Tỷ lệ …", "1, 2. Nội dung", "2.1 - 2.3. …": one row stands for all the markers of its line.
_JOINED = re.compile(r"\s*(?:và|,|;|-|–|&)\s*(?P<marker>\d+(?:\.\d+)*|[IVXLC]+|[a-zđ])(?=[.)\s:/])")


def roman_value(marker: str) -> int | None:
    """The value of a roman numeral; None for other text.

    >>> roman_value("IV"), roman_value("XI"), roman_value("a")
    (4, 11, None)
    """
    numerals = [_ROMAN.get(c) for c in marker.upper()]
    total = 0
    for i, value in enumerate(numerals):
        if value is None:
            return None
        following = numerals[i + 1] if i + 1 < len(numerals) else 0
        total += -value if following is not None and value < following else value
    return total or None


def _part_value(marker: str) -> int | None:
    last = marker.split()[-1] if marker.split() else ""
    if last.isdigit():
        return int(last)
    return _ORDINALS.get(last.lower()) or roman_value(last)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One marker in the run of its kind below one heading, by its value and that of the last marker of its line."""

    section: Section
    first: int
    last: int


def marker_value(kind: str, marker: str) -> int | None:
    """Where a marker stands in the run of its kind; None where that cannot be said.

    >>> marker_value("roman", "III"), marker_value("decimal", "3.5"), marker_value("letter", "d")
    (3, 5, 4)
    """
    marker = marker.strip(" .)-/:")
    if kind == "roman":
        return roman_value(marker)
    if kind == "arabic":
        return int(marker) if marker.isdigit() else None
    if kind == "decimal":
        last = marker.split(".")[-1]
        return int(last) if last.isdigit() else None
    if kind == "letter":
        index = _ALPHABET.find(marker.lower()) if len(marker) == 1 else -1
        return index + 1 if index >= 0 else None
    return _part_value(marker)


def _prefix(section: Section) -> str:
    return section.marker.strip(" .)").rpartition(".")[0]


def _step(section: Section) -> Step | None:
    value = marker_value(section.marker_kind, section.marker)
    if value is None:
        return None
    last = value
    rest = section.heading_line.lstrip()
    if rest.startswith(section.marker):
        joined = _JOINED.match(rest[len(section.marker) :].lstrip(".):"))
        other = marker_value(section.marker_kind, joined["marker"]) if joined else None
        same_prefix = joined is not None and joined["marker"].rpartition(".")[0] == _prefix(section)
        if other is not None and other > value and same_prefix:
            last = other
    return Step(section=section, first=value, last=last)


def _missing_between(kind: str, low: int, high: int) -> bool:
    """Whether a marker that must be there lies between two values."""
    if kind != "letter":
        return high - low > 1
    return any(_ALPHABET[v - 1] not in SKIPPED_LETTERS for v in range(low + 1, high))


def _runs(sections: Sequence[Section]) -> Iterator[tuple[str, list[Step], list[Section]]]:
    """The markers of one kind below one heading, in reading order, and the decimals that stray among them."""
    found: dict[tuple[str | None, str, str], list[Section]] = defaultdict(list)
    by_id = {s.section_id: s for s in sections}
    arabic_below = {s.parent_id for s in sections if s.marker_kind == "arabic"}
    strays: dict[str | None, list[Section]] = defaultdict(list)
    part: str | None = None
    for section in sorted(sections, key=lambda s: s.ordinal):
        if section.marker_kind == "part":
            part = section.section_id
        parent = by_id.get(section.parent_id or "")
        home = section.parent_id if section.parent_id is not None or section.marker_kind == "part" else part
        if section.marker_kind == "decimal":
            belongs = parent is not None and parent.marker.strip(" .)") == _prefix(section)
            if not belongs and section.parent_id in arabic_below:
                strays[section.parent_id].append(section)
                continue
            found[home, "decimal", _prefix(section)].append(section)
        else:
            found[home, section.marker_kind, ""].append(section)
    for (home, kind, _), members in found.items():
        steps = [step for step in map(_step, members) if step is not None]
        yield kind, steps, strays.get(home, []) if kind == "arabic" else []


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One place where the markers do not run on."""

    rule: str
    section: Section
    before: Section | None


def _excerpt(facts: Facts) -> bool:
    """Whether the text has no header, so that it may begin anywhere in an outline."""
    return facts.header.symbol is None and facts.header.title is None and facts.header.issuer is None


def _start_defect(kind: str, steps: Sequence[Step]) -> Defect | None:
    """A run that does not begin at its beginning, where a second marker confirms it."""
    if kind in ("part",) or not steps or not _missing_between(kind, 0, steps[0].first):
        return None
    confirmed = kind == "decimal" or (len(steps) > 1 and steps[1].first == steps[0].last + 1)
    return Defect(rule="section.gap", section=steps[0].section, before=None) if confirmed else None


def _restarts(kind: str, steps: Sequence[Step]) -> bool:
    """Whether these steps begin a list of their own: 1, 2 …"""
    return (
        len(steps) > 1
        and steps[0].first == 1
        and not _missing_between(kind, 1, steps[1].first)
        and (steps[1].first > 1)
    )


def _run_defects(kind: str, steps: Sequence[Step], strays: Sequence[Section], excerpt: bool) -> Iterator[Defect]:
    if not steps:
        return
    if not excerpt:
        start = _start_defect(kind, steps)
        if start is not None:
            yield start
    present = {v for s in steps for v in range(s.first, s.last + 1)}
    stray_before = {_preceding(steps, stray) for stray in strays}
    highest, seen, previous = steps[0].last, {steps[0].first}, steps[0]
    tolerated = 0
    for i, step in enumerate(steps[1:], start=1):
        value = step.first
        if value in seen:
            if kind == "roman" and _restarts(kind, steps[i:]):
                # An annex after the signature numbers its own chapters.
                highest, seen, tolerated = step.last, {value}, 0
                previous = step
                continue
            yield Defect(rule="section.duplicate", section=step.section, before=previous.section)
            if _restarts(kind, steps[i:]):
                highest, seen = step.last, {value}
            else:
                # c, c, then d or e: the second c stands for d.
                tolerated = highest + 1
        elif value < highest:
            yield Defect(rule="section.order", section=step.section, before=previous.section)
            seen.add(value)
        else:
            hole = [v for v in range(highest + 1, value) if v not in present and v != tolerated]
            stray = previous.section.section_id in stray_before
            if hole and not (stray and len(hole) == 1) and _real_hole(kind, hole):
                yield Defect(rule="section.gap", section=step.section, before=previous.section)
            seen.add(value)
        highest = max(highest, step.last)
        previous = step


def _real_hole(kind: str, values: Sequence[int]) -> bool:
    return kind != "letter" or any(_ALPHABET[v - 1] not in SKIPPED_LETTERS for v in values)


def _preceding(steps: Sequence[Step], stray: Section) -> str | None:
    before = [s.section.section_id for s in steps if s.section.ordinal < stray.ordinal]
    return before[-1] if before else None


def _stray_defects(steps: Sequence[Step], strays: Sequence[Section]) -> Iterator[Defect]:
    """Decimals whose prefix is not the open section's: one finding for each run of them.

    "3.1" where 3 is due lacks its heading, which is a hole; any other is out of order.
    """
    last_prefix: str | None = None
    last_ordinal = -1
    for stray in strays:
        between = [s for s in steps if last_ordinal < s.section.ordinal < stray.ordinal]
        prefix = _prefix(stray)
        if prefix == last_prefix and not between:
            continue
        last_prefix, last_ordinal = prefix, stray.ordinal
        before = [s for s in steps if s.section.ordinal < stray.ordinal]
        due = before[-1].last + 1 if before else 1
        opens = prefix == str(due) and marker_value("decimal", stray.marker) == 1
        name = "section.gap" if opens else "section.order"
        yield Defect(rule=name, section=stray, before=before[-1].section if before else None)


@asked_once
def defects(facts: Facts) -> tuple[Defect, ...]:
    """Every place where the outline does not run on, one for each cause."""
    found: list[Defect] = []
    for kind, steps, strays in _runs(facts.sections):
        found += _run_defects(kind, steps, strays, _excerpt(facts))
        found += _stray_defects(steps, strays)
    return tuple(sorted(found, key=lambda d: d.section.ordinal))


_SAYS = {
    "section.gap": Words(
        vi="Mục {path} đứng sau {before}: thiếu mục ở giữa.",
        en="Section {path} follows {before}: a section is missing between them.",
    ),
    "section.duplicate": Words(
        vi="Mục {path} lặp lại số thứ tự đã dùng.",
        en="Section {path} repeats a marker that was used before.",
    ),
    "section.order": Words(
        vi="Mục {path} đứng sau {before}, không đúng thứ tự.",
        en="Section {path} follows {before}, which is out of order.",
    ),
}


def _findings(facts: Facts, name: str) -> Iterator[Finding]:
    by_path: dict[str, list[Defect]] = defaultdict(list)
    for defect in defects(facts):
        if defect.rule == name:
            by_path[defect.section.path].append(defect)
    for path, same_path in by_path.items():
        section, before = same_path[0].section, same_path[0].before
        evidence = [s.section_id for d in same_path for s in (d.before, d.section) if s is not None]
        repeated = [s.section_id for s in facts.sections if s.path == path and s.parent_id == section.parent_id]
        if name == "section.duplicate":
            evidence = [*repeated, *evidence]
        words = _SAYS[name]
        yield Finding(
            doc_id=facts.doc_id,
            rule=name,
            severity="warning",
            subject=path,
            stated=section.marker,
            message_vi=words.vi.format(path=path, before=before.marker if before else "đầu mục"),
            message_en=words.en.format(path=path, before=before.marker if before else "the heading"),
            evidence=tuple(dict.fromkeys(evidence)),
            section_id=section.section_id,
            start=section.start,
            end=section.heading_end,
            page=section.page,
        )


@rule(
    "section.gap",
    severity="warning",
    vi="Thiếu mục trong thứ tự",
    en="A section is missing from the order",
    explained_vi=(
        "Số thứ tự dưới một đề mục nối tiếp nhau, không bị hụt. Chỗ hụt cho thấy một mục bị bỏ khi ghép báo "
        "cáo, hoặc số bị gõ nhầm."
    ),
)
def check_section_gaps(facts: Facts) -> Iterable[Finding]:
    """Markers below one heading run on without a hole; the finding names the path after it.

    A hole means that a section was dropped when the report was put together, or that its marker was mistyped. One row
    may stand for several markers ("7.4 và 7.5"); a list of letters may go from d to e without đ; a run that begins
    after its first marker is a hole at its start. Parts (PHẦN) restart the romans, every heading restarts its items.

    Wrong: ``2. Thể chế ⏎ 2.1. Ban hành ⏎ 2.2. Rà soát ⏎ 2.4. Kiểm tra``

    Right: ``2. Thể chế ⏎ 2.1. Ban hành ⏎ 2.2. Rà soát ⏎ 2.3. Kiểm tra``
    """
    return tuple(_findings(facts, "section.gap"))


@rule(
    "section.duplicate",
    severity="warning",
    vi="Trùng số thứ tự mục",
    en="A section's marker is used twice",
    explained_vi=(
        "Mỗi số thứ tự chỉ xuất hiện một lần dưới đề mục của nó. Phát hiện nêu mục bị trùng, không nêu các mục con."
    ),
)
def check_section_duplicates(facts: Facts) -> Iterable[Finding]:
    """A marker stands once below its heading; the finding names the repeated path, not the paths below it.

    The next marker may run on from the repeat or leave room for what it should have been.

    Wrong: ``1. Thể chế ⏎ a) Ban hành ⏎ b) Rà soát ⏎ b) Kiểm tra``

    Right: ``1. Thể chế ⏎ a) Ban hành ⏎ b) Rà soát ⏎ c) Kiểm tra``
    """
    return tuple(_findings(facts, "section.duplicate"))


@rule(
    "section.order",
    severity="warning",
    vi="Mục không đúng thứ tự",
    en="A section is out of order",
    explained_vi="Số thứ tự dưới một đề mục tăng dần, và số nhiều cấp bắt đầu bằng số của mục đứng trên nó.",
)
def check_section_order(facts: Facts) -> Iterable[Finding]:
    """Markers below one heading rise, and a decimal begins with the marker it stands below.

    Wrong: ``II. KẾT QUẢ ⏎ 1. Thể chế ⏎ 1.1. Ban hành ⏎ 2. Thủ tục ⏎ 2.1. Rà soát ⏎ 1.3. Kiểm tra ⏎ 3. Tài chính``

    Right: ``II. KẾT QUẢ ⏎ 1. Thể chế ⏎ 1.1. Ban hành ⏎ 2. Thủ tục ⏎ 2.1. Rà soát ⏎ 2.2. Kiểm tra ⏎ 3. Tài chính``
    """
    return tuple(_findings(facts, "section.order"))
