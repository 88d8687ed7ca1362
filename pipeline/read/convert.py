"""Other programs that turn old documents into what is read here: LibreOffice, and catdoc for bare text.

A program runs on a copy in a folder of its own, without network, without macros or links, with limits of time, memory
and file size, in a process group that is killed as a whole. That it ended well means nothing: the file must be there.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from pipeline.bounds import PROGRAM_MEMORY, PROGRAM_OUTPUT, PROGRAM_SECONDS
from pipeline.programs import MARK, find

# LibreOffice needs about a second to start and well under one for a megabyte of text on a machine of 2020; the rest is
# for machines that are slow or busy.
_SECONDS = 60
_SECONDS_A_MEGABYTE = 10

# Kilobytes of addresses and blocks of 512 bytes that a program may take: LibreOffice needs 1.5 GB of addresses.
_MEMORY = PROGRAM_MEMORY.most // 1000
_FILE_BLOCKS = PROGRAM_OUTPUT.most // 512

_MEGABYTE = 1 << 20

# Nothing from outside: no macros, no links that are followed or updated, and a proxy that is not there.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" \
oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>\
</prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>\
</item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">\
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value>\
</prop></item>
</oor:items>
"""


class ConversionError(Exception):
    """A program did not deliver; the message says why, in Vietnamese."""


class NoProgram(ConversionError):
    """The machine does not have the program."""


def to_docx(data: bytes, ending: str) -> bytes:
    """A document as DOCX, by LibreOffice. ``ending`` is that of its format ("doc"), told from its content.

    Raises NoProgram, and ConversionError where nothing comes of it.
    """
    program = find("soffice").path
    if program is None:
        raise NoProgram("soffice")
    with _PROFILE.lock, tempfile.TemporaryDirectory(prefix="rasoat-") as folder:
        source, made = Path(folder, f"report.{ending}"), Path(folder, "made")
        source.write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation={_PROFILE.folder().as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made), str(source)),
        ]
        try:
            _run(command, Path(folder), _seconds(len(data)))
            return (made / "report.docx").read_bytes()
        except (ConversionError, OSError) as error:
            # What stopped it may have left the profile locked or half written.
            _PROFILE.drop()
            if isinstance(error, ConversionError):
                raise
            raise ConversionError("LibreOffice không chuyển đổi được tệp này, có thể tệp bị hỏng.") from error


def bare_text(data: bytes) -> str:
    """The text of a Word document of before 2007, by catdoc: no notes, no numbers of lists, no fonts.

    Raises NoProgram, and ConversionError where no text comes of it.
    """
    program = find("catdoc").path
    if program is None:
        raise NoProgram("catdoc")
    with tempfile.TemporaryDirectory(prefix="rasoat-") as folder:
        source, maps = Path(folder, "report.doc"), Path(folder, "maps")
        source.write_bytes(data)
        # Its own lists of signs to write in another way drop U+00AD, which is the ư of TCVN3.
        maps.mkdir()
        for name in ("ascii.specchars", "ascii.replchars"):
            (maps / name).touch()
        Path(folder, ".catdocrc").write_text(f"map_path = {maps}\n", encoding="utf-8")
        text = _run([str(program), "-w", "-d", "utf-8", str(source)], Path(folder), _seconds(len(data)))
    decoded = text.decode("utf-8", "replace")
    if not decoded.strip():
        raise ConversionError("catdoc không tìm thấy chữ trong tệp này.")
    return decoded


def _seconds(size: int) -> float:
    return min(_SECONDS + _SECONDS_A_MEGABYTE * size / _MEGABYTE, PROGRAM_SECONDS.most)


def _run(command: Sequence[str], folder: Path, seconds: float) -> bytes:
    """What a program prints. Raises ConversionError where it takes too long."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    environment |= {MARK: os.environ[MARK]} if MARK in os.environ else {}
    environment |= {"SAL_USE_VCLPLUGIN": "svp", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    limited = [*_without_network(), *_limits(), *command]
    # Into a file, which the limit of file sizes holds for, as it does not for a pipe.
    with (
        Path(folder, "printed").open("w+b") as printed,
        subprocess.Popen(
            limited,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process,
    ):
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ConversionError(f"Chuyển đổi tệp quá {seconds:.0f} giây, đã dừng.") from error
        finally:
            _kill(process)
        printed.seek(0)
        return printed.read()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started: LibreOffice is three processes."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()


def _limits() -> list[str]:
    """A shell that sets limits and becomes the program; where there is none, nothing."""
    shell = shutil.which("sh") if os.name == "posix" else None
    if shell is None:
        return []
    return [
        shell,
        "-c",
        f'ulimit -v {_MEMORY} 2>/dev/null; ulimit -f {_FILE_BLOCKS} 2>/dev/null; ulimit -c 0; exec "$0" "$@"',
    ]


@functools.cache
def _without_network() -> tuple[str, ...]:
    """What starts a program in a network of its own, which leads nowhere; nothing where the system does not let us."""
    unshare = shutil.which("unshare")
    true = shutil.which("true")
    if unshare is None or true is None:
        return ()
    asked = (unshare, "--map-root-user", "--net", "--")
    ended = subprocess.run([*asked, true], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return asked if ended.returncode == 0 else ()


class _Profile:
    """LibreOffice's profile of this process, kept from file to file: making one takes longer than most conversions."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._folder: Path | None = None
        self._owner = 0

    def folder(self) -> Path:
        """The profile's folder; a process that was forked makes its own."""
        if self._folder is None or self._owner != os.getpid():
            self._folder = Path(tempfile.mkdtemp(prefix="rasoat-profile-"))
            self._owner = os.getpid()
            (self._folder / "user").mkdir()
            (self._folder / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        return self._folder

    def drop(self) -> None:
        """Forget the profile; the next conversion begins with a new one."""
        if self._folder is not None and self._owner == os.getpid():
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None


_PROFILE = _Profile()
atexit.register(_PROFILE.drop)
