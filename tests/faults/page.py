"""The numbers a page keeps to, read from the page's own code, so that no phone here is kinder than one."""

import random
import re

from tests.running import ROOT

#: For waits and choices; a run need not be repeatable to be judged.
CHANCE = random.SystemRandom()


def _code(model: str) -> str:
    return (ROOT / "static" / "js" / "models" / f"{model}.js").read_text()


def _numbers(model: str) -> dict[str, int]:
    """The constants of one module, times in milliseconds."""
    found = re.findall(r"^const ([A-Z_]+) = ([\d_]+);", _code(model), re.MULTILINE)
    return {name: int(number) for name, number in found}


def _seconds(model: str) -> dict[str, float]:
    return {name: number / 1000 for name, number in _numbers(model).items()}


_COMEBACK, _LINE, _OUTBOX, _CATCH_UP = map(_seconds, ("comeback", "connection", "outbox", "catchup"))

RETURNING = frozenset(map(int, re.findall(r"\d+", re.findall(r"RETURNING = new Set\(\[(.*?)\]", _code("comeback"))[0])))
LOST = 1006
TOO_FAST = 4429
RESTARTING = 1012

PING_EVERY = _LINE["PING_EVERY"]
PONG_WITHIN = _LINE["ANSWER_WITHIN"]
WELCOME_WITHIN = _LINE["WELCOME_WITHIN"]
STEADY_AFTER = _LINE["STEADY_AFTER"]

ANSWER_WITHIN = _OUTBOX["ANSWER_WITHIN"]
BURST = _numbers("outbox")["BURST"]
PACE = _OUTBOX["PACE"]

SINCE_WITHIN = _CATCH_UP["ANSWER_WITHIN"]
SINCE_AGAIN_AFTER = _CATCH_UP["ASK_AGAIN_AFTER"]


def wait_to_come_back(code: int, attempt: int) -> float:
    """Seconds until the next knock, half of it chance; as `waitFor` in comeback.js."""
    step = min(_COMEBACK["LONGEST"], _COMEBACK["FIRST"] * 2.0 ** min(attempt, 10))
    wait = step * (0.5 + CHANCE.random() / 2)
    if code == TOO_FAST:
        return wait + _COMEBACK["AFTER_TOO_FAST"]
    return wait + (_COMEBACK["RESTART_SPREAD"] * CHANCE.random() if code == RESTARTING else 0)


def wait_to_ask_again(tries: int) -> float:
    """Seconds after a `busy`; as in outbox.js."""
    return min(_OUTBOX["LONGEST_RETRY"], _OUTBOX["FIRST_RETRY"] * 2.0**tries) * (0.5 + CHANCE.random() / 2)
