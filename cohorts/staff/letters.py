"""The letter that invites, and the link in it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from cohorts import post
from cohorts.actions import Invited


def link(invited: Invited) -> str:
    """Return the one address that opens this invitation."""
    return settings.BASE_URL + reverse("staff:invitation", args=[invited.token])


def send(invited: Invited) -> bool:
    """Send the letter; return False where no letters leave the house. Raises `post.Unsent`."""
    if not settings.POST_IS_SET_UP:
        return False
    body = render_to_string(
        "cohorts/staff/invitation_letter.txt",
        {"invitation": invited.invitation, "link": link(invited), "anew": invited.invitation.staff_id is not None},
    )
    post.send(invited.invitation.email, gettext("Your invitation to Alcove"), body)
    return True
