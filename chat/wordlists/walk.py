"""Walking the changes of the word lists: nobody weakens the guard, or takes a phrase from it, without an act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from chat.models import State, What, WordChange
from chat.wordlists.changes import DANGER
from cohorts import walks
from cohorts.models import Act

ADDED: Final = "words_added"
ASKED: Final = "words_weakening_asked"
WEAKENED: Final = "words_weakened"
RESTORED: Final = "words_restored"
ALL_RESTORED: Final = "words_all_restored"
Acts = dict[tuple[str, str], list[Act]]


def verify() -> Iterator[walks.Walked]:
    """Walk them all. What a phrase says is in no act; that it was put in, and whether it was taken out, is."""
    # Rows first: what is changed while we walk has its act by then.
    rows = {one.public_id: one for one in WordChange.objects.select_related("asked_by", "second").order_by("pk")}
    acts = _acts()
    for name, row in rows.items():
        yield walks.Walked(name, 1, _wrong(row, acts))
    for verb, name in acts:
        if verb == ADDED and name not in rows and not WordChange.objects.filter(public_id=name).exists():
            yield walks.Walked(name, 0, "an act says that it was added, and it is not there")


def _acts() -> Acts:
    found: Acts = defaultdict(list)
    for act in Act.objects.filter(verb__in=(ADDED, ASKED, WEAKENED, RESTORED, ALL_RESTORED)).select_related("by"):
        found[act.verb, str(act.about.get("change", ""))].append(act)
    return found


def _wrong(row: WordChange, acts: Acts) -> str | None:
    if row.what == What.ADD:
        return _wrong_addition(row, acts)
    return _wrong_weakening(row, acts) if row.state == State.STANDS else None


def _wrong_addition(row: WordChange, acts: Acts) -> str | None:
    added = acts.get((ADDED, row.public_id), [])
    if [(act.by, act.about.get("kind")) for act in added] != [(row.asked_by, row.kind)]:
        return "no act says that it was added like this"
    if row.state == State.STANDS:
        return None
    out = (What.OUT, row.about)
    # Read anew: it may have been taken out while we walked.
    taken_out = {(act.about.get("what"), act.about.get("rule")) for act in Act.objects.filter(verb=WEAKENED)}
    return None if out in taken_out else "no act says that it was taken out"


def _wrong_weakening(row: WordChange, acts: Acts) -> str | None:
    said = {(act.by, *_about(act)): act.number for act in acts.get((WEAKENED, row.public_id), [])}
    since = said.get((row.second or row.asked_by, row.what, row.kind, row.rule))
    if since is None:
        return "no act says that it came into force like this"
    if _was_restored(row, since, acts):
        return "an act says that the rule was restored, and it stands"
    if row.kind not in DANGER:
        return None
    asked = {(act.by, *_about(act)) for act in acts.get((ASKED, row.public_id), [])}
    two = row.second is not None and (row.asked_by, row.what, row.kind, row.rule) in asked
    return None if two else "no act says that a second person was asked"


def _was_restored(row: WordChange, since: int, acts: Acts) -> bool:
    restored = (*acts.get((RESTORED, row.public_id), []), *acts.get((ALL_RESTORED, ""), []))
    # Read anew: it may have been restored while we walked.
    return any(act.number > since for act in restored) and WordChange.objects.standing().filter(pk=row.pk).exists()


def _about(act: Act) -> tuple[object, object, object]:
    return act.about.get("what"), act.about.get("kind"), act.about.get("rule")


walks.register("word lists", verify)
