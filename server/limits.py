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
#: What somebody sends to a page; no form of ours is larger.
FORM_BYTES: Final = 64 * 1024
#: A course comes as the files it is kept in, which are larger than any form.
COURSE_BYTES: Final = 1024 * 1024
#: So much of what is too much is let by after the answer, which may be lost if the connection goes before.
LET_BY_BYTES: Final = 2 * COURSE_BYTES
#: Pings and pongs of one socket within so many seconds; no browser sends one unasked, and we ask for none.
MOST_CONTROLS: Final = 200
CONTROL_SECONDS: Final = 10
