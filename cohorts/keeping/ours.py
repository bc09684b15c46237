"""The classes of data of this room of the house, and for how long each is kept (care.md §7)."""

from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session as Stored
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from cohorts.keeping.ending import deleting
from cohorts.keeping.leavings import (
    SHUT,
    end_places,
    forget_evaluations,
    forget_invitations,
    forget_names,
    forget_ways_in,
)
from cohorts.keeping.registry import Kept, Of, Words, register
from cohorts.keeping.spans import CONTACTS_KEPT, a_month, as_chat, as_records, over, over_and_heard
from cohorts.models import (
    Act,
    ActHead,
    AttendanceMark,
    Away,
    ChoreRow,
    Cohort,
    Contact,
    Course,
    Evaluation,
    Feed,
    Guessing,
    Heartbeat,
    Invitation,
    LegalHold,
    LostLink,
    MoveWish,
    OnCallSpan,
    OwnWish,
    QuickReply,
    Reply,
    Seat,
    Session,
    Shift,
    SignIn,
    Staff,
    Step,
    Stop,
    SupportCall,
    Swap,
    Telling,
    WaitingPlace,
    Week,
)

OF_SEAT: Final = Of(("seat__cohort",), ("seat",))
OF_SESSION: Final = Of(("session__cohort",))
OF_BOTH: Final = Of(("seat__cohort", "waiting__cohort"), ("seat", "waiting__taken"))
COURSE_OVER: Final = _("after the course")

contacts_over, calendars_over = over_and_heard(lambda: CONTACTS_KEPT), over_and_heard(a_month)


def for_good(name: str, title: Words, why: Words, *tables: type[Model]) -> None:
    """Have these stay, for a reason."""
    register(Kept(name, title, why, tables))


register(Kept(
    "contacts", _("contacts"), COURSE_OVER, (Contact,), lambda: CONTACTS_KEPT,
    lambda then: Contact.objects.filter(
        Q(seat__cohort__in=contacts_over(then)) | Q(waiting__cohort__in=contacts_over(then))
    ),
    deleting(Contact), OF_BOTH,
))  # fmt: skip
register(Kept(
    "tellings", _("who was told what by itself"), COURSE_OVER, (Telling,), lambda: CONTACTS_KEPT,
    lambda then: Telling.objects.filter(cohort__in=contacts_over(then)), deleting(Telling),
    Of(("cohort",), ("seat", "waiting__taken")),
))  # fmt: skip
register(Kept(
    "replies", _("who said that they come"), COURSE_OVER, (Reply,), a_month,
    lambda then: Reply.objects.filter(session__cohort__in=over(then)), deleting(Reply), OF_SEAT,
))  # fmt: skip
register(Kept(
    "marks", _("who came, as staff put it right"), COURSE_OVER, (AttendanceMark,), a_month,
    lambda then: AttendanceMark.objects.filter(session__cohort__in=over(then)), deleting(AttendanceMark), OF_SEAT,
))  # fmt: skip
register(Kept(
    "waiting", _("who waited for a place"), COURSE_OVER, (WaitingPlace,), a_month,
    lambda then: WaitingPlace.objects.filter(cohort__in=over(then)), deleting(WaitingPlace),
    Of(("cohort",), ("taken",)),
))  # fmt: skip
register(Kept(
    "calendars", _("calendar links of young people"), COURSE_OVER, (Feed,), a_month,
    lambda then: Feed.objects.filter(seat__cohort__in=calendars_over(then)), deleting(Feed), OF_SEAT,
))  # fmt: skip
register(Kept(
    "support", _("who of staff asked for support"), COURSE_OVER, (SupportCall,), a_month,
    lambda then: SupportCall.objects.filter(session__cohort__in=over(then)), deleting(SupportCall), OF_SESSION,
))  # fmt: skip
register(Kept(
    "stops", _("to whom nothing was sent by itself"), COURSE_OVER, (Stop,), as_chat,
    lambda then: Stop.objects.filter(seat__cohort__in=over(then)), deleting(Stop), OF_SEAT,
))  # fmt: skip
register(Kept(
    "wishes", _("wishes about what is held"), COURSE_OVER, (OwnWish,), as_chat,
    lambda then: OwnWish.objects.filter(seat__cohort__in=over(then)), deleting(OwnWish), OF_SEAT,
))  # fmt: skip
register(Kept(
    "moves", _("who was moved to another group"), COURSE_OVER, (MoveWish,), as_chat,
    lambda then: MoveWish.objects.filter(
        Q(to_seat__isnull=True) | Q(to_seat__cohort__in=over(then)), seat__cohort__in=over(then)
    ),
    deleting(MoveWish), Of(("seat__cohort", "to_seat__cohort"), ("seat", "to_seat")),
))  # fmt: skip
register(Kept(
    "evaluations", _("how groups said it was for them, in numbers"), COURSE_OVER, (Evaluation,), as_chat,
    lambda then: Evaluation.objects.filter(cohort__in=over(then)), forget_evaluations, Of(("cohort",)),
))  # fmt: skip
# Spared for no record, and the first for no hold: who still came in would know that something is written of them.
register(Kept(
    "places", _("places in a group, which end"), COURSE_OVER, (), as_chat,
    lambda then: Seat.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(returns_until__isnull=False), cohort__in=over(then)
    ),
    end_places,
))  # fmt: skip
register(Kept(
    "ways_in", _("what opens a seat, and what made it easier"), COURSE_OVER, (), as_chat,
    lambda then: Seat.objects.filter(cohort__in=over(then)).exclude(code_digest__startswith=SHUT), forget_ways_in,
    Of(("cohort",), ("pk",)),
))  # fmt: skip
register(Kept(
    "names", _("names in the room"), COURSE_OVER, (Seat,), as_chat,
    lambda then: Seat.objects.filter(cohort__in=over(then)).exclude(name=""), forget_names,
    Of(("cohort",), ("pk",)),
))  # fmt: skip
register(Kept(
    "shifts", _("who worked which evening"), _("after the evening"), (Shift,), as_records,
    lambda then: Shift.objects.filter(session__closes_at__lt=then), deleting(Shift), OF_SESSION,
))  # fmt: skip
register(Kept(
    "rota", _("who was on call when"), _("after it ended"), (OnCallSpan,), as_records,
    lambda then: OnCallSpan.objects.filter(ends_at__lt=then), deleting(OnCallSpan),
))  # fmt: skip
register(Kept(
    "away", _("when staff were away"), _("after it ended"), (Away,), a_month,
    lambda then: Away.objects.filter(ends_at__lt=then), deleting(Away),
))  # fmt: skip
register(Kept(
    "swaps", _("who asked whom to be on call instead"), _("after that time"), (Swap,), a_month,
    lambda then: Swap.objects.filter(ends_at__lt=then), deleting(Swap),
))  # fmt: skip
register(Kept(
    "holds", _("legal holds"), _("after they were lifted"), (LegalHold,), as_records,
    lambda then: LegalHold.objects.filter(lifted_at__lt=then), deleting(LegalHold),
))  # fmt: skip
register(Kept(
    "sign_ins", _("sign-ins"), _("after they ended"), (SignIn,), lambda: timedelta(days=30),
    lambda then: SignIn.objects.filter(Q(ended_at__lt=then) | Q(expires_at__lt=then)), deleting(SignIn),
    OF_BOTH, quiet=True,
))  # fmt: skip
register(Kept(
    "invitations", _("whom staff invitations were for"), _("after they ran out"), (Invitation,),
    lambda: timedelta(days=30), lambda then: Invitation.objects.waiting().filter(expires_at__lt=then),
    forget_invitations, quiet=True,
))  # fmt: skip
register(Kept(
    "guessing", _("how much was guessed"), _("after it was"), (Guessing,), lambda: timedelta(days=30),
    lambda then: Guessing.objects.filter(since__lt=then), deleting(Guessing), quiet=True,
))  # fmt: skip
register(Kept(
    "lost_links", _("who asked for a lost link"), _("after it was answered, which takes seconds"), (LostLink,),
    lambda: timedelta(days=1), lambda then: LostLink.objects.filter(asked_at__lt=then), deleting(LostLink), quiet=True,
))  # fmt: skip
register(Kept(
    "heartbeats", _("signs of life of duty loops"), _("after the last one"), (Heartbeat,), lambda: timedelta(days=1),
    lambda then: Heartbeat.objects.filter(beat_at__lt=then), deleting(Heartbeat), quiet=True,
))  # fmt: skip
register(Kept(
    "sessions", _("staff’s sessions of the framework"), _("after they ran out"), (Stored,), timedelta,
    lambda then: Stored.objects.filter(expire_date__lt=then), deleting(Stored), quiet=True,
))  # fmt: skip
for_good("acts", _("acts"), _("ids and choices alone; they show what was done, this among it"), Act, ActHead)
for_good(
    "plans", _("courses, cohorts and evenings"), _("what was planned names nobody"),
    *(Course, Week, Step, Cohort, Session, QuickReply),
)  # fmt: skip
for_good(
    "staff", _("staff"), _("when they leave all goes but the room name, as acts and records name them"),
    *(Staff, EmailAddress, EmailConfirmation, Authenticator),
)  # fmt: skip
for_good(
    "workings", _("the house’s own workings"), _("nothing of anybody"),
    *(ChoreRow, ContentType, Permission, Group, LogEntry),
)  # fmt: skip
