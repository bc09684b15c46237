"""Somebody who was invited, in a browser of their own, with the phone beside it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.authenticator import ABOUT_TO_CHANGE, changes_in, digits, turn
from tests.browser.readable import anybody_can_use
from tests.running import Alcove

PASSWORD = "a lamp in the window"
TABLET = ViewportSize(width=820, height=1180)


class Newcomer:
    """A browser of somebody who is invited, and the phone beside it."""

    def __init__(self, page: Page, alcove: Alcove, name: str = "Ada", *, looks: bool = True) -> None:
        self.page, self.name, self._looks = page, name, looks
        # Browsers know passkeys on localhost, not on a bare address.
        self.url = f"http://localhost:{alcove.port}"
        self.email = f"{name.lower()}@charity.example"
        self.said: list[str] = []
        self.secret = ""
        self._used = 0
        page.on("console", lambda one: self.said.append(one.text) if one.type in {"error", "warning"} else None)

    def goes(self, path: str) -> None:
        self.page.goto(self.url + path)

    def heading(self, text: str) -> None:
        """Wait for a page; who `looks` also sees that everybody can read it."""
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()
        if self._looks:
            anybody_can_use(self.page)

    def code(self) -> str:
        """What the phone shows: a code counts once, so the next is waited for, and so is one about to change."""
        while (now := turn()) == self._used or changes_in() < ABOUT_TO_CHANGE:
            self.page.wait_for_timeout(200)
        self._used = now
        return digits(self.secret, now)

    def follows(self, link: str) -> None:
        self.goes(re.sub(r"^http://[^/]+", "", link))
        self.heading("Welcome to Alcove")
        self.page.get_by_label("Name shown in rooms").fill(self.name)
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


class People:
    """Those who work in a house, each in a browser of their own, once they have come."""

    def __init__(self, alcove: Alcove, browser: Browser) -> None:
        self._alcove, self._browser = alcove, browser
        self._all: list[Newcomer] = []

    def comes(self, name: str, link: str) -> Newcomer:
        """Somebody new follows their invitation, and is in once the codes are kept."""
        context = self._browser.new_context(
            viewport=TABLET, reduced_motion="reduce", timezone_id="Europe/London", locale="en-GB"
        )
        somebody = Newcomer(context.new_page(), self._alcove, name, looks=False)
        self._all.append(somebody)
        somebody.follows(link)
        somebody.adds_the_app()
        somebody.heading(f"Hello, {name}")
        return somebody

    def complaints(self) -> list[str]:
        """What the browsers said, but for a form that was sent back, which every browser notes."""
        return [said for one in self._all for said in one.said if "status of 422" not in said]


def invite(alcove: Alcove, email: str, role: str, name: str = "Ada") -> str:
    printed = alcove.manage("staff", "invite", email, "--name", name, "--role", role)
    return printed.strip().splitlines()[-1]
