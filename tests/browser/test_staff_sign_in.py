"""Staff come in: from the invitation to the first page, out, and in again with the app and with a passkey."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, PHONE
from tests.browser.newcomer import Newcomer, invite
from tests.conftest import StartAlcove
from tests.running import Alcove


def with_key(page: Page) -> None:
    """Give the browser a key of its own that always says yes, as a finger on a sensor does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.fixture(scope="module")
def alcove(start_alcove: StartAlcove) -> Alcove:
    return start_alcove(DEMO="0")


@pytest.fixture
def newcomer(alcove: Alcove, chromium: Browser) -> Iterator[Newcomer]:
    context = chromium.new_context(viewport=LAPTOP, color_scheme="dark", reduced_motion="reduce")
    yield Newcomer(context.new_page(), alcove)
    context.close()


def test_from_the_invitation_to_a_passkey(alcove: Alcove, newcomer: Newcomer) -> None:
    ada, page = newcomer, newcomer.page
    with_key(page)
    ada.follows(invite(alcove, ada.email, "administrator"))
    for closed in ("/staff/", "/staff/people/", "/office/"):
        ada.goes(closed)
        expect(page.get_by_role("heading", level=1, name="Add a second step")).to_be_visible()
    ada.adds_the_app()
    ada.heading("Hello, Ada")
    ada.signs_out()
    ada.gives_the_password()
    ada.gives("000000")
    expect(page.get_by_text("This code is not right")).to_be_visible()
    ada.gives(ada.code())
    ada.heading("Hello, Ada")
    ada.invites("noor@charity.example")
    ada.goes("/office/cohorts/act/")
    expect(page.get_by_text("staff_invited", exact=True).first).to_be_visible()
    ada.adds_a_passkey()
    ada.goes("/staff/")
    ada.signs_out()
    ada.gives_the_password()
    page.get_by_role("button", name="Use my passkey").click()
    ada.heading("Hello, Ada")
    assert ada.said == []


def test_a_passkey_that_is_not_there_is_said_in_words_and_the_code_still_works(
    alcove: Alcove, newcomer: Newcomer
) -> None:
    bea, page = newcomer, newcomer.page
    bea.name, bea.email = "Bea", "bea@charity.example"
    page.set_viewport_size(PHONE)
    bea.follows(invite(alcove, bea.email, "counsellor", bea.name))
    page.get_by_role("link", name="Use a passkey").click()
    bea.heading("Add a passkey")
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert")).to_have_text("That did not work, or took too long. Please try again.")
    page.get_by_role("link", name="Back").click()
    bea.adds_the_app()
    bea.heading("Hello, Bea")
    assert bea.said == []
