"""What was said in rooms, and when its author was there, at their own wish: given to them, or erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from chat.answered import in_words, questions
from chat.erasing import erase, evenings_of
from chat.models import PresenceRow
from chat.opened import opened
from chat.protocol.content import Content
from chat.protocol.contents import CheckedIn, Whisper
from chat.protocol.entry import Entry
from chat.protocol.script import Answer, Prompt
from chat.protocol.streams import seat_stream
from chat.protocol.team import Flag
from cohorts.keeping.person import Line, Part, Section, register
from cohorts.models import Seat

_NOTHING_SAID: Final = frozenset({"reaction", "passed"})


def told(seats: Sequence[Seat]) -> Iterator[Section]:
    """Return what they wrote, to the room and to staff, what staff wrote to them, and when they were there."""
    wrote, got, there = list[Line](), list[Line](), list[Line]()
    for seat in seats:
        sessions, own = [one.pk for one in evenings_of(seat)], seat_stream(seat.number)
        asked = questions(sessions)
        for session, entry in opened(sessions, Q(author=own) | Q(stream=own)):
            prompt = asked.get((session, getattr(entry.content, "prompt", 0)))
            (wrote if entry.author == own else got).extend(_lines(entry, own, prompt))
        # Sockets of one evening say when its first one came, so that these are one stay.
        rows = PresenceRow.objects.filter(session__in=sessions, person=own).values_list("entered_at")
        for came, went in rows.annotate(Max("left_at")).order_by("entered_at"):
            there.append(Line(came, _("You came in.")))
            if went:
                there.append(Line(went, _("You went.")))
    yield Section(_("What you wrote"), tuple(wrote))
    yield Section(_("What a facilitator wrote to you in private"), tuple(got))
    yield Section(_("When you were in a room"), tuple(there))


def _lines(entry: Entry, own: str, asked: Prompt | None) -> Iterator[Line]:
    """Their own words, whatever became of them, and private words from staff; no reason, no flag, no rule.

    `asked`: what they answered, if this is an answer.
    """
    content = entry.content
    if entry.author != own and not isinstance(content, Whisper):
        return
    if entry.kind in _NOTHING_SAID or (isinstance(content, Flag) and not content.body):
        return
    if says := _says(content, asked):
        yield Line(entry.at, says)


def _says(content: Content, asked: Prompt | None) -> str:
    said = [str(one) for one in (getattr(content, "heads_up", None), getattr(content, "body", None)) if one]
    if isinstance(content, CheckedIn):
        said += [_("mood %(mood)d") % {"mood": content.mood}] if content.mood is not None else []
        said += [_("goal %(goal)d") % {"goal": content.goal}] if content.goal is not None else []
    if isinstance(content, Answer) and content.value is not None:
        said.append(in_words(content.value, asked))
    return " · ".join(said)


register(Part(erase=erase, tell=told))
