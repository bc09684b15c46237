"""What a step asks, in full: its few draws looked up on the paper, so that most of it means something there."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from chat.person import THE_SYSTEM, Person
from chat.protocol.asks import Ask
from chat.protocol.streams import ROOM, STAFF, seat_stream
from chat.protocol.team import Mode
from chat.verbs import known_asks
from chat.verbs.enter import Enter, Leave
from chat.verbs.react import EMOJI

from .paper import EVERYBODY, SAM, SEATS, Paper
from .paper import STAFF as FACILITATORS

ASKS: Final = {str(ask.__struct_config__.tag): ask for ask in known_asks()}
MODES: Final[tuple[Mode, ...]] = ("hold_all", "hold_flagged", "open")
FORMS: Final = (
    ("text", ()), ("scale", ("far away", "there")), ("poll", ("one", "two", "three")), ("round", ()), ("exercise", ()),
    ("reflection", ()), ("poll", ("one",)), ("poll", ("yes", "no", "rather not say")),
)  # fmt: skip
#: Words that no seat may ever be sent.
SECRET: Final = "for staff alone"


class Step(NamedTuple):
    """After so many milliseconds somebody does something; `pick` says which of several."""

    wait: int
    kind: str
    who: int
    pick: int


def asked(step: Step, paper: Paper, ref: str) -> tuple[Person, Ask]:
    """Who asks what."""
    if step.kind == "+enter":
        return EVERYBODY[step.who], Enter(ref)
    if step.kind == "+leave":
        return THE_SYSTEM, Leave(_socket(step, paper))
    person = _asker(step, paper)
    fields = _FIELDS.get(step.kind, _nothing)(step, paper, person)
    return person, ASKS[step.kind](ref=ref, **fields)


def _asker(step: Step, paper: Paper) -> Person:
    """Mostly somebody who may. Some talk though they were silenced; the tenth pick asks what is not theirs to ask."""
    if step.kind in {"say", "react", "since", "whisper"}:
        silenced = [number for number, seat in paper.fold.seats.items() if seat.muted_until or seat.aside]
        return SEATS[silenced[-1] - 1] if silenced and step.pick % 4 == 0 else EVERYBODY[step.who]
    seats = step.kind in {"help", "worry", "away", "back", "checkin", "answer", "pass"}
    if step.pick == 9:
        seats = not seats
    return SEATS[step.who % 8] if seats else FACILITATORS[step.who % 2]


def _socket(step: Step, paper: Paper) -> str:
    """Every other one of a facilitator's, if any is there."""
    here = [row for row in paper.sockets.values() if row.left_at is None]
    staff = [row for row in here if row.person.startswith("staff:")]
    among = staff if staff and step.pick % 2 == 0 else here
    return among[(step.who + step.pick) % len(among)].socket if among else "nobody"


Fields = dict[str, Any]


def _nothing(step: Step, paper: Paper, person: Person) -> Fields:
    return {}


def _say(step: Step, paper: Paper, person: Person) -> Fields:
    reply = _recent(paper.fold.messages, step.pick) if step.pick % 4 == 3 else None
    return {"body": f"words {paper.fold.turn}.", "as_is": step.pick == 5, "reply_to": reply, "heads_up": _word(step)}


def _react(step: Step, paper: Paper, person: Person) -> Fields:
    recent = _recent(paper.fold.messages, step.pick // 4)
    return {"pos": recent, "emoji": EMOJI[step.pick % 2], "on": step.pick % 8 != 7}


def _whisper(step: Step, paper: Paper, person: Person) -> Fields:
    return {"body": "between us", "seat": 1 + step.pick % 8 if person.is_staff else None}


def _checkin(step: Step, paper: Paper, person: Person) -> Fields:
    mood, goal = step.pick % 6 or None, None if step.pick % 2 else step.pick % 11
    return {"when": ("in", "out")[step.pick % 2], "mood": mood, "goal": goal, "body": _word(step)}


def _worry(step: Step, paper: Paper, person: Person) -> Fields:
    if step.pick == 0:
        return {"about": "facilitator", "staff": SAM.staff, "body": SECRET}
    if step.pick % 3 == 0:
        return {"about": "message", "pos": _recent(paper.fold.messages, step.pick // 3)}
    return {"about": "person", "seat": 1 + step.pick % 8, "body": SECRET}


def _since(step: Step, paper: Paper, person: Person) -> Fields:
    own = STAFF if person.is_staff else person.key
    return {"stream": (ROOM, own, "seat:4", STAFF)[step.pick % 4], "pos": step.pick // 4}


def _why(step: Step, paper: Paper, person: Person) -> Fields:
    """Every other time to somebody whose words are held."""
    held = [number for number, seat in paper.fold.seats.items() if seat.held and step.who % 2]
    return {"seat": _one_of(step, held), "reason": SECRET, "text": _word(step)}


def _mute(step: Step, paper: Paper, person: Person) -> Fields:
    return {**_why(step, paper, person), "seconds": (5, 60, 600, 5, 86_400)[step.who % 5]}


def _unmute(step: Step, paper: Paper, person: Person) -> Fields:
    return {"seat": _one_of(step, [number for number, seat in paper.fold.seats.items() if seat.muted_until])}


def _readmit(step: Step, paper: Paper, person: Person) -> Fields:
    """Every third undoes the last step alone."""
    outside = [number for number, seat in paper.fold.seats.items() if seat.aside or seat.ejected]
    seat = _one_of(step, outside)
    of = (paper.fold.seats[seat].put_out or 1) if step.pick % 3 == 0 else None
    return {"seat": seat, "reason": SECRET, "text": _word(step), "of": of}


def _settle(step: Step, paper: Paper, person: Person) -> Fields:
    kept_open = [number for number, seat in paper.fold.seats.items() if seat.kept_open]
    return {"seat": _one_of(step, kept_open), "outcome": "handed to lead"}


def _mode(step: Step, paper: Paper, person: Person) -> Fields:
    return {"mode": MODES[step.who % 3], "seat": step.pick if 1 <= step.pick <= 8 else None}


def _decided(step: Step, paper: Paper, person: Person) -> Fields:
    """Words that wait, or some that do not."""
    waiting = [(number, pos) for number, seat in paper.fold.seats.items() for pos in seat.held]
    number, pos = waiting[step.pick % len(waiting)] if waiting else (1 + step.pick % 8, 1)
    return {"stream": seat_stream(number), "pos": pos} | ({"body": "try again"} if step.kind == "return" else {})


def _remove(step: Step, paper: Paper, person: Person) -> Fields:
    return {"pos": _recent(paper.fold.messages, step.pick // 2), "reason": SECRET, "text": _word(step)}


def _restore(step: Step, paper: Paper, person: Person) -> Fields:
    """Mostly the one that was taken away last."""
    removed = [pos for pos, message in paper.fold.messages.items() if message.removed]
    return {"pos": _recent(removed or paper.fold.messages, step.pick // 4)}


def _stay(step: Step, paper: Paper, person: Person) -> Fields:
    return {"seat": 1 + step.pick % 8}


def _lead(step: Step, paper: Paper, person: Person) -> Fields:
    """Every third undoes the last time it changed hands."""
    of = (paper.fold.handed.pos or 1) if step.pick % 3 == 0 else None
    return {"staff": FACILITATORS[step.pick % 2].staff, "of": of}


def _flag(step: Step, paper: Paper, person: Person) -> Fields:
    outcome = {"outcome": SECRET} if step.kind == "flag_done" else {}
    return {"pos": _recent(paper.fold.flags, step.pick // 4), **outcome}


def _prompt(step: Step, paper: Paper, person: Person) -> Fields:
    """Of any kind; sometimes one that cannot be answered as it says."""
    form, options = FORMS[step.pick % len(FORMS)]
    return {"body": f"asked {paper.fold.turn}.", "kind": form, "options": options, "step": f"step-{step.pick % 4}"}


def _about_prompt(step: Step, paper: Paper, person: Person) -> Fields:
    return {"prompt": paper.fold.script.current or _recent(paper.fold.script.prompts, step.pick // 4)}


def _answer(step: Step, paper: Paper, person: Person) -> Fields:
    asked = _about_prompt(step, paper, person)
    prompt = paper.fold.script.prompts.get(asked["prompt"])
    words = prompt is not None and prompt.content.form == "reflection"
    return {**asked, **({"body": "my own words"} if words else {"value": step.pick % 3})}


def _round(step: Step, paper: Paper, person: Person) -> Fields:
    order = [1 + (step.pick + place) % 8 for place in range(1 + step.who % 4)]
    return {**_about_prompt(step, paper, person), "order": tuple(order), "seconds": 15 + step.pick}


def _turn(step: Step, paper: Paper, person: Person) -> Fields:
    seat = 1 + step.pick % 8 if step.pick > 8 else None
    return {**_about_prompt(step, paper, person), "seat": seat, "next": step.pick % 3 == 0}


def _pass(step: Step, paper: Paper, person: Person) -> Fields:
    return {**_about_prompt(step, paper, person), "listening": step.pick == 3, "on": step.pick % 4 != 2}


def _agree(step: Step, paper: Paper, person: Person) -> Fields:
    now = paper.fold.script.agreement
    return {"version": (now.version if now else 0) + step.pick % 3, "lines": ("We are kind.", f"Line {step.pick}.")}


def _plan(step: Step, paper: Paper, person: Person) -> Fields:
    order = tuple(f"{SECRET} {place}" for place in range(1 + step.pick % 4))
    return {"order": order, "skipped": order[: step.pick % 2]}


def _recent(positions: Iterable[int], back: int) -> int:
    known = list(positions)
    return known[-1 - back % len(known)] if known else 1 + back


def _one_of(step: Step, likely: Sequence[int]) -> int:
    """Mostly a seat for which it means something."""
    return likely[step.pick % len(likely)] if likely and step.pick else 1 + step.pick % 8


def _word(step: Step) -> str | None:
    return "a hard week" if step.pick % 4 == 1 else None


_FIELDS: Final[dict[str, Callable[[Step, Paper, Person], Fields]]] = {
    "say": _say, "react": _react, "whisper": _whisper, "worry": _worry, "checkin": _checkin,
    "since": _since, "remove": _remove,
    "mute": _mute, "unmute": _unmute, "aside": _why, "eject": _why, "readmit": _readmit, "settle": _settle,
    "restore": _restore, "stay": _stay, "reopen": _flag, "lead": _lead,
    "mode": _mode, "release": _decided, "return": _decided, "take": _flag, "flag_done": _flag,
    "slow": lambda step, paper, person: {"seconds": (30, 2, 0)[step.pick % 3]},
    "pause": lambda step, paper, person: {"text": _word(step)},
    "note": lambda step, paper, person: {"body": SECRET},
    "concern": lambda step, paper, person: {"seat": 1 + step.pick % 8, "level": "now", "body": SECRET},
    "prompt": _prompt, "put_away": _about_prompt, "share": _about_prompt, "round": _round, "turn": _turn,
    "extend": lambda step, paper, person: {**_about_prompt(step, paper, person), "seconds": 30},
    "agree": _agree, "plan": _plan, "answer": _answer, "pass": _pass,
}  # fmt: skip
