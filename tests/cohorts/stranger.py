"""Somebody on the way in, in a browser without scripts, and what they can see and press there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.test import Client

from cohorts import agreement
from cohorts.models import Cohort, Contact, Seat, SignIn, WaitingPlace
from tests.cohorts.doors import browser

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

HOME = {"origin": settings.BASE_URL, "host": settings.BASE_URL.removeprefix("http://")}
KEPT = (Seat, WaitingPlace, Contact, SignIn)


def hidden(page: str) -> dict[str, list[str]]:
    """What the form carries along."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


class Stranger:
    """Somebody who presses buttons on the way in, in a browser without scripts."""

    def __init__(self) -> None:
        self.client: Client = browser()
        self.page = self.client.get("/join/").content.decode()

    def press(self, go: str = "next", **typed: Any) -> Answer:
        """Send the form on the page: all that is hidden in it, and what they typed."""
        sent: Mapping[str, Any] = {**hidden(self.page), **typed, "go": go}
        answer = self.client.post("/join/", sent, headers=HOME)
        self.page = answer.content.decode()
        return answer

    def comes_to(self, step: str, cohort: Cohort, **said: Any) -> Stranger:
        """Say what everybody says, as far as this page."""
        said = {"age": "15", "place": "Wales", "group": cohort.public_id, "name": "Copper Crane", **said}
        said.setdefault("agreed", agreement.current().version)
        self.press("begin")
        for _ in range(8):
            here = hidden(self.page)["at"][0]
            if here == step:
                return self
            asked = {
                "you": ("age", "place"),
                "name": ("name", "own"),
                "reach": ("reminders", "reminders_yes", "life", "life_yes"),
            }
            fields = asked.get(here, ({"agreement": "agreed", "easier": "ease"}.get(here, here),))
            assert self.press(**{name: said[name] for name in fields if name in said}).status_code == 200, here
        raise AssertionError(f"never came to {step}")


def nothing_kept() -> bool:
    return not any(one.objects.exists() for one in KEPT)


def words_on(page: str) -> str:
    found = re.search(r'id="words">([a-z ]+)<', page)
    assert found
    return found[1]
