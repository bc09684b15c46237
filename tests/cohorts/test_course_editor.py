"""The editor of courses in the desk: who may, what each page does, and what happens when it cannot."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from cohorts import wording
from cohorts.actions import courses as whole
from cohorts.models import Act, Course
from tests import cast
from tests.cohorts.doors import browser
from tests.cohorts.editor import DRAFT, SHELF, STEP_1, WEEK_1, Desk, as_it_stands, first_step, written
from tests.cohorts.scripts import SMALL, WEEK, bundled

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


@pytest.mark.parametrize("who", ["counsellor", "volunteer", "lead", "otter", "nobody"])
def test_for_anybody_else_there_is_no_editor(evening: cast.Evening, draft: Course, who: str) -> None:
    client = browser(evening, getattr(evening, who)) if who != "nobody" else browser()
    for address in (SHELF, DRAFT, WEEK_1, STEP_1, DRAFT + "file/", DRAFT + "against/1/"):
        assert client.get(address).status_code in ({302, 303} if who in {"otter", "nobody"} else {404})
    assert browser(evening, evening.coordinator).get(DRAFT).status_code == 200


def test_the_shelf_shows_versions_and_who_uses_them(desk: Desk, evening: cast.Evening, draft: Course) -> None:
    type(evening.cohort).objects.filter(pk=evening.cohort.pk).update(
        name="Thursdays", course=Course.objects.get(version=1, slug="small-course")
    )
    page = desk.sees(SHELF)
    assert page.index("Version 2") < page.index("draft") < page.index("1 cohort")
    assert "Thursdays" in desk.sees("/desk/courses/small-course/1/")
    assert "Read for safety" in page


@pytest.mark.both
def test_a_draft_is_begun_changed_and_published(desk: Desk, evening: cast.Evening) -> None:
    whole.load_course(SMALL, None)
    assert desk.says("/desk/courses/small-course/1/begin/", 303) == DRAFT + "?done=begun"
    assert desk.says(STEP_1, 303, **written(words="Good\r\nevening.")) == WEEK_1 + "?done=saved#step-check-in"
    assert first_step().words == "Good\nevening."
    assert desk.says(DRAFT + "publish/", 303, seen=as_it_stands()) == DRAFT + "?done=published"
    published = Course.objects.get(version=2)
    assert not published.draft
    told = list(Act.objects.filter(by=evening.coordinator).order_by("number").values_list("verb", flat=True))
    assert told == ["draft_begun", "step_changed", "course_published"]
    assert not any("evening" in str(about) for about in Act.objects.values_list("about", flat=True))


def test_remarks_stand_beside_the_step_and_are_read_before_publishing(desk: Desk, draft: Course) -> None:
    page = desk.says(STEP_1, 200, look="1", **written(words="Hello.\nHold an ice cube."))
    assert "Look again, words to send line 2:" in page
    assert "“Hold an ice”: A swap of one pain" in page
    assert first_step().words != "Hello.\nHold an ice cube."
    desk.sends(STEP_1, **written(words="Hello.\nHold an ice cube."))
    week = desk.sees(WEEK_1)
    assert week.index('id="step-check-in"') < week.index("“Hold an ice”") < week.index('id="step-mine"')
    assert "We have read this" in desk.sees(DRAFT)
    assert "not published yet" in desk.says(DRAFT + "publish/", 422, seen=as_it_stands())
    assert Course.objects.get(pk=draft.pk).draft
    desk.says(DRAFT + "publish/", 303, seen=as_it_stands(), read="1")


def test_an_error_keeps_a_draft_from_being_published_even_if_read(desk: Desk, draft: Course) -> None:
    desk.sends(STEP_1, **written(kind="poll"))
    page = desk.says(DRAFT + "publish/", 422, seen=as_it_stands(), read="1")
    assert "A poll needs 2 to 8 options" in page
    assert "It can be published once this is mended" in page
    desk.sends(STEP_1, **written(kind="poll", options="Yes\n\n No ", revision=1))
    assert first_step().options == ["Yes", "No"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes": 0}, "greater than or equal to 1"),
        ({"minutes": 500}, "less than or equal to 60"),
        ({"minutes": "ten"}, "whole number"),
        ({"title": ""}, "required"),
        ({"kind": "video"}, "valid choice"),
        ({"part": "x"}, "valid choice"),
        ({"words": "w" * 2001}, "at most 2000"),
        ({"options": "o" * 401}, "longer than 400"),
        ({"revision": "x"}, "not right yet"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_kept(
    desk: Desk, draft: Course, changes: dict[str, object], said: str
) -> None:
    page = desk.says(STEP_1, 422, **written(**{"title": "My own words", **changes}))
    assert said in page
    assert "My own words" in page or "title" in changes
    assert wording.course_text(draft) == SMALL


def test_what_a_paste_brings_along_unseen_is_left_out(desk: Desk, draft: Course) -> None:
    desk.says(STEP_1, 303, **written(words="\ufeffHel\x07lo\x1b there.\r"))
    assert first_step().words.endswith("Hello there.")


@pytest.mark.both
def test_the_later_of_two_keeps_their_words_and_sees_the_others(desk: Desk, draft: Course) -> None:
    desk.sends(STEP_1, **written(words="First in."))
    page = desk.says(STEP_1, 409, **written(words="Second in."))
    assert "Nothing of yours is lost" in page
    assert "Second in." in page
    assert "First in." in page
    assert 'name="revision" value="1"' in page
    desk.says(STEP_1, 303, **written(words="Both.", revision=1))
    for address, name in ((DRAFT + "edit/", "title"), (WEEK_1 + "edit/", "theme")):
        fields = {"about": "", "agreement": "", "minutes": 60, "reading_age": 11, "language": "en", "revision": 0}
        desk.says(address, 303, **{**fields, name: "First"})
        page = desk.says(address, 409, **{**fields, name: "Second"})
        assert "Second" in page
        assert "First" in page


def test_what_a_facilitator_reads_first_is_chosen_and_shown(desk: Desk, draft: Course) -> None:
    fields = {"title": "Ours", "agreement": "", "minutes": 60, "reading_age": 11, "language": "en", "revision": 0}
    said = "swearing that is at nobody"
    assert said not in desk.sees(DRAFT)
    assert "is not one of the available" in desk.says(DRAFT + "edit/", 422, **fields, about="", read_first=["imminent"])
    desk.says(DRAFT + "edit/", 303, **fields, about="", read_first=["low", "swearing"])
    assert Course.objects.get(pk=draft.pk).read_first == ["low", "swearing"]
    assert said in desk.sees(DRAFT)


def test_words_for_a_version_published_meanwhile_are_not_lost(desk: Desk, draft: Course) -> None:
    desk.sends(STEP_1, **written())
    whole.publish(draft, None, seen=as_it_stands(), read=True)
    page = desk.says(STEP_1, 409, **written(words="Too late.", revision=1))
    assert "Too late." in page
    assert "published now" in page
    for address in (STEP_1 + "move/", STEP_1 + "out/", STEP_1 + "back/"):
        assert "published now" in desk.says(address, 409, to="down")
    assert "published now" in desk.says(DRAFT + "give-up/", 422)
    assert "published now" in desk.says(WEEK_1 + "new/", 409, **written(words="Too late."))


def test_words_for_a_draft_that_was_given_up_meanwhile_are_given_back(desk: Desk, draft: Course) -> None:
    whole.discard(draft, None, seen=as_it_stands())
    for address, fields in (
        (STEP_1, written(words="For <nobody> any more.")),
        (WEEK_1 + "new/", written(words="For <nobody> any more.")),
        (WEEK_1 + "edit/", {"theme": "Hello", "aim": "For <nobody> any more.", "revision": 3}),
        (DRAFT + "edit/", {"title": "Small", "about": "For <nobody> any more.", "revision": 3}),
    ):
        page = desk.says(address, 409, **fields)
        assert "This was not kept" in page
        assert re.search(r"<textarea [^>]*readonly[^>]*>For &lt;nobody&gt; any more.</textarea>", page), address
        assert 'name="revision"' not in page
        desk.sees(address, 404)
        desk.says(address, 404, words=" ")
    assert ">Words to send</label>" in desk.says(STEP_1, 409, **written())


@pytest.mark.both
def test_steps_move_by_buttons_go_out_and_come_back(desk: Desk, draft: Course) -> None:
    week = draft.weeks.get()
    desk.says(STEP_1 + "move/", 303, to="down")
    assert [step.name for step in week.script] == ["mine", "check-in", "bye"]
    desk.says(STEP_1 + "move/", 303, to="sideways")
    assert desk.says(STEP_1 + "out/", 303) == WEEK_1 + "?out=check-in"
    page = desk.sees(WEEK_1 + "?out=check-in")
    assert "“Hello” is taken out." in page
    assert "Undo" in page
    assert desk.says(STEP_1 + "back/", 303) == WEEK_1 + "?done=back#step-check-in"
    assert [step.name for step in week.script] == ["mine", "check-in", "bye"]
    assert desk.says(WEEK_1 + "new/", 303, **written(title="Ein Lied!")).endswith("#step-ein-lied")


def test_the_week_shows_its_minutes_as_a_bar_and_as_a_table(desk: Desk, draft: Course) -> None:
    desk.sends(STEP_1, **written(minutes=25))
    page = desk.sees(WEEK_1)
    assert "75 of 60 minutes" in page
    assert "15 minutes longer than the evening" in page
    assert page.count('<rect class="part') == 3
    assert 'viewBox="0 0 75 5"' in page
    assert "From" in page


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"kind": "scale", "options": "none\nall"}, "0: none"),
        ({"kind": "poll", "options": "Yes\nNo"}, "<li>Yes</li>"),
        ({"kind": "round"}, "Just listening tonight"),
        ({"kind": "exercise", "breathing": "on"}, '<svg class="circle"'),
        ({"kind": "reflection"}, "Only for me"),
        ({"words": "<b>Hi</b>"}, "&lt;b&gt;Hi&lt;/b&gt;"),
    ],
)
def test_looking_first_shows_the_prompt_as_a_young_person_sees_it(
    desk: Desk, draft: Course, changes: dict[str, object], seen: str
) -> None:
    assert seen in desk.says(STEP_1, 200, look="1", **written(**changes))


def test_a_draft_is_given_up_only_after_asking(desk: Desk, draft: Course) -> None:
    assert "cannot be undone" in desk.sees(DRAFT + "give-up/")
    assert desk.says(DRAFT + "give-up/", 303, seen=as_it_stands()) == SHELF + "?done=given_up"
    assert not Course.objects.filter(draft=True).exists()


@pytest.mark.parametrize("decides", ["publish/", "give-up/"])
def test_nobody_decides_about_a_draft_that_says_something_else_than_they_have_read(
    desk: Desk, draft: Course, decides: str
) -> None:
    page = desk.sees(DRAFT if decides == "publish/" else DRAFT + "give-up/")
    seen = as_it_stands()
    assert f'name="seen" value="{seen}"' in page
    desk.says(STEP_1, 303, **written(words="Somebody else was here."))
    for late in ("", seen):
        assert "Somebody changed this draft since you looked" in desk.says(DRAFT + decides, 409, read="1", seen=late)
        assert Course.objects.get(pk=draft.pk).draft
    assert f'name="seen" value="{as_it_stands()}"' in desk.says(DRAFT + decides, 409, read="1", seen=seen)
    desk.says(DRAFT + decides, 303, read="1", seen=as_it_stands())


@pytest.mark.parametrize(
    "address", ["nothing/1/", "small-course/9/", "small-course/2/weeks/9/", "small-course/99999999999999999999/"]
)
def test_what_is_not_there_is_not_there(desk: Desk, draft: Course, address: str) -> None:
    desk.sees(SHELF + address, 404)
    desk.sees(WEEK_1 + "steps/nothing/", 404)


def test_nothing_is_changed_by_looking_or_from_elsewhere(desk: Desk, draft: Course) -> None:
    for address in (STEP_1 + "out/", STEP_1 + "move/", STEP_1 + "back/", DRAFT + "publish/", DRAFT + "begin/"):
        assert desk.client.get(address).status_code == 405
    assert desk.client.post(STEP_1 + "out/").status_code == 403
    assert wording.course_text(draft) == SMALL


def test_pages_ask_the_same_few_questions_however_long_the_course(
    desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    whole.load_course(bundled(), None)
    for address in (SHELF, f"{SHELF}seven-evenings/1/"):
        with django_assert_max_num_queries(8):
            desk.sees(address)
    with django_assert_max_num_queries(8):
        page = desk.sees(f"{SHELF}seven-evenings/1/weeks/1/")
    assert page.count('class="card step"') == len(bundled().week(1).steps) > len(WEEK.steps)
