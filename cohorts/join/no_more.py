"""The page behind "no more letters": one press, no signing in, and the way back for whoever pressed by mistake."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cohorts.join.often import how_often
from cohorts.telling import unsubscribing

NOT_FOUND = 404


@csrf_exempt  # the button of a mail program (RFC 8058) has no page of ours; whoever holds the link may press
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button, so that a preview ends nothing; a press ends messages, or lets them come again with `undo`."""
    contact = unsubscribing.find(token)
    if contact is None:
        return render(request, "cohorts/no_more.html", {"gone": True}, status=NOT_FOUND)
    if request.method == "POST":
        if "undo" in request.POST:
            unsubscribing.subscribe_again(contact)
        else:
            unsubscribing.unsubscribe(contact, timezone.now())
        contact.refresh_from_db()
    waits = contact.waiting_id is not None
    context = {"ended": contact.unsubscribed_at is not None, "waits": waits, "often": how_often()}
    return render(request, "cohorts/no_more.html", context)
