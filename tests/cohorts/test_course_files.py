"""A course in files: what is read is what was written, and what cannot be read is said with its place."""

import re
from pathlib import Path

import pytest
from hypothesis import given

from cohorts.script import folder, writing
from cohorts.script.problems import Unreadable
from cohorts.script.reading import MOST_BYTES, locate, read
from cohorts.script.shape import CourseText
from tests.cohorts.scripts import SMALL, bundled, courses

pytestmark = pytest.mark.embedded

ROOM = Path(__file__).parents[2] / "templates/chat"

COURSE = b'slug = "ours"\ntitle = "Ours"\n'
WEEK = b'number = 1\ntheme = "First"\n\n'
STEP = b'[[steps]]\nname = "hello"\npart = "welcome"\nkind = "text"\ntitle = "Hello"\nminutes = 10\nwords = "Hi."\n'


def problems(**files: bytes) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        read({name.replace("_", "-") + ".toml": content for name, content in files.items()})
    return [str(one) for one in refused.value.problems]


@given(courses)
def test_what_is_written_reads_back_the_same(course: CourseText) -> None:
    again = read({"course.toml": writing.write(course).encode()})
    assert again == course
    assert writing.digest(again) == writing.digest(course)


def test_line_endings_a_byte_order_mark_and_the_layout_make_no_difference() -> None:
    course = bundled()
    text = writing.write(course)
    assert read({"one.toml": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()}) == course
    assert folder.gather(folder.BUNDLED).keys() == {"course.toml", *(f"week-{number}.toml" for number in range(1, 8))}


def test_a_week_may_be_a_file_of_its_own() -> None:
    course = read({"course.toml": COURSE, "week-1.toml": WEEK + STEP})
    assert course.week(1).steps[0].words == "Hi."
    with pytest.raises(KeyError):
        course.week(2)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (STEP.replace(b"minutes = 10", b"minutes = 0"), "line 9: “minutes” must be a whole number: of a step 1 to 60"),
        (STEP.replace(b"minutes = 10", b"minutes = 500"), "line 9: “minutes” must be a whole number"),
        (STEP.replace(b"minutes = 10", b'minutes = "10"'), "line 9: “minutes” must be a whole number"),
        (STEP.replace(b"minutes", b"minuts"), "line 9: “minuts” is not known here. Did you mean “minutes”?"),
        (STEP + b"zzz = 1\n", "line 11: “zzz” is not known here. Take it out; known are: name, part, kind"),
        (STEP.replace(b'title = "Hello"\n', b""), "line 4: “title” is missing. Add it."),
        (STEP.replace(b'"text"', b'"video"'), "line 7: “kind” must be one of: text, scale, poll, round"),
        (STEP.replace(b'"welcome"', b'"hello"'), "line 6: “part” must be one of: welcome, check-in"),
        (STEP.replace(b'"Hi."', b'"""\nHi \\u0000.\n"""'), "line 10: “words” must be text of at most 2000"),
        (STEP.replace(b'"Hi."', b'"' + b"a" * 2001 + b'"'), "line 10: “words” must be text of at most 2000"),
    ],
)
def test_a_wrong_field_is_said_with_file_week_step_and_line(step: bytes, said: str) -> None:
    [problem] = problems(course=COURSE, week_1=WEEK + step)
    assert problem.startswith("week-1.toml, week 1, step “hello”, " + said)


def test_a_name_that_is_no_name_is_said() -> None:
    [problem] = problems(course=COURSE, week_1=WEEK + STEP.replace(b'"hello"', b'"../Up"'))
    assert "line 5: “name” must be small letters, digits and hyphens" in problem


def test_every_problem_of_all_files_is_said_at_once() -> None:
    bad = STEP.replace(b"10", b"0")
    said = problems(course=COURSE, week_1=WEEK + bad + bad, week_2=WEEK.replace(b"1", b'"x"') + STEP)
    assert [one.partition(": ")[0] for one in said] == [
        "week-1.toml, week 1, step “hello”, line 9",
        "week-1.toml, week 1, step “hello”, line 16",
        "week-2.toml, line 1",
    ]


def test_two_steps_of_one_name_are_said_at_the_second() -> None:
    [problem] = problems(course=COURSE, week_1=WEEK + STEP + STEP)
    assert problem.startswith("week-1.toml, week 1, step “hello”, line 12: another step")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"course": COURSE, "week_1": WEEK}, "week-1.toml, week 1, line 2: this week has no steps."),
        ({"course": COURSE, "week_1": WEEK + STEP, "week_2": WEEK + STEP}, "week-2.toml, week 1, line 1: there is a"),
        (
            {"course": COURSE, "week_2": WEEK.replace(b"1", b"2") + STEP},
            "course.toml, line 1: the weeks are numbered 2.",
        ),
        ({"course": COURSE}, "course.toml, line 1: there is no week in it."),
        ({"week_1": WEEK + STEP}, "week-1.toml: there must be exactly one file with the course’s “slug”; here are 0."),
        ({"a": COURSE, "b": COURSE}, "a.toml, b.toml: there must be exactly one file"),
        ({"course": b'slug = "x"\ntitle = \n'}, "course.toml, line 2: this is not TOML: Invalid value."),
        ({"course": b'slug = "x"\ntitle = "caf\xe9"'}, "course.toml, line 2: this is not UTF-8 text."),
        ({"course": b"# " + b"x" * MOST_BYTES}, "course.toml: the file is larger than 256 KB."),
        ({"course": b"slug = " + b"[" * 20_000}, "course.toml, line 1: brackets are nested too deeply."),
        ({"course": COURSE + b"weeks = 3\n"}, "course.toml, line 3: this must be a table of names and values."),
        ({"course": COURSE + b"weeks = [[3]]\n"}, "course.toml, line 3: this must be a table of names and values."),
    ],
)
def test_files_that_hold_no_course_are_said(files: dict[str, bytes], said: str) -> None:
    found = problems(**files)
    assert found[0].startswith(said), found


def test_a_single_file_tells_its_own_lines() -> None:
    text = writing.write(SMALL)
    wrong = text.replace("minutes = 30", "minutes = 61")
    [problem] = problems(all=wrong.encode())
    line = wrong.split("\n").index("minutes = 61") + 1
    assert problem.startswith(f"all.toml, week 1, step “mine”, line {line}: ")


def test_the_place_of_a_line_inside_a_text_is_the_files_own() -> None:
    raw = WEEK + STEP.replace(b'"Hi."', b'"""\nOne\nTwo\n"""')
    located = locate({"course.toml": COURSE, "week-1.toml": raw})
    file, line = located.line(1, 0, "words", 2)
    assert (file, raw.decode().split("\n")[line - 1]) == ("week-1.toml", "Two")
    assert located.line(1, None, "", 1) == ("week-1.toml", 1)
    assert located.line(1, 0, "notes", 1) == ("week-1.toml", 4)


def test_the_first_evening_says_how_to_reach_a_facilitator_by_what_the_room_really_shows() -> None:
    """Help opens a card, and the call leaves by a button on it; a wide screen has a panel for private words."""
    [step] = [one for one in bundled().week(1).steps if one.name == "ways-to-reach-us"]
    [calls] = [line for line in step.words.splitlines() if "calls a facilitator" in line]
    assert calls.startswith("Help – ")
    shown = "".join((ROOM / name).read_text() for name in ("room.html", "_sheets.html"))
    named = set(re.findall("“(.+?)”", step.words))
    assert named == {"Call now", "Private", "Private word"}
    assert [name for name in named if f'"{name}" %}}' not in shown] == []


def test_files_that_are_not_there_or_far_too_large_are_not_even_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(10 * 1024 * 1024)
    (tmp_path / "empty").mkdir()
    for path, said in (
        (huge, "larger than"),
        (tmp_path / "none.toml", "cannot be read"),
        (tmp_path / "empty", "0 .toml"),
    ):
        with pytest.raises(Unreadable) as refused:
            folder.gather(path)
        assert said in str(refused.value.problems[0])
