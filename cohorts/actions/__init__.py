"""The verbs: whatever changes who has which place, each whole or not at all."""

from cohorts.actions.acts import record
from cohorts.actions.admit import admit
from cohorts.actions.contacts import (
    forget_contacts,
    hand_over_contacts,
    keep_contact,
    read_contact,
)
from cohorts.actions.invite import (
    Closed,
    EmailTaken,
    EmailUnfit,
    Invited,
    NamedThemselves,
    begin_with,
    find_invitation,
    finish,
    invite,
    invite_again,
    invite_anew,
    invite_as,
    withdraw_invitation,
)
from cohorts.actions.leave_course import come_back, leave_course
from cohorts.actions.link import issue_link, spend_link
from cohorts.actions.lost import ask_for_way_back
from cohorts.actions.mark import NothingToMark, mark_attendance, take_mark_back
from cohorts.actions.move_seat import (
    EveningIsOn,
    NotHeld,
    SameCohort,
    move_seat,
    stay_put,
    take_wish_back,
    wish_to_move,
)
from cohorts.actions.reissue import Check, Reissued, reissue
from cohorts.actions.replies import AnotherTime, NotAsked, say_coming
from cohorts.actions.sign_in import Opened, open_for, outlast, sign_in_by_code
from cohorts.actions.sign_out import sign_out
from cohorts.actions.staffing import (
    LastAdministrator,
    NotYours,
    change_role,
    end_sign_ins,
    forget_second_factor,
    leave_staff,
    remove_from_shift,
)
from cohorts.actions.take import NameTaken, NameUnfit, NoSeatFree, Taken, free_numbers, take_seat
from cohorts.actions.waiting import (
    OfferOver,
    Queued,
    join_waiting,
    leave_waiting,
    offer_places,
    take_offer,
    wait_again,
)
from cohorts.actions.withdraw import withdraw
from cohorts.reach import ContactUnfit

__all__ = [
    "AnotherTime",
    "Check",
    "Closed",
    "ContactUnfit",
    "EmailTaken",
    "EmailUnfit",
    "EveningIsOn",
    "Invited",
    "LastAdministrator",
    "NameTaken",
    "NameUnfit",
    "NamedThemselves",
    "NoSeatFree",
    "NotAsked",
    "NotHeld",
    "NotYours",
    "NothingToMark",
    "OfferOver",
    "Opened",
    "Queued",
    "Reissued",
    "SameCohort",
    "Taken",
    "admit",
    "ask_for_way_back",
    "begin_with",
    "change_role",
    "come_back",
    "end_sign_ins",
    "find_invitation",
    "finish",
    "forget_contacts",
    "forget_second_factor",
    "free_numbers",
    "hand_over_contacts",
    "invite",
    "invite_again",
    "invite_anew",
    "invite_as",
    "issue_link",
    "join_waiting",
    "keep_contact",
    "leave_course",
    "leave_staff",
    "leave_waiting",
    "mark_attendance",
    "move_seat",
    "offer_places",
    "open_for",
    "outlast",
    "read_contact",
    "record",
    "reissue",
    "remove_from_shift",
    "say_coming",
    "sign_in_by_code",
    "sign_out",
    "spend_link",
    "stay_put",
    "take_mark_back",
    "take_offer",
    "take_seat",
    "take_wish_back",
    "wait_again",
    "wish_to_move",
    "withdraw",
    "withdraw_invitation",
]
