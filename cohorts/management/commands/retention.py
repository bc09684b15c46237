"""``manage.py retention``: how long everything is kept, and what is due; ``--apply`` lets go of it."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from cohorts.actions.own import finish
from cohorts.clock import database_now
from cohorts.keeping import Kept, Look, known, look, step, wiping

HEADS = ("class", "how long", "due", "kept back")
YEAR = 365
VACUUM = (
    "The rows are gone. PostgreSQL writes over their bytes by and by; to have that done now, at a quiet hour: "
    "VACUUM (FULL). Copies, archives of its log and backups keep them until you delete those."
)
LATER = (
    "The rows are gone; the file is written anew once no room is open: in the next hour after something was due, else "
    "within a day."
)


class Command(BaseCommand):
    help = "Show every class of data, how long it is kept and what is due. Changes nothing unless --apply is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="let go of what is due; may be said again at any time")
        parser.add_argument("--only", metavar="CLASS", help="this class alone, by its name in the table")

    def handle(self, *_: Any, **options: Any) -> None:
        only = options["only"]
        if only and only not in known():
            raise CommandError(f"There is no class of that name. There are: {', '.join(known())}.")
        looks = [one for one in look(database_now()) if only in (None, one.kept.name)]
        self._show(looks)
        due = sum(one.due for one in looks)
        if options["apply"]:
            self._apply([one.kept for one in looks])
        elif due:
            self.stdout.write("Nothing was changed. `manage.py retention --apply` lets go of what is due.")
        else:
            self.stdout.write("Nothing is due.")

    def _show(self, looks: list[Look]) -> None:
        rows = [HEADS, *(_row(one) for one in looks)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
        for row in rows:
            cells = [row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2].rjust(widths[2]), row[3].rjust(widths[3])]
            self.stdout.write("  ".join(cells).rstrip())

    def _apply(self, classes: list[Kept]) -> None:
        failed = 0
        for kept in classes:
            try:
                self._all_of(kept)
            except DatabaseError as problem:
                failed += 1
                self.stderr.write(f"{kept.name}: not finished ({type(problem).__name__})")
        if done := finish(database_now()):
            self.stdout.write(f"as young people asked: {done} done")
        self._bytes()
        if failed:
            raise CommandError("Not everything could be let go of. What is left is due still: say it again.")

    def _all_of(self, kept: Kept) -> None:
        gone = 0
        while taken := step(kept, database_now()):
            gone += taken
        if gone:
            self.stdout.write(f"{kept.name}: {gone} gone")

    def _bytes(self) -> None:
        if not wiping.is_file():
            self.stdout.write(VACUUM)
        elif wiping.wipe_when_quiet(database_now()):
            self.stdout.write("The file was written anew, and its log cut: what is gone is not in them any more.")
        else:
            self.stdout.write(LATER)


def _row(one: Look) -> tuple[str, str, str, str]:
    kept = one.kept
    if one.after is None:
        return kept.name, f"for good: {kept.since}", "", ""
    return kept.name, f"{_long(one.after)} {kept.since}", str(one.due), str(one.held)


def _long(span: timedelta) -> str:
    years, days = divmod(span.days, YEAR)
    if years and not days:
        return f"{years} year{'s' if years > 1 else ''}"
    return f"{span.days} day{'s' if span.days > 1 else ''}" if span.days else "at once"
