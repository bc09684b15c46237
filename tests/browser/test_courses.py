"""A coordinator changes the course in a real browser, without JavaScript and by keyboard, and everybody could."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.evening import House
from tests.browser.readable import anybody_can_use, nothing_sticks_out

TABLET = ViewportSize(width=820, height=1180)
SIZES = {
    "tablet": TABLET,
    "desktop": ViewportSize(width=1366, height=768),
    "phone": ViewportSize(width=360, height=640),
}
COURSE = "/desk/courses/seven-evenings/"


@pytest.fixture
def plain(house: House, chromium: Browser) -> Iterator[BrowserContext]:
    """A tablet that runs no scripts, signed in as the coordinator of the demo."""
    context = chromium.new_context(viewport=TABLET, java_script_enabled=False)
    context.new_page().goto(house.alcove.demo["coordinator"]["link"])
    yield context
    context.close()


def fits(page: Page) -> None:
    anybody_can_use(page)
    nothing_sticks_out(page)


def go_in(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def test_a_coordinator_changes_a_week_and_publishes_it(plain: BrowserContext) -> None:
    page = plain.pages[0]
    go_in(page, "Courses")
    page.get_by_role("link", name="Version 1 of Seven evenings").click()
    page.get_by_role("button", name="Change it: begin the next version").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("This is the draft.")
    go_in(page, "5. Things that help")
    writes_a_step(page)
    orders_the_steps(page)
    page.get_by_role("link", name="Seven evenings, version 2").click()
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Published.")
    page.get_by_role("link", name="Compare with version 1").click()
    expect(page.locator("ins").filter(has_text="name what you see.")).to_be_visible()


def writes_a_step(page: Page) -> None:
    """Is warned of a swap, mends it, mistypes the minutes, mends that."""
    page.get_by_role("link", name="Edit Opening the box").press("Enter")
    page.get_by_label("Words to send").fill("Calm – slow breathing.\nFeel real – hold an ice cube.")
    page.get_by_role("button", name="Look first").press("Enter")
    expect(page.locator(".remark")).to_contain_text("A swap of one pain or strong sensation")
    expect(page.locator(".phone .body")).to_contain_text("hold an ice cube")
    page.get_by_label("Words to send").fill("Calm – slow breathing.\nFeel real – name what you see.")
    page.get_by_label("Minutes").fill("500")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".errorlist")).to_contain_text("less than or equal to 60")
    page.get_by_label("Minutes").fill("3")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".remark")).to_have_count(0)


def orders_the_steps(page: Page) -> None:
    """Moves one, takes two out, is told of the empty minutes, and brings both back."""
    page.get_by_role("button", name="Later Opening the box").press("Enter")
    titles = page.locator(".step h3").all_text_contents()
    assert titles.index("Our toolbox") < titles.index("Opening the box")
    page.get_by_role("button", name="Take out Look what we have").press("Enter")
    expect(page.locator(".remark")).to_have_count(0)
    page.get_by_role("button", name="Take out What tools can’t do").press("Enter")
    expect(page.locator(".remark")).to_contain_text("The steps leave 5 minutes empty")
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_role("button", name="Put back Look what we have").press("Enter")
    expect(page.get_by_role("heading", name="60 of 60 minutes")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), [("tablet", "light"), ("desktop", "dark"), ("phone", "light")])
def test_everybody_can_use_every_page(house: House, chromium: Browser, size: str, scheme: str) -> None:
    context = chromium.new_context(viewport=SIZES[size], color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    page.goto(house.alcove.demo["coordinator"]["link"])
    go_in(page, "Courses")
    draft = page.get_by_role("link", name="Version").first
    draft.click()
    if page.get_by_role("button", name="Change it").count():
        page.get_by_role("button", name="Change it").click()
    address, _, query = page.url.replace("done=begun&", "").partition("?")
    paths = {"shelf": "../../", "version": "", "edit": "edit/", "week": "weeks/4/", "about-week": "weeks/4/edit/"}
    paths |= {
        "step": "weeks/4/steps/story-start/",
        "new": "weeks/4/new/",
        "against": "against/1/",
        "give-up": "give-up/",
    }
    for name, path in paths.items():
        page.goto(f"{address}{path}?{query}")
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=Path(shots) / f"{name}-{size}-{scheme}.png", full_page=True)
        fits(page)
    context.close()


def test_what_goes_wrong_is_said_where_it_happened(house: House, chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(viewport=SIZES["phone"], color_scheme="dark")
    first, second = context.new_page(), context.new_page()
    first.goto(house.alcove.demo["coordinator"]["link"])
    go_in(first, "Courses")
    file = tmp_path / "ours.toml"
    file.write_text('slug = "ours"\ntitle = \n')
    first.get_by_label("A course as .toml").set_input_files(file)
    first.get_by_role("button", name="Take it in").click()
    expect(first.get_by_role("alert")).to_contain_text("ours.toml, line 2: this is not TOML")
    shown(first, "bad-file")

    first.get_by_role("link", name="Version").first.click()
    if first.get_by_role("button", name="Change it").count():
        first.get_by_role("button", name="Change it").click()
    go_in(first, "2. What is going on for me")
    first.get_by_role("link", name="Edit Meet Juno").click()
    second.goto(first.url)
    for page, words in ((first, "Juno is 15. Bite into a chilli."), (second, "Juno is 16.")):
        page.get_by_label("Words to send").fill(words)
        page.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("Nothing of yours is lost")
    expect(second.get_by_label("Words to send")).to_have_value("Juno is 16.")
    expect(second.locator(".theirs")).to_contain_text("Bite into a chilli.")
    shown(second, "meanwhile")

    go_in(first, "Seven evenings, version 2" if first.get_by_text("version 2").count() else "Seven evenings, version 3")
    first.get_by_role("button", name="Publish").click()
    expect(first.get_by_label("We have read this")).not_to_be_checked()
    expect(first.get_by_role("heading", name="Publish")).to_be_visible()
    shown(first, "warned")
    context.close()


def shown(page: Page, name: str) -> None:
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=Path(shots) / f"{name}.png", full_page=True)
    fits(page)
