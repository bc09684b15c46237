"""Where a young person is now whom staff moved to another group."""

from cohorts.models import MoveWish, Seat


def place_now(seat: Seat) -> Seat:
    """Return the seat that its holder has now, or had last: what is of the person and not of a group followed."""
    seen = {seat.pk}
    while (moved := _moved_from(seat)) is not None and moved.pk not in seen:
        seat = moved
        seen.add(seat.pk)
    return seat


def _moved_from(seat: Seat) -> Seat | None:
    wish = MoveWish.objects.filter(seat=seat, done_at__isnull=False, to_seat__isnull=False)
    found = wish.select_related("to_seat").order_by("-done_at").first()
    return found.to_seat if found else None
