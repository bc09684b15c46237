"""What each page of the way in shows beside what was said already."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from cohorts import agreement, eases, names, naming, reach, signposts
from cohorts.actions.take import names_in_use
from cohorts.join.often import how_often
from cohorts.join.until import lasts
from cohorts.join.way.answers import Answers
from cohorts.join.way.groups import Group, ages, fitting
from cohorts.join.way.steps import Step, is_at_home
from cohorts.telling import ways

NAMES_OFFERED = 6
Context = dict[str, Any]


def beside(step: Step, answers: Answers, groups: Sequence[Group], group: Group | None, now: datetime) -> Context:
    """Return what this one page needs."""
    pages: dict[Step, Callable[[], Context]] = {
        Step.YOU: lambda: {"places": signposts.pack().places},
        Step.GROUP: lambda: {"groups": fitting(groups, answers.years)},
        Step.AGREEMENT: lambda: {"agreement": agreement.current()},
        Step.NAME: lambda: {
            "names": _names(answers, group, now) if group else [],
            "longest": names.LONGEST,
            "is_own": bool(answers.own and not answers.name),
        },
        Step.REACH: lambda: {"longest": reach.LONGEST, "often": how_often(), **_reminded(), **ways.in_words()},
        Step.EASIER: lambda: {"eases": [(one.value, words) for one, words in eases.IN_THEIR_WORDS.items()]},
        Step.LOOK: lambda: {"said": _wishes(answers), **ways.in_words()},
    }
    return pages[step]()


def kind_no(answers: Answers, groups: Sequence[Group]) -> Context:
    """Return what is said to somebody whom no group is for: why, and who else would like to hear from them."""
    pack, span, years = signposts.pack(), ages(groups), answers.years or 0
    return {
        "away": not is_at_home(answers),
        "ages": span,
        "beyond": bool(span and not span[0] <= years <= span[1]),
        "pack": pack,
        "lines": pack.lines_for(answers.place),
    }


def _reminded() -> Context:
    """How long before an evening this house reminds of it, the first time and the second."""
    first, second = timedelta(hours=settings.CONFIRM_HOURS), timedelta(minutes=settings.START_MINUTES)
    return {"first": lasts(first), "second": lasts(second)}


def _wishes(answers: Answers) -> list[str]:
    return eases.in_their_words(answers.ease)


def _names(answers: Answers, group: Group, now: datetime) -> list[str]:
    """Some to choose from; the one they chose before stays among them."""
    taken = names_in_use(group.cohort, now)
    kept = [answers.name] if answers.name and not naming.why_not(answers.name) else []
    return [*kept, *names.offer(NAMES_OFFERED - len(kept), [*taken, *kept])]
