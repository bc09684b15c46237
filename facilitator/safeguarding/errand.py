"""One call on its way: noted before the network is touched, and noted again with what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from cohorts.clock import database_now
from cohorts.telling import by_email, by_text
from cohorts.telling.letter import Letter
from cohorts.telling.outcome import Outcome

from . import notice
from .ladder import AGAIN
from .models import Duty, DutyCall, Way

#: A provider that has not taken it by then is given up; the next way is tried before that.
MOST_SECONDS: Final = 12.0
NOTING_TRIES, NOTING_PAUSE_SECONDS = 5, 1.0


@dataclass(frozen=True, slots=True)
class Errand:
    """One call by its key, and until when it is ours: by that it is known whether it still is."""

    call: int
    claimed_until: datetime

    def __call__(self) -> None:
        """Hand it over once, if it is still ours and nobody has answered meanwhile."""
        ready = self._begun()
        if ready is not None:
            # There are few connections, and a provider that hangs must not keep one.
            connection.close()
            self._note(_handed(*ready))

    def _begun(self) -> tuple[DutyCall, Letter, bytes, datetime] | None:
        """Note that it is on its way, and return what is said to whom; both or neither."""
        with transaction.atomic():
            now = database_now()
            # Whoever answers waits for this, or we find their answer: nobody is told past it.
            duty = Duty.objects.waiting().filter(calls=self.call).select_for_update(no_key=True, of=("self",)).first()
            ours = DutyCall.objects.filter(
                pk=self.call, claimed_until=self.claimed_until, claimed_until__gt=now, told_at__isnull=True
            )
            if duty is None or not ours.update(handing_at=now):
                return None
            of = ("staff", "duty__session__week", "duty__session__cohort")
            call = DutyCall.objects.select_related(*of).get(pk=self.call)
            with translation.override(settings.LANGUAGE_CODE):
                return call, notice.letter(call, now), notice.posted(call, now), now

    def _note(self, outcome: Outcome) -> None:
        """Write down what came of it, once more if the database is away just now."""
        for attempt in range(NOTING_TRIES):
            try:
                self._write_down(outcome, database_now())
            except DatabaseError:
                connection.close()
                if attempt == NOTING_TRIES - 1:
                    raise
                time.sleep(NOTING_PAUSE_SECONDS)
            else:
                return

    def _write_down(self, outcome: Outcome, now: datetime) -> None:
        """What went through has gone through, whoever took it over; what did not is tried again soon.

        Where nobody knows whether it went, it is told again: twice is better than never.
        """
        row = DutyCall.objects.filter(pk=self.call, told_at__isnull=True)
        if outcome == Outcome.TOLD:
            row.update(told_at=now, claimed_until=None)
        else:
            mine = row.filter(claimed_until=self.claimed_until)
            mine.update(failed_at=now, due_at=now + AGAIN, claimed_until=None, handing_at=None)


def _handed(call: DutyCall, letter: Letter, body: bytes, now: datetime) -> Outcome:
    if call.way == Way.EMAIL:
        return by_email.hand_over(call.staff.email or "", letter, MOST_SECONDS)
    hook = settings.DUTY_WEBHOOK
    if hook is None:
        return Outcome.NO_ANSWER
    return by_text.post(hook, notice.name_of(call), body, now, MOST_SECONDS)
