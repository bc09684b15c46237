"""Changing a draft step by step: each change names the revision it was drawn from, so nobody writes over another.

Whoever read the course through for safety has not read what was changed since, so every change empties that day.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from cohorts.actions.acts import record
from cohorts.actions.courses import CourseRefused, locked_draft, unread
from cohorts.models import Course, Staff, Step, Week
from cohorts.script.shape import MOST_STEPS

COURSE_FIELDS = ("title", "about", "language", "minutes", "reading_age", "checked", "agreement", "read_first")
WEEK_FIELDS = ("theme", "aim", "lobby", "prepare", "watch_outs", "goal")
STEP_FIELDS = ("title", "part", "kind", "minutes", "words", "notes", "options", "breathing")
_LONGEST_NAME = 40


class ChangedMeanwhile(CourseRefused):
    """Somebody else saved this since the form was drawn; their words stand, and ours are still in the form."""


class TooManySteps(CourseRefused):
    """An evening has room for so many steps and no more."""


@transaction.atomic
def change_course(course: Course, fields: Mapping[str, Any], revision: int, by: Staff | None) -> None:
    """Change what a draft says of itself; a day on which it was read stays only if it is new.

    Raises `NotADraft`, `ChangedMeanwhile`.
    """
    draft = locked_draft(course)
    known = {name: fields[name] for name in COURSE_FIELDS}
    if known["checked"] == draft.checked and any(getattr(draft, name) != known[name] for name in COURSE_FIELDS):
        known["checked"] = None
    _change(Course.objects.filter(pk=draft.pk), known, revision)
    record(by, "course_changed", course=draft.slug, version=draft.version)


@transaction.atomic
def change_week(week: Week, fields: Mapping[str, Any], revision: int, by: Staff | None) -> None:
    """Change a week's own words. Raises `NotADraft`, `ChangedMeanwhile`."""
    draft = locked_draft(week.course)
    _change(Week.objects.filter(pk=week.pk), {name: fields[name] for name in WEEK_FIELDS}, revision)
    unread(draft)
    record(by, "week_changed", course=draft.slug, version=draft.version, week=week.number)


@transaction.atomic
def change_step(step: Step, fields: Mapping[str, Any], revision: int, by: Staff | None) -> None:
    """Change one step. Raises `NotADraft`, `ChangedMeanwhile`, also if it was taken out meanwhile."""
    draft = locked_draft(step.week.course)
    there = Step.objects.filter(pk=step.pk, removed_at__isnull=True)
    _change(there, {name: fields[name] for name in STEP_FIELDS}, revision)
    _changed(by, "step_changed", draft, step)


@transaction.atomic
def add_step(week: Week, fields: Mapping[str, Any], by: Staff | None) -> Step:
    """Add a step at the end of a week. Raises `NotADraft`, `TooManySteps`."""
    draft = locked_draft(week.course)
    if week.steps.count() >= MOST_STEPS:
        raise TooManySteps
    last = week.steps.aggregate(last=Max("position"))["last"] or 0
    known = {name: fields[name] for name in STEP_FIELDS}
    step = Step.objects.create(week=week, name=_free_name(week, known["title"]), position=last + 1, **known)
    _changed(by, "step_added", draft, step)
    return step


@transaction.atomic
def move_step(step: Step, places: int, by: Staff | None) -> None:
    """Move a step up (-1) or down (1) by one place; at the end of the list nothing happens. Raises `NotADraft`."""
    draft = locked_draft(step.week.course)
    order = [one.pk for one in step.week.script]
    if step.pk not in order:
        raise ChangedMeanwhile
    at = order.index(step.pk)
    to = min(max(at + places, 0), len(order) - 1)
    if to == at:
        return
    order.insert(to, order.pop(at))
    for position, pk in enumerate(order, start=1):
        Step.objects.filter(pk=pk).exclude(position=position).update(position=position)
    _changed(by, "step_moved", draft, step)


@transaction.atomic
def take_out_step(step: Step, by: Staff | None) -> None:
    """Take a step out of a draft; it can be put back until the draft is published. Raises `NotADraft`."""
    draft = locked_draft(step.week.course)
    if Step.objects.filter(pk=step.pk, removed_at__isnull=True).update(removed_at=timezone.now()):
        _changed(by, "step_taken_out", draft, step)


@transaction.atomic
def put_back_step(step: Step, by: Staff | None) -> None:
    """Put a step back where it was. Raises `NotADraft`."""
    draft = locked_draft(step.week.course)
    if Step.objects.filter(pk=step.pk, removed_at__isnull=False).update(removed_at=None):
        _changed(by, "step_put_back", draft, step)


def _change(rows: Any, fields: dict[str, Any], revision: int) -> None:
    if not rows.filter(revision=revision).update(**fields, revision=F("revision") + 1):
        raise ChangedMeanwhile


def _changed(by: Staff | None, verb: str, draft: Course, step: Step) -> None:
    unread(draft)
    record(by, verb, course=draft.slug, version=draft.version, week=step.week.number, step=step.name)


def _free_name(week: Week, title: str) -> str:
    """Return a name that no step of the week has, one taken out included, since that may come back."""
    wanted = slugify(title)[: _LONGEST_NAME - 3].strip("-_").replace("_", "-") or "step"
    taken = set(week.steps.values_list("name", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, MOST_STEPS + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)
