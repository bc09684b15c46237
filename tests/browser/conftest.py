"""One Alcove for all browser journeys, and an evening of its own for whoever asks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, Evening, House
from tests.browser.people import PATIENCE_MS, Facilitator, Seated
from tests.chromium import a_browser
from tests.ground import Ground
from tests.running import Alcove

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[Browser]:
    """The browser of the whole run: no test here is async, and starting one takes longer than many a test."""
    with a_browser() as one:
        yield one


@pytest.fixture(scope="module")
def chromium(one_chromium: Browser) -> Iterator[Browser]:
    """The same, with nothing in it of what other modules left open."""
    yield one_chromium
    for context in one_chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def house(ground: Ground) -> Iterator[House]:
    """A running Alcove, shared by every journey of the run."""
    alcove = Alcove(ground.environment()).prepare(sessions=House.EVENINGS).start()
    yield House(alcove)
    alcove.stop()


@pytest.fixture
def evening(house: House) -> Evening:
    """An evening for one test alone."""
    return house.next_evening()


@pytest.fixture
def facilitator(chromium: Browser, evening: Evening) -> Iterator[Facilitator]:
    """The counsellor of the evening at the console. The room opens as she comes in."""
    context = chromium.new_context(viewport=LAPTOP)
    yield Facilitator(context.new_page(), evening.facilitator()).comes_in()
    context.close()


@pytest.fixture(scope="module")
def both(house: House, chromium: Browser) -> Iterator[tuple[Seated, Facilitator]]:
    """A young person in a room and the counsellor at its console, each before a laptop, for all tests of a module."""
    evening = house.next_evening()
    contexts = [chromium.new_context(viewport=LAPTOP) for _ in range(2)]
    sam = Facilitator(contexts[0].new_page(), evening.facilitator()).comes_in()
    yield Seated(contexts[1].new_page(), evening.seat(1)).comes_in(), sam
    for context in contexts:
        context.close()
