"""Who answers outside the rooms at a moment, by the rota: swaps are in it, and whoever is away is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from cohorts import rota
from cohorts.models import Away, OnCallSpan, Session, Staff
from cohorts.models.session import Kind as Meeting
from cohorts.roles import Post, Role, may_hold
from cohorts.rota import Stretch, Time

__all__ = ["OnCall", "Post", "Rota", "evenings", "first_lead", "gaps", "is_on_call", "on_call", "read"]

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who has each post at one moment."""

    lead: Staff | None
    deputy: Staff | None
    on_call: Staff | None

    def __contains__(self, staff: object) -> bool:
        """Return whether this is one of them."""
        return staff is not None and staff in (self.lead, self.deputy, self.on_call)


@dataclass(frozen=True, slots=True)
class Rota:
    """Who has which post within a time, as it was read at once.

    Whoever left, cannot come in, is of a demo that is off, may not have the post any more, or is away then, does not
    have it: a gap.
    """

    people: Mapping[int, Staff]
    stretches: Mapping[Post, Sequence[Stretch]]

    def holder(self, post: Post, at: datetime) -> Staff | None:
        """Return who has a post at a moment."""
        who = rota.holder(self.stretches[post], at)
        return self.people[who] if who is not None else None

    def gaps(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime, Post]]:
        """Return when within a time somebody is missing, and at which post, in order."""
        found = ((*time, post) for post, held in self.stretches.items() for time in rota.open_between(held, start, end))
        return sorted(found, key=lambda gap: (gap[0], gap[1], Post.values.index(gap[2])))

    def nobody(self, start: datetime, end: datetime) -> list[Time]:
        """Return when within a time nobody has any post at all."""
        return rota.open_between([one for held in self.stretches.values() for one in held], start, end)

    def answers_for(self, session: Session, now: datetime) -> bool:
        """Return whether at each moment of an evening that is still to come somebody has some post."""
        return not self.nobody(max(session.opens_at, now), session.closes_at)


def on_call(at: datetime) -> OnCall:
    """Return who has each post at that moment; where the rota says nothing for the lead, the first lead of the house.

    Three questions to the database at most.
    """
    found = read(at, at + _A_MOMENT)
    return OnCall(
        found.holder(Post.LEAD, at) or first_lead(at),
        found.holder(Post.DEPUTY, at),
        found.holder(Post.ON_CALL, at),
    )


def gaps(start: datetime, end: datetime) -> list[tuple[datetime, datetime, Post]]:
    """Return what the rota leaves open within a time: from, to, post; also the lead's, for whom another is told."""
    return read(start, end).gaps(start, end)


def is_on_call(staff: Staff, at: datetime) -> bool:
    """Return whether this member of staff has any post at that moment."""
    return staff in on_call(at)


def read(start: datetime, end: datetime) -> Rota:
    """Read the rota of a time: two questions to the database."""
    spans = OnCallSpan.objects.between(start, end).filter(staff__in=Staff.objects.ready()).select_related("staff")
    standing = [one for one in spans.order_by("starts_at") if may_hold(one.staff.role, one.post)]
    away: dict[int, list[Time]] = {}
    for one in Away.objects.filter(starts_at__lt=end, ends_at__gt=start):
        away.setdefault(one.staff_id, []).append((one.starts_at, one.ends_at))
    people = {one.staff_id: one.staff for one in standing}
    return Rota(people, {post: _held(post, standing, away) for post in Post})


def evenings(start: datetime, end: datetime) -> QuerySet[Session]:
    """Return the sessions that begin within a time and that somebody should answer for; no welcome nobody picked."""
    meant = Session.objects.planned().filter(starts_at__gte=start, starts_at__lt=end)
    return meant.exclude(kind=Meeting.WELCOME, seat__isnull=True)


def first_lead(at: datetime) -> Staff | None:
    """Return who is told as lead where the rota names none: of several leads the first who is not away then."""
    away = Away.objects.filter(staff=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    leads = Staff.objects.ready().filter(role=Role.LEAD).alias(away=Exists(away))
    return leads.order_by("away", "demo", "pk").first()


def _held(post: Post, spans: Iterable[OnCallSpan], away: Mapping[int, Sequence[Time]]) -> list[Stretch]:
    return [
        piece
        for one in spans
        if one.post == post
        for piece in rota.without([Stretch(one.starts_at, one.ends_at, one.staff_id)], away.get(one.staff_id, ()))
    ]
