"""Results never tell what one person answered, and a round never says why somebody's turn was left out."""

from hypothesis import given
from hypothesis import strategies as st

from chat.protocol import script as c
from chat.protocol.entry import Entry
from chat.protocol.replies import Ok
from chat.protocol.streams import ROOM, STAFF, seat_number
from cohorts.evaluation import may_be_shown
from facilitator.verbs.answer import Answer
from facilitator.verbs.prompt import Prompt
from facilitator.verbs.share import Share
from tests.bounds import evenings

from .asks import Step
from .ears import Stage, play, read
from .paper import SAM, SEATS, Paper
from .steps import beginnings, begun, steps, write

ANSWERING = [(*["answer"] * 12, "prompt", "share", "share", "share", "remove", "+herald", "put_away")]
TURNS = [(*["turn"] * 4, "round", "round", "pass", "pass", "prompt", "extend", "put_away", "say", "+withdraw")]


def answers_before(entries: list[Entry], shared: Entry) -> dict[str, int]:
    """The last number of each seat for the prompt that these results are of, as the entries say."""
    given_: dict[str, int] = {}
    for entry in entries[: shared.turn - 1]:
        match entry.content:
            case c.Answer(prompt=prompt, value=int() as value) if prompt == shared.of:
                given_[entry.stream] = value
    return given_


def test_results_are_of_four_or_more_not_all_alike_and_told_once() -> None:
    told: list[int] = []

    @evenings(400)
    @given(st.builds(begun), steps(60, ANSWERING, (0,)))
    def judge(paper: Paper, evening: list[Step]) -> None:
        write(paper, evening)
        results = [entry for entry in paper.entries if isinstance(entry.content, c.Results)]
        assert len({entry.of for entry in results}) == len(results)
        for entry in results:
            given_ = list(answers_before(paper.entries, entry).values())
            assert len(given_) >= 4
            assert len(set(given_)) > 1
            assert isinstance(entry.content, c.Results)
            assert entry.content.counts == tuple(given_.count(each) for each in range(len(entry.content.counts)))
        told.append(len(results))

    judge()
    assert sum(told) > 5, "hardly anything was ever shared"


@given(st.lists(st.integers(0, 2), max_size=8))
def test_whether_it_is_shared_is_as_the_rule_says(values: list[int]) -> None:
    paper = begun()
    paper.ask(SAM, Prompt("p", body="which?", kind="poll", options=("a", "b", "c")))
    pos = paper.fold.heads[ROOM]
    for seat, value in zip(SEATS, values, strict=False):
        assert isinstance(paper.ask(seat, Answer(f"a {seat.key}", pos, value)), Ok)
    counts = tuple(values.count(each) for each in range(3))
    shared = isinstance(paper.ask(SAM, Share("s", pos)), Ok)
    assert shared is may_be_shown(counts) is (len(values) >= 4 and len(set(values)) > 1)


@evenings(150)
@given(beginnings(), steps())
def test_no_seat_ever_hears_what_another_answered_or_that_they_passed(paper: Paper, evening: list[Step]) -> None:
    stage = Stage(paper)
    ears = [stage.attach(person) for person in SEATS]
    for _ in play(stage, evening):
        pass
    private = [entry for entry in paper.entries if isinstance(entry.content, c.Answer | c.Passed)]
    assert all(entry.stream == entry.author for entry in private)
    for ear in ears:
        frames = [read(text) for text in ear.texts]
        theirs = [frame for frame in frames if frame.get("kind") in {"answer", "passed"}]
        assert all(frame["stream"] == ear.person.key for frame in theirs)
        assert not [frame for frame in frames if frame.get("stream") == STAFF]


@evenings(300)
@given(steps(60, TURNS, (0, 300)))
def test_a_round_gives_the_turn_to_one_in_it_who_has_not_had_it(evening: list[Step]) -> None:
    paper = begun()
    write(paper, evening)
    for entry in paper.entries:
        if isinstance(turns := entry.content, c.Round):
            assert entry.stream == ROOM
            assert seat_number(entry.author) is None
            assert turns.whose is None or (turns.whose in turns.order and turns.whose not in turns.had)
            assert turns.over is (turns.whose is None)
            assert len(set(turns.had)) == len(turns.had)
