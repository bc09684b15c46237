"""Asking for support after an evening, telling whoever is on call and the leads until one answers, and answering."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from cohorts import post
from cohorts.actions.acts import record
from cohorts.duties import Errands
from cohorts.models import Away, Role, Session, Staff, SupportCall
from cohorts.on_call import on_call

AGAIN = timedelta(minutes=15)
"""After a letter went out and nobody has answered."""
SOON = timedelta(minutes=1)
"""After a letter could not be handed over, or whoever was to do so is gone."""
HANDS = Errands("support", 2)


@transaction.atomic
def ask_support(staff: Staff, session: Session, now: datetime) -> SupportCall:
    """Have whoever is called told at once, as an act; asked again for the same evening it changes nothing."""
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
            HANDS.run(_Letter(call, [str(one.email) for one in called(call, now)], now))
            told += 1
    return told


def called(call: SupportCall, at: datetime) -> list[Staff]:
    """Return who is told: whoever has a post at that moment and every lead, but nobody who is away, nor who asks.

    Where nobody of these is left it is the coordinators, and the leads who are away where there are none.
    """
    there = Staff.objects.ready().filter(email__isnull=False, demo=False).exclude(pk=call.staff_id).order_by("pk")
    away = Away.objects.filter(starts_at__lte=at, ends_at__gt=at).values("staff")
    posts = on_call(at)
    have_one = [one.pk for one in (posts.lead, posts.deputy, posts.on_call) if one is not None]
    leads = there.filter(role=Role.LEAD)
    on_duty = there.filter(Q(pk__in=have_one) | Q(role=Role.LEAD)).exclude(pk__in=away)
    return list(on_duty) or list(there.filter(role=Role.COORDINATOR)) or list(leads)


def was_called(staff: Staff, call: SupportCall, now: datetime) -> bool:
    """Return whether they are told of this call, or were: their post may be over by the time they read the letter."""
    return any(staff in called(call, at) for at in (now, call.told_at, call.asked_at) if at is not None)


class _Letter:
    """One errand: a letter to each, and when the next is due. `at` is when it was claimed."""

    def __init__(self, call: SupportCall, emails: list[str], at: datetime) -> None:
        self._call, self._name, self._emails, self._at = call, call.staff.name, emails, at
        self._until = at + SOON

    def __call__(self) -> None:
        """Raises nothing that quotes an address; what could not be handed over is tried again a minute later."""
        words = gettext("%(name)s asks for support tonight. Please ring or write to them now, then say so here:")
        page = settings.BASE_URL + reverse("desk:support", args=[self._call.public_id])
        body = f"{words % {'name': self._name}}\n\n{page}\n"
        sent = 0
        for email in self._emails:
            if not self._goes_on():
                return
            try:
                post.send(email, gettext("Alcove: somebody asks for support"), body)
            except post.Unsent:
                continue
            sent += 1
        if sent:
            self._mine().update(told_at=timezone.now(), next_at=self._at + AGAIN)
        else:
            self._mine().update(next_at=self._at + SOON)

    def _goes_on(self) -> bool:
        """Have the claim last for one more letter, however slow the post is; False once somebody answered."""
        until = self._until + SOON
        goes_on = bool(self._mine().filter(answered_at__isnull=True).update(next_at=until))
        self._until = until
        return goes_on

    def _mine(self) -> QuerySet[SupportCall]:
        return SupportCall.objects.filter(pk=self._call.pk, next_at=self._until)
