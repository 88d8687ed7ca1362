"""Every hostile file: made anew each time, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile import office_files, other_files, pdf_files

Case = tuple[str, bytes, str | None]


def hostile_files() -> Iterator[Case]:
    """The name of a file, its bytes, and the reason code it must have; None where it must be read whole."""
    for makers in (
        other_files.texts,
        other_files.mislabelled,
        other_files.old_word_files,
        office_files.word_packages,
        office_files.word_parts,
        office_files.word_tricks,
        office_files.other_packages,
        pdf_files.pdf_files,
        pdf_files.pdf_tricks,
    ):
        yield from makers()
