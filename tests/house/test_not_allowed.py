"""What this user may not read, write or listen on is said as that: never as a lost key, and never by a traceback.

Tests may run as root, from whom nothing is kept: so the system's refusal is played where it would come.
"""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from cohorts import keys
from server.door import opened
from server.env import Refused
from server.turns import one_at_a_time
from tests.house.conftest import Environment
from tests.running import ROOT
from tests.stores.ports import free_port


def refusing(does: Callable[..., Any], name: str) -> Callable[..., Any]:
    """The same method of a path, but that the system refuses a file of this name."""

    def refuses(self: Path, *args: Any, **options: Any) -> Any:
        if self.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return does(self, *args, **options)

    return refuses


def of_another_user(folder: Path) -> NoReturn:
    raise PermissionError(errno.EACCES, "Permission denied", str(folder))


def not_lost(said: str) -> bool:
    return "This user may not read or write the keys" in said and "missing" not in said and "MAKE_KEYS" not in said


def test_keys_in_a_folder_of_another_user_are_not_lost(environment: Environment) -> None:
    environment.settings()
    environment.patch.setattr(keys, "_alone", of_another_user)
    said = environment.refusal()
    assert not_lost(said)
    assert str(environment.folder / "keys") in said
    assert "sudo" in said


def test_a_key_that_this_user_may_not_read_is_not_lost(environment: Environment) -> None:
    environment.settings()
    environment.patch.setattr(Path, "read_text", refusing(Path.read_text, "ring"))
    said = environment.refusal(MAKE_KEYS="0")
    assert not_lost(said)
    assert "the key ring" in said


@pytest.mark.parametrize("name", ["RING_FILE", "DATABASE_PASSWORD_FILE"])
def test_a_file_in_a_folder_that_this_user_may_not_enter_is_said_by_the_name_of_its_setting(
    environment: Environment, name: str
) -> None:
    environment.patch.setattr(Path, "stat", refusing(Path.stat, "shut"))
    said = environment.refusal(**{name: str(environment.folder / "shut")})
    assert said == f"{name} names a file in a folder that this user may not enter (Permission denied)."


def test_an_address_that_is_not_this_machines_is_not_called_in_use() -> None:
    with pytest.raises(Refused, match=r"cannot be listened on \(.+\)\. Set HOST") as refused:
        opened("192.0.2.1", free_port())
    assert "not free" not in str(refused.value)


def test_a_port_for_root_alone_is_not_called_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    class Door:
        def __init__(self, *_: object) -> None: ...

        def setsockopt(self, *_: object) -> None: ...

        def bind(self, _address: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        def close(self) -> None: ...

    monkeypatch.setattr("server.door.socket.socket", Door)
    with pytest.raises(Refused, match=r"Port 80 .* cannot be listened on \(Permission denied\)\. .*1024"):
        opened("127.0.0.1", 80)


def test_a_database_file_that_cannot_be_opened_is_said_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "alcove.sqlite3").mkdir()
    env = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "PORT": str(free_port())}
    said = subprocess.run(
        [sys.executable, "-m", "server", "--prepare"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert said.stderr.startswith(f"Alcove cannot start. The database in {tmp_path} cannot be used")
    assert "DATABASE_URL" not in said.stderr
    assert "Traceback" not in said.stderr


def test_a_folder_of_data_that_this_user_may_not_list_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens = os.open

    def refuses(path: Any, *args: Any, **options: Any) -> int:
        return of_another_user(tmp_path) if path == tmp_path else opens(path, *args, **options)

    monkeypatch.setattr("server.turns.os.open", refuses)
    with (
        pytest.raises(Refused, match=r"DATA_DIR .* may not list \(Permission denied\): .*chown") as refused,
        one_at_a_time(DatabaseWrapper({}), tmp_path),
    ):
        pytest.fail("nobody has the turn")
    assert str(tmp_path) in str(refused.value)
