"""How somebody was there, from what the room saw and what they said before. Pure: words and clocks are passed in."""

from collections.abc import Sequence
from datetime import timedelta

from cohorts.attendance import Room, Stay
from cohorts.models.attendance_mark import Came
from cohorts.schedule import Times


def judge(times: Times, room: Room, stay: Stay | None, said_no: bool, grace: timedelta) -> Came:
    """Return how somebody who had a place was there.

    Late and early are measured on the room as it was: one that opened late makes nobody late, and one that closed
    early nobody leave early. Of both, having left early counts, as that is what somebody may have to ask after. Whoever
    came to the lobby alone was there and left early: they came, and should not read that they were missed.
    """
    if stay is None:
        return Came.TOLD if said_no else Came.MISSED
    closed = min(room.closed_at or times.ends_at, times.ends_at)
    if stay.last < closed - grace:
        return Came.LEFT_EARLY
    return Came.LATE if stay.first > max(room.opened_at, times.starts_at) + grace else Came.CAME


def in_a_row(judged: Sequence[Came | None]) -> int:
    """Return how many of the last evenings were missed without a word, one after another.

    None is an evening that was not held or not theirs, and is passed over. Whoever told us before is in touch with us,
    so that ends the row as coming does.
    """
    missed = 0
    for came in reversed([one for one in judged if one is not None]):
        if came != Came.MISSED:
            break
        missed += 1
    return missed
