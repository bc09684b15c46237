"""What allauth asks the house: who may sign up (nobody), what a letter says, how secrets lie in the database."""

import base64
import logging
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cohorts import codes, guesses, post
from cohorts.seal import Unsealable

log = logging.getLogger(__name__)

FACTOR_ROW = b"second factor"
_QUIET_ZONE = 4


class Accounts(DefaultAccountAdapter):
    """Passwords and letters."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This email and this password do not belong together. Please try again."),
        "too_many_login_attempts": _("Too many tries. Please wait five minutes, then try again."),
        "incorrect_code": _("This code is not right, or was used before. Please use the newest one."),
        "incorrect_password": _("This is not your password. Please try again."),
        "enter_current_password": _("This is not the password you have now. Please try again."),
        "rate_limited": _("Too many tries. Please wait a minute, then try again."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody signs up: staff are invited."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What tries are counted under: never the address itself."""
        return codes.digest(guesses.bucket(request.META.get("REMOTE_ADDR", "")), settings.KEYS.codes, "address")

    def get_http_user_agent(self, _request: HttpRequest) -> str:
        """Letters do not repeat it."""
        return ""

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **hooks: Any) -> HttpResponse:
        """Lead everybody through the door, whatever they had wanted to see next."""
        wanted = hooks.pop("redirect_url", None)
        door = reverse("staff:door")
        address = f"{door}?{urlencode({'next': wanted})}" if wanted else door
        response: HttpResponse = super().post_login(request, user, redirect_url=address, **hooks)
        return response

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a letter, under the one address of the house, whatever address was asked."""
        parts = urlsplit(super().get_reset_password_from_key_url(key))
        return f"{settings.BASE_URL}{parts.path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter now and send it later, so that an answer takes no longer for addresses we know."""
        post.send_later(self.render_mail(template_prefix, email, {**context, "house": settings.BASE_URL}))

    def send_notification_mail(self, template_prefix: str, user: Any, *_args: Any, **_kwargs: Any) -> None:
        """One letter for every change of how somebody signs in."""
        if user.email:
            self.send_mail("account/email/changed", user.email, {"what": _changes(template_prefix)})

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Pages say themselves what has happened."""


class SecondFactors(DefaultMFAAdapter):
    """Authenticator apps, passkeys, recovery codes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "unreadable": _(
            "We cannot check your second step just now: a key of this house is missing. "
            "Please tell whoever looks after it."
        ),
        "incorrect_code": _("This code is not right, or was used before. Please use the newest one."),
        "cannot_delete_authenticator": _("This is your only second step. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        """Close a secret with the organisation's key ring."""
        return base64.b64encode(settings.KEYS.ring.wrap(text.encode(), FACTOR_ROW)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again; a form says so in words where that cannot be."""
        try:
            return settings.KEYS.ring.unwrap(base64.b64decode(encrypted_text), FACTOR_ROW).decode()
        except Unsealable:
            log.error("a second factor does not open with this key ring; `manage.py keys status` says more")
            raise self.validation_error("unreadable") from None

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Nobody is left with a password alone."""
        factors = Authenticator.objects.filter(user=authenticator.user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return bool(factors.exclude(pk=authenticator.pk).exists())

    def build_totp_svg(self, url: str) -> str:
        """The code to point a phone at, as one path that needs no style of its own."""
        code = qrcode.QRCode(border=_QUIET_ZONE)
        code.add_data(url)
        rows = code.get_matrix()
        dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        box = f'viewBox="0 0 {len(rows)} {len(rows)}"'
        return f'<svg class="qr" {box} role="img" aria-labelledby="qr"><path d="{dots}"/></svg>'

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  (allauth's name)
        """A name to begin with, which people change as they like."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1)

    def _get_site_name(self) -> str:
        return "Alcove"


def _changes(template_prefix: str) -> str:
    return {
        "account/email/password_changed": gettext("Your password was changed."),
        "account/email/password_reset": gettext("Your password was replaced by a new one."),
        "account/email/password_set": gettext("A password was set."),
        "mfa/email/totp_activated": gettext("An authenticator app was added."),
        "mfa/email/totp_deactivated": gettext("An authenticator app was removed."),
        "mfa/email/webauthn_added": gettext("A passkey was added."),
        "mfa/email/webauthn_removed": gettext("A passkey was removed."),
        "mfa/email/recovery_codes_generated": gettext("New recovery codes were made. The old ones no longer work."),
    }.get(template_prefix, gettext("How you sign in was changed."))
