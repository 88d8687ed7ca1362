"""Which reform content a heading is about, and what a section inherits."""

from __future__ import annotations

import regex

from patterns.phrases import Entry
from patterns.spelling import lowered
from patterns.vocabulary import load

# Hạn chế trong cải cách thể chế · Tồn tại, hạn chế về tài chính công · Nhiệm vụ cải cách tổ chức bộ máy
_STAGE_OF = regex.compile(
    r"^(?:(?:những|các|một số)\s+)?(?:tồn tại|hạn chế|khó khăn|nguyên nhân|nhiệm vụ|giải pháp)(?:,\s*\w+\s\w+)?"
    r"(?:\s+(?:trong|về|của|thực hiện))*\s+(?:(?:công tác|lĩnh vực)\s+)?",
    regex.IGNORECASE,
)
# A criterion of the index with its points keeps its own content under any chapter.
_SCORED = regex.compile(r"\d\s*/\s*\d[\d.,]*\s*điểm", regex.IGNORECASE)
# KẾT QUẢ CÁC LĨNH VỰC VÀ GIẢI PHÁP KHẮC PHỤC: results first, whatever is joined to them.
_RESULTS = regex.compile(r"^(?:tình hình|kết quả)\s", regex.IGNORECASE)
_LONGEST_NAME = 10
_CONTENT, _STAGE, _GENERAL = "content", "stage", "general"


def own_domain(heading: str | None) -> str | None:
    """The domain that a heading's own words name, by the first of them that names one.

    >>> own_domain("Công tác tuyên truyền cải cách hành chính"), own_domain("KẾT QUẢ THỰC HIỆN")
    ('direction', None)
    """
    entry = _named(heading)
    return None if entry is None else entry.canonical


def section_domain(heading: str | None, parent: str | None) -> str | None:
    """The domain of a section under a parent with that domain.

    A child has its parent's, unless the parent has none, or the heading names a stage of the report under another
    stage ("Giải pháp khắc phục" under "Hạn chế") or the content that the stage is divided by ("Hạn chế về chế độ công
    vụ"), or it carries the official name of another content under the chapter on direction, or its points.
    """
    if parent is None or (heading and _SCORED.search(heading)):
        return own_domain(heading) or parent
    entry = _named(heading)
    if entry is None:
        return parent
    if _kind_of(parent) == _STAGE:
        content = _content_of_stage(heading or "")
        return content or (entry.canonical if entry.attributes["kind"] == _STAGE else parent)
    if parent == "direction" and _is_official_name(heading or "", entry):
        return entry.canonical
    return parent


def _kind_of(domain: str) -> str:
    return next(str(e.attributes["kind"]) for e in load("domains").entries if e.canonical == domain)


def _named(heading: str | None) -> Entry | None:
    if not heading:
        return None
    hits = list(load("domains").find(heading))
    # "KẾT QUẢ THỰC HIỆN CÔNG TÁC CHỈ ĐẠO" is about its object, "KẾT QUẢ THỰC HIỆN" alone about none.
    named = [hit.entry for hit in hits if hit.entry.attributes["kind"] != _GENERAL]
    if not named:
        low = lowered(heading)
        return next(
            (e for e in load("domains").entries if low.startswith(tuple(e.attributes.get("opening", ())))), None
        )
    if _RESULTS.match(heading) and named[0].canonical == "plan":
        return None
    contents = {entry.canonical for entry in named if entry.attributes["kind"] == _CONTENT}
    # A chapter on everything names three contents and more.
    return named[0] if len(contents) < 3 else None


def _content_of_stage(heading: str) -> str | None:
    """The content in a short heading that does nothing but name it: "Cải cách thể chế", "Hạn chế về tài chính công"."""
    rest = _STAGE_OF.sub("", heading)
    if len(rest.split()) > _LONGEST_NAME:
        return None
    hits = [hit for hit in load("domains").find(rest) if hit.start <= len("công tác cải cách ")]
    contents = [hit.entry.canonical for hit in hits if hit.entry.attributes["kind"] == _CONTENT]
    return contents[0] if contents else None


def _is_official_name(heading: str, entry: Entry) -> bool:
    low = lowered(heading)
    return any(
        low.removeprefix("công tác ").removeprefix("về ").startswith(name)
        for name in entry.attributes.get("strong", ())
    )
