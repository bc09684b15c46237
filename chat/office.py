"""What the office shows of the rooms: that there are entries and heads. What was said is not shown at all."""

from chat.models import EntryRow, Head
from cohorts.staff.office import office, to_read

__all__ = ["office"]

to_read(EntryRow, "session", "turn", "stream", "pos", "kind", "author", "of", "at")
to_read(Head, "session", "turn", "at", by="session")
