"""The documents that the archive cites: who cites each, when, with which dates, and where reports disagree."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.audits.archive import MentionLine
from pipeline.audits.archive_citations import owner_of
from pipeline.site.overview import order
from pipeline.site.rows import Row, Run, local

# Documents of one file of the list, and of one file of details.
_A_FILE = 1500
_DETAILS_A_FILE = 200


@dataclasses.dataclass(slots=True, kw_only=True)
class Cited:
    """One document, as far as the archive tells them apart: its type, code, and whose it is.

    ``repeated`` are the mentions of copies, whose reports have been counted.
    """

    key: str
    doc_type: str
    code: str
    mentions: list[Row] = dataclasses.field(default_factory=list)
    repeated: list[Row] = dataclasses.field(default_factory=list)
    findings: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    @property
    def dates(self) -> Counter[datetime.date]:
        """In how many reports each date stands."""
        pairs = {(m["doc_id"], m["issued_date"]) for m in self.mentions if m["issued_date"] is not None}
        return Counter(date for _, date in pairs)

    def usual(self, column: str) -> str:
        """What most mentions say in a column; empty where none says anything."""
        told = Counter(m[column] for m in self.mentions if m[column])
        return max(told, key=lambda value: (told[value], value)) if told else ""

    @property
    def disputed(self) -> bool:
        """Whether two dates stand that cannot both be those of one document, in one year or under a numbered year."""
        numbered = any(m["number_year"] is not None for m in self.mentions)
        dates = sorted(self.dates)
        return len(dates) > 1 and (
            numbered or len({d.year for d in dates}) < len(dates) or len({(d.day, d.month) for d in dates}) < len(dates)
        )


def cited_documents(run: Run) -> tuple[Cited, ...]:
    """Every document cited with a code, the disputed ones first, then by how many reports cite it."""
    by_key: dict[str, Cited] = {}
    of_mention: dict[str, Cited] = {}
    by_id = {document["doc_id"]: document for document in run.documents}
    for document in sorted(run.documents, key=order):
        for row in run.rows("citations", document["doc_id"]):
            if row["code"] is None:
                continue
            kept = run.copies.get(document["doc_id"])
            cited = _cited(by_key, row, document if kept is None else by_id[kept])
            if kept is not None:
                cited.repeated.append(row)
                continue
            cited.mentions.append(row)
            of_mention[row["citation_id"]] = cited
    for document in run.documents:
        for finding in run.rows("findings", document["doc_id"]):
            if "citation" in finding["rule"]:
                about = {of_mention[i].key: of_mention[i] for i in finding["evidence"] if i in of_mention}
                for cited in about.values():
                    cited.findings.append((finding["finding_id"], finding["rule"]))
    return tuple(
        sorted(
            by_key.values(),
            key=lambda c: (not c.disputed, -len({m["doc_id"] for m in c.mentions}), c.doc_type, c.code, c.key),
        )
    )


def _cited(by_key: dict[str, Cited], row: Row, document: Row) -> Cited:
    owner = owner_of(MentionLine._make(row[name] for name in MentionLine._fields))
    if owner is None:
        # No issuer is named: the same code elsewhere is another office's.
        owner = "\t".join(("", document["province"] or "", document["locality"] or document["doc_id"]))
    told = "\n".join((row["doc_type"] or "", row["code"], owner))
    key = hashlib.sha256(told.encode()).hexdigest()[:12]
    return by_key.setdefault(key, Cited(key=key, doc_type=row["doc_type"] or "", code=row["code"]))


def keys_of(cited: Iterable[Cited]) -> dict[str, str]:
    """The document of every mention, by citation_id."""
    return {m["citation_id"]: document.key for document in cited for m in (*document.mentions, *document.repeated)}


def lists(cited: Sequence[Cited]) -> list[list[list[Any]]]:
    """The list of cited documents, cut into files: key, type, code, issuer, reports, mentions, dates, disputed."""
    rows = [
        [
            document.key,
            document.doc_type,
            document.code,
            document.usual("issuer"),
            len({m["doc_id"] for m in document.mentions}),
            len(document.mentions),
            [date.isoformat() for date in sorted(document.dates)],
            int(document.disputed),
            len(document.findings),
        ]
        for document in cited
    ]
    return [rows[at : at + _A_FILE] for at in range(0, len(rows), _A_FILE)]


def prefix_length(count: int) -> int:
    """How many digits of a key name the file with its details, for so many documents.

    >>> prefix_length(150), prefix_length(3000), prefix_length(40_000)
    (0, 1, 2)
    """
    digits = 0
    while count > _DETAILS_A_FILE * 16**digits:
        digits += 1
    return digits


def details(cited: Sequence[Cited], digits: int) -> dict[str, dict[str, Any]]:
    """The details of the documents by file, each file by key."""
    files: dict[str, dict[str, Any]] = {}
    for document in cited:
        files.setdefault(document.key[:digits], {})[document.key] = _detail(document)
    return files


def _detail(document: Cited) -> Mapping[str, Any]:
    told = {name: Counter(m[name] for m in document.mentions if m[name]) for name in ("issuer", "subject")}
    return {
        "type": document.doc_type,
        "code": document.code,
        "disputed": document.disputed,
        "issuers": told["issuer"].most_common(8),
        "subjects": told["subject"].most_common(8),
        "dates": [[date.isoformat(), count] for date, count in sorted(document.dates.items())],
        "mentions": [
            [
                m["doc_id"],
                local(m["citation_id"]),
                m["issued_date"].isoformat() if m["issued_date"] else None,
                m["issuer"] or "",
                m["raw"],
                m["page"],
            ]
            for m in document.mentions
        ],
        "findings": [[i.partition(":")[0], local(i), rule] for i, rule in document.findings],
    }
