"""The findings of all reports, cut into files that the list loads one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.site.rows import Run, local


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
                    row["subject"],
                    row["message_vi"],
                    row["message_en"],
                    paths.get(row["section_id"] or "", ""),
                    row["page"],
                ]
                for row in run.rows("findings", doc_id)
            ]
        yield found
