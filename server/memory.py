"""What Python looks through for rubbish, set once everything that stays is there.

With some thousands of sockets a full look took 416 ms, in which nobody heard anything. Without what is there for good,
and with the long looks fifty times rarer, the longest was 18 ms (4,500 sockets, one core).
"""

import gc

#: New things until a look at the newest; looks at the newest until one at the middle; at the middle until one at all.
RARELY = (50_000, 50, 1_000)
_AS_EVER = gc.get_threshold()


def start() -> None:
    """Keep what is here out of every later look, and look more rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def stop() -> None:
    """As before."""
    gc.unfreeze()
    gc.set_threshold(*_AS_EVER)
