"""Cleaning in a short-lived process that may open no network and has narrow limits: a crash there is a refusal here.

`python -I child.py`: the file on its standard input; on its standard output one line of JSON, then the clean bytes.
"""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

MEMORY = 1024 * 2**20
"""Bytes of address space. Measured: a picture of 40 million pixels fits, clear or not."""
CPU_SECONDS = 40
WALL_SECONDS = 60


def clean(content):
    """Return the Cleaned file, made by a child process. Raises Refused."""
    from .words import Cleaned, Refused

    with tempfile.TemporaryDirectory(prefix="clean-") as home:
        environment = {"PATH": "/nonexistent", "LANG": "C.UTF-8", "HOME": home, "TMPDIR": home}
        try:
            done = subprocess.run(
                [sys.executable, "-I", __file__],
                input=content,
                capture_output=True,
                cwd=home,
                env=environment,
                timeout=WALL_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused("too_hard") from error
    head, _line, made = done.stdout.partition(b"\n")
    if done.returncode or not head:
        # Killed by a limit, out of memory, or a fault in a library: in each case there is no file.
        raise Refused("too_hard" if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL, 3) else "broken")
    said = json.loads(head)
    if "refused" in said:
        raise Refused(*said["refused"])
    return Cleaned(made, said["kind"], said["text"], tuple((code, times) for code, times in said["found"]))


def _no_connections(*_arguments, **_named):
    raise OSError("Nothing is fetched.")


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    socket.socket.connect = _no_connections
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    from meetings import cleaning

    content, out = sys.stdin.buffer.read(), sys.stdout.buffer
    try:
        made = cleaning.clean(content)
    except cleaning.Refused as error:
        out.write(json.dumps({"refused": [error.code, error.what]}).encode() + b"\n")
        return 0
    except (MemoryError, RecursionError):
        return 3
    out.write(json.dumps({"kind": made.kind, "text": made.text, "found": made.found}).encode() + b"\n" + made.content)
    out.flush()
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
