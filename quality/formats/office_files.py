"""Files of office programs, which LibreOffice makes from Word files: DOC, RTF, ODT, and PDF as it prints."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.programs import find

# The filters of LibreOffice by the ending they write.
FILTERS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt:writer8", "pdf": "pdf:writer_pdf_Export"}
_SECONDS = 300


def converted(files: Mapping[str, bytes], ending: str) -> dict[str, bytes]:
    """Word files by name in another format; a file that the program does not write is left out.

    All in one start of the program, with a profile of its own, so that a running one is not disturbed.
    """
    program = find("soffice").path
    if program is None:
        raise FileNotFoundError("LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, data in files.items():
            (root / f"{name}.docx").write_bytes(data)
        subprocess.run(
            [
                str(program),
                f"-env:UserInstallation={(root / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                FILTERS[ending],
                "--outdir",
                str(root / "out"),
                *(str(root / f"{name}.docx") for name in files),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
        made = {name: root / "out" / f"{name}.{ending}" for name in files}
        return {name: path.read_bytes() for name, path in made.items() if path.is_file()}
