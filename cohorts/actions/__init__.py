"""The verbs: whatever changes who has which place, each whole or not at all."""

from cohorts.actions.acts import record
from cohorts.actions.admit import admit
from cohorts.actions.invite import (
    Closed,
    EmailTaken,
    EmailUnfit,
    Invited,
    begin_with,
    find_invitation,
    finish,
    invite,
    invite_again,
    invite_anew,
    withdraw_invitation,
)
from cohorts.actions.link import issue_link, spend_link
from cohorts.actions.sign_in import Opened, open_for, sign_in_by_code
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
from cohorts.actions.withdraw import withdraw

__all__ = [
    "Closed",
    "EmailTaken",
    "EmailUnfit",
    "Invited",
    "LastAdministrator",
    "NameTaken",
    "NameUnfit",
    "NoSeatFree",
    "NotYours",
    "Opened",
    "Taken",
    "admit",
    "begin_with",
    "change_role",
    "end_sign_ins",
    "find_invitation",
    "finish",
    "forget_second_factor",
    "free_numbers",
    "invite",
    "invite_again",
    "invite_anew",
    "issue_link",
    "leave_staff",
    "open_for",
    "record",
    "remove_from_shift",
    "sign_in_by_code",
    "sign_out",
    "spend_link",
    "take_seat",
    "withdraw",
    "withdraw_invitation",
]
