"""Look over the code without running it: `.venv/bin/python tools/check.py`, or `make check`, which sets up first.

Runs every step even when one fails, says which failed, and exits 1 then.
"""

import os
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [BIN / "python", "manage.py"]
STEPS = {
    "formatting": [BIN / "ruff", "format", "--check", "--output-format", "concise"],
    "lint": [BIN / "ruff", "check", "--output-format", "concise"],
    "templates": [BIN / "djade", "--check", "--target-version", "5.2"],
    "who may import whom": [BIN / "lint-imports", "--no-cache", "--no-logo"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}
ONLY_GOVUK = re.compile(r"GDS Transport|govuk-crest|__crown|/assets/(fonts|images)/", re.IGNORECASE)
ONLY_GOVUK_FILES = re.compile(r"crest|crown|govuk-icon|opengraph|(light|bold)-\w{10}-v\d\.woff", re.IGNORECASE)


def main() -> int:
    STEPS["templates"] += sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    failed = []
    with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
        real = {"SITE_URL": "https://portal.example.org", "SECRET_KEY": secrets.token_urlsafe(64), "DATA_DIR": folder}
        for name, command in STEPS.items():
            print(f"{name} …", flush=True)
            done = subprocess.run(command, cwd=ROOT, env={**os.environ, **real}, capture_output=True, text=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr)
    print("marks that belong to GOV.UK …")
    if found := marks_of_govuk(ROOT / "build"):
        failed.append("marks that belong to GOV.UK")
        print("\n".join(found))
    print(f"Not right yet: {', '.join(failed)}." if failed else "All is well.")
    return 1 if failed else 0


def marks_of_govuk(folder: Path) -> list[str]:
    """Return a line for each published file that holds GOV.UK's font, crown or crest, or that is not there at all."""
    if not (folder / "static" / "govuk" / "govuk-frontend.min.css").exists():
        return [f"{folder} holds no style sheet. Run: make check"]
    found = []
    for path in sorted((*folder.glob("static/**/*"), *folder.glob("collected/**/*"))):
        if ONLY_GOVUK_FILES.search(path.name):
            found.append(f"{path}: its name")
        elif path.suffix in (".css", ".js", ".svg", ".html") and (mark := ONLY_GOVUK.search(path.read_text("utf-8"))):
            found.append(f"{path}: {mark.group()}")
    return found


if __name__ == "__main__":
    sys.exit(main())
