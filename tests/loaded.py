"""What every house loads, whatever its settings say: for a process that others begin from (`warm.py`).

Nothing here may read settings or choose an event loop; a house does both for itself.
"""

import gc
from importlib import import_module
from typing import Final

from chat import guard
from server.loading import quickly

LIBRARIES: Final = (
    "ahocorasick", "asgi_gzip", "channels.generic.websocket", "click", "cryptography.fernet", "cryptography.x509",
    "cryptography.hazmat.primitives.ciphers.aead", "csp", "django.core.handlers.asgi", "django.core.management",
    "django.core.serializers.json", "django.db.backends.sqlite3.base", "django.db.migrations.executor",
    "django.db.models", "django.forms", "django.template", "django.views.generic", "environ",
    "fido2.server", "holidays", "httptools", "icalendar", "msgspec", "psycopg", "qrcode", "redis.asyncio",
    "servestatic", "sqlparse", "structlog", "twisted.internet.protocol", "uvicorn", "uvloop", "websockets.server",
)  # fmt: skip

quickly()
for library in LIBRARIES:
    import_module(library)
guard.shipped()
# What is forked from here looks through none of it, so that no page of it has to be copied for that.
gc.freeze()
