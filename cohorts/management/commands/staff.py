"""Invite staff, see who works here, or end somebody's rights, from the machine itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cohorts import names, post
from cohorts.actions import (
    EmailTaken,
    EmailUnfit,
    Invited,
    LastAdministrator,
    NamedThemselves,
    NameTaken,
    NameUnfit,
    forget_second_factor,
    invite,
    invite_again,
    invite_anew,
    invite_as,
    leave_staff,
    withdraw_invitation,
)
from cohorts.models import Invitation, Role, Staff
from cohorts.staff import letters, roll
from cohorts.staff.forms import no_such_name

AGAIN = "a fresh link for an invitation on its way, or for somebody who works here and lost how they sign in"
OWN_NAME = "Nothing was changed: they chose a room name of their own already. Leave --name away; they can change it."
ONLY_ONE = "This is the only administrator who can come in. Invite another one, and let them set up first."


class Command(BaseCommand):
    help = "Invite staff (this is how the first administrator comes in), list them, or end somebody's rights."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        inviting = what.add_parser("invite", help="send, or print, a link to set up a password and a second factor")
        inviting.add_argument("email")
        inviting.add_argument("--name", default="", help="the name shown in rooms; they can change it")
        inviting.add_argument("--role", required=True, help=", ".join(Role.values))
        inviting.add_argument("--again", action="store_true", help=AGAIN)
        listing = what.add_parser("list", help="who works here")
        listing.add_argument("--left", action="store_true", help="who left instead")
        leaving = what.add_parser("leave", help="end every right of somebody, or withdraw their invitation")
        leaving.add_argument("email_or_id")

    def handle(self, *_: Any, **options: Any) -> None:
        {"invite": self._invite, "list": self._list, "leave": self._leave}[options["what"]](options)

    def _invite(self, options: dict[str, Any]) -> None:
        if options["role"] not in Role.values:
            raise CommandError(f"--role must be one of {', '.join(Role.values)}.")
        invited = self._again(options) if options["again"] else self._new(options)
        try:
            went = letters.send(invited)
        except post.Unsent as problem:
            raise CommandError(
                f"The letter could not be sent ({problem}). The invitation is kept; mend EMAIL_URL and say --again."
            ) from None
        if went:
            self.stdout.write("Sent. The link works for three days.")
        else:
            self.stdout.write("No email is set up. Hand this link over yourself; it works for three days:")
            self.stdout.write(letters.link(invited))

    def _new(self, options: dict[str, Any]) -> Invited:
        try:
            return invite(options["email"], Role(options["role"]), timezone.now(), by=None, name=options["name"])
        except EmailUnfit:
            raise CommandError("That is not an email address.") from None
        except EmailTaken:
            raise CommandError(
                "Somebody with this email works here, or is invited already; --again gives a fresh link, by which "
                "whoever works here sets up password and second factor anew."
            ) from None
        except (NameTaken, NameUnfit) as refused:
            raise CommandError(f"--name: {no_such_name(refused)}") from None

    def _again(self, options: dict[str, Any]) -> Invited:
        waiting, role, name = _waiting(options["email"]), Role(options["role"]), options["name"]
        if waiting is None:
            return self._anew(options["email"], role, name)
        try:
            if waiting.role == role:
                return invite_again(waiting, timezone.now(), by=None, name=name)
            return invite_as(waiting, role, timezone.now(), by=None, name=name)
        except LastAdministrator:
            raise CommandError(ONLY_ONE) from None
        except NamedThemselves:
            raise CommandError(OWN_NAME) from None
        except NameUnfit as refused:
            raise CommandError(f"--name: {no_such_name(refused)}") from None
        except (EmailTaken, NameTaken) as refused:
            if name and isinstance(refused, NameTaken):
                raise CommandError(f"--name: {no_such_name(refused)}") from None
            raise CommandError(
                "Nothing was changed: they are just setting up, or their name is somebody else's now. `staff leave` "
                "withdraws the invitation; then invite them anew."
            ) from None

    def _anew(self, email: str, role: Role, name: str) -> Invited:
        """Have somebody who works here set up anew; for the only administrator nobody else could."""
        staff, now = Staff.objects.here().filter(email=email.strip().lower()).first(), timezone.now()
        if staff is None:
            raise CommandError("No invitation for this email is on its way, and nobody with it works here.")
        if staff.role != role:
            raise CommandError(f"They work here, as {staff.role}. With --role {staff.role} they set up anew.")
        if name and name != staff.name:
            raise CommandError(OWN_NAME)
        with transaction.atomic():
            forget_second_factor(staff, now, by=None)
            invited = invite_anew(staff, now, by=None)
        self.stdout.write("They work here. Their password and second factor are forgotten, and their sign-ins ended.")
        return invited

    def _list(self, options: dict[str, Any]) -> None:
        for one in roll.listed("", left=options["left"]):
            factor = "second factor" if roll.proven(one) else "no second factor"
            self.stdout.write(f"{one.public_id}  {one.name:<{names.LONGEST}}  {one.role:<14} {factor}")

    def _leave(self, options: dict[str, Any]) -> None:
        wanted = options["email_or_id"].strip()
        staff = Staff.objects.filter(email=wanted.lower()).first() or Staff.objects.filter(public_id=wanted).first()
        if staff is None:
            self._withdraw(wanted)
            return
        try:
            if not leave_staff(staff, timezone.now()):
                raise CommandError("They had left already.")
        except LastAdministrator:
            raise CommandError(ONLY_ONE) from None
        self.stdout.write("Every right of theirs has ended.")

    def _withdraw(self, email: str) -> None:
        waiting = _waiting(email)
        if waiting is None:
            raise CommandError("Nobody here has this email or id; `staff list` shows the ids.")
        withdraw_invitation(waiting, timezone.now(), by=None)
        self.stdout.write("Their invitation is withdrawn; its link opens nothing any more.")


def _waiting(email: str) -> Invitation | None:
    return Invitation.objects.waiting().filter(email=email.strip().lower()).select_related("staff").first()
