"""Handing a letter to the post: by SMTP step by step, so that it is known at which one the line broke."""

import re
import smtplib
from contextlib import suppress
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from cohorts.telling.letter import Letter
from cohorts.telling.outcome import MOST_SECONDS, Outcome, cut_off

OK, GO_ON, FOR_GOOD, FULL = 250, 354, 500, 552
_BROKEN = (smtplib.SMTPException, OSError, ValueError)


def hand_over(to: str, letter: Letter, seconds: float = MOST_SECONDS) -> Outcome:
    """Give a letter to the post, in at most so many seconds.

    What it answers may name whom it is for, and is neither kept nor logged.
    """
    backend = get_connection()
    message = _message(to, letter)
    if not isinstance(backend, EmailBackend):
        return _kept_here(message)
    with cut_off(lambda: backend.connection.sock if backend.connection else None, seconds):
        try:
            backend.open()
        except _BROKEN:
            return Outcome.NO_ANSWER
        server = backend.connection
        if server is None:
            return Outcome.NO_ANSWER
        try:
            return _across(server, to, message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]  # Django's own
        finally:
            _hang_up(server)


def sender() -> str:
    """Return the address letters come from, without a name."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _message(to: str, letter: Letter) -> EmailMultiAlternatives:
    address = sender()
    headers = {
        "Message-ID": f"<{letter.public_id}@{address.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.unsubscribe:
        # RFC 8058: a mail program may offer a button of its own.
        headers |= {
            "List-Unsubscribe": f"<{letter.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"
        }  # fmt: skip
    named = formataddr((settings.LETTER_NAME, address))
    message = EmailMultiAlternatives(letter.subject, letter.text, named, [to], headers=headers)
    message.attach_alternative(letter.html, "text/html")
    return message


def _kept_here(message: EmailMultiAlternatives) -> Outcome:
    """A folder or a screen instead of the post, where somebody tries things out."""
    try:
        message.send()
    except OSError:
        return Outcome.NO_ANSWER
    return Outcome.TOLD


def _across(server: smtplib.SMTP, to: str, words: bytes) -> Outcome:
    """Until the last byte is sent, a broken line means that it did not go; afterwards nobody knows.

    What is said before the post has heard whom it is for is about us, and may be mended.
    """
    try:
        server.ehlo_or_helo_if_needed()
        if server.mail(sender())[0] != OK:
            return Outcome.NO_ANSWER
        if (code := server.rcpt(to)[0]) not in {OK, OK + 1}:
            return _refused(code)
        if (code := server.docmd("DATA")[0]) != GO_ON:
            return _refused(code)
    except _BROKEN:
        return Outcome.NO_ANSWER
    try:
        server.send(re.sub(rb"(?m)^\.", b"..", words) + b"\r\n.\r\n")
        code = server.getreply()[0]
    except _BROKEN:
        return Outcome.UNSURE
    return Outcome.TOLD if code == OK else _refused(code)


def _refused(code: int) -> Outcome:
    return Outcome.REFUSED if code >= FOR_GOOD and code != FULL else Outcome.NO_ANSWER


def _hang_up(server: smtplib.SMTP) -> None:
    """Say goodbye, but wait for no answer: what came of it is not noted yet."""
    with suppress(*_BROKEN):
        server.putcmd("quit")
    server.close()
