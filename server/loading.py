"""How Python looks for rubbish while it loads: seldom, as nearly all of that stays and a look finds nothing.

It was a fifth of the time that a command takes to start, and more of a server's. A process that serves has a way of its
own from then on (`memory.py`).
"""

import gc
from typing import Final

#: New things until a look at them; such looks until one at what they left; and of those until one at all.
SELDOM: Final = (100_000, 20, 100)


def quickly() -> None:
    """Load the rest quickly."""
    gc.set_threshold(*SELDOM)
