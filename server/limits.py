"""What every server of ours is bound by, whichever it is."""

from typing import Final

FRAME_BYTES: Final = 16 * 1024
LEAVING_SECONDS: Final = 10
#: At seven o'clock hundreds knock in one second; whoever finds the queue full is turned away for seconds by the kernel.
BACKLOG: Final = 2048
