"""What a cohort said of its course, as the desk may see it: once nobody can answer any more, and never of a few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cohorts import evaluation
from cohorts.actions.evaluate import shut_at
from cohorts.keeping.spans import as_chat
from cohorts.models import Cohort, Evaluation, Session


class Stands(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    FEW = "few"
    SHOWN = "shown"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How far it has come, until when young people can answer, and what may be shown."""

    stands: Stands
    until: datetime
    questions: Sequence[evaluation.Shown] = ()


def read(cohort: Cohort, last: Session | None, now: datetime) -> Evaluated | None:
    """Return what there is to see, by two questions to the database; None before the last evening has ended.

    What was seen goes on being shown, though an evening was added after that.
    """
    row = Evaluation.objects.filter(cohort=cohort).values_list("counts", "shut").first()
    counts, shut = row or (None, False)
    if last is None or (now < last.ends_at and not shut):
        return None
    until = shut_at(last)
    if now < until and not shut:
        return Evaluated(Stands.ASKED, until)
    if now > last.closes_at + as_chat() and counts is None:
        return Evaluated(Stands.FORGOTTEN, until)
    questions = evaluation.shown(counts or {})
    return Evaluated(Stands.SHOWN if questions else Stands.FEW, until, questions)
