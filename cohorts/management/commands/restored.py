"""``manage.py restored``: once a backup was brought back, before anybody is let in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max

from cohorts import names
from cohorts.actions.restored import end_what_came_back
from cohorts.clock import database_now
from cohorts.keyring import holders
from cohorts.models import Contact, Heartbeat, Seat
from cohorts.staff import roll

RUNNING = (
    "Alcove is running, or was within the last minute, as this database says. Stop every worker and duty loop, wait a "
    "minute and say it again."
)
SINCE = (
    "Whatever was done since is undone. Go through this with whoever knows, before you let anybody in:",
    "- who left, has another role or was reset since: `staff leave`, and the others under Staff once it runs;",
    "- who gave up their place, asked to be deleted or took a contact back since: they would be written to again;",
    "- who was invited: each needs a fresh link, by `staff invite EMAIL --role … --again`;",
    "- whose calendar link was shut since: it opens again until they make another.",
)


class Command(BaseCommand):
    help = "After a backup was brought back: end every sign-in and invitation in it, and tell nobody anything twice."

    def handle(self, *_: Any, **_options: Any) -> None:
        if holders():
            raise CommandError(RUNNING)
        ended = end_what_came_back(database_now())
        self.stdout.write(f"sign-ins ended: {ended.sign_ins}")
        self.stdout.write(f"invitations whose link opens nothing any more: {ended.invitations}")
        self.stdout.write(f"messages that were due, and may have gone already: {ended.messages}, now skipped")
        last = Heartbeat.objects.aggregate(last=Max("beat_at"))["last"]
        self.stdout.write(f"The last sign of life in this database: {f'{last:%F %H:%M} UTC' if last else 'none'}.")
        for line in SINCE:
            self.stdout.write(line)
        self.stdout.write(f"Places held: {Seat.objects.held().count()}.")
        self.stdout.write(f"Contacts that are written to: {Contact.objects.for_reminders().count()}.")
        self.stdout.write("Who works here by this database:")
        for one in roll.listed("", left=False):
            self.stdout.write(f"{one.public_id}  {one.name:<{names.LONGEST}}  {one.role}")
