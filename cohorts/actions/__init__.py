"""The verbs: whatever changes who has which place, each whole or not at all."""

from cohorts.actions.acts import record
from cohorts.actions.link import issue_link, spend_link
from cohorts.actions.sign_in import Opened, open_for, sign_in_by_code
from cohorts.actions.sign_out import sign_out
from cohorts.actions.staffing import leave_staff, remove_from_shift
from cohorts.actions.take import NameTaken, NameUnfit, NoSeatFree, Taken, free_numbers, take_seat
from cohorts.actions.withdraw import withdraw

__all__ = [
    "NameTaken",
    "NameUnfit",
    "NoSeatFree",
    "Opened",
    "Taken",
    "free_numbers",
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
]
