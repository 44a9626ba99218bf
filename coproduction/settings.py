"""Settings, all from the environment, safe when nothing is set.

Two shapes share this file. Embedded (the default): one process, SQLite, no services. Server: DATABASE_URL names
PostgreSQL and REDIS_URL the queue. docs/settings.md lists every variable.
"""

import datetime as dt
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- where things are -----------------------------------------------------------------------------------------------
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
_host = urlsplit(SITE_URL).hostname
if not _host:
    raise ImproperlyConfigured(f"SITE_URL must be a whole address like https://example.org, not {SITE_URL!r}.")

# --- who runs the site (shown on every page) ------------------------------------------------------------------------
SITE_NAME = env("SITE_NAME", default="Together in Wendle")
HOST_NAME = env("HOST_NAME", default="Wendle Community Action, a charity")
HELP_PHONE = env("HELP_PHONE", default="01632 960 114")
HELP_HOURS = env("HELP_HOURS", default="Monday to Friday, 9am to 5pm")
HELP_EMAIL = env("HELP_EMAIL", default="help@wendle.example")
HELP_POST = env("HELP_POST", default="")
SAFEGUARDING_CONTACT = env("SAFEGUARDING_CONTACT", default="")
"""Who to tell when someone may be at risk, and how, in one sentence; shown to those who run groups."""
BANK_HOLIDAYS = env("BANK_HOLIDAYS", default="ENG")
if BANK_HOLIDAYS not in ("ENG", "WLS", "SCT", "NIR"):
    raise ImproperlyConfigured(f"BANK_HOLIDAYS must be ENG, WLS, SCT or NIR, not {BANK_HOLIDAYS!r}.")
_checked = env("ACCESSIBILITY_CHECKED", default="")
ACCESSIBILITY_CHECKED = dt.date.fromisoformat(_checked) if _checked else None
"""The day on which the accessibility statement was last held against the site."""

# --- safety -----------------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SAMPLE_MODE = env.bool("SAMPLE_MODE", default=False)
"""Invented groups, sign-in by one press and a page of the messages the site would have sent. Never on a real site."""


def _secret_key():
    """The key from the environment, or one made once and kept in DATA_DIR so that links in messages go on working."""
    given = env("SECRET_KEY", default="")
    if given:
        return given
    if env("DATABASE_URL", default=""):
        raise ImproperlyConfigured("Set SECRET_KEY: several processes must share one key.")
    path = DATA_DIR / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(f"{path} is damaged. Delete it, and a new key is made.")
    return key


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [_host, *env.list("ALLOWED_HOSTS", default=[])]
if not HTTPS and _host == "localhost":
    ALLOWED_HOSTS.append("127.0.0.1")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 * 2 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "coproduction.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "img-src": [SELF],
    }
}

# --- apps -------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "coproduction",
    "groups",
    "meetings",
    "minutes",
    "principles",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coproduction.middleware.PrivatePages",
]
ROOT_URLCONF = "coproduction.urls"
WSGI_APPLICATION = "coproduction.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coproduction.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "coproduction.templatetags.look",
                "coproduction.templatetags.when",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "govuk"

# --- data -------------------------------------------------------------------------------------------------------------
if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "coproduction.sqlite3",
            "OPTIONS": {
                # Measured: without IMMEDIATE a third of parallel read-then-write transactions fail as "locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    }
# Rate limits of the sign-in live here, so they must hold over all processes and survive a restart.
# Django keeps 300 entries and then throws a third away, so that many tries would wash the limits of others out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "coproduction.storage.PublishedFiles"},
}
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
STATIC_ROOT = BASE_DIR / "build" / "collected"

# --- people and sign-in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "coproduction.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-page"
ACCOUNT_ADAPTER = "coproduction.accounts.Adapter"
ACCOUNT_FORMS = {
    "request_login_code": "coproduction.forms.SignInForm",
    "confirm_login_code": "coproduction.forms.CodeForm",
    "signup": "coproduction.forms.SignUpForm",
    "confirm_email_verification_code": "coproduction.forms.EmailCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {
    "follow": "20/10m/ip,100/d/ip",
    "follow_address": "10/d/key",
    "book": "30/10m/ip,200/d/ip",
    "sorry": "30/10m/ip,200/d/ip",
    "suggest": "20/10m/ip,100/d/ip",
}
"""Beside allauth's own: asking for a group's notes by e-mail, so that nobody fills somebody else's letter box; booking,
apologies, views that are passed on, and what is suggested. Wide enough for a library from which a whole group books."""
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True

# --- messages -----------------------------------------------------------------------------------------------------
if env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
    if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":  # noqa: F821  (the line above sets it)
        EMAIL_BACKEND = "coproduction.smtp.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <notes@{_host}>")
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

# --- work that must not hold up a page --------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if REDIS_URL:  # a Redis that takes connections and never answers would hold up every page that asks for a worker
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 3}
CELERY_BEAT_SCHEDULE = {
    "plan-and-send": {"task": "coproduction.tasks.sweep", "schedule": 60.0},
}
SWEEP_PLANNERS = [
    "coproduction.accounts.forget_counts",
    "groups.periodic.forget_unconfirmed",
    "meetings.periodic.plan_reminders",
    "meetings.periodic.plan_papers_due",
    "meetings.periodic.plan_weekly",
    "minutes.periodic.chase",
    "meetings.periodic.forget_needs",
    "meetings.periodic.forget_perspectives",
    "meetings.periodic.forget_remembered_needs",
    "meetings.periodic.forget_wishes",
    "meetings.periodic.forget_proposals",
    "meetings.periodic.forget_who_was_told",
    "minutes.periodic.close_windows",
    "minutes.periodic.remember_what_was_asked_for",
    "minutes.periodic.forget_makings",
    "minutes.periodic.forget_drafts",
    "minutes.periodic.forget_who_wrote",
    "minutes.periodic.forget_old_copies",
]
"""Functions that turn what has come due into rows; each is quick, and safe to run twice and at once."""
WORKERS = ["minutes.periodic.make_what_was_asked_for"]
"""Functions that do the long work such rows ask for, each in a task of its own, so that no message waits for it."""

PDF_APART = True
"""Draw PDFs in a process of their own with limits. Only invented text (sample groups, tests) may be drawn without."""

# --- language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DRAFT_DAYS = env.int("DRAFT_DAYS", default=30)
if not 0 <= DRAFT_DAYS <= 30:
    raise ImproperlyConfigured(f"DRAFT_DAYS must be between 0 and 30, not {DRAFT_DAYS}: drafts are not kept longer.")
PAPER_MAX_BYTES = env.int("PAPER_MAX_MB", default=10) * 2**20
PAPERS_APART = True
"""Clean papers in a process of their own with limits: files from outside may be made to do harm."""
FILE_UPLOAD_HANDLERS = [
    "coproduction.uploads.OnlySoMuch",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_links": {"()": "coproduction.logs.WithoutLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
