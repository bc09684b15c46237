"""Check-ins as a small picture: pure. It shows what somebody said of themselves, and draws no conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH, HEIGHT = 480, 160
LEFT, RIGHT, TOP, BOTTOM = 36, 12, 12, 24
MOODS: Final = (1, 2, 3, 4, 5)
TOP_GOAL: Final = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One check-in in the picture: where, and what it says."""

    x: float
    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Lines to draw. A value that was not said breaks its line, so that nothing is drawn that nobody said."""

    moods: list[list[Point]]
    goals: list[list[Point]]
    labels: list[tuple[float, str]]
    grid: list[tuple[float, int]]
    width: int = WIDTH
    height: int = HEIGHT


def draw(checkins: Sequence[tuple[str, int | None, int | None]]) -> Picture:
    """Return the picture of check-ins (label, mood 1–5, goal 0–10) in their order, evenly spaced.

    A label that is the same as the one before, as on the way in and out of one evening, is written once.
    """
    xs = _spread(len(checkins))
    moods = [(x, mood, _height(mood - 1, len(MOODS) - 1)) if mood else None for x, (_, mood, _) in _zip(xs, checkins)]
    goals = [(x, goal, _height(goal, TOP_GOAL)) if goal is not None else None for x, (_, _, goal) in _zip(xs, checkins)]
    labels = [
        (x, label)
        for number, (x, (label, _, _)) in enumerate(_zip(xs, checkins))
        if number == 0 or checkins[number - 1][0] != label
    ]
    return Picture(_lines(moods), _lines(goals), labels, [(_height(mood - 1, len(MOODS) - 1), mood) for mood in MOODS])


Checkin = tuple[str, int | None, int | None]
_Said = tuple[float, int, float]


def _zip(xs: Sequence[float], checkins: Sequence[Checkin]) -> list[tuple[float, Checkin]]:
    return list(zip(xs, checkins, strict=True))


def _spread(count: int) -> list[float]:
    room = WIDTH - LEFT - RIGHT
    if count == 1:
        return [LEFT + room / 2]
    return [round(LEFT + room * number / (count - 1), 1) for number in range(count)]


def _height(value: int, most: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most, 1)


def _lines(said: Sequence[_Said | None]) -> list[list[Point]]:
    lines: list[list[Point]] = [[]]
    for one in said:
        if one is None:
            lines.append([])
        else:
            x, value, y = one
            lines[-1].append(Point(x, y, value))
    return [line for line in lines if line]
