"""Every verb, asked of the journal itself by everybody in the house, past the door that refuses most of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from chat.consumers import EDGE
from chat.journal.asked import Asked
from chat.protocol.asks import Ask
from chat.protocol.closing import Gone
from chat.protocol.replies import No
from chat.verbs import known_asks
from cohorts.access import Badge
from cohorts.actions import open_for
from cohorts.models import Role, Staff
from tests import cast
from tests.cast import Evening, Person
from tests.chat.house import Frame, House, running
from tests.chat.live.rows import in_database, stored
from tests.cohorts.permitted import COLUMNS, NO, YES, table

from .passing import ANSWERS, FIELDS
from .test_table import LINES

VERBS = table("Verbs")
#: Whom the table of phases walks through every verb.
INSIDE = {"young person": "seat", "counsellor on shift": "counsellor", "volunteer on shift": "volunteer"}
OUTSIDE = [column for column in COLUMNS if column not in INSIDE]
MORE: dict[str, Frame] = {
    "react": {"pos": 1}, "remove": {"pos": 1}, "restore": {"pos": 1}, "release": {"stream": "seat:1", "pos": 1},
    "return": {"stream": "seat:1", "pos": 1}, "take": {"pos": 1}, "flag_done": {"pos": 1}, "reopen": {"pos": 1},
    "whisper": {"body": "hello"}, "lead": {"staff": "x"},
    **{verb: {"seat": 4} for verb in ("mute", "unmute", "aside", "eject", "readmit", "settle", "stay")},
    **{verb: {"prompt": 1} for verb in ANSWERS},
}  # fmt: skip


def _name(ask: type[Ask]) -> str:
    return str(ask.__struct_config__.tag)


def _frame(verb: str) -> Ask:
    """A request that makes sense."""
    fields = {**FIELDS.get(verb, {}), **MORE.get(verb, {})}
    return EDGE.parse(json.dumps({"type": verb, "ref": f"ref-{verb}", **fields}))


def test_every_verb_is_a_row_and_every_row_a_verb() -> None:
    assert {*VERBS} == {_name(ask) for ask in known_asks()}
    for verb, cells in VERBS.items():
        assert [*cells] == [*COLUMNS], verb
        assert {*cells.values()} <= {YES, NO}, verb


@pytest.mark.parametrize("column", INSIDE)
def test_in_the_room_the_table_says_what_the_table_of_phases_does(column: str) -> None:
    asker = INSIDE[column]
    for verb, who, *cells in LINES:
        if who == asker or (who == "staff" and asker != "seat"):
            assert VERBS[verb][column] == (NO if {*cells} == {"not_allowed"} else YES), verb


async def _badge(evening: Evening, column: str) -> Badge:
    """What the cookie of somebody of this column claims."""
    there: dict[str, Person] = {
        "of another course": evening.stranger,
        "coordinator": evening.coordinator,
        "lead": evening.lead,
    }
    if column == "anybody":
        return Badge(evening.as_id(evening.counsellor), "no such token")
    if column in there:
        return Badge(evening.as_id(there[column]), evening.token(there[column]))
    role = Role.ADMINISTRATOR if column == "administrator" else Role.COUNSELLOR

    def make() -> Badge:
        staff: Staff = cast.staff("Ada", role)
        if role == Role.COUNSELLOR:
            cast.shift(evening.elsewhere, staff)
        opened = open_for(staff, timezone.now())
        return Badge(opened.sign_in.public_id, opened.token)

    return await in_database(make)


async def _asked(house: House, session: str, badge: Badge, ask: Ask) -> Any:
    """What the journal answers, without the socket's door before it."""
    answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    house.workers[0].journal.ask(Asked(session, badge, ask, answer.set_result))
    async with asyncio.timeout(10):
        return await answer


@pytest.mark.parametrize("column", OUTSIDE)
async def test_for_everybody_else_every_verb_answers_as_if_there_were_no_such_session(
    an_evening: Callable[..., Any], column: str
) -> None:
    evening: Evening = await an_evening("open")
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        badge, before = await _badge(evening, column), len(await stored(evening.session))
        for ask in known_asks():
            verb = _name(ask)
            # A ping never gets as far as the journal.
            if verb == "ping":
                continue
            there = await _asked(house, evening.session.public_id, badge, _frame(verb))
            absent = await _asked(house, "no-such-id-x", badge, _frame(verb))
            assert isinstance(there, Gone | No), verb
            assert (repr(there), VERBS[verb][column]) == (repr(absent), NO), verb
        assert len(await stored(evening.session)) == before
