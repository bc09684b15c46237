"""The chores of this room of the house: telling, and offering places. Letting go has its own in `cohorts.keeping`."""

from cohorts.actions.leave_course import let_go
from cohorts.actions.lost import answer_lost
from cohorts.actions.support import tell_support
from cohorts.actions.waiting import offer_places
from cohorts.duties.registry import Chore, register
from cohorts.telling.missing import plan_missed
from cohorts.telling.reminding import plan_reminders
from cohorts.telling.sending import tell_due
from cohorts.telling.uncovered import tell_of_uncovered
from cohorts.telling.unheld import tell_of_unheld
from cohorts.telling.untried import tell_of_untried

HOUR = 60 * 60
OFTEN = 30
A_MINUTE = 60
AT_ONCE = 5
SOON = 2

register(Chore("tell what is due", SOON, tell_due))
register(Chore("tell who asks for support", SOON, tell_support))
register(Chore("plan reminders", A_MINUTE, plan_reminders))
register(Chore("plan for whoever missed", HOUR, plan_missed))
register(Chore("tell of evenings not held", OFTEN, tell_of_unheld))
register(Chore("tell of evenings with nobody on call", A_MINUTE, tell_of_uncovered))
register(Chore("tell of help that nobody tried", HOUR, tell_of_untried))
register(Chore("answer lost links", AT_ONCE, answer_lost))
register(Chore("let seats go", OFTEN, let_go))
register(Chore("offer places", OFTEN, offer_places))
