"""The check before every start refuses a doorbell that would leave a room deaf or waiting without end."""

from typing import Any

import pytest
from django.test import override_settings

from server.checks import doorbell
from server.stores import SHARED_LAYER
from server.stores import doorbell as doorbell_settings


def problems(layer: dict[str, Any], workers: int = 1) -> list[str | None]:
    with override_settings(CHANNEL_LAYERS={"default": layer}, WORKERS=workers):
        return [one.id for one in doorbell(None)]


def test_our_own_settings_pass() -> None:
    assert problems(doorbell_settings([])) == []
    assert problems(doorbell_settings(["redis://one", "redis://two"]), workers=3) == []


def test_one_process_alone_may_ring_in_process() -> None:
    assert problems(doorbell_settings([]), workers=2) == ["alcove.E001"]


def test_the_list_based_layer_is_refused() -> None:
    core = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [{"address": "redis://one"}]}}
    assert problems(core) == ["alcove.E002"]


@pytest.mark.parametrize(
    "hosts",
    [
        None,
        [],
        ["redis://one"],
        [{"address": "redis://one"}],
        [{"address": "redis://one", "socket_timeout": 15}],
        [{"address": "redis://one", "socket_timeout": 15, "socket_connect_timeout": None}],
        [{"address": "redis://one", "socket_timeout": 0, "socket_connect_timeout": 2}],
        [*doorbell_settings(["redis://one"])["CONFIG"]["hosts"], "redis://two"],
    ],
)
def test_every_host_needs_its_time_outs(hosts: object) -> None:
    assert problems({"BACKEND": SHARED_LAYER, "CONFIG": {"hosts": hosts}}) == ["alcove.E003"]
