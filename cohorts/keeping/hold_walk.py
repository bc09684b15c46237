"""Walking the legal holds: each stands as its acts say, so that nobody lets go of what it keeps by taking it away."""

from collections.abc import Iterator

from cohorts import walks
from cohorts.models import Act, LegalHold

PLACED, LIFTED = "hold_placed", "hold_lifted"


def verify() -> Iterator[walks.Walked]:
    """Walk them all. One that was lifted goes after years, and its acts stay."""
    # Rows first: what is placed while we walk has its act by then.
    holds = {one.public_id: one for one in LegalHold.objects.select_related("cohort", "seat")}
    placed, lifted = _said(PLACED), _said(LIFTED)
    for name, hold in holds.items():
        yield walks.Walked(name, 1, _wrong(hold, placed.get(name)) or _wrong_about_lifting(hold, name in lifted))
    for name in placed.keys() - holds.keys() - lifted.keys():
        if not LegalHold.objects.filter(public_id=name).exists():
            yield walks.Walked(name, 0, "it was placed and never lifted, and is not there")


def _said(verb: str) -> dict[str, Act]:
    return {str(act.about.get("hold")): act for act in Act.objects.filter(verb=verb).select_related("cohort")}


def _wrong(hold: LegalHold, placed: Act | None) -> str | None:
    if placed is None:
        return "no act says that it was placed"
    of = (placed.about.get("seat"), placed.about.get("why"))
    if of != (hold.seat.public_id if hold.seat else None, hold.why):
        return "it is not as its act says"
    return "it is not as its act says" if hold.cohort and hold.cohort != placed.cohort else None


def _wrong_about_lifting(hold: LegalHold, lifted: bool) -> str | None:
    if hold.lifted_at is not None:
        return None if lifted else "no act says that it was lifted"
    # It may have been lifted while we walked.
    stands = lifted and LegalHold.objects.standing().filter(pk=hold.pk).exists()
    return "an act says that it was lifted, and it stands" if stands else None


walks.register("legal holds", verify)
