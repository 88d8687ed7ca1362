"""Writes the site: one page a report, the pages over all of them, and the data that these load as they need it."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline.audits.staffing_splits import SECTORS
from pipeline.errors import RasoatError
from pipeline.process import version
from pipeline.site import cited as citing
from pipeline.site.charts import chart_specs, library
from pipeline.site.findings_list import finding_files
from pipeline.site.overview import overview
from pipeline.site.page_images import PageImage, find_source, masked_places, render_pages
from pipeline.site.periods import day_vi, period_name
from pipeline.site.report import ReportPage, report_page
from pipeline.site.rows import Row, Run, fact_tables, local
from pipeline.site.rules import rule_pages
from pipeline.site.visible import script_json, visible
from pipeline.site.wording import both, page_texts, say

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""Nothing from outside, nothing inline: a report that smuggles markup into a page still runs nothing."""

MANIFEST = "site.json"
ICONS = {"error": "▲", "warning": "◆", "info": "●"}
_NAME = re.compile(r"[0-9a-z]{1,64}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a call wrote: pages of reports, all files, their bytes, and PDFs without page pictures by reason."""

    site: Path
    reports: int
    files: int
    size: int
    without_pages: Mapping[str, int]


class _Folder:
    """The folder of the site: what is written into it, and what an earlier call left there."""

    def __init__(self, site: Path) -> None:
        self.site, self.files, self.size = site, list[str](), 0

    def prepare(self) -> None:
        """Make the folder, without what an earlier site left. Raises RasoatError where it holds other things."""
        if self.site.exists() and not self.site.is_dir():
            raise RasoatError("out_is_a_file", path=str(self.site))
        manifest = self.site / MANIFEST
        if manifest.is_file():
            for name in _FOLDERS:
                shutil.rmtree(self.site / name, ignore_errors=True)
        elif self.site.is_dir() and any(self.site.iterdir()):
            raise RasoatError("not_a_site", path=str(self.site))
        for name in _FOLDERS:
            (self.site / name).mkdir(parents=True, exist_ok=True)
        # First, so that a later call knows the folder as its own even where this one is interrupted.
        self.write(MANIFEST, json.dumps({"version": version()}) + "\n")

    def write(self, name: str, data: str | bytes) -> None:
        """Write one file."""
        content = data.encode() if isinstance(data, str) else data
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files.append(name)
        self.size += len(content)

    def data(self, name: str, value: Any) -> None:
        """Write a value as a script that hands it to the page: files may be loaded so, and not otherwise."""
        self.write(f"data/{name}.js", f"rasoat.put({json.dumps(name)},{script_json(value)});\n")


_FOLDERS = ("assets", "data", "pages", "reports")


def write_site(out: Path, site: Path, sources: Path | None = None) -> Written:
    """Write the site of the run in ``out``; ``sources`` is the folder that the run read, for pictures of PDF pages.

    Raises RasoatError where ``out`` holds no run, or ``site`` cannot be written or holds something else.
    """
    run = Run(out)
    folder = _Folder(site)
    try:
        folder.prepare()
        return _write(run, folder, sources)
    except OSError as error:
        raise RasoatError("not_writable", path=str(site), problem=error.strerror or str(error)) from error


def _write(run: Run, folder: _Folder, sources: Path | None) -> Written:
    pages = _templates()
    cited = citing.cited_documents(run)
    keys = citing.keys_of(cited)
    names = {document["doc_id"]: _called(document) for document in run.documents}
    without: dict[str, int] = {}
    count = 0
    for document, text in run.texts():
        images, reason = _pictures(document, text, sources)
        if reason:
            without[reason] = without.get(reason, 0) + 1
        name = safe_name(document["doc_id"])
        for image in images:
            folder.write(f"pages/{name}/{image.page}.webp", image.data)
        page = report_page(run, document, text, keys, names, images)
        folder.write(f"reports/{name}.html", _report(pages, page, reason))
        count += 1
    _write_data(run, folder, cited)
    for name in ("index", "reports", "findings", "citations", "citation", "about"):
        folder.write(f"{name}.html", _page(pages, name))
    for file in sorted((resources.files("pipeline.site") / "assets").iterdir(), key=lambda file: file.name):
        folder.write(f"assets/{file.name}", file.read_bytes())
    return Written(site=folder.site, reports=count, files=len(folder.files), size=folder.size, without_pages=without)


def _pictures(document: Row, text: Row, sources: Path | None) -> tuple[Sequence[PageImage], str]:
    if document["format"] != "pdf":
        return (), ""
    path, reason = find_source(document, sources)
    images = tuple(render_pages(path, masked_places(text))) if path else ()
    return images, reason or ("" if images else "not_drawn")


def _write_data(run: Run, folder: _Folder, cited: Sequence[citing.Cited]) -> None:
    folder.data("words", page_texts())
    folder.data("labels", _labels(run))
    folder.data("charts", chart_specs())
    folder.write("assets/vega.js", library())
    index = overview(run)
    lists = citing.lists(cited)
    digits = citing.prefix_length(len(cited))
    folder.data("overview", index | {"cited": [len(cited), len(lists), digits]})
    for number, file in enumerate(finding_files(run, index)):
        folder.data(f"findings-{number}", file)
    for number, rows in enumerate(lists):
        folder.data(f"cited-{number}", rows)
    for prefix, details in citing.details(cited, digits).items():
        folder.data(f"document-{prefix}", details)


def _labels(run: Run) -> dict[str, dict[str, tuple[str, str]]]:
    """What columns and coded values are called, by table and column; "" is the column itself."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in run.labels:
        if row["table"] in (*fact_tables(), "unexplained"):
            column = found.setdefault(f"{row['table']}.{row['column']}", {})
            column[row["value"] or ""] = (row["label_vi"], row["label_en"])
    found["staffing.sector"] |= {value: (name.vi, name.en) for value, name in SECTORS.items()}
    return found


def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"shown": lambda value: visible(str(value)), "local": local}
    made.globals |= {
        "say": say,
        "both": both,
        "icons": ICONS,
        "words": page_texts(),
        "policy": POLICY,
        "version": version(),
        "severities": tuple(ICONS),
    }
    return made


def _page(pages: jinja2.Environment, name: str) -> str:
    texts = page_texts()
    title = tuple(f"{texts[language][f'nav_{name}']} · Rà soát" for language in ("vi", "en"))
    return pages.get_template(f"{name}.html").render(root="", page=name, title=title, rules=rule_pages())


def _report(pages: jinja2.Environment, page: ReportPage, reason: str) -> str:
    document = page.document
    first, last = document["period_start"], document["period_end"]
    tabs = ["figures", "citations", "unexplained", "about"]
    if document["format"] == "pdf":
        tabs.insert(0 if page.facts["pages"] else 3, "pages")
    called = _called(document)
    return pages.get_template("report.html").render(
        root="../",
        page="report",
        title=(f"{called} · Rà soát",) * 2,
        report=page,
        heading=document["title"] or document["doc_type"] or document["source_path"],
        meta=list(_meta(document)),
        period=period_name(document["period_kind"], first, last) if first and last else None,
        tabs=tabs,
        no_pages=reason,
        facts=Markup(script_json(page.facts)),
    )


def _meta(document: Row) -> Sequence[object]:
    number = "/".join(part for part in (document["number"] or "…", document["symbol"]) if part)
    issued = document["issued_date"]
    told: list[object] = [visible(document["issuer"])] if document["issuer"] else []
    if document["number"] or document["symbol"]:
        told.append(both(f"Số {number}", f"No. {number}"))
    if issued:
        told.append(both(f"ngày {day_vi(issued)}", issued.isoformat()))
    return [*told, visible(document["source_path"])]


def _called(document: Row) -> str:
    """A report in a few words: who reports, on which period."""
    first, last = document["period_start"], document["period_end"]
    period = period_name(document["period_kind"], first, last)[0] if first and last else ""
    return ", ".join(part for part in (document["issuer"] or document["source_path"], period) if part)


def safe_name(doc_id: str) -> str:
    """The name of a report's files: its id. Raises ValueError where it is no such id; tables of a run hold none."""
    if not _NAME.fullmatch(doc_id):
        raise ValueError(f"{doc_id!r} is no id of a document")
    return doc_id
