"""The compose file and the example of settings say what is true, and all of it."""

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from chat.guard.quick import compiled
from tests.ground import NAMES
from tests.house.conftest import STRONG, Environment
from tests.running import ROOT

FOR_COMPOSE = {"NGINX_MODE", "OUTER_PROXY", "HTTP_AT", "HTTPS_AT"}
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
RUNNING = (ROOT / "docs" / "running.md").read_text()
DOCKERFILE = (ROOT / "server" / "Dockerfile").read_text()
#: A whole release: a short tag would be another program next month.
RELEASE = re.compile(r":\d+\.\d+(\.\d+)?-?\w*$|:\d+\.\d+\.\d+-[\w.]+$")


def test_it_is_a_compose_file_as_the_specification_has_it() -> None:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    said = subprocess.run([*words, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_every_part_of_the_house_is_there() -> None:
    assert set(SERVICES) == {"nginx", "web-1", "web-2", "duties", "migrate", "postgres", "valkey"}
    assert SERVICES["duties"]["deploy"]["replicas"] == 2
    webs = [name for name in SERVICES if name.startswith("web-")]
    assert {SERVICES[name]["environment"]["WORKERS"] for name in webs} == {str(len(webs))}
    asked = {value.partition(":")[0] for name, value in SERVICES["nginx"]["environment"].items() if "WEB_" in name}
    assert asked == set(webs)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_pinned_kept_in_its_bounds_and_looked_after(name: str) -> None:
    service = SERVICES[name]
    assert RELEASE.search(service["image"]), service["image"]
    assert int(service["user"].partition(":")[0]) > 0
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == ("on-failure" if name == "migrate" else "unless-stopped")
    assert name == "migrate" or service["healthcheck"]["test"][0] == "CMD"
    assert "curl" not in str(service.get("healthcheck"))
    assert set(service["networks"]) <= set(COMPOSE["networks"])


def test_nobody_serves_before_the_tables_are_as_they_must_be() -> None:
    for name in ("web-1", "web-2", "duties"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["command"][-1] == "--prepare"


def test_stores_are_reached_from_inside_alone_and_nginx_by_everybody() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [SERVICES[name]["networks"] for name in ("postgres", "valkey")] == [["inside"], ["inside"]]
    assert {name for name, service in SERVICES.items() if service.get("ports")} == {"nginx"}


def test_no_secret_is_said_and_every_one_is_a_file() -> None:
    assert "PASSWORD:" not in TEXT
    for service in SERVICES.values():
        told = service.get("environment", {})
        files = {value.removeprefix("/run/secrets/") for value in told.values() if value.startswith("/run/secrets/")}
        assert files == set(service.get("secrets", []))
    assert {one["file"] for one in COMPOSE["secrets"].values()} == {f"./secrets/{name}" for name in COMPOSE["secrets"]}


def test_the_keys_that_are_made_are_the_keys_that_are_handed_in_and_never_made_twice(environment: Environment) -> None:
    words = [sys.executable, "-m", "server", "--keys", str(environment.folder / "secrets")]
    first, again = (subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False) for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 1)
    assert "There are keys in" in again.stderr
    made = environment.folder / "secrets"
    assert {file.name for file in made.iterdir()} == set(COMPOSE["secrets"])
    assert made.stat().st_mode & 0o777 == 0o700
    signs, post = made / "text_webhook_secret", made / "email_url"
    assert environment.settings(
        TEXT_WEBHOOK_URL="https://texts.example.org/", TEXT_WEBHOOK_SECRET_FILE=str(signs), EMAIL_URL_FILE=str(post)
    )["TEXT_WEBHOOK"]
    assert (post.read_text(), post.stat().st_mode & 0o777) == ("", 0o644), "an operator fills it in"


def test_volumes_are_declared_and_files_are_there() -> None:
    mounted = [volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    assert {one for one in mounted if not one.startswith(".")} == set(COMPOSE["volumes"])
    assert (ROOT / "server" / "nginx" / "start").is_file()
    assert (ROOT / SERVICES["web-1"]["build"]["dockerfile"]).is_file()


def test_the_duties_can_keep_the_heads_in_a_folder_of_this_machine_though_nothing_else_can_be_written() -> None:
    assert SERVICES["duties"]["read_only"]
    assert SERVICES["duties"]["volumes"] == ["./anchors:/anchors"]
    assert "ANCHOR_FOLDER=/anchors" in RUNNING


def test_what_is_secret_or_large_stays_out_of_the_image_and_the_repository() -> None:
    assert {".*", "anchors", "secrets", "tls", "tests", "data"} <= set((ROOT / ".dockerignore").read_text().split())
    assert {"/anchors/", "/secrets/", "/tls/", "/.env"} <= set((ROOT / ".gitignore").read_text().split())


def test_a_copy_of_the_database_is_made_outside_of_what_an_image_is_built_of_and_is_in_none_wherever_it_lies() -> None:
    made = [Path(name) for name in re.findall(r"name=(\S+\$\(date \S+\)\.\w+)$", RUNNING, re.MULTILINE)]
    assert [name.suffix for name in made] == [".dump", ".sqlite3"]
    assert {str(name.parent) for name in made} == {"../alcove-dumps"}
    left = ["2026-11-30-by-hand.anchor", *(name.name for name in made), *(f"{name.name}.part" for name in made)]
    ignored = {file: set((ROOT / file).read_text().split()) for file in (".dockerignore", ".gitignore")}
    for name in left:
        assert any(fnmatch(name, rule.removeprefix("**/")) for rule in ignored[".dockerignore"] if rule[:3] == "**/")
        assert any(fnmatch(name, rule) for rule in ignored[".gitignore"])


def test_the_example_names_every_variable_and_no_other() -> None:
    asked = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "server" / "settings.py").read_text()))
    assert asked <= NAMES
    assert set(EXAMPLE) == (NAMES - {"DEMO_BY_DEFAULT", "ENV_FILE", "SECRET_KEY"}) | FOR_COMPOSE
    assert set(re.findall(r"\$\{([A-Z_]+)", TEXT)) == FOR_COMPOSE


def test_every_name_that_nginx_is_told_is_filled_in_and_no_other() -> None:
    folder = ROOT / "server" / "nginx"
    used = {name for file in folder.glob("*.conf") for name in re.findall(r"\$\{([A-Z_0-9]+)\}", file.read_text())}
    filled = re.search(r"envsubst '([^']+)'", (folder / "start").read_text())
    assert filled
    assert set(re.findall(r"\{(\w+)\}", filled[1])) == used == set(SERVICES["nginx"]["environment"])


def test_a_release_ends_with_an_nginx_that_reads_its_templates_anew() -> None:
    (mount,) = [one for one in SERVICES["nginx"]["volumes"] if "server/nginx" in one]
    assert mount.startswith("./"), "compose sees no change in a folder that it mounts"
    steps = RUNNING.partition("## A new release\n")[2].partition("```\n")[2].partition("```")[0].splitlines()
    assert steps[-1].startswith("docker compose up --detach --no-deps --force-recreate nginx ")


def test_the_web_starts_with_the_example_filled_in(environment: Environment) -> None:
    told = {**EXAMPLE, **SERVICES["web-1"]["environment"], "SECRET_KEY": STRONG, "MAKE_KEYS": "1"}
    told = {name: "" if value.startswith("/run/secrets/") else value for name, value in told.items()}
    told["DATA_DIR"] = str(environment.folder)
    found = environment.settings(**{name: value for name, value in told.items() if name not in FOR_COMPOSE})
    assert found["PRODUCTION"]
    assert found["DATABASES"]["default"]["HOST"] == "postgres"
    assert found["REDIS_URLS"] == ["redis://valkey:6379/0"]


@pytest.mark.parametrize("line", ["USER 10001:10001", "--require-hashes", "--only-binary :all:", "COPY --from=parts"])
def test_the_image_is_built_apart_from_what_is_pinned_and_not_run_by_root(line: str) -> None:
    assert line in DOCKERFILE
    assert all(re.search(r":\d+\.\d+\.\d+-", one) for one in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))


@pytest.mark.skipif(compiled.load() is None, reason="nothing compiles the look here")
@pytest.mark.parametrize("words", re.findall(r'python -c "(from chat\.guard\.quick[^"]+)"', DOCKERFILE))
def test_whatever_the_look_in_the_image_is_tried_by_is_there(words: str) -> None:
    said = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
