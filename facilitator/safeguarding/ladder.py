"""The ladder: who must be told next of what nobody has answered, by which way, and by when. Pure.

Clock, rota and what was told so far come from outside. A round tells everybody the ladder has come to; each round it
comes to more. Whoever cannot be told by one way is told by the next at once, and if nobody can be told by any, those
who would be told later are told now. It ends with an answer and in no other way. Where the clock was put back it goes
on from what it did last: what was to come is no reason to be silent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from .clocks import CONCERN, NOW, Clocks

Way = Literal["screen", "email", "webhook"]
Group = tuple[int, ...]
#: By which ways each of these people can be told outside our own pages, the first one first.
Reach = Mapping[int, Sequence[Way]]
#: Clocks of one house differ by less; what was written later than that was written before the clock was put back.
SLACK: Final = timedelta(seconds=30)
#: What went wrong is tried again so soon.
AGAIN: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Rota:
    """Who answers at this moment, by key: those with a post, those who hold the room, and the rest of the house."""

    lead: int | None = None
    deputy: int | None = None
    on_call: int | None = None
    trustee: int | None = None
    holding: Group = ()
    counsellors: Group = ()
    leads: Group = ()
    coordinators: Group = ()
    administrators: Group = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is to be told, and how far its ladder has come: `round` was the last, at `round_at`.

    Whom it is `about` is never told; whom it is `perhaps` about, as it names nobody, only if there is nobody else.
    """

    kind: str
    level: str
    raised: datetime
    begins: datetime
    answered: datetime | None = None
    round: int | None = None
    round_at: datetime | None = None
    to: int | None = None
    about: Collection[int] = ()
    perhaps: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """The next round: which, and when it is made; at once if that is past."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody was to be told by this way in the round that is on. It went through, failed, or is still under way."""

    who: int
    way: Way
    made: datetime
    told: bool = False
    failed: bool = False

    def fails(self, now: datetime, clocks: Clocks) -> bool:
        """Whether it did not go through, or hangs; one from a time to come was made before the clock was put back."""
        hangs = now - self.made >= clocks.patience or self.made > now + SLACK
        return not self.told and (self.failed or hangs)


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell this person, by this way, by then."""

    who: int
    way: Way
    by: datetime


def next_round(standing: Standing, now: datetime, clocks: Clocks) -> Round | None:
    """Return the round that comes next, and when; None only once somebody has answered."""
    if standing.answered is not None:
        return None
    if standing.round is None or standing.round_at is None:
        return Round(clocks.reached(standing.level, standing.begins, now), _first(standing, now, clocks))
    number = standing.round + 1
    if standing.round_at > now + SLACK:
        return Round(number, _at_once(standing.level, now, clocks))
    later = standing.round_at + clocks.gap(standing.level, number)
    if standing.level == CONCERN:
        later = clocks.by_day(max(later, now))
    reached = clocks.reached(standing.level, standing.begins, now)
    return Round(reached, now) if reached > standing.round else Round(number, later)


def groups(standing: Standing, rota: Rota) -> list[Group]:
    """Return the steps of the ladder: who is told first, who comes in with each round; nobody twice."""
    apart = {*standing.about, *standing.perhaps}
    if standing.kind != "adult" or any(_once(_about_an_adult(standing, rota), apart)):
        return _once(_steps(standing, rota), apart)
    # Nobody it is meant for is left: those who run the house may know what no lead can, and a lead who may be meant
    # hears of it before nobody does.
    run = [rota.coordinators, rota.administrators]
    if any(_once(run, apart)):
        return _once(_for_one_first(standing, run), apart)
    return _once(_for_one_first(standing, [(rota.lead,), rota.leads]), standing.about)


def told_first(standing: Standing, rota: Rota) -> Group:
    """Return whom the first round tells."""
    return next((group for group in groups(standing, rota) if group), ())


def called(standing: Standing, rota: Rota, now: datetime, clocks: Clocks) -> frozenset[int]:
    """Return whom the time that has passed brings in, whatever was told so far: on whose pages it stands."""
    number = max(standing.round or 0, clocks.reached(standing.level, standing.begins, now))
    steps = groups(standing, rota)
    first = next((step for step, group in enumerate(steps) if group), 0)
    return frozenset(who for group in steps[: max(number, first) + 1] for who in group)


def tellings(
    standing: Standing, rota: Rota, reach: Reach, made: Iterable[Call], now: datetime, clocks: Clocks
) -> list[Tell]:
    """Return whom the round that is on has still to tell, by which ways; what was begun is not begun again."""
    if standing.answered is not None or standing.round is None:
        return []
    calls = {(call.who, call.way): call for call in made}
    at_once, hopes, wanted = standing.level == NOW, False, list[tuple[int, Way]]()
    outside = any(reach.get(who) for group in groups(standing, rota) for who in group)
    for step, group in enumerate(groups(standing, rota)):
        if step > standing.round and hopes:
            break
        for who in group:
            wanted.append((who, "screen"))
            ways = list(_ways(who, reach, calls, now, clocks, at_once=at_once))
            wanted += [(who, way) for way, _ in ways]
            hopes = hopes or any(hope for _, hope in ways) or not outside
    return [Tell(who, way, now + clocks.patience) for who, way in wanted if (who, way) not in calls]


def _ways(
    who: int, reach: Reach, calls: Mapping[tuple[int, Way], Call], now: datetime, clocks: Clocks, *, at_once: bool
) -> Iterator[tuple[Way, bool]]:
    """The ways by which somebody is told, and whether it can be hoped that each goes through.

    All of them at once for *now*; else each once the one before it has failed.
    """
    for way in reach.get(who, ()):
        call = calls.get((who, way))
        hope = call is None or not call.fails(now, clocks)
        yield way, hope
        if hope and not at_once:
            return


def _once(steps: Iterable[Sequence[int | None]], apart: Collection[int]) -> list[Group]:
    """These steps with nobody twice, and none of those who are to be left out."""
    seen: set[int | None] = {None, *apart}
    found = []
    for group in steps:
        fresh = tuple(dict.fromkeys(who for who in group if who not in seen))
        seen.update(fresh)
        found.append(tuple(who for who in fresh if who is not None))
    return found


def _steps(standing: Standing, rota: Rota) -> list[tuple[int | None, ...]]:
    if standing.kind == "trial":
        return [(standing.to,)]
    steps = _about_an_adult(standing, rota) if standing.kind == "adult" else _usual(standing, rota)
    if standing.kind == "left" and standing.to is None:
        return [(*rota.holding, *steps[0]), *steps[1:]]
    return _for_one_first(standing, steps)


def _for_one_first(standing: Standing, steps: Sequence[tuple[int | None, ...]]) -> list[tuple[int | None, ...]]:
    """These, after whom it is for: whoever sees to something hears of it before anybody else, save what is of them."""
    if standing.to in {None, *standing.about, *standing.perhaps}:
        return list(steps)
    # Whose step it is anyway has none of their own after it, in which nobody would come in.
    return [(standing.to,), *(step for step in steps if step != (standing.to,))]


def _usual(standing: Standing, rota: Rota) -> list[tuple[int | None, ...]]:
    """Those with a post, then the counsellors of the evening and every lead, and then those who run the desk."""
    posts = (rota.lead, rota.deputy, rota.on_call)
    rest = [(*rota.counsellors, *rota.leads), rota.coordinators]
    if standing.level == NOW:
        return [posts, *rest]
    return [*((post,) for post in posts), *rest]


def _about_an_adult(standing: Standing, rota: Rota) -> list[tuple[int | None, ...]]:
    """The lead alone, and after them the deputy and a trustee; about the lead these two together (care.md §7)."""
    others = (rota.deputy, rota.trustee)
    if rota.lead is None or rota.lead in standing.about or rota.lead in standing.perhaps:
        return [others, rota.leads]
    return [(rota.lead, *others), rota.leads] if standing.level == NOW else [(rota.lead,), others, rota.leads]


def _first(standing: Standing, now: datetime, clocks: Clocks) -> datetime:
    """When it begins. What a day without a loop left untold is told at once, by night as well."""
    return _at_once(standing.level, now, clocks) if standing.raised > now + SLACK else standing.begins


def _at_once(level: str, now: datetime, clocks: Clocks) -> datetime:
    return clocks.by_day(now) if level == CONCERN else now
