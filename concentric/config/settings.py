"""Django settings: one file, driven by the environment (see `environment.py`)."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from concentric.config.authentication import *  # noqa: F403  (allauth and axes, kept beside each other)
from concentric.config.environment import database_from_url, email_from_url, read_environment

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parents[1]

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: on small arrays threads cost more than they save
gc.set_threshold(10_000)  # rows are read by the ten thousand: looking for cycles every 700 takes longer than the work
os.umask(0o077)  # what we write (database, exports, static files) is for the account that we run as, and no other

SECRET_KEY = ENVIRONMENT.secret_key
AUDIT_KEY = ENVIRONMENT.audit_key
VAULT_KEY = ENVIRONMENT.vault_key  # seals what must not be readable from the database alone
DEBUG = False
MODE = ENVIRONMENT.mode
HOME = ENVIRONMENT.home
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
PUBLIC_URL = ENVIRONMENT.public_url  # where links in e-mails lead
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts] if ENVIRONMENT.is_production else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "concentric.foundation.accounts",
    "concentric.foundation.audit",
    "concentric.casework",
    "concentric.research",
    "concentric.submission",
    "concentric.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "concentric.web.static_files.Middleware",
    "concentric.web.middleware.SecurityHeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "concentric.web.middleware.SessionGoneMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "concentric.web.middleware.SessionClockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "concentric.foundation.accounts.middleware.ViewerMiddleware",
    "concentric.casework.process.second_step.SecondStepMiddleware",
    "concentric.web.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "concentric.config.urls"
ASGI_APPLICATION = "concentric.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates", *sorted(PACKAGE.glob("*/*/templates"))],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "concentric.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "concentric.web.context.shell",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {"default": database_from_url(ENVIRONMENT.database_url)}
# Sign-in alone uses it: how often something was tried, and which code was used. It must hold over workers and restarts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Every write is a verb with its own transaction (`foundation.audit.recorded`); requests as a whole are not wrapped.
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    if MODE != "test"
    else "django.contrib.auth.hashers.MD5PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static" if MODE == "production" else None  # elsewhere files are served from where they lie
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "concentric.web.static_files.Storage"
        if MODE == "production"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE != "production"

SECURE_CONTENT_TYPE_NOSNIFF = True
# Whether a request came by https is said by the proxy that the server believes (`serving.serve`), and by nobody else.
SECURE_SSL_REDIRECT = ENVIRONMENT.redirects_to_https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.is_production else 0
SESSION_COOKIE_SECURE = ENVIRONMENT.is_production
CSRF_COOKIE_SECURE = ENVIRONMENT.is_production
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "concentric.web.errors.csrf_failure"

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL = email_from_url(ENVIRONMENT.email_url)
EMAIL_BACKEND = EMAIL.backend
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS = EMAIL.host, EMAIL.port, EMAIL.starttls
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.user, EMAIL.password
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from

# Nothing that a person typed, and no query, reaches a log: messages carry ids and verbs only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "concentric.config.logs.Formatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},  # instead of its own, which would mail a fault with its form
        "django.db.backends": {"level": "WARNING"},
        # A 404 or 403 is logged with its path, and people type all sorts of things into an address.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}
