"""Evenings thought up by hypothesis: what eight seats and two facilitators ask while the clock moves.

An evening is drawn as bytes, three a step, so that thousands are cheap and shrink well; what a step means (which
message, which flag) is worked out when it is played, from what is on the paper by then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from hypothesis import note
from hypothesis import strategies as st

from chat.guard import HOLD, PASS, Verdict
from chat.person import THE_SYSTEM, Person
from chat.protocol.asks import Ask
from chat.protocol.streams import STAFF
from chat.protocol.team import Flag, Level
from chat.verbs import Draft, verb_for
from chat.verbs.enter import Enter
from tests.chat.verdicts import judged

from .asks import ASKS, SECRET, Step, asked
from .paper import EVERYBODY, SAM, SEATS, TIMES, Answer, Paper

MARKED: Final = judged("pass", SECRET, level="soon")
DIVERT: Final = judged("divert", SECRET, kind="imminent", level="now")
BLOCK: Final = judged("block", SECRET, kind="encourage", level="now")
SWAP: Final = judged("swap", SECRET, kind="tool", level="note", suggestion="said another way")
_VERDICTS: Final = {1: HOLD, 2: MARKED, 5: SWAP, 11: HOLD, 12: DIVERT, 13: HOLD, 14: BLOCK, 15: SWAP}
#: Of words for the facilitators, which nothing but a flag may come of.
_TO_STAFF: Final = {2: DIVERT, 6: MARKED, 11: HOLD}
LEVELS: Final[tuple[Level, ...]] = ("now", "soon", "note")
#: Milliseconds. Mostly the pace of talk; the long ones end a mute, a lease, a grace or an hour to the millisecond.
WAITS: Final = (0, 0, 0, 0, 1, 300, 2_500, 5_000, 5_000, 5_000, 15_000, 30_000, 60_000, 60_000, 120_000, 600_000)
#: From eight o'clock on, when the room opens; the lobby opens ten minutes before, and it closes after sixty.
MINUTES: Final = (0, 0, 0, 0, 57, -10, -11)
OFTEN: Final = {
    "say": 24, "react": 6, "whisper": 4, "help": 4, "worry": 4, "checkin": 3, "since": 2, "away": 1, "back": 1,
    "mute": 4, "unmute": 3, "aside": 4, "eject": 2, "readmit": 5, "mode": 5, "slow": 2, "pause": 2, "resume": 4,
    "release": 5, "return": 3, "remove": 4, "restore": 3, "open": 5, "close": 2, "settle": 3, "note": 2, "take": 4,
    "flag_done": 4, "reopen": 2, "stay": 1, "lead": 1,
    "prompt": 3, "put_away": 1, "answer": 4, "share": 2, "round": 1, "turn": 1, "pass": 1, "agree": 1, "plan": 1,
    "concern": 2,
    "+enter": 4, "+leave": 2, "+worker": 1, "+withdraw": 1, "+guard": 2, "+again": 3, "+herald": 6,
}  # fmt: skip
EVERYTHING: Final = tuple(kind for kind, times in OFTEN.items() for _ in range(times))
#: An evening of everything seldom gets deep into one thing, so some are about one.
MIXES: Final = (
    EVERYTHING, EVERYTHING, EVERYTHING,
    (*["say"] * 3, "mode", "release", "release", "return", "remove", "restore", "react", "since", "close", "open"),
    ("say", "say", "say", "release", "release", "aside", "eject", "readmit", "pause", "resume", "+withdraw", "remove"),
    ("say", "say", "mute", "unmute", "aside", "readmit", "eject", "pause", "resume", "slow", "+enter"),
    ("say", "say", "say", "react", "+leave", "+leave", "+worker", "+enter", "+herald", "pause", "resume", "release"),
    (*["answer"] * 9, "prompt", "prompt", "put_away", "share", "share", "remove", "+herald", "worry", "note"),
    (*["turn"] * 3, "round", "round", "pass", "pass", "prompt", "extend", "put_away", "worry", "say", "agree", "plan"),
    (*["help", "whisper", "worry", "checkin", "take", "flag_done", "reopen", "settle", "stay", "note"], "+guard",
     "+herald", "close"),
)  # fmt: skip
_BYTES: Final = 3
Evenings = st.SearchStrategy[list[Step]]


@dataclass(frozen=True)
class Act:
    """A step as it was played: who asked what. Kinds with a plus are no requests from outside."""

    wait: timedelta
    kind: str
    person: Person = THE_SYSTEM
    ask: Ask | None = None
    verdict: Verdict = PASS

    def on(self, paper: Paper) -> Answer | None:
        """Wait, and do it."""
        paper.wait(self.wait)
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


def steps(most: int = 50, mixes: Sequence[Sequence[str]] = MIXES, waits: Sequence[int] = WAITS) -> Evenings:
    """The steps of an evening, of one of these mixes."""
    return st.sampled_from(mixes).flatmap(lambda kinds: _steps(most, kinds, waits))


def _steps(most: int, kinds: Sequence[str], waits: Sequence[int]) -> Evenings:
    # Their number is drawn first: left alone, hypothesis thinks of a handful, and nothing much comes of that.
    sizes = st.integers(0, most).map(lambda count: count * _BYTES)
    drawn = sizes.flatmap(lambda size: st.binary(min_size=size, max_size=size))
    return drawn.map(lambda some: [_step(some[at : at + _BYTES], kinds, waits) for at in range(0, len(some), _BYTES)])


def _step(drawn: bytes, kinds: Sequence[str], waits: Sequence[int]) -> Step:
    """Zeros are the plainest: at once, the first kind, the first seat."""
    wait, kind, which = drawn
    return Step(waits[wait % len(waits)], kinds[kind % len(kinds)], which % 10, which // 10 % 16)


def beginnings() -> st.SearchStrategy[Paper]:
    """The paper at some moment: mostly with everybody there and the room open, sometimes earlier or emptier."""
    return st.builds(begun, st.sampled_from(MINUTES), st.sampled_from(["everybody"] * 6 + ["one", "nobody"]))


def begun(minutes: int = 0, present: str = "everybody") -> Paper:
    """A paper so many minutes after eight, with so many there."""
    paper = Paper(TIMES.starts_at + timedelta(minutes=minutes))
    for person in {"everybody": EVERYBODY, "one": (SAM,), "nobody": ()}[present]:
        paper.ask(person, Enter(f"first {person.key}"))
    return paper


def plan(step: Step, paper: Paper, before: Sequence[Act], number: int) -> Act:
    """What a step means on this paper. `before`: what was done; `number` makes refs its own."""
    wait, name = timedelta(milliseconds=step.wait), step.kind
    if name == "+again":
        earlier = [act for act in before if act.kind in ASKS]
        again = earlier[-1 - step.pick % len(earlier)] if earlier else Act(wait, "+herald")
        return Act(wait, again.kind, again.person, again.ask, again.verdict)
    if name in {"+herald", "+worker"}:
        return Act(wait, name)
    if name in {"+withdraw", "+guard"}:
        return Act(wait, name, SEATS[step.who % 8])
    person, ask = asked(step, paper, f"{number} {name}")
    return Act(wait, name, person, ask, _verdict(step, person, ask))


def _verdict(step: Step, person: Person, ask: Ask) -> Verdict:
    """What the guard made of a young person's words."""
    if person.seat is None or not verb_for(ask).guarded:
        return PASS
    return (_VERDICTS if step.kind == "say" else _TO_STAFF).get(step.pick, PASS)


def acts(paper: Paper, evening: Iterable[Step]) -> Iterator[Act]:
    """What each step comes to, one by one: whoever asks for the next has played the last."""
    done: list[Act] = []
    for number, step in enumerate(evening):
        note(f"{paper.now:%H:%M:%S.%f} {step}")
        done.append(plan(step, paper, done, number))
        yield done[-1]


def write(paper: Paper, evening: Iterable[Step]) -> None:
    """Play an evening that nobody listens to."""
    for act in acts(paper, evening):
        act.on(paper)


def _guards_flag(person: Person) -> Flag:
    """A worry of the machine's about somebody. A level of now with `by` would be a call, which is openly theirs."""
    level = LEVELS[person.number % 3]
    return Flag(level, "guard", by=None if level == "now" else person.seat, seat=person.seat, body=SECRET)
