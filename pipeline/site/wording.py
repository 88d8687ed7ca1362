"""What the pages say, in both languages at once: a reader switches without loading anything."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources

from markupsafe import Markup

from pipeline.audits.wording import number, same
from pipeline.site.visible import visible
from pipeline.wording import filled


@functools.cache
def page_texts() -> Mapping[str, Mapping[str, str]]:
    """The texts of every language, by key; a test asserts that both have the same keys and places to fill."""
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        (resources.files("pipeline.site") / "words.toml").read_text(encoding="utf-8")
    )
    return loaded


def both(vi: object, en: object) -> Markup:
    """One phrase in both languages, of which the page shows one.

    >>> both("lỗi", "error")
    Markup('<span class="vi" lang="vi">lỗi</span><span class="en" lang="en">error</span>')
    """
    return Markup('<span class="vi" lang="vi">{}</span><span class="en" lang="en">{}</span>').format(
        visible(str(vi)), visible(str(en))
    )


def say(key: str, **facts: object) -> Markup:
    """The text of this key in both languages, its places filled, whole numbers as each language writes them.

    Raises KeyError where there is none.
    """
    texts = page_texts()
    written = {name: number(value) if isinstance(value, int) else same(str(value)) for name, value in facts.items()}
    vi = filled(texts["vi"][key], {name: value.vi for name, value in written.items()})
    return both(vi, filled(texts["en"][key], {name: value.en for name, value in written.items()}))
