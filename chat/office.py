"""What the office shows of the rooms: how far each has come, by its head.

Entries are not shown, not even without their words: kind and stream alone tell whose worry there is, and of whom a
concern, which is for others than the administrator, and turns that were left out would tell the same.
"""

from chat.models import Head
from cohorts.staff.office import office, to_read

__all__ = ["office"]

to_read(Head, "session", "turn", "at", by="session")
