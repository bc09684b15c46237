"""The nouns; `ls` of this folder is the glossary."""

from cohorts.models.act import Act, ActHead
from cohorts.models.attendance_mark import AttendanceMark, Came, WhyMarked
from cohorts.models.chore import ChoreRow
from cohorts.models.cohort import Cohort, ContactPolicy
from cohorts.models.contact import Contact, ContactKind, ContactPurpose
from cohorts.models.course import Course
from cohorts.models.evaluation import Evaluation
from cohorts.models.feed import Feed
from cohorts.models.guessing import Guessing, Tried
from cohorts.models.heartbeat import Heartbeat
from cohorts.models.hold import LegalHold, WhyHeld
from cohorts.models.invitation import Invitation
from cohorts.models.lost_link import LostLink
from cohorts.models.move_wish import MoveWish
from cohorts.models.on_call import Away, OnCallSpan, Swap, SwapEnd
from cohorts.models.own_wish import Heard, OwnWish, Wanted
from cohorts.models.quick_reply import QuickReply
from cohorts.models.reply import Reply
from cohorts.models.seat import Seat
from cohorts.models.session import Session
from cohorts.models.shift import Shift
from cohorts.models.sign_in import SignIn
from cohorts.models.staff import Role, Staff
from cohorts.models.step import Step
from cohorts.models.stop import Cause, Stop
from cohorts.models.support_call import SupportCall
from cohorts.models.telling import Kind, Telling, Way, Why
from cohorts.models.waiting import WaitingPlace
from cohorts.models.week import Week

__all__ = [
    "Act",
    "ActHead",
    "AttendanceMark",
    "Away",
    "Came",
    "Cause",
    "ChoreRow",
    "Cohort",
    "Contact",
    "ContactKind",
    "ContactPolicy",
    "ContactPurpose",
    "Course",
    "Evaluation",
    "Feed",
    "Guessing",
    "Heard",
    "Heartbeat",
    "Invitation",
    "Kind",
    "LegalHold",
    "LostLink",
    "MoveWish",
    "OnCallSpan",
    "OwnWish",
    "QuickReply",
    "Reply",
    "Role",
    "Seat",
    "Session",
    "Shift",
    "SignIn",
    "Staff",
    "Step",
    "Stop",
    "SupportCall",
    "Swap",
    "SwapEnd",
    "Telling",
    "Tried",
    "WaitingPlace",
    "Wanted",
    "Way",
    "Week",
    "Why",
    "WhyHeld",
    "WhyMarked",
]
