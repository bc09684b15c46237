"""Who may do what outside the rooms: the one table of roles and rights. What is done in a room, its verbs decide.

What one role may do there for less long than another stands here too.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody does here."""

    COUNSELLOR = "counsellor", _("counsellor")
    VOLUNTEER = "volunteer", _("volunteer")
    COORDINATOR = "coordinator", _("coordinator")
    LEAD = "lead", _("safeguarding lead")
    ADMINISTRATOR = "administrator", _("administrator")


class Right(StrEnum):
    """Something a page or an action asks for."""

    HOLD_ROOMS = "hold_rooms"
    SEE_SESSIONS = "see_sessions"
    PLAN = "plan"
    WRITE_COURSES = "write_courses"
    INVITE_STAFF = "invite_staff"
    READ_ACTS = "read_acts"
    SEE_TABLES = "see_tables"
    LIFT_STOPS = "lift_stops"
    WELCOME = "welcome"
    SEE_CONCERNS = "see_concerns"
    WRITE_REPLIES = "write_replies"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.COUNSELLOR: frozenset({Right.HOLD_ROOMS, Right.WELCOME, Right.SEE_CONCERNS}),
    Role.VOLUNTEER: frozenset({Right.HOLD_ROOMS, Right.WELCOME, Right.SEE_CONCERNS}),
    Role.COORDINATOR: frozenset(
        {
            *(Right.SEE_SESSIONS, Right.PLAN, Right.WRITE_COURSES, Right.INVITE_STAFF, Right.READ_ACTS),
            *(Right.SEE_CONCERNS, Right.WRITE_REPLIES),
        }
    ),
    Role.LEAD: frozenset(
        {
            *(Right.SEE_SESSIONS, Right.READ_ACTS, Right.LIFT_STOPS, Right.WELCOME, Right.SEE_CONCERNS),
            Right.WRITE_REPLIES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Right) - {Right.HOLD_ROOMS, Right.LIFT_STOPS, Right.WELCOME, Right.SEE_CONCERNS},
}
"""`SEE_SESSIONS`: that every session exists, never what is said. `SEE_TABLES`: the read-only office. `LIFT_STOPS`: why
messages to a seat are held back, and letting them go on. `WELCOME`: one-to-one welcomes, one's own or to look into.
`SEE_CONCERNS`: that there are concerns and how they stand; who may read their words is decided for each record.
`WRITE_REPLIES`: the list of quick replies; whoever holds a room has it there, to use."""

LONGEST_BREATHER: Final[Mapping[Role, timedelta]] = {
    Role.COUNSELLOR: timedelta(days=1),
    Role.VOLUNTEER: timedelta(minutes=5),
}
"""For how long somebody of this role may keep a young person from speaking; no breather outlasts the session anyway."""

LOOKS_AFTER: Mapping[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.COUNSELLOR, Role.VOLUNTEER}),
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Whose invitations, roles and sign-ins somebody decides on."""


def may(role: str, right: Right) -> bool:
    """Return whether somebody of this role has the right; an unknown role has none."""
    return right in RIGHTS.get(Role(role), frozenset()) if role in Role.values else False


def longest_breather(role: str) -> timedelta:
    """Return the longest breather that somebody of this role may give; none at all for a role that holds no rooms."""
    return LONGEST_BREATHER.get(Role(role), timedelta(0)) if role in Role.values else timedelta(0)


def looks_after(role: str) -> frozenset[Role]:
    """Return the roles of the people that somebody of this role decides on."""
    return LOOKS_AFTER.get(Role(role), frozenset()) if role in Role.values else frozenset()


def may_look_after(role: str, *others: str) -> bool:
    """Return whether somebody of this role decides on people who have, or are to have, all these roles."""
    return {*others} <= {*looks_after(role)}
