"""Staff come in: from the invitation to the first page, out, and in again with the app and with a passkey."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.evening import LAPTOP, PHONE
from tests.conftest import StartAlcove
from tests.running import Alcove

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a lamp in the window"
STEP = 30


class Newcomer:
    """A browser of somebody who is invited, and the phone beside it."""

    def __init__(self, page: Page, alcove: Alcove) -> None:
        self.page = page
        # Browsers know passkeys on localhost, not on a bare address.
        self.url = f"http://localhost:{alcove.port}"
        self.email = "ada@charity.example"
        self.said: list[str] = []
        self.secret = ""
        self._used = 0
        page.on("console", lambda one: self.said.append(one.text) if one.type in {"error", "warning"} else None)

    def goes(self, path: str) -> None:
        self.page.goto(self.url + path)

    def heading(self, text: str) -> None:
        """Wait for a page, and see that everybody can read it."""
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()
        found = Axe().run(self.page, options={"runOnly": WCAG})
        assert found.violations_count == 0, f"{text}: {found.generate_report()}"

    def code(self) -> str:
        """What the phone shows; a code counts once, so the next one is waited for by its clock."""
        while (counter := int(time.time()) // STEP) == self._used:
            self.page.wait_for_timeout(200)
        self._used = counter
        return str(format_hotp_value(hotp_value(self.secret, counter)))

    def follows(self, link: str) -> None:
        self.goes(re.sub(r"^http://[^/]+", "", link))
        self.heading("Welcome to Alcove")
        self.page.get_by_label("Name shown in rooms").fill("Ada")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_label("The same password again").fill(PASSWORD)
        self.page.get_by_role("button", name="Next: second step").click()

    def adds_the_app(self) -> None:
        self.heading("Add a second step")
        self.page.get_by_role("link", name="Use an app").click()
        self.heading("Add an authenticator app")
        expect(self.page.get_by_role("img", name="QR code")).to_be_visible()
        self.secret = self.page.locator(".secret").inner_text()
        self.page.get_by_label("Six digits").fill(self.code())
        self.page.get_by_role("button", name="Add this app").click()
        self.heading("Your recovery codes")
        assert len(self.page.locator(".recovery li").all_inner_texts()) == 10
        expect(self.page.get_by_role("button", name="Print")).to_be_visible()
        self.page.get_by_role("link", name="I have kept them").click()

    def gives_the_password(self) -> None:
        self.goes("/staff/")
        self.heading("Staff: sign in")
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Next").click()
        self.heading("Your second step")

    def adds_a_passkey(self) -> None:
        self.goes("/staff/account/")
        self.heading("My account")
        self.page.get_by_role("link", name="Change second steps").click()
        self.heading("Your second steps")
        self.page.get_by_role("link", name="Add a passkey").click()
        if self.page.get_by_role("heading", name="Is it still you?").is_visible():
            self.page.get_by_label("Password", exact=True).fill(PASSWORD)
            self.page.get_by_role("button", name="Go on").click()
        self.heading("Add a passkey")
        self.page.get_by_label("Name").fill("My laptop")
        self.page.get_by_role("button", name="Make the passkey").click()
        self.heading("Your second steps")
        expect(self.page.get_by_text("1 passkey")).to_be_visible()

    def gives(self, code: str) -> None:
        self.page.get_by_label("Code").fill(code)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def invites(self, email: str) -> None:
        self.goes("/staff/people/")
        self.heading("Staff")
        self.page.get_by_role("link", name="Invite somebody").click()
        self.heading("Invite somebody")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_role("button", name="Send the invitation").click()
        self.heading("Please hand this link over")

    def signs_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url(re.compile(r"/today/$"))


def invite(alcove: Alcove, email: str, role: str) -> str:
    printed = alcove.manage("staff", "invite", email, "--name", "Ada", "--role", role)
    return printed.strip().splitlines()[-1]


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
    ada, page = newcomer, newcomer.page
    ada.email = "bea@charity.example"
    page.set_viewport_size(PHONE)
    ada.follows(invite(alcove, ada.email, "counsellor"))
    page.get_by_role("link", name="Use a passkey").click()
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert")).to_have_text("That did not work, or took too long. Please try again.")
    page.get_by_role("link", name="Back").click()
    ada.adds_the_app()
    ada.heading("Hello, Ada")
    assert ada.said == []
