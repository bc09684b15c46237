"""Eight young people and a facilitator talk, each in a browser of their own, and all end with the same list."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import LAPTOP, PHONE, Evening, House
from tests.browser.people import Facilitator, Line, Seated, Somebody

PATIENCE_SECONDS = 20
NOTICED_AFTER_MS = 10_500


@dataclass
class Company:
    """Nine people in one room."""

    evening: Evening
    seats: list[Seated]
    sam: Facilitator

    def seat(self, number: int) -> Seated:
        return self.seats[number - 1]

    @property
    def everybody(self) -> list[Somebody]:
        return [*self.seats, self.sam]


@pytest.fixture(scope="module")
def company(house: House, chromium: Browser) -> Iterator[Company]:
    """Everybody is in; phones and laptops by turns."""
    evening = house.next_evening()
    contexts = [chromium.new_context(viewport=PHONE if number % 2 else LAPTOP) for number in range(9)]
    sam = Facilitator(contexts[0].new_page(), evening.facilitator()).comes_in()
    seats = [Seated(contexts[number].new_page(), evening.seat(number)) for number in range(1, 9)]
    for one in seats:
        one.knocks()
    for one in seats:
        one.is_in()
    company = Company(evening, seats, sam)
    yield company
    complaints = [line for one in company.everybody for line in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def test_words_replies_heads_ups_and_signs_reach_all_nine(company: Company) -> None:
    otter, heron, hare, wren, badger, robin, fox, moth = company.seats
    company.sam.says("Good evening. Good that you are here.")
    for number, one in enumerate(company.seats, start=1):
        one.says(f"Hello from number {number}")
    heron.replies_to("Hello from number 1", "Hello you, number 1")
    hare.says("It was loud at home again", heads_up="family")
    expect(wren.page.get_by_text(f"{hare.name} is talking about family.")).to_be_visible()
    assert wren.message("It was loud at home again").count() == 0
    badger.reacts_to("Hello you, number 1", "a warm heart")
    robin.reacts_to("Hello you, number 1", "a warm heart")
    company.sam.reacts_to("Hello you, number 1", "well done")
    fox.says("Same here, if it helps")
    moth.replies_to("Same here, if it helps", "It does")
    the_same_list(company, last="It does")
    told = next(row for row in otter.heard() if row["body"] == "Hello you, number 1")
    assert (told["who"], told["quote"]) == (heron.name, f"{otter.name} Hello from number 1")
    assert sorted(told["signs"]) == ["👏1", "💜2"]


def test_a_private_word_goes_both_ways_and_to_nobody_else(company: Company) -> None:
    hare = company.seat(3)
    hare.whispers("I have not told anyone this")
    hare.whispers("It is about somebody at home")
    expect(company.sam.task("I have not told anyone this")).to_contain_text("It is about somebody at home")
    company.sam.writes_privately_to(hare.name, "Thank you for trusting me with it")
    expect(hare.private_word("Thank you for trusting me with it")).to_have_count(1)
    company.sam.shows("queue")
    expect(company.sam.task("I have not told anyone this")).to_have_count(0)
    for one in company.seats:
        if one is not hare:
            assert "told anyone this" not in one.all_text()
            assert "trusting me" not in one.all_text()
    the_same_list(company)


def test_whoever_calls_is_told_who_took_the_call_and_nobody_else_is(company: Company) -> None:
    wren = company.seat(4)
    said = wren.calls_for_help("Can somebody come?")
    expect(said).to_contain_text("We have called the facilitators")
    expect(company.sam.page.locator("[data-side=queue] [data-badge]")).to_have_text("1 now")
    company.sam.shows("queue")
    company.sam.task("Can somebody come?").get_by_role("button", name="I’m on it").click()
    expect(said).to_have_text(f"{company.sam.name} is here now.")
    for one in company.seats:
        assert ("is here now." in one.page.locator("body").inner_text()) == (one is wren)
        if one is not wren:
            assert "Can somebody come?" not in one.all_text()
    wren.page.get_by_role("button", name="Go to the private word").click()
    expect(wren.private_word("Can somebody come?")).to_be_visible()
    expect(wren.page.locator("#whisper-words")).to_be_focused()


def test_whoever_loses_the_signal_reads_what_was_said_meanwhile(company: Company) -> None:
    badger = company.seat(5)
    with badger.out_of_signal():
        for number, one in enumerate((company.seat(1), company.seat(2), company.sam), start=1):
            one.says(f"Said while one was away, {number}")
        assert badger.message("Said while one was away, 1").count() == 0
    badger.hears("Said while one was away, 3")
    the_same_list(company, last="Said while one was away, 3")


def test_whoever_is_without_signal_for_longer_is_told_so_calmly(company: Company) -> None:
    badger = company.seat(5)
    badger.page.clock.install()
    badger.reloads()
    banner = badger.page.locator("#banner")
    with badger.out_of_signal():
        badger.page.clock.fast_forward(NOTICED_AFTER_MS)
        expect(banner).to_contain_text("We lost the connection. Trying again. Your words are kept.")
        company.seat(1).says("One has been away for longer")
    badger.hears("One has been away for longer")
    expect(banner).to_be_hidden()
    the_same_list(company, last="One has been away for longer")


def test_whoever_loses_the_line_is_told_calmly_and_comes_back_to_the_same_list(company: Company) -> None:
    robin = company.seat(6)
    line = Line(robin.page)
    robin.reloads()
    line.goes()
    company.seat(1).says("The line of one is cut")
    expect(robin.page.locator("#banner")).to_contain_text("We lost the connection")
    company.seat(2).says("And we talk on")
    line.returns()
    robin.hears("And we talk on")
    expect(robin.page.locator("#banner")).to_be_hidden()
    the_same_list(company, last="And we talk on")


def test_a_reload_mid_way_loses_nothing_and_keeps_what_was_half_written(company: Company) -> None:
    fox = company.seat(7)
    fox.page.locator("#say-words").fill("Half a sentence, not sen")
    company.seat(1).says("Somebody reloads now")
    fox.reloads()
    expect(fox.page.locator("#say-words")).to_have_value("Half a sentence, not sen")
    fox.says("Half a sentence, now sent")
    the_same_list(company, last="Half a sentence, now sent")


def test_two_tabs_of_one_person_say_and_hear_the_same(company: Company) -> None:
    moth = company.seat(8)
    second = Seated(moth.page.context.new_page(), moth.place)
    second.page.goto(moth.page.url)
    second.is_in()
    moth.says("From my first tab")
    second.says("From my second tab")
    the_same_list(company, second, last="From my second tab")
    second.page.close()
    assert second.complaints == []


@pytest.mark.parametrize("how", ["signal", "line"])
def test_words_written_while_away_are_said_once_on_return(company: Company, how: str) -> None:
    heron = company.seat(2)
    words = f"Written without a {how}"
    line = Line(heron.page)
    if how == "line":
        heron.reloads()
        line.goes()
    else:
        heron.page.context.set_offline(True)
    heron.writes(words)
    pending = heron.page.locator("#pending")
    expect(pending).to_contain_text(words)
    expect(pending).to_contain_text("Sending…")
    company.sam.says(f"We go on, without the {how} of one")
    assert company.sam.message(words).count() == 0
    line.returns()
    heron.page.context.set_offline(False)
    company.sam.hears(words)
    expect(pending).to_be_hidden()
    the_same_list(company, last=words)
    assert sum(row["body"] == words for row in company.seat(1).heard()) == 1


def read_everything(everybody: Sequence[Somebody]) -> None:
    """Choose to read behind every heads-up."""
    for one in everybody:
        for read in one.page.get_by_role("button", name="Read now").all():
            read.click()


def the_same_list(company: Company, *more: Seated, last: str = "") -> None:
    """Everybody's list has the same words, people, quotes and signs in the same order, each once, `last` at its end."""
    everybody = [*company.everybody, *more]
    read_everything(everybody)
    deadline = time.monotonic() + PATIENCE_SECONDS
    lists = [one.heard() for one in everybody]
    while not _agree(lists, last) and time.monotonic() < deadline:
        time.sleep(0.1)
        lists = [one.heard() for one in everybody]
    first = lists[0]
    for one, heard in zip(everybody, lists, strict=True):
        assert heard == first, one.name
        assert len({row["id"] for row in heard}) == len(heard), one.name
    assert not last or first[-1]["body"] == last


def _agree(lists: list[list[dict[str, Any]]], last: str) -> bool:
    first = lists[0]
    return all(one == first for one in lists) and (not last or (bool(first) and first[-1]["body"] == last))
