"""What leads out of the room is found in any dress, helplines are not, and nothing raises."""

import random
import time

import pytest

from chat.guard import helplines
from chat.guard.verdict import Hit
from tests.unhurried import unhurried


def _hits(words: str) -> list[Hit]:
    return unhurried()._reader._contacts.find(words, unhurried().plain(words))


@pytest.mark.parametrize(
    ("words", "what", "place"),
    [
        ("text me 07700 900 142 ok", "number", "07700 900 142"),
        ("oh double seven, double oh, nine double oh, six three one. ring me", "number", None),
        ("zero seven seven zero zero nine zero zero five one five", "number", None),
        ("0 7 7 0 0 . 9 0 0 . 2 8 8", "number", "0 7 7 0 0 . 9 0 0 . 2 8 8"),
        ("zer0.7.7.zer0.zer0.9.oh.oh.f0ur.f0ur.tw0", "number", None),
        ("zer0s3vens3ven zer0zer0 n1nezer0zer0 s1xs1xtw0", "number", None),
        ("nil seven seven nil nil nine nil nil 5 5 2", "number", "nil seven seven nil nil nine nil nil 5 5 2"),
        ("0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣4️⃣1️⃣7️⃣ hi", "number", "0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣4️⃣1️⃣7️⃣"),
        ("07700nine00six14", "number", "07700nine00six14"),
        ("+44 7700 900 233 is me", "number", "+44 7700 900 233"),
        ("its o7700 9oo 623", "number", None),
        ("my numer is +48 512 345 678", "number", "+48 512 345 678"),
        ("better than 0800 1111, text this woman 07700 900461", "number", "07700 900461"),
        ("email me zoe.k2009@example.com", "email", "zoe.k2009@example.com"),
        ("kaya (at) example (dot) org if u wanna talk", "email", "kaya (at) example (dot) org"),
        ("lolabean@icloud", "email", "lolabean@icloud"),
        ("insta: @lil.m00nchild__", "handle", "@lil.m00nchild__"),
        ("insta: @_fern.and.misery_", "handle", "@_fern.and.misery_"),
        ("my snaps cheesymoon07 if u want", "handle", "cheesymoon07"),
        ("tumblr: sad-heron-hours", "handle", "sad-heron-hours"),
        ("psn is Kestrel-Vex-09 if anyone plays", "handle", "Kestrel-Vex-09"),
        ("gt is xXNoodleSniperXx gimme a shout", "handle", "xXNoodleSniperXx"),
        ("my battletag is frogwizard", "handle", "frogwizard"),
        # Names of apps that read like two words.
        ("my bluesky is @quill", "handle", "@quill"),
        ("lichess: bishopsoup", "handle", "bishopsoup"),
        ("i'm on goodreads as Plumtartlibrary", "handle", "Plumtartlibrary"),
        ("my vinted name is moth-sells-jumpers", "handle", "moth-sells-jumpers"),
        ("steam code is 448 210 999 add me", "handle", "448 210 999"),
        ("trainer id: 1234 5678 9012", "handle", "1234 5678 9012"),
        ("im jaydennx07 on snap", "handle", "jaydennx07"),
        ("my tiktok is thats.so.neve", "handle", "thats.so.neve"),
        ("my roblox is xX_gravyboat_Xx", "handle", "xX_gravyboat_Xx"),
        ("discord . gg / notarealone", "link", "discord . gg / notarealone"),
        ("go to tiny dot example slash quietroom tonight", "link", "tiny dot example slash quietroom"),
        ("exam\u200bple.com/u/rosiee thats my page", "link", "exam\u200bple.com/u/rosiee"),
        ("postcode is S99 7QT", "postcode", "S99 7QT"),
        ("p0stc0de s nine nine, 4 b q", "postcode", "s nine nine, 4 b q"),
        ("c4ll m3 0n 07700 900142 t0n1ght", "number", "07700 900142"),
        ("put xq15 2bb into maps", "postcode", "xq15 2bb"),
        ("its XQ15 2BB", "postcode", "XQ15 2BB"),
        ("riot id is sadgoblin #4410", "handle", "sadgoblin #4410"),
        ("clash tag #9QP2ZZ0", "handle", "#9QP2ZZ0"),
        ("My adress is flat 6, 112 Pellow Street", "address", None),
        ("im on harrowfield road by the shop", "address", "harrowfield road"),
        ("come to 5 church road, near tesco in hull", "address", "5 church road"),
        ("its 22 high street innit", "address", "22 high street"),
        ("we live on elm street, leeds", "address", "elm street, leeds"),
        ("i live at 12 elm road in leeds", "address", "12 elm road in leeds"),
        ("its on harrow lane. leeds is big", "address", "harrow lane"),
        ("am i allowed to say i live on magpie close", "address", "magpie close"),
        ("i go thornleigh bank academy, yr 11", "place", "thornleigh bank academy"),
        ("used to go st oswins high", "place", "st oswins high"),
        ("shes at wickerby camhs", "place", "wickerby camhs"),
        ("j o . p o o l e @ e x a m p l e . c o m", "email", "j o . p o o l e @ e x a m p l e . c o m"),
        ("here  f e r n  at  e x a m p l e  dot  o r g", "email", "f e r n  at  e x a m p l e  dot  o r g"),
        ("e x a m p l e . c o m / m e g s j a r", "link", "e x a m p l e . c o m / m e g s j a r"),
        ("t i k t o k : l o c a l . e g g", "handle", "l o c a l . e g g"),
        ("its S 9 9  4 T T", "postcode", "S 9 9  4 T T"),
        ("im the only Peregrine Achterberg on the bus list", "name", "Peregrine Achterberg"),
        ("google me, Calla Winterbourne-Hay", "name", "Calla Winterbourne-Hay"),
        ("hiya im Clementine Farrow from last week", "name", "Clementine Farrow"),
        ("my mum named me isolde penhallow-reyes lol", "name", "isolde penhallow-reyes"),
        ("my name is lily mae hobdenshaw n i like cake", "name", "lily mae hobdenshaw"),
        ("had my 14th on the 19th of january", "birthday", "the 19th of january"),
        ("im sixteen on the thirtieth of january", "birthday", "the thirtieth of january"),
        ("i play second violin in merrowby on wednesdays", "place", "merrowby"),
        ("the bakery on plover row by the post office", "address", "plover row"),
        ("my front door is the pink one, Tolpuddle Row", "address", "Tolpuddle Row"),
        ("its 5 bramble yard", "address", "5 bramble yard"),
        ("my @ is bigsadmoth btw", "handle", "bigsadmoth"),
        ("gamer tag's YeetusMcBeans fam", "handle", "YeetusMcBeans"),
        ("this isnt an advert but moonmilkmusic on soundcloud", "handle", "moonmilkmusic"),
        ("its my bday on 14th march btw", "birthday", "14th march"),
        ("b1rthd4y is 9th 0f 0ct", "birthday", None),
        ("born 2nd of the 9th, virgo gang", "birthday", "2nd of the 9th"),
        ("im here since 3rd of feb 2011 lol", "birthday", "3rd of feb 2011"),
        ("d o b 0 5 0 4 1 1", "birthday", "0 5 0 4 1 1"),
        ("my date of birth is 7 7 2010 so lucky", "birthday", None),
        ("search jellybean_judith. i follow back", "handle", "jellybean_judith"),
        ("snap is wren dot zip dot zip", "handle", "wren dot zip dot zip"),
        ("twitch tv slash mugglestump", "link", "twitch tv slash mugglestump"),
        ("my emails kofi 2 0 1 0 at example net", "email", None),
        ("12b tollgate rise", "address", "12b tollgate rise"),
        ("9 weir cottages", "address", "9 weir cottages"),
        ("my full name is Oluwaseun Marrowby but everyone says Seun", "name", "Oluwaseun Marrowby"),
        ("dr Halloran-Pryce is lush", "name", "dr Halloran-Pryce"),
        ("mr tillotson at kestrel park taught me", "name", "mr tillotson"),
        ("em4il b1lal at ex4mple dot c0m", "email", "b1lal at ex4mple dot c0m"),
        ("im at glenv4rra h1gh, s5", "place", "glenv4rra h1gh"),
        ("Rh1ann0n P0wderham", "name", "Rh1ann0n P0wderham"),
        ("its ya girl shanzi.flopera on all platforms", "handle", "shanzi.flopera"),
        ("w a f f l e k i d _ 0 9 on roblox", "handle", None),
        ("T r a v i s  M o n k h o u s e, thats me", "name", None),
        ("bæ mail me at jo.reed@example.com", "email", "jo.reed@example.com"),
        ("bææ jo.reed@example.com ok", "email", "jo.reed@example.com"),
        ("room code is KJTR 😊", "handle", "KJTR"),
        ("I’m at S99 2VK", "postcode", "S99 2VK"),
        ("has anyone got dr amberley at the larch house clinic", "name", "dr amberley"),
        ("room code for the game is KJTR, come in", "handle", "KJTR"),
        ("invite code for our server is qZ7pLm", "handle", "qZ7pLm"),
        ("im in year 9 at hollin brook high", "place", "hollin brook high"),
        ("u could find me at Denby allotments, plot 44", "place", "Denby allotments"),
        ("the farm is called blaen y cwm isaf", "place", None),
        ("kwame lives 12 dunmore point, hes sound", "address", "12 dunmore point"),
        ("f0rty f0ur g0rse lane, r1ng tw1ce", "address", "f0rty f0ur g0rse lane"),
        ("S99 2VK is me", "postcode", "S99 2VK"),
        ("sixteen on the second of december", "birthday", "the second of december"),
        ("my birfday is the fird of augst", "birthday", "the fird of augst"),
        ("fifteenth november two thousand and nine", "birthday", None),
        ("do u know ellie trasker", "name", "ellie trasker"),
        ("insta - m u d d y s o c k f o x", "handle", "m u d d y s o c k f o x"),
        ("my snap is g r u m p y k e t t l e", "handle", "g r u m p y k e t t l e"),
        ("my postcodes Q99 4WJ if u want to send a card", "postcode", "Q99 4WJ"),
        ("my eircode is X99 QQ12 for the card", "postcode", "X99 QQ12"),
        ("im at D08 X4Y5 if anyone is near", "postcode", "D08 X4Y5"),
        ("we live t12rw6f", "postcode", "t12rw6f"),
        ("reddit u/soupandthunder", "handle", "u/soupandthunder"),
        ("u/soup_thunder thats me", "handle", "u/soup_thunder"),
        ("the gram is pablo.x.films", "handle", "pablo.x.films"),
        ("zer0 se7en se7en zer0 zer0, nine zer0 zer0, f1ve tw0 ei9ht", "number", None),
        ("mum shouts 'Tamsin Jane Okorie-Webb get down'", "name", "Tamsin Jane Okorie-Webb"),
    ],
)
def test_what_leads_out_is_found_where_it_stands(words: str, what: str, place: str | None) -> None:
    found = [hit for hit in _hits(words) if hit.rule == f"contact.{what}"]
    assert found
    assert place is None or place in {words[hit.start : hit.end] for hit in found}


@pytest.mark.parametrize("number", sorted(helplines.numbers()))
def test_no_number_of_help_is_masked(number: str) -> None:
    spaced = f"{number[:4]} {number[4:]}".strip()
    assert not _hits(f"you can call {number} or text {spaced} any time")


@pytest.mark.parametrize(
    "words",
    [
        "116 123 or text 85258 or 999 or 111",
        "Climbed Slieve Donard with my da and ate an egg sandwich",
        "cried at the end of paddington",
        "t h a n k y o u everyone, h a h a h a h a",
        "oh eight hundred one one one one is childline",
        "childline.org.uk has a chat, https://giveusashout.org/ too",
        "i got 78 in maths n 64 in science",
        "we won 5-2, woke up at 6.45 then 7.30 then 8.15",
        "10 9 8 7 6 5 4 3 2 1 happy new year",
        "its my half birthday",
        "its my birthday tomorrow",
        "manchester is chucking it down",
        "anyones school doing a bake sale",
        "@moss well done",
        "my insta is so boring",
        "im on the high street outside greggs",
        "tiktok is brain-rot and snap is on-and-off, roblox is catch-22",
        "we live on a main road so its loud, school is 24 hour road works",
        "my nan lives round manchester way",
        "10 downing street then a nightmare on elm street",
        "i live on my own road to nowhere, its a long road",
        "Harry Potter marathon then Taylor Swift",
        "emma and josh were laughing at me",
        "mr beast and dr who",
        "mr hughes let me use the art block at lunch",
        "ms fentiman let us watch shrek in french today",
        "razor sharp.but my cat is soft",
        "definately.me too",
        "rewatching heartstopper.its so comforting",
        "my last exam is 18 june, results day is 14 august",
        "im 16 this year n prom is 4th july",
        "i dance 10mins a day, my screen time on insta is 10hrs",
        "mr tillotson drove us home",
        "mr hughes and mrs okafor told them to stop",
        "u made 1 valid point, see it from aaliyahs point of view",
        "oh hunni close ur eyes",
        "my stress is sooo high in year 11",
        "im in the robotics comp for year 9, any webtoon rec pls",
        "jaydens house is so loud",
        "i cant stop the doomscrolling",
        "tried to code and it was SOOO hard, i can code in HTML",
        "Caramel Frappuccino is my treat after therapy",
        "has any1s school got beanbags",
        "Diagon Alley at the studio tour, then Blackpool Tower",
        "hahahahahahahahaha.ok",
        "m4de 1t t0 sch00l, 3 d4ys 1n a r0w",
        "my sister cracked my phone code AGAIN how",
        "promo code WELCOME10 gave me ten percent off",
        "my marks are so high in year 9",
        "i was on an all time high in year 8",
        "three two one go down the road",
        "two people lived down one long lane",
        "Peaky Blinders",
        "Wuthering Heights",
        "the PS5 2TB is too dear",
        "turned thirteen and decided to be nicer",
        "i feel so. tired. of. this",
        "NOBODY LISTENS TO ME EVER",
        "n0b0dy g3ts m3",
        "b4 1st lesson",
        "got an mp3 4gb, a ps5 1tb n im in yr10 3rd set",
        "someone told me oh no one two three go",
        "cant wait for #prom2026",
        "y34r5 4g0 my mum g07 u5 0u7, 175 b33n c4lm h3r3 51nc3",
        "0n d4rk 0n35 1 r1ng 0800 068 4141 n 7h3y d0 45k",
        "gr8_news_im_2_w33ks_cle4n",
        "quiz team qz4 3ab won again",
        "its called Peaky Blinders n the song is called Bohemian Rhapsody",
        "doing Wuthering Heights in english, sherlock lives near Scotland Yard",
        "my nan watches Fawlty Towers",
        "at laserquest on saturday, at comicon on sunday",
        "not one april was good, my 14th try was on level 19",
        "s o  p r o u d  o f  y o u,  w e l l  d o n e  a t  i t",
        "clean #2years today, day #1000 of this",
        "gr8 2be back home with u all, im lv5 3xp now",
        "shift is 10:00h to 18:00h then 09:30h",
        "",
        " ",
        "tiktok: self-harm stuff all the time",
        "insta was as well-known as ever",
        "insta was as up-to-date as ever",
        "it gets hard to handle: on-and-off crying",
        "tiktok: day-to-day stuff",
        "saw it on youtube: step-by-step",
        "spotify: lo-fi beats",
        "xbox: 9am-5pm",
        "discord at 10:00-11am if ur free",
        "switch code 10 11 12 13 days",
        "thanks @_really_",
        "snaps of my dog from 2019 are so cute",
        "i love insta s o m u c h, the app is a a a a a a h",
        "half a gram is rubbish, we need 200g of flour",
        "what about u/them, and d12 or d20 for the roll",
        "h2o and f22s, e10 petrol, p45 came, t20 cricket 2026",
        "lost at lichess again, bluesky is quieter than twitter, any good reads on goodreads?",
    ],
)
def test_what_everybody_says_is_quiet(words: str) -> None:
    assert not _hits(words)


def test_no_text_raises_and_every_place_lies_within_it() -> None:
    dice = random.Random(7)  # noqa: S311 the same texts each time
    letters = "abcxyz0179 .@_-/:#+\u200b🔪éаæœǅİﬁ٣½①'\"\n’"
    pieces = [
        "07700",
        "snap",
        "my",
        "is",
        ".com",
        "st",
        "school",
        "ellie",
        "dr",
        "S99",
        "0️⃣",
        "bday",
        "14th",
        "(at)",
        "flat 6,",
    ]
    for _ in range(3000):
        # Now and then with every letter apart.
        between = dice.choice(["", "", " "])
        words = between.join(dice.choice([*letters, f" {dice.choice(pieces)} "]) for _ in range(dice.randint(0, 40)))
        for hit in _hits(words):
            assert 0 <= hit.start < hit.end <= len(words)


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "7", "0 7 ", "a.", "a@", "a_", "ellie qzxv ", "st oswin ", "Zorp Quux ", "🔪", "a1", "a\u200b"),
        *("b0rn 4th 0f m4y ", "zzqx.yyyk ", "code QWXZLP ", "hollin high year 9 ", "forty two zzqx road "),
    ],
)
def test_long_texts_cost_no_more_than_their_length(unit: str) -> None:
    words = (unit * 2000)[:2000]
    plain = unhurried().plain(words)
    start = time.process_time()
    unhurried()._reader._contacts.find(words, plain)
    assert time.process_time() - start < 0.5, "a pattern is not linear: a usual one takes some milliseconds"
