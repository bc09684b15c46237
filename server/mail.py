"""How letters leave the house: by EMAIL_URL, else printed where a developer sees them, in production not at all."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from server.env import Refused

_SCHEMES = ("smtp", "smtp+tls", "smtps", "smtp+ssl", "filemail", "consolemail")
_BACKENDS = "django.core.mail.backends."
SECONDS = 10


def settings(url: str, sender: str, *, production: bool) -> dict[str, Any]:
    """Django's settings for `url`. It may hold a password and is not repeated; `Refused` for one that is no use."""
    common = {"DEFAULT_FROM_EMAIL": sender, "EMAIL_TIMEOUT": SECONDS}
    if not url:
        return {**common, "EMAIL_BACKEND": _BACKENDS + ("dummy" if production else "console") + ".EmailBackend"}
    scheme = url.partition("://")[0]
    try:
        wanted: dict[str, Any] = Env.email_url_config(url) if scheme in _SCHEMES else {}
    except (ImproperlyConfigured, ValueError):
        wanted = {}
    if not wanted or (scheme.startswith("smtp") and not wanted.get("EMAIL_HOST")):
        raise Refused("EMAIL_URL must look like smtp+tls://name:password@host:587 (or smtps://, filemail:///folder).")
    return {**common, **wanted}
