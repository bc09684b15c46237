"""The wiring, on one screen: what comes in at the door and where it goes.

any client → no claims believed → http       → files of static/ → Django's pages
                                → websocket  → own origins only → the room
                                → lifespan   → the live parts of this process
"""

from django.conf import settings
from django.core.asgi import get_asgi_application

pages = get_asgi_application()

# Only after Django is set up may the rooms be looked into.
from chat import consumers, worker
from server import memory, static
from server.headers import Application, Receive, Scope, Send, Unclaimed
from server.live import Lifespan
from server.origins import OwnOrigins

# The worker brings the rooms and their herald; what is in memory once it has started stays there.
LIVE_PARTS = (worker, memory)

BY_TYPE: dict[str, Application] = {
    "http": static.serve(pages, settings.STATIC_DIR, settings.STATIC_URL),
    "websocket": OwnOrigins(consumers.application, settings.ALLOWED_ORIGINS),
    "lifespan": Lifespan(LIVE_PARTS),
}


async def _by_type(scope: Scope, receive: Receive, send: Send) -> None:
    await BY_TYPE[scope["type"]](scope, receive, send)


application = Unclaimed(_by_type, trusted_proxy=settings.TRUSTED_PROXY)
