"""Settings refuse to guess: every bad value stops the start with one sentence that says what to change."""

import subprocess
import sys

import pytest
from django.http.request import split_domain_port, validate_host

from tests.house.conftest import Environment
from tests.running import ROOT


def test_nothing_said_is_an_alcove_in_one_folder(environment: Environment) -> None:
    found = environment.settings()
    assert found["DATABASES"]["default"]["NAME"] == environment.folder / "alcove.sqlite3"
    assert found["CHANNEL_LAYERS"]["default"]["BACKEND"] == "channels.layers.InMemoryChannelLayer"
    assert found["ALLOWED_ORIGINS"] == ["http://127.0.0.1:8000", "http://localhost:8000"]
    assert (found["DEBUG"], found["DEMO"], found["PRODUCTION"]) == (False, False, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("WORKERS", "0"),
        ("WORKERS", "many"),
        ("DEMO", "yes"),
        ("PRODUCTION", "true"),
        ("TRUSTED_PROXY", "2"),
        ("MAKE_KEYS", "on"),
        ("ALCOVE_SERVER", "gunicorn"),
        ("ALCOVE_SERVER", "Daphne"),
        ("BASE_URL", "alcove.example.org"),
        ("BASE_URL", "ftp://alcove.example.org"),
        ("BASE_URL", "https://alcove.example.org/rooms"),
        ("BASE_URL", "https://*.example.org"),
        ("BASE_URL", "https://alcove.example.org:port"),
        ("EXTRA_ORIGINS", "*"),
        ("EXTRA_ORIGINS", "https://one.example.org,two.example.org"),
        ("HOLIDAY_PLACES", "GB-ENG,XX"),
        ("REST_HOURS", "99"),
        ("LEAVE_URL", "javascript:alert(1)"),
        ("LEAVE_URL", "http://weather.example.org"),
        ("DATABASE_URL", "mysql://somebody@127.0.0.1/alcove"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "alcove"),
        ("DATABASE_URL", "postgres://127.0.0.1:5432/"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("REDIS_URL", "http://127.0.0.1:6379"),
        ("SECRET_KEY_FILE", "/nowhere/at/all"),
        ("RING_FILE", "/nowhere/at/all"),
        ("LANGUAGE_CODE", "xx"),
        ("LANGUAGE_CODE", "en_GB"),
        ("LANGUAGE_CODE", "english"),
    ],
)
def test_a_bad_value_is_named_and_refused(environment: Environment, name: str, value: str) -> None:
    assert name in environment.refusal(**{name: value})


@pytest.mark.parametrize("name", ["BASE_URL", "EXTRA_ORIGINS"])
def test_an_address_with_letters_that_no_browser_sends_is_refused_with_how_to_write_it(
    environment: Environment, name: str
) -> None:
    said = environment.refusal(**{name: "https://nischenähe.example.org"})
    assert name in said
    assert "xn--" in said
    written = environment.settings(**{name: "https://xn--nischenhe-12a.example.org"})["ALLOWED_ORIGINS"]
    assert "https://xn--nischenhe-12a.example.org" in written


def test_a_refused_database_keeps_its_password_to_itself(environment: Environment) -> None:
    assert "pa55word" not in environment.refusal(DATABASE_URL="mysql://somebody:pa55word@127.0.0.1/alcove")


def test_production_with_everything_in_place_starts(environment: Environment) -> None:
    found = environment.settings(**environment.production())
    assert found["ALLOWED_ORIGINS"] == ["https://alcove.example.org"]
    assert found["ALLOWED_HOSTS"] == ["alcove.example.org"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["STATIC_URL"] != "/static/"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"DEMO": "1"}, "DEMO"),
        ({"BASE_URL": "http://alcove.example.org"}, "BASE_URL"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"EXTRA_ORIGINS": "http://alcove.example.org"}, "EXTRA_ORIGINS"),
        ({"EXTRA_ORIGINS": "https://*"}, "EXTRA_ORIGINS"),
        ({"SECRET_KEY": "short"}, "secret"),
        ({"PACE_BURST": "21"}, "PACE_BURST"),
        ({"PACE_PER_SECOND": "6"}, "PACE_PER_SECOND"),
        ({"SECRET_KEY": "a" * 64}, "secret"),
        ({"ANCHOR_EMAIL": "anchors@charity.example"}, "EMAIL_URL"),
    ],
)
def test_production_refuses(environment: Environment, change: dict[str, str], word: str) -> None:
    assert word in environment.refusal(**environment.production(**change))


def test_production_never_makes_keys_by_surprise(environment: Environment) -> None:
    assert "MAKE_KEYS" in environment.refusal(**environment.production(MAKE_KEYS="0"))
    assert not (environment.folder / "keys").exists()


def test_production_starts_again_on_the_keys_of_its_first_start(environment: Environment) -> None:
    first = environment.settings(**environment.production())["KEYS"]
    assert environment.settings(MAKE_KEYS="0")["KEYS"] == first


def test_keys_are_for_their_owner_alone_and_never_shown(environment: Environment) -> None:
    found = environment.settings()
    folder = environment.folder / "keys"
    assert folder.stat().st_mode & 0o077 == 0
    assert {file.name for file in folder.iterdir()} == {"secret_key", "codes", "chain", "head", "ring"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())
    assert repr(found["KEYS"].codes) not in repr(found["KEYS"])


def test_a_folder_is_made_for_its_owner_alone(environment: Environment) -> None:
    inner = environment.folder / "one" / "two"
    environment.settings(DATA_DIR=str(inner))
    assert inner.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_said(environment: Environment) -> None:
    (environment.folder / "file").write_text("")
    assert "DATA_DIR" in environment.refusal(DATA_DIR=str(environment.folder / "file" / "folder"))


def test_a_lost_key_is_not_quietly_replaced(environment: Environment) -> None:
    environment.settings()
    (environment.folder / "keys" / "ring").unlink()
    assert "lost keys" in environment.refusal()


def test_several_workers_need_a_doorbell_and_a_database_they_share(environment: Environment) -> None:
    assert "REDIS_URL" in environment.refusal(WORKERS="2")
    assert "DATABASE_URL" in environment.refusal(WORKERS="2", REDIS_URL="redis://127.0.0.1:6379")
    found = environment.settings(DATABASE_URL="postgres://alcove@127.0.0.1/alcove")
    assert found["WORKERS"] == 2


def test_valkey_is_redis_by_another_name(environment: Environment) -> None:
    found = environment.settings(REDIS_URL="valkey://one:6379/1, valkeys://two:6379/1")
    hosts = found["CHANNEL_LAYERS"]["default"]["CONFIG"]["hosts"]
    assert found["CACHES"]["default"]["LOCATION"] == "redis://one:6379/1"
    assert [host["address"] for host in hosts] == ["redis://one:6379/1", "rediss://two:6379/1"]


def test_postgresql_is_pooled_and_checked(environment: Environment) -> None:
    found = environment.settings(DATABASE_URL="postgres://alcove:pa%2Fss@db:5433/alcove")["DATABASES"]["default"]
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db", 5433, "pa/ss")
    assert found["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 4, "timeout": 5}
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (0, True)
    assert (found["OPTIONS"]["keepalives"], found["OPTIONS"]["tcp_user_timeout"]) == (1, 15_000)


def test_the_password_may_come_from_a_file_and_from_nowhere_else_then(environment: Environment) -> None:
    file = environment.folder / "password"
    file.write_text("pa/ss word\n")
    alone = "postgres://alcove@db:5432/alcove"
    found = environment.settings(DATABASE_URL=alone, DATABASE_PASSWORD_FILE=str(file))["DATABASES"]["default"]
    assert (found["USER"], found["PASSWORD"]) == ("alcove", "pa/ss word")
    twice = environment.refusal(DATABASE_URL="postgres://alcove:pa55word@db:5432/alcove")
    assert "both hold a password" in twice
    assert "pa55word" not in twice
    assert "is for PostgreSQL" in environment.refusal(DATABASE_URL="")
    assert "not there" in environment.refusal(DATABASE_URL=alone, DATABASE_PASSWORD_FILE=str(file / "none"))


def test_a_port_of_its_own_is_part_of_the_origin(environment: Environment) -> None:
    found = environment.settings(
        BASE_URL="HTTPS://Alcove.Example.org:443/", PORT="9001", EXTRA_ORIGINS="https://b.org:8443"
    )
    assert found["ALLOWED_ORIGINS"] == [
        "https://alcove.example.org",
        "https://b.org:8443",
        "http://127.0.0.1:9001",
        "http://localhost:9001",
    ]
    assert "wss://b.org:8443" in found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["connect-src"]


def test_an_address_of_ipv6_is_a_host_as_browsers_send_it(environment: Environment) -> None:
    found = environment.settings(BASE_URL="http://[2001:DB8::7]:8000", EXTRA_ORIGINS="http://alcove.example.org")
    assert found["ALLOWED_ORIGINS"][:2] == ["http://[2001:db8::7]:8000", "http://alcove.example.org"]
    for sent in ("[2001:db8::7]:8000", "alcove.example.org"):
        assert validate_host(split_domain_port(sent)[0], found["ALLOWED_HOSTS"])
    assert not validate_host(split_domain_port("[2001:db8::8]:8000")[0], found["ALLOWED_HOSTS"])


def test_leaving_may_lead_elsewhere_and_nothing_else_may(environment: Environment) -> None:
    def forms(**values: str) -> list[str]:
        found: list[str] = environment.settings(**values)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"]
        return found

    assert forms() == ["'self'"]
    assert forms(LEAVE_URL="https://weather.example.org/today?x=1") == ["'self'", "https://weather.example.org"]


def test_what_serves_is_chosen_in_an_env_file_too(environment: Environment) -> None:
    assert environment.settings()["SERVER"] == "daphne"
    file = environment.folder / "env"
    file.write_text("ALCOVE_SERVER=uvicorn\n")
    assert environment.settings(ENV_FILE=str(file))["SERVER"] == "uvicorn"
    environment.patch.delenv("ALCOVE_SERVER", raising=False)


def test_settings_leave_the_event_loop_to_whoever_serves(environment: Environment) -> None:
    ask = "import sys; from django.conf import settings; settings.SERVER; print('twisted.internet' in sys.modules)"
    environment.set(DJANGO_SETTINGS_MODULE="server.settings")
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
