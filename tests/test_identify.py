"""Ids: figures of all families in one numbering, the document's id before each local one."""

from __future__ import annotations

import dataclasses

from extractors.citations import Citation
from extractors.dossiers import Dossier
from extractors.rates import Rate
from extractors.staffing import Staffing
from pipeline.audits.findings import Finding
from pipeline.identify import doc_id_of, identify, number_findings

DOC = "0123456789abcdef"


def _dossier(start: int, metric: str = "received", **more: object) -> Dossier:
    return Dossier(start=start, end=start + 1, raw="5", metric=metric, value=5, **more)  # type: ignore[arg-type]


def _rate(start: int, metric: str = "on_time_rate", **more: object) -> Rate:
    return Rate(start=start, end=start + 1, raw="5", metric=metric, value=5.0, **more)  # type: ignore[arg-type]


def test_a_document_is_known_by_its_bytes() -> None:
    assert doc_id_of(b"x") == doc_id_of(b"x") != doc_id_of(b"y")
    assert len(doc_id_of(b"x")) == 16


def test_figures_are_numbered_over_all_tables_by_start_then_table_then_metric() -> None:
    rows = identify(
        {
            "rates": (_rate(10), _rate(30)),
            "dossiers": (_dossier(10, "resolved"), _dossier(10, "received"), _dossier(20)),
            "staffing": (Staffing(start=10, end=11, raw="5", measure="assigned", value=5),),
        },
        DOC,
    )
    ids = {table: [row.figure_id.removeprefix(f"{DOC}:") for row in records] for table, records in rows.items()}
    assert ids == {"dossiers": ["f0002", "f0001", "f0005"], "rates": ["f0003", "f0006"], "staffing": ["f0004"]}


def test_local_ids_get_the_documents_id() -> None:
    citation = Citation(start=0, end=1, raw="x", citation_id="c0002", section_id="s0003", resolves_to="c0001")
    (found,) = identify({"citations": (citation,)}, DOC)["citations"]
    assert (found.doc_id, found.citation_id) == (DOC, f"{DOC}:c0002")
    assert (found.section_id, found.resolves_to) == (f"{DOC}:s0003", f"{DOC}:c0001")


def test_a_null_reference_stays_null() -> None:
    (found,) = identify({"dossiers": (_dossier(0),)}, DOC)["dossiers"]
    assert found.section_id is None
    assert found.group_id is None


def test_the_whole_of_a_part_is_found_under_its_new_number() -> None:
    whole, part = _dossier(50, figure_id="q0001"), _dossier(10, figure_id="q0002", part_of="q0001")
    found = identify({"dossiers": (whole, part)}, DOC)["dossiers"]
    assert found[1].part_of == found[0].figure_id == f"{DOC}:f0002"


def test_the_whole_may_stand_in_another_table_and_its_own_table_goes_first() -> None:
    rows = {
        "dossiers": (_dossier(10, figure_id="q0001"),),
        "rates": (_rate(20, figure_id="q0001"), _rate(30, figure_id="q0002", part_of="q0001")),
    }
    found = identify(rows, DOC)
    assert found["rates"][1].part_of == found["rates"][0].figure_id
    alone = identify({**rows, "rates": (rows["rates"][1],)}, DOC)
    assert alone["rates"][0].part_of == alone["dossiers"][0].figure_id


def test_a_whole_that_made_no_row_is_null() -> None:
    (found,) = identify({"dossiers": (_dossier(10, figure_id="q0002", part_of="q0001"),)}, DOC)["dossiers"]
    assert found.part_of is None


def test_groups_are_numbered_over_all_tables_in_reading_order() -> None:
    rows = identify(
        {
            "rates": (_rate(5, group_id="12|commune"), _rate(30, group_id="7|all")),
            "dossiers": (_dossier(10, group_id="7|all"), _dossier(20)),
        },
        DOC,
    )
    assert [row.group_id for row in rows["rates"]] == [f"{DOC}:g0001", f"{DOC}:g0002"]
    assert [row.group_id for row in rows["dossiers"]] == [f"{DOC}:g0002", None]


def _finding(start: int | None, rule: str = "rate.bounds", subject: str = "120") -> Finding:
    return Finding(
        rule=rule, severity="error", subject=subject, message_vi="", message_en="", start=start, end=start, page=None
    )


def test_findings_are_numbered_in_reading_order_and_those_without_a_place_come_last() -> None:
    found = number_findings([_finding(None), _finding(9), _finding(5, subject="2"), _finding(5, subject="1")], DOC)
    assert [(f.start, f.subject) for f in found] == [(5, "1"), (5, "2"), (9, "120"), (None, "120")]
    assert [f.finding_id for f in found] == [f"{DOC}:a000{n}" for n in (1, 2, 3, 4)]
    assert {f.doc_id for f in found} == {DOC}


def test_the_order_in_which_rules_speak_changes_no_id() -> None:
    findings = [_finding(5, "b.b"), _finding(5, "a.a"), _finding(1, "c.c")]
    assert number_findings(findings, DOC) == number_findings(reversed(findings), DOC)


def test_identifying_changes_nothing_else() -> None:
    before = _dossier(3, scope="commune", group_id="g0007")
    (after,) = identify({"dossiers": (before,)}, DOC)["dossiers"]
    changed = {
        field.name for field in dataclasses.fields(before) if getattr(before, field.name) != getattr(after, field.name)
    }
    assert changed == {"doc_id", "figure_id", "group_id"}
