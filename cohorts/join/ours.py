"""Whether a form was sent from a page of our own, where a token in a cookie would leave something behind."""

from django.conf import settings
from django.http import HttpRequest


def from_our_own_page(request: HttpRequest) -> bool:
    """Judge by what the browser itself says of where the request was made; a foreign page cannot change it."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if site not in {None, "same-origin"}:
        return False
    return origin in settings.ALLOWED_ORIGINS or (site == "same-origin" and origin in {None, "null"})
