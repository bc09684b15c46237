"""What a quick look may be sure of."""

from __future__ import annotations

from typing import Final

#: Nothing in it is a way to somebody; no phrase of a rule is there; danger is surely unlikely by its words.
LEADS_NOWHERE: Final = 1
SAYS_NO_PHRASE: Final = 2
WEIGHS_LITTLE: Final = 4
#: Of most messages, all three.
NOTHING: Final = LEADS_NOWHERE | SAYS_NO_PHRASE | WEIGHS_LITTLE
