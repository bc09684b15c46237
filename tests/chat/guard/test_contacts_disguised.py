"""Ways to find somebody that are misspelt, spelt out or told sideways are found where they stand."""

from __future__ import annotations

import pytest

from tests.chat.guard.leading_out import found


@pytest.mark.parametrize(
    ("words", "what", "place"),
    [
        ("0B7 000 O914 is me", "number", "0B7 000 O914"),
        ("o 8 7 , o o o , o 7 5 3", "number", "o 8 7 , o o o , o 7 5 3"),
        ("i liv at 12 cobdan teris", "address", "12 cobdan teris"),
        ("find me, 'grumblinfiddle' is my spotify", "handle", "grumblinfiddle"),
        ("discord: pickle rick # 4412", "handle", "pickle rick # 4412"),
        ("school is B-R-A-C-K-E-N-F-O-L-D", "address", "B-R-A-C-K-E-N-F-O-L-D"),
        ("my adres is 15 gorsley avenew", "address", None),
        ("my adress wen i move out is gona be 9 fensdyke rode", "address", None),
        ("adress is 9 hering clothes by the sea", "address", None),
        ("my school is b r a c k e n f o l d", "place", "b r a c k e n f o l d"),
        ("i work in the shop of ballymorran", "place", "ballymorran"),
    ],
)
def test_a_disguise_hides_nothing_that_leads_out(words: str, what: str, place: str | None) -> None:
    places = found(words, what)
    assert places
    assert place is None or place in places
