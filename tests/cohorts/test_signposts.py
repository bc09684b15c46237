"""Help: every line can be reached, says where it is from, and claims no check that nobody made."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cohorts import signposts

pytestmark = pytest.mark.embedded

PACKS = sorted(path.stem for path in Path(signposts.__file__).with_name("help").glob("*.toml"))
MINIMAL = (
    'country = "Nowhere"\nplaces = []\nnotes = []\nelsewhere = []\nemergency = []\nnations = []\nfor_another = []\n'
    "unplaced = []\nabout_an_adult = []\n"
    '[[lines]]\nname = "A line"\n'
)


def lines(country: str) -> list[signposts.Line]:
    pack = signposts.pack(country)
    return [
        *pack.emergency,
        *pack.for_another,
        *pack.unplaced,
        *pack.about_an_adult,
        *pack.lines,
        *pack.nations,
        *pack.elsewhere,
    ]


@pytest.mark.parametrize("country", PACKS)
def test_every_line_can_be_reached_and_has_a_source(country: str) -> None:
    for line in lines(country):
        assert line.number or line.sms or line.web, line.name
        assert line.source.startswith("https://"), line.name
        assert not line.web or line.web.startswith("https://"), line.name
        assert not line.chat or line.web, line.name


@pytest.mark.parametrize("country", PACKS)
def test_a_check_is_a_day_or_was_not_made(country: str) -> None:
    for line in lines(country):
        if line.checked != "not yet checked":
            assert date.fromisoformat(line.checked) <= datetime.now(UTC).date(), line.name


@pytest.mark.parametrize("country", PACKS)
def test_danger_comes_first_and_what_we_are_not_is_said(country: str) -> None:
    pack = signposts.pack(country)
    assert pack.emergency
    assert pack.for_another
    assert pack.unplaced
    assert any("not an emergency service" in note for note in pack.notes)


def test_ways_to_write_come_before_ways_to_call() -> None:
    written = [bool(line.sms or line.chat) for line in signposts.pack().lines]
    assert written == sorted(written, reverse=True)


def test_the_united_kingdom_has_its_lines() -> None:
    found = {(line.name, line.where): line for line in lines("united-kingdom")}
    assert (found["Shout", ""].sms_word, found["Shout", ""].sms) == ("SHOUT", "85258")
    assert found["Childline", ""].tel == "08001111"
    assert found["Samaritans", ""].tel == "116123"
    assert found["Papyrus HOPELINE247", ""].tel == "08000684141"
    assert found["NHS 111", ""].tel == found["NHS 111", "Wales"].tel == "111"
    assert found["Lifeline", "Northern Ireland"].tel == "08088088000"
    assert found["999", ""].tel == "999"


def test_a_file_with_a_mistake_is_refused_and_not_half_read() -> None:
    whole = MINIMAL + 'source = "https://a.example"\nchecked = "not yet checked"\n'
    assert signposts.parse(whole).lines[0].name == "A line"
    with pytest.raises(TypeError):
        signposts.parse(MINIMAL)
    with pytest.raises(TypeError):
        signposts.parse(whole + 'phone = "1"\n')
    with pytest.raises(KeyError):
        signposts.parse(whole.replace("notes = []", ""))
    with pytest.raises(TypeError):
        signposts.parse('colour = "x"\n' + whole)
    with pytest.raises(tomllib.TOMLDecodeError):
        signposts.parse("country")
