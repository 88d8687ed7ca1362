"""Words that a scan has damaged read as what they were."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.damage import mended_words
from pipeline.normalize.draft import Change


def damaged_words(text: str) -> Iterator[Change]:
    """A damaged word that its neighbours explain is put right; names, figures and codes stay.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(damaged_words, "Thực hiện Quyêt đinh số 12/QĐ-UBND")
    'Thực hiện Quyết định số 12/QĐ-UBND'
    """
    for mended in mended_words(text):
        yield Change(mended.start, mended.end, mended.word)
