"""Check the chain of every session, and those of acts, and name the first bad one of each that is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.verify import Walk, others, verify_all
from cohorts import ledger
from cohorts.models import Session


class Command(BaseCommand):
    help = "Walk every session's record and every chain of acts: edits, deletions, insertions and cut tails are named."

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
        acts_broken = 0 if options["session"] else self._acts()
        others_broken = 0 if options["session"] else sum(self._others(what, walk) for what, walk in others().items())
        if broken:
            raise CommandError(f"{broken} of {checked} sessions are not as they were written.")
        if acts_broken:
            raise CommandError(f"{acts_broken} chains of acts are not as they were written.")
        if others_broken:
            raise CommandError(f"{others_broken} of what else is chained is not as it was written.")
        self.stdout.write(f"{checked} sessions, {walked} entries: all as they were written.")

    def _acts(self) -> int:
        """Walk what staff did; return how many chains are broken."""
        broken = chains = acts = 0
        for walked in ledger.verify():
            chains, acts = chains + 1, acts + walked.acts
            if walked.wrong:
                broken += 1
                self.stderr.write(f"acts of {walked.chain}: {walked.wrong}")
        if chains and not broken:
            self.stdout.write(f"{chains} chains, {acts} acts: all as they were written.")
        return broken

    def _others(self, what: str, walk: Walk) -> int:
        """Walk what other rooms of the house chain; return how many of these are broken."""
        found = list(walk())
        broken = [one for one in found if one.wrong]
        for one in broken:
            self.stderr.write(f"{what} {one.name}: {one.wrong}")
        if found and not broken:
            entries = sum(one.entries for one in found)
            self.stdout.write(f"{what}: {len(found)}, {entries} entries: all as they were written.")
        return len(broken)
