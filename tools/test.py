"""Run every test on SQLite and, but for browser journeys, again on PostgreSQL; `--long` runs the long ones too.

`make test` calls it after set-up. Exit code 0 when every test passed on both databases.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services import running_postgres  # noqa: E402
from tools.machine import Missing  # noqa: E402


def main(also_long: bool) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    but_long = [] if also_long else ["not long"]
    parts = {"SQLite": but_long, "PostgreSQL": [*but_long, "not browser", "not plain", "not once"]}
    table, failed = [], []
    with ExitStack() as servers:
        for part, markers in parts.items():
            environment = {**os.environ, "TEST_TIMES": str(ROOT / "build" / f"times-{part}.json")}
            environment.pop("DATABASE_URL", None)
            if part == "PostgreSQL":
                environment["DATABASE_URL"] = servers.enter_context(running_postgres())
            print(f"\nTests on {part}\n", flush=True)
            started = time.monotonic()
            if pytest(" and ".join(markers), environment):
                failed.append(part)
            table.append((part, time.monotonic() - started, environment["TEST_TIMES"]))
    for part, seconds, times in table:
        print(f"{part}: {seconds / 60:.1f} minutes{shares(Path(times))}")
    print(f"Tests failed on {' and '.join(failed)}." if failed else "Every test passed.")
    return 1 if failed else 0


def pytest(markers: str, environment: dict) -> int:
    """Run pytest on two processes; return its exit code. It is stopped when we are."""
    Path(environment["TEST_TIMES"]).unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-m", markers]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait()


def shares(times: Path) -> str:
    """Say how many minutes each marker took, added up over both processes; a test may carry two markers."""
    if not times.exists():
        return ""
    kinds = sorted(json.loads(times.read_text()).items(), key=lambda item: -item[1][0])
    return " (" + ", ".join(f"{kind} {seconds / 60:.1f} for {tests}" for kind, (seconds, tests) in kinds) + ")"


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--long"]):
        sys.exit("usage: tools/test.py [--long]")
    try:
        sys.exit(main(also_long="--long" in sys.argv))
    except Missing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(130)
