"""The app on a phone, whose six digits staff give as their second step."""

from __future__ import annotations

import time
from typing import Final

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

#: Seconds that digits are shown for, and those left in which a busy machine could be too late with them.
STEP: Final = 30
ABOUT_TO_CHANGE: Final = 3


def turn() -> int:
    """Which digits are shown at this moment: they are numbered, and each counts once."""
    return int(time.time()) // STEP


def changes_in() -> float:
    """How many seconds they are shown for still."""
    return STEP - time.time() % STEP


def digits(secret: str, of: int) -> str:
    """What it shows in this turn."""
    return str(format_hotp_value(hotp_value(secret, of)))
