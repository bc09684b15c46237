"""Reading JSON in which no name stands twice."""

import json
from collections.abc import Sequence
from typing import Any


class OnceNamed(json.JSONDecoder):
    """Reads what our own encoder wrote, and makes something else of an object in which a name stands twice.

    SQLite takes the first of two when it is asked for one value, and Python the last. Whoever writes into the file
    could so have a query see what no digest covers; read like this it is not what was chained.
    """

    def __init__(self, **options: Any) -> None:
        """As `json.JSONDecoder`."""
        super().__init__(**{**options, "object_pairs_hook": _named})


def _named(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else {**found, "": "a name stands twice"}
