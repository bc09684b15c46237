"""Telling what is due, each thing once, whoever else does so too and whatever breaks meanwhile.

1. A chore claims due rows by one atomic UPDATE and decides about each: hand over, put off, skip with its reason, drop.
2. Those that are handed over are errands, shared among threads that begin after that commit; no more than there are
   hands, and each way has its own, so that one provider that hangs keeps only its own messages waiting.
3. The errand notes `handing_at`, if the row is still its own and what it says still so, and commits. Only then is the
   network touched, and no connection to the database is held meanwhile.
4. It notes what came of it: told; refused for good; tried again later, with pauses that grow; or unsure.
5. If it dies before 3, the claim runs out and somebody else tells it. If it dies between 3 and 4, it may have gone out:
   a letter is not sent again and is noted as unsure; a text message is sent again under the same id, which its provider
   knows. A way back is never sent twice, as each one ends the link of the one before.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from cohorts import ids
from cohorts.duties import Errands
from cohorts.models import Kind, Telling, Way, Why
from cohorts.models.telling import CLAIM
from cohorts.telling import verdict
from cohorts.telling.errand import Errand, InARow
from cohorts.telling.facts import known
from cohorts.telling.verdict import Drop, Hand, Later

HANDS = {Way.EMAIL: Errands("letters", 6), Way.TEXT: Errands("texts", 4)}
MOST = 200
"""Rows looked at in one round; what is left is looked at a second later."""
IN_A_ROW = 5
"""So many one hand tells one after another before it is free again."""
NO_HAND = timedelta(seconds=5)
"""What found no free hand is looked at again then, so that it does not stand in the way of the rest."""


def tell_due(now: datetime) -> int:
    """Decide about what is due, and send as many errands as there are hands; return how many were decided."""
    _cut_off(now)
    mine = _claim(now)
    facts = known(mine, now)
    room = {way: hands.free * IN_A_ROW for way, hands in HANDS.items()}
    handed: dict[Way, list[Errand]] = defaultdict(list)
    decided: dict[Why | str, list[int]] = defaultdict(list)
    for telling in mine:
        match verdict.on(telling, facts[telling.pk]):
            case Hand(way) if len(handed[way]) < room[way]:
                handed[way].append(Errand(telling.pk, telling.claimed_by, way))
            case Hand():
                decided["waiting"].append(telling.pk)
            case Later(at):
                Telling.objects.filter(pk=telling.pk).update(next_at=min(at, telling.not_after), claimed_until=None)
            case Drop():
                decided["dropped"].append(telling.pk)
            case why:
                decided[_reason(telling, why)].append(telling.pk)
    _write_down(decided, now)
    for way, errands in handed.items():
        _run(HANDS[way], errands)
    return len(mine) - len(decided["waiting"])


def _run(hands: Errands, errands: Sequence[Errand]) -> None:
    """Share them among the hands that are free."""
    count = max(1, min(hands.free, len(errands)))
    for nth in range(count):
        hands.run(InARow(errands[nth::count]))


def _cut_off(now: datetime) -> None:
    """Whoever was handing these over is gone. What must not go twice ends here."""
    handed = Telling.objects.due(now).filter(handing_at__isnull=False)
    once = Q(way=Way.EMAIL) | Q(kind=Kind.WAY_BACK) | Q(not_after__lte=now)
    handed.filter(once).update(skipped_at=now, skipped_why=Why.UNSURE)


def _claim(now: datetime) -> list[Telling]:
    name = ids.new()
    free = Telling.objects.due(now).select_for_update(skip_locked=True).order_by("next_at", "pk")
    some = list(free.values_list("pk", flat=True)[:MOST])
    Telling.objects.due(now).filter(pk__in=some).update(claimed_by=name, claimed_until=now + CLAIM)
    mine = (
        Telling.objects.filter(claimed_by=name).select_related("cohort", "session", "seat", "waiting", "staff")
        if some
        else []
    )
    return sorted(mine, key=lambda one: (one.next_at, one.pk))


def _reason(telling: Telling, why: Why) -> Why:
    """What stood in its way until it was too late says more than that it was."""
    return Why(telling.skipped_why) if why == Why.LATE and telling.skipped_why else why


def _write_down(decided: dict[Why | str, list[int]], now: datetime) -> None:
    Telling.objects.filter(pk__in=decided["waiting"]).update(claimed_until=None, next_at=now + NO_HAND)
    Telling.objects.filter(pk__in=decided["dropped"]).delete()
    for why in Why:
        if why in decided:
            Telling.objects.filter(pk__in=decided[why]).update(skipped_at=now, skipped_why=why)
