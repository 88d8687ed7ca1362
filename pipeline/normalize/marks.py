"""Marks of markdown and HTML: what stands for a look is left out, raised numbers become superscript digits."""

from __future__ import annotations

import html
from collections.abc import Iterator

import regex

from pipeline.normalize.draft import Change

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# "<sup>12</sup>", "<sup>[3]</sup>", "$^{4}$", "^5^", "[^6]"
RAISED = regex.compile(
    r"""(?imx)
    <sup>\s*[\[(]?(?P<n>\d{1,3})[\])]?\s*</sup>
    | \$\s*+\^\s*+\{?\s*+(?P<n>\d{1,3})\s*+\}?\s*+\$
    | (?<=[\w.,;:)\]”"'])\^(?P<n>\d{1,3})\^
    | ^\[\^(?P<n>\d{1,3})\]:
    | \[\^(?P<n>\d{1,3})\]
    """
)

# "⁽²⁾"
RAISED_BRACKETS = regex.compile(r"⁽(?P<n>[⁰¹²³⁴-⁹]{1,3})⁾")

# "<br>" inside a line; "</td><td>" between cells; "</tr>" after a row; "<!-- trang 2 -->".
BREAK_TAG = regex.compile(r"(?i)<br\s*/?>")
CELL_TAG = regex.compile(r"(?i)</t[dh]>\s*<t[dh](?:\s[^<>\n]*)?>")
ROW_TAG = regex.compile(r"(?i)\s*</tr>\s*")
COMMENT = regex.compile(r"(?s)<!--.{0,400}?-->")

# "<b>", "</u>", "<span style=…>" and the like.
TAG = regex.compile(
    r"(?i)</?(?:a|b|i|u|s|em|strong|span|div|p|center|font|small|big|sub|sup|table|tbody|thead|tr|td|th|h[1-6])(?:\s[^<>\n]*)?/?>"
)

# "<https://example.vn>" keeps the address.
ADDRESS_BRACKETS = regex.compile(r"<(?P<address>(?:https?://|www\.|mailto:)[^<>\s]+)>")

# "![](a.png)" goes; "[Cổng dịch vụ](https://example.vn)" keeps its words.
IMAGE = regex.compile(r"!\[[^\]\n]*\]\([^()\n]*\)")
LINK = regex.compile(r"(?<!!)(?P<open>\[)[^\[\]\n]+(?P<close>\]\((?:https?://|mailto:|\#|/)[^()\s]*\))")

# "**Tiếp nhận:** 12" and bold over two lines; a run of stars is none.
BOLD = regex.compile(
    r"(?<!\*)(?P<open>\*\*)(?=[^\s*])(?:[^*\n]|\n(?!\s*\n)|(?<!\*)\*(?!\*))+?(?P<close>(?<=[^\s*])\*\*)(?!\*)"
)
BOLD_ITALIC = regex.compile(r"(?<!\*)(?P<open>\*\*\*)(?=[^\s*])[^*\n]+?(?P<close>(?<=[^\s*])\*\*\*)(?!\*)")

# "*(có phụ lục)*", "(*trong đó*)"; not the item "* Thị xã:", not "(*)", not "2*3*4".
ITALIC = regex.compile(r"(?<![\w*])(?P<open>\*)(?=[^\s*)])[^*\n]+?(?P<close>(?<=[^\s*(])\*)(?![\w*])")

# "## 1. Công tác", "> trích"
HEADING_MARK = regex.compile(r"(?m)^[ \t]*(?:\#{1,6}[ \t]+|>[ \t]+)(?=\S)|(?<![ \t])[ \t]++\#{1,6}[ \t]*$")

# "|---|:--:|", "--- | ---", "***", "____", "–––" alone on a line; a code fence.
RULE_LINE = regex.compile(
    r"(?m)^[ \t]*+(?:\|?[ \t]*+:?-{3,}+:?(?:(?:[ \t]*+\||(?=[ ]*+\t))[ \t]*+:?-{2,}+:?)*+[ \t]*+\|?"
    r"|\*{3,}|[_=–—─]{3,}|`{3,}\w*)"
    r"[ \t]*(?:\n|\Z)"
)

# "1\. Công tác", "\- Tiếp nhận", "a\_b"
ESCAPE = regex.compile(r"\\(?=[-+*_.#()\[\]|>~`!&$])")

# "&amp;", "&nbsp;", "&#39;"
ENTITY = regex.compile(r"&(?:amp|nbsp|lt|gt|quot|apos|ndash|mdash|hellip|\#\d{2,5}|\#x[0-9a-fA-F]{2,4});")


def superscript(number: str) -> str:
    """Digits as superscript digits.

    >>> superscript("14")
    '¹⁴'
    """
    return number.translate(_SUPERSCRIPTS)


def plain_digits(number: str) -> str:
    """Superscript digits as digits.

    >>> plain_digits("¹⁴")
    '14'
    """
    return number.translate(_DIGITS)


def raised_numbers(text: str) -> Iterator[Change]:
    """A number that is marked as raised becomes superscript digits.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(raised_numbers, "năm 2023<sup>2</sup>; huyện$^{13}$.")
    'năm 2023²; huyện¹³.'
    """
    for match in RAISED.finditer(text):
        yield Change(match.start(), match.end(), superscript(match["n"]))


def raised_brackets(text: str) -> Iterator[Change]:
    """Raised brackets around a raised number go.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(raised_brackets, "năm 2023⁽²⁾;")
    'năm 2023²;'
    """
    for match in RAISED_BRACKETS.finditer(text):
        yield Change(match.start(), match.end(), match["n"])


def tags(text: str) -> Iterator[Change]:
    r"""HTML tags go, a break inside a line is a space, a table's cells are parted by tabs, an address has no brackets.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(tags, "<b>Tỷ lệ</b><br>hồ sơ <https://example.vn>")
    'Tỷ lệ hồ sơ https://example.vn'
    >>> rewritten(tags, "<table><tr><th>Cấp</th><th>Số</th></tr><tr><td>Xã</td> <td>12</td></tr></table>")
    'Cấp\tSố\nXã\t12\n'
    """
    found = [Change(m.start(), m.end()) for m in COMMENT.finditer(text)]
    for pattern, sign in ((BREAK_TAG, " "), (CELL_TAG, "\t"), (ROW_TAG, "\n"), (TAG, "")):
        found += [Change(match.start(), match.end(), sign) for match in pattern.finditer(text)]
    for match in ADDRESS_BRACKETS.finditer(text):
        found += [Change(match.start(), match.start() + 1), Change(match.end() - 1, match.end())]
    return iter(_apart(found))


def _apart(changes: list[Change]) -> list[Change]:
    """Changes in order; of two that overlap, the first."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda c: (c.start, -c.end)):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def links(text: str) -> Iterator[Change]:
    """A link keeps its words, an image nothing.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(links, "xem [Phụ lục](https://example.vn/a) ![](b.png)kèm theo")
    'xem Phụ lục kèm theo'
    """
    found = [Change(m.start(), m.end()) for m in IMAGE.finditer(text)]
    found += [Change(*m.span(part)) for m in LINK.finditer(text) for part in ("open", "close")]
    return iter(sorted(found, key=lambda c: c.start))


def strong_marks(text: str) -> Iterator[Change]:
    """The stars of bold print go, also where it runs over a line end.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(strong_marks, "- **Nội dung:** 12 hồ sơ; ** không")
    '- Nội dung: 12 hồ sơ; ** không'
    """
    found = {m.span(part) for m in BOLD_ITALIC.finditer(text) for part in ("open", "close")}
    found |= {m.span(part) for m in BOLD.finditer(text) for part in ("open", "close")}
    return (Change(start, end) for start, end in sorted(found))


def slanted_marks(text: str) -> Iterator[Change]:
    """The stars of italic print go; the star of a list item stays.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(slanted_marks, "* Thị xã: (*kèm phụ lục*)")
    '* Thị xã: (kèm phụ lục)'
    """
    for match in ITALIC.finditer(text):
        yield Change(*match.span("open"))
        yield Change(*match.span("close"))


def line_marks(text: str) -> Iterator[Change]:
    r"""Heading signs go, and lines that only draw a rule; the rows of a table stay.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(line_marks, "## 1. Công tác\n| Cấp | Số |\n|---|---|\n| Xã | 12 |")
    '1. Công tác\n| Cấp | Số |\n| Xã | 12 |'
    """
    found: list[Change] = []
    if "#" in text or ">" in text:
        found += [Change(m.start(), m.end()) for m in HEADING_MARK.finditer(text)]
    found += [Change(m.start(), m.end()) for m in RULE_LINE.finditer(text)]
    return iter(sorted(found, key=lambda c: c.start))


def escapes(text: str) -> Iterator[Change]:
    r"""Backslashes before a mark go, named characters are written out.

    >>> from pipeline.normalize.draft import rewritten
    >>> rewritten(escapes, "1\\. HĐND&amp;UBND")
    '1. HĐND&UBND'
    """
    found = [Change(m.start(), m.end()) for m in ESCAPE.finditer(text)]
    for match in ENTITY.finditer(text):
        found.append(Change(match.start(), match.end(), html.unescape(match[0]).replace("\u00a0", " ")))
    return iter(sorted(found, key=lambda c: c.start))
