"""Letters, in plain text. Those that nobody waits for leave on a thread, so that no answer takes longer for them."""

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
_carrier = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


class Unsent(Exception):
    """A letter could not be handed over. Says nothing of whom it was for."""


def send(to: str, subject: str, body: str) -> None:
    """Hand a letter over now, or raise `Unsent`."""
    try:
        EmailMessage(subject, body, to=[to]).send()
    except (SMTPException, OSError) as problem:
        raise Unsent(type(problem).__name__) from None


def send_later(letter: EmailMessage) -> None:
    """Hand a letter over soon; if that fails, the log says so and nothing of whom it was for."""
    _carrier.submit(_carry, letter)


def settled() -> None:
    """Wait until every letter so far was handed over or given up."""
    _carrier.submit(lambda: None).result()


def _carry(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception as problem:  # noqa: BLE001  (nobody waits for the thread; what it says may quote an address)
        log.warning("a letter could not be sent: %s", type(problem).__name__)
