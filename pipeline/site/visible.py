"""Text from reports made safe to look at: what would be invisible or turn the line around is written out."""

from __future__ import annotations

import json
import re
from typing import Any

# Characters that a page does not show, or that change how others are shown: controls but tab and line feed, soft
# hyphen, marks of direction, zero-width and invisible characters, line separators, tags, lone surrogates.
# Example: "a\u202eb". Counter-example: "Quyết định\tsố 5\n".
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """The text with every hidden character written as its number.

    >>> visible("Kế hoạch\u202e 25")
    'Kế hoạch⟨U+202E⟩ 25'
    """
    return HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def script_json(value: Any) -> str:
    """A value as JSON that may stand in a script file or a script element: nothing in it can end the element.

    >>> script_json({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    return json.dumps(_seen(value), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _seen(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {_seen(key): _seen(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_seen(item) for item in value]
    return value
