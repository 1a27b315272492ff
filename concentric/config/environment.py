"""What the environment says. One place reads it; `settings.py` uses the result."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MINIMUM_SECRET_BITS = 160
PUBLIC_SECRET = "for-demo-and-tests-only"  # noqa: S105  (known to all on purpose; production refuses it)
# Who sets one of these means a production installation, and must not work on a demonstration without noticing.
OF_PRODUCTION = ("SECRET_KEY", "AUDIT_KEY", "VAULT_KEY", "HOSTS", "EMAIL_URL", "EMAIL_FROM")
OF_ANY_MODE = ("HOME", "DATABASE_URL")


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings an operator may give. Paths are absolute."""

    mode: str
    home: Path
    database_url: str
    secret_key: str
    audit_key: str
    vault_key: str
    hosts: tuple[str, ...]
    email_url: str
    email_from: str
    public_url: str
    redirects_to_https: bool

    @property
    def is_production(self) -> bool:
        return self.mode == "production"


def read_environment() -> Environment:
    """The environment, checked. Raises ImproperlyConfigured with one sentence that says what to set."""
    mode = _mode()
    root = Path(__file__).resolve().parents[2]
    home = Path(os.environ.get("CONCENTRIC_HOME", root / "var" / mode)).resolve()
    production = mode == "production"
    secret = os.environ.get("CONCENTRIC_SECRET_KEY", "" if production else PUBLIC_SECRET)
    audit_key = os.environ.get("CONCENTRIC_AUDIT_KEY", "" if production else PUBLIC_SECRET)
    vault_key = os.environ.get("CONCENTRIC_VAULT_KEY", "" if production else PUBLIC_SECRET)
    if production:
        check_secret("CONCENTRIC_SECRET_KEY", secret)
        check_secret("CONCENTRIC_AUDIT_KEY", audit_key)
        check_secret("CONCENTRIC_VAULT_KEY", vault_key)
        if len({secret, audit_key, vault_key}) < 3:
            raise ImproperlyConfigured(
                "CONCENTRIC_SECRET_KEY, CONCENTRIC_AUDIT_KEY and CONCENTRIC_VAULT_KEY must differ from each other."
            )
        for name in ("CONCENTRIC_EMAIL_URL", "CONCENTRIC_EMAIL_FROM"):
            if not os.environ.get(name):
                raise ImproperlyConfigured(f"Set {name}: members get an e-mail to set their password.")
    hosts = tuple(host for host in os.environ.get("CONCENTRIC_HOSTS", "").split(",") if host)
    if production and (not hosts or any("*" in host for host in hosts)):
        raise ImproperlyConfigured("Set CONCENTRIC_HOSTS to the host names people use, in full, separated by commas.")
    return Environment(
        mode=mode,
        home=home,
        database_url=os.environ.get("CONCENTRIC_DATABASE_URL") or f"sqlite:///{home / 'concentric.sqlite3'}",
        secret_key=secret,
        audit_key=audit_key,
        vault_key=vault_key,
        hosts=hosts or ("127.0.0.1", "localhost", "[::1]", "testserver"),
        email_url=os.environ.get("CONCENTRIC_EMAIL_URL", "console:"),
        email_from=os.environ.get("CONCENTRIC_EMAIL_FROM", "Concentric <no-reply@localhost>"),
        public_url=_public_url(f"https://{hosts[0]}") if production else _demo_url(),
        redirects_to_https=_redirects_to_https() and production,
    )


def _mode() -> str:
    """The demonstration's when none is given; but never beside settings that speak of another installation."""
    given = os.environ.get("CONCENTRIC_MODE", "")
    mode = given or "demo"
    if mode not in {"demo", "test", "production"}:
        raise ImproperlyConfigured("CONCENTRIC_MODE must be demo, test or production.")
    telling = OF_PRODUCTION if given else (*OF_PRODUCTION, *OF_ANY_MODE)
    meant = [f"CONCENTRIC_{name}" for name in telling if os.environ.get(f"CONCENTRIC_{name}")]
    if mode == "demo" and meant:
        raise ImproperlyConfigured(
            f"{meant[0]} is set, but CONCENTRIC_MODE is {given or 'not set'}. For your own installation set "
            f"CONCENTRIC_MODE=production; for the demonstration "
            + (f"unset {meant[0]}." if given else f"set CONCENTRIC_MODE=demo, or unset {meant[0]}.")
        )
    return mode


def _demo_url() -> str:
    """`serving.serve` says which port it is."""
    return os.environ.get("CONCENTRIC_PUBLIC_URL", "http://127.0.0.1:8000")


def _public_url(usual: str) -> str:
    url = os.environ.get("CONCENTRIC_PUBLIC_URL", "").rstrip("/") or usual
    if not url.startswith("https://"):
        raise ImproperlyConfigured("CONCENTRIC_PUBLIC_URL must start with https://: links in e-mails lead there.")
    return url


def _redirects_to_https() -> bool:
    asked = os.environ.get("CONCENTRIC_HTTPS", "redirect")
    if asked not in {"redirect", "proxy"}:
        raise ImproperlyConfigured(
            "CONCENTRIC_HTTPS must be redirect (we send http to https) or proxy (your proxy does so, or takes no http)."
        )
    return asked == "redirect"


def check_secret(name: str, value: str) -> None:
    """Refuse a missing, known or guessable secret."""
    if secret_bits(value) < MINIMUM_SECRET_BITS:
        raise ImproperlyConfigured(
            f"{name} is missing or too weak. Set it to a long random value, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )


def secret_bits(value: str) -> float:
    """An upper bound on a secret's strength in bits: from how its characters are spread, and its steps between them.

    The steps find "abcdef…" and other runs, whose characters look well spread.
    """
    steps = [after - before for before, after in pairwise(map(ord, value))]
    return min(_spread(value), _spread(steps))


def _spread(values: Sequence[object]) -> float:
    counts = Counter(values)
    return -sum(n * math.log2(n / len(values)) for n in counts.values())


def database_from_url(url: str) -> dict[str, object]:
    """A Django database dictionary for `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path("/" + unquote(parts.path).lstrip("/")))
    if parts.scheme in {"postgresql", "postgres"}:
        options: dict[str, object] = dict(parse_qsl(parts.query))
        # Our queries are many and small: compiling one costs PostgreSQL more than running it.
        options.setdefault("options", "-c jit=off")
        pool_size = int(str(options.pop("pool", "8")))
        if pool_size:
            options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 20}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": str(options.pop("host", "")) or (parts.hostname or ""),
            "PORT": str(parts.port or options.pop("port", "") or ""),
            "OPTIONS": options,
        }
    raise ImproperlyConfigured("CONCENTRIC_DATABASE_URL must start with sqlite:/// or postgresql://")


def _sqlite(path: Path) -> dict[str, object]:
    """WAL with full sync: an acknowledged write survives a crash. IMMEDIATE: writers queue instead of failing
    half-way.
    """
    return {
        "ENGINE": "concentric.foundation.sqlite",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=268435456;"
            ),
        },
        "TEST": {"NAME": None},
    }


@dataclass(frozen=True, slots=True)
class Email:
    """How e-mail is sent."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False


def email_from_url(url: str) -> Email:
    """`console:` prints e-mails; `smtp://user:password@host:587` sends them, `smtp+plain://` without encryption."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return Email("django.core.mail.backends.console.EmailBackend")
    if parts.scheme in {"smtp", "smtp+plain"} and parts.hostname:
        return Email(
            "django.core.mail.backends.smtp.EmailBackend",
            parts.hostname,
            parts.port or (587 if parts.scheme == "smtp" else 25),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            parts.scheme == "smtp",
        )
    raise ImproperlyConfigured("CONCENTRIC_EMAIL_URL must be console: or smtp://user:password@host:port")
