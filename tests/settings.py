"""The site's own settings, on empty data of its own, deaf to the environment but for DATABASE_URL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

IGNORED = {
    "ACCESSIBILITY_CHECKED",
    "ALLOWED_HOSTS",
    "BANK_HOLIDAYS",
    "BEHIND_PROXY",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DRAFT_DAYS",
    "EMAIL_URL",
    "HELP_EMAIL",
    "HELP_HOURS",
    "HELP_PHONE",
    "HELP_POST",
    "HOST_NAME",
    "PAPER_MAX_MB",
    "REDIS_URL",
    "SAFEGUARDING_CONTACT",
    "SAMPLE_MODE",
    "SITE_NAME",
    "SITE_URL",
}
for name in IGNORED:
    os.environ.pop(name, None)
_folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATA_DIR"] = str(_folder)
os.environ["SECRET_KEY"] = "only-for-tests-" * 5
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the thread that tests run in

from coproduction.settings import *  # noqa: E402, F403
from coproduction.settings import DATABASES, STORAGES  # noqa: E402

DATABASES["default"]["CONN_MAX_AGE"] = 0  # a connection left open would keep the test database from being dropped
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": _folder / "test.sqlite3"}  # a file, so that threads really race
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = _folder / "static"  # nothing is collected: pages are served what stands in static/ and build/static
STATIC_ROOT.mkdir()
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
SAMPLE_MODE = False
PDF_APART = False  # our own invented words: a process for each file would make the suite slow; some tests turn it on
PAPERS_APART = False  # likewise
