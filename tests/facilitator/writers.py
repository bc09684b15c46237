"""Two hundred who write at once, into every kind of chain, and what somebody with the database alone can do to one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from chat.models import EntryRow
from cohorts.actions import acts
from cohorts.clock import database_now
from cohorts.models import Act, Staff
from facilitator.actions.raising import add_to_record
from facilitator.safeguarding.models import Concern, Part, RecordEntry
from tests.cast import Evening, Person
from tests.chat.house import Frame, House, Visitor, at_once

#: Each of these has a connection of its own, of which the tests' PostgreSQL has sixty; the rest asks over sockets.
THREADS: Final = 40
SOCKETS: Final = 20
EACH: Final = 8


async def write(house: House) -> None:
    """Have 160 requests over 20 sockets of two workers, and 40 threads, write at the same time."""
    who = house.evening
    people: list[Person] = [who.counsellor, *who.seats, who.volunteer] * 2
    sockets = [await house.enter(person, worker=number % 2) for number, person in enumerate(people)]
    concern = await _raised(sockets[0])
    asked = [
        _ask_until_taken(one, f"{number}-{each}", isinstance(people[number], Staff))
        for number, one in enumerate(sockets)
        for each in range(EACH)
    ]
    start, loop = threading.Barrier(THREADS), asyncio.get_running_loop()
    with ThreadPoolExecutor(THREADS) as hands:
        by_hand = [loop.run_in_executor(hands, _work, start, who, concern, number) for number in range(THREADS)]
        await at_once(*asked, *by_hand)


async def _raised(sam: Visitor) -> str:
    """A concern that all of them add to."""
    ok = await sam.ask("concern", seat=3, level="urgent", body="x")
    assert ok["type"] == "ok"
    entry = await sam.entry("concern")
    return str(entry["record"])


async def _ask_until_taken(visitor: Visitor, ref: str, staff: bool) -> None:
    """As a page does: what was refused for being too much at once is asked again under the same reference."""
    answer: Frame = {}
    for _ in range(200):
        answer = await visitor.ask("whisper", ref, body="x", **({"seat": 3} if staff else {}))
        if answer["type"] == "ok":
            return
    raise AssertionError(answer)


def _work(start: threading.Barrier, who: Evening, concern: str, number: int) -> None:
    """Write an act of the house, one of the cohort, or into the record, as this number has it."""
    start.wait()
    if number % 3 == 0:
        with transaction.atomic():
            acts.record(who.coordinator, "cohort_changed", cohort=who.cohort, number=number)
            acts.record(None, "words_all_restored", number=number)
    else:
        add_to_record(who.counsellor, Concern.objects.get(public_id=concern), Part.DONE, "x", database_now())
    connection.close()


@dataclass(frozen=True)
class Chain:
    """One chain: its rows as whoever has the database finds them, and the words by which `verify` names a bad one."""

    rows: Callable[[], QuerySet[Any]]
    number: str
    edited: dict[str, object]
    put_in: dict[str, object]
    named: str

    def at(self, number: int) -> QuerySet[Any]:
        return self.rows().filter(**{self.number: number})

    def last(self) -> int:
        return self.rows().count()

    def renumber(self, number: int, to: int) -> None:
        assert self.at(number).update(**{self.number: to}) == 1


def edit(chain: Chain) -> int:
    assert chain.at(5).update(**chain.edited) == 1
    return 5


def delete(chain: Chain) -> int:
    chain.at(5).delete()
    return 5


def insert(chain: Chain) -> int:
    copied: Model = chain.at(5).get()
    for number in range(chain.last(), 4, -1):
        chain.renumber(number, number + 1)
    copied.pk = None
    for name, value in {chain.number: 5, **chain.put_in}.items():
        setattr(copied, name, value)
    Model.save_base(copied, force_insert=True)
    return 5


def reorder(chain: Chain) -> int:
    chain.renumber(5, 90_000)
    chain.renumber(6, 5)
    chain.renumber(90_000, 6)
    return 5


def cut(chain: Chain) -> int:
    last = chain.last()
    chain.rows().filter(**{f"{chain.number}__gt": last - 2}).delete()
    return last - 1


TAMPERING: Final = (edit, delete, insert, reorder, cut)


def chains(evening: Evening) -> dict[str, Chain]:
    """One chain of every kind there is."""
    cohort, concern = evening.cohort.public_id, Concern.objects.get()
    forged: dict[str, object] = {"digest": bytes(32)}
    return {
        "session": Chain(
            lambda: QuerySet(EntryRow).filter(session=evening.session), "turn", {"author": "seat:2"},
            {**forged, "pos": 90_000, "ref": ""}, f"session {evening.session.public_id}: turn {{}}:",
        ),
        "cohort": Chain(
            lambda: QuerySet(Act).filter(chain=cohort), "number", {"verb": "another"}, forged,
            f"acts of {cohort}: act {{}} ",
        ),
        "house": Chain(
            lambda: QuerySet(Act).filter(chain="house"), "number", {"about": {}}, forged, "acts of house: act {} ",
        ),
        "record": Chain(
            lambda: QuerySet(RecordEntry).filter(concern=concern), "number", {"part": "told"}, forged,
            f"records of concerns {concern.public_id}: ",
        ),
    }  # fmt: skip
