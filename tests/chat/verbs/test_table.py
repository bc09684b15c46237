"""Who may ask what, and when: one table, walked cell by cell through one evening a line.

Each line is an evening that passes from before the lobby to after the end; whatever the line asks is asked once in
every phase. What somebody may never ask they ask one after the other in one evening. `staff` stands for counsellor and
volunteer alike. A seat that asks has nothing open with staff.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chat.verbs import known_asks
from tests.cast import Evening
from tests.chat.house import running

from .passing import PHASES, Passing

TABLE = """
    verb       who         waiting      lobby        open         closing      over

    say        seat        not_open     not_open     ok           not_open     over
    say        staff       not_open     ok           ok           ok           over
    react      seat        not_open     not_open     ok           not_open     over
    react      staff       not_open     ok           ok           ok           over

    help       seat        not_open     ok           ok           ok           over
    help       staff       not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    whisper    seat        not_open     ok           ok           ok           over
    whisper    staff       ok           ok           ok           ok           over
    worry      seat        not_open     ok           ok           ok           over
    worry      staff       not_allowed  not_allowed  not_allowed  not_allowed  not_allowed

    checkin    seat         not_open     ok           ok           ok           over
    checkin    staff        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed

    away       seat        ok           ok           ok           ok           ok
    away       staff       not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    back       seat        ok           ok           ok           ok           ok
    back       staff       not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    since      seat        ok           ok           ok           ok           not_found
    since      staff       ok           ok           ok           ok           ok
    ping       seat        pong         pong         pong         pong         pong
    ping       staff       pong         pong         pong         pong         pong

    mute       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    mute       staff       not_open     ok           ok           ok           over
    unmute     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    unmute     staff       not_open     ok           ok           ok           over
    aside      seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    aside      staff       not_open     ok           ok           ok           over
    eject      seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    eject      volunteer   not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    eject      counsellor  not_open     ok           ok           ok           over
    readmit    seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    readmit    staff       not_open     ok           ok           ok           over

    mode       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    mode       staff       not_open     ok           ok           ok           over
    slow       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    slow       staff       not_open     ok           ok           ok           over
    pause      seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    pause      staff       not_open     ok           ok           ok           over
    resume     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    resume     staff       not_open     ok           ok           ok           over
    release    seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    release    staff       not_found    not_found    ok           not_open     over
    return     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    return     staff       not_found    not_found    ok           ok           ok
    remove     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    remove     staff       not_open     ok           ok           ok           over
    restore    seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    restore    staff       not_open     ok           ok           ok           over
    open       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    open       staff       not_open     ok           ok           not_allowed  over
    close      seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    close      staff       not_open     ok           ok           already      over

    prompt     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    prompt     staff       not_open     ok           ok           ok           over
    put_away   seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    put_away   staff       not_open     ok           ok           ok           over
    share      seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    share      staff       not_open     ok           ok           ok           over
    round      seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    round      staff       not_open     ok           ok           ok           over
    turn       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    turn       staff       not_open     ok           ok           ok           over
    extend     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    extend     staff       not_open     ok           ok           ok           over
    agree      seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    agree      staff       not_open     ok           ok           ok           over
    plan       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    plan       staff       not_open     ok           ok           ok           over

    answer     seat        not_open     ok           ok           ok           over
    answer     staff       not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    pass       seat        not_open     ok           ok           ok           over
    pass       staff       not_allowed  not_allowed  not_allowed  not_allowed  not_allowed

    stay       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    stay       staff       not_open     ok           ok           ok           ok
    lead       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    lead       staff       ok           ok           ok           ok           ok
    settle     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    settle     staff       already      ok           ok           ok           ok
    note       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    note       staff       ok           ok           ok           ok           ok
    concern    seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    concern    staff       ok           ok           ok           ok           ok
    take       seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    take       staff       not_found    ok           ok           ok           ok
    flag_done  seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    flag_done  staff       not_found    ok           ok           ok           ok
    reopen     seat        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
    reopen     staff       not_found    ok           ok           ok           ok
"""
LINES = [line.split() for line in TABLE.strip().splitlines()[1:] if line.strip()]
EVERYBODY = {"seat", "counsellor", "volunteer"}


def _askers(who: str) -> list[str]:
    return ["counsellor", "volunteer"] if who == "staff" else [who]


WALKED = [(verb, asker, cells) for verb, who, *cells in LINES for asker in _askers(who)]
#: What somebody may never ask needs no evening of its own.
NEVER = ["not_allowed"] * len(PHASES)
CASES = [pytest.param(*case, id=f"{case[0]} by {case[1]}") for case in WALKED if case[2] != NEVER]


def test_the_table_leaves_nobody_and_nothing_out() -> None:
    verbs = {str(ask.__struct_config__.tag) for ask in known_asks()}
    assert {(verb, asker) for verb, who, *_ in LINES for asker in _askers(who)} == {
        (verb, asker) for verb in verbs for asker in EVERYBODY
    }


@pytest.mark.usefixtures("unpaced")
@pytest.mark.parametrize(("verb", "asker", "cells"), CASES)
async def test_who_may_ask_what_and_when(
    an_evening: Callable[..., Any], verb: str, asker: str, cells: list[str]
) -> None:
    async with running(await an_evening("waiting")) as house:
        passing = await Passing.of(house)
        walked = []
        for phase in PHASES:
            await passing.to(phase)
            walked.append(await passing.ask(asker, verb))
        assert walked == cells


@pytest.mark.usefixtures("unpaced")
@pytest.mark.parametrize("asker", sorted(EVERYBODY))
async def test_what_somebody_may_never_ask_is_refused_from_before_the_lobby_to_after_the_end(
    an_evening: Callable[..., Any], asker: str
) -> None:
    verbs = [verb for verb, who, cells in WALKED if (who, cells) == (asker, NEVER)]
    async with running(await an_evening("waiting")) as house:
        passing = await Passing.of(house)
        for phase in PHASES:
            await passing.to(phase)
            assert {verb: await passing.ask(asker, verb) for verb in verbs} == dict.fromkeys(verbs, "not_allowed")


@pytest.mark.parametrize("phase", PHASES)
async def test_for_anybody_else_there_is_no_such_session(an_evening: Callable[..., Any], phase: str) -> None:
    evening: Evening = await an_evening(phase)
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        for person in (evening.stranger, evening.coordinator, evening.lead):
            socket = await house.enter(person)
            assert (socket.close_code, socket.frames) == (4404, [])
