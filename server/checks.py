"""What must hold before Alcove starts, beyond single settings."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from server.stores import IN_PROCESS_LAYER, SHARED_LAYER

_TIMEOUTS = ("socket_timeout", "socket_connect_timeout")


@register("alcove")
def doorbell(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Refuse any layer that drops idle sockets, goes deaf after a restart, or waits without end."""
    return [problem for name, layer in settings.CHANNEL_LAYERS.items() for problem in _problems(name, layer)]


def _problems(name: str, layer: dict[str, Any]) -> list[CheckMessage]:
    if layer.get("BACKEND") == IN_PROCESS_LAYER:
        return [_alone(name)] if settings.WORKERS > 1 else []
    if layer.get("BACKEND") != SHARED_LAYER:
        return [_other(name)]
    hosts = layer.get("CONFIG", {}).get("hosts") or [{}]
    return [] if all(_patient(host) for host in hosts) else [_endless(name)]


def _patient(host: object) -> bool:
    return isinstance(host, dict) and all(isinstance(host.get(key), int | float) and host[key] > 0 for key in _TIMEOUTS)


def _alone(name: str) -> Error:
    return Error(
        f"Channel layer {name!r} reaches one process only, but WORKERS is more than 1.",
        hint="Set REDIS_URL, or WORKERS=1.",
        id="alcove.E001",
    )


def _other(name: str) -> Error:
    return Error(
        f"Channel layer {name!r} must be {SHARED_LAYER} or the in-process one.",
        hint="The list-based Redis layer closes idle sockets after five seconds and stays deaf after Redis restarts.",
        id="alcove.E002",
    )


def _endless(name: str) -> Error:
    return Error(
        f"Every host of channel layer {name!r} needs {' and '.join(_TIMEOUTS)}.",
        hint="Without them one stalled Redis holds every sender.",
        id="alcove.E003",
    )
