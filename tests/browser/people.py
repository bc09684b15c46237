"""Somebody at a page of theirs, by what they do with it and what they can see."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from playwright.sync_api import ConsoleMessage, Locator, Page, WebSocketRoute, expect

from tests.browser.evening import Place

#: Coming into a house that has just begun takes seconds on a quiet machine, and thirty times that on a loaded one.
PATIENCE_MS = 90_000
#: A server that goes and comes back.
RESTARTS = 1012
_HEARD = """() => [...document.querySelectorAll('#talk [role=log] > ol > li.message')].map((row) => {
  const seen = (part) => {
    const one = row.querySelector(`[data-part=${part}]`);
    return one && !one.closest('[hidden]') ? one.textContent.replace(/\\s+/g, ' ').trim() : '';
  };
  return {
    id: row.dataset.id, who: seen('name'), body: seen('body'), quote: `${seen('quoted')} ${seen('quoteBody')}`.trim(),
    signs: [...row.querySelectorAll('.reaction')].map((sign) => sign.textContent.replace(/\\s+/g, '')),
  };
})"""


class Somebody:
    """Anybody at a page that is connected to a session."""

    def __init__(self, page: Page, place: Place) -> None:
        self.page, self.name, self.place = page, place.name, place
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def comes_in(self) -> Self:
        """Open the link and wait until history is through."""
        self.knocks()
        return self.is_in()

    def knocks(self) -> None:
        """Open the link and wait for nothing, so that several may arrive at once."""
        self.page.goto(self.place.link, wait_until="commit")

    def is_in(self) -> Self:
        expect(self.page.locator("#talk [role=log]")).to_have_attribute("aria-live", "polite")
        return self

    def reloads(self) -> Self:
        self.page.reload()
        return self.is_in()

    def writes(self, body: str, *, heads_up: str = "") -> None:
        """Type into the room's box and send, whether or not it arrives."""
        if heads_up:
            self.page.locator("#say [data-part=headsUp]").select_option(heads_up)
        self.page.locator("#say-words").fill(body)
        self.page.locator("#say-words").press("Enter")

    def says(self, body: str, *, heads_up: str = "") -> None:
        """Write to the room and see it arrive there."""
        self.writes(body, heads_up=heads_up)
        expect(self.message(body)).to_have_count(1)

    def message(self, body: str) -> Locator:
        """The message in the room's list whose own words these are."""
        words = self.page.locator("[data-part=body]").get_by_text(body, exact=True)
        return self.page.locator("#talk [role=log] li.message").filter(has=words)

    def hears(self, body: str) -> None:
        expect(self.message(body)).to_have_count(1)

    def opens_choices_for(self, body: str) -> Locator:
        """Press the three dots beside a message; returns the card that opens."""
        self.message(body).hover()
        self.message(body).locator("[data-do=menu]").click()
        return self.page.locator("#menu")

    def replies_to(self, body: str, answer: str) -> None:
        self.opens_choices_for(body).get_by_role("button", name="Reply").click()
        self.says(answer)

    def reacts_to(self, body: str, sign: str) -> None:
        self.opens_choices_for(body).get_by_role("button", name=sign).click()
        expect(self.message(body).locator(".reaction[aria-pressed=true]")).to_have_count(1)

    def heard(self) -> list[dict[str, Any]]:
        """Return the room's list as it stands on the page, in its order, with "You" told by name."""
        rows: list[dict[str, Any]] = self.page.evaluate(_HEARD)
        return [row | {"who": self.name if row["who"] == "You" else row["who"]} for row in rows]

    def all_text(self) -> str:
        """Return whatever words the page holds, shown or not, and what stands in its boxes."""
        boxes = "[...document.querySelectorAll('textarea, input, select')].map((box) => box.value).join(' ')"
        return str(self.page.evaluate(f"() => document.documentElement.outerHTML + {boxes}"))

    def kept(self) -> str:
        """Return everything this tab's two stores hold."""
        return str(self.page.evaluate("() => JSON.stringify([{...sessionStorage}, {...localStorage}])"))

    def _note(self, message: ConsoleMessage) -> None:
        # That there is no network is what the browser itself says, not the page.
        if message.type in {"error", "warning"} and "ERR_INTERNET_DISCONNECTED" not in message.text:
            self.complaints.append(f"{message.text} {message.location.get('url')}")


class Seated(Somebody):
    """A young person in the room."""

    @contextmanager
    def out_of_signal(self) -> Iterator[None]:
        """The network is away: nothing comes, nothing goes, and nobody has said good-bye."""
        self.page.context.set_offline(True)
        yield
        self.page.context.set_offline(False)

    @property
    def private(self) -> Locator:
        return self.page.locator("#private")

    def opens_private_word(self) -> None:
        if self.page.locator("#private-closed").is_visible():
            self.page.locator("#private-open").click()
        elif not self.page.locator("#private-opened").is_visible():
            self.page.get_by_role("button", name="Private").click()
            self.opens_private_word()

    def whispers(self, body: str) -> None:
        self.opens_private_word()
        self.page.locator("#whisper-words").fill(body)
        self.page.locator("#whisper-words").press("Enter")
        expect(self.private_word(body)).to_have_count(1)

    def private_word(self, body: str) -> Locator:
        return self.page.locator("#private-talk [role=log] li").filter(has_text=body)

    def calls_for_help(self, body: str = "") -> Locator:
        """Press Help and call; returns where the answer stands."""
        said = self.looks_at_help()
        self.page.locator("#call-words").fill(body)
        self.page.get_by_role("button", name="Call now").click()
        return said

    def looks_at_help(self) -> Locator:
        """Press Help; returns where it stands what became of a call."""
        self.page.get_by_role("navigation").get_by_role("button", name="Help").click()
        return self.page.locator("#call-said")


class Facilitator(Somebody):
    """A facilitator at the console."""

    @property
    def queue(self) -> Locator:
        return self.page.locator("#queue-list")

    @property
    def alarms(self) -> Locator:
        """The cards of those who have to be looked at now."""
        return self.page.locator("#alarm-cards > li")

    def puts_the_pen_down(self) -> None:
        """Stand in no box, so that single keys do what they do."""
        self.page.evaluate("() => document.activeElement.blur()")

    def task(self, words: str) -> Locator:
        """What waits in the queue and says this."""
        return self.queue.locator("li.task").filter(has_text=words)

    def shows(self, pane: str) -> None:
        self.page.locator(f"[data-side={pane}]").click()

    def writes_privately_to(self, name: str, body: str) -> None:
        self.page.get_by_role("button", name=f"Write privately to {name}").click()
        box = self.page.locator(".thread:not([hidden]) textarea")
        box.fill(body)
        box.press("Enter")
        expect(self.page.locator(".thread:not([hidden]) [role=log] li").filter(has_text=body)).to_have_count(1)

    def opens_card_of(self, name: str) -> Locator:
        self.page.get_by_role("button", name=f"More for {name}").click()
        return self.page.locator("#person-card")

    def fills_in(self, **words: str) -> None:
        """The one form for whatever a control wants to know: ``text``, ``why`` in own words, then go."""
        if why := words.get("why"):
            self.page.locator("#ask-reason").select_option(label="something else…")
            self.page.locator("#ask-else-text").fill(why)
        if text := words.get("text"):
            self.page.locator("#ask-text").fill(text)
        self.page.locator("#ask-go").click()

    def controls(self) -> Locator:
        self.page.locator("[data-sheet=controls]").click()
        return self.page.locator("#controls")

    def sets_the_pace(self, seconds: str) -> None:
        self.controls().locator("#slow").select_option(seconds)
        self.page.keyboard.press("Escape")

    def takes_away(self, body: str) -> None:
        """Remove a message at once; the card that asks why opens."""
        self.opens_choices_for(body).get_by_role("button", name="Take this message away").click()

    def holds_everything(self, *, on: bool) -> None:
        self.controls().locator("#mode").select_option("hold_all" if on else "open")
        self.page.keyboard.press("Escape")


class Line:
    """The sockets of one page, which can be cut and kept away."""

    def __init__(self, page: Page) -> None:
        self.cut = False
        self._is_deaf = False
        self._says = RESTARTS
        self._open: list[WebSocketRoute] = []
        page.route_web_socket("**/ws/**", self._opened)

    def goes(self) -> None:
        """Cut what is open and let nothing new through."""
        self.cut, self._says = True, RESTARTS
        self.closes(RESTARTS)

    def closes(self, code: int) -> None:
        """Let the page hear that the server has closed what is open, with this code."""
        for socket in self._open:
            socket.close(code=code)
        self._open.clear()

    def shuts(self, code: int) -> None:
        """Let whoever knocks from now on hear this of the server, and nothing else."""
        self.cut, self._says = True, code

    def takes_without_an_answer(self) -> None:
        """Let through what the page sends, and nothing of what the server says to it, until the line goes."""
        self._is_deaf = True

    def returns(self) -> None:
        self.cut = self._is_deaf = False

    def brings(self, *frames: dict[str, Any]) -> None:
        """Let the page hear these as if the server had sent them."""
        for frame in frames:
            self._open[-1].send(json.dumps(frame))

    def _opened(self, socket: WebSocketRoute) -> None:
        if self.cut:
            socket.close(code=self._says)
            return
        server = socket.connect_to_server()
        server.on_message(lambda words: None if self._is_deaf else socket.send(words))
        self._open.append(socket)
