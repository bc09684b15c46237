"""The wiring, on one screen: what comes in at the door and where it goes.

any client → /healthz, /readyz, /metrics
           → no claims believed → http       → nothing too large → files of static/ → Django's pages
                                → websocket  → own origins only → the room
                                → lifespan   → the live parts of this process
"""

from django.conf import settings
from django.core.asgi import get_asgi_application

pages = get_asgi_application()

# Only after Django is set up may the rooms be looked into.
from chat import consumers, worker
from server import memory, static
from server.bodies import Bounded
from server.duties import Duties
from server.headers import Application, Receive, Scope, Send, Unclaimed
from server.health import Health
from server.live import Lifespan, Part
from server.origins import OwnOrigins
from server.watch import Watched

# The worker brings the rooms and their herald; what is in memory once it has started stays there.
LIVE_PARTS: tuple[Part, ...] = (*([Duties()] if settings.DUTIES else []), worker, memory)

BY_TYPE: dict[str, Application] = {
    "http": Bounded(static.serve(pages, settings.STATIC_DIR, settings.STATIC_URL)),
    "websocket": OwnOrigins(consumers.application, settings.ALLOWED_ORIGINS),
    "lifespan": Lifespan(LIVE_PARTS),
}


async def _by_type(scope: Scope, receive: Receive, send: Send) -> None:
    await BY_TYPE[scope["type"]](scope, receive, send)


application = Watched(Unclaimed(_by_type, trusted_proxy=settings.TRUSTED_PROXY), Health())
