"""What most people would build first: the Channels tutorial's consumer on daphne.

`python -m tests.bench.tutorial PORT`.
"""

import json
import os
import sys
from typing import Any

import django
from django.conf import settings

REDIS_URL = os.environ.get("REDIS_URL", "")
IN_MEMORY = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
SHARED = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
settings.configure(
    SECRET_KEY="bench",
    CHANNEL_LAYERS={"default": SHARED if REDIS_URL else IN_MEMORY},
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from daphne.server import Server
from django.urls import path


class Chat(AsyncWebsocketConsumer):  # type: ignore[misc]
    """As in the tutorial: a group per room, an event per listener."""

    async def connect(self) -> None:
        """Join the room's group."""
        self.group = f"chat_{self.scope['url_route']['kwargs']['room']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Send what was said to the group."""
        body = json.loads(text_data or "{}")["body"]
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "body": body})

    async def chat_message(self, event: dict[str, Any]) -> None:
        """Send an event of the group to this listener."""
        frame = {"type": "entry", "stream": "room", "pos": 1, "from": {"seat": 1}, "kind": "message"}
        await self.send(text_data=json.dumps({**frame, "body": event["body"]}, separators=(",", ":")))


if __name__ == "__main__":
    application = URLRouter([path("ws/<str:room>/", Chat.as_asgi())])
    Server(application, endpoints=[f"tcp:port={sys.argv[1]}:interface=127.0.0.1"], verbosity=0).run()
