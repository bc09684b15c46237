"""An evening by its script: sent, answered by thumb and by keys, counted, passed, written for oneself alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.evening import LAPTOP, PHONE, Evening
from tests.browser.people import Facilitator, Seated
from tests.browser.readable import anybody_can_use

KEPT = "mornings are easier"
SHARED = "and evenings are hard"


@pytest.fixture
def seats(chromium: Browser, evening: Evening, facilitator: Facilitator) -> Iterator[list[Seated]]:
    """Four young people: with fewer nothing is counted out loud."""
    contexts = [chromium.new_context(viewport=PHONE, reduced_motion="reduce") for _ in range(4)]
    people = [Seated(one.new_page(), evening.seat(number)) for number, one in enumerate(contexts, start=1)]
    contexts[1].grant_permissions(["clipboard-read", "clipboard-write"])
    for one in people:
        one.knocks()
    yield [one.is_in() for one in people]
    for context in contexts:
        context.close()


def test_an_evening_by_its_script(facilitator: Facilitator, seats: list[Seated]) -> None:
    otter, heron, *_ = seats
    _begins(facilitator, otter)
    _counts(facilitator, seats)
    _takes_turns(facilitator, seats)
    _agrees(facilitator, heron)
    _asks_something_else(facilitator, heron)
    _writes_for_oneself(facilitator, otter, heron)
    assert [complaint for one in (facilitator, *seats) for complaint in one.complaints] == []


def _begins(facilitator: Facilitator, otter: Seated) -> None:
    """Words to read are sent by one press, and the next step lies open."""
    facilitator.shows("script")
    _sends(facilitator.page, "welcome")
    expect(facilitator.page.locator("[data-step=welcome] summary")).to_contain_text("in the room")
    expect(facilitator.page.locator("[data-state=next] details")).to_have_attribute("open", "")
    expect(otter.page.locator("#asked-first")).to_have_text("Hello, and welcome. We are glad you are here.")
    expect(otter.page.locator("#asked-body")).to_be_hidden()
    _skips_and_moves_by_keys(facilitator.page)
    _sends_once_by_a_double_click(facilitator, otter)


def _sends_once_by_a_double_click(facilitator: Facilitator, otter: Seated) -> None:
    """Neither is the step said twice, nor is the next one sent, which lies where the first was."""
    row = _opens(facilitator.page, "check-in")
    row.get_by_role("button", name="Send to the room").dblclick()
    expect(row.locator("summary")).to_contain_text("in the room")
    facilitator.says("one word is enough")
    otter.hears("one word is enough")
    expect(otter.page.locator("#talk li.message").get_by_text("If your day was weather")).to_have_count(1)
    expect(facilitator.page.locator("#steps > li:is([data-state=now], [data-state=sent])")).to_have_count(2)


def _counts(facilitator: Facilitator, seats: list[Seated]) -> None:
    """Only facilitators see what is picked, until the room is shown how many."""
    _, heron, _, wren = seats
    _sends(facilitator.page, "new-group")
    for seat, place in zip(seats, (0, 0, 0, 1), strict=True):
        _picks(seat.page, place)
    expect(facilitator.page.locator("#in-room-tally .number").first).to_have_text("3")
    assert "Who picked" not in heron.all_text()
    expect(wren.page.locator(".tally")).to_have_count(0)
    anybody_can_use(facilitator.page)
    anybody_can_use(heron.page)
    facilitator.page.locator("#share").click()
    expect(wren.page.locator("#asked-results .number")).to_have_text(["3", "1", "0", "0", "0"])
    expect(wren.page.locator("#asked-form")).to_be_hidden()


def _takes_turns(facilitator: Facilitator, seats: list[Seated]) -> None:
    """One passes before it begins, one would rather listen when it is their turn, and the rest have theirs."""
    otter, heron, _, wren = seats
    _sends(facilitator.page, "agreement-ours")
    _keeps_its_ways_in_sight(facilitator, heron)
    heron.page.get_by_role("button", name="Pass", exact=True).press("Enter")
    expect(facilitator.page.locator("#round-seats li").nth(1)).to_contain_text("passes")
    expect(heron.page.get_by_role("button", name="I’d like a turn after all")).to_be_focused()
    expect(heron.page.locator("#said")).to_have_text("You are leaving this one out. That’s fine.")
    _first(facilitator.page, otter.name)
    wren.page.goto("about:blank")
    expect(facilitator.page.locator("#round-seats li").filter(has_text=wren.name)).to_contain_text("not here")
    facilitator.page.get_by_role("button", name="Begin the turns").click()
    expect(facilitator.page.locator("#done")).to_contain_text("The turns have begun.")
    _comes_back(wren)
    _reads_in_order_on_a_phone(facilitator)
    expect(otter.page.locator("#asked-turn")).to_contain_text("It’s your turn")
    otter.page.get_by_role("button", name="Just listening tonight").press("Enter")
    expect(otter.page.get_by_role("button", name="I’d like a turn after all")).to_be_focused()
    expect(otter.page.locator("#said")).to_have_text("You are just listening tonight. That’s fine.")
    expect(facilitator.page.locator("#round-seats li").filter(has_text=otter.name)).to_contain_text("listens tonight")
    expect(wren.page.locator("#asked-turn")).to_contain_text("You come later")
    _are_told_elsewhere(facilitator, heron, wren)


def _are_told_elsewhere(facilitator: Facilitator, heron: Seated, wren: Seated) -> None:
    """Whoever is in the private word on a phone, or has a card open, learns that it is their turn; nobody else does."""
    for one in (heron, wren):
        one.page.locator("[data-view-to=private]").click()
    facilitator.page.get_by_role("button", name="Next", exact=True).dblclick()
    notice, badge = wren.page.locator("#private-notices"), wren.page.locator("[data-badge=room]")
    expect(notice).to_contain_text("It’s your turn, if you like")
    expect(badge).to_have_text("1")
    anybody_can_use(wren.page)
    expect(heron.page.locator("#private-notices")).to_be_empty()
    expect(heron.page.locator("[data-badge=room]")).to_be_hidden()
    for one in (heron, wren):
        one.page.locator("[data-view-to=room]").click()
    expect(badge).to_be_hidden()
    expect(wren.page.locator("#asked-turn")).to_contain_text("It’s your turn")
    heron.page.locator(".bar [data-sheet=more]").click()
    facilitator.page.get_by_role("button", name=f"Give the turn to {heron.name}").click()
    expect(heron.page.locator("#said")).to_have_text("It’s your turn, if you like. Take your time.")
    expect(heron.page.locator("[data-badge=room]")).to_have_text("1")
    heron.page.keyboard.press("Escape")
    expect(heron.page.locator("[data-badge=room]")).to_be_hidden()


def _comes_back(seated: Seated) -> None:
    """Whoever was not there as the turns began has one after the others, and may say that they would rather not."""
    seated.page.go_back()
    seated.is_in()
    expect(seated.page.locator("#asked-turn")).to_contain_text("You come later")
    expect(seated.page.get_by_role("button", name="Pass", exact=True)).to_be_visible()


def _reads_in_order_on_a_phone(facilitator: Facilitator) -> None:
    """The script alone stands there then, below the name of the evening."""
    facilitator.page.set_viewport_size(PHONE)
    facilitator.page.locator(".bar [data-view-to=side]").click()
    expect(facilitator.page.locator("#in-room")).to_be_visible()
    anybody_can_use(facilitator.page)
    facilitator.page.set_viewport_size(LAPTOP)


def _keeps_its_ways_in_sight(facilitator: Facilitator, seated: Seated) -> None:
    """However much is said, nobody has to look for how to pass, and the last of it can be read."""
    for number in range(14):
        facilitator.says(f"take your time, {number}")
    seated.hears("take your time, 13")
    for name in ("Pass", "Just listening tonight"):
        expect(seated.page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(seated.page.locator("#talk")).to_be_in_viewport(ratio=1)


def _agrees(facilitator: Facilitator, heron: Seated) -> None:
    """A line of the group's own is shown, and can be read again at any time; a slip of the hand is taken back."""
    page = facilitator.page
    page.locator("#agree summary").click()
    page.locator("#agree-lines").press("Control+End")
    page.keyboard.type("\nMusic talk is fine.")
    anybody_can_use(page)
    page.get_by_role("button", name="Show it to the room").click()
    expect(page.locator("#agree-version")).to_have_text("version 1")
    expect(heron.page.locator("#talk")).to_contain_text("Music talk is fine.")
    heron.page.locator(".bar [data-sheet=more]").click()
    heron.page.locator("#agreed-more").click()
    expect(heron.page.locator("#agreed-lines li").last).to_have_text("Music talk is fine.")
    heron.page.keyboard.press("Escape")
    page.locator("#take-back").click()
    expect(heron.page.locator("#asked")).to_be_hidden()
    expect(page.locator("#in-room")).to_be_hidden()


def _asks_something_else(facilitator: Facilitator, heron: Seated) -> None:
    """What could not be asked is said with its reason, as often as it is tried, and the console's line stays."""
    page = facilitator.page
    page.locator("#own-ask summary").click()
    page.locator("#own-ask-kind").select_option("poll")
    page.locator("#own-ask-words").fill("What helps tonight?")
    send = page.locator("#own-ask-form").get_by_role("button", name="Send to the room")
    for number, said in ((9, "There are 9 things to pick from"), (1, "at least two"), (12, "There are 12 things")):
        page.locator("#own-ask-lines").fill("\n".join(f"thing {one}" for one in range(number)))
        send.click()
        expect(page.locator("#own-ask-said")).to_contain_text(said)
    page.locator("#own-ask-lines").fill("a walk\n" + "x" * 401)
    send.click()
    expect(page.locator("#own-ask-said")).to_contain_text("more than 400 characters")
    anybody_can_use(page)
    page.locator("#own-ask-lines").fill("a walk\nmusic")
    send.click()
    expect(heron.page.locator("#asked-first")).to_have_text("What helps tonight?")
    expect(page.locator("#own-ask-said")).to_be_empty()
    page.locator("#agree-lines").fill("\n".join(f"line {one}" for one in range(31)))
    page.get_by_role("button", name="Show it to the room").click()
    expect(page.locator("#agree-said")).to_contain_text("There are 31 lines")


def _writes_for_oneself(facilitator: Facilitator, otter: Seated, heron: Seated) -> None:
    _sends(facilitator.page, "worth-it")
    for seat, words in ((heron, KEPT), (otter, SHARED)):
        seat.page.get_by_role("button", name="Write for myself").click()
        seat.page.locator("#own-words").fill(words)
    anybody_can_use(heron.page)
    heron.page.locator("#own-copy").click()
    expect(heron.page.locator("#own-said")).to_contain_text("Copied")
    assert heron.page.evaluate("navigator.clipboard.readText()") == KEPT
    heron.page.keyboard.press("Escape")
    otter.page.locator("#own-share").click()
    expect(otter.page.locator("#own-sure")).to_be_focused()
    otter.page.locator("#own-yes").click()
    expect(otter.page.locator("#own-said")).to_contain_text("They have it")
    expect(facilitator.task(SHARED)).to_have_count(1)
    assert SHARED not in heron.all_text()

    _sends(facilitator.page, "goodbye")
    heron.page.locator(".bar [data-sheet=more]").click()
    heron.page.locator("#own-more").click()
    expect(heron.page.locator("#own-words")).to_have_value(KEPT)
    _is_told_when_it_goes(facilitator, heron)
    assert KEPT not in facilitator.all_text()
    assert KEPT not in heron.kept()
    heron.reloads()
    assert KEPT not in heron.all_text(), "it goes with the page"


def _is_told_when_it_goes(facilitator: Facilitator, heron: Seated) -> None:
    """Where they write, and as the room begins to close, when there is time to copy it; nobody else is told of it."""
    goes, page = heron.page.locator("#own-goes"), facilitator.page
    expect(goes).to_contain_text("when you close this page, and when the room closes at")
    facilitator.controls().get_by_role("button", name="Close the room").click()
    facilitator.fills_in()
    expect(page.locator("#done")).to_contain_text("The room is closing.")
    expect(goes).to_contain_text("The room is closing. This goes when you close this page, or at")
    heron.page.keyboard.press("Escape")
    expect(heron.page.locator("#notices")).to_contain_text("What you wrote just for yourself goes at")
    expect(page.locator("#notices")).to_contain_text("The room is closing")
    expect(page.locator("#notices")).not_to_contain_text("just for yourself")


def _opens(page: Page, step: str) -> Locator:
    """Open a step if it is not open."""
    row = page.locator(f"[data-step={step}]")
    if row.locator("details").get_attribute("open") is None:
        row.locator("summary").click()
    return row


def _sends(page: Page, step: str) -> None:
    """Send a step by one press."""
    row = _opens(page, step)
    row.get_by_role("button", name="Send to the room").click()
    expect(row).not_to_have_attribute("data-state", "next")
    expect(row.locator("details")).not_to_have_attribute("open", "")


def _skips_and_moves_by_keys(page: Page) -> None:
    """The hand stays where it was, whatever moves; what is skipped lies behind one press, and can be come back to."""
    later = page.locator("[data-step=ways-to-reach-us] [data-way=later]")
    later.press("Enter")
    expect(page.locator("#steps > li:nth-child(3)")).to_have_attribute("data-step", "ways-to-reach-us")
    expect(page.locator("[data-step=check-in]")).to_have_attribute("data-state", "next")
    page.locator("[data-step=check-in] [data-way=skip]").press("Enter")
    expect(page.locator("[data-step=ways-to-reach-us] summary")).to_be_focused()
    expect(page.locator("[data-step=check-in]")).to_be_hidden()
    page.get_by_role("button", name="One step done or skipped").press("Enter")
    page.locator("[data-step=check-in] summary").press("Enter")
    page.locator("[data-step=check-in] [data-way=back]").press("Enter")
    expect(page.locator("[data-step=check-in]")).to_have_attribute("data-state", "next")


def _first(page: Page, name: str) -> None:
    """One seat goes to the end of the order and comes back to its beginning, by the one button there is for it."""
    rows = page.locator("#round-seats li")
    rows.nth(2).get_by_role("button", name="sooner").click()
    rows.nth(1).get_by_role("button", name="sooner").click()
    expect(rows.first).not_to_contain_text(name)
    rows.nth(1).get_by_role("button", name=f"{name} sooner").press("Enter")
    expect(rows.first).to_contain_text(name)
    expect(rows.first).to_be_focused()


def _picks(page: Page, place: int) -> None:
    """By keys alone: down to the choice, then Enter."""
    page.locator("#asked-answers input").first.focus()
    page.keyboard.press("Space")
    for _ in range(place):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#asked-said")).to_contain_text("They know")
