"""Names, streets, schools and numbers as they are in these islands, and as those call them who came from afar."""

import pytest

from tests.chat.guard.leading_out import found, hits


@pytest.mark.parametrize(
    ("words", "what", "place"),
    [
        ("its sadhbh ni bhrannagain, spelt the irish way", "name", "sadhbh ni bhrannagain"),
        ("my name's eimear, eimear tohill-brady", "name", "eimear tohill-brady"),
        ("teacher shouted gwilym ap hywelsford at me", "name", "gwilym ap hywelsford"),
        ("they called chidera okonwabo-pell up on stage", "name", "chidera okonwabo-pell"),
        ("i still get post at 7 Cobbler's Rents", "address", "7 Cobbler's Rents"),
        ("its 2 fisher's vennel round the back", "address", "2 fisher's vennel"),
        ("12 orchard garth is ours", "address", "12 orchard garth"),
        ("i live in heol y frwynen", "address", "in heol y frwynen"),
        ("14 Heol y Frwynen, blue door", "address", "14 Heol y Frwynen"),
        ("send it to 5 radharc na mara", "address", "5 radharc na mara"),
        ("i was at gortnamore integrated for first year", "place", "gortnamore integrated"),
        ("im at gaelscoil na coille", "place", "gaelscoil na coille"),
        ("we had fire drill at brackenfold n sir dropped his tea", "place", "brackenfold"),
        ("am 15 on the 22nd ae june", "birthday", "the 22nd ae june"),
    ],
)
def test_who_and_where_somebody_is_shows_in_their_own_names(words: str, what: str, place: str) -> None:
    assert place in found(words, what)


@pytest.mark.parametrize(
    "words",
    [
        "idris elba is in the new one and so is winston churchill lol",
        "we had 2 meadows to run round in cross country",
        "i got 3 paddocks to muck out",
        "an integrated course would be nice",
        "its 5 lon on the app but i cant read it",
        "clodagh and orlaith are my two cats",
        "our whole school did a fire drill at lunch",
        "blessing in disguise that",
    ],
)
def test_what_only_looks_so_is_quiet(words: str) -> None:
    assert hits(words) == []


@pytest.mark.parametrize("number", ["0300 330 5468", "0800 123 456", "0808 123 4567"])
def test_a_number_that_only_a_body_can_have_is_not_masked_unless_somebody_speaks_of_their_own(number: str) -> None:
    assert not hits(f"the mindline is {number} and they are so kind")
    for words in (
        f"ring me on {number}",
        f"its {number} to talk privately",
        f"zoom {number}",
        f"{number} or 07700 900461",
    ):
        assert hits(words), words


def test_a_number_that_is_spelt_out_is_nobodys_helpline() -> None:
    assert hits("the mindline is 0 3 0 0 1 2 3 4 5 6 7")
