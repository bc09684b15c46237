"""Public ids say nothing and fit in an address."""

import re

import pytest

from cohorts import ids

pytestmark = pytest.mark.embedded


def test_an_id_is_twelve_characters_of_an_address() -> None:
    made = {ids.new() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{12}", one) for one in made)


def test_an_id_made_from_something_is_the_same_again_and_of_nothing_else() -> None:
    made = [ids.made_from("session", "staff:sam", "ref"), ids.made_from("session", "staff:sa", "mref")]
    assert made[0] == ids.made_from("session", "staff:sam", "ref") != made[1]
    assert all(re.fullmatch(r"[a-z0-9]{12}", one) for one in made)


def test_an_id_can_be_given_to_a_command_whatever_chance_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["-looks-like-", "_an-option--", "a-good-one--"])
    monkeypatch.setattr("cohorts.ids.secrets.token_urlsafe", lambda _bytes: next(drawn))
    assert ids.new() == "a-good-one--"
