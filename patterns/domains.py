"""Which reform content a heading is about, and what a section inherits."""

from __future__ import annotations

from patterns.vocabulary import Entry, load, lowered

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
    stage ("Giải pháp khắc phục" under "Hạn chế"), or it carries the official name of another content under the
    chapter on direction.
    """
    if parent is None:
        return own_domain(heading)
    entry = _named(heading)
    kinds = {item.canonical: item.attributes["kind"] for item in load("domains").entries}
    if entry is None:
        return parent
    if kinds.get(parent) == _STAGE and entry.attributes["kind"] == _STAGE:
        return entry.canonical
    if parent == "direction" and _is_official_name(heading or "", entry):
        return entry.canonical
    return parent


def _named(heading: str | None) -> Entry | None:
    if not heading:
        return None
    hits = list(load("domains").find(heading))
    # "KẾT QUẢ THỰC HIỆN CÔNG TÁC CHỈ ĐẠO" is about its object, "KẾT QUẢ THỰC HIỆN" alone about none.
    named = [hit.entry for hit in hits if hit.entry.attributes["kind"] != _GENERAL]
    if not named:
        return None
    contents = {entry.canonical for entry in named if entry.attributes["kind"] == _CONTENT}
    # A chapter on everything names three contents and more.
    return named[0] if len(contents) < 3 else None


def _is_official_name(heading: str, entry: Entry) -> bool:
    low = lowered(heading)
    return any(
        low.removeprefix("công tác ").removeprefix("về ").startswith(name) for name in entry.attributes["strong"]
    )
