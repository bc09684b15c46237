"""What the script's verbs answer in words: to young people kind and short, to staff plain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MOVED_ON = _("We have moved on from that one. That’s fine.")
TOO_FEW = _("Fewer than four have answered. With so few, the numbers could show who said what.")
ALL_ALIKE = _("Everybody gave the same answer. Sharing that would show what each one said.")
NUMBERS_ARE_FOR_STAFF = _("Numbers from 0 to 10 are for you and the team alone.")
SHARED_ALREADY = _("This was shared. A second count could show what one person answered in between.")
CHANGED_MEANWHILE = _("The agreement was changed in the meantime. Have a look at it, then add your line.")
WENT_ON_MEANWHILE = _("The turn went on just then. Have a look who has it now.")
OUT_OF_THE_ROOM = _("They are out of the room for now, so the turn cannot be theirs.")
SENT_MEANWHILE = _("Something else was sent to the room just then. Have a look first.")
PLANNED_MEANWHILE = _("Tonight’s order was changed just then. Have a look first.")
