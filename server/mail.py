"""How letters leave the house: by EMAIL_URL, else printed where a developer sees them, in production not at all."""

from email.utils import parseaddr
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
    if "@" not in parseaddr(sender)[1]:
        raise Refused("EMAIL_FROM must be an address that letters may come from.")
    if production:
        _refuse_what_others_could_read(scheme, wanted, sender)
    if scheme == "filemail":
        # The reader drops the slash, and letters would lie below whatever folder the process was started in.
        wanted["EMAIL_FILE_PATH"] = f"/{wanted['EMAIL_FILE_PATH'].lstrip('/')}"
    return {**common, **wanted}


def _refuse_what_others_could_read(scheme: str, wanted: dict[str, Any], sender: str) -> None:
    """Letters name whom they are for; with real young people they may lie nowhere and cross no wire in the open."""
    if not scheme.startswith("smtp"):
        raise Refused(
            f"PRODUCTION=1 sends letters by smtp+tls:// or smtps://; EMAIL_URL={scheme}:// leaves them lying open."
        )
    near = "." not in wanted["EMAIL_HOST"] or wanted["EMAIL_HOST"].startswith("127.")
    if scheme == "smtp" and (wanted.get("EMAIL_HOST_PASSWORD") or not near):
        raise Refused(
            "PRODUCTION=1 needs EMAIL_URL to begin with smtp+tls:// or smtps://, unless a relay of yours on the same "
            "machine or private network, without a dot in its name, takes letters without a password."
        )
    if parseaddr(sender)[1].endswith("@localhost"):
        raise Refused("EMAIL_FROM must be an address of yours that letters may come from, not one at localhost.")
