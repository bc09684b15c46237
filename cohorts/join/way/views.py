"""The pages of the way in. A form carries what was said from page to page; the last press alone keeps anything.

1. Whoever asks first is asked whether they are safe; if not, they are led to help, and nothing is asked of them.
2. Each press sends everything said so far. The page that is asked for is shown, or the first with something wrong.
3. The last press takes the place, or one in the line, and shows the four words.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cohorts import access, guesses
from cohorts.actions import NameTaken, NameUnfit, NoSeatFree, issue_link, open_for
from cohorts.actions.join import UsedUp, Wanted, is_spent, join_group, taken_by
from cohorts.addresses import address
from cohorts.join import places
from cohorts.join.cookies import let_in
from cohorts.join.ours import from_our_own_page
from cohorts.join.way import ticket
from cohorts.join.way.answers import Answers
from cohorts.join.way.drawn import beside, kind_no
from cohorts.join.way.groups import Group, fitting, open_groups
from cohorts.join.way.steps import ASKS, Step, chosen, is_at_home, open_until, problem, steps
from cohorts.models import ContactPurpose, Seat, WaitingPlace
from cohorts.telling.ways import kinds

SEE_OTHER, MISTAKEN, CONFLICT, TOO_OFTEN = 303, 422, 409, 429
TAKE, WAIT, BACK, OTHERS = "take", "wait", "back", "others"


@csrf_exempt  # a token would need a cookie, and nothing is to stay in the browser before the end; the origin is checked
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Begin, or go on. Whoever has a place in this browser is led to it."""
    now, sign_in = timezone.now(), access.signed_in(request)
    if request.method == "POST" and not from_our_own_page(request):
        return HttpResponseForbidden()
    go = request.POST.get("go", "")
    if sign_in and not sign_in.staff and not settings.DEMO and go not in {TAKE, WAIT}:
        return HttpResponseRedirect(places.place(sign_in, now), status=SEE_OTHER)
    if request.method != "POST":
        return render(request, "cohorts/join/safe.html")
    way = Way(request, Answers.read(request.POST), open_groups(now), now)
    return way.take(waits=go == WAIT) if go in {TAKE, WAIT} else way.go(request.POST.get("at", ""), go)


class Way:
    """One request on the way in."""

    def __init__(self, request: HttpRequest, answers: Answers, groups: list[Group], now: datetime) -> None:
        """Nothing is decided yet."""
        self.request, self.groups, self.now = request, groups, now
        self.answers = answers if kinds() else answers.without_reminders()
        self.ticket = request.POST.get("ticket", "")
        self.group = chosen(answers, groups)
        self.steps = steps(self.group)

    def go(self, at: str, to: str) -> HttpResponse:
        """Show the page that was asked for, or the one on which something is still wrong, with words for it."""
        if at not in list(Step):
            return self._draw(Step.YOU)
        here = Step(at)
        if here == Step.NAME and here not in self.steps and to != BACK:
            # Before any name is found amiss, or another one offered.
            return self._draw(Step.GROUP, "full", CONFLICT)
        if to in {BACK, OTHERS}:
            return self._draw(here if to == OTHERS else self._near(here, -1))
        if wrong := problem(here, self.answers, self.group):
            return self._draw(here, wrong, MISTAKEN)
        if here == Step.YOU and not self._may_come():
            return self._no_group()
        wanted = Step(to) if to in self.steps else self._near(here, +1)
        return self._draw(min(wanted, open_until(self.answers, self.group), key=list(Step).index))

    def take(self, *, waits: bool) -> HttpResponse:
        """Take the place and show the words; or say what came in between, with everything that was said kept."""
        words = ticket.words(self.ticket)
        last = open_until(self.answers, self.group)
        if self.group is None or words is None or last != Step.LOOK:
            return self._taken_before() or self._draw(last, problem(last, self.answers, self.group), MISTAKEN)
        if not guesses.may_join(self.request.META.get("REMOTE_ADDR", ""), self.now):
            return self._draw(Step.LOOK, "often", TOO_OFTEN)
        try:
            return self._welcome(join_group(self._wanted(self.group, waits=waits), words, self.now), words)
        except (NameTaken, NameUnfit) as unfit:
            return self._draw(Step.NAME, getattr(unfit, "why", "taken"), CONFLICT)
        except NoSeatFree:
            return self._full()
        except UsedUp as used:
            return self._come_before(used, words)

    def _taken_before(self) -> HttpResponse | None:
        """Return what an earlier press with this ticket took, though it or the group has grown too old since."""
        words = ticket.words(self.ticket, ticket.REMEMBERED)
        if words is None:
            return None
        try:
            holder = taken_by(words, self.now)
        except UsedUp as used:
            return self._come_before(used, words)
        return self._welcome(holder, words) if holder else None

    def _come_before(self, used: UsedUp, words: str) -> HttpResponse:
        """Words are shown only for minutes, and longer where nobody can have read them.

        Whoever sends the last page later, in the browser that has their place still, is led to it.
        """
        sign_in = access.signed_in(self.request)
        if sign_in and not sign_in.staff:
            return HttpResponseRedirect(places.place(sign_in, self.now), status=SEE_OTHER)
        if used.unread:
            return self._welcome(used.unread, words)
        return HttpResponseRedirect(reverse("cohorts:sign_in"), status=SEE_OTHER)

    def _near(self, here: Step, by: int) -> Step:
        """The page after this one (+1) or before it (-1), also where this one is asked of nobody any more."""
        order = list(Step)
        ahead = [one for one in self.steps if (order.index(one) - order.index(here)) * by > 0]
        return ahead[0 if by > 0 else -1] if ahead else here

    def _may_come(self) -> bool:
        return is_at_home(self.answers) and bool(fitting(self.groups, self.answers.years))

    def _full(self) -> HttpResponse:
        """Somebody was quicker: the group is read anew, and waiting for it is offered."""
        self.groups = open_groups(self.now)
        self.group = chosen(self.answers, self.groups)
        self.steps = steps(self.group)
        full = self.group is not None and self.group.is_full
        return self._draw(Step.LOOK if full else Step.GROUP, "full", CONFLICT)

    def _wanted(self, group: Group, *, waits: bool) -> Wanted:
        said = ((ContactPurpose.REMINDERS, self.answers.reminders), (ContactPurpose.LIFE, self.answers.life))
        return Wanted(
            cohort=group.cohort,
            agreed_version=self.answers.agreed,
            waits=waits,
            name=self.answers.called,
            ease=self.answers.ease,
            contacts={purpose: text for purpose, text in said if text and group.asks},
        )

    def _welcome(self, holder: Seat | WaitingPlace, words: str) -> HttpResponse:
        opened = open_for(holder, self.now)
        seat = holder if isinstance(holder, Seat) else None
        since = holder.taken_at if isinstance(holder, Seat) else holder.joined_at
        context = {
            "words": words,
            "seat": seat,
            "again": since < self.now,
            "group": self.group,
            "link": settings.BASE_URL + reverse("cohorts:link", args=[issue_link(seat)]) if seat else "",
            "on": places.place(opened.sign_in, self.now),
            "as_id": opened.sign_in.public_id,
            "sign_out_url": places.leaving(opened.sign_in),
        }
        response = render(self.request, "cohorts/join/words.html", context)
        let_in(self.request, response, opened, self.now)
        return response

    def _carried_ticket(self) -> str:
        """The ticket of this way, or a fresh one if it is too old; but one that took a place leads back there."""
        words = ticket.words(self.ticket, ticket.REMEMBERED)
        if words is None or ticket.words(self.ticket):
            return ticket.kept(self.ticket)
        return self.ticket if is_spent(words) else ticket.new()

    def _no_group(self, status: int = 200) -> HttpResponse:
        """Say why no group is for them. What was said is in the request alone, and goes with it."""
        return render(self.request, "cohorts/join/not_here.html", kind_no(self.answers, self.groups), status=status)

    def _draw(self, step: Step, wrong: str = "", status: int = 200) -> HttpResponse:
        if step == Step.GROUP and not self._may_come():
            return self._no_group(status)  # the last evening for somebody new has opened since they began
        context: dict[str, Any] = {
            "step": step,
            "number": self.steps.index(step) + 1 if step in self.steps else 1,
            "count": len(self.steps),
            "answers": self.answers,
            "group": self.group,
            "carried": [("ticket", self._carried_ticket()), *self.answers.carried(ASKS[step])],
            "problem": wrong,
            "join": address("", "cohorts:join"),
            **beside(step, self.answers, self.groups, self.group, self.now),
        }
        return render(self.request, f"cohorts/join/{step}.html", context, status=status)
