"""What the key ring closed and who holds it: what has to be known before a key is changed for another one.

An app registers its own when Django starts: `register(Place(…))` for each kind of thing that it closes with the ring,
and `register_holders(…)` for the processes it runs.
"""

from cohorts.keyring.holders import Holder, holders, register_holders
from cohorts.keyring.places import Closed, Place, column, places, register
from cohorts.keyring.tally import Tally, tally

__all__ = [
    "Closed",
    "Holder",
    "Place",
    "Tally",
    "column",
    "holders",
    "places",
    "register",
    "register_holders",
    "tally",
]
