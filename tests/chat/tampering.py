"""What somebody with the database and no keys can do to a session's record of eleven entries."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F

from chat import chain
from chat.models import EntryRow, Head
from cohorts.models import Session


def rows(session: Session, **turns: int) -> list[EntryRow]:
    return list(EntryRow.objects.filter(session=session, **turns).order_by("turn"))


def one(session: Session, turn: int) -> EntryRow:
    return EntryRow.objects.get(session=session, turn=turn)


def change(session: Session, turn: int, **fields: object) -> None:
    assert EntryRow.objects.filter(session=session, turn=turn).update(**fields) == 1


def move(session: Session, after: int, by: int) -> None:
    """Give all later entries other turns, one at a time, since no two may ever have the same."""
    later = rows(session, turn__gt=after)
    for row in later if by < 0 else reversed(later):
        EntryRow.objects.filter(pk=row.pk).update(turn=F("turn") + by)


def swap(session: Session, turn: int, other: int, *fields: str) -> None:
    """Two entries change places, in these fields."""
    first, second = one(session, turn), one(session, other)
    theirs = [{name: getattr(row, name) for name in fields} for row in (first, second)]
    # No two may have the same turn, not for a moment.
    EntryRow.objects.filter(pk=first.pk).update(turn=10_000)
    EntryRow.objects.filter(pk=second.pk).update(**theirs[0])
    EntryRow.objects.filter(pk=first.pk).update(**{"turn": turn, **theirs[1]})


def other_words(session: Session) -> None:
    row = one(session, 5)
    change(session, 5, sealed=bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1]))


def other_words_with_their_hash(session: Session) -> None:
    sealed = bytes(one(session, 4).sealed)
    change(session, 5, sealed=sealed, hash=chain.hash_of(sealed))


def swapped_words(session: Session) -> None:
    swap(session, 5, 8, "sealed", "hash")


def swapped_turns(session: Session) -> None:
    swap(session, 5, 8, "turn")


def swapped_turns_and_digests(session: Session) -> None:
    swap(session, 5, 8, "turn", "digest")


def gone(session: Session) -> None:
    one(session, 5).delete()


def gone_and_closed_up(session: Session) -> None:
    gone(session)
    move(session, after=5, by=-1)


def gone_from_the_start(session: Session) -> None:
    EntryRow.objects.filter(session=session, turn__lte=4).delete()
    move(session, after=4, by=-4)


def put_in(session: Session) -> None:
    row = one(session, 4)
    move(session, after=4, by=1)
    row.pk, row.turn, row.pos, row.ref = None, 5, 99, "forged"
    row.digest = chain.hash_of(b"whoever has no key can only guess")
    row.save(force_insert=True)


def taken_from_next_door(session: Session) -> None:
    other = EntryRow.objects.filter(kind="whisper").exclude(session=session).get()
    EntryRow.objects.filter(session=session, turn=5).delete()
    other.pk, other.session, other.turn, other.pos = None, session, 5, 77
    other.save(force_insert=True)


def cut(session: Session) -> None:
    EntryRow.objects.filter(session=session, turn__gte=9).delete()


def cut_with_a_head_to_match(session: Session) -> None:
    cut(session)
    last = one(session, 8)
    Head.objects.filter(session=session).update(turn=8, digest=last.digest, at=last.at)


def cut_with_the_head_of_next_door(session: Session) -> None:
    cut_with_a_head_to_match(session)
    Head.objects.filter(session=session).update(seal=Head.objects.exclude(session=session).get().seal)


def cut_without_a_head(session: Session) -> None:
    cut(session)
    Head.objects.filter(session=session).delete()


def cut_to_nothing(session: Session) -> None:
    EntryRow.objects.filter(session=session).delete()


def grown_past_the_head(session: Session) -> None:
    row = one(session, 11)
    row.pk, row.turn, row.pos, row.ref = None, 12, 99, "forged"
    row.save(force_insert=True)


def another_key(session: Session) -> None:
    Head.objects.filter(session=session).update(data_key=Head.objects.exclude(session=session).get().data_key)


#: Each, and the turn it has to be named by.
FIRST_BAD: list[tuple[Callable[[Session], None], int]] = [
    (other_words, 5), (other_words_with_their_hash, 5), (swapped_words, 5), (swapped_turns, 5),
    (swapped_turns_and_digests, 5), (gone, 5), (gone_and_closed_up, 5), (gone_from_the_start, 1), (put_in, 5),
    (taken_from_next_door, 5), (cut, 9), (cut_with_a_head_to_match, 9), (cut_with_the_head_of_next_door, 9),
    (cut_without_a_head, 9), (cut_to_nothing, 1), (grown_past_the_head, 12), (another_key, 1),
]  # fmt: skip
