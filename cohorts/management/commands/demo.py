"""Make or find demo evenings, and print how to come in."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from cohorts import demo
from cohorts.models import Seat, Session, Staff

MOST = 500


class Command(BaseCommand):
    help = "Make or find sessions that are open now, each with eight seats and two facilitators, and print their links."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sessions", type=int, default=1, metavar="N", help=f"how many, 1 to {MOST}")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")

    def handle(self, *_: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo needs DEMO=1, which production refuses.")
        if not settings.DEMO:
            self.stderr.write("These links work on a server that runs with DEMO=1, as script/server does.")
        if not 1 <= options["sessions"] <= MOST:
            raise CommandError(f"--sessions must be from 1 to {MOST}.")
        found = listing(demo.ensure(options["sessions"], timezone.now()))
        self.stdout.write(json.dumps(found) if options["json"] else "\n".join(table(found)))


def listing(evenings: demo.Evenings) -> dict[str, Any]:
    """Return what `--json` prints; tools rely on this shape."""
    return {
        "base_url": settings.BASE_URL,
        "sessions": [_session(session) for session in evenings.sessions],
        "coordinator": _staff(evenings.coordinator),
        "lead": _staff(evenings.lead),
    }


def table(found: dict[str, Any]) -> list[str]:
    """Return the lines for people: facilitators first, since a room without one stays shut."""
    lines = []
    for session in found["sessions"]:
        lines += ["", f"{session['title']}  ({session['id']})", "  Open a facilitator's link first:"]
        lines += [_row(f"{one['name']}, {one['role']}", one["link"]) for one in session["staff"]]
        lines += ["  Young people, by link or by four words at " + found["base_url"] + reverse("cohorts:sign_in")]
        lines += [_row(f"{one['seat']}  {one['name']}", one["link"], one["code"]) for one in session["seats"]]
    lines += [
        "",
        "  Elsewhere in the house:",
        _row(f"{found['coordinator']['name']}, coordinator", found["coordinator"]["link"]),
    ]
    return [*lines, _row(f"{found['lead']['name']}, safeguarding lead", found["lead"]["link"])]


def _row(who: str, *what: str) -> str:
    return f"    {who:<26}" + "  ".join(what)


def _session(session: Session) -> dict[str, Any]:
    shifts = (
        session.shifts.standing().filter(staff__left_at__isnull=True).select_related("staff").order_by("-leading", "pk")
    )
    return {
        "id": session.public_id,
        "title": session.title,
        "seats": [_seat(seat) for seat in session.cohort.seats.held()],
        "staff": [{"name": shift.staff.name, "role": shift.staff.role, "link": _link(shift.staff)} for shift in shifts],
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {"seat": seat.number, "name": seat.name, "link": _link(seat), "code": demo.code(seat)}


def _staff(staff: Staff) -> dict[str, str]:
    return {"name": staff.name, "link": _link(staff)}


def _link(holder: Seat | Staff) -> str:
    return settings.BASE_URL + reverse("cohorts:demo", args=[demo.token(holder)])
