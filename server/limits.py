"""What every server of ours is bound by, whichever it is."""

from typing import Final

FRAME_BYTES: Final = 16 * 1024
LEAVING_SECONDS: Final = 10
#: At seven o'clock hundreds knock in one second; whoever finds the queue full is turned away for seconds by the kernel.
BACKLOG: Final = 2048
#: Messages of one socket that wait to be heard; then we stop reading from it.
MOST_UNHEARD: Final = 16
#: Whoever takes nothing of what is sent to them for so long has gone, whatever they say themselves.
READING_SECONDS: Final = 10
