"""Check every chain of the house and name the first bad entry of each that is broken; keep the heads elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.verify import verify_all
from cohorts import anchor, anchoring, ledger, post, walks
from cohorts.clock import database_now
from cohorts.models import Session


class Command(BaseCommand):
    help = (
        "Walk every session's record, every chain of acts and every record of a concern: what was edited, deleted, "
        "inserted, moved or cut is named. With an anchor that was kept elsewhere, what was put back is named as well."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--session", help="only this session, by its public id")
        parser.add_argument("--anchor", metavar="FILE", type=Path, help="if all is well, write all heads to this file")
        parser.add_argument("--anchor-mail", metavar="ADDRESS", help="if all is well, send all heads to this address")
        parser.add_argument("--against", metavar="FILE", type=Path, help="see that all continues what this anchor saw")

    def handle(self, *args: Any, **options: Any) -> None:
        only: str | None = options["session"]
        anchored = options["anchor"] or options["anchor_mail"] or options["against"]
        if only and anchored:
            raise CommandError("An anchor is of all chains, so it cannot go with --session.")
        if options["anchor_mail"] and settings.PRODUCTION and not settings.POST_IS_SET_UP:
            raise CommandError("No letter leaves this house: EMAIL_URL does not say how. Use --anchor FILE, or set it.")
        self._walk(only)
        if options["against"]:
            self._against(options["against"])
        if options["anchor"] or options["anchor_mail"]:
            self._anchor(options["anchor"], options["anchor_mail"])

    def _walk(self, only: str | None) -> None:
        sessions = Session.objects.order_by("pk")
        if only:
            sessions = sessions.filter(public_id=only)
            if not sessions.exists():
                raise CommandError("There is no session with that id.")
        walked = broken = checked = 0
        for _, entries, wrong in verify_all(sessions.iterator()):
            checked, walked = checked + 1, walked + entries
            if wrong is not None:
                broken += 1
                self.stderr.write(str(wrong))
        acts_broken = 0 if only else self._acts()
        others_broken = 0 if only else sum(self._others(what, walk) for what, walk in walks.known().items())
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

    def _others(self, what: str, walk: walks.Walk) -> int:
        """Walk what other rooms of the house chain; return how many of these are broken."""
        found = list(walk())
        broken = [one for one in found if one.wrong]
        for one in broken:
            self.stderr.write(f"{what} {one.name}: {one.wrong}")
        if found and not broken:
            entries = sum(one.entries for one in found)
            self.stdout.write(f"{what}: {len(found)}, {entries} entries: all as they were written.")
        return len(broken)

    def _against(self, file: Path) -> None:
        """Name what does not continue an anchor."""
        try:
            then, departures = anchoring.departures(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            raise CommandError("The anchor cannot be read.") from None
        except anchor.Unreadable as problem:
            raise CommandError(str(problem)) from None
        for one in departures:
            self.stderr.write(one)
        if departures:
            raise CommandError(f"{len(departures)} chains do not continue the anchor of {then.at:%Y-%m-%d %H:%M} UTC.")
        chains = len(then.standings)
        self.stdout.write(f"{chains} chains continue the anchor of {then.at:%Y-%m-%d %H:%M} UTC.")

    def _anchor(self, file: Path | None, to: str | None) -> None:
        """Keep where everything stands now."""
        words = anchoring.text(database_now())
        try:
            if file:
                anchoring.write(file, words)
            if to:
                post.send(to, anchoring.subject(), words)
        except (OSError, post.Unsent) as problem:
            why = problem.strerror if isinstance(problem, OSError) else f"the letter was not sent ({problem})"
            raise CommandError(f"The anchor could not be kept: {why}.") from None
        self.stdout.write(f"{words.count(chr(10)) - 2} heads kept.")
