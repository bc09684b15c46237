"""Staff at the door: browsers that sign in as people do, with a password, an app's code, a recovery code."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from cohorts import actions
from cohorts.actions import Invited
from cohorts.models import Role, Staff
from tests import cast
from tests.authenticator import ABOUT_TO_CHANGE, changes_in, digits, turn

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PASSWORD = "a lamp in the window"
HOME, SIGN_IN, SECOND = "/staff/", "/staff/sign-in/", "/staff/sign-in/second-step/"


class Member:
    """Somebody of staff who has a password, an app and recovery codes."""

    def __init__(self, role: Role = Role.COUNSELLOR, name: str = "Robin", *, factor: bool = True) -> None:
        cache.clear()
        self.staff = cast.staff(name, role)
        self.staff.email = f"{name.lower()}@charity.example"
        self.staff.set_password(PASSWORD)
        self.staff.save()
        EmailAddress.objects.create(user=self.staff, email=self.staff.email, verified=True, primary=True)
        self.secret = generate_totp_secret()
        if factor:
            TOTP.activate(self.staff, self.secret)
            RecoveryCodes.activate(self.staff)

    def fresh(self) -> Staff:
        return Staff.objects.get(pk=self.staff.pk)

    def code(self) -> str:
        """What their app shows now, as one that nobody has used yet."""
        cache.clear()
        return app_shows(self.secret)

    def recovery_codes(self) -> list[str]:
        found = Authenticator.objects.get(user=self.staff, type=Authenticator.Type.RECOVERY_CODES).wrap()
        return list(found.get_unused_codes())

    def browser(self) -> Client:
        return Client(enforce_csrf_checks=True, headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})

    def with_password(self, client: Client | None = None, password: str = PASSWORD) -> Client:
        """A browser in which the password was given, and nothing else."""
        client = client or self.browser()
        send(client, SIGN_IN, {"login": self.staff.email or "", "password": password})
        return client

    def signed_in(self, client: Client | None = None) -> Client:
        """A browser that came all the way in."""
        client = self.with_password(client)
        answer = send(client, SECOND, {"code": self.code()})
        assert answer.headers["Location"].startswith("/staff/door/"), answer.content
        client.get(answer.headers["Location"])
        assert client.get(HOME).status_code == 200
        return client


def begun(name: str, role: Role, now: datetime) -> Invited:
    """The invitation of somebody who chose a password by it and stopped before the second step."""
    invited = actions.invite(f"{name.lower()}@charity.example", role, now, by=None, name=name)
    actions.begin_with(invited.token, name, PASSWORD, now)
    invited.invitation.refresh_from_db()
    return invited


def app_shows(secret: str) -> str:
    """The six digits of this moment; when they are about to change, the next ones, as anybody waits for."""
    if (left := changes_in()) < ABOUT_TO_CHANGE:
        time.sleep(left)
    return digits(secret, turn())


def send(client: Client, address: str, fields: dict[str, str] | None = None, opened: str = "") -> Answer:
    """Open a page and send its form, token and origin included."""
    client.get(opened or address)
    if "csrftoken" not in client.cookies:
        client.get(SIGN_IN)
    token = client.cookies["csrftoken"].value
    host = settings.BASE_URL.removeprefix("http://")
    sent = {**(fields or {}), "csrfmiddlewaretoken": token}
    return client.post(address, sent, headers={"origin": settings.BASE_URL, "host": host})
