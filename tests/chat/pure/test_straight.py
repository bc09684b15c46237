"""Frames written straight: whoever comes by a server that offers it hears the same as everybody else, and no more."""

import asyncio

from hypothesis import given

from chat.hub.outbox import Outbox
from chat.protocol.replies import Ok
from chat.verbs.worry import Worry
from tests.bounds import evenings

from .asks import Step
from .ears import Ear, Stage, play
from .paper import EVERYBODY, SAM, SEATS, STAFF, Paper
from .steps import beginnings, begun, steps


def twice(stage: Stage) -> list[tuple[Ear, Ear]]:
    """Everybody on two sockets: of each two, one by the straight way."""
    first = [stage.attach(person) for person in EVERYBODY]
    # One more between, since every other socket is given the straight way.
    stage.attach(SEATS[0])
    return list(zip(first, [stage.attach(person) for person in EVERYBODY], strict=True))


@evenings(150)
@given(beginnings(), steps())
def test_two_sockets_of_one_person_hear_the_same_whichever_way(paper: Paper, evening: list[Step]) -> None:
    stage = Stage(paper)
    pairs = twice(stage)
    for _ in play(stage, evening):
        pass
    for one, other in pairs:
        assert (one.listener._straight is None) is not (other.listener._straight is None)
        assert (one.texts, one.closed) == (other.texts, other.closed), one.person.key


def test_a_worry_about_a_facilitator_reaches_no_facilitator_by_either_way() -> None:
    stage = Stage(begun())
    pairs = twice(stage)
    heard = {ear: len(ear.texts) for pair in pairs for ear in pair}
    worry = Worry(ref="w", about="facilitator", staff=SAM.staff, body="he asked where I live")
    assert isinstance(stage.paper.ask(SEATS[0], worry), Ok)
    assert isinstance(stage.paper.ask(SEATS[1], Worry(ref="v", about="person", body="she is low")), Ok)
    stage.hear()
    for ear, before in heard.items():
        new = [frame for frame in ear.frames[before:] if frame["type"] == "entry"]
        assert [frame["stream"] for frame in new] == (["staff"] if ear.person in STAFF else []), ear.person.key
        assert not any("where I live" in text for text in ear.texts)


def test_a_socket_that_cannot_be_written_to_does_not_silence_the_next() -> None:
    heard: list[bytes] = []

    def broken(_frames: bytes) -> None:
        raise RuntimeError

    async def one_turn() -> None:
        outbox = Outbox()
        for straight in (broken, heard.append):
            for frames in (b"one ", b"two"):
                put = outbox.through(straight)
                assert put is not None
                put(frames)
        await asyncio.sleep(0)

    asyncio.run(one_turn())
    assert heard == [b"one two"]


def test_what_is_all_there_is_sent_in_this_turn_of_the_loop_and_not_again_in_the_next() -> None:
    heard: list[bytes] = []

    async def two_turns() -> None:
        outbox = Outbox()
        put = outbox.through(heard.append)
        assert put is not None
        put(b"one ")
        put(b"two")
        outbox.send()
        assert heard == [b"one two"]
        put(b"three")
        await asyncio.sleep(0)

    asyncio.run(two_turns())
    assert heard == [b"one two", b"three"]
