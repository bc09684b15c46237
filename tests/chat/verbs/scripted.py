"""The same evening as often as one likes, with or without what must leave no trace."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from tests.cast import Person
from tests.chat.house import Frame, House, Visitor

_TIME = re.compile(r'"\d{4}-\d\d-\d\dT[^"]*"')


class Scripted:
    """One run. `worried`: somebody is worried about hare (seat 3), and staff look into it among themselves."""

    def __init__(self, house: House, *, worried: bool) -> None:
        self.house, self.worried = house, worried
        self.sockets: list[Visitor] = []
        self._refs, self._worries = count(1), count(1)

    async def play(self) -> None:
        """From the first coming in to the last going out."""
        await self._everybody_comes()
        await self._they_talk()
        await self._staff_do_things_openly()
        await self._words_are_held_and_one_is_removed()
        await self._hare_calls()
        await self._hare_is_set_aside_and_comes_back()
        await self._hare_looks_everywhere()
        await self._it_ends()

    def sent(self) -> list[list[str]]:
        """What each socket of hare and of heron was sent, to the byte, but for this run's own ids and times."""
        evening = self.house.evening
        ids = (evening.session.public_id, evening.counsellor.public_id, evening.volunteer.public_id)
        return [[alike(raw, ids) for raw in socket.raw] for socket in self.sockets]

    # --- the script ----------------------------------------------------------------------------

    async def _everybody_comes(self) -> None:
        who = self.house.evening
        self.counsellor = await self.house.enter(who.counsellor)
        self.volunteer = await self.house.enter(who.volunteer)
        self.otter, self.wren = await self.house.enter(who.otter), await self.house.enter(who.wren)
        await self._worry(self.otter, "worry", about="person", seat=3, body="is hare coming?")
        await self._worry(self.counsellor, "mode", mode="hold_flagged", seat=3)
        self.heron = await self._watched(who.heron)
        self.hare = await self._watched(who.hare)
        await self.otter.until(_tells_of_hare)
        for socket in self.sockets:
            # Told at the next tick, which may be before or after they were there to hear it.
            socket.raw[:] = [raw for raw in socket.raw if not raw.startswith('{"type":"people"')]

    async def _they_talk(self) -> None:
        hello = await self._do(self.otter, "say", body="hello")
        await self._worry(self.counsellor, "note", body="hare is quiet tonight")
        mine = await self._do(self.hare, "say", body="hi", reply_to=hello["pos"])
        await self._worry(self.wren, "worry", about="message", pos=mine["pos"], body="that does not sound like hare")
        words = {"body": "that sounds like a goodbye", "stream": "room", "entries": [mine["pos"]]}
        await self._worry(self.counsellor, "concern", seat=3, level="urgent", **words)
        await self._do(self.heron, "react", pos=mine["pos"], emoji="💜", on=True)
        await self._do(self.hare, "react", pos=hello["pos"], emoji="💜", on=True)
        await self._worry(self.otter, "worry", about="facilitator", seat=3, body="Sam writes to hare a lot")
        await self._do(self.hare, "whisper", body="can I say something?")
        await self._do(self.volunteer, "whisper", seat=3, body="of course")

    async def _staff_do_things_openly(self) -> None:
        await self._do(self.counsellor, "mute", seat=3, seconds=600, reason="loud", text="a breather")
        await self._worry(self.otter, "whisper", body="what is wrong with hare?")
        await self._worry(self.wren, "say", body="danger: hare means it")
        await self._do(self.hare, "say", body="oh")
        await self._do(self.volunteer, "unmute", seat=3)
        await self._take_the_worry()
        await self._do(self.counsellor, "pause", text="a quiet minute")
        await self._do(self.hare, "say", body="oh")
        await self._do(self.counsellor, "resume")

    async def _take_the_worry(self) -> None:
        if self.worried:
            flag = await self.volunteer.entry("flag", about="person")
            await self._worry(self.volunteer, "take", pos=flag["pos"])
            await self._worry(self.volunteer, "flag_done", pos=flag["pos"], outcome="asked hare, fine")
            await self._worry(self.volunteer, "reopen", pos=flag["pos"])
            await self._worry(self.counsellor, "lead", staff=self.house.evening.volunteer.public_id)

    async def _words_are_held_and_one_is_removed(self) -> None:
        first = await self._do(self.hare, "say", body="as I wrote it", as_is=True)
        second = await self._do(self.hare, "say", body="and this", as_is=True)
        await self._worry(self.counsellor, "mode", mode="hold_all", seat=4)
        said = await self._do(self.counsellor, "release", stream="seat:3", pos=first["pos"])
        await self._do(self.counsellor, "return", stream="seat:3", pos=second["pos"], body="not this one")
        await self._worry(self.wren, "worry", about="message", pos=said["pos"])
        await self._do(self.counsellor, "remove", pos=said["pos"], reason="a slip")
        await self._do(self.counsellor, "restore", pos=said["pos"])
        await self._do(self.counsellor, "remove", pos=said["pos"], reason="a name", text="we keep names out")

    async def _hare_calls(self) -> None:
        await self._worry(self.otter, "help", body="it is about hare")
        await self._worry(self.otter, "whisper", body="danger: I mean it too")
        await self._do(self.hare, "help", body="please")
        flag = await self.counsellor.entry("flag", source="help", by=3)
        await self._worry(self.counsellor, "note", body="I take hare")
        await self._do(self.counsellor, "take", pos=flag["pos"])
        await self._do(self.hare, "worry", about="person", seat=1)
        await self._do(self.counsellor, "settle", seat=3, outcome="talked")
        await self._worry(self.counsellor, "stay", seat=4)
        await self._do(self.volunteer, "stay", seat=3)

    async def _hare_is_set_aside_and_comes_back(self) -> None:
        await self._do(self.counsellor, "aside", seat=3, reason="a word", text="a word with you")
        await self._worry(self.wren, "worry", about="person", seat=3)
        await self._do(self.otter, "say", body="meanwhile")
        await self._do(self.counsellor, "readmit", seat=3)
        await self.hare.entry("message", body="meanwhile")

    async def _hare_looks_everywhere(self) -> None:
        await self._worry(self.counsellor, "mode", mode="hold_flagged")
        for stream in ("room", "seat:3", "staff", "lead", "seat:1"):
            await self._do(self.hare, "since", stream=stream, pos=0)
        await self._do(self.hare, "away")
        await self._do(self.hare, "say", body="x" * 2001)
        await self._do(self.hare, "back")
        await self._do(self.hare, "ping")
        guess = "room=3&seat=2&staff=2&lead=1&seat:1=2&seat:4=1"
        for query in ("", "room=3&seat=2", guess):
            again = await self._watched(self.house.evening.hare, query=query)
            await self._do(again, "say", body="still me")

    async def _it_ends(self) -> None:
        await self._do(self.counsellor, "close")
        await self._worry(self.counsellor, "note", body="call hare's contact?")
        await self._do(self.hare, "say", body="bye")
        await self._watched(self.house.evening.hare)
        last = await self._do(self.counsellor, "say", body="good night")
        for socket in self.sockets:
            await socket.entry("message", pos=last["pos"])

    # --- how it is played ----------------------------------------------------------------------

    async def _watched(self, person: Person, query: str = "") -> Visitor:
        self.sockets.append(await self.house.enter(person, query=query))
        return self.sockets[-1]

    async def _do(self, who: Visitor, verb: str, **fields: Any) -> Frame:
        """Something of every evening, done or refused."""
        return await who.ask(verb, f"act {next(self._refs)}", **fields)

    async def _worry(self, who: Visitor, verb: str, **fields: Any) -> None:
        """Something of the worried evening alone."""
        if self.worried:
            assert (await who.ask(verb, f"worry {next(self._worries)}", **fields))["type"] == "ok"


def _tells_of_hare(frame: Frame) -> bool:
    return frame["type"] == "people" and any(line["seat"] == 3 for line in frame["people"])


def alike(raw: str, ids: tuple[str, ...]) -> str:
    """A frame without what differs from run to run: times, and the ids given."""
    for number, one in enumerate(ids):
        raw = raw.replace(one, f"id {number}")
    return _TIME.sub('"a time"', raw)
