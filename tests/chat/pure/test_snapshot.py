"""Snapshot and entries equal a fresh snapshot, for every reader and from any moment to any later one."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from hypothesis import given
from hypothesis import strategies as st

from chat.person import Person
from cohorts.schedule import Phase
from tests.bounds import evenings

from .asks import Step
from .client import Client, Transcript, told
from .ears import Ear, Frame, Stage, play, read
from .node import Page
from .paper import EVERYBODY, Paper
from .steps import beginnings, steps


def those_welcome(paper: Paper) -> list[Person]:
    """Everybody whom the protocol gives a welcome at this moment.

    Not those who were ejected or have withdrawn (4403), and past the end only a seat with something open (4410).
    """
    over = paper.facts.phase is Phase.OVER
    return [person for person in EVERYBODY if person.seat is None or _has_a_place(paper, person, over=over)]


def _has_a_place(paper: Paper, person: Person, *, over: bool) -> bool:
    seat = paper.facts.seat(person)
    gone = seat.ejected or paper.roster[person.key].left
    return not gone and (seat.kept_open or not over)


@evenings(400)
@given(beginnings(), steps())
def test_from_the_start_and_from_every_moment_entries_lead_to_what_a_fresh_welcome_says(
    paper: Paper, evening: list[Step]
) -> None:
    stage = Stage(paper)
    ears = [stage.attach(person) for person in those_welcome(paper)]
    clients = [Client(read(ear.texts[0])) for ear in ears]
    heard = [0] * len(ears)
    splits: list[tuple[Ear, int, Frame]] = []
    for _ in play(stage, evening):
        for number, (ear, client) in enumerate(zip(ears, clients, strict=True)):
            client.hear(ear.frames[heard[number] :])
            heard[number] = len(ear.texts)
            if ear.closed is None:
                welcome = read(stage.fresh(ear.person))
                agree(client, welcome, paper)
                splits.append((ear, heard[number], welcome))
    _from_each_to_the_end(stage, splits)


def _from_each_to_the_end(stage: Stage, splits: list[tuple[Ear, int, Frame]]) -> None:
    """Whoever was welcomed at any of these moments and heard what came since believes what a fresh welcome says now."""
    fresh = {ear.person.key: read(stage.fresh(ear.person)) for ear in stage.ears if ear.closed is None}
    for ear, so_far, welcome in splits:
        # Whoever comes back while set aside is sent the room from the beginning once they are let in again: below.
        if ear.closed is None and not welcome["you"]["aside"]:
            client = Client(welcome).hear(_history(ear, so_far)).hear(ear.frames[so_far:])
            agree(client, fresh[ear.person.key], stage.paper)


@evenings(700)
@given(beginnings(), steps(), st.integers(0, 30))
def test_whoever_comes_in_late_ends_with_the_same_room_and_the_same_words(
    paper: Paper, evening: list[Step], split: int
) -> None:
    for early, late, fresh in from_early_and_late(paper, evening, split):
        agree(Client(read(late.texts[0])).hear(late.frames), read(fresh), paper)
        words, others = Transcript(early.frames).streams, Transcript(late.frames).streams
        # What somebody set aside, or past the end, still has of the room is for their own page to forget.
        assert {name: words.get(name) for name in read(fresh)["streams"]} == {
            name: others.get(name) for name in read(fresh)["streams"]
        }


def test_the_page_s_own_model_agrees_on_the_same_frames() -> None:
    with TemporaryFile("w+") as file:
        page = Page(file)

        @evenings(700)
        @given(beginnings(), steps(), st.integers(0, 30))
        def gather(paper: Paper, evening: list[Step], split: int) -> None:
            for early, late, fresh in from_early_and_late(paper, evening, split):
                page.compare(late.texts[0], late.texts[1:], fresh)
                if early.person.key in {"seat:1", "seat:2", "staff:sam"}:
                    page.compare(early.texts[0], early.texts[1:], fresh)

        gather()
        assert page.lines > 1000
        assert page.difference() is None


def from_early_and_late(paper: Paper, evening: list[Step], split: int) -> Iterator[tuple[Ear, Ear, str]]:
    """Everybody still there at the end: by the socket of the beginning, by one of later on, and a fresh welcome."""
    stage = Stage(paper)
    early = {person.key: stage.attach(person) for person in those_welcome(paper)}
    late: list[Ear] = []
    for number, _ in enumerate(play(stage, evening)):
        if number == split:
            late = [stage.attach(person) for person in those_welcome(paper)]
    for ear in late:
        first = early.get(ear.person.key)
        if first is not None and first.closed is None and ear.closed is None:
            yield first, ear, stage.fresh(ear.person)


def agree(client: Client, fresh: Frame, paper: Paper) -> None:
    """What a client believes and has heard is what a fresh welcome says and names."""
    assert client.believes(paper.now) == told(fresh)
    assert {name: client.heads.get(name, 0) for name in fresh["streams"]} == fresh["streams"]


def _history(ear: Ear, upto: int) -> list[Frame]:
    """What staff are sent again before `ready`: it changes nothing, but tells which flags are open."""
    return [frame for frame in ear.frames[:upto] if frame.get("stream") == "staff"]
