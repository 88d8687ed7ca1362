"""What a work paper holds, whatever it is written as."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

HEADING = "PHIẾU KIỂM TRA SỐ LIỆU BÁO CÁO"
QUOTATION, COMPUTATION, EVIDENCE = "Trích dẫn", "Phép tính", "Số liệu, viện dẫn dùng để kiểm tra"
SUGGESTION, QUESTION = "Gợi ý", "Câu hỏi gửi cơ quan báo cáo"
NOTE = "Phiếu này do chương trình lập từ nguyên văn báo cáo; gợi ý chỉ để tham khảo, không số liệu nào đã được sửa."
SIGNATURES = ("Người lập phiếu", "Đại diện cơ quan báo cáo")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A row that a finding rests on: as printed, what it is, and where it stands."""

    raw: str
    called: str | None
    place: str

    @property
    def line(self) -> str:
        """The row in one line."""
        return (
            f"“{self.raw}”" + (f" ({self.called})" if self.called else "") + (f", {self.place}" if self.place else "")
        )


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an item: what it is called, whether it is ``quoted``, ``listed`` or ``told``, and its lines."""

    name: str
    form: str
    lines: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One finding of a paper."""

    number: int
    rule: str
    title: str
    severity: str
    place: str
    quotation: str | None
    computation: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    suggestion: str | None
    question: str

    @property
    def heading(self) -> str:
        """Number, title, severity and place in one line."""
        place = f"; {self.place}" if self.place else ""
        return f"{self.number}. {self.title} ({self.severity}{place})"

    @property
    def parts(self) -> Iterator[Part]:
        """What stands under the heading, in order; what there is nothing of is left out."""
        quoted = (f"“{self.quotation}”",) if self.quotation else ()
        for name, form, lines in (
            (QUOTATION, "quoted", quoted),
            (COMPUTATION, "listed", self.computation),
            (EVIDENCE, "listed", tuple(evidence.line for evidence in self.evidence)),
            (SUGGESTION, "told", (self.suggestion,) if self.suggestion else ()),
            (QUESTION, "told", (self.question,) if self.question else ()),
        ):
            if lines:
                yield Part(name=name, form=form, lines=lines)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The page of one report: what it is, and what was found."""

    source: str
    about: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]

    @property
    def summary(self) -> str:
        """How much was found, by severity."""
        counts: dict[str, int] = {}
        for item in self.items:
            counts[item.severity] = counts.get(item.severity, 0) + 1
        return f"{len(self.items)} phát hiện: " + ", ".join(f"{n} {name}" for name, n in counts.items()) + "."
