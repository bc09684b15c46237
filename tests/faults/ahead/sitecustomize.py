"""Python reads this at its start where this folder is on PYTHONPATH: the process then lives CLOCK_AHEAD seconds on.

Its monotonic clock, by which it measures waiting, stays as it is, as on a machine whose clock is set wrong.
"""

import os
from datetime import UTC, datetime, timedelta

import time_machine

time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(os.environ["CLOCK_AHEAD"])), tick=True).start()
