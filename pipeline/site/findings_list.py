"""The findings of all reports, cut into files that the list loads one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractors.columns import columns_of
from extractors.header import Header
from pipeline.audits.wording import number_en
from pipeline.questions import as_printed
from pipeline.site.rows import Run, local

# Where a message goes on to another computation: behind a semicolon, or with a new sentence.
_NEXT_STEP = re.compile(r"; |(?<=\.) (?=[A-ZĐ])")


def told(rule: str, value: str | None) -> tuple[str, str]:
    """A subject, or what is stated or expected, in both languages: numbers as each writes them, fields by their names.

    >>> told("dossier.sum", "52764"), told("section.gap", "2.4"), told("header.missing", "signer")
    (('52.764', '52,764'), ('2.4', '2.4'), ('Người ký', 'signer'))
    """
    if value is None:
        return "", ""
    if rule == "header.missing" and (field := columns_of(Header).get(value)):
        return field.label_vi, value.replace("_", " ")
    printed = as_printed(rule, value) or value
    return printed, number_en(float(value) if "." in value else int(value)) if printed != value else value


def steps(message: str) -> tuple[str, ...]:
    """A message as its computations, the first one first.

    >>> steps("98,87% không khớp: 731 / 745 = 98,12%. Đây là một cách tính; cách tính khác: 731 / 760 = 96,18%.")
    ('98,87% không khớp: 731 / 745 = 98,12%.', 'Đây là một cách tính', 'cách tính khác: 731 / 760 = 96,18%.')
    """
    return tuple(part for part in _NEXT_STEP.split(message) if part)


def finding_files(run: Run, index: Mapping[str, Any]) -> Iterator[dict[str, list[list[Any]]]]:
    """For every file of the index the findings of its reports: id, rule, subject, messages, section, page."""
    rules = {(rule, severity): place for place, (rule, severity, *_) in enumerate(index["rules"])}
    for reports in index["shards"]:
        found = {}
        for doc_id in reports:
            paths = {section["section_id"]: section["path"] for section in run.rows("sections", doc_id)}
            found[doc_id] = [
                [
                    local(row["finding_id"]),
                    rules[row["rule"], row["severity"]],
                    told(row["rule"], row["subject"]),
                    steps(row["message_vi"])[0],
                    steps(row["message_en"])[0],
                    paths.get(row["section_id"] or "", ""),
                    row["page"],
                ]
                for row in run.told(doc_id)
            ]
        yield found
