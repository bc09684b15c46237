"""Addresses of our own pages, which in the demo also say whom of this browser's people is meant."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse


def address(as_id: str, name: str, *args: object, **query: object) -> str:
    """Return the address of a page by its name; what is empty is left out of the query."""
    asked = {key: str(value) for key, value in query.items() if value not in (None, "")}
    if settings.DEMO and as_id:
        asked["as"] = as_id
    path = reverse(name, args=args)
    return f"{path}?{urlencode(asked)}" if asked else path
