"""A browser at the door: a test client that sends what browsers send, and keeps the cookies it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client

from cohorts import access
from tests.cast import Evening, Person

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def browser(evening: Evening | None = None, *who: Person, headers: dict[str, str] | None = None) -> Client:
    """Return a browser that holds the badges of these people; forms' tokens are checked as the server does."""
    client = Client(enforce_csrf_checks=True, headers=headers)
    if evening:
        client.cookies.load({access.cookie_name(evening.as_id(one)): evening.token(one) for one in who})
    return client


def submit(client: Client, address: str, fields: dict[str, str] | None = None, *, on: str = "") -> Answer:
    """Open a page (`on`, else the address itself), then send its form from there, token and origin included."""
    client.get(on or address)
    sent = {**(fields or {}), "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    host = settings.BASE_URL.removeprefix("http://")
    return client.post(address, sent, headers={"origin": settings.BASE_URL, "host": host})


def badges(client: Client) -> list[str]:
    """Return the `as` ids whose cookies the browser still has."""
    jar = {name: morsel.value for name, morsel in client.cookies.items() if morsel.value}
    return [badge.as_id for badge in access.badges(jar)]
