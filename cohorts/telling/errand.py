"""One telling on its way: noted before the network is touched, and noted again with what came of it."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet

from cohorts.actions.contacts import read_contact
from cohorts.clock import database_now
from cohorts.models import Kind, Telling, Way, Why
from cohorts.seal import Unsealable
from cohorts.telling import by_email, by_text, letter, verdict
from cohorts.telling.facts import known
from cohorts.telling.letter import Letter
from cohorts.telling.outcome import MOST_SECONDS, Outcome
from cohorts.telling.verdict import Hand

log = logging.getLogger(__name__)

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120)]
"""Before the next try; the last one again and again."""
NOTING_TRIES, NOTING_PAUSE_SECONDS = 5, 1.0


@dataclass(frozen=True, slots=True)
class Errand:
    """One row by its key, the name under which it was claimed, and the way it goes."""

    row: int
    claimed_by: str
    way: Way

    def __call__(self) -> None:
        """Hand it over once, if it is still ours to hand over."""
        ready = self._begun()
        if ready is not None:
            # There are few connections, and a provider that hangs must not keep one.
            connection.close()
            self._note(self._handed(*ready))

    def _begun(self) -> tuple[str, Letter, datetime] | None:
        """Note that it is on its way and return whom it is for and what it says; both or neither.

        It may have lain in this hand for a minute, behind letters that went slowly: what is no longer so goes back to
        the next round, which says what becomes of it, and why.
        """
        with transaction.atomic():
            now = database_now()
            long_enough = now + timedelta(seconds=MOST_SECONDS)
            ours = self._ours().filter(claimed_until__gt=long_enough, not_after__gt=now)
            if not ours.update(handing_at=now, way=self.way):
                return None
            about = ("cohort__course", "session", "seat", "waiting", "staff")
            telling = Telling.objects.select_related(*about).get(pk=self.row)
            facts = known([telling], now)[telling.pk]
            if verdict.on(telling, facts) != Hand(self.way):
                self._ours().update(handing_at=None, claimed_until=None)
                return None
            if facts.contact is None:
                # Staff, by the email they sign in with: nobody else is written to without a contact.
                return (telling.staff.email or "" if telling.staff else ""), letter.write(telling, None, now), now
            try:
                to = read_contact(facts.contact).value
            except Unsealable:
                self._ours().update(handing_at=None, skipped_at=now, skipped_why=Why.UNREADABLE)
                return None
            return to, letter.write(telling, facts.contact, now), now

    def _handed(self, to: str, written: Letter, now: datetime) -> Outcome:
        if self.way == Way.EMAIL:
            return by_email.hand_over(to, written)
        hook = settings.TEXT_WEBHOOK
        if hook is None:
            return Outcome.NO_ANSWER
        return by_text.hand_over(hook, written.public_id, to, written.short, now)

    def _note(self, outcome: Outcome) -> None:
        """Write down what came of it, once more if the database is away just now."""
        for attempt in range(NOTING_TRIES):
            try:
                with transaction.atomic():
                    self._write_down(outcome, database_now())
            except DatabaseError:
                connection.close()
                if attempt == NOTING_TRIES - 1:
                    raise
                time.sleep(NOTING_PAUSE_SECONDS)
            else:
                return

    def _write_down(self, outcome: Outcome, now: datetime) -> None:
        row = Telling.objects.filter(pk=self.row, claimed_by=self.claimed_by, told_at__isnull=True)
        if outcome == Outcome.TOLD:
            # Somebody may have given us up and noted that they are unsure; we are not.
            row.update(told_at=now, skipped_at=None, skipped_why="", tries=F("tries") + 1)
        elif outcome == Outcome.REFUSED:
            row.update(skipped_at=now, skipped_why=Why.REFUSED, tries=F("tries") + 1)
        elif outcome == Outcome.UNSURE and self._goes_once(row):
            row.waiting().update(skipped_at=now, skipped_why=Why.UNSURE, tries=F("tries") + 1)
        else:
            self._try_again(row, now)

    def _goes_once(self, row: QuerySet[Telling]) -> bool:
        return self.way == Way.EMAIL or row.filter(kind=Kind.WAY_BACK).exists()

    def _try_again(self, row: QuerySet[Telling], now: datetime) -> None:
        for tries, not_after in row.values_list("tries", "not_after"):
            at = min(now + PAUSES[min(tries, len(PAUSES) - 1)], not_after)
            row.filter(skipped_at__isnull=True).update(
                next_at=at,
                tries=tries + 1,
                skipped_why=Why.NO_ANSWER,
                handing_at=None,
                claimed_by="",
                claimed_until=None,
            )

    def _ours(self) -> QuerySet[Telling]:
        return Telling.objects.waiting().filter(pk=self.row, claimed_by=self.claimed_by)


@dataclass(frozen=True, slots=True)
class InARow:
    """Several by one hand, one after another; what its claim is too short for is left to somebody else."""

    errands: Sequence[Errand]

    def __call__(self) -> None:
        """Run them all; one that fails stops none of the others."""
        for errand in self.errands:
            try:
                errand()
            except Exception as problem:  # noqa: BLE001  (what it says may quote a contact)
                log.error("something was not told: %s", type(problem).__name__)
                connection.close()
