"""Time and memory of the audit over the whole archive, on invented tables of so many reports.

    python -m quality.bench_archive [REPORTS] [PLACES]

Every locality reports four times a year; each report has 25 counts, 50 citations and a text of a few pages, and every
hundredth date, count and text is made wrong, so that the rules have something to find. With PLACES all reports are of
so few localities, as where names were not told apart: that must cost about what as many reports of others do.
"""

from __future__ import annotations

import datetime
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from extractors.citations import Citation
from extractors.dossiers import Dossier
from pipeline.archive import audit_archive, stored_archive
from pipeline.audits.archive import COUNTED
from pipeline.documents import Document, Text
from pipeline.parts import PartWriter, name_of_part
from pipeline.schema import table_named, to_arrow

_QUARTERS = ((1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31))
_CITATIONS, _WORDS = 50, 1500
_SCOPES = ("all", "district", "commune")


def _report(number: int, chance: random.Random, places: int | None) -> dict[str, list[Any]]:
    locality, turn = divmod(number, 8)
    locality = locality % places if places else locality
    year, (first, last, day) = 2022 + turn // 4, _QUARTERS[turn % 4]
    doc_id = f"{number:016x}"
    start, end = datetime.date(year, first, 1), datetime.date(year, last, day)
    document = Document(
        doc_id=doc_id,
        source_path=f"{number:06d}.txt",
        status="ok",
        level="district",
        locality=f"Huyện số {locality}",
        province=f"Tỉnh số {locality % 63}",
        issuer=f"UBND huyện {locality}",
        period_start=start,
        period_end=end,
    )
    dossiers = [
        Dossier(
            doc_id=doc_id,
            figure_id=f"{doc_id}:f{i:04d}",
            start=i,
            end=i + 1,
            raw="1",
            metric=COUNTED[i % len(COUNTED)],
            # What is pending at the end of a quarter is carried into the next.
            value=_value(COUNTED[i % len(COUNTED)], locality, turn, chance),
            scope=_SCOPES[i // len(COUNTED) % 3],
            period_start=start,
            period_end=end,
        )
        for i in range(25)
    ]
    citations = []
    for i in range(_CITATIONS):
        central, which = i % 2 == 0, chance.randrange(2000)
        # Numbers rise through the year.
        issued = datetime.date(2015 + which % 8, 1, 1) + datetime.timedelta(days=which * 360 // 2000)
        if chance.random() < 0.01:
            issued += datetime.timedelta(days=1)
        issuer = "Chính phủ" if central else f"UBND tỉnh {locality % 63}"
        symbol = "NĐ-CP" if central else "QĐ-UBND"
        year_of = issued.year if central else None
        citations.append(
            Citation(
                doc_id=doc_id,
                citation_id=f"{doc_id}:c{i:04d}",
                start=i,
                end=i + 1,
                raw="1",
                doc_type="Nghị định" if central else "Quyết định",
                code=f"{which}/{issued.year}/NĐ-CP" if central else f"{which}/QĐ-UBND",
                number=str(which),
                number_year=year_of,
                symbol=symbol,
                issued_date=issued,
                issuer=issuer,
                subject=f"ban hành quy chế số {which}",
            )
        )
    words = [f"tiếng{chance.randrange(4000)}" for _ in range(_WORDS)]
    text = Text(doc_id=doc_id, text=" ".join(words), body_end=0)
    return {"documents": [document], "texts": [text], "dossiers": dossiers, "citations": citations}


def _value(metric: str, locality: int, turn: int, chance: random.Random) -> int:
    if metric in ("pending", "carried_over") and chance.random() > 0.01:
        return 100 + (locality * 37 + (turn if metric == "pending" else turn - 1) * 11) % 900
    return chance.randrange(1000, 20_000)


def write_synthetic(out: Path, reports: int, places: int | None = None) -> None:
    """Write the tables of so many invented reports, a thousand at a time."""
    chance = random.Random(5)
    parts: dict[str, list[pa.Table]] = {}
    for begin in range(0, reports, 1000):
        rows: dict[str, list[Any]] = {}
        for number in range(begin, min(begin + 1000, reports)):
            for table, records in _report(number, chance, places).items():
                rows.setdefault(table, []).extend(records)
        for table, records in rows.items():
            parts.setdefault(table, []).append(to_arrow(table_named(table), records))
    for table, pieces in parts.items():
        (out / table).mkdir()
        with PartWriter(out / table / name_of_part(0, 1), table_named(table)) as writer:
            writer.add(pa.concat_tables(pieces))


def main(reports: int = 10_000, places: int | None = None) -> None:
    """Print the time that the rules took and the memory that they added."""
    with tempfile.TemporaryDirectory() as folder:
        write_synthetic(Path(folder), reports, places)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started, used = time.perf_counter(), time.process_time()
        found = audit_archive(stored_archive(Path(folder)), ())
        seconds, cpu = time.perf_counter() - started, time.process_time() - used
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{reports} reports, {len(found)} findings: {seconds:.1f} s ({cpu:.1f} s of a processor)")
    print(f"peak {after / 1024:.0f} MB, {(after - before) / 1024:.0f} MB above the making of the tables")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
