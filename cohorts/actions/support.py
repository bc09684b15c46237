"""Asking for support after an evening, telling the leads until one of them answers, and answering."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from cohorts import post
from cohorts.actions.acts import record
from cohorts.duties import Errands
from cohorts.models import Role, Session, Staff, SupportCall

AGAIN = timedelta(minutes=15)
"""After a letter went out and nobody has answered."""
SOON = timedelta(minutes=1)
"""After a letter could not be handed over, or whoever was to do so is gone."""
HANDS = Errands("support", 2)


@transaction.atomic
def ask_support(staff: Staff, session: Session, now: datetime) -> SupportCall:
    """Have the leads told at once, as an act; asked again for the same evening it changes nothing."""
    Session.objects.filter(pk=session.pk).locked()
    asked = {"asked_at": now, "next_at": now}
    call, is_new = SupportCall.objects.get_or_create(session=session, staff=staff, defaults=asked)
    if is_new:
        record(staff, "support_asked", session=session, staff=staff.public_id)
    return call


@transaction.atomic
def answer_support(call: SupportCall, by: Staff, now: datetime) -> bool:
    """Say that one is with them, as an act; return False if somebody said so before."""
    if not SupportCall.objects.filter(pk=call.pk, answered_at__isnull=True).update(answered_by=by, answered_at=now):
        return False
    record(by, "support_answered", session=call.session, staff=call.staff.public_id)
    return True


def tell_support(now: datetime) -> int:
    """Claim the calls whose time has come and write to whoever answers for them; return how many."""
    if not settings.POST_IS_SET_UP or not HANDS.free:
        return 0
    due = SupportCall.objects.waiting(now).filter(next_at__lte=now).order_by("next_at", "pk")
    told = 0
    for call in due.select_related("staff")[: HANDS.free]:
        mine = SupportCall.objects.filter(pk=call.pk, next_at=call.next_at, answered_at__isnull=True)
        if mine.update(next_at=now + SOON):
            HANDS.run(_Letter(call.pk, call.staff.name, called()))
            told += 1
    return told


def called() -> list[str]:
    """Return the emails of those who are told: every lead; the coordinators of a house that has no lead."""
    here = Staff.objects.here().filter(email__isnull=False, demo=False)
    found = {role: list(here.filter(role=role).values_list("email", flat=True)) for role in _ANSWER}
    return [str(email) for email in next((emails for emails in found.values() if emails), [])]


_ANSWER = (Role.LEAD, Role.COORDINATOR)


class _Letter:
    """One errand: a letter to each, and when the next is due."""

    def __init__(self, call: int, name: str, emails: list[str]) -> None:
        self._call, self._name, self._emails = call, name, emails

    def __call__(self) -> None:
        """Raises nothing that quotes an address; what could not be handed over is tried again a minute later."""
        words = gettext("%(name)s asks for support tonight. Please ring or write to them now, then say so here:")
        body = f"{words % {'name': self._name}}\n\n{settings.BASE_URL}{reverse('desk:today')}\n"
        sent = 0
        for email in self._emails:
            try:
                post.send(email, gettext("Alcove: somebody asks for support"), body)
            except post.Unsent:
                continue
            sent += 1
        if sent:
            now = timezone.now()
            SupportCall.objects.filter(pk=self._call).update(told_at=now, next_at=F("next_at") + AGAIN - SOON)
