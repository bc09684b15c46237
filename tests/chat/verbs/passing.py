"""An evening that passes, from before the lobby to after the end, with something to do in every phase."""

from __future__ import annotations

from tests.cast import Evening, Person
from tests.chat.house import Frame, House, Visitor

from .company import move_clock

PHASES = ("waiting", "lobby", "open", "closing", "over")


class Passing:
    """An evening that passes. In each phase there is a seat of its own to do things to, and a message, and words held.

    Those seats are 4 to 7, and all of them called for help in the lobby; seat 8 never said a word.
    """

    def __init__(self, evening: Evening, people: dict[str, Visitor], targets: list[Visitor]) -> None:
        self.evening, self.people, self._targets = evening, people, targets
        self.phase = "waiting"
        self._messages, self._held = [1] * 5, [1] * 5

    @classmethod
    async def of(cls, house: House) -> Passing:
        who = house.evening
        people: dict[str, Person] = {"counsellor": who.counsellor, "volunteer": who.volunteer, "seat": who.otter}
        return cls(
            who,
            {name: await house.enter(person) for name, person in people.items()},
            [await house.enter(who.seat(number)) for number in (4, 5, 6, 7)],
        )

    @property
    def number(self) -> int:
        """The number of this phase."""
        return PHASES.index(self.phase)

    @property
    def target(self) -> int:
        """The seat of this phase."""
        return max(self.number, 1) + 3

    async def to(self, phase: str) -> None:
        """Time passes."""
        self.phase = phase
        await move_clock(self.evening, phase)
        counsellor = self.people["counsellor"]
        if phase == "lobby":
            self._messages[1:] = [(await counsellor.ask("say", body="hello"))["pos"] for _ in range(4)]
            for seat in self._targets:
                assert (await seat.ask("help"))["type"] == "ok"
        if phase == "open":
            await counsellor.ask("resume")
            assert (await counsellor.ask("open"))["type"] == "ok"
            self._held[2:] = [(await self.people["seat"].ask("say", body="x", as_is=True))["pos"] for _ in range(3)]

    async def ask(self, who: str, verb: str) -> str:
        """Ask once and return what came of it; what that opened with staff is settled again."""
        fields = await self._fields(verb)
        if verb == "whisper":
            fields = {"body": "hello"} if who == "seat" else {"body": "hello", "seat": 8}
        answer = await self.people[who].ask(verb, **fields)
        await self.people["counsellor"].ask("settle", seat=1, outcome="talked")
        return str(answer.get("code", answer["type"]))

    async def _fields(self, verb: str) -> Frame:
        """What makes sense to ask with, here and now."""
        if verb in UNDOES:
            undone, also = UNDOES[verb]
            await self.people["counsellor"].ask(undone, **{**also, **self._about(undone)})
        if verb in ANSWERS:
            return {**FIELDS.get(verb, {}), "prompt": await self._asked(verb)}
        return {**FIELDS.get(verb, {}), **self._about(verb)}

    async def _asked(self, verb: str) -> int:
        """The position of a new prompt that this verb can be about, answered or begun where that is needed."""
        counsellor = self.people["counsellor"]
        asked = await counsellor.ask("prompt", body="?", **ANSWERS[verb])
        pos: int = asked.get("pos", 1)
        for value, seat in enumerate(self._targets if verb == "share" else ()):
            await seat.ask("answer", prompt=pos, value=value)
        if verb in {"turn", "extend"}:
            await counsellor.ask("round", prompt=pos, order=[4, 5])
        return pos

    def _about(self, verb: str) -> Frame:
        if verb in {"mute", "unmute", "aside", "eject", "readmit", "settle", "stay"}:
            return {"seat": self.target}
        if verb == "lead":
            team = (self.evening.volunteer, self.evening.counsellor)
            return {"staff": team[self.number % 2].public_id}
        if verb in {"react", "remove", "restore"}:
            return {"pos": self._messages[self.number]}
        if verb in {"release", "return"}:
            return {"stream": "seat:1", "pos": self._held[self.number]}
        return {"pos": max(self.number, 1)} if verb in {"take", "flag_done", "reopen"} else {}


FIELDS: dict[str, Frame] = {
    "say": {"body": "hello"},
    "react": {"emoji": "💜", "on": True},
    "worry": {"about": "person"},
    "checkin": {"when": "in", "mood": 3},
    "since": {"stream": "room", "pos": 0},
    "mute": {"seconds": 60, "reason": "x"},
    "aside": {"reason": "x"},
    "eject": {"reason": "x"},
    "mode": {"mode": "open"},
    "slow": {"seconds": 0},
    "return": {"body": "not now"},
    "remove": {"reason": "x"},
    "settle": {"outcome": "talked"},
    "note": {"body": "x"},
    "concern": {"seat": 4, "level": "now", "body": "x"},
    "flag_done": {"outcome": "x"},
    "prompt": {"body": "hello"},
    "answer": {"value": 3},
    "round": {"order": [4]},
    "extend": {"seconds": 30},
    "agree": {"version": 1, "lines": ["We are kind."]},
    "plan": {"order": ["hello", "goodbye"], "skipped": ["hello"]},
}
#: What the room must have been asked for these verbs to be about.
SCALE: Frame = {"kind": "scale", "options": ["none", "a lot"]}
POLL: Frame = {"kind": "poll", "options": ["a walk", "music", "a friend", "sleep"]}
ROUND: Frame = {"kind": "round"}
ANSWERS = {
    "answer": SCALE, "share": POLL, "put_away": SCALE, "round": ROUND, "turn": ROUND, "extend": ROUND, "pass": ROUND,
}  # fmt: skip
UNDOES: dict[str, tuple[str, Frame]] = {
    "unmute": ("mute", FIELDS["mute"]),
    "readmit": ("aside", FIELDS["aside"]),
    "resume": ("pause", {}),
    "restore": ("remove", FIELDS["remove"]),
    "reopen": ("flag_done", FIELDS["flag_done"]),
}
