"""Check the chain of every session, and name the first bad entry of each that is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.verify import verify_all
from cohorts.models import Session


class Command(BaseCommand):
    help = "Walk the record of every session: edits, deletions, insertions, moved entries and cut tails are named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--session", help="only this session, by its public id")

    def handle(self, *args: Any, **options: Any) -> None:
        sessions = Session.objects.order_by("pk")
        if options["session"]:
            sessions = sessions.filter(public_id=options["session"])
            if not sessions.exists():
                raise CommandError("There is no session with that id.")
        walked = broken = checked = 0
        for _, entries, wrong in verify_all(sessions.iterator()):
            checked, walked = checked + 1, walked + entries
            if wrong is not None:
                broken += 1
                self.stderr.write(str(wrong))
        if broken:
            raise CommandError(f"{broken} of {checked} sessions are not as they were written.")
        self.stdout.write(f"{checked} sessions, {walked} entries: all as they were written.")
