"""A course in versions: what is in use never changes, what is the same is not kept twice, nothing is half saved."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from msgspec import structs

from cohorts import ledger, wording
from cohorts.actions import courses as whole
from cohorts.actions import scripts
from cohorts.models import Act, Course, Step, Week
from cohorts.script import writing
from cohorts.script.reading import read
from cohorts.script.shape import CourseText
from tests import cast
from tests.cohorts.scripts import SMALL, bundled, courses, with_step

pytestmark = pytest.mark.django_db
OTHER = with_step(words="Hello again. It is good to see you.")


def loaded(text: CourseText = SMALL) -> Course:
    return whole.load_course(text, None).course


def draft_of(text: CourseText = SMALL) -> tuple[Course, list[Step]]:
    draft = whole.begin_draft(loaded(text), None)
    return draft, draft.weeks.get(number=1).script


def fields(row: Any, names: tuple[str, ...], **changes: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in names} | changes


def names_of(week: Week) -> list[str]:
    return [step.name for step in week.script]


def test_what_is_loaded_is_there_word_for_word() -> None:
    text = bundled()
    course = loaded(text)
    assert wording.course_text(course) == text
    assert (course.version, course.draft, course.digest) == (1, False, writing.digest(text))
    assert course.published_at is not None
    assert Course.objects.newest() == [course]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(courses)
def test_exported_and_loaded_again_it_is_the_same_version(text: CourseText) -> None:
    first = loaded(text)
    again = whole.load_course(read({"one.toml": writing.write(wording.course_text(first)).encode()}), None)
    assert again == whole.Loaded(first, new=False)


def test_changed_words_are_the_next_version_and_a_cohort_keeps_its_own() -> None:
    first = loaded()
    cohort = cast.cohort()
    type(cohort).objects.filter(pk=cohort.pk).update(course=first)
    second = loaded(OTHER)
    assert (second.slug, second.version) == (first.slug, 2)
    assert second in Course.objects.newest()
    assert first not in Course.objects.newest()
    cohort.refresh_from_db()
    assert wording.course_text(cohort.course) == SMALL
    assert loaded(OTHER) == second
    assert loaded(SMALL).version == 3


def test_a_draft_is_copied_from_a_version_and_there_is_one_at_a_time() -> None:
    draft, _steps = draft_of()
    assert (draft.version, draft.draft) == (2, True)
    assert wording.course_text(draft) == SMALL
    assert whole.begin_draft(Course.objects.get(version=1), None) == draft
    with pytest.raises(whole.AlreadyADraft):
        whole.load_course(OTHER, None, draft=True)
    assert Course.objects.newest() == [Course.objects.get(version=1)]


def test_a_published_version_cannot_be_changed_by_any_way() -> None:
    course = loaded()
    week = course.weeks.get()
    step = week.script[0]
    ways: list[Callable[[], object]] = [
        lambda: scripts.change_course(course, fields(course, scripts.COURSE_FIELDS, title="X"), 0, None),
        lambda: scripts.change_week(week, fields(week, scripts.WEEK_FIELDS, theme="X"), 0, None),
        lambda: scripts.change_step(step, fields(step, scripts.STEP_FIELDS, title="X"), 0, None),
        lambda: scripts.add_step(week, fields(step, scripts.STEP_FIELDS), None),
        lambda: scripts.move_step(step, 1, None),
        lambda: scripts.take_out_step(step, None),
        lambda: scripts.put_back_step(step, None),
        lambda: whole.publish(course, None, seen=wording.digest_of(course), read=True),
        lambda: whole.discard(course, None, seen=wording.digest_of(course)),
    ]
    for way in ways:
        with pytest.raises(whole.NotADraft):
            way()
    assert wording.course_text(Course.objects.get()) == SMALL


def test_steps_are_changed_added_moved_taken_out_and_put_back() -> None:
    draft, [first, second, last] = draft_of()
    week = first.week
    scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words="Hi there."), 0, None)
    added = scripts.add_step(week, fields(first, scripts.STEP_FIELDS, title="Bye"), None)
    assert added.name == "bye-2"
    scripts.move_step(added, -1, None)
    assert names_of(week) == ["check-in", "mine", "bye-2", "bye"]
    scripts.take_out_step(second, None)
    scripts.take_out_step(second, None)
    assert names_of(week) == ["check-in", "bye-2", "bye"]
    scripts.put_back_step(second, None)
    assert names_of(week) == ["check-in", "mine", "bye-2", "bye"]
    scripts.move_step(first, -1, None)
    scripts.move_step(last, 1, None)
    assert names_of(week) == ["check-in", "mine", "bye-2", "bye"]
    assert wording.course_text(draft).week(1).steps[0].words == "Hi there."
    verbs = list(Act.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == [
        *(
            "course_loaded",
            "draft_begun",
            "step_changed",
            "step_added",
            "step_moved",
            "step_taken_out",
            "step_put_back",
        ),
    ]
    assert [walked.wrong for walked in ledger.verify()] == [None]


def test_the_later_of_two_who_change_the_same_step_is_told_and_neither_is_lost() -> None:
    draft, [first, *_others] = draft_of()
    scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words="Mine."), 0, None)
    with pytest.raises(scripts.ChangedMeanwhile):
        scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words="Yours."), 0, None)
    assert wording.course_text(draft).week(1).steps[0].words == "Mine."
    scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words="Yours."), 1, None)
    scripts.take_out_step(first, None)
    with pytest.raises(scripts.ChangedMeanwhile):
        scripts.change_step(first, fields(first, scripts.STEP_FIELDS), 2, None)
    with pytest.raises(scripts.ChangedMeanwhile):
        scripts.move_step(first, 1, None)


def test_a_week_and_the_course_itself_are_changed_under_the_same_rule() -> None:
    draft, [first, *_others] = draft_of()
    week = fields(first.week, scripts.WEEK_FIELDS, theme="Another")
    itself = fields(draft, scripts.COURSE_FIELDS, title="Another")
    scripts.change_week(first.week, week, 0, None)
    scripts.change_course(draft, itself, 0, None)
    with pytest.raises(scripts.ChangedMeanwhile):
        scripts.change_week(first.week, week, 0, None)
    with pytest.raises(scripts.ChangedMeanwhile):
        scripts.change_course(draft, itself, 0, None)
    text = wording.course_text(Course.objects.get(draft=True))
    assert (text.title, text.week(1).theme) == ("Another", "Another")


def test_an_evening_has_no_room_for_endless_steps() -> None:
    _draft, [first, *_others] = draft_of()
    for _ in range(37):
        scripts.add_step(first.week, fields(first, scripts.STEP_FIELDS), None)
    with pytest.raises(scripts.TooManySteps):
        scripts.add_step(first.week, fields(first, scripts.STEP_FIELDS), None)


READ = structs.replace(SMALL, checked="2026-11-20")
LATER = date(2026, 11, 29)


def read_on(draft: Course) -> date | None:
    draft.refresh_from_db()
    return draft.checked


def says_read(draft: Course, day: date | None, **changes: object) -> None:
    draft.refresh_from_db()
    itself = fields(draft, scripts.COURSE_FIELDS, checked=day, **changes)
    scripts.change_course(draft, itself, draft.revision, None)
    draft.refresh_from_db()


def test_nor_one_that_came_as_a_file_in_which_somebody_wrote() -> None:
    assert whole.load_course(structs.replace(OTHER, checked="2026-11-20"), None, draft=True).course.checked is None


def test_nobody_has_read_a_draft_through_that_was_begun_from_words_somebody_read() -> None:
    draft, _steps = draft_of(READ)
    assert (Course.objects.get(version=1).checked, read_on(draft)) == (date(2026, 11, 20), None)
    with pytest.raises(whole.NothingNew):
        whole.publish(draft, None, seen=wording.digest_of(draft), read=True)
    says_read(draft, LATER)
    published = whole.publish(draft, None, seen=wording.digest_of(draft), read=True)
    assert (published.version, published.checked) == (2, LATER), "that somebody read it again is something new"


@pytest.mark.parametrize(
    "what", ["change_step", "add_step", "move_step", "take_out_step", "put_back_step", "change_week"]
)
def test_whatever_is_changed_was_not_read_through(what: str) -> None:
    draft, [first, second, _last] = draft_of()
    ways: dict[str, Callable[[], object]] = {
        "change_step": lambda: scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words="Hi."), 0, None),
        "add_step": lambda: scripts.add_step(first.week, fields(first, scripts.STEP_FIELDS), None),
        "move_step": lambda: scripts.move_step(first, 1, None),
        "take_out_step": lambda: scripts.take_out_step(first, None),
        "put_back_step": lambda: scripts.put_back_step(second, None),
        "change_week": lambda: scripts.change_week(
            first.week, fields(first.week, scripts.WEEK_FIELDS, theme="Other"), 0, None
        ),
    }
    scripts.take_out_step(second, None)
    says_read(draft, LATER)
    drawn_from = draft.revision
    assert read_on(draft) == LATER
    ways[what]()
    assert read_on(draft) is None
    with pytest.raises(scripts.ChangedMeanwhile):
        scripts.change_course(draft, fields(draft, scripts.COURSE_FIELDS, checked=LATER), drawn_from, None)


def test_what_a_course_says_of_itself_is_read_again_too_unless_a_new_day_comes_with_it() -> None:
    draft, _steps = draft_of()
    says_read(draft, LATER)
    says_read(draft, LATER)
    assert read_on(draft) == LATER, "nothing was changed"
    says_read(draft, LATER, agreement=["Be kind."])
    assert read_on(draft) is None
    says_read(draft, LATER, agreement=["Be kind.", "Be here."])
    assert read_on(draft) == LATER


def test_a_draft_is_published_once_errors_are_mended_and_warnings_read() -> None:
    draft, [first, second, _last] = draft_of()
    with pytest.raises(whole.NothingNew):
        whole.publish(draft, None, seen=wording.digest_of(draft), read=False)
    scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words=""), 0, None)
    with pytest.raises(whole.NotReady) as refused:
        whole.publish(draft, None, seen=wording.digest_of(draft), read=True)
    assert [one.severity for one in refused.value.remarks] == ["error"]
    scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words="Hold an ice cube."), 1, None)
    with pytest.raises(whole.NotReady):
        whole.publish(draft, None, seen=wording.digest_of(draft), read=False)
    scripts.take_out_step(second, None)
    published = whole.publish(draft, None, seen=wording.digest_of(draft), read=True)
    assert (published.version, published.draft) == (2, False)
    assert Step.objects.filter(week__course=published).count() == 2
    assert published.digest == wording.digest_of(published)
    assert Course.objects.newest() == [published]


def test_a_draft_takes_the_number_after_what_was_loaded_meanwhile() -> None:
    draft, [first, *_others] = draft_of()
    loaded(OTHER)
    scripts.change_step(first, fields(first, scripts.STEP_FIELDS, words="Hi."), 0, None)
    assert whole.publish(draft, None, seen=wording.digest_of(draft), read=False).version == 4


def test_a_draft_given_up_leaves_the_published_words_alone() -> None:
    draft, _steps = draft_of()
    whole.discard(draft, None, seen=wording.digest_of(draft))
    assert [wording.course_text(one) for one in Course.objects.all()] == [SMALL]


def test_what_cannot_be_written_leaves_nothing_behind() -> None:
    broken = structs.replace(SMALL, weeks=(*SMALL.weeks, *SMALL.weeks))
    with pytest.raises(Exception, match=r"(?i)unique"):
        loaded(broken)
    assert not Course.objects.exists()
    assert not Act.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_draft_at_once_have_the_same_one() -> None:
    course, together = loaded(), threading.Barrier(4)

    def press(_: int) -> Course:
        together.wait()
        try:
            return whole.begin_draft(course, None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        drafts = set(pool.map(press, range(4)))
    assert drafts == {Course.objects.get(draft=True)}
    assert Act.objects.filter(verb="draft_begun").count() == 1
