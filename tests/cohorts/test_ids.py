"""Public ids say nothing and fit in an address."""

import re

from cohorts import ids


def test_an_id_is_twelve_characters_of_an_address() -> None:
    made = {ids.new() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{12}", one) for one in made)
