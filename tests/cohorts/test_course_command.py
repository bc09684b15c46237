"""`manage.py course`: what an operator types is done whole, or answered with the line to mend."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cohorts import wording
from cohorts.models import Course
from cohorts.script import writing
from tests.cohorts.scripts import SMALL, bundled, with_step

pytestmark = pytest.mark.django_db
SWAP = with_step(words="Hello.\nTry an elastic band.")


def course(*words: str) -> str:
    out = StringIO()
    call_command("course", *words, stdout=out)
    return out.getvalue()


def refused(*words: str) -> tuple[str, list[str]]:
    err = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("course", *words, stderr=err)
    assert not Course.objects.filter(slug="small-course").exists()
    return str(refusal.value), err.getvalue().splitlines()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(writing.write(SMALL))
    return path


def test_the_bundled_course_is_loaded_once_however_often_it_is_asked_for() -> None:
    assert course("check") == "Seven evenings: 7 weeks, 102 steps, nothing to look at again.\n"
    assert course("load") == "Loaded seven-evenings v1\n"
    assert course("load", "bundled") == "Already there, unchanged: seven-evenings v1\n"
    assert wording.course_text(Course.objects.get()) == bundled()


def test_what_is_exported_can_be_loaded(file: Path) -> None:
    course("load", str(file))
    file.write_text(writing.write(with_step(title="Other")))
    assert course("load", str(file)) == "Loaded small-course v2\n"
    file.write_text(course("export", "small-course", "--version", "1"))
    assert course("load", str(file)) == "Loaded small-course v3\n"
    assert course("export", "small-course") == course("export", "small-course", "--version", "1")


def test_a_course_nobody_has_is_answered_with_those_there_are(file: Path) -> None:
    course("load", str(file))
    for words in (("export", "nothing"), ("export", "small-course", "--version", "0")):
        with pytest.raises(CommandError, match=r"There are: small-course v1\."):
            course(*words)


def test_a_file_that_cannot_be_read_is_said_with_its_line(file: Path) -> None:
    text = file.read_text().replace("minutes = 30", "minutes = 500")
    file.write_text(text)
    line = text.split("\n").index("minutes = 500") + 1
    summary, lines = refused("load", str(file))
    assert summary.startswith("Nothing was loaded.")
    [said] = lines
    assert said.startswith(f"error: small.toml, week 1, step “mine”, line {line}: “minutes” must be a whole number: ")


def test_contested_content_is_published_only_by_who_has_read_why(file: Path) -> None:
    text = writing.write(SWAP)
    file.write_text(text)
    line = next(number for number, one in enumerate(text.split("\n"), start=1) if "elastic" in one)
    for verb in ("check", "load"):
        _summary, [said] = refused(verb, str(file))
        assert said.startswith(f"warning: small.toml, week 1, step “check-in”, line {line}: “elastic band”: A swap")
    assert course("load", str(file), "--read") == "Loaded small-course v1\n"


def test_an_error_is_not_waved_through(file: Path) -> None:
    file.write_text(writing.write(with_step(kind="poll")))
    for flag in ("--read", "--draft"):
        _summary, lines = refused("load", str(file), flag)
        assert "A poll needs 2 to 8 options" in lines[0]


def test_a_draft_waits_in_the_desk_and_a_second_one_is_refused(file: Path) -> None:
    file.write_text(writing.write(SWAP))
    assert course("load", str(file), "--draft") == "Loaded small-course v1 as a draft\n"
    file.write_text(writing.write(SMALL))
    with pytest.raises(CommandError, match=r"there is a draft, small-course v1\."):
        course("load", str(file), "--draft")
    assert Course.objects.get().draft


@pytest.mark.parametrize("where", ["missing.toml", "."])
def test_a_place_without_a_course_is_said(where: str, tmp_path: Path) -> None:
    _summary, [said] = refused("load", str(tmp_path / where))
    assert said.startswith("error: ")
