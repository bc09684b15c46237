"""What the settings say of messages that go out by themselves: when, under which name, by whom texts are sent."""

import base64
import binascii
import re
from datetime import time
from urllib.parse import urlsplit

from cohorts.quiet import Hours
from cohorts.webhook import Webhook
from server import env
from server.env import Refused

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
#: What tells wherever it stands; what tells where a word begins; and what tells only as a word, as it lies in others
#: (harmony, pharmacy, environmental, woodcutting), of which houses have their names.
_TELLING = re.compile(
    r"self[ ._-]?harm|mental[ ._-]?health|suicid|depress|(?<![a-z])crisis|(?<![a-z])(?:harm|cutting|mental)(?![a-z])",
    re.IGNORECASE,
)
LONGEST_NAME = 30
SHORTEST_SECRET = 24
MOST_QUIET_MINUTES = 16 * 60
_DAY = 24 * 60


def quiet_hours(text: str) -> Hours:
    """The hours in which nobody is written to: 21:00-08:00, over midnight or not, at most sixteen of them."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise Refused(f"QUIET_HOURS must look like 21:00-08:00, not {text!r}.")
    begins, ends = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    minutes = ((ends.hour - begins.hour) * 60 + ends.minute - begins.minute) % _DAY
    if not 0 < minutes <= MOST_QUIET_MINUTES:
        raise Refused("QUIET_HOURS must leave some hours to tell people something, and some to let them sleep.")
    return begins, ends


def discreet(variable: str, text: str) -> str:
    """What stands beside a letter on a telephone that lies on a table: one short line that says nothing."""
    if not 0 < len(text) <= LONGEST_NAME or not text.isprintable():
        raise Refused(f"{variable} must be one line of at most {LONGEST_NAME} characters.")
    return neutral(variable, text)


def neutral(variable: str, text: str) -> str:
    """A sender whose name tells nobody what a young person gets help with."""
    if _TELLING.search(text):
        raise Refused(f"{variable} shows on locked screens and must not say what the course is about.")
    return text


def webhook(name: str, signed_as: str = "", *, production: bool) -> Webhook | None:
    """Where texts or alarms go, if anywhere, and what they are signed with: a secret of their own, or as these others.

    Neither the address, which may hold a key, nor the secret is repeated.
    """
    url = env.text(f"{name}_URL")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.fragment:
        raise Refused(f"{name}_URL must be a full address such as https://texts.example.org/send, without a name.")
    if production and parts.scheme != "https":
        raise Refused(f"PRODUCTION=1 needs {name}_URL to begin with https://, as what it carries is for nobody else.")
    try:
        key = base64.b64decode((_secret(name) or _secret(signed_as)).removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if len(key) < SHORTEST_SECRET:
        raise Refused(
            f"{name}_SECRET (or {name}_SECRET_FILE) must be whsec_ and at least 24 random bytes in base64: "
            "`echo whsec_$(openssl rand -base64 32)` makes one."
        )
    return Webhook(url, key)


def _secret(name: str) -> str:
    return (env.file_text(f"{name}_SECRET_FILE") or env.text(f"{name}_SECRET")) if name else ""
