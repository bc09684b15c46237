"""What a statement finds, between the asking and the reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")
Row = tuple[Any, ...]


class Found(Generic[T]):
    """What a statement finds: asked now, read by `get`.

    Statements asked inside `Store.together` before the first `get` share one way to the database and back.
    """

    def __init__(self, rows: Callable[[], list[Row]], read: Callable[[list[Row]], T]) -> None:
        """`rows` waits for them, `read` makes them what they are."""
        self._rows, self._read = rows, read

    def get(self) -> T:
        """Wait for the rows and make them what they are; once."""
        return self._read(self._rows())

    def then(self, make: Callable[[T], U]) -> Found[U]:
        """What is made of it once it is read."""
        return Found(self._rows, lambda rows: make(self._read(rows)))
