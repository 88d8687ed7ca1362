"""How long one pattern is sought: a number alone, so that who tells the limits need not load the patterns."""

from __future__ import annotations

SECONDS = 60
"""The processor's time that one pattern may take in one stretch of a text; the slowest takes some milliseconds.

Every pattern is held to growing no faster than its text (``tests/test_growth.py``); this is for what that missed. More
than this is TimeoutError.
"""
