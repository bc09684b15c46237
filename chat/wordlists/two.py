"""Who may change the lists, and which two may let them miss more: one of them is the safeguarding lead."""

from __future__ import annotations

from chat.models import WordChange
from chat.wordlists.refusals import AnotherPerson, WithoutTheLead, WordsRefused
from cohorts.models import Role, Staff
from cohorts.roles import Right, may


def may_write(who: Staff) -> bool:
    """Whether somebody changes the lists at all, today."""
    return who.left_at is None and may(who.role, Right.WRITE_WORDS)


def may_be_second(by: Staff, asked: WordChange) -> bool:
    """Whether somebody may let this come into force."""
    try:
        check_second(by, asked)
    except WordsRefused:
        return False
    return True


def check_second(by: Staff, asked: WordChange) -> None:
    """Judged by what both are today: who left, or has another role, is not one of two who answer for it.

    Raises `AnotherPerson`, `WithoutTheLead`.
    """
    if asked.asked_by_id == by.pk:
        raise AnotherPerson
    if not may_write(asked.asked_by) or Role.LEAD not in {by.role, asked.asked_by.role}:
        raise WithoutTheLead
