"""What a batch changes that others outside its rooms must hear of; it costs nothing where there is no such thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from chat.alarms import Alarm, waiting
from chat.facts import Facts
from chat.outside import AboutStaff, Heard
from chat.person import Person
from chat.presence import staffed
from chat.protocol.contents import Released, Returned, Settled, Taken, Whisper
from chat.protocol.entry import Entry
from chat.protocol.streams import LEAD, STAFF
from chat.protocol.team import Flag, FlagDone, Reopened

#: Entries by which an alarm begins, or may be over.
_CHANGES: Final = frozenset({Flag, Taken, FlagDone, Reopened, Settled, Whisper, Released, Returned})


@dataclass(slots=True)
class _Before:
    """One session as it stood before its first such entry."""

    facts: Facts
    standing: frozenset[Alarm]
    by: str | None = None
    worries: list[AboutStaff] = field(default_factory=list)
    #: Whether the last facilitator went meanwhile, or one came where there was none.
    held_anew: bool = False
    #: Flags by which somebody called, or that are to be looked at now.
    more: set[int] = field(default_factory=set)


class Looked:
    """The sessions of one batch in which something of the kind was written."""

    def __init__(self) -> None:
        """Nothing was."""
        self._before: dict[int, _Before] = {}

    def at(self, facts: Facts, person: Person, entries: Iterable[Entry]) -> None:
        """Look at what one request is about to write, before the room takes it in."""
        for entry in entries:
            if type(entry.content) in _CHANGES and not _is_theirs(entry):
                before = self._of(facts)
                before.by = person.staff or before.by
                if _calls(entry):
                    before.more.add(entry.pos)
                if entry.stream == LEAD and isinstance(entry.content, Flag):
                    before.worries.append(_about(facts, entry, entry.content))

    def moved(self, facts: Facts, *, was_held: bool) -> None:
        """Look whether the last facilitator went, or the first came, now that presence was judged anew."""
        if was_held != staffed(facts.people) and facts.room.flags:
            self._of(facts).held_anew = True

    def heard(self) -> list[Heard]:
        """Return what changed, now that the rooms have taken everything in."""
        return [heard for pk, before in self._before.items() if (heard := _heard(pk, before)) is not None]

    def _of(self, facts: Facts) -> _Before:
        found = self._before.get(facts.meeting.pk)
        if found is None:
            found = self._before[facts.meeting.pk] = _Before(facts, waiting(facts))
        return found


def _is_theirs(entry: Entry) -> bool:
    """A young person's own private word answers nothing; a flag says what is in it."""
    return isinstance(entry.content, Whisper) and entry.author == entry.stream


def _calls(entry: Entry) -> bool:
    """Whether an alarm begins with it, or somebody about whom one stands calls once more."""
    flag = entry.content
    return entry.stream == STAFF and isinstance(flag, Flag) and flag.level == "now" and flag.source != "gone"


def _about(facts: Facts, entry: Entry, flag: Flag) -> AboutStaff:
    named = flag.staff
    if named is None and flag.of_pos is not None and (message := facts.room.messages.get(flag.of_pos)) is not None:
        named = message.author.removeprefix(f"{STAFF}:") if message.author.startswith(f"{STAFF}:") else None
    return AboutStaff(entry.pos, flag.by, named, flag.repeats)


def _heard(pk: int, before: _Before) -> Heard | None:
    now, held = waiting(before.facts), staffed(before.facts.people)
    began, over = now - before.standing, bool(before.standing - now)
    anew, more = before.held_anew and bool(now), frozenset(before.more) if now else frozenset()
    if not (began or over or anew or more or before.worries):
        return None
    return Heard(
        pk, before.facts.now, now, began, over, before.by, nobody_here=anew and not held, held_again=anew and held,
        more=more, worries=tuple(before.worries),
    )  # fmt: skip
