"""Somebody who writes courses, and a draft to write in."""

import pytest
from pytest_django import Settings

from cohorts.actions.courses import begin_draft, load_course
from cohorts.models import Course
from cohorts.webhook import Webhook
from tests import cast
from tests.cohorts.doors import browser
from tests.cohorts.editor import Desk
from tests.cohorts.scripts import SMALL

HOOK = Webhook("https://texts.example.org/", b"k" * 32)


@pytest.fixture
def evening() -> cast.Evening:
    """An evening of its own, whose coordinator writes courses."""
    return cast.evening()


@pytest.fixture
def desk(evening: cast.Evening) -> Desk:
    """The coordinator at the editor."""
    return Desk(browser(evening, evening.coordinator))


@pytest.fixture
def draft() -> Course:
    """Version 2 of the small course, not published yet."""
    return begin_draft(load_course(SMALL, None).course, None)


@pytest.fixture
def sends_both(settings: Settings) -> None:
    """A house that sends letters and text messages."""
    settings.POST_IS_SET_UP, settings.TEXT_WEBHOOK = True, HOOK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how old somebody has to be to read what young people are given."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    told = [str(value) for one in reports for name, value in one.user_properties if name == "reading age"]
    if told:
        terminalreporter.section("reading age in years")
        terminalreporter.write_line(", ".join(told))
