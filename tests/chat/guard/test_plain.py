"""Words as typed come out plain, whatever was done to them, and every one knows where it came from."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.guard import Guard


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("gonna k1ll mys3lf when every1 goes bed", "going to kill myself when everyone goes bed"),
        ("i w a n t t o d i e tonight", "i want to die tonight"),
        ("k y s lol", "kill yourself lol"),
        ("c.u.t again 😔", "cut again :pensive-face"),
        ("i c  u  t again", "i cut again"),
        ("t o n i g h t  i  d i e", "tonight i die"),
        ("g o i n g  2  d i e", "going to die"),
        ("oor hoose, frae the bairns", "our house from the children"),
        ("a new b u r n on it", "a new burn on it"),
        ("did ye see, if ye were there", "did you see if you were there"),
        # The letter that looks like y is taken for u as often.
        ("i c\u0443t it", "i cut it"),
        ("gonna un\u0430live myself 2nite, sorry", "going to unalive myself tonight sorry"),
        # Letters of other alphabets that look like ours to whoever wants to read them so, one of them like two.
        ("dad is \u0455\u0442\u0433\u0430\u043fg\u04cf\u0456\u043fg m\u0443 mum", "dad is strangling my mum"),
        ("\u1d21\u1d07\u026a\u0262\u029c less", "weigh less"),
        ("t\u03b1\u03ba\u03b5 the p\u0456\u04cf\u04cfs", "take the pills"),
        ("planning my sui\u200bcide", "planning my suicide"),
        ("i wont be here tmrw", "i will not be here tomorrow"),
        ("y a y   f r i d a y", "yay friday"),
        ("iwanttodie", "i want to die"),
        ("i'm sooooo tired!!!", "i am so tired"),
        ("i'll be ill", "i will be ill"),
        ("she'd know n that'd be it, mum'll see", "she would know and that would be it mum will see"),
        ("mightve wed in a shed", "might have wed in a shed"),
        ("ｆｕｌｌ width", "full width"),
        (
            "dunt tell mam, me arm's sore n they leave me alone",
            "do not tell mum my arm sore and they leave me alone",
        ),
        ("he follows me home when i was hittin the robin", "he follows me home when i was hitting the robin"),
        ("when i was 6 n i knew", "when i was 6 and i knew"),
        ("u r n y so kind", "you are and why so kind"),
        ("everyone's asleep n the floor's cold", "everyone is asleep and the floor cold"),
        ("my mum calls me сонечко", "my mum calls me сонечко"),
        ("dzięki everyone", "dzieki everyone"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_it_reads_through(guard: Guard, typed: str, plain: str) -> None:
    assert " ".join(guard.plain(typed).words) == plain


def test_every_word_knows_where_it_came_from(guard: Guard) -> None:
    typed = "so: sui\u200bcide, 2nite 🪒"
    plain = guard.plain(typed)
    places = {word: typed[start:end] for word, (start, end) in zip(plain.words, plain.spans, strict=True)}
    assert places == {"so": "so", "suicide": "sui\u200bcide", "tonight": "2nite", ":razor": "🪒"}


def test_a_sign_that_stands_for_a_whole_sentence_stays_one_sign(guard: Guard) -> None:
    assert len(guard.plain("\ufdfa" * 2000).letters) == 2000


def test_it_shows_no_words_by_accident(guard: Guard) -> None:
    assert "secret" not in repr(guard.plain("a secret"))


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_can_be_read_and_every_place_is_in_it(guard: Guard, typed: str) -> None:
    plain = guard.plain(typed)
    assert len(plain.words) == len(plain.spans)
    assert all(0 <= start < end <= len(typed) for start, end in plain.spans)
    assert plain.text.split() == plain.words
    assert [plain.word_at(found.start()) for found in re.finditer(r"\S+", plain.text)] == [*range(len(plain.words))]
