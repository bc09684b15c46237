"""The two letters of a swap: somebody is asked, somebody has answered. What about is read on the page, signed in."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts import post
from cohorts.models import Staff


def ask(asker: Staff, asked: Staff) -> None:
    """Write to whoever is asked."""
    _write(asked, _("%(name)s asks you to take a time on call. Please say yes or no here:") % {"name": asker.name})


def answer(asker: Staff, asked: Staff) -> None:
    """Write to whoever had asked."""
    _write(asker, _("%(name)s has answered you about a time on call. Please look here:") % {"name": asked.name})


def _write(to: Staff, words: str) -> None:
    """It leaves on a thread; where no letters leave the house, both still find it on their page."""
    if settings.POST_IS_SET_UP and to.email and not to.demo:
        link = settings.BASE_URL + reverse("desk:my_on_call")
        post.send_later(EmailMessage(_("Alcove: about a time on call"), f"{words}\n\n{link}\n", to=[to.email]))
