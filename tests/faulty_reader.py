"""A reader for tests that does what its files say: hangs, crashes, eats memory, or makes a few quick rows.

A file is one line: a word of what to do, then anything that makes its bytes its own.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import time

from extractors.dossiers import Dossier
from pipeline.documents import Document, Text
from pipeline.errors import ReadFailure
from pipeline.identify import doc_id_of
from pipeline.process import Processed, failed, process
from pipeline.read.options import ReadOptions

SLEEP = "sleep"


def read_faulty(data: bytes, name: str, options: ReadOptions) -> Processed:
    """What the file says."""
    what, _, rest = data.decode().partition(" ")
    if what == "hang":
        time.sleep(3600)
    if what == "hang_with_child":
        subprocess.Popen([SLEEP, "3600.25"], start_new_session=True)
        time.sleep(3600)
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "crash_once" and not os.path.exists(rest.strip()):
        with open(rest.strip(), "w"):
            os.kill(os.getpid(), signal.SIGKILL)
    if what == "leave":
        os._exit(7)
    if what == "eat_slowly":
        eaten = []
        while True:
            eaten.append(b"x" * (8 << 20))
            time.sleep(0.02)
    if what == "eat_at_once":
        bytearray(1 << 40)
    if what == "raise":
        raise ZeroDivisionError("by zero")
    if what == "refuse":
        return Processed(document=failed(data, name, "CORRUPT", ReadFailure("CORRUPT", f"{name} hỏng").message))
    if what == "slow":
        time.sleep(0.05)
    return _rows(data, name)


# What a file begins with that says what to do, among files that do not.
FAULT = b"rasoat-fault "


def read_hostile(data: bytes, name: str, options: ReadOptions) -> Processed:
    """What the file says where it is one of ours, and what the program reads of every other."""
    if data.startswith(FAULT):
        return read_faulty(data.removeprefix(FAULT), name, options)
    return process(data, name, options)


def _rows(data: bytes, name: str) -> Processed:
    """Rows that follow from the bytes alone."""
    doc_id, text = doc_id_of(data), data.decode()
    digest = hashlib.sha256(data).hexdigest()
    document = Document(doc_id=doc_id, source_path=name, bytes=len(data), sha256=digest, chars=len(text), status="ok")
    count = int(doc_id, 16) % 5
    return Processed(
        document=document,
        text=Text(doc_id=doc_id, text=text, body_end=len(text)),
        rows={
            "dossiers": tuple(
                Dossier(
                    doc_id=doc_id,
                    figure_id=f"{doc_id}:f{n:04d}",
                    start=0,
                    end=1,
                    raw=text[0],
                    metric="received",
                    value=n,
                )
                for n in range(count)
            )
        },
    )
