"""What an entry can say: one struct per kind, sealed as it stands and sent as it stands.

Each kind names the fields that are for staff alone. Those are left out of every frame to a
seat, so that a reason, a rule or a name of staff can never travel by forgetting a check.
An entry that changes state carries the resulting value, never a change.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, get_args

from chat.guard.verdict import Kind

from .content import Content
from .script import Agreement, Answer, Passed, Plan, Prompt, PutAway, Results, Round
from .team import SEEN, Concern, Erased, Flag, FlagDone, Lead, ModeSet, Note, Reopened, Span, Stopped, Unusual

Mark = Literal["open", "closing", "over"]
When = Literal["in", "out"]


# --- the room -------------------------------------------------------------------------------


class Message(Content, frozen=True, tag="message"):
    """Something said in the room."""

    body: str
    heads_up: str | None = None
    reply_to: int | None = None


class Removed(Content, frozen=True, tag="removed"):
    """A message was taken away; from here on no seat is sent its body."""

    staff_only = frozenset({"reason"})
    control = True
    reason: str | None = None
    text: str | None = None


class Restored(Content, frozen=True, tag="restored"):
    """A message that was taken away is back where it stood, with the words it had."""

    control = True
    body: str
    heads_up: str | None = None
    reply_to: int | None = None


class Reaction(Content, frozen=True, tag="reaction"):
    """A small supportive sign under a message, put on or taken back."""

    emoji: str
    on: bool


class Phase(Content, frozen=True, tag="phase"):
    """The room opened, is closing, or is over. `help`: closed because nobody could hold it.

    `cancelled`: it could not open at all, and everybody is told so.
    """

    control = True
    phase: Mark
    help: bool = False
    cancelled: bool = False
    #: Set when a loop said it because of absence, so that a return can undo just that.
    absence: bool = False
    staff_only = frozenset({"absence"})


class Paused(Content, frozen=True, tag="paused"):
    """Calm for all: nobody in a seat can speak in the room until it is resumed."""

    control = True
    text: str
    absence: bool = False
    staff_only = frozenset({"absence"})


class Resumed(Content, frozen=True, tag="resumed"):
    """The pause is over."""

    control = True


class Slow(Content, frozen=True, tag="slow"):
    """Each seat may speak once in so many seconds; 0 lifts it."""

    control = True
    seconds: int


# --- a seat's own stream --------------------------------------------------------------------


class Whisper(Content, frozen=True, tag="whisper"):
    """A private word between one young person and the facilitators, either way."""

    staff_only = frozenset({"keeps"})
    body: str
    #: An answer past the end: what was open then stays open until it is settled.
    keeps: bool = False


class Held(Content, frozen=True, tag="held"):
    """Words a facilitator reads before the room may; `text` is what their author reads meanwhile, if not the usual.

    `help`: they are for the facilitators rather than for the room, and the help card belongs with them.
    `nobody`: none was there to read them then.
    """

    staff_only = SEEN
    body: str
    heads_up: str | None = None
    reply_to: int | None = None
    help: bool = False
    nobody: bool = False
    text: str | None = None
    why: str | None = None
    sort: Kind | None = None
    spans: tuple[Span, ...] = ()


class Automatic(Content, frozen=True, tag="automatic"):
    """What a machine says at once to somebody who may be in danger. It says that it is one."""

    control = True
    body: str


class Released(Content, frozen=True, tag="released"):
    """Held words went to the room."""

    control = True


class Returned(Content, frozen=True, tag="returned"):
    """Held words came back to their author, with a note."""

    control = True
    body: str


class Help(Content, frozen=True, tag="help"):
    """A young person called for a facilitator. `nobody`: none was there to hear it then."""

    body: str | None = None
    nobody: bool = False


class CheckedIn(Content, frozen=True, tag="checkin"):
    """How a young person was as they came in or went. `nobody`: it has words, and no facilitator was there then."""

    when: When
    mood: int | None = None
    goal: int | None = None
    body: str | None = None
    nobody: bool = False


class Muted(Content, frozen=True, tag="muted"):
    """A breather: reading and the private word stay, until the time given."""

    staff_only = frozenset({"reason"})
    control = True
    until: datetime
    reason: str | None = None
    text: str | None = None


class Unmuted(Content, frozen=True, tag="unmuted"):
    """The breather is over early."""

    control = True


class _StandsApart(Content, frozen=True):
    staff_only = frozenset({"reason"})
    control = True
    reason: str | None = None
    text: str | None = None


class Aside(_StandsApart, frozen=True, tag="aside"):
    """Out of the room's stream; the own stream and help stay."""


class Eject(_StandsApart, frozen=True, tag="eject"):
    """The last step: out of the session, with the help page."""


class Readmit(_StandsApart, frozen=True, tag="readmit"):
    """Back in the room after aside or eject. `aside`: back from an eject alone, and out of the room as before."""

    aside: bool = False


class Waiting(Content, frozen=True, tag="waiting"):
    """For two minutes nobody has read the held words or taken the call that `of` names: once for all they had made."""

    control = True
    what: Literal["held", "help"]


class Stay(Content, frozen=True, tag="stay"):
    """A facilitator stays behind with this young person: their own stream outlasts the room until it is settled."""

    control = True


class Settled(Content, frozen=True, tag="settled"):
    """What was open with this young person has been seen to by a person."""

    staff_only = frozenset({"outcome"})
    control = True
    outcome: str


class Taken(Content, frozen=True, tag="taken"):
    """Somebody took a flag. In a seat's stream: "Sam is here now", and never before it is true."""

    name: str
    staff: str | None = None
    staff_only = frozenset({"staff"})


AnyContent = (
    Message | Removed | Restored | Reaction | Phase | Paused | Resumed | Slow
    | Whisper | Held | Automatic | Released | Returned | Help | CheckedIn | Muted | Unmuted | Aside | Eject | Readmit
    | Waiting | Stay | Settled | Taken | Flag | FlagDone | Reopened | Lead | ModeSet | Unusual | Note | Stopped
    | Concern | Erased
    | Prompt | PutAway | Results | Round | Agreement | Answer | Passed | Plan
)  # fmt: skip
#: Every kind, in the order of the reference.
KINDS: Final[tuple[type[Content], ...]] = get_args(AnyContent)
