"""The compose file and the example of settings say what is true, and all of it."""

import re
from typing import Any

import pytest
import yaml

from tests.ground import NAMES
from tests.house.conftest import STRONG, Environment
from tests.running import ROOT

FOR_COMPOSE = {"POSTGRES_PASSWORD"}
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_it_runs_the_web_on_both_stores() -> None:
    assert set(COMPOSE["services"]) == {"web", "postgres", "valkey"}
    assert set(COMPOSE["services"]["web"]["depends_on"]) == {"postgres", "valkey"}
    assert (ROOT / COMPOSE["services"]["web"]["build"]["dockerfile"]).is_file()


def test_every_volume_is_declared_and_every_image_has_a_release() -> None:
    services = COMPOSE["services"].values()
    mounted = {volume.partition(":")[0] for service in services for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])
    assert all(re.search(r":\d", service["image"]) for service in services if "image" in service)


def test_nothing_is_open_to_the_network_but_through_the_proxy() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000"]


def test_the_example_names_every_variable_and_no_other() -> None:
    asked = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "server" / "settings.py").read_text()))
    assert asked <= NAMES
    assert set(EXAMPLE) == (NAMES - {"ENV_FILE", "SECRET_KEY"}) | FOR_COMPOSE


def test_the_web_starts_with_the_example_filled_in(environment: Environment) -> None:
    told = {**EXAMPLE, **COMPOSE["services"]["web"]["environment"], "SECRET_KEY": STRONG, "MAKE_KEYS": "1"}
    told["DATA_DIR"] = str(environment.folder)
    told["DATABASE_URL"] = re.sub(r"\$\{[^}]*\}", "pa55", told["DATABASE_URL"])
    found = environment.settings(**{name: value for name, value in told.items() if name not in FOR_COMPOSE})
    assert found["PRODUCTION"]
    assert found["DATABASES"]["default"]["HOST"] == "postgres"
    assert found["REDIS_URLS"] == ["redis://valkey:6379/0"]


@pytest.mark.parametrize("line", ["USER alcove", "--require-hashes"])
def test_the_image_is_not_run_by_root_and_installs_what_is_pinned(line: str) -> None:
    assert line in (ROOT / "server" / "Dockerfile").read_text()
