"""What is done with a whole course: loading one, beginning a draft, publishing it, giving it up."""

from dataclasses import dataclass
from datetime import date

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from msgspec import structs

from cohorts import wording
from cohorts.actions.acts import record
from cohorts.models import Course, Staff, Step, Week
from cohorts.script import checker, writing
from cohorts.script.shape import NOT_CHECKED, CourseText


class CourseRefused(Exception):
    """It cannot be done as things are; nothing was changed."""


class AlreadyADraft(CourseRefused):
    """There is one draft of a course at a time, so that nobody's work is lost under another's."""

    def __init__(self, draft: Course) -> None:
        super().__init__()
        self.draft = draft


class NotADraft(CourseRefused):
    """A published version never changes; begin a draft of the next."""


class NotAsRead(CourseRefused):
    """The draft says something else by now than what whoever decides about it has read."""


class NotReady(CourseRefused):
    """The checker has remarks that stand in the way: errors, or warnings that nobody said they have read."""

    def __init__(self, remarks: list[checker.Remark]) -> None:
        super().__init__()
        self.remarks = remarks


class NothingNew(CourseRefused):
    """The draft says what the newest version says already."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The version that holds these words, and whether it was made just now."""

    course: Course
    new: bool


def load_course(text: CourseText, by: Staff | None, *, draft: bool = False) -> Loaded:
    """Keep a course as its next version, published or as a draft; the same words again are the version there is.

    Raises `AlreadyADraft` if it is to be a draft and there is one.
    """
    try:
        return _load(text, by, draft=draft)
    except IntegrityError:
        # Of two who load the very first version at once, the later finds it there.
        return _load(text, by, draft=draft)


@transaction.atomic
def _load(text: CourseText, by: Staff | None, *, draft: bool) -> Loaded:
    versions = _locked(text.slug)
    newest = max((one for one in versions if not one.draft), key=lambda one: one.version, default=None)
    digest = writing.digest(text)
    if newest and newest.digest == digest:
        return Loaded(newest, new=False)
    if draft and (open_draft := next((one for one in versions if one.draft), None)):
        raise AlreadyADraft(open_draft)
    # A file may have been written in since somebody read what it was made of.
    kept = structs.replace(text, checked=NOT_CHECKED) if draft else text
    course = _write(kept, _next_version(text.slug), by, draft=draft)
    record(by, "course_loaded", course=course.slug, version=course.version, draft=draft)
    return Loaded(course, new=True)


@transaction.atomic
def begin_draft(of: Course, by: Staff | None) -> Course:
    """Return the draft of this course: the one there is, or a new one with the words of this version.

    That somebody read those through for safety is not taken along: the draft will say something else.
    """
    for one in _locked(of.slug):
        if one.draft:
            return one
    text = structs.replace(wording.course_text(of), checked=NOT_CHECKED)
    draft = _write(text, _next_version(of.slug), by, draft=True)
    record(by, "draft_begun", course=draft.slug, version=draft.version, of=of.version)
    return draft


@transaction.atomic
def publish(draft: Course, by: Staff | None, *, seen: str, read: bool) -> Course:
    """Make a draft the newest version. `seen` is the digest of what they have read; `read`, that of the warnings too.

    Raises `NotADraft`, `NotAsRead`, `NotReady` or `NothingNew`.
    """
    course = locked_draft(draft)
    text = wording.course_text(course)
    digest = writing.digest(text)
    if seen != digest:
        raise NotAsRead
    remarks = checker.check(text)
    if any(one.severity == "error" for one in remarks) or (remarks and not read):
        raise NotReady(remarks)
    last = Course.objects.published().filter(slug=course.slug).order_by("-version").first()
    if last and _says_as_much(text, last):
        raise NothingNew
    Step.objects.filter(week__course=course, removed_at__isnull=False).delete()
    if last and last.version > course.version:
        course.version = last.version + 1
    course.draft, course.digest, course.published_at = False, digest, timezone.now()
    course.save(update_fields=("version", "draft", "digest", "published_at"))
    record(by, "course_published", course=course.slug, version=course.version, warnings=len(remarks))
    return course


@transaction.atomic
def discard(draft: Course, by: Staff | None, *, seen: str) -> None:
    """Give a draft up that says what they have read, by its digest. Raises `NotADraft`, `NotAsRead`."""
    course = locked_draft(draft)
    if seen != wording.digest_of(course):
        raise NotAsRead
    slug, version = course.slug, course.version
    Week.objects.filter(course=course).delete()
    course.delete()
    record(by, "draft_given_up", course=slug, version=version)


def _says_as_much(text: CourseText, last: Course) -> bool:
    """Whether a draft says what the last version says; that nobody read the draft through is nothing new by itself."""
    if text.checked == NOT_CHECKED and last.checked:
        text = structs.replace(text, checked=last.checked.isoformat())
    return writing.digest(text) == last.digest


def locked_draft(course: Course) -> Course:
    """Take the lock of a draft, inside a transaction, and return it as it is now. Raises `NotADraft`."""
    found = Course.objects.select_for_update(no_key=True, of=("self",)).filter(pk=course.pk, draft=True).first()
    if found is None:
        raise NotADraft
    return found


def unread(draft: Course) -> None:
    """Say of a draft, under its lock, that nobody has read it through as it is now: its words have changed since.

    Whoever still has the old day in a form is told, as of any change.
    """
    read = Course.objects.filter(pk=draft.pk, checked__isnull=False)
    read.update(checked=None, revision=F("revision") + 1)


def _locked(slug: str) -> list[Course]:
    """Take the locks of every version there is, and return what is there once we have them."""
    versions = Course.objects.filter(slug=slug).order_by("pk")
    list(versions.select_for_update(no_key=True, of=("self",)).only("pk"))
    # Whoever had the locks before us may have begun a draft, which what waited for them does not show.
    return list(versions)


def _next_version(slug: str) -> int:
    last: int | None = Course.objects.filter(slug=slug).aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def _write(text: CourseText, version: int, by: Staff | None, *, draft: bool) -> Course:
    now = timezone.now()
    course = Course.objects.create(
        slug=text.slug,
        title=text.title,
        version=version,
        language=text.language,
        about=text.about,
        minutes=text.minutes,
        reading_age=text.reading_age,
        agreement=list(text.agreement),
        read_first=list(text.read_first),
        sources=[msgspec.to_builtins(source) for source in text.sources],
        checked=None if text.checked == NOT_CHECKED else date.fromisoformat(text.checked),
        draft=draft,
        digest="" if draft else writing.digest(text),
        made_by=by,
        made_at=now,
        published_at=None if draft else now,
    )
    for week in text.weeks:
        row = Week.objects.create(
            course=course,
            number=week.number,
            theme=week.theme,
            aim=week.aim,
            lobby=list(week.lobby),
            prepare=list(week.prepare),
            watch_outs=list(week.watch_outs),
            goal=week.goal,
        )
        steps = (msgspec.to_builtins(step) for step in week.steps)
        Step.objects.bulk_create(Step(week=row, position=place, **step) for place, step in enumerate(steps, start=1))
    return course
