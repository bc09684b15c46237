"""The young people who are expected at a session: who said that they come, and what makes it easier for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cohorts import eases
from cohorts.models import Reply, Seat, Session


@dataclass(frozen=True, slots=True)
class Guests:
    """Whoever has a place there, by what they said; `easier` is read by their facilitators alone."""

    coming: list[Seat]
    not_coming: list[Seat]
    unsaid: list[Seat]
    easier: list[tuple[Seat, list[str]]]


def read(sessions: Iterable[Session]) -> Mapping[int, Guests]:
    """Return who is expected at each of these sessions, by its row; two queries however many there are."""
    found = list(sessions)
    replies = Reply.objects.standing().filter(session__in=found)
    said = {(session, seat): coming for session, seat, coming in replies.values_list("session", "seat", "coming")}
    seats = list(Seat.objects.held().filter(cohort__in={one.cohort_id for one in found}))
    return {
        one.pk: _of(one, [seat for seat in seats if seat.belongs_to(one)], said)
        for one in found
    }  # fmt: skip


def _of(session: Session, seats: list[Seat], said: Mapping[tuple[int, int], bool]) -> Guests:
    def who(answer: bool | None) -> list[Seat]:
        return [seat for seat in seats if said.get((session.pk, seat.pk)) is answer]

    easier = [(seat, wishes) for seat in seats if (wishes := eases.in_ours(seat.ease))]
    return Guests(who(True), who(False), who(None), easier)
