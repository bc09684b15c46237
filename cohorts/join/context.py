"""What every page knows: where leaving leads, and whether several people may be in one browser."""

from django.conf import settings
from django.http import HttpRequest


def where_leaving_leads(request: HttpRequest) -> dict[str, object]:
    """Return `leave_url`, so that no page can forget it, and `several`: only in the demo one leaves and others stay."""
    return {"leave_url": settings.LEAVE_URL, "several": settings.DEMO}
