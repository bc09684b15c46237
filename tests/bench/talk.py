"""What a crowd says: ordinary talk of an evening, each message begun with three words that tell which one it is.

A message used to begin with the time. Nobody writes so, and a guard reads nineteen digits with much more care than
words: it was the bench's own messages that were slow. Now one in four is short and one in four has a number in it,
as among people.
"""

import re
import time
from array import array

_NAMES = (
    *("lamp", "hamster", "biology", "paper", "window", "pancake", "pencil", "button", "custard", "ladder"),
    *("basket", "panda", "carpet", "coffee", "cotton", "dinner", "engine", "fabric", "forest", "kitchen"),
    *("island", "jacket", "jungle", "kitten", "lemon", "giraffe", "meadow", "mirror", "monkey", "mountain"),
    *("muffin", "noodle", "orange", "parrot", "pepper", "piano", "picnic", "pillow", "planet", "donkey"),
    *("pudding", "puzzle", "rabbit", "ribbon", "robin", "saddle", "salad", "sandal", "shadow", "turnip"),
    *("badger", "spider", "sponge", "spring", "squirrel", "summer", "sunset", "table", "teapot", "tiger"),
    *("tomato", "trumpet", "tunnel", "turtle", "umbrella", "valley", "velvet", "violin", "weather", "walnut"),
    *("winter", "yellow", "acorn", "apple", "banana", "barn", "beetle", "bicycle", "biscuit", "blanket"),
    *("penguin", "branch", "breeze", "bucket", "butter", "dolphin", "camel", "canoe", "castle", "cherry"),
    *("cloud", "clover", "cookie", "geography", "cricket", "curtain", "daisy", "desert", "dragon", "feather"),
)
_NUMBERS = {name.encode(): number for number, name in enumerate(_NAMES)}
_BASE = len(_NAMES)
#: So many messages may be on their way before a number is used again.
KNOWN = _BASE**3
LINES = (
    "it was a hard week and this hour is the one I look forward to",
    "same",
    "i got 73 on my maths test today so that was something at least",
    "my sister made pancakes and we watched a film on the sofa all evening",
    "me too",
    "did 3 days of the breathing thing from last week, it helped a bit",
    "my nan rang on sunday and we talked about her garden and her cat for an hour",
    "thank you for saying that, i thought it was only me",
)
#: The beginning of a body, as it stands in a frame that was delivered.
BEGINNING = re.compile(rb'"body":"([a-z]+) ([a-z]+) ([a-z]+) ')


def words(number: int) -> str:
    """The words of message `number`, counted from 0; those of number + `KNOWN` begin alike."""
    first, second = number // _BASE**2 % _BASE, number // _BASE % _BASE
    return f"{_NAMES[first]} {_NAMES[second]} {_NAMES[number % _BASE]} {LINES[number % len(LINES)]}"


class Sent:
    """When each message was sent, by the number that its words tell."""

    def __init__(self) -> None:
        """None yet."""
        self._at = array("q", bytes(8 * KNOWN))

    def says(self, number: int) -> str:
        """The words of a message that is sent now."""
        self._at[number % KNOWN] = time.perf_counter_ns()
        return words(number)

    def ago(self, found: "re.Match[bytes]", now: int) -> float:
        """The seconds since a message was sent whose `BEGINNING` was found; `now` in nanoseconds."""
        first, second, third = (_NUMBERS[name] for name in found.groups())
        return (now - self._at[(first * _BASE + second) * _BASE + third]) / 1e9
