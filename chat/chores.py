"""What this room of the house asks the duty loops to do."""

from __future__ import annotations

from typing import Final

from chat.watch import tell_of_one, tell_of_too_few
from cohorts.duties import Chore, register

OFTEN: Final = 30

register(Chore("look who is there", OFTEN, tell_of_too_few))
register(Chore("look whether one came alone", OFTEN, tell_of_one))
