"""What each kind of duty asks of a person, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilitator.safeguarding.models import Kind

Words = Promise | str

WHAT: Final[Mapping[Kind, Words]] = {
    Kind.CONCERN: _("Somebody of staff is concerned about a young person, and it needs a person to see to it."),
    Kind.ALARM: _("A young person called, or something had to be looked at now, and nobody in the room has taken it."),
    Kind.ADULT: _("Somebody is worried about an adult who works here. Only you and those named for it can see this."),
    Kind.LEFT: _("A young person is gone for a minute or more while something was open about them. It may be the "
                 "signal. Nothing is sent to them by itself until a person has looked."),
    Kind.OPENED: _("A sealed contact of a young person was opened. You are told so that two people know of it."),
    Kind.FOLLOW_UP: _("What a record asked for is due now."),
    Kind.TRIAL: _("You asked for this test. Nobody is waiting, and nobody else was called."),
}  # fmt: skip
TO_DO: Final[Mapping[Kind, Sequence[Words]]] = {
    Kind.CONCERN: (
        _("Press “I have it”. Then everybody else knows that somebody is with it."),
        _("Speak with whoever raised it, and read the record if it is open to you."),
        _("Decide what happens next, and write it in the record afterwards."),
    ),
    Kind.ALARM: (
        _("Press “I have it”, and go into the room if you work there, or reach whoever does."),
        _("Make sure that somebody writes to the young person within two minutes."),
    ),
    Kind.ADULT: (
        _("Press “I have it”, and read the record."),
        _("Do not speak about it with the person it is about, or with the team."),
        _("Think first of whether a young person is safe tonight. Speak with the local designated officer."),
    ),
    Kind.LEFT: (
        _("Press “I have it”, and read what they wrote last."),
        _("Ask whoever was with them. If somebody’s life may be in danger, call 999 first."),
        _("Decide how somebody follows this up, and say so below."),
    ),
    Kind.OPENED: (
        _("Press “I have it”, and read in the record who opened it and why."),
        _("Speak with whoever opened it. If it does not seem right to you, tell the safeguarding lead."),
    ),
    Kind.TRIAL: (
        _("Did you hear it, and did it come by every way you count on tonight?"),
        _("Press “I have it”. The page of tonight says which ways went through."),
    ),
    Kind.FOLLOW_UP: (
        _("Press “I have it”, and read the record."),
        _("Do what it asks for, and write down what came of it."),
    ),
}
