"""A work paper as one HTML file that needs nothing else: no style sheet, font or picture from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from pipeline.paper_record import HEADING, NOTE, SIGNATURES, Item, Paper

_STYLE = """
body { font: 12pt/1.45 "Times New Roman", "Liberation Serif", serif; max-width: 46rem; margin: 2rem auto }
body { padding: 0 1rem } h1 { font-size: 15pt; text-align: center }
h2 { font-size: 12.5pt; margin: 1.6rem 0 .4rem } h3 { font-size: 12pt; margin: .5rem 0 0 }
th { text-align: left; padding-right: 1rem; vertical-align: top; white-space: nowrap }
blockquote { margin: .2rem 1.2rem; font-style: italic } ul { margin: .2rem 0 } p { margin: .2rem 0 }
section { break-inside: avoid } .note { color: #444; font-size: 10pt; margin-top: 1rem }
footer { display: flex; margin: 3rem 0; gap: 4rem }
footer div { flex: 1; text-align: center; font-weight: bold; height: 6rem }
"""


def as_html(paper: Paper) -> str:
    """The paper as a page."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="vi">',
        f'<head><meta charset="utf-8"><title>{escape(paper.source)}</title><style>{_STYLE}</style></head>',
        f"<body><h1>{HEADING}</h1>",
        "<table>",
        *(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in paper.about),
        "</table>",
        f"<p>{escape(paper.summary)}</p>",
        *(line for item in paper.items for line in _item(item)),
        f'<p class="note">{NOTE}</p>',
        "<footer>" + "".join(f"<div>{name}</div>" for name in SIGNATURES) + "</footer>",
        "</body></html>",
    ]
    return "\n".join(lines) + "\n"


_FORMS = {"quoted": "<blockquote>{}</blockquote>", "told": "<p>{}</p>"}


def _item(item: Item) -> Iterator[str]:
    yield f"<section><h2>{escape(item.heading)}</h2>"
    for part in item.parts:
        yield f"<h3>{part.name}</h3>"
        if part.form == "listed":
            yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in part.lines) + "</ul>"
        else:
            yield _FORMS[part.form].format(escape(part.lines[0]))
    yield "</section>"
