"""Half signed in: a password was right and no second factor was shown. It opens nothing, and trying to is written down.

Django's session keeps four facts here: who finished the second factor and has not come through the door yet, who is
setting theirs up from an invitation, that the door was passed, and allauth's own of a sign-in under way.
"""

import re
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from cohorts.actions import record
from cohorts.models import Act, Staff

PROVED, SETTING_UP, PASSED = "staff_proved", "staff_setting_up", "staff_passed"
VERB = "entry_refused"
_ONCE_IN = timedelta(minutes=10)
# How keys of sessions look; some of what does not is refused by the database.
_KEY = re.compile(r"[a-z0-9]{8,40}")


def of_session(session: SessionBase) -> Staff | None:
    """Return whose password was right in this session while no second factor was, else None."""
    if session.get(PASSED) or session.get(PROVED):
        return None
    pending = session.get(LOGIN_SESSION_KEY)
    pk: Any = session.get(SESSION_KEY)
    if pk is None and isinstance(pending, dict) and pending.get("user_pk"):
        pk = url_str_to_user_pk(pending["user_pk"])
    return Staff.objects.here().filter(pk=pk).first() if pk is not None else None


def of_key(key: str) -> Staff | None:
    """Return the same for a session's key, as a socket's cookies hold it."""
    if not _KEY.fullmatch(key):
        return None
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return of_session(store)


def write_down(staff: Staff, now: datetime, where: str) -> None:
    """Record that somebody half signed in was refused at a page or a socket; once in ten minutes is enough."""
    with transaction.atomic():
        if not Act.objects.filter(by=staff, verb=VERB, at__gt=now - _ONCE_IN, about__where=where).exists():
            record(staff, VERB, where=where)
