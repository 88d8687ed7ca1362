"""How many drawings a page of a PDF unfolds to, counted before a reader unfolds them.

A form is a drawing with a name, and may draw other forms: forty of them that each draw the next twice are a page of
2^40 drawings in some kilobytes. What each form draws is counted once, so that the count takes as long as the file is.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import regex

from pipeline import bounds

# /Subtype /Form of a drawing's dictionary, which is never packed; not /Subtype/FormType.
_FORM = regex.compile(rb"/Subtype\s{0,9}/Form\b")
# /Fm0 Do draws what has that name; not "Do" without a name.
_DRAWN = regex.compile(rb"/([^\s/<>\[\](){}%]{1,127})\s{1,9}Do\b")
# How many forms stand in each other at most, for the readers too.
_DEPTH = 40

# What each form draws: the object number of a form, and how often.
_Calls = dict[int, int]


def check_forms(data: bytes) -> None:
    """Raise ReadFailure where a page unfolds to more drawings than any report's; damage is for the readers to find."""
    if b"/XObject" not in data or sum(1 for _ in _FORM.finditer(data)) < 2:
        return
    # Some hundredths of a second to import, and few files hold forms.
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    counted = _Forms()
    try:
        for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data + b"\n"))))):
            if number >= bounds.PAGES.most or not bounds.FORMS.holds(found := counted.on(page)):
                break
        else:
            return
    except Exception:  # pdfminer raises what Python raises where a file is broken
        return
    if number < bounds.PAGES.most:
        raise bounds.FORMS.failure(found)


class _Forms:
    """The forms of one file, each looked into once."""

    def __init__(self) -> None:
        self._calls: dict[int, _Calls] = {}

    def on(self, page: Any) -> int:
        """How many drawings a page unfolds to; 0 where none of its forms draws another."""
        from pdfminer.pdftypes import resolve1

        named = self._named(page.resources)
        if not any(self._calls[form] for form in named.values()):
            return 0
        contents = (resolve1(part) for part in page.contents)
        called = _called(b"\n".join(part.get_data() for part in contents if hasattr(part, "get_data")), named)
        # The drawings of each form down to a depth, from the innermost out. A circle adds up as a deep file does; a
        # form that draws itself adds nothing, and no reader follows it.
        unfolded = dict.fromkeys(self._calls, 0)
        for _ in range(_DEPTH):
            before = unfolded
            unfolded = {form: _total(calls, before) for form, calls in self._calls.items()}
            if unfolded == before:
                break
        return _total(called, unfolded)

    def _named(self, resources: Any) -> dict[bytes, int]:
        """The forms by their names in some resources; what they draw is known from then on."""
        named, waiting = self._by_name(resources)
        while waiting:
            number, form = waiting.pop()
            if number in self._calls:
                continue
            self._calls[number] = {}
            inner, further = self._by_name(form.attrs.get("Resources"))
            if inner:
                calls = _called(form.get_data(), inner)
                self._calls[number] = {called: times for called, times in calls.items() if called != number}
                waiting.extend(further)
        return named

    @staticmethod
    def _by_name(resources: Any) -> tuple[dict[bytes, int], list[tuple[int, Any]]]:
        from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

        drawings = resolve1((resolve1(resources) or {}).get("XObject")) or {}
        named, forms = {}, []
        for name, reference in drawings.items():
            drawing = resolve1(reference)
            if not isinstance(reference, PDFObjRef) or not isinstance(drawing, PDFStream):
                continue
            if getattr(resolve1(drawing.attrs.get("Subtype")), "name", "") == "Form":
                named[name.encode()] = reference.objid
                forms.append((reference.objid, drawing))
        return named, forms


def _called(content: bytes, named: dict[bytes, int]) -> _Calls:
    """How often a stream of operators draws each of some forms.

    >>> _called(b"q /Fm0 Do Q /Im1 Do /Fm0 Do", {b"Fm0": 7})
    {7: 2}
    """
    found = Counter(named[match[1]] for match in _DRAWN.finditer(content) if match[1] in named)
    return dict(found)


def _total(calls: _Calls, unfolded: dict[int, int]) -> int:
    return sum(times * (1 + unfolded[form]) for form, times in calls.items())
