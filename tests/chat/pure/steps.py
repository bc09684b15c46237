"""Evenings thought up by hypothesis: what eight seats and two facilitators ask while the clock moves.

A step is four small draws, so that thousands of evenings are cheap and shrink well; what it means (which message,
which flag) is worked out when it is played, from what is on the paper by then.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from chat.guard import HOLD, PASS, Verdict
from chat.person import THE_SYSTEM, Person
from chat.protocol.asks import Ask
from chat.protocol.contents import Flag, Level, Mode
from chat.protocol.streams import ROOM, STAFF, seat_stream
from chat.verbs import Draft, known_asks
from chat.verbs.enter import Enter, Leave
from chat.verbs.react import EMOJI

from .paper import EVERYBODY, SAM, SEATS, TIMES, Answer, Paper
from .paper import STAFF as FACILITATORS

ASKS: Final = {str(ask.__struct_config__.tag): ask for ask in known_asks()}
MARKED: Final = Verdict("pass", marked=True, rule="look at this")
#: Milliseconds. Mostly the pace of talk; the long ones end a mute, a lease, a grace or an hour to the millisecond.
WAITS: Final = (0, 0, 0, 0, 1, 300, 2_500, 5_000, 5_000, 5_000, 15_000, 30_000, 60_000, 60_000, 120_000, 600_000)
#: From eight o'clock on, when the room opens; the lobby opens ten minutes before, and it closes after sixty.
MINUTES: Final = (0, 0, 0, 0, 57, -10, -11)
MODES: Final[tuple[Mode, ...]] = ("hold_all", "hold_flagged", "open")
LEVELS: Final[tuple[Level, ...]] = ("now", "soon", "note")
REASON: Final = "between us"

OFTEN: Final = {
    "say": 24, "react": 6, "whisper": 4, "help": 4, "worry": 4, "since": 2, "away": 1, "back": 1,
    "mute": 4, "unmute": 3, "aside": 4, "eject": 2, "readmit": 5, "mode": 5, "slow": 2, "pause": 2, "resume": 4,
    "release": 5, "return": 3, "remove": 4, "open": 5, "close": 2, "settle": 3, "note": 2, "take": 4, "flag_done": 4,
    "+enter": 4, "+leave": 2, "+worker": 1, "+withdraw": 1, "+guard": 2, "+again": 3, "+herald": 6,
}  # fmt: skip
KINDS: Final = tuple(kind for kind, times in OFTEN.items() for _ in range(times))


class Step(NamedTuple):
    """After so many milliseconds somebody does something; `pick` says which of several."""

    wait: int
    kind: str
    who: int
    pick: int


@dataclass(frozen=True)
class Act:
    """A step as it was played: who asked what. Kinds with a plus are no requests from outside."""

    wait: timedelta
    kind: str
    person: Person = THE_SYSTEM
    ask: Ask | None = None
    verdict: Verdict = PASS

    def on(self, paper: Paper) -> Answer | None:
        """Do it."""
        if self.ask is not None:
            return paper.ask(self.person, self.ask, self.verdict)
        if self.kind == "+herald":
            paper.herald()
        elif self.kind == "+worker":
            paper.worker_dies()
        elif self.kind == "+withdraw":
            paper.withdraw(self.person)
        elif self.kind == "+guard":
            paper.write(Draft(STAFF, _guards_flag(self.person)))
        return None


def steps(most: int = 40) -> st.SearchStrategy[list[Step]]:
    """The steps of an evening."""
    one = st.tuples(st.sampled_from(WAITS), st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, 15))
    step = one.map(Step._make)
    # Left alone, hypothesis thinks of lists of five: too short for anything to come of anything.
    return st.lists(step, max_size=12) | st.lists(step, min_size=most // 2, max_size=most)


def beginnings() -> st.SearchStrategy[Paper]:
    """The paper at some moment: mostly with everybody there and the room open, sometimes earlier or emptier."""
    return st.builds(begun, st.sampled_from(MINUTES), st.sampled_from(["everybody"] * 6 + ["one", "nobody"]))


def begun(minutes: int, present: str) -> Paper:
    """A paper so many minutes after eight, with so many there."""
    paper = Paper(TIMES.starts_at + timedelta(minutes=minutes))
    for person in {"everybody": EVERYBODY, "one": (SAM,), "nobody": ()}[present]:
        paper.ask(person, Enter(f"first {person.key}"))
    return paper


def plan(step: Step, paper: Paper, before: Sequence[Act], number: int) -> Act:
    """What a step means on this paper. `before`: what was done; `number` makes refs and words its own."""
    wait, name = timedelta(milliseconds=step.wait), step.kind
    if name == "+again":
        earlier = [act for act in before if act.kind in ASKS]
        again = earlier[-1 - step.pick % len(earlier)] if earlier else Act(wait, "+herald")
        return Act(wait, again.kind, again.person, again.ask, again.verdict)
    if name in {"+herald", "+worker"}:
        return Act(wait, name)
    if name in {"+withdraw", "+guard"}:
        return Act(wait, name, SEATS[step.who % 8])
    person, ask = _asked(step, paper, f"{number} {name}")
    verdict = {1: HOLD, 2: MARKED, 11: HOLD}.get(step.pick, PASS) if name == "say" else PASS
    return Act(wait, name, person, ask, verdict)


def _asked(step: Step, paper: Paper, ref: str) -> tuple[Person, Ask]:
    if step.kind == "+enter":
        return EVERYBODY[step.who], Enter(ref)
    if step.kind == "+leave":
        here = [socket for socket, row in paper.sockets.items() if row.left_at is None]
        return THE_SYSTEM, Leave(here[(step.who + step.pick) % len(here)] if here else "nobody")
    person = _asker(step)
    fields = _FIELDS.get(step.kind, _nothing)(step, paper, person)
    return person, ASKS[step.kind](ref=ref, **fields)


def _asker(step: Step) -> Person:
    """Mostly somebody who may; the tenth pick asks what is not theirs to ask."""
    if step.kind in {"say", "react", "since", "whisper"}:
        return EVERYBODY[step.who]
    seats = step.kind in {"help", "worry", "away", "back"}
    if step.pick == 9:
        seats = not seats
    return SEATS[step.who % 8] if seats else FACILITATORS[step.who % 2]


Fields = dict[str, Any]


def _nothing(step: Step, paper: Paper, person: Person) -> Fields:
    return {}


def _say(step: Step, paper: Paper, person: Person) -> Fields:
    reply = _recent(paper.fold.messages, step.pick) if step.pick % 4 == 3 else None
    return {"body": f"words {len(paper.entries)}", "as_is": step.pick == 5, "reply_to": reply, "heads_up": _word(step)}


def _react(step: Step, paper: Paper, person: Person) -> Fields:
    recent = _recent(paper.fold.messages, step.pick // 4)
    return {"pos": recent, "emoji": EMOJI[step.pick % 2], "on": step.pick % 8 != 7}


def _whisper(step: Step, paper: Paper, person: Person) -> Fields:
    return {"body": "between us", "seat": 1 + step.pick % 8 if person.is_staff else None}


def _worry(step: Step, paper: Paper, person: Person) -> Fields:
    if step.pick == 0:
        return {"about": "facilitator", "staff": SAM.staff}
    if step.pick % 3 == 0:
        return {"about": "message", "pos": _recent(paper.fold.messages, step.pick // 3)}
    return {"about": "person", "seat": 1 + step.pick % 8, "body": "I am worried"}


def _since(step: Step, paper: Paper, person: Person) -> Fields:
    own = STAFF if person.is_staff else person.key
    return {"stream": (ROOM, own, "seat:4", STAFF)[step.pick % 4], "pos": step.pick // 4}


def _unmute(step: Step, paper: Paper, person: Person) -> Fields:
    return {"seat": _one_of(step, [number for number, seat in paper.fold.seats.items() if seat.muted_until])}


def _readmit(step: Step, paper: Paper, person: Person) -> Fields:
    outside = [number for number, seat in paper.fold.seats.items() if seat.aside or seat.ejected]
    return {"seat": _one_of(step, outside), "reason": REASON, "text": _word(step)}


def _settle(step: Step, paper: Paper, person: Person) -> Fields:
    kept_open = [number for number, seat in paper.fold.seats.items() if seat.kept_open]
    return {"seat": _one_of(step, kept_open), "outcome": "talked"}


def _why(step: Step, paper: Paper, person: Person) -> Fields:
    return {"seat": 1 + step.pick % 8, "reason": REASON, "text": _word(step)}


def _mute(step: Step, paper: Paper, person: Person) -> Fields:
    return {**_why(step, paper, person), "seconds": (5, 60, 600, 5, 86_400)[step.who % 5]}


def _mode(step: Step, paper: Paper, person: Person) -> Fields:
    return {"mode": MODES[step.who % 3], "seat": step.pick if 1 <= step.pick <= 8 else None}


def _decided(step: Step, paper: Paper, person: Person) -> Fields:
    """Words that wait, or some that do not."""
    waiting = [(number, pos) for number, seat in paper.fold.seats.items() for pos in seat.held]
    number, pos = waiting[step.pick % len(waiting)] if waiting else (1 + step.pick % 8, 1)
    return {"stream": seat_stream(number), "pos": pos} | ({"body": "try again"} if step.kind == "return" else {})


def _remove(step: Step, paper: Paper, person: Person) -> Fields:
    return {"pos": _recent(paper.fold.messages, step.pick // 2), "reason": REASON, "text": _word(step)}


def _flag(step: Step, paper: Paper, person: Person) -> Fields:
    return {"pos": _recent(paper.fold.flags, step.pick // 4)} | (
        {"outcome": "talked"} if step.kind == "flag_done" else {}
    )


def _recent(positions: Iterable[int], back: int) -> int:
    known = list(positions)
    return known[-1 - back % len(known)] if known else 1 + back


def _one_of(step: Step, likely: Sequence[int]) -> int:
    """Mostly a seat for which it means something."""
    return likely[step.pick % len(likely)] if likely and step.pick else 1 + step.pick % 8


def _word(step: Step) -> str | None:
    return "a hard week" if step.pick % 4 == 1 else None


def _guards_flag(person: Person) -> Flag:
    """A worry of the machine's about somebody. A level of now with `by` would be a call, which is openly theirs."""
    level = LEVELS[person.number % 3]
    return Flag(level, "guard", by=None if level == "now" else person.seat, seat=person.seat)


_FIELDS: Final[dict[str, Callable[[Step, Paper, Person], Fields]]] = {
    "say": _say, "react": _react, "whisper": _whisper, "worry": _worry, "since": _since, "remove": _remove,
    "mute": _mute, "unmute": _unmute, "aside": _why, "eject": _why, "readmit": _readmit, "settle": _settle,
    "mode": _mode, "release": _decided, "return": _decided, "take": _flag, "flag_done": _flag,
    "slow": lambda step, paper, person: {"seconds": (30, 2, 0)[step.pick % 3]},
    "pause": lambda step, paper, person: {"text": _word(step)},
    "note": lambda step, paper, person: {"body": "look after each other"},
}  # fmt: skip
