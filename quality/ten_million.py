"""Machines and hours for ten million documents, computed from what one document was measured to cost.

    python -m quality.ten_million

Prints the tables of ``docs/scale.md``; measure anew, change the numbers here, and put what is printed there.
"""

from __future__ import annotations

DOCUMENTS, PAGES, BYTES = 10_000_000, 5, 300_000

# Seconds of one processor, as measured: see "Measured" in docs/scale.md, and docs/ocr.md for a scanned page.
COSTS = {
    "read one report (5 pages, audited)": 0.250,
    "pack and hand over one report": 0.006,
    "recognize one scanned page": 4.0,
    "keep one report in the ledger": 0.0005,
    "write one report into the tables": 0.0013,
    "audit of the archive, a report": 0.0007,
}
_READ = ("read one report (5 pages, audited)", "pack and hand over one report")
_SERIAL = ("keep one report in the ledger", "write one report into the tables", "audit of the archive, a report")

# What the program that was started can hash in a second: a shared folder at ten gigabits, half used.
BYTES_A_SECOND = 600_000_000
CORES = 16
MACHINES = (1, 10, 50)
SHARES = {"no scans": 0.0, "one page in ten scanned": 0.1, "all pages scanned": 1.0}


def core_hours(scanned: float) -> float:
    """Hours of one processor to read all documents, so large a share of their pages scanned."""
    reading = sum(COSTS[name] for name in _READ)
    return DOCUMENTS * (reading + PAGES * scanned * COSTS["recognize one scanned page"]) / 3600


def serial_hours() -> float:
    """Hours of the program that was started: hashing the sources, the ledger and the tables, which are not spread."""
    return (DOCUMENTS * BYTES / BYTES_A_SECOND + DOCUMENTS * sum(COSTS[name] for name in _SERIAL)) / 3600


def tables() -> str:
    """Both tables as Markdown."""
    lines = ["| what | seconds of a processor |", "| --- | --- |"]
    lines += [f"| {name} | {seconds:g} |" for name, seconds in COSTS.items()]
    heads = " | ".join(f"{count} × {CORES} processors" for count in MACHINES)
    lines += ["", f"| archive | hours of a processor | {heads} |", "| --- " * (2 + len(MACHINES)) + "|"]
    for name, share in SHARES.items():
        hours = core_hours(share)
        each = " | ".join(f"{hours / (count * CORES):,.1f} h" for count in MACHINES)
        lines.append(f"| {name} | {hours:,.0f} | {each} |")
    return "\n".join([*lines, "", f"Beside that, on the one machine: {serial_hours():.1f} h."])


if __name__ == "__main__":
    print(tables())
