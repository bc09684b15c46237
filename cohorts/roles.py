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


class Post(TextChoices):
    """What somebody answers for outside the rooms, from one moment to another (care.md §7)."""

    LEAD = "lead", _("lead")
    DEPUTY = "deputy", _("deputy")
    ON_CALL = "on_call", _("on call")


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
    SEE_RULES = "see_rules"
    WRITE_WORDS = "write_words"
    SEE_ON_CALL = "see_on_call"
    PLAN_ON_CALL = "plan_on_call"
    HOLD_DATA = "hold_data"
    SEE_TO_WISHES = "see_to_wishes"
    REVIEW_OPENINGS = "review_openings"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.COUNSELLOR: frozenset({Right.HOLD_ROOMS, Right.WELCOME, Right.SEE_CONCERNS, Right.SEE_ON_CALL}),
    Role.VOLUNTEER: frozenset({Right.HOLD_ROOMS, Right.WELCOME, Right.SEE_CONCERNS}),
    Role.COORDINATOR: frozenset(
        {
            *(Right.SEE_SESSIONS, Right.PLAN, Right.WRITE_COURSES, Right.INVITE_STAFF, Right.READ_ACTS),
            *(Right.SEE_CONCERNS, Right.WRITE_REPLIES, Right.WRITE_WORDS, Right.SEE_RULES),
            *(Right.SEE_ON_CALL, Right.PLAN_ON_CALL, Right.SEE_TO_WISHES),
        }
    ),
    Role.LEAD: frozenset(
        {
            *(Right.SEE_SESSIONS, Right.READ_ACTS, Right.LIFT_STOPS, Right.WELCOME, Right.SEE_CONCERNS),
            *(Right.WRITE_REPLIES, Right.WRITE_WORDS, Right.SEE_RULES),
            *(Right.SEE_ON_CALL, Right.PLAN_ON_CALL, Right.HOLD_DATA, Right.SEE_TO_WISHES),
            Right.REVIEW_OPENINGS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Right)
    - {Right.HOLD_ROOMS, Right.LIFT_STOPS, Right.WELCOME, Right.SEE_CONCERNS}
    - {Right.HOLD_DATA, Right.SEE_TO_WISHES, Right.REVIEW_OPENINGS},
}
"""`SEE_SESSIONS`: that every session exists, never what is said. `SEE_TABLES`: the read-only office. `LIFT_STOPS`: why
messages to a seat are held back, and letting them go on. `WELCOME`: one-to-one welcomes, one's own or to look into.
`SEE_CONCERNS`: that there are concerns and how they stand; who may read their words is decided for each record.
`WRITE_REPLIES`: the list of quick replies; whoever holds a room has it there, to use. `WRITE_WORDS`: the guard's word
lists, to see and to add to; what would make it miss more of a danger takes two people, one of them the lead.
`SEE_RULES`: how often each rule of the guard pointed at something, and what came of it. `SEE_ON_CALL`: who answers
when, one's own times, being away and swapping; `PLAN_ON_CALL`: planning it, and noting that somebody else is away.
`HOLD_DATA`: legal holds, which stop all deleting. `SEE_TO_WISHES`: deleting what is held of a young person, or giving
it to them, as they ask. `REVIEW_OPENINGS`: who opened a contact that was given only for fear of a life; who may open
one is a rule of its own, `facilitator.safeguarding.who_opens`."""

MAY_HOLD: Final[Mapping[Post, frozenset[Role]]] = {
    Post.LEAD: frozenset({Role.LEAD}),
    Post.DEPUTY: frozenset({Role.LEAD, Role.COUNSELLOR}),
    Post.ON_CALL: frozenset({Role.LEAD, Role.COUNSELLOR}),
}
"""Who may have which post; a volunteer has none, as none of them opens a seal (care.md §7)."""

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


HOLD_ROOMS: Final = frozenset(role for role, rights in RIGHTS.items() if Right.HOLD_ROOMS in rights)
"""Who may hold a room at all."""


def may(role: str, right: Right) -> bool:
    """Return whether somebody of this role has the right; an unknown role has none."""
    return right in RIGHTS.get(Role(role), frozenset()) if role in Role.values else False


def may_hold(role: str, post: str) -> bool:
    """Return whether somebody of this role may have the post; an unknown role, or an unknown post, never."""
    return post in Post.values and role in MAY_HOLD[Post(post)]


def longest_breather(role: str) -> timedelta:
    """Return the longest breather that somebody of this role may give; none at all for a role that holds no rooms."""
    return LONGEST_BREATHER.get(Role(role), timedelta(0)) if role in Role.values else timedelta(0)


def looks_after(role: str) -> frozenset[Role]:
    """Return the roles of the people that somebody of this role decides on."""
    return LOOKS_AFTER.get(Role(role), frozenset()) if role in Role.values else frozenset()


def may_look_after(role: str, *others: str) -> bool:
    """Return whether somebody of this role decides on people who have, or are to have, all these roles."""
    return {*others} <= {*looks_after(role)}
