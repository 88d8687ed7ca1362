"""How files are to be read: what a run or a caller may choose."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import Literal, get_args

from pipeline.bounds import RECOGNIZER_SECONDS

OcrMode = Literal["auto", "never", "always"]
OCR_MODES: tuple[str, ...] = get_args(OcrMode)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What may be chosen about reading.

    ``ocr``: recognize pages without usable text (auto), no page (never), or all pages of every PDF (always).
    ``cache``: a folder that keeps what was recognized, None to keep nothing. ``seconds_per_page``: a page that takes
    longer to recognize is given up.
    ``personal_data``: list it in a table of its own; in the text it is masked all the same. ``signers``: keep the names
    of those who sign.
    """

    ocr: OcrMode = "auto"
    cache: Path | None = None
    seconds_per_page: float = float(RECOGNIZER_SECONDS.most)
    personal_data: bool = False
    signers: bool = True


DEFAULT = ReadOptions()


def user_cache() -> Path:
    """The folder in which the command line keeps what was recognized, unless told otherwise.

    RASOAT_CACHE names another. Nothing in it is needed: it may be deleted at any time.
    """
    if named := os.environ.get("RASOAT_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "rasoat" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "rasoat"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rasoat"
