"""Telling of duties until somebody answers, whoever else does so too and whatever breaks meanwhile.

1. For every duty whose time has come, the ladder says whether a round is due. One atomic UPDATE of the duty's row makes
   it ours: two loops make one round.
2. The ladder says whom this round tells and by which ways: rows, written in that transaction, each there once.
3. Each call is claimed by one atomic UPDATE and becomes an errand, which begins after the commit. No more begin than
   there are hands, and each way has its own, so that one that hangs keeps only its own calls waiting.
4. The errand notes `handing_at`, if the call is still its own and nobody has answered, and commits; only then is the
   network touched. It notes what came of it: told, or tried again in a moment.
5. A call that failed, or that hangs, makes the ladder go to the next way at once, and then to the next person.
6. If the loop dies after 3, the claim runs out within half a minute and the call is told again, under the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from cohorts.duties import Chore, Errands, register

from . import ladder
from .answering import House, house
from .errand import Errand
from .models import Duty, DutyCall, Level, Way
from .models.call import CLAIM

EVERY_SECONDS: Final = 1
HANDS: Final[Mapping[str, Errands]] = {Way.EMAIL: Errands("duty letters", 6), Way.WEBHOOK: Errands("duty calls", 6)}
_PRESSING: Final = Case(
    *(When(duty__level=level, then=rank) for rank, level in enumerate(Level.values)), output_field=IntegerField()
)


def tell_duties(now: datetime) -> int:
    """Make the rounds that are due, and call whom they call; return how many calls were begun."""
    waiting = list(_due(now).select_related("session__cohort").order_by("pk"))
    if not waiting:
        return 0
    there = house({duty.session_id for duty in waiting}, now)
    for duty in waiting:
        _next_round(duty, there, now)
    _call(waiting, there, now)
    return sum(_begin(way, hands, now) for way, hands in HANDS.items())


def _due(now: datetime) -> QuerySet[Duty]:
    """Those whose time has come; one raised in a time to come was raised before the clock was put back."""
    return Duty.objects.waiting().filter(Q(due_at__lte=now) | Q(raised_at__gt=now + ladder.SLACK))


def _next_round(duty: Duty, there: House, now: datetime) -> None:
    """Make the next round if it is due and no other loop made it, or somebody answered, since we looked."""
    coming = ladder.next_round(there.standing(duty), now, settings.LADDER)
    if coming is None or coming.at > now:
        return
    as_we_saw_it = Duty.objects.waiting().filter(pk=duty.pk, round=duty.round)
    if duty.round is None:
        as_we_saw_it = Duty.objects.waiting().filter(pk=duty.pk, round__isnull=True)
    if as_we_saw_it.update(round=coming.number, round_at=now):
        duty.round, duty.round_at = coming.number, now


def _call(waiting: Sequence[Duty], there: House, now: datetime) -> None:
    """Write down whom the rounds that are on have still to tell."""
    made: dict[int, list[DutyCall]] = {}
    for call in DutyCall.objects.filter(duty__in=[duty.pk for duty in waiting], round=F("duty__round")):
        made.setdefault(call.duty_id, []).append(call)
    fresh = [
        _fresh(duty, tell, now)
        for duty in waiting
        for tell in ladder.tellings(
            there.standing(duty), there.rota(duty.session, now), there.reach(duty), _calls(made.get(duty.pk, ())), now,
            settings.LADDER,
        )
    ]  # fmt: skip
    DutyCall.objects.bulk_create(fresh, ignore_conflicts=True)


def _fresh(duty: Duty, tell: ladder.Tell, now: datetime) -> DutyCall:
    """On a screen it stands from now on."""
    told = now if tell.way == "screen" else None
    return DutyCall(
        duty=duty, staff_id=tell.who, way=tell.way, round=duty.round or 0, made_at=now, due_at=now, told_at=told
    )  # fmt: skip


def _calls(made: Iterable[DutyCall]) -> list[ladder.Call]:
    return [
        ladder.Call(call.staff_id, call.way, call.made_at, call.told_at is not None, call.failed_at is not None)  # type: ignore[arg-type]  # one of the ways, by a constraint
        for call in made
    ]


def _begin(way: str, hands: Errands, now: datetime) -> int:
    """Claim as many calls as there are free hands, the most pressing first, and send an errand for each."""
    free = DutyCall.objects.free(now).filter(way=way).order_by(_PRESSING, "due_at", "pk")
    begun = 0
    for pk, claimed in list(free.values_list("pk", "claimed_until")[: hands.free]):
        mine = DutyCall.objects.filter(pk=pk, told_at__isnull=True, claimed_until=claimed)
        if claimed is None:
            mine = DutyCall.objects.filter(pk=pk, told_at__isnull=True, claimed_until__isnull=True)
        if mine.update(claimed_until=now + CLAIM, tries=F("tries") + 1):
            hands.run(Errand(pk, now + CLAIM))
            begun += 1
    return begun


register(Chore("tell of duties", EVERY_SECONDS, tell_duties))
