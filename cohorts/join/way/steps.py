"""The steps of the way in, in order, and what is still wrong with each. Pure but for the groups it is given."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from django.conf import settings

from cohorts import agreement, naming, reach, signposts
from cohorts.join.way.answers import Answers
from cohorts.join.way.groups import Group, fitting
from cohorts.telling import ways


class Step(StrEnum):
    """One page of the way in."""

    YOU = "you"
    GROUP = "group"
    AGREEMENT = "agreement"
    NAME = "name"
    REACH = "reach"
    EASIER = "easier"
    LOOK = "look"


ASKS: dict[Step, frozenset[str]] = {
    Step.YOU: frozenset({"age", "place"}),
    Step.GROUP: frozenset({"group"}),
    Step.AGREEMENT: frozenset({"agreed"}),
    Step.NAME: frozenset({"name", "own"}),
    Step.REACH: frozenset({"seen", "reminders", "reminders_yes", "life", "life_yes"}),
    Step.EASIER: frozenset({"ease"}),
    Step.LOOK: frozenset(),
}
"""What each page asks for itself, and so does not carry along unseen."""


def chosen(answers: Answers, groups: Sequence[Group]) -> Group | None:
    """Return the group they chose, if people of their age may join it."""
    return next((one for one in fitting(groups, answers.years) if one.cohort.public_id == answers.group), None)


def steps(group: Group | None) -> list[Step]:
    """Return the pages of this way: whoever waits has no name yet, and some groups ask for no contact."""
    left_out = {Step.NAME} if group and group.is_full else set()
    return [one for one in Step if one not in left_out and (one != Step.REACH or group is None or group.asks)]


def problem(step: Step, answers: Answers, group: Group | None) -> str:
    """Return what is still wrong on a page, as its template has words for it; empty if nothing is."""
    return {
        Step.YOU: _you,
        Step.GROUP: lambda _answers, group: "" if group else "group",
        Step.AGREEMENT: lambda answers, _group: "" if answers.agreed == agreement.current().version else "agreed",
        Step.NAME: lambda answers, _group: naming.why_not(answers.called) or "",
        Step.REACH: _reach,
    }.get(step, lambda _answers, _group: "")(answers, group)


def open_until(answers: Answers, group: Group | None) -> Step:
    """Return the first page on which something is still wrong, else the last one."""
    return next((one for one in steps(group) if problem(one, answers, group)), Step.LOOK)


def is_at_home(answers: Answers) -> bool:
    """Whether they live where this house can get help to."""
    return answers.place in signposts.pack().places


def _you(answers: Answers, _group: Group | None) -> str:
    if answers.years is None:
        return "age"
    return "" if answers.place else "place"


def _reach(answers: Answers, group: Group | None) -> str:
    for name, text, agreed, read in (
        ("reminders", answers.reminders, answers.reminders_yes, ways.read),
        ("life", answers.life, answers.life_yes, _anybody),
    ):
        if text and not _is_read(text, read):
            return name
        if text and not agreed:
            return f"{name}_yes"
    return "required" if group and group.insists and not answers.life else ""


def _anybody(text: str) -> reach.Address:
    """People write or ring there, whatever this house can send by itself."""
    return reach.read(text, region=settings.REGION, texts=False)


def _is_read(text: str, read: Callable[[str], reach.Address]) -> bool:
    try:
        read(text)
    except reach.ContactUnfit:
        return False
    return True
