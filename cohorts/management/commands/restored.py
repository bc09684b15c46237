"""``manage.py restored``: once a backup was brought back, before anybody is let in."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cohorts import names
from cohorts.actions.restored import end_what_came_back
from cohorts.clock import database_now
from cohorts.desk import words
from cohorts.keyring import holders
from cohorts.models import Contact, Seat, Session
from cohorts.staff import roll

RUNNING = (
    "Alcove is running, or was within the last minute, as this database says. Stop every worker and duty loop, wait a "
    "minute and say it again."
)
SINCE = (
    "Whatever was done since is undone. Go through this with whoever knows, before you let anybody in:",
    "- who left, has another role or was reset since: `staff leave`, and the others under Staff once it runs;",
    "- who gave up their place, asked to be deleted or took a contact back since: they would be written to again;",
    "- what was put on legal hold: the safeguarding lead does it again at the desk, before any duty loop runs;",
    "- who got new words: their old ones open again until the desk gives them new ones, so do that at once;",
    "- who was invited: each needs a fresh link, by `staff invite EMAIL --role … --again`;",
    "- whose calendar link was shut since: it opens again until they make another;",
    "- which evenings were moved, cancelled or added since: young people read the old times until it is done again.",
)
EVENINGS = (
    "Evenings that were on since then, wholly or in part. Alcove does not know if they were held or who came, and "
    "tells nobody that they were not, or were missed. Ask whoever was there; the desk makes up for what was not held:"
)


class Command(BaseCommand):
    help = "After a backup was brought back: end every sign-in and link in it, and tell nobody anything twice."

    def handle(self, *_: Any, **_options: Any) -> None:
        if holders():
            raise CommandError(RUNNING)
        ended = end_what_came_back(database_now())
        self.stdout.write(f"sign-ins ended: {ended.sign_ins}")
        self.stdout.write(f"invitations whose link opens nothing any more: {ended.invitations}")
        self.stdout.write(f"personal links that open nothing any more: {ended.links}")
        self.stdout.write(f"messages that were due, and may have gone already: {ended.messages}, now skipped")
        last = f"{ended.last:%F %H:%M} UTC" if ended.last else "none"
        self.stdout.write(f"The last sign of life in this database: {last}.")
        self._tell_of(ended.evenings)
        for line in SINCE:
            self.stdout.write(line)
        self.stdout.write(f"Places held: {Seat.objects.held().count()}.")
        self.stdout.write(f"Contacts that are written to: {Contact.objects.for_reminders().count()}.")
        self.stdout.write("Who works here by this database:")
        for one in roll.listed("", left=False):
            self.stdout.write(f"{one.public_id}  {one.name:<{names.LONGEST}}  {one.role}")

    def _tell_of(self, evenings: Sequence[Session]) -> None:
        """Each by when it began and by its group, so that somebody can be asked."""
        if not evenings:
            return
        self.stdout.write(EVENINGS)
        for one in evenings:
            group, evening = words.cohort(one.cohort), words.evening(one)
            self.stdout.write(f"- {one.starts_at:%F %H:%M} UTC  {group}: {evening}  ({one.public_id})")
