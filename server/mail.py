"""How letters leave the house: by EMAIL_URL, else printed where a developer sees them, in production not at all."""

from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from server.env import Refused

_SCHEMES = ("smtp", "smtp+tls", "smtps", "smtp+ssl", "filemail", "consolemail")
_BACKENDS = "django.core.mail.backends."
#: By each scheme that closes the wire: the port it has by itself, and those on which nobody answers it.
_CLOSED = {"smtp+tls": (587, {465}), "smtp+ssl": (465, {25, 587})}
SECONDS = 10


def settings(url: str, sender: str, *, production: bool) -> dict[str, Any]:
    """Django's settings for `url`. It may hold a password and is not repeated; `Refused` for one that is no use."""
    common = {"DEFAULT_FROM_EMAIL": sender, "EMAIL_TIMEOUT": SECONDS}
    if not url:
        return {**common, "EMAIL_BACKEND": _BACKENDS + ("dummy" if production else "console") + ".EmailBackend"}
    scheme, wanted = _read(url)
    if not wanted or (scheme.startswith("smtp") and not wanted.get("EMAIL_HOST")):
        raise Refused(
            "EMAIL_URL must look like smtp+tls://name:password@host:587 (or smtps://…@host:465, filemail:///folder); "
            "in its name and password / is written %2F, @ %40, # %23, ? %3F, % %25."
        )
    _close_the_wire(scheme, wanted)
    if "@" not in parseaddr(sender)[1]:
        raise Refused("EMAIL_FROM must be an address that letters may come from.")
    if production:
        _refuse_what_others_could_read(scheme, wanted, sender)
    if scheme == "filemail":
        # The reader drops the slash, and letters would lie below whatever folder the process was started in.
        wanted["EMAIL_FILE_PATH"] = f"/{wanted['EMAIL_FILE_PATH'].lstrip('/')}"
    return {**common, **wanted}


def _read(url: str) -> tuple[str, dict[str, Any]]:
    """Return the scheme of `url` and Django's settings, none for what is no address.

    `smtps` is TLS from the first byte, as everybody else has it; the reader takes it for STARTTLS, to which a server on
    port 465 never answers.
    """
    scheme, _, rest = url.partition("://")
    if scheme not in _SCHEMES:
        return scheme, {}
    scheme = "smtp+ssl" if scheme == "smtps" else scheme
    try:
        wanted: dict[str, Any] = Env.email_url_config(f"{scheme}://{rest}")
    except (ImproperlyConfigured, ValueError):
        return scheme, {}
    # Cut off at a sign of the password, which reads the name as the host.
    cut = scheme.startswith("smtp") and "@" in rest and wanted["EMAIL_HOST_USER"] is None
    return scheme, {} if cut else wanted


def _close_the_wire(scheme: str, wanted: dict[str, Any]) -> None:
    """Give a closed wire its own port, and refuse one that it would hang on: then no letter left, nor any alarm."""
    if scheme not in _CLOSED:
        return
    port, deaf = _CLOSED[scheme]
    wanted["EMAIL_PORT"] = wanted["EMAIL_PORT"] or port
    if wanted["EMAIL_PORT"] in deaf:
        raise Refused("EMAIL_URL: smtps:// goes with port 465, smtp+tls:// with port 587 (or 25).")


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
