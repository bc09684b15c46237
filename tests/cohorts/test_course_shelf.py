"""Courses as files in the desk: out, in, refused with the line to mend; and two versions side by side."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cohorts.actions import courses as whole
from cohorts.models import Course
from cohorts.script import writing
from cohorts.script.reading import MOST_BYTES
from tests.cohorts.editor import DRAFT, SHELF, STEP_1, WEEK_1, Desk, written
from tests.cohorts.scripts import SMALL, with_step

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


def toml(text: str | bytes, name: str = "course.toml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def test_two_versions_are_compared(desk: Desk, draft: Course) -> None:
    desk.sends(STEP_1, **written(words="Quite new."))
    desk.sends(WEEK_1 + "new/", **written(title="Added", words="More."))
    desk.sends(WEEK_1 + "steps/mine/out/")
    desk.sends(WEEK_1 + "steps/bye/move/", to="up")
    for address in (DRAFT + "against/1/", "/desk/courses/small-course/1/against/2/"):
        page = desk.sees(address)
        assert '<del><span class="for-ears">before: </span>Hello there.' in page
        assert "now: </span>Quite new." in page
        assert "only in version 2" in page
        assert "only in version 1" in page
        assert "Order of the steps" in page
    assert "They say the same." in desk.sees("/desk/courses/small-course/1/against/1/")


def test_a_file_goes_out_and_comes_in_as_a_draft(desk: Desk) -> None:
    whole.load_course(SMALL, None)
    answer = desk.client.get("/desk/courses/small-course/1/file/")
    assert answer["Content-Disposition"] == 'attachment; filename="small-course-1.toml"'
    assert desk.says(SHELF, 303, files=toml(answer.content)).endswith("/small-course/1/?done=nothing_new")
    other = writing.write(with_step(words="Other."))
    assert desk.says(SHELF, 303, files=toml(other)) == DRAFT + "?done=taken_in"
    assert Course.objects.get(version=2, slug="small-course").draft
    assert "has a draft, version 2" in desk.says(SHELF, 409, files=toml(other.replace("Other.", "Third.")))
    assert Course.objects.filter(slug="small-course").count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"slug = ", "course.toml, line 1: this is not TOML"),
        (b'slug = "caf\xe9"', "course.toml, line 1: this is not UTF-8"),
        (b"# " + b"x" * (10 * 1024 * 1024), f"larger than {MOST_BYTES // 1024} KB"),
        (writing.write(with_step(title="x" * 81)).encode(), "step “check-in”, line"),
        (b'slug = "<b>"\ntitle = "x"', "small letters"),
    ],
)
def test_a_file_that_is_no_course_is_refused_with_its_line(desk: Desk, content: bytes, said: str) -> None:
    page = desk.says(SHELF, 422, files=toml(content))
    assert "Nothing was taken in." in page
    assert said in page
    assert Course.objects.count() == 1, "the cast’s own"


def test_no_file_at_all_is_said(desk: Desk) -> None:
    assert "choose one .toml file" in desk.says(SHELF, 422)
