"""The command line: parses, makes one call, prints, and picks an exit code.

stdout is data, stderr is for people. A command is a file of its own here, with a function ``command``; what it needs is
imported when it is called, so that help is quick.
"""

from __future__ import annotations

from pipeline.cli.answers import BAD_USE, FINDINGS, FINE, INTERRUPTED, NOT_READ
from pipeline.cli.program import build, invoke, main

__all__ = ["BAD_USE", "FINDINGS", "FINE", "INTERRUPTED", "NOT_READ", "build", "invoke", "main"]
