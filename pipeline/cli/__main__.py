"""``python -m pipeline.cli`` is the console script ``rasoat``."""

from __future__ import annotations

from pipeline.cli.program import main

if __name__ == "__main__":
    main()
