"""What every page knows: where leaving leads."""

from django.conf import settings
from django.http import HttpRequest


def where_leaving_leads(request: HttpRequest) -> dict[str, str]:
    """Return `leave_url`, so that no page can forget it."""
    return {"leave_url": settings.LEAVE_URL}
