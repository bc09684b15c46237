"""What `.env` says is read whole or not at all: a line or a name that is passed over would leave a default instead."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from server.env import Refused
from tests.house.conftest import Environment


def test_an_env_file_is_read_and_the_environment_wins(environment: Environment) -> None:
    file = environment.folder / "env"
    file.write_text("PORT=9002\nLANGUAGE_CODE=de\n")
    environment.patch.setenv("LANGUAGE_CODE", "fr")
    found = environment.settings(ENV_FILE=str(file))
    environment.patch.delenv("PORT", raising=False)
    assert (found["PORT"], found["LANGUAGE_CODE"]) == (9002, "fr")


@pytest.mark.parametrize("line", ["DEMO=0", 'DEMO="0"', "DEMO='0'", "export DEMO=0", "DEMO=0 "])
def test_what_an_env_file_says_of_the_demo_wins_over_the_default_of_whoever_tries_it_out(
    environment: Environment, line: str
) -> None:
    environment.set(DEMO_BY_DEFAULT="1")
    assert environment.settings()["DEMO"] is True
    assert environment.from_file("# a remark", "", "  # another", line)["DEMO"] is False


def test_a_house_of_real_young_people_is_no_demo_by_default_however_its_env_file_is_written(
    environment: Environment,
) -> None:
    environment.set(DEMO_BY_DEFAULT="1")
    lines = [f"export {name}={value}\r" for name, value in environment.production(PRODUCTION='"1"').items()]
    found = environment.from_file("\ufeff# from Windows\r", *lines)
    assert (found["PRODUCTION"], found["DEMO"]) == (True, False)


@pytest.mark.parametrize(
    "line",
    [
        "EMAIL_URL = smtp+tls://sam:pa55word@host:587",
        " EMAIL_URL=smtp+tls://sam:pa55word@host:587",
        "EMAIL_URL= smtp+tls://sam:pa55word@host:587",
        "EMAIL_URL: smtp+tls://sam:pa55word@host:587",
        "set EMAIL_URL=smtp+tls://sam:pa55word@host:587",
        "EMAIL-URL=smtp+tls://sam:pa55word@host:587",
        "pa55word",
    ],
)
def test_a_line_of_an_env_file_that_cannot_be_read_stops_the_start_by_its_number_and_not_its_words(
    environment: Environment, line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refused, match=r"Line 2 .*NAME=value") as refused:
        environment.from_file("PORT=8001", line)
    assert not [word for word in ("EMAIL", "sam", "pa55word") if word in str(refused.value)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("line", ["secret_key=pa55word", "Secret_Key=pa55word", "export secret_key='pa55word'"])
def test_a_name_that_an_env_file_has_in_small_letters_stops_the_start_by_its_line_and_not_its_value(
    environment: Environment, line: str
) -> None:
    with pytest.raises(Refused) as refused:
        environment.from_file("PORT=8001", "", line)
    said = str(refused.value)
    assert said.startswith(f"Line 3 of {environment.folder / 'env'} says ")
    assert said.endswith(", which is not read. Write SECRET_KEY, in capitals.")
    assert "pa55word" not in said


def test_a_name_in_small_letters_is_found_in_the_environment_too_which_is_all_that_a_container_has(
    environment: Environment,
) -> None:
    said = environment.refusal(base_url="https://alcove.example.org")
    assert said == "The environment says base_url, which is not read. Write BASE_URL, in capitals."


def test_names_in_small_letters_that_are_none_of_ours_are_somebody_elses(environment: Environment) -> None:
    assert environment.from_file("https_proxy=http://proxy.example.org:3128", "PORT=8001")["PORT"] == 8001


def _a_folder(file: Path) -> None:
    file.mkdir()


def _in_another_alphabet(file: Path) -> None:
    file.write_text("PRODUCTION=1\n", encoding="utf-16")


def _leads_nowhere(file: Path) -> None:
    file.symlink_to(file.with_name("away"))


def _for_others(file: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("nothing is kept from this user")
    file.write_text("PRODUCTION=1\n")
    file.chmod(0)


@pytest.mark.parametrize("make", [_a_folder, _in_another_alphabet, _leads_nowhere, _for_others])
def test_an_env_file_that_is_there_and_cannot_be_read_stops_the_start(
    environment: Environment, make: Callable[[Path], None]
) -> None:
    file = environment.folder / "env"
    make(file)
    assert str(file) in environment.refusal(ENV_FILE=str(file))
