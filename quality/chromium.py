"""The browser that pages are looked at in."""

from __future__ import annotations

import os
import shutil

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
MISSING = "no chromium on this machine: apt-get install chromium, or name one in RASOAT_CHROMIUM"


def program() -> str | None:
    """Where Chromium is: what RASOAT_CHROMIUM names, else what the machine has; None where there is none."""
    return os.environ.get("RASOAT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
