"""``rasoat doctor``: which optional programs are there, what each is for, and how to get those that are missing."""

from __future__ import annotations

import platform
from typing import Any

from pipeline.programs import Program, all_programs
from pipeline.wording import Wording

# A thing that can be done, and the sets of programs of which one must be whole.
_ABLE: dict[str, tuple[tuple[str, ...], ...]] = {
    "scans": (("tesserocr", "tessdata"), ("tesseract", "tessdata")),
    "old_word": (("soffice",), ("catdoc",)),
    "other_word": (("soffice",),),
}


def examine() -> tuple[Program, ...]:
    """Look for every program and ask its version."""
    return tuple(all_programs())


def able(programs: tuple[Program, ...]) -> dict[str, bool]:
    """What can be read beyond TXT, DOCX and PDF with a text layer."""
    there = {program.name for program in programs if program.found}
    return {thing: any(there.issuperset(needed) for needed in ways) for thing, ways in _ABLE.items()}


def as_json(programs: tuple[Program, ...], words: Wording) -> dict[str, Any]:
    """The same for a program."""
    return {
        "python": platform.python_version(),
        "programs": [
            {
                "name": program.name,
                "found": program.found,
                "path": str(program.path) if program.path else None,
                "version": program.version,
                "purpose": words.say(f"program_{program.name}"),
                "get": None if program.found else words.say(f"get_{program.name}"),
            }
            for program in programs
        ],
        "able": able(programs),
    }


def render(programs: tuple[Program, ...], words: Wording) -> str:
    """The examination as lines of text."""
    wide = max(len(program.name) for program in programs)
    lines = [words.say("doctor_programs")]
    for program in programs:
        purpose = words.say(f"program_{program.name}")
        if program.found:
            version = f": {program.version}" if program.version else ""
            lines.append(f"  ✓ {program.name:<{wide}}  {purpose}{version} ({program.path})")
        else:
            lines.append(f"  ✗ {program.name:<{wide}}  {purpose}: {words.say('doctor_missing')}")
            lines.append(f"    {'':<{wide}}  → {words.say(f'get_{program.name}')}")
    lines += ["", words.say("doctor_able")]
    for thing, can in able(programs).items():
        lines.append(f"  {'✓' if can else '✗'} {words.say(f'able_{thing}')}")
    return "\n".join(lines)
