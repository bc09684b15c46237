"""What people are told by itself: written into the outbox with its cause, sent once by the duty loop."""

from cohorts.models import Kind
from cohorts.telling.outbox import tell, tell_all, untell

__all__ = ["Kind", "tell", "tell_all", "untell"]
