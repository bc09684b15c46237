"""Walking the openings of seals: each has its act and its entry of the record, and each act its opening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from cohorts.models import Act
from cohorts.walks import Walked

from .breakglass import about
from .models import Concern, Opening, OpeningStep, Part, RecordEntry, Step

OPENED: Final = "contact_opened"
VERBS: Final = {
    Step.CLOSED: "contact_closed",
    Step.TOLD: "opening_told",
    Step.NOT_TOLD: "opening_told",
    Step.REVIEWED: "opening_reviewed",
}
Acts = dict[tuple[str, str], list[Act]]


def verify() -> Iterator[Walked]:
    """Walk them all. Acts are chained, so whatever is done to an opening's rows shows against what its acts say."""
    # Rows first: what is opened while we walk has its act by then, and is not looked at.
    rows = list(Opening.objects.select_related("concern__session", "by", "second").order_by("pk"))
    steps = list(OpeningStep.objects.select_related("opening", "by"))
    acts, there = _acts(), {one.public_id for one in rows}
    for opening in rows:
        mine = [one for one in steps if one.opening_id == opening.pk]
        yield Walked(opening.public_id, 1 + len(mine), _wrong(opening, acts) or _wrong_step(mine, acts))
    for (verb, name), said in acts.items():
        if verb == OPENED and name not in there and _should_be_there(name, said):
            yield Walked(name, 0, "its act is there and the opening is not")
        elif verb != OPENED and name in there and not all(_was_done(name, verb, act) for act in said):
            yield Walked(name, 0, "an act says what came of it, and that is not there")


def _should_be_there(name: str, said: list[Act]) -> bool:
    """Whether an opening is missing: it goes with the record of its concern, whole, and never alone."""
    if Opening.objects.filter(public_id=name).exists():
        return False
    return Concern.every.filter(public_id__in=[act.about.get("concern") for act in said]).exists()


def _was_done(name: str, verb: str, act: Act) -> bool:
    """Whether an opening has what an act says that came of it."""
    kinds = [step for step, said in VERBS.items() if said == verb]
    done = OpeningStep.objects.filter(opening__public_id=name, step__in=kinds, by=act.by, how=act.about.get("how", ""))
    if act.about.get("at") in {at.isoformat() for at in done.values_list("at", flat=True)}:
        return True
    # It may have gone with its record while we walked.
    return not Opening.objects.filter(public_id=name).exists()


def _acts() -> Acts:
    found: Acts = defaultdict(list)
    for act in Act.objects.filter(verb__in={OPENED, *VERBS.values()}).select_related("session", "by"):
        found[act.verb, str(act.about.get("opening", ""))].append(act)
    return found


def _wrong(opening: Opening, acts: Acts) -> str | None:
    said = acts.get((OPENED, opening.public_id), [])
    if len(said) != 1:
        return "no act says that it was opened"
    (act,) = said
    if act.about != about(opening) or act.by != opening.by or act.session != opening.concern.session:
        return "it is not as its act says"
    entry = RecordEntry.objects.filter(concern=opening.concern, number=opening.entry).first()
    if entry is None or entry.part != Part.OPENED or entry.by_id != opening.by_id:
        return "the record does not say that it was opened"
    return None


def _wrong_step(steps: list[OpeningStep], acts: Acts) -> str | None:
    for one in steps:
        said = acts.get((VERBS[Step(one.step)], one.opening.public_id), [])
        told = (one.by, one.how, one.at.isoformat())
        if told not in [(act.by, act.about.get("how", ""), act.about.get("at")) for act in said]:
            return f"no act says that it was {one.step}"
    return None
